"""Several processes on one PostgreSQL: what reaches two of them has one effect, what one leaves another finishes.

Nothing but the database is between them (N4).
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import text

from bot.app import Program, running
from bot.clock import Clock, MovableClock
from bot.config import Settings
from emulator import LocalSlack, SeedPerson
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.introductions import Introduction
from etiquette.rules.members import Profile, Who
from etiquette.rules.nudges import Kind
from etiquette.services.drafts import drafts_of
from etiquette.services.members import arrive, meet, member_of
from etiquette.store.records import all_of
from etiquette.store.session import Store
from scheduler.sweep import sweep
from tests.bot.conftest import BOT_TOKEN, SECRET
from tests.bot.test_cli import ROOT, ready
from tests.cast import Hand, opened
from tests.etiquette.store.test_migrations import emptied
from tests.whole import ADAS_PROFILE, TUESDAY, local_slack, settings_for

pytestmark = pytest.mark.postgres

DECK = "Bo Lindqvist: the deck by Friday"
ADA = Who("T0COOP", "U0ADA")
F = TypeVar("F", Deliverable, Introduction)


@dataclass(slots=True)
class Pair:
    """Two web processes of the program, and a Slack that delivers everything to both of them at the same moment."""

    slack: LocalSlack
    programs: list[Program]
    clocks: list[MovableClock]

    @property
    def store(self) -> Store:
        return self.programs[0].store

    async def facts(self, noun: type[F]) -> list[F]:
        """What Ada has logged of one noun."""
        async with self.store.reading() as tx:
            return await all_of(tx, noun, ADA)

    async def quiet(self) -> None:
        """Neither side has anything left to do."""
        await self.slack.quiet()
        for program in self.programs:
            await program.errands.finished()


@pytest.fixture
async def pair(emptied_postgres_url: str) -> AsyncIterator[Pair]:
    async with pair_on(emptied_postgres_url) as both:
        ada = await meet(both.store, ADA, ADAS_PROFILE, TUESDAY)
        await arrive(both.store, ada, TUESDAY, uses=True, greets=True)
        yield both


@asynccontextmanager
async def pair_on(database_url: str) -> AsyncIterator[Pair]:
    slack = local_slack("http", TUESDAY)
    await slack.start()
    settings = settings_for(slack, database_url, "http")
    try:
        async with AsyncExitStack() as stack:
            clocks = [MovableClock(), MovableClock()]
            processes = [a_web_process(settings, clock) for clock in clocks]
            programs = await asyncio.gather(*map(stack.enter_async_context, processes))
            slack.set_request_url(await stack.enter_async_context(to_both([program.port for program in programs])))
            yield Pair(slack, list(programs), clocks)
    finally:
        await slack.stop()


@asynccontextmanager
async def a_web_process(settings: Settings, clock: MovableClock) -> AsyncIterator[Program]:
    """Its own connections, its own memory, its own clock."""
    clock.set(TUESDAY)
    async with running(settings.model_copy(update={"role": "web"}), clock) as program:
        yield program


@asynccontextmanager
async def to_both(ports: list[int]) -> AsyncIterator[str]:
    """A door in front of both: each delivery goes to the one and the other, and the first to be done answers Slack."""

    async def passed_on(request: web.Request) -> web.Response:
        body, headers = await request.read(), request.headers

        async def to_one(port: int) -> web.Response:
            url = f"http://127.0.0.1:{port}/slack/events"
            async with session.post(url, data=body, headers=headers) as answer:
                return web.Response(body=await answer.read(), status=answer.status, headers=kept(answer))

        answers = await asyncio.gather(*map(to_one, ports))
        return max(answers, key=lambda answer: (answer.status == 200, answer.content_length or 0))

    app = web.Application()
    app.router.add_post("/slack/events", passed_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        finally:
            await runner.cleanup()


def kept(answer: aiohttp.ClientResponse) -> dict[str, str]:
    return {name: answer.headers[name] for name in ("Content-Type",) if name in answer.headers}


async def test_n4_a_command_that_reaches_two_processes_is_noted_once_and_answered(pair: Pair) -> None:
    for typed in ("/coop intro Bo Lindqvist", f"/coop deliverable {DECK}"):
        told = await pair.slack.person("U0ADA").command(typed)
        assert told.message is not None

    assert len(await pair.facts(Introduction)) == 1
    assert len(await pair.facts(Deliverable)) == 1


async def test_n4_a_form_that_reaches_two_processes_opens_once_and_is_noted_once(pair: Pair) -> None:
    ada = pair.slack.person("U0ADA")
    await ada.command("/coop deliverable Bo Lindqvist: the deck")
    assert [form.title for form in ada.views] == ["Log a deliverable"]
    member = await member_of(pair.store, ADA)
    assert member is not None
    assert len(await drafts_of(pair.store, member)) == 1

    sent = await ada.submit(ada.views[-1], {"due": "2026-11-27"})

    assert sent.ok
    assert len(await pair.facts(Deliverable)) == 1


async def test_n4_words_that_reach_two_processes_are_noted_once(pair: Pair) -> None:
    """Also where Slack delivers the same event again, later."""
    ada = pair.slack.person("U0ADA")
    pair.slack.faults.deliver_twice()

    await ada.say("app", f"deliverable {DECK}")
    await pair.quiet()

    assert len(await pair.facts(Deliverable)) == 1
    noted, seen_before = sorted((said.plain for said in ada.inbox), key=lambda said: "Noted" not in said)
    assert noted.startswith("Noted. You promised *Bo Lindqvist*: the deck")
    assert seen_before == "I have that already, so I noted it only once."


async def test_n4_a_press_that_reaches_two_processes_counts_once_and_on_an_old_message_says_what_stands(
    pair: Pair,
) -> None:
    ada = pair.slack.person("U0ADA")
    for words in (DECK, "Cleo Marchetti: the notes by Friday"):
        await ada.command(f"/coop deliverable {words}")
    old = ada.ephemeral[-1]

    await asyncio.gather(*(ada.press(old, "delete") for _ in range(2)))
    await pair.quiet()
    [left] = await pair.facts(Deliverable)
    assert left.what == "the deck"

    await ada.press(old, "delete")
    await pair.quiet()
    assert await pair.facts(Deliverable) == [left]
    assert ada.ephemeral[-1].plain == "That is not here any more. It may have been deleted or undone."


async def test_n4_a_nudge_that_is_answered_in_two_processes_is_answered_once(pair: Pair) -> None:
    """By two presses, each of which reaches both. The message shows what was chosen."""
    ada = pair.slack.person("U0ADA")
    await ada.command(f"/coop deliverable {DECK}")
    [deck] = await pair.facts(Deliverable)
    for clock in pair.clocks:
        clock.set(datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert await sweep(pair.programs[0].timetable._desk) == 1
    [nudge] = ada.inbox

    await asyncio.gather(*(ada.press(nudge, "nudge_done") for _ in range(2)))
    await pair.quiet()

    assert [each.state for each in await pair.facts(Deliverable)] == [DeliverableState.DELIVERED]
    assert (await pair.facts(Deliverable))[0].revision == deck.revision + 1
    assert "settled already" in ada.ephemeral[-1].plain


async def test_two_programs_that_start_at_once_on_an_empty_database_both_serve(postgres_url: str) -> None:
    """One of them makes the tables, and each finds itself in the workspace."""
    store = Store(postgres_url)
    await emptied(store)
    await store.close()

    async with pair_on(postgres_url) as both:
        told = await both.slack.person("U0ADA").command(f"/coop deliverable {DECK}")
        assert told.message is not None


# -- processes of their own --------------------------------------------------------------------------------------------


async def test_n4_a_worker_that_is_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    tmp_path: Path, emptied_postgres_url: str, unused_tcp_port: int
) -> None:
    """Two workers and a web process. What the one had in hand is said by the other, when its leases have run out."""
    async with AsyncExitStack() as stack:
        slack = local_slack("http", Clock().now())
        await slack.start()
        stack.push_async_callback(slack.stop)
        people = await a_rush(slack, emptied_postgres_url, 20)
        slack.set_request_url(f"http://127.0.0.1:{unused_tcp_port}/slack/events")
        building = Building(stack, tmp_path, slack.api_url, emptied_postgres_url, Clock().now())
        workers = [await building.process("worker", 0), await building.process("worker", 0)]
        await building.process("web", unused_tcp_port)
        await ready(unused_tcp_port, 40)

        first = await whoever_says(workers, 6)
        first.running.kill()
        told = await slack.person("U0ADA").command(f"/coop deliverable {DECK}")
        assert told.message is not None
        answered = next(slack.person(who) for who in people if slack.person(who).inbox)
        await answered.press(answered.inbox[0], "nudge_done")
        await until(lambda: all(slack.person(who).inbox for who in people), seconds=40)
        await until(lambda: "Undo" in answered.inbox[0].buttons)

        assert [len(slack.person(who).inbox) for who in people] == [1] * len(people)
        second = next(each for each in workers if each is not first)
        second.running.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(second.running.wait(), 10) == 0
        assert await states(emptied_postgres_url) == {"posted": len(people)}
        assert second.said > 0


@dataclass(slots=True)
class Running:
    """A process of the program, and how many nudges it said that it has posted."""

    running: asyncio.subprocess.Process
    said: int = 0

    async def listen(self) -> None:
        assert self.running.stderr is not None
        async for line in self.running.stderr:
            self.said += b"nudge_posted" in line


@dataclass(frozen=True, slots=True)
class Building:
    """Where processes of the program run, all of them on one database; whoever is left is killed at the end."""

    stack: AsyncExitStack
    folder: Path
    api_url: str
    database_url: str
    began: datetime

    async def process(self, role: str, port: int) -> Running:
        """A worker's machine clock runs fast, so that its leases are soon out; a web process is as it always is."""
        in_haste = str(Path(__file__).with_name("in_haste.py"))
        program = ("-m", "bot", "run") if role == "web" else (in_haste, self.began.isoformat())
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, *program),
            cwd=self.folder,
            env={
                "PYTHONPATH": str(ROOT),
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_API_URL": self.api_url,
                "COOP_TRANSPORT": "http",
                "DATABASE_URL": self.database_url,
                "COOP_ROLE": role,
                "COOP_PORT": str(port),
                "COOP_SWEEP_SECONDS": "1",
                "COOP_POSTS_PER_MINUTE": "600",
                "COOP_LOG_FORMAT": "json",
            },
            stderr=asyncio.subprocess.PIPE,
        )
        process = Running(running)
        listening = asyncio.create_task(process.listen())

        async def ended() -> None:
            if running.returncode is None:
                running.kill()
                await running.wait()
            await listening

        self.stack.push_async_callback(ended)
        return process


async def a_rush(slack: LocalSlack, database_url: str, count: int) -> list[str]:
    """So many people who work day and night, and are to be told of a deck now; gives their ids."""
    now = Clock().now()
    people = [f"U1{number:03}" for number in range(count)]
    async with opened(database_url) as store:
        for person in people:
            slack.backend.workspace.keep_person(SeedPerson(person, person.lower()))
            profile = Profile("Europe/London", "en-GB", person, is_active=True)
            hand = Hand(store, await meet(store, Who("T0COOP", person), profile, now), now)
            await hand.promises(due_on=now.date() + timedelta(days=20))
        async with store.writing() as tx:
            for statement in (AT_WORK, ONE_EACH, DUE):
                await tx.connection.execute(text(statement))
    return people


AT_WORK = "UPDATE members SET working_days = '0123456', work_start = '00:00', work_end = '23:59:59'"
ONE_EACH = "DELETE FROM nudges WHERE occasion <> '1/before'"
DUE = "UPDATE nudges SET due_at = now() - interval '1 minute'"


async def whoever_says(workers: list[Running], many: int) -> Running:
    """Which of them it is that says so many things first."""
    await until(lambda: any(worker.said >= many for worker in workers), seconds=30)
    return max(workers, key=lambda worker: worker.said)


async def states(database_url: str) -> dict[str, int]:
    """The nudges of the rush, by their state."""
    store = Store(database_url)
    async with store.reading() as tx:
        rows = await tx.connection.execute(
            text("SELECT state, count(*) FROM nudges WHERE recipient LIKE 'U1%' AND kind = :kind GROUP BY state"),
            {"kind": Kind.DELIVERABLE_MINE},
        )
        found = {str(state): int(count) for state, count in rows}
    await store.close()
    return found


async def until(holds: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  # what is waited for is in another process
            await asyncio.sleep(0.02)
