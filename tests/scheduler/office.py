"""Where the scheduler's tests happen: a database, a local workspace and its faults, and two clocks that stand still."""

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bot.config import Settings
from bot.manifest import manifest
from emulator import Clock, InstalledApp, LocalSlack, Message, Person, Seed, SeedChannel, SeedPerson
from etiquette.messages.chart import Week, weeks_chart
from etiquette.rules.members import Who
from etiquette.rules.nudges import State
from etiquette.store.session import Store
from scheduler.desk import Desk, Watch
from scheduler.digests import plan_digests
from scheduler.dispatch import dispatch
from scheduler.drawing import Easel
from scheduler.recovery import recover
from scheduler.redraw import redraw
from scheduler.slack import WayOut
from scheduler.sweep import sweep
from tests.cast import ADA, BO, DAN, TUESDAY, Hand, opened

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-1-coop", "xapp-1-coop", "a-signing-secret"
PEOPLE = [
    SeedPerson("U0ADA", "ada", "Ada Okafor", tz="Europe/London"),
    SeedPerson("U0BO", "bo", "Bo Lindqvist", tz="Europe/Stockholm"),
    SeedPerson("U0SAM", "sam", "Sam Rivera", tz="America/New_York"),
    SeedPerson("U0DAN", "dan", "Dan Whitlock", tz="America/Los_Angeles"),
]
EVERYBODY = [person.id for person in PEOPLE]
CHANNELS = [
    SeedChannel("C0GENERAL", "general", EVERYBODY, bot_is_member=True),
    SeedChannel("C0QUIET", "quiet", EVERYBODY),
    SeedChannel("G0SECRET", "secret", ["U0ADA"], is_private=True),
    SeedChannel("C0BOARD", "board", ["U0BO"], bot_is_member=True),
    SeedChannel("C0OLD", "old", EVERYBODY, bot_is_member=True, is_archived=True),
    SeedChannel("C0ABROAD", "abroad", EVERYBODY, bot_is_member=True, is_ext_shared=True),
]
LEASE_IS_OUT = 96
"""Seconds of machine time after which a claim is anybody's."""
ROUNDS = 20


@dataclass(slots=True)
class Time:
    """Domain time and machine time, which move only when the test moves them."""

    domain: datetime = TUESDAY
    machine: datetime = TUESDAY
    off: timedelta = timedelta()
    """By so much the machine's clock has been set wrong, or right, since."""

    def now(self) -> datetime:
        return self.domain

    def machine_now(self) -> datetime:
        return self.machine + self.off

    def monotonic(self) -> float:
        return self.machine.timestamp()


@dataclass(slots=True)
class Office:
    """One workspace, one database, and as many workers as the test asks for."""

    slack: LocalSlack
    store: Store
    time: Time
    session: aiohttp.ClientSession
    stack: AsyncExitStack
    desk: Desk
    database_url: str
    hands: dict[Who, Hand] = field(default_factory=dict)

    async def hand(self, who: Who = ADA) -> Hand:
        """A member, who acts at the office's time."""
        if who not in self.hands:
            self.hands[who] = await Hand.of(self.store, who)
        self.hands[who].now = self.time.domain
        return self.hands[who]

    def another_desk(self, slowest: float = 5.0, api_url: str | None = None) -> Desk:
        """Another worker: connections and holds of its own, on the same database."""
        store = Store(self.database_url)
        self.stack.push_async_callback(store.close)
        return make_desk(store, self.time, self.session, api_url or self.slack.api_url, slowest)

    def moves(self, **by: float) -> None:
        """Time goes on for both sides, by timedelta's words; nothing happens on the way."""
        self.time.machine += timedelta(**by)
        self.moves_to(self.time.domain + timedelta(**by))

    def moves_to(self, moment: datetime) -> None:
        """Domain time is set; machine time is not."""
        self.time.domain = moment
        self.slack.clock.set(moment.timestamp())

    async def ticks(self, desk: Desk | None = None) -> None:
        """Everything that is to be done at this moment is done."""
        for _ in range(ROUNDS):
            if not sum([await tick(desk or self.desk) for tick in (plan_digests, dispatch, sweep, recover, redraw)]):
                return
        raise AssertionError("the ticks find no rest")

    def inbox(self, who: Who = ADA) -> list[Message]:
        """What the bot wrote to a member."""
        return self.person(who).inbox

    def person(self, who: Who = ADA) -> Person:
        return self.slack.person(who.member_id)

    def said(self) -> Counter[str]:
        """How often each nudge was said, by the digests in the messages' metadata, whoever it was said to."""
        payloads = [
            message.metadata["event_payload"]
            for who in (ADA, BO, DAN)
            for message in self.inbox(who)
            if message.metadata is not None
        ]
        return Counter(digest for payload in payloads for digest in payload.get("nudges", "").split(",") if digest)

    async def run(self, statement: str, **values: object) -> None:
        """Changes the database by hand."""
        async with self.store.writing() as tx:
            await tx.connection.execute(text(statement), values)

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        """Looks into the database by hand."""
        async with self.store.reading() as tx:
            return [tuple(row) for row in await tx.connection.execute(text(query))]

    async def states(self) -> Counter[str]:
        """How many nudges there are in each state, apart from check-ins, which all contacts have in months from now."""
        query = text("SELECT state, count(*) FROM nudges WHERE kind <> 'check_in' GROUP BY state")
        async with self.store.reading() as tx:
            rows = await tx.connection.execute(query)
            return Counter({str(state): int(count) for state, count in rows})

    async def errors(self, state: State) -> list[str]:
        """What is written beside the deliveries that ended in a state, or wait in it."""
        query = text("SELECT error FROM deliveries WHERE state = :state AND error IS NOT NULL ORDER BY created_at")
        async with self.store.reading() as tx:
            return list((await tx.connection.execute(query, {"state": state.value})).scalars())


def make_desk(store: Store, time: Time, session: aiohttp.ClientSession, api_url: str, slowest: float) -> Desk:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=api_url, session=session, retry_handlers=[])
    watch = Watch(time.machine_now, time.monotonic, since=-math.inf)
    watch.tells()
    return Desk(store, WayOut(client, time.machine_now, slowest), time.now, time.machine_now, watch, Easel(drawn_here))


async def drawn_here(weeks: Sequence[Week]) -> bytes:
    """The same picture, by the process of the tests, which has loaded all that it takes by its second chart."""
    return await asyncio.to_thread(_drawn, tuple(weeks))


@cache
def _drawn(weeks: tuple[Week, ...]) -> bytes:
    return weeks_chart(weeks)


@asynccontextmanager
async def office_in(database_url: str, start: datetime = TUESDAY, state: Path | None = None) -> AsyncIterator[Office]:
    """Open for the length of a test; `state` is where the workspace is kept from one office to the next."""
    settings = Settings.of({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "COOP_TRANSPORT": "socket"})
    installed = InstalledApp.from_manifest(manifest(settings, "https://coop.example"), BOT_TOKEN, APP_TOKEN, SECRET)
    slack = LocalSlack(installed, Seed(people=PEOPLE, channels=CHANNELS), clock=Clock(start), state=state)
    slack.clock.set(start.timestamp())
    async with AsyncExitStack() as stack:
        await slack.start()
        stack.push_async_callback(slack.stop)
        store = await stack.enter_async_context(opened(database_url))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        time = Time(start, start)
        desk = make_desk(store, time, session, slack.api_url, 5.0)
        yield Office(slack, store, time, session, stack, desk, database_url)
