"""`nudges list` and `retry`: what is stuck is seen, with its reason, tried again, and never said twice (N4)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.cli import main
from bot.clock import Clock
from bot.config import OfflineSettings
from bot.stuck import NOTHING, listed, retried
from tests.cast import ADA, BO, DANA, utc
from tests.scheduler.office import LEASE_IS_OUT, Office, office_in


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    """Ada and Bo each have a promise that is to be recalled now."""
    async with with_promises(sqlite_url) as office:
        yield office


@pytest.fixture
async def any_office(emptied_url: str) -> AsyncIterator[Office]:
    """The same on PostgreSQL too."""
    async with with_promises(emptied_url) as office:
        yield office


@asynccontextmanager
async def with_promises(database_url: str) -> AsyncIterator[Office]:
    with capture_logs():
        async with office_in(database_url) as office:
            for who in (ADA, BO):
                await (await office.hand(who)).promises()
            office.moves_to(utc(26, 11))
            yield office


class At(Clock):
    """The office's own clocks."""

    def __init__(self, office: Office) -> None:
        self.now, self.machine_now = office.time.now, office.time.machine_now  # type: ignore[method-assign]


async def seen(office: Office) -> list[str]:
    """What `list` says; no line of it has a name or a text."""
    said = await listed(settings(office), At(office))
    assert not [line for line in said if DANA in line or "deck" in line or "Ada" in line]
    return said


async def tried(office: Office, *nudge_ids: str) -> tuple[list[str], bool]:
    """What `retry` says of these, or of all that is stuck."""
    return await retried(settings(office), At(office), nudge_ids, every=not nudge_ids)


def settings(office: Office) -> OfflineSettings:
    return OfflineSettings.of({"DATABASE_URL": office.database_url})


async def ids(office: Office, state: str) -> list[str]:
    """The nudges about promises in a state."""
    query = text("SELECT id FROM nudges WHERE state = :state AND kind = 'deliverable_mine' ORDER BY due_at, id")
    async with office.store.reading() as tx:
        return list((await tx.connection.execute(query, {"state": state})).scalars())


async def test_where_nothing_is_stuck_it_says_so(office: Office) -> None:
    assert await seen(office) == [NOTHING]
    assert await tried(office) == ([NOTHING], True)


async def test_what_slack_refused_for_good_is_seen_with_its_reason_and_said_at_the_next_try(office: Office) -> None:
    office.slack.faults.refuse("conversations.open", error="user_disabled")
    await office.ticks()
    [nudge_id] = await ids(office, "abandoned")

    line, summary = await seen(office)
    assert line.startswith(
        f"{nudge_id}  abandoned since 2026-11-26 11:00, 1 try: their account at Slack is deactivated"
    )
    assert line.endswith(("[deliverable_mine to U0ADA in T0COOP]", "[deliverable_mine to U0BO in T0COOP]"))
    assert summary.startswith("1 is stuck. Another try, at once: coopetiquette nudges retry")

    assert await tried(office, nudge_id) == ([f"{nudge_id}: planned again, and due now."], True)
    await office.ticks()
    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)
    assert set(office.said().values()) == {1}
    assert await seen(office) == [NOTHING]


async def test_n4_what_came_as_far_as_its_conversation_is_looked_for_before_it_is_said(any_office: Office) -> None:
    """It was posted, the answer was lost, and then Slack knew the person no more: nobody knows until one looks."""
    office = any_office
    office.slack.faults.drop_answer("chat.postMessage", times=2)
    await office.ticks()
    office.slack.faults.refuse("conversations.history", error="user_not_found", times=2)
    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()
    given_up = await ids(office, "abandoned")
    assert len(given_up) == 2

    said, is_well = await tried(office)
    assert is_well
    assert sorted(said) == sorted(
        f"{each}: looked for in its conversation now, and said if it is not there." for each in given_up
    )
    await office.ticks()

    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)
    assert await ids(office, "posted") == given_up


async def test_where_history_cannot_be_read_it_stays_unposted_and_is_seen_and_looked_for_at_once(
    office: Office,
) -> None:
    office.slack.faults.refuse("chat.postMessage", status=500, times=2)
    await office.ticks()
    lines = await seen(office)
    assert len(lines) == 3
    assert all(
        "unclear since 2026-11-26 11:00, 1 try: something else than Slack answered" in line for line in lines[:2]
    )

    await tried(office)
    await office.ticks()
    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)


async def test_a_row_that_always_fails_is_seen_with_its_tries_and_tried_again_before_its_hour(
    any_office: Office,
) -> None:
    office = any_office
    await office.run("UPDATE members SET zone = 'Mars/Olympus' WHERE id = 'U0ADA'")
    await office.ticks()
    office.moves(minutes=61)
    await office.ticks()
    [line, _] = await seen(office)
    [nudge_id] = [each for each in await ids(office, "planned") if each in line]
    assert line.startswith(f"{nudge_id}  set aside since 2026-11-26 12:01, 2 tries: ")
    assert "its row cannot be read, or we made a mistake (ZoneInfoNotFoundError)" in line

    await office.run("UPDATE members SET zone = 'Europe/London' WHERE id = 'U0ADA'")
    assert await tried(office, nudge_id) == ([f"{nudge_id}: planned again, and due now."], True)
    await office.ticks()
    assert len(office.inbox()) == 1


async def test_what_cannot_be_tried_again_is_refused_in_a_sentence_each(office: Office) -> None:
    await office.ticks()
    posted, (waiting, withdrawn, *_) = (await ids(office, "posted"))[0], await ids(office, "planned")
    await office.run("UPDATE nudges SET state = 'withdrawn' WHERE id = :id", id=withdrawn)

    assert await tried(office, posted, waiting, withdrawn, "n-nobody") == (
        [
            f"{posted}: was posted already, and is not said twice.",
            f"{waiting}: is not stuck; it waits for its moment.",
            f"{withdrawn}: is no longer apt, and is not said any more.",
            "n-nobody: nothing is known by that id.",
        ],
        False,
    )
    await office.ticks()
    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)


async def test_what_is_on_its_way_is_let_be(office: Office) -> None:
    """Claimed, and not yet posted: another try could only get in its way."""
    office.slack.faults.delay("chat.postMessage", 0.3, times=2)
    ticking = asyncio.ensure_future(office.ticks())
    while not (claimed := await ids(office, "claimed")):  # noqa: ASYNC110  # what is waited for is a row
        await asyncio.sleep(0.01)

    said, is_well = await tried(office, claimed[0])

    assert (said, is_well) == ([f"{claimed[0]}: is on its way right now."], False)
    assert await seen(office) == [NOTHING]
    await ticking


def test_by_looking_no_file_is_made(
    bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["nudges", "list"]) == 1
    assert capsys.readouterr().err == "There is no coopetiquette.db yet: run `coopetiquette migrate`.\n"
    assert list(tmp_path.iterdir()) == []


def test_it_is_a_command(bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_url: str) -> None:
    bare.setenv("DATABASE_URL", sqlite_url)

    assert main(["nudges", "list"]) == 0
    assert main(["nudges", "retry", "--all"]) == 0
    assert main(["nudges", "retry", "n-nobody"]) == 1

    assert capsys.readouterr().out.splitlines() == [NOTHING, NOTHING, "n-nobody: nothing is known by that id."]
