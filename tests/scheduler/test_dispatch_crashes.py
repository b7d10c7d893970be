"""Whatever crashes between two steps of a digest's way out: it is read once, and its picture uploaded once (N4, E17).

As in `test_crashes`, a crash is a worker that stops between two steps, and another takes over when its lease is out.
"""

import asyncio

import pytest

from etiquette.messages.vocabulary import Paper
from etiquette.rules.nudges import Delivery
from etiquette.store import dispatches
from scheduler.desk import Desk
from scheduler.dispatch import Ready, claim, dispatch, prepared, send
from scheduler.files import announce
from scheduler.recovery import recover
from tests.cast import WORKSPACE
from tests.scheduler.newsroom import GENERAL, is_due, read, sets_up
from tests.scheduler.office import LEASE_IS_OUT, Office


async def claimed(desk: Desk) -> Delivery:
    found = await claim(desk, WORKSPACE)
    assert found
    return found[0]


async def made_ready(desk: Desk) -> Ready:
    ready = await prepared(desk, await claimed(desk))
    assert ready is not None
    return ready


async def takes_over(office: Office) -> None:
    """Another worker, once the lease of the one that died has run out."""
    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks(office.another_desk())


def uploads(office: Office) -> int:
    return sum(call.method == "files.completeUploadExternal" for call in office.slack.calls)


def pictures(office: Office) -> int:
    return sum(block["type"] == "image" for message in read(office) for block in message.blocks)


async def test_n4_a_digest_whose_worker_died_after_the_claim_is_posted_by_another(any_office: Office) -> None:
    await is_due(any_office, by_sharing=True)
    await claimed(any_office.desk)

    await takes_over(any_office)

    assert len(read(any_office)) == 1


async def test_n4_a_digest_whose_worker_died_before_the_post_shows_the_picture_that_was_uploaded(
    any_office: Office,
) -> None:
    await is_due(any_office)
    await made_ready(any_office.desk)

    await takes_over(any_office)

    assert (len(read(any_office)), pictures(any_office), uploads(any_office)) == (1, 1, 1)


async def test_n4_a_picture_that_was_announced_and_never_uploaded_is_not_uploaded_again(office: Office) -> None:
    await is_due(office)
    delivery = await claimed(office.desk)
    file_id = (await announce(office.desk.slack, delivery.workspace_id, Paper("chart.png", b"PNG", "A chart"))).file_id
    async with office.store.writing() as tx:
        await dispatches.keep(tx, delivery, office.desk.lease(), file_id=file_id)

    await takes_over(office)

    assert (len(read(office)), pictures(office), uploads(office)) == (1, 0, 0)


async def test_n4_a_digest_whose_worker_died_after_the_post_is_found_in_the_channel(any_office: Office) -> None:
    """By its metadata, among what else was written there; which carries a digest of its natural key, too."""
    await is_due(any_office, by_sharing=True)
    ready = await made_ready(any_office.desk)
    await any_office.desk.slack.post(ready.delivery, ready.message)
    for number in range(3):
        await any_office.person().say(GENERAL, f"word {number}")

    await takes_over(any_office)

    (posted,) = read(any_office)
    assert posted.metadata is not None
    assert posted.metadata["event_payload"] == {"delivery": ready.delivery.id, "nudges": ready.delivery.digest}
    assert await any_office.errors(ready.delivery.state) == []


async def test_n4_an_answer_that_was_lost_after_the_digest_was_accepted_is_found(any_office: Office) -> None:
    await is_due(any_office, by_sharing=True)
    any_office.slack.faults.drop_answer("chat.postMessage", channel=GENERAL)
    assert await dispatch(any_office.desk) == 0

    await takes_over(any_office)

    assert len(read(any_office)) == 1


async def test_n4_two_workers_one_digest(any_office: Office) -> None:
    await is_due(any_office, by_sharing=True)
    desks = [any_office.desk, any_office.another_desk()] * 2

    assert sum(await asyncio.gather(*map(dispatch, desks))) == 1

    assert len(read(any_office)) == 1


async def test_n4_two_workers_that_recover_settle_a_digest_once(any_office: Office) -> None:
    await is_due(any_office, by_sharing=True)
    ready = await made_ready(any_office.desk)
    await any_office.desk.slack.post(ready.delivery, ready.message)
    any_office.moves(seconds=LEASE_IS_OUT)

    settled = await asyncio.gather(recover(any_office.desk), recover(any_office.another_desk()))

    assert (sum(settled), len(read(any_office))) == (1, 1)


@pytest.mark.parametrize("by_sharing", [True, False], ids=["plain", "with a picture"])
async def test_n4_a_worker_that_was_taken_for_dead_posts_no_digest_when_it_comes_back(
    office: Office, by_sharing: bool
) -> None:
    await is_due(office, by_sharing=by_sharing)
    delivery = await claimed(office.desk)
    await takes_over(office)

    assert not await send(office.desk, delivery)

    assert len(read(office)) == 1
    assert uploads(office) == (0 if by_sharing else 1)


async def test_n4_where_the_channel_cannot_be_read_any_more_it_is_given_up_and_ada_is_told(office: Office) -> None:
    """The bot was shown the door meanwhile: it can neither look nor post."""
    await is_due(office, by_sharing=True)
    await made_ready(office.desk)
    office.slack.faults.refuse("conversations.history", error="not_in_channel", channel=GENERAL)

    await takes_over(office)

    assert read(office) == []
    assert "the digest is still waiting" in office.inbox()[-1].plain


async def test_n4_word_of_what_is_in_the_way_is_said_once_though_its_answer_was_lost(office: Office) -> None:
    await sets_up(office, "C0QUIET")
    office.slack.faults.drop_answer("chat.postMessage")
    await office.ticks()

    await takes_over(office)

    assert len(office.inbox()) == 1
