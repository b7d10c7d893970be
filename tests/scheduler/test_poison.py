"""A row that cannot be said steps aside, visibly, and never blocks the others (design §5.7).

The rows here are damaged as a disk, a hand in the database or a machine without a zone's data would damage them: a call
that begins in the year one, before which no zone has a time; one that ends after the last year that there is; a member
in a zone that this machine does not know.
"""

import pytest

from etiquette.rules.nudges import State
from scheduler.sweep import sweep
from tests.cast import ADA, BO, Hand, utc
from tests.scheduler.office import LEASE_IS_OUT, Office

YEAR_ONE = "0001-01-01 00:00:00.000000"
LAST_MINUTE = "9999-12-31 23:59:00.000000"


async def call_of(hand: Hand, name: str = "Peer") -> str:
    """A call that is over by three o'clock, London time, on Wednesday."""
    return (await hand.calls(utc(25, 14, 20), name=name)).call.id


async def damage(office: Office, call_id: str, starts_at: str) -> None:
    await office.run("UPDATE calls SET starts_at = :starts_at WHERE id = :id", starts_at=starts_at, id=call_id)


@pytest.mark.parametrize("starts_at", [YEAR_ONE, LAST_MINUTE])
async def test_one_damaged_record_keeps_nobody_else_waiting(office: Office, starts_at: str) -> None:
    ada, bo = await office.hand(), await office.hand(BO)
    await damage(office, await call_of(ada), starts_at)
    await call_of(bo)

    office.moves_to(utc(25, 15))
    await office.ticks()

    assert office.inbox() == []
    assert len(office.inbox(BO)) == 1


@pytest.mark.parametrize("starts_at", [YEAR_ONE, LAST_MINUTE])
async def test_what_was_due_together_with_a_damaged_record_is_said_within_the_hour(
    office: Office, starts_at: str
) -> None:
    """It goes alone then, so that the damaged one blocks nothing."""
    ada = await office.hand()
    await damage(office, await call_of(ada, "Peer one"), starts_at)
    await call_of(ada, "Peer two")
    office.moves_to(utc(25, 15))
    await office.ticks()

    office.moves(minutes=61)
    await office.ticks()

    [message] = office.inbox()
    assert "Peer two" in message.plain


@pytest.mark.parametrize("starts_at", [YEAR_ONE, LAST_MINUTE])
async def test_a_damaged_record_is_given_up_after_five_tries_and_says_so(office: Office, starts_at: str) -> None:
    ada = await office.hand()
    await damage(office, await call_of(ada), starts_at)
    office.moves_to(utc(25, 15))

    for _ in range(4):
        await office.ticks()
        assert (await office.states())[State.ABANDONED] == 0
        office.moves(minutes=61)
    await office.ticks()

    assert (await office.states())[State.ABANDONED] == 1
    assert await office.errors(State.ABANDONED) == ["OverflowError"]
    office.moves(minutes=61)
    assert await sweep(office.desk) == 0


async def test_a_record_that_was_mended_meanwhile_is_said_at_the_next_try(office: Office) -> None:
    """N4: stepping aside forgets nothing."""
    ada = await office.hand()
    call_id = await call_of(ada)
    await damage(office, call_id, YEAR_ONE)
    office.moves_to(utc(25, 15))
    await office.ticks()

    await damage(office, call_id, "2026-11-25 14:20:00.000000")
    office.moves(minutes=61)
    await office.ticks()

    assert len(office.inbox()) == 1
    assert set(office.said().values()) == {1}


async def test_a_member_in_a_zone_that_this_machine_does_not_know_keeps_nobody_else_waiting(office: Office) -> None:
    ada, bo = await office.hand(), await office.hand(BO)
    for hand in (ada, bo):
        await hand.promises()
    await office.run("UPDATE members SET zone = 'Mars/Olympus' WHERE id = :id", id=ADA.member_id)

    office.moves_to(utc(26, 11))
    await office.ticks()
    assert len(office.inbox(BO)) == 1

    await office.run("UPDATE members SET zone = 'Europe/London' WHERE id = :id", id=ADA.member_id)
    office.moves(minutes=61)
    await office.ticks()
    assert len(office.inbox()) == 1


async def test_a_message_that_cannot_be_drawn_anew_keeps_no_other_from_it(office: Office) -> None:
    ada, bo = await office.hand(), await office.hand(BO)
    damaged, fine = await call_of(ada), await call_of(bo)
    office.moves_to(utc(25, 15))
    await office.ticks()
    await damage(office, damaged, YEAR_ONE)
    await office.run("UPDATE calls SET state = 'not_held' WHERE id = :id", id=fine)
    await office.run("UPDATE deliveries SET wanted = wanted + 1")

    await office.ticks()

    assert office.inbox(BO)[0].buttons == []
    assert office.inbox()[0].buttons != []


async def test_a_claim_that_cannot_be_looked_for_keeps_no_other_from_being_found(office: Office) -> None:
    """Its conversation's history answers with nonsense; the others' answers are good."""
    for who in (ADA, BO):
        await call_of(await office.hand(who))
    office.moves_to(utc(25, 15))
    office.slack.faults.drop_answer("chat.postMessage", times=2)
    await office.ticks()
    assert (await office.states())[State.CLAIMED] == 2
    await office.run(
        "UPDATE deliveries SET created_at = :long_ago WHERE recipient = :id", long_ago=YEAR_ONE, id="U0ADA"
    )

    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()

    assert (await office.states())[State.CLAIMED] == 1
    assert len(office.inbox(BO)) == 1
