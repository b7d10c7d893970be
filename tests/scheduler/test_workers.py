"""Several workers on one database: in a workspace one of them at a time, in many workspaces side by side (N2, N4)."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from etiquette.rules.nudges import Delivery
from etiquette.store import deliveries, dispatches, turns
from etiquette.store.session import Transaction
from scheduler.desk import Desk
from scheduler.dispatch import claim as claim_digests
from scheduler.dispatch import dispatch
from scheduler.pace import Pace
from scheduler.recovery import recover
from scheduler.slack import POSTING
from scheduler.sweep import _prepared, claim, deliver, sweep
from scheduler.timetable import Tick
from scheduler.turns import LONGEST, in_turns, through
from tests.cast import ADA, BO, DAN_ELSEWHERE, WORKSPACE, utc
from tests.scheduler.crowd import RUSH, crowd, posts, told
from tests.scheduler.newsroom import is_due, read
from tests.scheduler.office import LEASE_IS_OUT, Office

EVENING = utc(26, 18)
"""Thursday, when it is morning in Los Angeles; in London and in Stockholm some work late."""


async def decks(office: Office) -> None:
    """Ada and Bo, and Dan who works elsewhere, are to be told of their decks now."""
    for who in (ADA, BO, DAN_ELSEWHERE):
        await (await office.hand(who)).promises()
    await office.run("UPDATE members SET work_end = '23:00:00.000000'")
    office.moves_to(EVENING)


async def until(holds: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  # what is waited for is on the other side of a wire
            await asyncio.sleep(0.01)


# -- whose turn it is --------------------------------------------------------------------------------------------------


async def test_n4_two_workers_that_race_say_everything_once_and_one_of_them_says_it(any_office: Office) -> None:
    """While the first has its turn in the workspace, the second has nothing to do there."""
    people = await crowd(any_office, 12)
    any_office.moves_to(RUSH)
    other = any_office.another_desk()
    any_office.slack.faults.delay("chat.postMessage", 0.03, times=12)

    posted = await asyncio.gather(sweep(any_office.desk), sweep(other), sweep(any_office.desk), sweep(other))

    assert sum(posted) == 12
    assert 0 in (posted[0] + posted[2], posted[1] + posted[3])
    assert told(any_office, people) == [1] * 12


async def test_n4_a_turn_is_anothers_until_it_is_given_back(any_office: Office) -> None:
    """While the first says the one thing that it has claimed, the second leaves the other, which is due too, alone."""
    await decks(any_office)
    first, second = any_office.desk, any_office.another_desk()
    batch = await claim_one(first)
    any_office.slack.faults.delay("chat.postMessage", 0.2)

    saying = asyncio.create_task(through(first, WORKSPACE, batch, deliver, deliveries.put_back))
    await asyncio.sleep(0.05)
    assert await claim(second, WORKSPACE) is None
    assert await saying == 1

    assert len(await claim_one(second)) == 1


async def claim_one(desk: Desk) -> list[Delivery]:
    desk.slack.pace = OneByOne()
    found = await claim(desk, WORKSPACE)
    assert found is not None
    return found


class OneByOne(Pace):
    """A batch is what is due to one member; nobody waits."""

    def batch(self, most: int) -> int:
        return min(most, 1)


async def test_n4_the_turn_of_a_worker_that_died_is_taken_when_its_lease_is_out(any_office: Office) -> None:
    """What it had claimed is looked for by itself; what it had not is said by whoever comes next."""
    await (await any_office.hand()).promises()
    any_office.moves_to(RUSH)
    assert await claim(any_office.desk, WORKSPACE)
    await (await any_office.hand(BO)).promises()
    await any_office.run("UPDATE nudges SET due_at = '2026-11-26 11:00:00.000000' WHERE recipient = 'U0BO'")
    other = any_office.another_desk()

    any_office.moves(seconds=LEASE_IS_OUT - 7)
    assert await sweep(other) == 0
    any_office.moves(seconds=8)
    await any_office.ticks(other)

    assert (len(any_office.inbox()), len(any_office.inbox(BO))) == (1, 1)
    assert set(any_office.said().values()) == {1}


async def test_n4_the_same_worker_goes_on_with_its_turn_after_a_crash(office: Office) -> None:
    """On SQLite there is one, and it always has the same name: nobody waits for its lease."""
    await decks(office)
    office.desk.worker = "the-one"
    async with office.store.writing() as tx:
        assert await turns.take(tx, WORKSPACE, "the-one", office.time.machine, office.desk.lease())
    again = office.another_desk()
    again.worker = "the-one"

    assert await sweep(again) == 3


async def test_n4_a_digest_and_nudges_of_one_workspace_have_one_turn_between_them(any_office: Office) -> None:
    """What one worker says to members, and what another would say in a channel, Slack counts together."""
    await is_due(any_office, by_sharing=True)
    people = await crowd(any_office, 4)
    await any_office.run("UPDATE nudges SET due_at = '2026-11-27 15:00:00.000000' WHERE state = 'planned'")
    other = any_office.another_desk()
    any_office.slack.faults.delay("chat.postMessage", 0.1, times=4)

    swept, dispatched = await asyncio.gather(sweep(any_office.desk), soon(dispatch, other))
    assert (swept >= 4, dispatched) == (True, 0)

    assert await dispatch(other) == 1
    assert (len(read(any_office)), told(any_office, people)) == (1, [1] * 4)


async def soon(tick: Tick, desk: Desk) -> int:
    await asyncio.sleep(0.05)
    return await tick(desk)


@pytest.mark.parametrize("alone", [False, True])
async def test_n2_of_two_workers_that_race_a_member_hears_as_often_as_they_allow(
    any_office: Office, alone: bool
) -> None:
    """Also where each nudge is a message of its own, for it failed before."""
    for number in range(4):
        await (await any_office.hand()).promises(f"Peer {number}")
    await any_office.run("UPDATE members SET daily_messages = 1")
    await any_office.run("UPDATE nudges SET attempts = :tried", tried=int(alone))
    any_office.moves_to(RUSH)

    await asyncio.gather(*(any_office.ticks(desk) for desk in (any_office.desk, any_office.another_desk())))

    assert len(any_office.inbox()) == 1


# -- nobody waits for anybody else -------------------------------------------------------------------------------------


async def test_n4_a_slow_slack_in_one_workspace_keeps_no_other_waiting(office: Office) -> None:
    """Neither what is due there with it, nor what falls due while it is still in hand."""
    await decks(office)
    office.slack.faults.delay("chat.postMessage", 4, channel=office.person(ADA).dm)

    sweeping = asyncio.create_task(sweep(office.desk))
    await until(lambda: len(office.inbox(DAN_ELSEWHERE)) == 1)
    await (await office.hand(DAN_ELSEWHERE)).promises("Bo Lindqvist")
    await office.run("UPDATE nudges SET due_at = '2026-11-26 18:00:00.000000' WHERE workspace_id = 'T0ELSEWHERE'")
    await until(lambda: len(office.inbox(DAN_ELSEWHERE)) == 2)

    assert office.inbox() == []
    assert not sweeping.done()
    assert await sweeping == 4


async def test_n4_a_busy_workspace_takes_turns_with_the_others(office: Office) -> None:
    """With one place: the longest due first, a batch at a time."""
    office.desk.places = asyncio.Semaphore(1)
    left, order = Counter({"T0BUSY": 3, "T0OTHER": 2}), []

    async def due(_tx: Transaction, _now: datetime, _worker: str, _machine_now: datetime) -> Sequence[str]:
        return [workspace_id for workspace_id in ("T0BUSY", "T0OTHER") if left[workspace_id]]

    async def turn(_desk: Desk, workspace_id: str) -> int | None:
        if not left[workspace_id]:
            return None
        await asyncio.sleep(0)
        order.append(workspace_id)
        left[workspace_id] -= 1
        return 1

    assert await in_turns(office.desk, due, turn) == 5
    assert order == ["T0BUSY", "T0OTHER", "T0BUSY", "T0OTHER", "T0BUSY"]


async def test_n4_the_workspace_with_what_is_longest_due_comes_first(any_office: Office) -> None:
    """However much is due in another."""
    await decks(any_office)
    await any_office.run("UPDATE nudges SET due_at = '2026-11-20 11:00:00.000000' WHERE workspace_id = 'T0ELSEWHERE'")
    any_office.desk.places = asyncio.Semaphore(1)

    assert await sweep(any_office.desk) == 3

    first, *_ = [call for call in any_office.slack.calls if call.method == "chat.postMessage"]
    assert first.arguments["channel"] == any_office.person(DAN_ELSEWHERE).dm


async def test_n4_what_a_turn_has_no_time_for_is_put_back_as_it_was(any_office: Office) -> None:
    """Slack takes its time: nobody's claim runs out in the line, and no try is counted."""
    people = await crowd(any_office, 12)
    any_office.moves_to(RUSH)
    any_office.slack.faults.delay("chat.postMessage", 0.2, times=8)
    due = await any_office.rows("SELECT id, due_at, attempts FROM nudges WHERE state = 'planned' ORDER BY id")
    batch = await claim(any_office.desk, WORKSPACE)
    assert batch is not None

    turn = asyncio.create_task(through(any_office.desk, WORKSPACE, batch, deliver, deliveries.put_back))
    await asyncio.sleep(0.1)
    any_office.time.machine += LONGEST
    assert await turn == 8

    assert Counter(told(any_office, people)) == {1: 8, 0: 4}
    assert await any_office.rows("SELECT count(*) FROM deliveries") == [(8,)]
    still = await any_office.rows("SELECT id, due_at, attempts FROM nudges WHERE state = 'planned' ORDER BY id")
    assert set(still) < set(due)
    assert await sweep(any_office.another_desk()) == 4
    assert told(any_office, people) == [1] * 12


async def test_n4_a_worker_that_is_told_to_stop_puts_back_what_it_has_not_begun(any_office: Office) -> None:
    """Whoever comes next says it at once, and waits for no lease."""
    people = await crowd(any_office, 12)
    any_office.moves_to(RUSH)
    any_office.slack.faults.delay("chat.postMessage", 0.2, times=8)

    sweeping = asyncio.create_task(sweep(any_office.desk))
    await until(lambda: any_office.slack.backend.in_hand >= 1)
    await asyncio.sleep(0.1)
    any_office.desk.is_closing = True

    assert (await sweeping, await sweep(any_office.another_desk())) == (8, 4)
    assert told(any_office, people) == [1] * 12


async def test_n4_a_slow_history_in_one_workspace_keeps_no_other_from_being_recovered(any_office: Office) -> None:
    """Nor a slow drawing: each workspace is worked in by itself."""
    await decks(any_office)
    for who in (ADA, DAN_ELSEWHERE):
        batch = await claim(any_office.desk, who.workspace_id)
        assert batch
        for delivery in batch:
            assert await _prepared(any_office.desk, delivery)
    any_office.moves(seconds=LEASE_IS_OUT)
    any_office.slack.faults.delay("conversations.history", 0.6, channel=any_office.person(ADA).dm)

    recovering = asyncio.create_task(recover(any_office.another_desk()))
    await until_planned(any_office, "T0ELSEWHERE")

    assert not recovering.done()
    assert await recovering == 3


async def until_planned(office: Office, workspace_id: str) -> None:
    """Nothing of a workspace is in hand any more."""
    claimed = f"SELECT count(*) FROM nudges WHERE state = 'claimed' AND workspace_id = '{workspace_id}'"  # noqa: S608
    async with asyncio.timeout(5):
        while await office.rows(claimed) != [(0,)]:  # noqa: ASYNC110  # another worker does it
            await asyncio.sleep(0.01)


async def test_n4_what_waited_too_long_for_its_turn_to_be_looked_for_is_left_to_whoever_takes_it_next(
    office: Office,
) -> None:
    """Two lost claims; the look for the first takes so long that another worker may look for the second by now."""
    await decks(office)
    batch = await claim(office.desk, WORKSPACE)
    assert batch is not None
    for delivery in batch:
        assert await _prepared(office.desk, delivery)
    office.moves(seconds=LEASE_IS_OUT)
    office.slack.faults.delay("conversations.history", 0.2)

    recovering = asyncio.create_task(recover(office.desk))
    await asyncio.sleep(0.1)
    office.time.machine += timedelta(seconds=70)

    assert await recovering == 1
    office.moves(seconds=LEASE_IS_OUT)
    assert await recover(office.another_desk()) == 1


async def test_n4_whoever_comes_too_late_does_not_give_back_what_another_has_claimed_anew(any_office: Office) -> None:
    """A digest keeps its row from one claim to the next, so that a claim is told by its lease."""
    await is_due(any_office, by_sharing=True)
    late = await claim_digests(any_office.desk, WORKSPACE)
    assert late is not None
    any_office.moves(seconds=LEASE_IS_OUT)
    await recover(any_office.another_desk())
    [(before,)] = await any_office.rows("SELECT count(*) FROM deliveries WHERE state = 'claimed'")
    again = await claim_digests(any_office.another_desk(), WORKSPACE)
    assert (before, len(again or [])) == (0, 1)

    async with any_office.store.writing() as tx:
        assert not await dispatches.release(tx, late[0], "late", any_office.time.domain)

    assert await any_office.rows("SELECT state FROM deliveries WHERE cargo = 'digest'") == [("claimed",)]


# -- Slack's rests, and pace -------------------------------------------------------------------------------------------


async def test_n4_a_rest_that_slack_asked_of_one_worker_is_kept_by_all_and_after_a_restart(any_office: Office) -> None:
    """In that workspace; in others nobody rests."""
    await decks(any_office)
    any_office.desk.slack.pace = OneByOne()
    any_office.slack.faults.refuse("chat.postMessage", retry_after=40, channel=any_office.person(BO).dm)
    await sweep(any_office.desk)
    assert [len(any_office.inbox(who)) for who in (ADA, BO, DAN_ELSEWHERE)] == [0, 0, 1]
    before = len(posts(any_office))

    any_office.moves(seconds=39)
    assert await sweep(any_office.another_desk()) == 0
    assert len(posts(any_office)) == before

    any_office.moves(seconds=2)
    await any_office.ticks(any_office.another_desk())
    assert (len(any_office.inbox()), len(any_office.inbox(BO))) == (1, 1)


async def test_n2_several_messages_to_one_person_are_a_second_apart_and_nobody_else_waits(office: Office) -> None:
    """Never two at the same second in one conversation: each failed before, and is a message of its own."""
    office.desk.slack.pace = Pace(6000)
    for number in range(2):
        await (await office.hand()).promises(f"Peer {number}")
    await (await office.hand(BO)).promises()
    await office.run("UPDATE nudges SET attempts = 1")
    office.moves_to(RUSH)

    assert await sweep(office.desk) == 3

    said = [(call.arguments["channel"], call.machine) for call in office.slack.calls if call.method == POSTING]
    first, second = [at for channel, at in said if channel == office.person(ADA).dm]
    [bos] = [at for channel, at in said if channel == office.person(BO).dm]
    assert second - first >= 1
    assert bos < second


async def test_n2_whoever_goes_on_in_a_workspace_keeps_a_second_from_what_another_said_last(office: Office) -> None:
    await (await office.hand()).promises()
    office.moves_to(RUSH)
    office.desk.slack.pace = Pace(6000)
    assert await sweep(office.desk) == 1
    await (await office.hand()).promises("Bo Lindqvist")
    await office.run("UPDATE nudges SET due_at = '2026-11-26 11:00:00.000000' WHERE state = 'planned'")
    other = office.another_desk()

    assert await sweep(other) == 0
    office.moves(seconds=8)
    assert await sweep(other) == 1


async def test_n4_a_crowd_is_told_at_the_pace_that_slack_takes(office: Office) -> None:
    """At even distances, so that no minute has more than it may, wherever it begins: here 1,200 of them a minute."""
    people = await crowd(office, 12)
    office.moves_to(RUSH)
    office.desk.slack.pace = Pace(1200)

    assert await sweep(office.desk) == 12

    moments = posts(office)
    assert told(office, people) == [1] * 12
    assert moments[-1] - moments[0] >= 8 * 0.05
