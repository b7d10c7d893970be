"""What is due is answered wherever else it stands: in the reply of `/coop`, on Home, in a form (N3)."""

from datetime import date

import pytest

from etiquette.rules.deliverables import Deliverable, DeliverableState
from tests.handlers.manners import DAN, facts, value_of
from tests.whole import Whole

# -- in the reply of /coop ---------------------------------------------------------------------------------------------


async def test_in_coop_done_shows_what_was_chosen_and_what_is_still_due(either: Whole) -> None:
    await either.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    await either.ada.command("/coop deliverable Cleo Marchetti: the notes by tomorrow")
    due = await either.ada.command("/coop")
    assert due.message is not None
    deck = next(d for d in await facts(either, Deliverable) if d.what == "the deck")

    await either.ada.press(due.message, "nudge_done", value=f"deliverable:{deck.id}:deliverable_mine")
    await either.quiet()
    shown = either.ada.ephemeral[-1]
    assert shown.ts == due.message.ts
    assert "✓ Delivered" in shown.plain
    assert "The notes for Cleo Marchetti" in shown.plain

    await either.ada.press(shown, "undo")
    await either.quiet()
    assert "Undone" in either.ada.ephemeral[-1].plain
    assert {each.state for each in await facts(either, Deliverable)} == {DeliverableState.OPEN}


@pytest.mark.parametrize(
    ("action", "option", "said"),
    [
        ("nudge_drop", None, "Not this time"),
        ("nudge_later", "Next week", "Put off until Tuesday 1 December"),
        ("nudge_later", "Pick a date…", None),
        ("nudge_edit", None, None),
    ],
)
async def test_in_coop_every_other_choice_is_taken(
    story: Whole, action: str, option: str | None, said: str | None
) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    due = await story.ada.command("/coop")
    assert due.message is not None

    await story.ada.press(due.message, action, option=option)
    await story.quiet()

    if said is None:
        assert story.ada.views[-1].title in {"Remind me on", "Edit the deliverable"}
    else:
        assert said in story.ada.ephemeral[-1].plain
        assert "Nothing is waiting for you" in story.ada.ephemeral[-1].plain


# -- on Home -----------------------------------------------------------------------------------------------------------


async def test_home_is_drawn_anew_after_a_press_on_it(either: Whole) -> None:
    await either.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    home = await either.ada.open_home()
    assert home is not None
    assert "The deck for Bo Lindqvist" in home.plain

    await either.ada.press(home, "nudge_done")
    await either.quiet()

    assert await deck_is(either) is DeliverableState.DELIVERED
    assert either.ada.home is not None
    assert "Nothing is waiting for you" in either.ada.home.plain


@pytest.mark.parametrize(("action", "option"), [("nudge_drop", None), ("nudge_later", "Tomorrow")])
async def test_home_takes_every_other_choice(story: Whole, action: str, option: str | None) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    home = await story.ada.open_home()
    assert home is not None

    await story.ada.press(home, action, option=option)
    await story.quiet()

    assert story.ada.home is not None
    assert "Nothing is waiting for you" in story.ada.home.plain


async def test_home_opens_the_forms(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    home = await story.ada.open_home()
    assert home is not None

    await story.ada.press(home, "nudge_later", option="Pick a date…")
    assert story.ada.views[-1].title == "Remind me on"
    await story.ada.submit(story.ada.views[-1], {"day": "2026-12-01"})
    await story.ada.press(home, "edit", value=value_of(home, "deliverable", "edit"))
    assert story.ada.views[-1].title == "Edit the deliverable"


async def test_what_is_refused_on_home_is_said_in_a_form(story: Whole) -> None:
    """A press on Home carries no way to reply."""
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    old = await story.ada.open_home()
    assert old is not None
    await story.ada.press(old, "nudge_done")
    await story.quiet()

    await story.ada.press(old, "nudge_drop")
    await story.quiet()

    assert "That is settled already" in story.ada.views[-1].plain
    assert await deck_is(story) is DeliverableState.DELIVERED


# -- in a form ---------------------------------------------------------------------------------------------------------


async def test_a_draft_in_a_form_is_sent_from_there(story: Whole) -> None:
    await story.ada.command("/coop intro Bo Lindqvist")
    told = await story.ada.command("/coop thanks Bo")
    assert told.message is not None
    await story.ada.press(told.message, "nudge_edit")
    await story.ada.submit(story.ada.views[-1], {"draft": "Dear Bo, thank you."})
    noted = story.ada.views[-1]

    await story.ada.press(noted, "nudge_done")
    await story.quiet()
    assert "Marked as sent" in story.ada.views[-1].plain
    await story.ada.press(story.ada.views[-1], "undo")
    await story.quiet()
    assert "Undone" in story.ada.views[-1].plain


async def test_a_form_closed_before_its_answer_came_is_answered_by_a_direct_message(story: Whole) -> None:
    await story.ada.command("/coop intro")
    await story.ada.submit(story.ada.views[-1], {"contact": "Bo Lindqvist"})
    noted = story.ada.views[-1]
    story.slack.faults.refuse("views.update", error="not_found")

    await story.ada.press(noted, "delete")
    await story.quiet()

    assert "Bo Lindqvist is deleted" in story.ada.inbox[-1].plain
    assert story.ada.inbox[-1].buttons == ["Undo"]


async def test_the_day_that_was_chosen_is_the_members_own(story: Whole) -> None:
    """On Wednesday evening in Los Angeles it is Thursday in London."""
    await story.dan.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    [deck] = await facts(story, Deliverable, DAN)

    assert deck.due_on == date(2026, 11, 25)


async def deck_is(story: Whole) -> DeliverableState:
    [deck] = await facts(story, Deliverable)
    return deck.state
