"""A small world for faults: a local Slack, a database in which things are due, and the program that says them."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

from bot.config import Settings
from bot.manifest import manifest
from emulator import Clock, InstalledApp, LocalSlack, Seed, SeedChannel, SeedPerson
from etiquette.rules.deliverables import Owner, Promise
from etiquette.rules.lessons import Lesson
from etiquette.rules.members import Profile, Who
from etiquette.rules.workspaces import Workspace
from etiquette.services.calls import debrief, fix_call
from etiquette.services.contacts import Somebody
from etiquette.services.deliverables import agree_deliverable
from etiquette.services.digests import Weekly, set_digest
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.services.members import arrive, keep_workspace, meet
from etiquette.services.nudging import Doing
from etiquette.store.records import add
from etiquette.store.session import Store
from soak.faults.judge import left_open
from soak.faults.program import Elsewhere, Running, Switch, start

TEAM, GENERAL = "T0COOP", "C0GENERAL"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-1-coop", "xapp-1-coop", "a-signing-secret"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""Tuesday afternoon in London, where everybody is: what was planned on Monday for this morning is due."""
PEOPLE = [
    SeedPerson(f"U0P{number}", name.lower(), name, tz="Europe/London", locale="en-GB")
    for number, name in enumerate(["Ada", "Bo", "Cleo", "Dan", "Eve"])
]
LOCAL = "127.0.0.1"
POLL = 0.05
WORKERS = 2


@dataclass(slots=True)
class World:
    """One run: a workspace, a database, and the program, which can die and be started again.

    Where it `is_several`, `running` is the web process, and a crew of two workers does what is due.
    """

    slack: LocalSlack
    database_url: str
    folder: Path
    environment: dict[str, str]
    switch: Switch = field(default_factory=Switch)
    running: list[Running] = field(default_factory=list)
    acknowledged: dict[str, bool] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    is_several: bool = False
    crew: list[Running] = field(default_factory=list)
    crews_switch: Switch = field(init=False)

    def __post_init__(self) -> None:
        self.crews_switch = self.switch.of_others()

    def now(self) -> datetime:
        """Domain time, as the program has it."""
        return Elsewhere(self.switch).now()

    def passes(self, seconds: float) -> None:
        """Both sides' clocks are put on, or back."""
        self.switch.skew.value += seconds
        self.slack.clock.set(self.now().timestamp())

    def starts(self, steps: Path | None = None, **more: str) -> Running:
        """The program begins, with `more` settings of its own."""
        role = {"COOP_ROLE": "web"} if self.is_several else {}
        begun = start({**self.environment, **role, **more}, self.switch, self.folder / "program.log", steps)
        self.running.append(begun)
        while self.is_several and len(self.at_work) < WORKERS:
            self.employs()
        return begun

    def employs(self) -> None:
        """One worker more begins."""
        steps = self.folder / f"steps of worker {len(self.crew)}"
        own = {**self.environment, "COOP_ROLE": "worker", "COOP_PORT": "0"}
        self.crew.append(start(own, self.crews_switch, self.folder / "program.log", steps))

    @property
    def at_work(self) -> list[Running]:
        """The workers that are alive."""
        return [each for each in self.crew if each.is_alive]

    def goes_on(self) -> None:
        """Whatever is needed for everything to be done runs, even if one worker of two is dead."""
        if not self.is_up:
            self.starts()
        if self.is_several and not self.at_work:
            self.employs()

    @property
    def is_up(self) -> bool:
        """Whether it runs."""
        return bool(self.running) and self.running[-1].is_alive

    async def listens(self) -> None:
        """Waits until it takes commands."""
        async with asyncio.timeout(15):
            while self.is_up and not await _answers(int(self.environment["COOP_PORT"])):  # noqa: ASYNC110  # a port tells nobody
                await asyncio.sleep(POLL)

    async def types(self, text: str) -> bool:
        """A command of Ada's; whether it was said back to her. What she typed is remembered, with that."""
        outcome = await self.slack.person("U0P0").command(f"/coop deliverable Dana: {text} by Friday")
        self.heard.append(outcome.message.plain if outcome.message is not None else "")
        self.acknowledged[text] = text in self.heard[-1]
        return self.acknowledged[text]

    async def settled(self, within: float = 30.0) -> bool:
        """Waits until nothing that is due is open; False where something still is after so many seconds."""
        store, until = Store(self.database_url), monotonic() + within
        try:
            while monotonic() < until:
                with suppress(Exception):  # the database may be away for a while
                    if not await self._open(store):
                        return True
                await asyncio.sleep(POLL)
            return False
        finally:
            await store.close()

    async def ends(self) -> None:
        """The program is stopped, wherever it still runs."""
        self.switch.spares()
        self.crews_switch.spares()
        for each in (*self.running, *self.crew):
            if each.is_alive:
                await each.stopped()

    async def _open(self, store: Store) -> int:
        return len(await left_open(store, self.now()))


@asynccontextmanager
async def world(
    database_url: str, folder: Path, transport: str = "http", patience: float = 3.0, *, is_several: bool = False
) -> AsyncIterator[World]:
    """A workspace around a database that `fills` has filled. What still runs at the end is stopped."""
    slack = _slack(transport, patience)
    await slack.start()
    port = _free_port()
    if transport == "http":
        slack.set_request_url(f"http://{LOCAL}:{port}/slack/events")
    environment = {
        **_tokens(transport),
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "COOP_HOST": LOCAL,
        "COOP_PORT": str(port),
        "COOP_LOG_FORMAT": "json",
        "COOP_POSTS_PER_MINUTE": "0",
    }
    living = World(slack, database_url, folder, environment, is_several=is_several)
    living.switch.ahead.value = (NOW - living.now()).total_seconds()
    try:
        yield living
    finally:
        await living.ends()
        await slack.stop()


async def fills(database_url: str) -> None:
    """Five people with things that are due by now, and a channel with a digest that is due, too."""
    store = Store(database_url)
    await keep_workspace(store, Workspace(TEAM, "Coop", "U0BOT", "UTC"), MONDAY)
    try:
        for person in PEOPLE:
            await _has_much_to_do(store, Who(TEAM, person.id), person.name)
    finally:
        await store.close()


async def _has_much_to_do(store: Store, who: Who, name: str) -> None:
    member = await meet(store, who, Profile("Europe/London", "en-GB", name, is_active=True), MONDAY)
    await arrive(store, member, MONDAY, uses=True, greets=True)
    acts = iter(range(100))

    def doing(hours: float = 0) -> Doing:
        return Doing(store, member, f"{who.member_id} {next(acts)}", MONDAY + timedelta(hours=hours, minutes=1))

    await agree_deliverable(doing(), Somebody("Nora Lind"), _promise("the deck", 25), "the deck")
    await agree_deliverable(doing(), Somebody("Jonas Weber"), _promise("the notes", 24), "the notes")
    if who.member_id in {"U0P0", "U0P1"}:  # of three and more, a digest would draw a picture, which takes its time
        await log_introduction(doing(), Somebody("Nora Lind"), Introduced("Sam Rivera"), "Nora via Sam")
        fixed = await fix_call(doing(), Somebody("Dana Reyes"), MONDAY - timedelta(hours=1), 30, "call Dana")
        await debrief(doing(1), fixed.call.id, "Pricing", (), two_way=True)
    if who.member_id == "U0P0":
        await set_digest(doing(), GENERAL, Weekly(NOW.weekday(), (NOW - timedelta(hours=1)).time()))
        async with store.writing() as tx:
            await add(tx, _lesson(who))


def _promise(what: str, day: int) -> Promise:
    return Promise(Owner.MINE, what, date(2026, 11, day))


def _lesson(who: Who) -> Lesson:
    return Lesson(
        id="l-lesson",
        workspace_id=who.workspace_id,
        member_id=who.member_id,
        contact_id=None,
        call_id=None,
        text="Ask for the bad news first.",
        channel=None,
        in_digest=True,
        created_at=MONDAY,
    )


def _slack(transport: str, patience: float) -> LocalSlack:
    asked = manifest(Settings.of(_tokens(transport)), "https://coop.example")
    installed = InstalledApp.from_manifest(asked, BOT_TOKEN, APP_TOKEN, SECRET)
    everybody = [person.id for person in PEOPLE]
    seed = Seed(people=PEOPLE, channels=[SeedChannel(GENERAL, "general", everybody, bot_is_member=True)])
    return LocalSlack(installed, seed, clock=Clock(NOW), patience=patience)


def _tokens(transport: str) -> dict[str, str]:
    own = {"SLACK_SIGNING_SECRET": SECRET} if transport == "http" else {"SLACK_APP_TOKEN": APP_TOKEN}
    return {"SLACK_BOT_TOKEN": BOT_TOKEN, "COOP_TRANSPORT": transport, **own}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((LOCAL, 0))
        return int(found.getsockname()[1])


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOCAL, port)
    except OSError:
        return False
    writer.close()
    return True
