"""A database that is away, and a token that Slack takes no more: waited for, said once, and nothing is lost (N4)."""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import psycopg
import pytest
from prometheus_client import CollectorRegistry
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from structlog.typing import EventDict

import handlers.reception
from bot import memory
from bot.app import running, serve
from bot.clock import Clock
from bot.config import MisconfiguredError
from bot.figures import Figures
from bot.memory import Memory
from bot.values import Role
from emulator import LocalSlack
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import AwayError
from etiquette.store.presence import alone_with_file
from etiquette.store.session import Store
from handlers.answering import answer_of
from handlers.answers import Aside
from handlers.reception import Reception, Visit
from scheduler.recovery import recover
from scheduler.sweep import sweep
from tests.bot.test_app import ask, closed_to_everybody, until
from tests.handlers.manners import facts
from tests.whole import BOT_TOKEN, SECRET, TUESDAY, Whole, local_slack, settings_for, whole
from tools.postgres import stopped

DECK = "/coop deliverable Bo Lindqvist: the deck by tomorrow"
AWAY = "My memory is away for a moment, so nothing of this was kept. Please try again in a minute."
AWAY_MEANWHILE = "My memory went away while I was at it. Please look in a minute whether this was kept."
NEWS = {"type": "user_change", "user": {"id": "U0ADA", "team_id": "T0COOP", "tz": "Europe/Paris"}}
GIVEN = "COOP_TEST_POSTGRES_URL"


@pytest.fixture(autouse=True)
def log() -> Iterator[list[EventDict]]:
    with capture_logs() as entries:
        yield entries


def times_said(log: list[EventDict], event: str) -> int:
    return len([entry for entry in log if entry["event"] == event])


# -- while it runs -----------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.skipif(GIVEN in os.environ, reason="a server that is given is not ours to stop")  # noqa: TID251  # no setting of the bot
async def test_the_database_stops_and_everything_goes_on_by_itself_when_it_is_back(
    postgres_server: URL, postgres_url: str, log: list[EventDict]
) -> None:
    async with whole(postgres_url, "http") as story:
        noted = await story.ada.command(DECK)
        assert noted.message is not None
        gone = stopped(postgres_server)
        await asyncio.to_thread(gone.__enter__)
        try:
            status, told = await ask(story, "/readyz")
            assert status == 503
            assert told["checks"]["database"] == told["checks"]["migrations"] == "The database does not answer."
            assert told["checks"]["slack"] == "ok"
            assert (await ask(story, "/healthz"))[0] == 200
            assert "coopetiquette_database_up 0.0" in await page(story)
            assert await delivered(story, NEWS) == 503  # Slack delivers it again

            failed = await story.ada.command(DECK)
            assert failed.message is not None
            assert failed.message.plain == AWAY
            await story.ada.press(noted.message, "delete")
            await story.slack.quiet()
            assert story.ada.ephemeral[-1].plain == AWAY

            for _ in range(3):
                await story.program.timetable.quiet()  # the ticks go on trying
        finally:
            await asyncio.to_thread(gone.__exit__, None, None, None)

        assert (await ask(story, "/readyz"))[0] == 200
        assert await delivered(story, NEWS) == 200
        again = await story.ada.command(DECK)
        assert again.message is not None
        assert "Noted" in again.message.plain
        assert len(await facts(story, Deliverable)) == 2
        [message] = await story.move(days=1)
        assert message.plain.count("The deck for Bo Lindqvist") == 2

    [away] = [entry for entry in log if entry["event"] == "database_is_away"]
    assert away["told"].startswith("The database does not answer")
    assert times_said(log, "database_is_back") == 1
    assert times_said(log, "tick_failed") == times_said(log, "request_failed") == 0


async def test_a_database_that_takes_nothing_more_says_so_and_keeps_what_it_has(
    sqlite_url: str, log: list[EventDict]
) -> None:
    """Its disk is full: what can be read is read, and what was asked for was begun by then."""
    async with whole(sqlite_url, "http") as story:
        await story.ada.command("/coop")
        async with story.program.store.writing() as tx:
            pages = (await tx.connection.execute(text("PRAGMA page_count"))).scalar_one()
            await tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        failed = await story.ada.command(f"/coop deliverable Bo Lindqvist: {'the very long deck ' * 300} by tomorrow")
        assert failed.message is not None
        assert failed.message.plain in {AWAY_MEANWHILE, AWAY}
        assert await facts(story, Deliverable) == []

        async with story.program.store.writing() as tx:
            await tx.connection.execute(text("PRAGMA max_page_count = 1000000"))
        noted = await story.ada.command(DECK)
        assert noted.message is not None
        assert "Noted" in noted.message.plain


async def test_a_database_that_is_silent_is_not_waited_for_longer_than_slack_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes the connection, and says nothing: whoever typed something hears why within their three seconds."""
    monkeypatch.setattr(handlers.reception, "PATIENCE", 0.1)
    async with silent_server() as port:
        store = Store(f"postgresql+psycopg://ada@127.0.0.1:{port}/coop")
        reception = Reception(store, *[None] * 8)  # type: ignore[arg-type]  # it does not come to the rest

        async def handle(_visit: Visit, _body: dict[str, Any]) -> None:
            raise AssertionError("nobody is known")

        async with asyncio.timeout(1):
            answer, _ = await answer_of(reception, {"team_id": "T0COOP", "user_id": "U0ADA"}, "command:1", handle)
        await store.close()

    assert isinstance(answer, Aside)
    assert answer.said.text == AWAY


# -- at its start ------------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_at_the_start_it_is_waited_for_and_whoever_types_something_hears_why(
    postgres_url: str, unused_tcp_port: int, log: list[EventDict], monkeypatch: pytest.MonkeyPatch, transport: str
) -> None:
    monkeypatch.setattr(memory, "AGAIN_IN", 0.1)
    await closed_to_everybody(postgres_url, True)
    async with beginning(postgres_url, unused_tcp_port, transport) as (slack, stop, serving):
        ada = slack.person("U0ADA")
        await until(lambda: said_so(log))
        if transport == "socket":
            await slack.connected()
        status, told = await get(unused_tcp_port, "/readyz")
        assert (status, told["checks"]["database"]) == (503, "The database does not answer.")
        assert told["checks"]["sweep"] == "It is still starting."
        assert (await get(unused_tcp_port, "/healthz"))[0] == 200
        failed = await ada.command(DECK)
        assert failed.message is not None
        assert failed.message.plain == AWAY

        await closed_to_everybody(postgres_url, False)
        await until(lambda: is_ready(unused_tcp_port))
        noted = await ada.command(DECK)
        assert noted.message is not None
        assert "Noted" in noted.message.plain
        stop.set()
        await serving
    assert times_said(log, "database_is_away") == 1


async def test_a_file_that_is_being_restored_at_the_start_is_waited_for(
    sqlite_url: str, log: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "AGAIN_IN", 0.05)
    theirs = Memory(Clock(), Figures(CollectorRegistry()))
    with alone_with_file(sqlite_url):
        opening = asyncio.create_task(theirs.opened(sqlite_url, asyncio.Event()))
        await until(lambda: said_so(log))
        assert not opening.done()

    store = await opening
    await store.ping()
    await store.close()
    [away] = [entry for entry in log if entry["event"] == "database_is_away"]
    assert "it is being restored" in away["reason"]


async def test_told_to_stop_while_it_waits_it_stops(unused_tcp_port: int, log: list[EventDict]) -> None:
    """Of a server that takes the connection and never answers, too."""
    async with silent_server() as port:
        url = f"postgresql://ada:hush@127.0.0.1:{port}/coop"
        async with beginning(url, unused_tcp_port) as (_, stop, serving):
            await until(lambda: is_alive(unused_tcp_port))
            stop.set()
            async with asyncio.timeout(2):
                await serving
    assert times_said(log, "ready") == 0


@pytest.mark.postgres
@pytest.mark.parametrize("wrong", [{"database": "nowhere"}, {"username": "nobody"}], ids=str)
async def test_what_waiting_does_not_mend_is_told_at_once(
    postgres_server: URL, unused_tcp_port: int, wrong: dict[str, Any]
) -> None:
    url = postgres_server.set(drivername="postgresql", **wrong).render_as_string(hide_password=False)
    async with beginning(url, unused_tcp_port) as (_, _, serving):
        with pytest.raises(
            MisconfiguredError, match=r"DATABASE_URL leads to no database that answers: .* does not exist"
        ):
            await asyncio.wait_for(serving, 5)


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ('FATAL:  password authentication failed for user "ada"', False),
        ("fe_sendauth: no password supplied", False),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "ada"', False),
        ("FATAL:  the database system is starting up", True),
        ("FATAL:  sorry, too many clients already", True),
        ("server closed the connection unexpectedly", True),
        ("connection timeout expired", True),
    ],
)
async def test_a_server_that_turns_somebody_away_is_told_from_one_that_is_not_there(said: str, waits: bool) -> None:
    async def begin() -> None:
        raise OperationalError(None, None, psycopg.OperationalError(f"connection failed: {said}"))

    mind = Memory(Clock(), Figures(CollectorRegistry()))
    if waits:
        assert not await mind.takes(begin)
    else:
        with pytest.raises(MisconfiguredError):
            await mind.takes(begin)


# -- what is said of it ------------------------------------------------------------------------------------------------


class Watch(Clock):
    """A clock whose seconds the test counts."""

    seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


def test_it_is_said_once_a_minute_and_once_when_it_is_back(log: list[EventDict]) -> None:
    clock = Watch()
    mind = Memory(clock, Figures(CollectorRegistry()))
    for clock.seconds in (0, 10, 59, 61, 70, 119):
        mind.away(OperationalError(None, None, psycopg.OperationalError("no route to host")))
    clock.seconds = 130
    for _ in range(2):
        mind.answered(Counter())

    assert [(entry["event"], entry.get("for_seconds", entry.get("after_seconds"))) for entry in log] == [
        ("database_is_away", 0),
        ("database_is_away", 61),
        ("database_is_back", 130),
    ]


async def test_what_is_wrong_with_a_statement_is_no_absence(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    with pytest.raises(OperationalError):
        async with store.reading() as tx:
            await tx.connection.execute(text("SELECT * FROM nowhere"))
    await store.close()
    with pytest.raises(AwayError):
        async with Store("postgresql+psycopg://ada@127.0.0.1:1/coop").reading():
            raise AssertionError("there is nobody")


# -- a token that slack takes no more ----------------------------------------------------------------------------------


async def test_a_token_that_is_revoked_is_said_once_and_what_is_planned_stays_planned(
    sqlite_url: str, log: list[EventDict]
) -> None:
    async with whole(sqlite_url, "http") as story:
        await story.ada.command(DECK)
        story.slack.tokens.revoke(BOT_TOKEN)
        story.clock.set(TUESDAY.replace(day=25, hour=12))
        for tick in (sweep, recover, sweep):
            await story.program.timetable._run(tick)

        status, told = await ask(story, "/readyz")
        assert (status, told["checks"]["slack"]) == (503, "Slack refuses the token: token_revoked.")
        assert "coopetiquette_workspaces_stopped 1.0" in await page(story)
        assert (await ask(story, "/healthz"))[0] == 200
        async with story.program.store.reading() as tx:
            states = await tx.connection.execute(text("SELECT DISTINCT state FROM nudges"))
            assert states.scalars().all() == ["planned"]
        posts = [call for call in story.slack.calls if call.method == "chat.postMessage"]

        story.slack.tokens.restore(BOT_TOKEN)
        assert (await ask(story, "/readyz"))[0] == 200
        assert "coopetiquette_workspaces_stopped 0.0" in await page(story)

    assert posts == []
    [entry] = [entry for entry in log if entry["event"] == "token_refused"]
    assert entry["told"].startswith("Slack no longer takes the bot token")
    assert [entry["event"] for entry in log if entry["log_level"] == "warning"] == []
    assert times_said(log, "token_taken_again") == 1


async def test_it_is_not_ready_where_the_sweep_has_not_run_for_long(sqlite_url: str) -> None:
    async with whole(sqlite_url, "http") as story:
        timetable = story.program.timetable
        timetable._ended[sweep] -= 20_000

        status, told = await ask(story, "/readyz")
        assert (status, told["checks"]["sweep"]) == (503, "The sweep ended last 20000 seconds ago.")

        await timetable.quiet()
        assert (await ask(story, "/readyz"))[0] == 200


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("role", "also"), [(Role.WEB, {"socket"}), (Role.WORKER, {"sweep"}), (Role.ALL, {"socket", "sweep"})]
)
async def test_what_is_asked_of_a_process_is_what_its_role_takes(postgres_url: str, role: Role, also: set[str]) -> None:
    slack = local_slack("socket", TUESDAY)
    await slack.start()
    settings = settings_for(slack, postgres_url, "socket").model_copy(update={"role": role})
    async with running(settings, Clock()) as program:
        status, told = await get(program.port, "/readyz")
    await slack.stop()

    assert (status, set(told["checks"])) == (200, {"database", "migrations", "slack", *also})


# -- what these are told with ------------------------------------------------------------------------------------------


@asynccontextmanager
async def beginning(
    database_url: str, port: int, transport: str = "http"
) -> AsyncIterator[tuple[LocalSlack, asyncio.Event, "asyncio.Task[None]"]]:
    """The program, told to begin in a workspace; it is stopped at the end, if it was not before."""
    slack = local_slack(transport, TUESDAY)
    await slack.start()
    if transport == "http":
        slack.set_request_url(f"http://127.0.0.1:{port}/slack/events")
    settings = settings_for(slack, database_url, transport).model_copy(update={"port": port})
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(settings, stop))
    try:
        yield slack, stop, serving
    finally:
        stop.set()
        await asyncio.wait({serving})
        await slack.stop()


@asynccontextmanager
async def silent_server() -> AsyncIterator[int]:
    """It takes whoever comes, and never says a word; gives its port."""
    guests: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: guests.append(writer), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for guest in guests:
            guest.close()


async def delivered(story: Whole, event: dict[str, Any]) -> int:
    """What an event of Slack's is answered with."""
    body = json.dumps({"type": "event_callback", "team_id": "T0COOP", "event_id": "Ev1", "event": event})
    timestamp = str(int(time.time()))  # noqa: TID251  # the machine's own, as Slack's is
    signed = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": str(SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)),
    }
    url = f"http://127.0.0.1:{story.program.port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=signed) as answer:
        return answer.status


async def get(port: int, path: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.json()


async def is_ready(port: int) -> bool:
    return (await get(port, "/readyz"))[0] == 200


async def is_alive(port: int) -> bool:
    try:
        return (await get(port, "/healthz"))[0] == 200
    except aiohttp.ClientError:
        return False


async def said_so(log: list[EventDict]) -> bool:
    return times_said(log, "database_is_away") > 0


async def page(story: Whole) -> str:
    url = f"http://127.0.0.1:{story.program.port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return await answer.text()
