"""The whole program: it stays connected, says how it is, stops well, and loses nothing when it does not."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import Program, running
from bot.clock import MovableClock
from emulator import LocalSlack
from etiquette.store.session import Store
from scheduler.sweep import sweep
from tests.whole import APP_TOKEN, BOT_TOKEN, TUESDAY, Whole, local_slack, settings_for, whole

ROOT = Path(__file__).parents[2]
DECK = "/coop deliverable Bo Lindqvist: the deck by Friday"


@pytest.fixture(autouse=True)
def log() -> Iterator[list[EventDict]]:
    """What is logged, instead of being drawn on the console, which takes its time over an exception."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
async def story(sqlite_url: str) -> AsyncIterator[Whole]:
    async with whole(sqlite_url, "socket") as told:
        yield told


# -- the socket --------------------------------------------------------------------------------------------------------


async def test_a_socket_that_was_cut_is_opened_again_and_what_happened_meanwhile_is_heard(story: Whole) -> None:
    """Slack keeps events while there is no socket, and delivers them again."""
    await story.slack.cut_sockets()
    await story.ada.say("app", "intro Bo Lindqvist")
    await story.slack.connected()
    await until(lambda: _said(story))

    assert len(story.ada.inbox) == 1
    assert (await story.ada.command("/coop help")).message is not None


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "link_disabled"])
async def test_a_socket_that_slack_takes_back_is_exchanged_and_serves(story: Whole, reason: str) -> None:
    before = len([call for call in story.slack.calls if call.method == "apps.connections.open"])

    await story.slack.disconnect(reason)
    await until(lambda: _opened(story.slack, before + 1))
    await story.slack.connected()

    assert (await story.ada.command("/coop help")).message is not None


# -- how it is ---------------------------------------------------------------------------------------------------------


async def test_it_is_alive_and_ready(story: Whole) -> None:
    assert await ask(story, "/healthz") == (200, {"alive": True})
    status, told = await ask(story, "/readyz")
    assert (status, told["ready"]) == (200, True)
    assert set(told["checks"]) == {"database", "migrations", "slack", "socket", "sweep"}


async def test_it_is_not_ready_while_slack_refuses_the_token(story: Whole) -> None:
    story.slack.faults.refuse("auth.test", error="token_revoked")

    status, told = await ask(story, "/readyz")

    assert status == 503
    assert "token_revoked" in told["checks"]["slack"]
    assert (await ask(story, "/readyz"))[0] == 200
    assert (await ask(story, "/healthz"))[0] == 200


async def test_it_is_not_ready_while_slack_is_away(sqlite_url: str) -> None:
    async with whole(sqlite_url, "http") as story:
        story.slack.faults.drop_answer("auth.test")

        status, told = await ask(story, "/readyz")

        assert status == 503
        assert told["checks"]["slack"].startswith("It failed with ")
        assert "socket" not in told["checks"]


async def test_it_is_not_ready_without_a_socket(story: Whole) -> None:
    story.slack.faults.refuse("apps.connections.open", error="internal_error", times=50)
    await story.slack.cut_sockets()

    status, told = await ask(story, "/readyz")

    assert status == 503
    assert told["checks"]["socket"] == "The socket to Slack is not open."
    story.slack.faults.clear()


async def test_it_is_not_ready_where_the_database_is_behind(story: Whole) -> None:
    async with story.program.store.writing() as tx:
        await tx.connection.execute(text("DELETE FROM alembic_version"))

    status, told = await ask(story, "/readyz")

    assert status == 503
    assert told["checks"]["migrations"] != "ok"


@pytest.mark.postgres
async def test_it_is_not_ready_while_the_database_is_away_and_recovers_by_itself(postgres_url: str) -> None:
    async with whole(postgres_url, "http") as story:
        await story.ada.command("/coop")
        await closed_to_everybody(postgres_url, True)
        status, told = await ask(story, "/readyz")
        failed = await story.ada.command(DECK)

        await closed_to_everybody(postgres_url, False)
        assert (status, told["checks"]["slack"]) == (503, "ok")
        assert told["checks"]["database"] == told["checks"]["migrations"] == "The database does not answer."
        assert failed.message is not None
        assert "My memory is away for a moment, so nothing of this was kept" in failed.message.plain
        assert (await ask(story, "/readyz"))[0] == 200
        noted = await story.ada.command(DECK)
        assert noted.message is not None
        assert "Noted" in noted.message.plain


# -- stopping ----------------------------------------------------------------------------------------------------------


async def test_what_is_in_hand_is_finished_before_it_stops(sqlite_url: str) -> None:
    """A nudge that is being posted is marked as posted; a press that is being answered is answered."""
    loop = asyncio.get_running_loop()
    async with whole(sqlite_url, "socket") as story:
        noted = await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
        gone = await story.ada.command("/coop deliverable Bo Lindqvist: the notes by tomorrow")
        assert noted.message is not None
        assert gone.message is not None
        story.slack.faults.delay("chat.postMessage", 0.6)
        story.slack.faults.delay("response_url", 0.6)
        story.clock.set(datetime(2026, 11, 25, 12, tzinfo=UTC))
        await story.ada.press(gone.message, "delete")
        story.program.timetable._spawn(sweep)
        await asyncio.sleep(0.2)
        began = loop.time()
    took = loop.time() - began

    assert took < 5
    assert "is deleted" in story.ada.ephemeral[-1].plain
    assert len(story.ada.inbox) == 1
    async with opened(sqlite_url) as store, store.reading() as tx:
        assert (await tx.connection.execute(text("SELECT state FROM deliveries"))).scalars().all() == ["posted"]


async def test_what_comes_once_it_is_told_to_stop_is_left_for_slack_to_deliver_again(sqlite_url: str) -> None:
    """What is in hand by then is answered all the same."""
    slack = local_slack("socket", TUESDAY, patience=1.5)
    await slack.start()
    ada, settings, clock = slack.person("U0ADA"), settings_for(slack, sqlite_url, "socket"), MovableClock()
    clock.set(TUESDAY)
    try:
        async with running(settings, clock):
            await slack.connected()
            await ada.command("/coop")
            slack.faults.delay("views.open", 0.6)
            in_hand = asyncio.create_task(ada.command("/coop intro"))
            late = asyncio.create_task(soon(ada.say("app", "intro Bo Lindqvist"), 0.35))
            await asyncio.sleep(0.2)
        assert (await in_hand).ok
        assert ada.views[-1].title == "Log an introduction"
        assert ada.inbox == []

        async with running(settings, clock) as program:
            await late
            await until(lambda: _quiet(slack, program))
            assert len(ada.inbox) == 1
    finally:
        await slack.stop()


async def test_a_socket_that_slack_takes_back_while_it_stops_is_not_exchanged(sqlite_url: str) -> None:
    async with whole(sqlite_url, "socket") as story:
        slack = story.slack
        await story.ada.command("/coop")
        slack.faults.delay("views.open", 0.6)
        in_hand = asyncio.create_task(story.ada.command("/coop intro"))
        taken_back = asyncio.create_task(soon(slack.disconnect("refresh_requested"), 0.35))
        await asyncio.sleep(0.2)
    await taken_back

    assert (await in_hand).ok
    assert len([call for call in slack.calls if call.method == "apps.connections.open"]) == 1


async def test_a_message_that_was_to_be_drawn_anew_keeps_nobody_from_stopping(sqlite_url: str) -> None:
    async with asyncio.timeout(8), whole(sqlite_url, "socket") as story:
        story.program.timetable.redraw_soon()


async def test_it_starts_again_where_it_stopped(sqlite_url: str) -> None:
    slack = local_slack("socket", TUESDAY)
    await slack.start()
    clock = MovableClock()
    clock.set(TUESDAY)
    settings = settings_for(slack, sqlite_url, "socket")
    try:
        for _ in range(2):
            async with running(settings, clock):
                await slack.connected()
                told = await slack.person("U0ADA").command(DECK)
                assert told.message is not None
    finally:
        await slack.stop()

    async with opened(sqlite_url) as store, store.reading() as tx:
        assert (await tx.connection.execute(text("SELECT count(*) FROM deliverables"))).scalar_one() == 2


async def test_kill_9_after_an_answer_loses_nothing_and_a_signal_ends_it_well(tmp_path: Path) -> None:
    slack = local_slack("socket", TUESDAY)
    await slack.start()
    ada = slack.person("U0ADA")
    try:
        process = await started(slack, tmp_path)
        await slack.connected(20)
        assert (await ada.command(DECK)).message is not None
        assert (await ada.command("/coop deliverable Cleo Marchetti: the notes")).ok
        process.send_signal(signal.SIGKILL)
        await process.wait()

        process = await started(slack, tmp_path)
        await until(lambda: _serves(slack), 20)
        due = await ada.command("/coop")
        assert due.message is not None
        assert "Cleo Marchetti: the notes" in due.message.plain
        await ada.open_home()
        await until(lambda: _at_home(slack, "the deck"))

        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await slack.stop()


# -- what these are told with ------------------------------------------------------------------------------------------


async def started(slack: LocalSlack, folder: Path) -> asyncio.subprocess.Process:
    """`python -m bot run` as a process of its own, in that workspace."""
    environment = {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "COOP_PORT": "0",
        "DATABASE_URL": "sqlite:///coop.db",
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), cwd=folder, env=environment, stderr=asyncio.subprocess.DEVNULL
    )


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The database after the program."""
    store = Store(url)
    yield store
    await store.close()


async def closed_to_everybody(url: str, closed: bool) -> None:
    """A PostgreSQL database that takes nobody in, and has thrown out who was there; or takes them in again."""
    name = make_url(url).database
    server = make_url(url).set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(server, autocommit=True) as connection:
        await connection.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS {not closed}'.encode())
        if closed:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )


async def soon(doing: Awaitable[Any], seconds: float) -> None:
    """The same, a moment later."""
    await asyncio.sleep(seconds)
    await doing


async def ask(story: Whole, path: str) -> tuple[int, dict[str, Any]]:
    url = f"http://127.0.0.1:{story.program.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 5) -> None:
    """Waits until something holds."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110  # what is waited for is on the other side of a wire
            await asyncio.sleep(0.02)


async def _opened(slack: LocalSlack, times: int) -> bool:
    return len([call for call in slack.calls if call.method == "apps.connections.open"]) >= times


async def _quiet(slack: LocalSlack, program: Program) -> bool:
    await slack.quiet()
    await program.quiet()
    return bool(slack.person("U0ADA").inbox)


async def _said(story: Whole) -> bool:
    await story.quiet()
    return bool(story.ada.inbox)


async def _at_home(slack: LocalSlack, said: str) -> bool:
    home = slack.person("U0ADA").home
    return home is not None and said in home.plain


async def _serves(slack: LocalSlack) -> bool:
    return slack.backend.sockets.count > 0 and (await slack.person("U0ADA").command("/coop help")).ok
