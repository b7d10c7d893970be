"""A row that cannot be said steps aside, visibly, and never blocks the others (design §5.7).

The rows here are damaged as a disk, a hand in the database or a machine without a zone's data would damage them: a call
that begins in the year one, before which no zone has a time; one that ends after the last year that there is; a member
in a zone that this machine does not know.
"""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from etiquette.rules.nudges import State
from scheduler.people import refresh_members
from scheduler.sweep import sweep
from tests.cast import ADA, BO, Hand, utc
from tests.scheduler.office import LEASE_IS_OUT, Office

YEAR_ONE = "0001-01-01 00:00:00.000000"
LAST_MINUTE = "9999-12-31 23:59:00.000000"


async def call_of(hand: Hand, name: str = "Peer") -> str:
    """A call that is over by three o'clock, London time."""
    return (await hand.calls(utc(24, 14, 5), name=name)).call.id


async def damage(office: Office, call_id: str, starts_at: str) -> None:
    await office.run("UPDATE calls SET starts_at = :starts_at WHERE id = :id", starts_at=starts_at, id=call_id)


@pytest.mark.parametrize("starts_at", [YEAR_ONE, LAST_MINUTE])
async def test_one_damaged_record_keeps_nobody_else_waiting(office: Office, starts_at: str) -> None:
    ada, bo = await office.hand(), await office.hand(BO)
    await damage(office, await call_of(ada), starts_at)
    await call_of(bo)

    office.moves_to(utc(24, 15))
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
    office.moves_to(utc(24, 15))
    await office.ticks()

    office.moves(minutes=61)
    await office.ticks()

    [message] = office.inbox()
    assert "Peer two" in message.plain


@pytest.mark.parametrize("starts_at", [YEAR_ONE, LAST_MINUTE])
async def test_a_damaged_record_is_given_up_after_five_tries_and_says_so(office: Office, starts_at: str) -> None:
    ada = await office.hand()
    await damage(office, await call_of(ada), starts_at)
    office.moves_to(utc(24, 15))

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
    office.moves_to(utc(24, 15))
    await office.ticks()

    await damage(office, call_id, "2026-11-24 14:05:00.000000")
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
    office.moves_to(utc(24, 15))
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
    office.moves_to(utc(24, 15))
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


# -- rows that cannot even be read -------------------------------------------------------------------------------------

UNREADABLE = {
    "a nudge answered with a word that nobody knows": "UPDATE nudges SET answer = 'perhaps' WHERE recipient = 'U0ADA'",
    "a nudge answered at a time that is none": "UPDATE nudges SET answered_at = 'soon' WHERE recipient = 'U0ADA'",
    "a nudge put off to a time that is none": "UPDATE nudges SET later_at = 'noon' WHERE recipient = 'U0ADA'",
    "a nudge whose occasion has no number": "UPDATE nudges SET occasion = 'first/' || occasion",
    "a member whose working days are no digits": "UPDATE members SET working_days = 'MoTuWe' WHERE id = 'U0ADA'",
    "a member whose day begins at no time": "UPDATE members SET work_start = 'nine' WHERE id = 'U0ADA'",
    "a member who is known since no day": "UPDATE members SET created_at = 'long ago' WHERE id = 'U0ADA'",
}
MENDED = "UPDATE members SET working_days = '01234', work_start = '09:00:00.000000', created_at = '2026-11-24 10:00:00'"


async def writes(office: Office, statement: str) -> None:
    """Whatever it is, past every constraint: as a disk would, a hand, or a newer version that knew more words."""
    with office.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
    await office.run(statement)


@pytest.mark.parametrize("statement", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_row_that_cannot_be_read_steps_aside_and_everything_else_is_said(
    office: Office, statement: str
) -> None:
    ada, bo = await office.hand(), await office.hand(BO)
    await call_of(ada)
    await writes(office, statement)
    await call_of(bo)

    office.moves_to(utc(24, 15))
    with capture_logs() as log:
        await office.ticks()

    assert (len(office.inbox()), len(office.inbox(BO))) == (0, 1)
    [(nudge, error)] = [(entry["nudge"], entry["error"]) for entry in log if entry["event"] == "nudge_set_aside"]
    assert nudge
    assert await office.errors(State.WITHDRAWN) == [error]
    assert await sweep(office.desk) == 0


@pytest.mark.parametrize(
    "statement", ["UPDATE nudges SET later_at = 'infinity'", "UPDATE members SET created_at = 'infinity'"]
)
async def test_either_database_gives_the_rows_beside_one_that_cannot_be_read(
    any_office: Office, statement: str
) -> None:
    """PostgreSQL keeps a time without end, which Python has none for."""
    await call_of(await any_office.hand())
    await any_office.run(statement)
    await call_of(await any_office.hand(BO))

    any_office.moves_to(utc(24, 15))
    await any_office.ticks()

    assert (len(any_office.inbox()), len(any_office.inbox(BO))) == (0, 1)
    assert len(await any_office.errors(State.WITHDRAWN)) == 1


@pytest.mark.parametrize("statement", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_row_that_cannot_be_read_is_given_up_after_five_tries_and_says_why(
    office: Office, statement: str
) -> None:
    await call_of(await office.hand())
    await writes(office, statement)
    office.moves_to(utc(24, 15))

    for _ in range(4):
        await office.ticks()
        assert (await office.states())[State.ABANDONED] == 0
        office.moves(minutes=61)
    await office.ticks()

    assert (await office.states())[State.ABANDONED] == 1
    assert len(await office.errors(State.ABANDONED)) == 1
    assert office.inbox() == []


async def test_what_was_due_together_with_a_nudge_that_cannot_be_read_is_said_at_once(office: Office) -> None:
    ada = await office.hand()
    await call_of(ada, "Peer one")
    await writes(office, "UPDATE nudges SET answer = 'perhaps'")
    await call_of(ada, "Peer two")

    office.moves_to(utc(24, 15))
    await office.ticks()

    [message] = office.inbox()
    assert "Peer two" in message.plain
    assert "Peer one" not in message.plain


async def test_a_member_who_was_mended_meanwhile_is_told_at_the_next_try(office: Office) -> None:
    """N4: stepping aside forgets nothing."""
    await call_of(await office.hand())
    await writes(office, "UPDATE members SET working_days = 'MoTuWe', work_start = 'nine', created_at = 'long ago'")
    office.moves_to(utc(24, 15))
    await office.ticks()
    assert office.inbox() == []

    await office.run(MENDED)
    office.moves(minutes=61)
    await office.ticks()

    assert len(office.inbox()) == 1
    assert set(office.said().values()) == {1}


@pytest.mark.parametrize("statement", ["UPDATE nudges SET due_at = ''", "UPDATE nudges SET attempts = 'often'"])
async def test_stepping_aside_mends_what_it_writes(office: Office, statement: str) -> None:
    await call_of(await office.hand())
    await writes(office, f"{statement} WHERE kind = 'debrief'")
    office.moves_to(utc(24, 15))
    await office.ticks()
    assert office.inbox() == []

    office.moves(minutes=61)
    await office.ticks()

    assert len(office.inbox()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deliveries SET digests = 'no list' WHERE recipient = 'U0ADA'",
        "UPDATE deliveries SET created_at = 'long ago' WHERE recipient = 'U0ADA'",
    ],
)
async def test_a_claim_that_cannot_be_read_keeps_no_other_from_being_found(office: Office, statement: str) -> None:
    """Whether it was posted cannot be told: it is never said again on a guess, and given up after five tries."""
    for who in (ADA, BO):
        await call_of(await office.hand(who))
    office.moves_to(utc(24, 15))
    office.slack.faults.drop_answer("chat.postMessage", times=2)
    await office.ticks()
    await writes(office, statement)

    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()
    found = await office.states()
    assert (found[State.CLAIMED], found[State.POSTED]) == (1, 1)
    assert len(await office.errors(State.CLAIMED)) == 1

    for _ in range(4):
        office.time.machine += timedelta(minutes=61)
        await office.ticks()
    found = await office.states()
    assert (found[State.ABANDONED], found[State.POSTED]) == (1, 1)
    assert len(await office.errors(State.ABANDONED)) == 1
    assert len(office.inbox()) == 1


async def test_a_claim_that_was_tried_no_number_of_times_is_counted_anew_and_found(office: Office) -> None:
    await call_of(await office.hand())
    office.moves_to(utc(24, 15))
    office.slack.faults.drop_answer("chat.postMessage")
    await office.ticks()
    await writes(office, "UPDATE deliveries SET attempts = 'often'")

    for _ in range(2):
        office.moves(minutes=61)
        await office.ticks()

    assert (await office.states())[State.POSTED] == 1
    assert len(office.inbox()) == 1


async def test_a_message_whose_row_cannot_be_read_keeps_no_other_from_being_drawn_anew(office: Office) -> None:
    for who in (ADA, BO):
        await call_of(await office.hand(who))
    office.moves_to(utc(24, 15))
    await office.ticks()
    await office.run("UPDATE calls SET state = 'not_held'")
    await writes(office, "UPDATE deliveries SET wanted = wanted + 1")
    await writes(office, "UPDATE deliveries SET digests = 'no list' WHERE recipient = 'U0ADA'")

    await office.ticks()
    assert office.inbox(BO)[0].buttons == []
    assert office.inbox()[0].buttons != []

    await office.run("UPDATE deliveries SET digests = '[]' WHERE recipient = 'U0ADA'")
    office.moves(minutes=61)
    await office.ticks()
    assert office.inbox()[0].buttons == []


async def test_a_member_whose_row_cannot_be_read_keeps_no_other_from_being_asked_about(office: Office) -> None:
    for who in (ADA, BO):
        await office.hand(who)
    await writes(office, "UPDATE members SET work_start = 'nine' WHERE id = 'U0ADA'")
    await office.run("UPDATE members SET zone_checked_at = NULL")

    assert await refresh_members(office.desk) == 1
