"""Home's people, paged and searched by whoever looks at them; and the shortcuts and words that lead there."""

import pytest

from emulator import View
from etiquette.rules.deliverables import Deliverable, Owner
from etiquette.store.records import add
from tests.builders import make_contact
from tests.handlers.manners import drafts, facts, filled
from tests.handlers.telling import act
from tests.whole import Whole

NAMES = ("Ana", "Ben", "Cy", "Di", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo", "Kim")


async def home_of_twelve(story: Whole) -> View:
    """Ada knows twelve people, and has promised one of them something."""
    await story.ada.command("/coop deliverable Lou Reyes: the deck by tomorrow")
    async with story.program.store.writing() as tx:
        for name in NAMES:
            await add(tx, make_contact(id=f"c-{name}", name=f"{name} Reyes"))
    return await home_of(story)


async def home_of(story: Whole) -> View:
    home = await story.ada.open_home()
    assert home is not None
    return home


def now(story: Whole) -> View:
    """Home as it stands."""
    assert story.ada.home is not None
    return story.ada.home


async def test_home_turns_its_pages_and_an_act_elsewhere_keeps_the_page(either: Whole) -> None:
    first = await home_of_twelve(either)
    assert "1 to 10 of 12" in first.plain

    await either.ada.press(first, "people_page")
    await either.quiet()
    assert "11 to 12 of 12" in now(either).plain

    await either.ada.press(now(either), "nudge_done")
    await either.quiet()
    assert "11 to 12 of 12" in now(either).plain
    assert "1 of 1 on time" in now(either).plain

    await either.ada.press(now(either), "people_back")
    await either.quiet()
    assert "1 to 10 of 12" in now(either).plain


async def test_home_finds_people_and_shows_everybody_again(story: Whole) -> None:
    home = await home_of_twelve(story)

    await story.ada.press(home, "people_search", text="lou")
    await story.quiet()
    assert "1 of 12 fits “lou”" in now(story).plain
    assert filled(now(story), next(name for name in now(story).values if name.startswith("search-"))) == "lou"

    await story.ada.press(now(story), "people_page")
    await story.quiet()
    assert "1 to 10 of 12" in now(story).plain


@pytest.mark.parametrize("typed", ["<!channel> \u202e\x00", "x" * 80, "   "])
async def test_home_takes_whatever_is_searched_for(story: Whole, typed: str) -> None:
    home = await home_of_twelve(story)

    assert (await story.ada.press(home, "people_search", text=typed)).ok
    await story.quiet()

    assert "People" in str(now(story).blocks)


@pytest.mark.parametrize("value", ["", "{", "[]", '{"page":"x","wanted":7}', '{"page":-9}', '{"page":1e99}'])
async def test_home_of_a_forged_page_is_the_first_or_the_last(story: Whole, value: str) -> None:
    home = await home_of_twelve(story)
    pressed = {"type": "button", "action_id": "people_page", "value": value}

    answer = await act(story, {"type": "block_actions", "actions": [pressed], "view": home.raw})
    await story.quiet()

    assert answer.error is None
    assert "of 12, those you were last in touch with first" in now(story).plain


# -- a message made a deliverable --------------------------------------------------------------------------------------


async def test_e10_a_colleagues_promise_is_theirs_and_leads_back_to_their_message(either: Whole) -> None:
    await either.ada.command("/coop intro <@U0SAM|Sam Rivera>")
    said = await either.slack.person("U0SAM").say("#general", "Good talk! I'll get you the notes tomorrow")

    assert (await either.ada.shortcut("make_deliverable", said)).ok

    form = either.ada.views[-1]
    known = {name: filled(form, name) for name in ("contact", "what", "owner", "due")}
    assert known == {"contact": "Sam Rivera", "what": "the notes", "owner": "theirs", "due": "2026-11-25"}
    address = f"https://coop.slack.com/archives/C0GENERAL/p{said.ts.replace('.', '')}"
    assert f"from <{address}|this message>" in form.plain
    await either.ada.submit(form, {})
    [notes] = await facts(either, Deliverable)
    assert (notes.owner, notes.link) == (Owner.THEIRS, address)
    assert notes.typed == "Good talk! I'll get you the notes tomorrow"
    assert f"<{address}|this message>" in (await home_of(either)).plain
    assert await drafts(either) == []


async def test_e10_a_form_that_was_closed_still_knows_the_message_it_was_made_of(story: Whole) -> None:
    said = await story.slack.person("U0SAM").say("#general", "I'll get you the notes tomorrow")
    await story.ada.shortcut("make_deliverable", said)
    await story.ada.close(story.ada.views[-1])
    await story.move(days=1)
    told = await story.ada.command("/coop")
    assert told.message is not None

    await story.ada.press(told.message, "open_form")

    form = story.ada.views[-1]
    assert (filled(form, "what"), filled(form, "owner"), filled(form, "due")) == ("the notes", "theirs", "2026-11-25")
    await story.ada.submit(form, {"contact": "Sam Rivera"})
    [notes] = await facts(story, Deliverable)
    assert str(notes.link).endswith(said.ts.replace(".", ""))


@pytest.mark.parametrize(
    "odd",
    [
        {"message": {"text": "I'll send it", "user": "U0SAM", "ts": "nonsense"}},
        {"message": {"text": "I'll send it", "user": "U0SAM", "ts": "9" * 40 + ".000000"}},
        {"message": {"text": "x\x00", "ts": "1795528801.000100"}, "team": {"id": "T0COOP", "domain": "evil.example/"}},
        {"message": {}, "channel": {"id": "<!channel>"}},
    ],
)
async def test_e10_of_a_message_that_is_odd_the_form_opens_without_a_link(story: Whole, odd: dict[str, object]) -> None:
    trigger = story.slack.backend.triggers.issue("U0ADA", None)
    payload = {"type": "message_action", "callback_id": "make_deliverable", "channel": {"id": "C0GENERAL"}, **odd}

    assert (await act(story, {**payload, "trigger_id": trigger})).error is None

    assert "this message" not in story.ada.views[-1].plain
