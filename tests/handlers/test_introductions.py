"""Introductions: typed, filled in, corrected, deleted (E1 to E3)."""

from etiquette.rules.contacts import Contact
from etiquette.rules.introductions import Introduction
from tests.handlers.manners import drafts, facts, filled, value_of
from tests.whole import Whole


async def test_an_introduction_in_one_line_is_said_back_and_saved(either: Whole) -> None:
    told = await either.ada.command("/coop intro Bo Lindqvist via @sam https://www.linkedin.com/in/bo/?utm=x")

    assert told.message is not None
    assert "Bo Lindqvist" in told.message.plain
    assert "<@U0SAM>" in told.message.plain
    assert told.message.buttons == ["Write to Bo", "Edit", "Delete"]
    [introduction] = await facts(either, Introduction)
    [bo] = await facts(either, Contact)
    assert introduction.introducer_user_id == "U0SAM"
    assert introduction.typed.startswith("Bo Lindqvist via @")
    assert (bo.name, bo.profile_url) == ("Bo Lindqvist", "https://www.linkedin.com/in/bo")


async def test_the_short_command_is_the_same(story: Whole) -> None:
    told = await story.ada.command("/coop-intro Bo Lindqvist via Cleo Marchetti")

    assert told.message is not None
    assert "Noted" in told.message.plain
    [introduction] = await facts(story, Introduction)
    assert introduction.introducer_name == "Cleo Marchetti"


async def test_a_bare_command_opens_the_empty_form_and_leaves_no_draft(story: Whole) -> None:
    for bare in ("/coop intro", "/coop-intro"):
        told = await story.ada.command(bare)

        assert (told.ok, told.message) == (True, None)
        [form] = story.ada.views
        assert form.title == "Log an introduction"
        assert not filled(form, "contact")
        await story.ada.close(form)
    assert await drafts(story) == []


async def test_the_form_logs_an_introduction_and_shows_what_was_noted(story: Whole) -> None:
    await story.ada.command("/coop intro")

    sent = await story.ada.submit(
        story.ada.views[-1],
        {
            "contact": "Bo Lindqvist",
            "introducer_user": "U0SAM",
            "profile_url": "linkedin.com/in/bo",
            "how_referred": "x",
        },
    )

    assert sent.ok
    [noted] = story.ada.views
    assert "Noted: " in noted.plain
    assert noted.buttons == ["Write to Bo", "Edit", "Delete"]
    [introduction] = await facts(story, Introduction)
    assert (introduction.introducer_user_id, introduction.how_referred) == ("U0SAM", "x")


async def test_what_was_noted_is_edited_from_the_form_that_said_it(story: Whole) -> None:
    await story.ada.command("/coop intro")
    await story.ada.submit(story.ada.views[-1], {"contact": "Bo Lindquist"})

    await story.ada.press(story.ada.views[-1], "edit")
    await story.quiet()
    form = story.ada.views[-1]
    assert (form.title, filled(form, "contact")) == ("Edit the introduction", "Bo Lindquist")
    await story.ada.submit(form, {"contact": "Bo Lindqvist"})

    assert [bo.name for bo in await facts(story, Contact)] == ["Bo Lindqvist"]
    assert "Bo Lindqvist" in story.ada.views[-1].plain


async def test_an_introduction_is_edited_from_its_reply(story: Whole) -> None:
    told = await story.ada.command("/coop intro Bo Lindqvist via @sam https://linkedin.com/in/bo")
    assert told.message is not None

    await story.ada.press(told.message, "edit")
    form = story.ada.views[-1]
    known = {name: filled(form, name) for name in ("contact", "profile_url", "introducer_user")}
    assert known == {
        "contact": "Bo Lindqvist",
        "profile_url": "https://www.linkedin.com/in/bo",
        "introducer_user": "U0SAM",
    }
    await story.ada.submit(form, {"how_referred": "as somebody who listens"})

    [introduction] = await facts(story, Introduction)
    assert introduction.how_referred == "as somebody who listens"


async def test_a_deleted_introduction_is_gone_and_comes_back_with_undo(story: Whole) -> None:
    told = await story.ada.command("/coop intro Bo Lindqvist via @sam")
    assert told.message is not None

    await story.ada.press(told.message, "delete")
    await story.quiet()
    gone = story.ada.ephemeral[-1]
    assert (await facts(story, Introduction), await facts(story, Contact)) == ([], [])
    assert "Bo Lindqvist is deleted" in gone.plain
    assert gone.buttons == ["Undo"]

    await story.ada.press(gone, "undo")
    await story.quiet()
    assert "Undone" in story.ada.ephemeral[-1].plain
    assert [bo.name for bo in await facts(story, Contact)] == ["Bo Lindqvist"]
    assert len(await facts(story, Introduction)) == 1


async def test_a_link_that_is_none_is_refused_at_its_field(story: Whole) -> None:
    await story.ada.command("/coop intro")

    sent = await story.ada.submit(
        story.ada.views[-1], {"contact": "Bo Lindqvist", "profile_url": "javascript:alert(1)"}
    )

    assert list(sent.errors) == ["profile_url"]
    assert filled(story.ada.views[-1], "contact") == "Bo Lindqvist"
    assert await facts(story, Introduction) == []


async def test_an_edit_of_what_is_gone_says_so(story: Whole) -> None:
    told = await story.ada.command("/coop intro Bo Lindqvist")
    assert told.message is not None
    await story.ada.press(told.message, "delete")
    await story.quiet()

    await story.ada.press(told.message, "edit", value=value_of(told.message, "introduction", "edit"))
    await story.quiet()

    assert story.ada.views == []
    assert "not here any more" in story.ada.ephemeral[-1].plain
