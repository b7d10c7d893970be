"""The debrief of a call: held or not, any number of promises, amended later (E9)."""

from datetime import date
from typing import Any

import pytest

from emulator import View
from etiquette.rules.calls import Call, CallState
from etiquette.rules.deliverables import Deliverable, Owner
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.thanks import ThankYou
from tests.handlers.manners import facts, filled
from tests.whole import Whole


async def opened(story: Whole) -> View:
    """The debrief of a call that Ada had with Bo at one o'clock."""
    told = await story.ada.command("/coop call Bo Lindqvist today 1pm")
    assert told.message is not None
    await story.ada.press(told.message, "debrief")
    return story.ada.views[-1]


async def test_a_debrief_notes_what_was_promised_and_says_what_comes_next(either: Whole) -> None:
    form = await opened(either)
    assert "Bo Lindqvist, Tuesday 24 November, 13:00" in form.plain

    sent = await either.ada.submit(
        form,
        {
            "happened": "yes",
            "discussed": "hiring",
            "two_way": "yes",
            "what-0": "the deck",
            "due-0": "2026-11-26",
            "what-1": "her notes",
            "owner-1": "theirs",
            "due-1": "2026-11-27",
        },
    )

    assert sent.ok
    noted = either.ada.views[-1]
    for said in ("You talked about: hiring", "You: the deck, by Thursday 26 November", "Thank Bo", "Invite Bo"):
        assert said in noted.plain
    promises = await facts(either, Deliverable)
    assert {(each.what, each.owner, each.due_on) for each in promises} == {
        ("the deck", Owner.MINE, date(2026, 11, 26)),
        ("her notes", Owner.THEIRS, date(2026, 11, 27)),
    }


async def test_a_call_that_did_not_happen_gets_two_courteous_ways_on(story: Whole) -> None:
    form = await opened(story)

    await story.ada.submit(form, {"happened": "no"})

    shown = story.ada.views[-1]
    assert "Find another time" in shown.plain
    assert "leave the door open" in shown.plain
    assert shown.buttons == ["Fix another time", "Undo"]
    assert await facts(story, ThankYou) == []

    await story.ada.press(shown, "reschedule")
    await story.quiet()
    again = story.ada.views[-1]
    assert again.title == "Edit the call"
    await story.ada.submit(again, {"day": "2026-11-26", "clock": "10:00"})
    assert [call.state for call in await facts(story, Call)] == [CallState.PLANNED]
    assert "Thursday 26 November, 10:00" in story.ada.views[-1].plain


async def test_did_not_happen_can_be_undone(story: Whole) -> None:
    form = await opened(story)
    await story.ada.submit(form, {"happened": "no"})

    await story.ada.press(story.ada.views[-1], "undo")
    await story.quiet()

    assert "Undone" in story.ada.views[-1].plain
    assert [call.state for call in await facts(story, Call)] == [CallState.PLANNED]


async def test_another_promise_keeps_what_was_typed(story: Whole) -> None:
    form = await opened(story)
    typed: dict[str, Any] = {"discussed": "hiring", "what-0": "the deck", "due-0": "2026-11-26", "owner-0": "theirs"}

    await story.ada.press(form, "add_row", state=typed)
    await story.ada.press(story.ada.views[-1], "add_row", state={"what-2": "a third thing"})
    form = story.ada.views[-1]

    assert {name: filled(form, name) for name in typed} == typed
    assert filled(form, "what-2") == "a third thing"
    assert "what-3" in form.values


async def test_any_number_of_promises_are_noted(story: Whole) -> None:
    form = await opened(story)
    for _ in range(5):
        await story.ada.press(form, "add_row")
        form = story.ada.views[-1]
    rows = {f"what-{at}": f"promise {at}" for at in range(7)} | {f"due-{at}": "2026-11-26" for at in range(7)}

    sent = await story.ada.submit(form, rows)

    assert sent.ok
    assert sorted(each.what for each in await facts(story, Deliverable)) == [f"promise {at}" for at in range(7)]


async def test_there_is_an_end_to_the_rows_and_it_breaks_nothing(story: Whole) -> None:
    form = await opened(story)
    for _ in range(30):
        if "Another promise" not in form.buttons:
            break
        await story.ada.press(form, "add_row")
        form = story.ada.views[-1]

    assert "Another promise" not in form.buttons
    assert (await story.ada.submit(form, {"what-19": "the last", "due-19": "2026-11-26"})).ok
    assert [each.what for each in await facts(story, Deliverable)] == ["the last"]


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        ({"what-0": "the deck"}, "due-0", "Which day?"),
        ({"what-1": "the deck", "due-1": "2026-11-23"}, "due-1", "passed already"),
        ({"due-1": "2026-11-27"}, "what-1", "What is it about?"),
        ({"what-0": "the deck", "due-0": "2056-11-27"}, "due-0", "three years"),
    ],
)
async def test_a_promise_that_is_not_whole_is_refused_at_its_field(
    story: Whole, row: dict[str, str], field: str, said: str
) -> None:
    form = await opened(story)

    sent = await story.ada.submit(form, {"discussed": "hiring", **row})

    assert list(sent.errors) == [field]
    assert said in sent.errors[field]
    assert filled(story.ada.views[-1], "discussed") == "hiring"
    assert [call.state for call in await facts(story, Call)] == [CallState.PLANNED]


async def test_a_far_date_in_the_second_row_is_refused_in_the_second_row(story: Whole) -> None:
    form = await opened(story)

    sent = await story.ada.submit(
        form, {"what-0": "the deck", "due-0": "2026-11-27", "what-1": "notes", "due-1": "2056-11-27"}
    )

    assert list(sent.errors) == ["due-1"]


async def test_a_debrief_is_amended_with_edit(story: Whole) -> None:
    form = await opened(story)
    await story.ada.submit(form, {"discussed": "hiring", "two_way": "yes", "what-0": "the deck", "due-0": "2026-11-26"})
    noted = story.ada.views[-1]
    assert noted.buttons == ["Edit", "Undo"]

    await story.ada.press(noted, "debrief")
    form = story.ada.views[-1]
    assert (filled(form, "discussed"), filled(form, "two_way"), filled(form, "what-0")) == ("hiring", "yes", None)
    await story.ada.submit(
        form, {"discussed": "hiring, and pay", "two_way": "no", "what-0": "notes", "due-0": "2026-11-27"}
    )

    [call] = await facts(story, Call)
    assert (call.discussed, call.two_way) == ("hiring, and pay", False)
    assert {each.what for each in await facts(story, Deliverable)} == {"the deck", "notes"}
    assert len(await facts(story, ThankYou)) == 1
    assert [each.state for each in await facts(story, Invitation)] == [InvitationState.DROPPED]


async def test_a_debrief_is_undone(either: Whole) -> None:
    form = await opened(either)
    await either.ada.submit(form, {"two_way": "yes", "what-0": "the deck", "due-0": "2026-11-26"})

    await either.ada.press(either.ada.views[-1], "undo")
    await either.quiet()

    assert "Undone" in either.ada.views[-1].plain
    assert [call.state for call in await facts(either, Call)] == [CallState.PLANNED]
    assert await facts(either, Deliverable) == []
    assert await facts(either, ThankYou) == []
    assert await facts(either, Invitation) == []


async def test_a_call_to_come_is_not_debriefed(story: Whole) -> None:
    """A debrief whose call was moved meanwhile says so, and opens nothing."""
    told = await story.ada.command("/coop call Bo Lindqvist today 1pm")
    assert told.message is not None
    await story.ada.press(told.message, "edit")
    await story.ada.submit(story.ada.views[-1], {"day": "2026-11-27"})
    await story.ada.close(story.ada.views[-1])

    await story.ada.press(told.message, "debrief")
    await story.quiet()

    assert story.ada.views == []
    assert "still to come" in story.ada.ephemeral[-1].plain
