"""Questions back: which of two people, which of two moments, and one after the other."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from emulator import Message
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from tests.handlers.manners import drafts, elements, facts, filled
from tests.whole import Whole

FOUR = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


async def knows(story: Whole, *names: str) -> None:
    """Ada knows these people; where two have the same name, she knew the second by another one first."""
    for name in names:
        is_known = name in [each.name for each in await facts(story, Contact)]
        await story.ada.command("/coop intro")
        await story.ada.submit(story.ada.views[-1], {"contact": "Somebody" if is_known else name})
        if is_known:
            await story.ada.press(story.ada.views[-1], "edit")
            await story.quiet()
            await story.ada.submit(story.ada.views[-1], {"contact": name})
        await story.ada.close(story.ada.views[-1])


def choices(asked: Message | None, action_id: str) -> list[str]:
    assert asked is not None
    return [str(each["value"]) for each in elements(asked) if each.get("action_id") == action_id]


async def answered(story: Whole, at: int) -> list[str]:
    """Ada answers every question with the choice at that place; gives back what was asked, in order."""
    asked: list[str] = []
    for _ in range(4):
        said = story.ada.ephemeral[-1]
        questions = [each for each in ("choose_contact", "choose_moment") if choices(said, each)]
        if not questions:
            break
        asked += questions
        await story.ada.press(said, questions[0], value=choices(said, questions[0])[at])
        await story.quiet()
    return asked


async def test_a_name_that_fits_two_is_asked_about_and_goes_on_where_it_stopped(either: Whole) -> None:
    await knows(either, "Bo Lindqvist", "Bo Marchetti")

    asked = await either.ada.command("/coop call Bo tomorrow 3pm")
    assert asked.message is not None
    assert "Which Bo do you mean?" in asked.message.plain
    _, second = choices(asked.message, "choose_contact")
    await either.ada.press(asked.message, "choose_contact", value=second)
    await either.quiet()

    [call] = await facts(either, Call)
    [meant] = [each for each in await facts(either, Contact) if each.id == call.contact_id]
    assert meant.name == "Bo Marchetti"
    said = either.ada.ephemeral[-1]
    assert "Bo Marchetti" in said.plain
    assert "Wednesday 25 November, 15:00" in said.plain
    assert await drafts(either) == []


async def test_two_people_of_the_very_same_name_are_told_apart(story: Whole) -> None:
    await knows(story, "Bo Lindqvist", "Bo Lindqvist")
    assert len(await facts(story, Contact)) == 2

    for typed in (
        "/coop deliverable Bo Lindqvist: the deck by Friday",
        "/coop thanks Bo Lindqvist",
        "/coop invite Bo Lindqvist",
        "/coop intro Bo Lindqvist via @sam",
    ):
        asked = await story.ada.command(typed)
        assert len(choices(asked.message, "choose_contact")) == 2, typed
        assert asked.message is not None
        await story.ada.press(asked.message, "choose_contact", value=choices(asked.message, "choose_contact")[1])
        await story.quiet()

    [deck] = await facts(story, Deliverable)
    assert deck.contact_id == (await facts(story, Contact))[1].id
    assert len(await facts(story, Contact)) == 2
    assert await drafts(story) == []


async def test_somebody_else_than_those_two_opens_the_form_with_everything_typed(story: Whole) -> None:
    await knows(story, "Bo Lindqvist", "Bo Marchetti")
    asked = await story.ada.command("/coop deliverable Bo: the deck by Friday")
    assert asked.message is not None

    await story.ada.press(asked.message, "open_form")

    form = story.ada.views[-1]
    assert (filled(form, "what"), filled(form, "due")) == ("the deck", "2026-11-27")


async def test_a_form_asks_which_of_two_and_loses_nothing(story: Whole) -> None:
    await knows(story, "Bo Lindqvist", "Bo Marchetti")
    await story.ada.command("/coop deliverable")

    sent = await story.ada.submit(
        story.ada.views[-1], {"contact": "Bo", "what": "the deck", "owner": "theirs", "due": "2026-11-27"}
    )

    assert sent.ok
    form = story.ada.views[-1]
    assert "more than one person of that name" in form.plain
    known = {name: filled(form, name) for name in ("contact", "what", "owner", "due", "which")}
    assert known == {"contact": "Bo", "what": "the deck", "owner": "theirs", "due": "2026-11-27", "which": None}
    assert await facts(story, Deliverable) == []

    await story.ada.submit(form, {"which": "Bo Marchetti"})
    [deck] = await facts(story, Deliverable)
    assert "Bo Marchetti" in story.ada.views[-1].plain
    assert (deck.what, deck.due_on) == ("the deck", date(2026, 11, 27))


async def test_a_call_form_asks_too_and_somebody_new_is_a_choice(story: Whole) -> None:
    await knows(story, "Bo Lindqvist", "Bo Lindqvist")
    await story.ada.command("/coop call")
    await story.ada.submit(story.ada.views[-1], {"contact": "Bo Lindqvist", "day": "2026-11-27", "clock": "10:00"})

    await story.ada.submit(story.ada.views[-1], {"which": "new"})

    assert len(await facts(story, Contact)) == 3
    assert len(await facts(story, Call)) == 1


async def test_an_answer_that_is_none_of_mine_finds_nothing(story: Whole) -> None:
    """A contact's id that was made up is refused like one that is gone (N6)."""
    await knows(story, "Bo Lindqvist", "Bo Marchetti")
    asked = await story.ada.command("/coop call Bo tomorrow 3pm")
    assert asked.message is not None
    value = choices(asked.message, "choose_contact")[0]
    forged = value.partition(":")[0] + ":" + "0" * 32

    await story.ada.press(_with(asked.message, value, forged), "choose_contact", value=forged)
    await story.quiet()

    assert await facts(story, Call) == []
    assert "not here any more" in story.ada.ephemeral[-1].plain


async def test_tuesday_at_three_typed_on_tuesday_at_four_is_asked_about(story: Whole) -> None:
    await story.move_to(FOUR)

    asked = await story.ada.command("/coop call Bo Lindqvist Tuesday at 3")

    assert asked.message is not None
    assert asked.message.buttons[:2] == ["Tuesday 24 November, 15:00", "Tuesday 1 December, 15:00"]
    picks = choices(asked.message, "choose_moment")
    await story.ada.press(asked.message, "choose_moment", value=picks[1])
    await story.quiet()
    [call] = await facts(story, Call)
    assert call.starts_at == datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert "Tuesday 1 December, 15:00" in story.ada.ephemeral[-1].plain
    assert await drafts(story) == []


async def test_none_of_these_moments_opens_the_form(story: Whole) -> None:
    await story.move_to(FOUR)
    asked = await story.ada.command("/coop call Bo Lindqvist Tuesday at 3")
    assert asked.message is not None

    await story.ada.press(asked.message, "open_form")

    assert filled(story.ada.views[-1], "contact") == "Bo Lindqvist"


async def without_a_locale(story: Whole) -> None:
    """As somebody of whom Slack never told one."""
    async with story.program.store.writing() as tx:
        await tx.connection.execute(text("UPDATE members SET locale = NULL"))


async def test_five_six_without_a_locale_is_asked_about(story: Whole) -> None:
    await story.ada.change(locale="")
    await without_a_locale(story)

    asked = await story.ada.command("/coop deliverable Bo Lindqvist: the deck by 5/6")
    assert asked.message is not None
    assert asked.message.buttons[:2] == ["Thursday 6 May 2027", "Saturday 5 June 2027"]
    assert await answered(story, 1) == ["choose_moment"]

    assert [deck.due_on for deck in await facts(story, Deliverable)] == [date(2027, 6, 5)]


async def test_a_call_on_five_six_without_a_locale_is_asked_about_both_ways(story: Whole) -> None:
    await story.ada.change(locale="")
    await without_a_locale(story)

    asked = await story.ada.command("/coop call Bo Lindqvist 5/6 3pm")

    assert asked.message is not None
    assert asked.message.buttons[:4] == [
        "Wednesday 6 May 2026, 15:00",
        "Friday 5 June 2026, 15:00",
        "Thursday 6 May 2027, 15:00",
        "Saturday 5 June 2027, 15:00",
    ]


@pytest.mark.parametrize("names", [("Bo Lindqvist", "Bo Marchetti"), ("Bo Lindqvist", "Bo Lindqvist")])
async def test_moment_and_person_are_asked_about_one_after_the_other(story: Whole, names: tuple[str, str]) -> None:
    """What was chosen first holds when the second question is answered."""
    await knows(story, *names)
    await story.move_to(FOUR)

    await story.ada.command(f"/coop call {'Bo' if len(set(names)) > 1 else 'Bo Lindqvist'} Tuesday at 3")
    assert sorted(await answered(story, 1)) == ["choose_contact", "choose_moment"]

    [call] = await facts(story, Call)
    assert call.contact_id == (await facts(story, Contact))[1].id
    assert call.starts_at == datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert await drafts(story) == []


def _with(message: Message, value: str, forged: str) -> Message:
    """The message with another value in its buttons."""
    return Message(message.channel, json.loads(json.dumps(message.raw).replace(value, forged)), message.ephemeral_to)
