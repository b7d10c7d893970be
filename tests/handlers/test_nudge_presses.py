"""Every nudge is answered where it stands, in the direct message that brought it (N3)."""

from datetime import UTC, datetime

import pytest

from emulator import Message
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.invitations import Invitation, InvitationState
from tests.handlers.manners import facts, filled
from tests.whole import Whole

THURSDAY = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


async def reminded(story: Whole, by: str = "Friday") -> Message:
    """Ada promised Bo the deck by Friday, and on Thursday noon she has been reminded."""
    await story.ada.command(f"/coop deliverable Bo Lindqvist: the deck by {by}")
    await story.move_to(THURSDAY)
    return story.ada.inbox[-1]


async def state(story: Whole) -> DeliverableState:
    [deck] = await facts(story, Deliverable)
    return deck.state


async def test_done_shows_what_was_chosen_and_undo_takes_it_back(either: Whole) -> None:
    nudge = await reminded(either)
    assert nudge.buttons == ["Delivered", "Not this time", "Change"]

    await either.ada.press(nudge, "nudge_done")
    await either.quiet()
    done = either.again(nudge)
    assert "✓ Delivered, 12:00" in done.plain
    assert done.buttons == ["Undo"]
    assert await state(either) is DeliverableState.DELIVERED

    await either.ada.press(done, "undo")
    await either.quiet()
    assert "Delivered" in either.again(nudge).buttons
    assert await state(either) is DeliverableState.OPEN


async def test_not_this_time_lets_it_rest_and_undo_takes_it_back(story: Whole) -> None:
    nudge = await reminded(story)

    await story.ada.press(nudge, "nudge_drop")
    await story.quiet()
    assert "Not this time. I will let it rest." in story.again(nudge).plain
    assert await story.move(days=20) == []

    await story.ada.press(story.again(nudge), "undo")
    await story.quiet()
    assert await state(story) is DeliverableState.OPEN


@pytest.mark.parametrize(
    ("choice", "said", "comes"),
    [
        ("In an hour", "Thursday 26 November, 13:0", datetime(2026, 11, 26, 13, 2, tzinfo=UTC)),
        ("Tomorrow", "Friday 27 November, 09:", datetime(2026, 11, 27, 10, 0, tzinfo=UTC)),
        ("Next week", "Thursday 3 December, 09:", datetime(2026, 12, 3, 10, 0, tzinfo=UTC)),
    ],
)
async def test_later_says_until_when_and_it_comes_again_then(
    story: Whole, choice: str, said: str, comes: datetime
) -> None:
    nudge = await reminded(story)

    await story.ada.press(nudge, "nudge_later", option=choice)
    await story.quiet()
    assert f"Put off until {said}" in story.again(nudge).plain
    assert story.again(nudge).buttons == ["Undo"]

    assert len(await story.move_to(comes)) == 1
    assert "The deck for Bo Lindqvist" in story.ada.inbox[-1].plain


async def test_later_may_be_a_date_and_a_time_by_its_form(either: Whole) -> None:
    nudge = await reminded(either)

    await either.ada.press(nudge, "nudge_later", option="Pick a date…")
    form = either.ada.views[-1]
    assert "For you it is Thursday 26 November, 12:0" in form.plain
    refused = await either.ada.submit(form, {"day": "2026-11-25"})
    assert refused.errors == {"day": "That has passed already. Which day do you mean instead?"}
    assert (await either.ada.submit(form, {"day": "2026-11-28", "clock": "20:00"})).ok
    await either.quiet()

    assert either.ada.views == []
    assert "Put off until Saturday 28 November, 20:00" in either.again(nudge).plain
    assert len(await either.move_to(datetime(2026, 11, 28, 20, 1, tzinfo=UTC))) == 1


async def test_undo_of_later_brings_the_nudges_back(story: Whole) -> None:
    nudge = await reminded(story)
    await story.ada.press(nudge, "nudge_later", option="Next week")
    await story.quiet()

    await story.ada.press(story.again(nudge), "undo")
    await story.quiet()

    assert "Delivered" in story.again(nudge).buttons
    assert len(await story.move_to(datetime(2026, 11, 27, 12, tzinfo=UTC))) == 1


async def test_change_opens_the_form_and_shows_the_new_date_with_a_word_to_send(either: Whole) -> None:
    nudge = await reminded(either)

    await either.ada.press(nudge, "nudge_edit")
    form = either.ada.views[-1]
    assert filled(form, "due") == "2026-11-27"
    await either.ada.submit(form, {"due": "2026-12-04"})
    await either.quiet()

    changed = either.again(nudge).plain
    assert "Changed: now due Friday 4 December" in changed
    assert "Should Bo hear of it" in changed


async def test_a_second_press_on_an_old_message_changes_nothing_and_says_what_stands(either: Whole) -> None:
    nudge = await reminded(either)
    await either.ada.press(nudge, "nudge_done")
    await either.quiet()

    for action, option in (
        ("nudge_drop", None),
        ("nudge_done", None),
        ("nudge_later", "Tomorrow"),
        ("nudge_edit", None),
    ):
        await either.ada.press(nudge, action, option=option)
        await either.quiet()
        if action == "nudge_edit":
            await either.ada.submit(either.ada.views[-1], {"due": "2026-12-04"})

    assert await state(either) is DeliverableState.DELIVERED
    assert [said.plain for said in either.ada.ephemeral[-3:]] == ["That is settled already, so I left it as it is."] * 3
    assert "Delivered" in either.again(nudge).plain


async def test_an_undo_that_others_rest_on_is_refused_kindly(story: Whole) -> None:
    """N3: until the next fact builds on it."""
    nudge = await reminded(story)
    await story.ada.press(nudge, "nudge_later", option="In an hour")
    await story.quiet()
    put_off = story.again(nudge)
    await story.ada.press(nudge, "nudge_done")
    await story.quiet()

    await story.ada.press(put_off, "undo")
    await story.quiet()

    assert (
        "cannot be undone any more" in story.ada.ephemeral[-1].plain
        or "depends on that" in story.ada.ephemeral[-1].plain
    )
    assert await state(story) is DeliverableState.DELIVERED


async def test_a_debrief_nudge_opens_the_debrief_and_shows_that_it_was_done(story: Whole) -> None:
    await story.ada.command("/coop call Bo Lindqvist today 3pm")
    [_card, nudge] = await story.move_to(datetime(2026, 11, 24, 15, 40, tzinfo=UTC))
    assert nudge.buttons == ["Debrief", "Not this time", "Change the call"]

    await story.ada.press(nudge, "nudge_done")
    await story.ada.submit(story.ada.views[-1], {"discussed": "hiring", "two_way": "no"})
    await story.quiet()

    assert "✓ Debriefed" in story.again(nudge).plain


async def test_a_debrief_nudge_that_is_let_go_says_so_and_asks_no_more(story: Whole) -> None:
    await story.ada.command("/coop call Bo Lindqvist today 3pm")
    [_card, nudge] = await story.move_to(datetime(2026, 11, 24, 15, 40, tzinfo=UTC))

    await story.ada.press(nudge, "nudge_drop")
    await story.quiet()

    assert "I will not ask about this call again" in story.again(nudge).plain
    assert await story.move(days=10) == []


@pytest.mark.parametrize(
    ("action", "becomes"), [("nudge_yes", InvitationState.ACCEPTED), ("nudge_no", InvitationState.NOT_ACCEPTED)]
)
async def test_an_invitation_is_asked_about_after_two_weeks(
    story: Whole, action: str, becomes: InvitationState
) -> None:
    """E13: accepted, or let rest; either can be undone."""
    await story.ada.command("/coop intro Bo Lindqvist")
    await story.ada.command("/coop thanks Bo")
    await story.ada.press(story.ada.ephemeral[-1], "nudge_done")
    await story.quiet()
    await story.ada.command("/coop invite Bo")
    await story.ada.press(story.ada.ephemeral[-1], "nudge_done")
    await story.quiet()
    await story.move_to(datetime(2026, 12, 9, 12, tzinfo=UTC))
    asked = story.ada.inbox[-1]
    assert "Has Bo Lindqvist accepted your invitation?" in asked.plain

    await story.ada.press(asked, action)
    await story.quiet()
    assert [each.state for each in await facts(story, Invitation)] == [becomes]
    assert story.again(asked).buttons == ["Undo"]
    await story.ada.press(story.again(asked), "undo")
    await story.quiet()
    assert [each.state for each in await facts(story, Invitation)] == [InvitationState.SENT]
