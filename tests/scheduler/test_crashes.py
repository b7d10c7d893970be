"""Whatever crashes, restarts or times out: everything is said, and nothing twice (N4).

A crash is a worker that stops between two steps of a delivery's life: the steps are called one by one, and then no
more. Its lease runs out in machine time, and another worker takes over.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from etiquette.messages.vocabulary import Message
from etiquette.rules.nudges import Delivery
from etiquette.services.deliverables import deliver as settle
from etiquette.services.matters import due_now
from etiquette.store import deliveries, members, nudges
from etiquette.store.deliveries import Claim
from scheduler.desk import Desk
from scheduler.recovery import recover
from scheduler.sweep import _post_and_mark, _prepared, claim, deliver, sweep
from tests.cast import ADA, BO, WORKSPACE, utc
from tests.scheduler.office import LEASE_IS_OUT, Office, office_in


async def due_deck(office: Office) -> None:
    """A promise of Ada's is to be recalled now."""
    await (await office.hand()).promises()
    office.moves_to(utc(26, 11))


async def claimed(desk: Desk) -> Delivery:
    found = await claim(desk, WORKSPACE)
    assert found is not None
    return found[0]


async def prepared(desk: Desk) -> tuple[Delivery, Message]:
    ready = await _prepared(desk, await claimed(desk))
    assert ready is not None
    return ready


async def takes_over(office: Office) -> None:
    """Another worker, once the lease of the one that died has run out."""
    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks(office.another_desk())


def assert_said_once(office: Office, messages: int = 1) -> None:
    assert len(office.inbox()) == messages
    assert set(office.said().values()) == {1}


async def test_n4_a_crash_between_claim_and_post_loses_nothing(any_office: Office) -> None:
    await due_deck(any_office)
    await claimed(any_office.desk)

    await takes_over(any_office)

    assert_said_once(any_office)
    assert await any_office.states() == {"posted": 1, "planned": 3}


async def test_n2_what_was_lost_in_a_crash_comes_together_again(office: Office) -> None:
    """A restart in the nine o'clock rush does not use up the day's messages."""
    ada = await office.hand()
    for what in ("the deck", "the notes", "the slides", "the list"):
        await ada.promises(what=what)
    office.moves_to(utc(26, 11))
    await claimed(office.desk)

    await takes_over(office)

    assert matters_in_each(office) == [4]


@pytest.mark.parametrize(("times", "messages"), [(2, [2]), (3, [1, 1])])
async def test_n4_what_is_lost_again_waits_an_hour_and_goes_alone_from_the_third_time_on(
    office: Office, times: int, messages: list[int]
) -> None:
    """What brings a worker down whenever it is said blocks nothing else."""
    ada = await office.hand()
    for what in ("the deck", "the notes"):
        await ada.promises(what=what)
    office.moves_to(utc(26, 10))
    for time in range(times):
        office.moves(hours=1 if time > 1 else 0)
        await claimed(office.another_desk())
        office.moves(seconds=LEASE_IS_OUT)
        await recover(office.another_desk())
    await office.ticks()
    assert office.inbox() == []

    office.moves(hours=1)
    await office.ticks()

    assert matters_in_each(office) == messages


def matters_in_each(office: Office) -> list[int]:
    """Of how many nudges each message speaks."""
    payloads = [message.metadata["event_payload"] for message in office.inbox() if message.metadata]
    return [len(payload["nudges"].split(",")) for payload in payloads]


async def test_n4_a_crash_between_post_and_mark_says_nothing_twice(any_office: Office) -> None:
    """It is found in the conversation by its metadata."""
    await due_deck(any_office)
    delivery, message = await prepared(any_office.desk)
    await any_office.desk.slack.post(delivery, message)

    await takes_over(any_office)

    assert_said_once(any_office)
    assert await any_office.states() == {"posted": 1, "planned": 3}


async def test_n4_a_crash_after_the_conversation_was_opened_loses_nothing(office: Office) -> None:
    """The conversation is stored before anything is posted into it, so that it is known where to look."""
    await due_deck(office)
    await prepared(office.desk)

    await takes_over(office)

    assert_said_once(office)


async def test_n4_what_was_posted_long_before_others_is_found_among_them(office: Office) -> None:
    """History is read page by page."""
    await due_deck(office)
    delivery, message = await prepared(office.desk)
    await office.desk.slack.post(delivery, message)
    for number in range(250):
        await office.person().say("app", f"word {number}")

    await takes_over(office)

    assert_said_once(office)


async def test_n4_a_claim_is_left_alone_while_its_lease_lasts(office: Office) -> None:
    """A worker that is slow is not a worker that is dead."""
    await due_deck(office)
    delivery = await claimed(office.desk)

    office.moves(seconds=LEASE_IS_OUT - 2)
    await office.ticks(office.another_desk())
    assert office.inbox() == []

    assert await deliver(office.desk, delivery)
    assert_said_once(office)


async def test_n4_a_worker_that_was_taken_for_dead_says_nothing_when_it_comes_back(any_office: Office) -> None:
    """Its claim waited too long for its turn: another worker has said it by then."""
    await due_deck(any_office)
    delivery = await claimed(any_office.desk)
    await takes_over(any_office)

    assert not await deliver(any_office.desk, delivery)

    assert_said_once(any_office)


async def test_n4_a_worker_whose_claim_is_being_looked_for_says_nothing(office: Office) -> None:
    """Another has taken the claim over, and looks in the conversation at this very moment."""
    await due_deck(office)
    delivery = await claimed(office.desk)
    office.moves(seconds=LEASE_IS_OUT)
    office.slack.faults.delay("conversations.history", 0.3)
    await office.run("UPDATE deliveries SET channel = :dm", dm=office.person().dm)

    recovered, posted = await asyncio.gather(recover(office.another_desk()), comes_back(office.desk, delivery))
    await office.ticks()

    assert (recovered, posted) == (1, False)
    assert_said_once(office)


async def test_n4_a_claim_that_waited_for_its_turn_is_held_anew_before_it_is_posted(office: Office) -> None:
    """The lease outlasts the slowest call from then on, however long the queue was before it."""
    await due_deck(office)
    delivery = await claimed(office.desk)
    office.moves(seconds=LEASE_IS_OUT - 2)
    ready = await _prepared(office.desk, delivery)
    assert ready is not None

    office.moves(seconds=30)
    await office.ticks(office.another_desk())
    assert office.inbox() == []
    await office.desk.slack.post(*ready)

    await takes_over(office)
    assert_said_once(office)


async def test_n4_a_post_that_waited_is_begun_under_a_lease_that_outlasts_it_by_every_clock(office: Office) -> None:
    """By one, too, that is half a minute ahead."""
    await due_deck(office)
    delivery, message = await prepared(office.desk)
    assert await office.desk.room_for(delivery) == delivery

    office.moves(seconds=31)
    ours = await office.desk.room_for(delivery)
    assert ours is not None
    assert ours.lease_until == office.desk.lease()
    office.moves(seconds=65)
    assert await recover(office.another_desk()) == 0

    assert await _post_and_mark(office.desk, ours, message)
    assert_said_once(office)


async def test_n4_a_worker_that_was_held_up_right_before_its_post_says_nothing(office: Office) -> None:
    """Its claim was renewed, then it slept: another has looked for it, found nothing, and said it."""
    await due_deck(office)
    ready = await prepared(office.desk)
    await takes_over(office)

    assert not await _post_and_mark(office.desk, *ready)

    assert_said_once(office)


async def test_n4_a_post_that_could_outlast_its_claim_is_begun_under_a_new_one(office: Office) -> None:
    """A call to Slack may take thirty seconds, and at one message a minute nobody who waited has them left."""
    await due_deck(office)
    delivery, message = await prepared(office.desk)
    office.moves(seconds=LEASE_IS_OUT - 30)

    renewed = await office.desk.room_for(delivery)
    assert renewed is not None
    assert renewed.lease_until == office.desk.lease()
    office.moves(seconds=30)
    assert await recover(office.another_desk()) == 0

    assert await _post_and_mark(office.desk, renewed, message)
    assert_said_once(office)


async def comes_back(desk: Desk, delivery: Delivery) -> bool:
    await asyncio.sleep(0.1)
    return await deliver(desk, delivery)


async def test_n4_two_sweepers_one_message(any_office: Office) -> None:
    """Two workers on one database, at the same moment."""
    await (await any_office.hand(BO)).promises()
    await due_deck(any_office)
    other = any_office.another_desk()

    posted = await asyncio.gather(sweep(any_office.desk), sweep(other), sweep(any_office.desk), sweep(other))

    assert sum(posted) == 2
    assert_said_once(any_office)
    assert len(any_office.inbox(BO)) == 1


@pytest.mark.postgres
async def test_n2_of_two_workers_one_counts_what_the_other_says(postgres_url: str) -> None:
    """Ada may be sent one message today. One worker is about to say it, and what falls due meanwhile is let be."""
    async with office_in(postgres_url) as office:
        await due_deck(office)
        await office.run("UPDATE members SET daily_messages = 1")
        async with office.store.writing() as tx:
            [deck] = (await nudges.due(tx, WORKSPACE, [ADA.member_id], office.time.now())).records
            await members.held(tx, WORKSPACE, [ADA.member_id])
            now, lease = office.time.now(), office.desk.lease()
            [delivery] = await deliveries.claim(tx, [Claim(ADA, (deck,), None)], now, lease)
            other = (await (await office.hand()).promises("Bo Lindqvist")).deliverable
            await office.run("UPDATE nudges SET due_at = :now WHERE subject_id = :id", now=now, id=other.id)
            async with asyncio.timeout(5):
                assert await claim(office.another_desk(), WORKSPACE) is None

        assert await deliver(office.desk, delivery)
        await office.ticks(office.another_desk())
        assert_said_once(office)


async def test_n4_two_workers_that_recover_settle_a_claim_once(any_office: Office) -> None:
    await due_deck(any_office)
    delivery, message = await prepared(any_office.desk)
    await any_office.desk.slack.post(delivery, message)
    any_office.moves(seconds=LEASE_IS_OUT)

    settled = await asyncio.gather(recover(any_office.desk), recover(any_office.another_desk()))

    assert sum(settled) == 1
    assert_said_once(any_office)


async def test_n4_an_answer_that_was_lost_after_the_post_was_accepted_is_found(any_office: Office) -> None:
    await due_deck(any_office)
    any_office.slack.faults.drop_answer("chat.postMessage")

    assert await sweep(any_office.desk) == 0
    assert await any_office.states() == {"claimed": 1, "planned": 3}
    assert await sweep(any_office.desk) == 0

    any_office.moves(seconds=LEASE_IS_OUT)
    await any_office.ticks()
    assert_said_once(any_office)
    assert await any_office.states() == {"posted": 1, "planned": 3}


async def test_n4_an_error_of_slacks_own_after_the_post_was_accepted_is_looked_into(office: Office) -> None:
    """A 500 says nothing of whether it was posted."""
    await due_deck(office)
    async with a_slack_that_answers_500_to_what_it_posted(office) as api_url:
        assert await sweep(office.another_desk(api_url=api_url)) == 0

    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()
    assert_said_once(office)


@asynccontextmanager
async def a_slack_that_answers_500_to_what_it_posted(office: Office) -> AsyncIterator[str]:
    """In front of the workspace: passes calls on, and keeps the good news of a post to itself."""

    async def passed_on(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        headers = {key: request.headers[key] for key in ("Authorization", "Content-Type")}
        there = f"{office.slack.api_url}{method}?{request.query_string}"
        async with office.session.post(there, data=await request.read(), headers=headers) as answer:
            told = await answer.json()
        return web.Response(status=500) if method == "chat.postMessage" else web.json_response(told)

    app = web.Application()
    app.router.add_post("/api/{method}", passed_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


async def test_n4_an_error_of_slacks_own_where_nothing_was_posted_is_tried_again(office: Office) -> None:
    await due_deck(office)
    office.slack.faults.refuse("chat.postMessage", status=500)

    assert await sweep(office.desk) == 0
    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()

    assert_said_once(office)


async def test_n4_a_post_that_took_too_long_is_looked_for_before_it_is_said_again(office: Office) -> None:
    """The worker has given up waiting; the workspace posts it all the same."""
    await due_deck(office)
    office.slack.faults.delay("chat.postMessage", 0.4)

    assert await sweep(office.another_desk(slowest=0.2)) == 0
    assert office.inbox() == []
    await asyncio.sleep(0.4)
    assert len(office.inbox()) == 1

    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()
    assert_said_once(office)


async def test_n4_the_clock_moved_by_days_while_a_delivery_was_in_flight(any_office: Office) -> None:
    """Neither lost nor doubled: leases are in machine time, and a message is found however old it is by then."""
    await due_deck(any_office)
    delivery, message = await prepared(any_office.desk)
    await any_office.desk.slack.post(delivery, message)

    any_office.moves_to(utc(27, 11))
    await any_office.ticks()  # the next step is said; the one in flight is still somebody's
    assert_said_once(any_office, messages=2)
    assert (await any_office.states())["claimed"] == 1

    await takes_over(any_office)
    assert_said_once(any_office, messages=2)
    assert await any_office.states() == {"posted": 2, "planned": 2}


async def test_n4_the_clock_moved_by_days_before_the_claimed_was_posted(office: Office) -> None:
    """It is said for the step that is due by then, not for both."""
    await due_deck(office)
    await claimed(office.desk)

    office.time.machine = utc(27)
    office.moves_to(utc(27, 11))
    await recover(office.desk)
    await office.ticks()

    assert_said_once(office)
    assert await office.states() == {"withdrawn": 1, "posted": 1, "planned": 2}


async def test_n4_where_history_cannot_be_read_it_stays_claimed_until_it_can(office: Office) -> None:
    """It never guesses: neither said again nor taken as said."""
    await due_deck(office)
    office.slack.faults.drop_answer("chat.postMessage")
    await sweep(office.desk)
    office.slack.faults.refuse("conversations.history", error="missing_scope", times=2)
    office.slack.faults.refuse("conversations.history", status=503)

    for _ in range(3):
        office.moves(minutes=11)
        await office.ticks()
        assert await office.states() == {"claimed": 1, "planned": 3}
        assert len(office.inbox()) == 1

    office.moves(minutes=11)
    await office.ticks()
    assert_said_once(office)
    assert await office.states() == {"posted": 1, "planned": 3}


async def test_n4_slack_away_altogether_loses_nothing(office: Office) -> None:
    """Nobody listens at that address: nothing can have been posted."""
    await due_deck(office)
    away = office.another_desk(api_url="http://127.0.0.1:1/api/")

    assert await sweep(away) == 0
    assert await office.states() == {"planned": 4}

    office.moves(minutes=2)
    await office.ticks()
    assert_said_once(office)


async def test_n3_what_is_settled_while_it_is_claimed_is_not_said(office: Office) -> None:
    """A press on another message, between claim and post."""
    ada = await office.hand()
    promise = (await ada.promises()).deliverable
    office.moves_to(utc(26, 11))
    delivery = await claimed(office.desk)

    await settle(ada.doing(), promise.id)
    assert not await deliver(office.desk, delivery)

    assert office.inbox() == []
    assert set(await office.states()) == {"withdrawn"}
    assert await due_now(office.store, ada.member, office.time.domain) == []


async def test_n4_a_restart_of_everything_goes_on_where_it_was(sqlite_url: str, tmp_path: Path) -> None:
    """What was planned before is said after, and what was said before is not."""
    kept = tmp_path / "slack.json"
    async with office_in(sqlite_url, state=kept) as before:
        await due_deck(before)
        await before.ticks()
        assert_said_once(before)

    async with office_in(sqlite_url, start=utc(27, 11), state=kept) as after:
        await after.ticks()
        assert_said_once(after, messages=2)
