"""A posted message shows the facts, and what was chosen on it, whatever Slack says to the first try (N3)."""

import asyncio
from datetime import date

import pytest

from etiquette.rules.nudges import Answer, Kind, Later, State
from etiquette.services.answers import later, later_moment
from etiquette.services.contacts import Somebody
from etiquette.services.deletion import delete_deliverable
from etiquette.services.deliverables import deliver as settle
from etiquette.services.deliverables import edit_deliverable
from scheduler.redraw import redraw
from scheduler.sweep import _prepared, claim, deliver
from tests.builders import make_promise
from tests.cast import DANA, WORKSPACE, Hand, utc
from tests.etiquette.services.ledger import nudges_of
from tests.scheduler.office import LEASE_IS_OUT, Office


async def told_of_the_deck(office: Office) -> tuple[Hand, str]:
    """Ada has the message about the deck before her."""
    ada = await office.hand()
    promise = (await ada.promises()).deliverable
    office.moves_to(utc(26, 11))
    await office.ticks()
    ada.now = office.time.domain
    return ada, promise.id


async def two_decks(office: Office) -> tuple[Hand, list[str]]:
    """Two promises to be recalled now, in one message."""
    ada = await office.hand()
    promises = [(await ada.promises(what=f"deck {number}")).deliverable.id for number in (1, 2)]
    office.moves_to(utc(26, 11))
    ada.now = office.time.domain
    return ada, promises


async def test_n3_the_message_shows_what_was_chosen_and_offers_undo(office: Office) -> None:
    ada, promise = await told_of_the_deck(office)

    await settle(ada.doing(), promise)
    assert await redraw(office.desk) == 1
    assert office.inbox()[0].buttons == ["Undo"]

    await ada.undoes()
    await office.ticks()
    assert "Delivered" in office.inbox()[0].buttons


async def test_n4_drawing_anew_twice_changes_nothing(office: Office) -> None:
    ada, promise = await told_of_the_deck(office)
    await settle(ada.doing(), promise)

    assert [await redraw(office.desk) for _ in range(3)] == [1, 0, 0]


async def test_a_message_drawn_anew_can_still_be_found_by_its_metadata(office: Office) -> None:
    """N4: an update that leaves the metadata out leaves it as it is."""
    ada, promise = await told_of_the_deck(office)
    before = office.inbox()[0].metadata
    await settle(ada.doing(), promise)

    await office.ticks()

    assert office.inbox()[0].metadata == before is not None


async def test_a_redraw_that_was_refused_for_a_while_is_tried_again(office: Office) -> None:
    ada, promise = await told_of_the_deck(office)
    await settle(ada.doing(), promise)
    office.slack.faults.refuse("chat.update", status=500)
    office.slack.faults.refuse("chat.update", retry_after=20)

    assert await redraw(office.desk) == 0
    office.moves(seconds=5)
    assert await redraw(office.desk) == 0
    office.moves(seconds=10)
    assert await redraw(office.desk) == 0
    office.moves(seconds=11)
    assert await redraw(office.desk) == 1
    assert office.inbox()[0].buttons == ["Undo"]


async def test_a_redraw_whose_answer_was_lost_is_drawn_again(office: Office) -> None:
    """It harms nobody: the same message twice is the same message."""
    ada, promise = await told_of_the_deck(office)
    await settle(ada.doing(), promise)
    office.slack.faults.drop_answer("chat.update")

    assert await redraw(office.desk) == 0
    office.moves(seconds=5)
    assert await redraw(office.desk) == 1
    assert len(office.inbox()) == 1


@pytest.mark.parametrize("reason", ["message_not_found", "cant_update_message", "edit_window_closed", "is_archived"])
async def test_a_message_that_is_gone_is_left_alone(office: Office, reason: str) -> None:
    ada, promise = await told_of_the_deck(office)
    await settle(ada.doing(), promise)
    office.slack.faults.refuse("chat.update", error=reason)

    await redraw(office.desk)

    assert await redraw(office.desk) == 0
    assert [call.method for call in office.slack.calls].count("chat.update") == 1


async def test_a_change_that_comes_while_a_message_is_drawn_is_drawn_too(office: Office) -> None:
    """The count of changes says so: what was drawn is the state before."""
    ada, promise = await told_of_the_deck(office)
    await settle(ada.doing(), promise)
    office.slack.faults.delay("chat.update", 0.2)

    drawing = asyncio.ensure_future(redraw(office.desk))
    await asyncio.sleep(0.1)
    await ada.undoes()
    await drawing

    await office.ticks()
    assert "Delivered" in office.inbox()[0].buttons


async def test_two_workers_draw_the_same_thing(office: Office) -> None:
    ada, promise = await told_of_the_deck(office)
    await settle(ada.doing(), promise)

    await asyncio.gather(redraw(office.desk), redraw(office.another_desk()))

    assert await redraw(office.desk) == 0
    assert office.inbox()[0].buttons == ["Undo"]


async def test_what_was_deleted_is_said_to_be_gone_and_can_be_brought_back(office: Office) -> None:
    ada, promise = await told_of_the_deck(office)

    await delete_deliverable(ada.doing(), promise)
    await office.ticks()
    assert "deleted" in office.inbox()[0].plain

    await ada.undoes()
    await office.ticks()
    assert "Delivered" in office.inbox()[0].buttons


async def test_n3_later_is_shown_and_what_was_put_off_comes_then_in_a_message_of_its_own(office: Office) -> None:
    ada, promise = await told_of_the_deck(office)
    doing = ada.doing()
    again = later_moment(ada.member, Later.HOUR, doing.now)
    await later(doing, Kind.DELIVERABLE_MINE, promise, again)
    await office.ticks()
    assert office.inbox()[0].buttons == ["Undo"]

    office.moves_to(again.at)
    await office.ticks()

    assert len(office.inbox()) == 2
    assert "Delivered" in office.inbox()[1].buttons
    assert set(office.said().values()) == {1}


async def test_n3_a_press_while_its_message_is_being_posted_is_shown_once_it_is(office: Office) -> None:
    """Between post and mark: settled from Home, say."""
    ada, [one, _] = await two_decks(office)
    office.slack.faults.delay("chat.postMessage", 0.2)
    posting = asyncio.ensure_future(office.ticks())
    await asyncio.sleep(0.1)

    await settle(ada.doing(), one)
    await posting
    await office.ticks()

    [message] = office.inbox()
    assert message.buttons.count("Delivered") == 1
    assert message.buttons.count("Undo") == 1


async def test_n3_what_is_put_off_while_it_is_claimed_is_not_said_now(office: Office) -> None:
    """Design §5: the rule is asked again right before it is said."""
    ada, [one, _] = await two_decks(office)
    claimed = await claim(office.desk, WORKSPACE)
    assert claimed is not None
    doing = ada.doing()
    await later(doing, Kind.DELIVERABLE_MINE, one, later_moment(ada.member, Later.TOMORROW, doing.now))

    assert await deliver(office.desk, claimed[0])

    [message] = office.inbox()
    assert "Deck 2" in message.plain
    assert "Deck 1" not in message.plain
    assert next(each.occasion for each in await nudges_of(ada, State.WITHDRAWN, subject_id=one)) == "1/before"


async def test_n3_what_is_given_another_date_while_it_is_claimed_is_not_said_now(office: Office) -> None:
    ada, [one, two] = await two_decks(office)
    claimed = await claim(office.desk, WORKSPACE)
    assert claimed is not None
    for promise in (one, two):
        new_date = make_promise(due_on=date(2026, 12, 9))
        await edit_deliverable(ada.doing(), promise, Somebody(DANA), new_date)

    assert not await deliver(office.desk, claimed[0])

    assert office.inbox() == []
    planned = [each for promise in (one, two) for each in await nudges_of(ada, State.PLANNED, subject_id=promise)]
    assert {each.revision for each in planned} == {2}


async def test_what_was_never_said_does_not_appear_when_the_message_is_drawn_anew(office: Office) -> None:
    """A matter that was settled before the message was posted is no part of it."""
    ada, [one, two] = await two_decks(office)
    claimed = await claim(office.desk, WORKSPACE)
    assert claimed is not None
    await settle(ada.doing(), one)
    await deliver(office.desk, claimed[0])

    await settle(ada.doing(), two)
    await office.ticks()

    [message] = office.inbox()
    assert "Deck 1" not in message.plain
    assert message.buttons == ["Undo"]


async def test_an_answer_given_in_flight_is_on_the_message_that_recovery_finds(office: Office) -> None:
    """N3, N4: crashed between post and mark, settled meanwhile, found later."""
    ada, [one, _] = await two_decks(office)
    claimed = await claim(office.desk, WORKSPACE)
    assert claimed is not None
    ready = await _prepared(office.desk, claimed[0])
    assert ready is not None
    await office.desk.slack.post(*ready)
    await settle(ada.doing(), one)

    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks(office.another_desk())

    assert office.inbox()[0].buttons.count("Undo") == 1
    [said] = await nudges_of(ada, State.POSTED, subject_id=one)
    assert said.answer is Answer.DONE
