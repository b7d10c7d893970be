"""`nudges list` and `retry`, of what is no nudge: a digest that is stuck is seen, and never posted twice (N4)."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.stuck import NOTHING
from tests.bot.test_nudges_cli import seen, tried
from tests.scheduler.newsroom import is_due, read
from tests.scheduler.office import LEASE_IS_OUT, Office, office_in


@pytest.fixture
async def any_office(emptied_url: str) -> AsyncIterator[Office]:
    """A digest of one lesson is due in #general."""
    with capture_logs():
        async with office_in(emptied_url) as office:
            await is_due(office, by_sharing=True)
            yield office


async def its_id(office: Office) -> str:
    async with office.store.reading() as tx:
        found = await tx.connection.execute(text("SELECT id FROM deliveries WHERE cargo = 'digest'"))
        return str(found.scalar_one())


async def test_a_digest_that_was_set_aside_is_seen_and_posted_at_the_next_try(any_office: Office) -> None:
    any_office.slack.faults.refuse("chat.postMessage", error="msg_too_long")
    await any_office.ticks()

    line, summary = await seen(any_office)
    assert line.startswith(f"{await its_id(any_office)}  set aside since 2026-11-27 15:00, 1 try: Slack refused it")
    assert line.endswith("[digest to C0GENERAL in T0COOP]")
    assert summary.startswith("1 is stuck.")

    assert await tried(any_office) == ([f"{await its_id(any_office)}: planned again, and due now."], True)
    await any_office.ticks()
    assert len(read(any_office)) == 1
    assert await seen(any_office) == [NOTHING]


async def test_n4_a_digest_that_is_on_its_way_for_a_second_time_is_let_be(any_office: Office) -> None:
    """Slack asked for a rest before: what was wrong then is over."""
    any_office.slack.faults.refuse("chat.postMessage", retry_after=1)
    await any_office.ticks()
    any_office.moves(seconds=2)
    any_office.slack.faults.delay("chat.postMessage", 0.4)
    ticking = asyncio.ensure_future(any_office.ticks())
    while not await any_office.rows("SELECT 1 FROM deliveries WHERE state = 'claimed'"):  # noqa: ASYNC110  # it is a row
        await asyncio.sleep(0.01)

    said, is_well = await tried(any_office, await its_id(any_office))
    assert (said, is_well) == ([f"{await its_id(any_office)}: is on its way right now."], False)
    assert await seen(any_office) == [NOTHING]
    await ticking

    assert len(read(any_office)) == 1


async def test_a_digest_that_was_given_up_can_be_tried_again_for_a_day(any_office: Office) -> None:
    """Then it is missed, and the next one comes."""
    any_office.slack.faults.refuse("conversations.info", error="channel_not_found")
    await any_office.ticks()
    [line, _] = await seen(any_office)
    assert "abandoned" in line
    assert "the bot is not in that channel (not_invited)" in line
    any_office.moves(hours=25)
    assert await seen(any_office) == [NOTHING]
    assert await tried(any_office, await its_id(any_office)) == (
        [f"{await its_id(any_office)}: was due more than a day ago, and is not said any more."],
        False,
    )
    any_office.moves(hours=-25)

    assert await tried(any_office, await its_id(any_office)) == (
        [f"{await its_id(any_office)}: planned again, and due now."],
        True,
    )
    await any_office.ticks()
    assert len(read(any_office)) == 1
    assert (await tried(any_office, await its_id(any_office)))[0] == [
        f"{await its_id(any_office)}: was posted already, and is not said twice."
    ]


@pytest.mark.parametrize(("error", "how"), [("internal_error", "unclear"), ("user_not_found", "abandoned")])
async def test_n4_a_digest_that_was_posted_perhaps_is_looked_for_before_it_is_posted_again(
    any_office: Office, error: str, how: str
) -> None:
    any_office.slack.faults.drop_answer("chat.postMessage")
    await any_office.ticks()
    any_office.slack.faults.refuse("conversations.history", error=error)
    any_office.moves(seconds=LEASE_IS_OUT)
    await any_office.ticks()
    assert len(read(any_office)) == 1
    [line, _] = await seen(any_office)
    assert how in line

    said, is_well = await tried(any_office, await its_id(any_office))
    assert (said, is_well) == (
        [f"{await its_id(any_office)}: looked for in its conversation now, and said if it is not there."],
        True,
    )
    await any_office.ticks()

    assert len(read(any_office)) == 1
    assert await seen(any_office) == [NOTHING]
