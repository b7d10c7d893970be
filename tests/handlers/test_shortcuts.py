"""The two shortcuts: an introduction from anywhere, a message made a deliverable."""

from etiquette.rules.deliverables import Deliverable
from tests.handlers.manners import drafts, facts, filled
from tests.whole import Whole


async def test_the_global_shortcut_opens_the_form_of_an_introduction(story: Whole) -> None:
    assert (await story.ada.shortcut("log_introduction")).ok

    assert story.ada.views[-1].title == "Log an introduction"
    assert await drafts(story) == []


async def test_a_message_is_made_a_deliverable_with_its_words_in_the_form(either: Whole) -> None:
    said = await either.ada.say("#general", "I will send Bo Lindqvist the deck & figures by Friday")

    assert (await either.ada.shortcut("make_deliverable", said)).ok

    form = either.ada.views[-1]
    assert filled(form, "contact") == "Bo Lindqvist"
    assert filled(form, "due") == "2026-11-27"
    assert "the deck & figures" in filled(form, "what")
    await either.ada.submit(form, {})
    assert len(await facts(either, Deliverable)) == 1
    assert await drafts(either) == []


async def test_a_closed_shortcut_form_is_offered_again(story: Whole) -> None:
    said = await story.ada.say("#general", "the deck for Bo by Friday")
    await story.ada.shortcut("make_deliverable", said)
    await story.ada.close(story.ada.views[-1])

    told = await story.ada.command("/coop")

    assert told.message is not None
    assert "“the deck for Bo by Friday”" in told.message.plain


async def test_a_message_without_words_opens_the_empty_form(story: Whole) -> None:
    said = await story.ada.say("#general", "")

    assert (await story.ada.shortcut("make_deliverable", said)).ok

    assert story.ada.views[-1].title == "Log a deliverable"


async def test_a_message_of_forty_thousand_characters_opens_a_form_within_slacks_limits(story: Whole) -> None:
    said = await story.ada.say("#general", "the deck <!channel> " * 1900)

    assert (await story.ada.shortcut("make_deliverable", said)).ok

    assert len(filled(story.ada.views[-1], "what")) <= 3000
    [kept] = await drafts(story)
    assert len(kept.typed) > 30_000


async def test_a_shortcut_whose_form_slack_refuses_gets_a_button_where_there_is_a_way_to_say_so(story: Whole) -> None:
    said = await story.ada.say("#general", "the deck for Bo by Friday")
    story.slack.faults.refuse("views.open", error="expired_trigger_id")

    assert (await story.ada.shortcut("make_deliverable", said)).ok
    await story.quiet()

    offered = story.ada.ephemeral[-1]
    assert offered.buttons == ["Log a deliverable"]
    await story.ada.press(offered, "open_form")
    assert "the deck" in filled(story.ada.views[-1], "what")


async def test_a_global_shortcut_whose_form_slack_refuses_is_answered_by_a_direct_message(story: Whole) -> None:
    """A global shortcut carries no way to reply; the member's own conversation is one."""
    story.slack.faults.refuse("views.open", error="expired_trigger_id")

    assert (await story.ada.shortcut("log_introduction")).ok
    await story.quiet()

    assert [said.buttons for said in story.ada.inbox] == [["Log an introduction"]]
