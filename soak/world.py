"""The world that they live in: the bot's ticks and the local workspace on one clock, which stands until it is moved."""

import math
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bot.app import Program
from bot.clock import Clock
from bot.config import Settings
from bot.errands import Errands
from bot.manifest import manifest
from emulator import Clock as SlacksClock
from emulator import InstalledApp, LocalSlack, Seed, SeedPerson
from etiquette.rules.good_turns import GoodTurn, Turn
from etiquette.rules.members import Member, Profile, Who
from etiquette.rules.nudges import Kind, Nudge
from etiquette.rules.questions import Question
from etiquette.rules.workspaces import Workspace
from etiquette.services.members import keep_workspace, meet
from etiquette.store import members, nudges
from etiquette.store.migrate import upgrade
from etiquette.store.records import all_of, find
from etiquette.store.session import Store, Transaction
from scheduler.desk import Desk, Watch
from scheduler.good_turns import find_good_turns
from scheduler.redraw import redraw
from scheduler.slack import WayOut
from scheduler.sweep import sweep
from scheduler.timetable import Timetable
from soak.facts import Matter
from soak.happenings import Happening, Suggested
from soak.people import Person

WORKSPACE = "T0COOP"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-soak", "SLACK_APP_TOKEN": "xapp-1-soak", "COOP_TRANSPORT": "socket"}
NEVER = 10**6
ONE_WEEK = timedelta(days=7)
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # a folder in it, that nobody guesses


class StandingClock(Clock):
    """The bot's clock, for both purposes: it stands where it was put."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def machine_now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()


class SlacksStandingClock(SlacksClock):
    """The local workspace's, likewise."""

    def now(self) -> float:
        return self._epoch


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it arrived: what it speaks of, by the simulation's names, and how much of that it shows."""

    who: str
    at: datetime
    matters: tuple[Matter, ...]
    shown: frozenset[Matter]


@dataclass(slots=True)
class World:
    """One workspace, one database, one clock. `names`: what the simulation calls the bot's records."""

    slack: LocalSlack
    store: Store
    clock: StandingClock
    program: Program
    desk: Desk
    people: dict[str, Person]
    members: dict[str, Member] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    _rooms: dict[str, dict[str, Any]] = field(default_factory=dict)
    _read: dict[str, int] = field(default_factory=dict)
    _looks_at: datetime | None = None

    async def begins(self) -> None:
        """Everybody is met, with their days, hours, country and allowance."""
        for person in self.people.values():
            who = Who(WORKSPACE, person.id)
            profile = Profile(person.zone, "en-GB", person.name, is_active=True)
            await meet(self.store, who, profile, self.clock.now())
            await self.settles(
                person.id,
                working_days="".join(map(str, sorted(person.days))),
                work_start=person.start,
                work_end=person.end,
                country=person.country,
                daily_messages=person.allowance,
                started_at=self.clock.now(),
            )
            room = self.slack.person(person.id).dm
            self._rooms[person.id] = self.slack.backend.workspace.channels[room].messages
            self._read[person.id] = 0

    async def settles(self, member_id: str, **values: Any) -> None:
        """A member's settings change."""
        who = Who(WORKSPACE, member_id)
        async with self.store.writing() as tx:
            await members.change(tx, who, **values)
            member = await members.get(tx, who)
        assert member is not None
        self.members[member_id] = member

    async def acted(self) -> None:
        """After an act: what it calls for at once is said, and what was said of it is drawn anew."""
        while await sweep(self.desk) + await redraw(self.desk):
            pass
        await self._hears()

    async def moves_to(self, moment: datetime) -> None:
        """Time goes on, through every moment at which something is due."""
        while (due := await self.program.next_due()) is not None and due <= moment:
            self._stands_at(due)
            await self.comes_to_rest()
        self._stands_at(moment)

    async def comes_to_rest(self) -> None:
        """What is due at this moment is done, and what was said is heard.

        Finding, saying and drawing anew is nearly all that there is: the other ticks look at everything once a week.
        """
        await find_good_turns(self.desk)
        await self.acted()
        if self._looks_at is None or self.clock.now() >= self._looks_at:
            self._looks_at = self.clock.now() + ONE_WEEK
            await self.program.quiet()
            await self._hears()

    async def _hears(self) -> None:
        """What was said since is heard."""
        for who, room in self._rooms.items():
            if len(room) > self._read[who]:
                new = list(room.values())[self._read[who] :]
                self._read[who] = len(room)
                self.heard += [await self._heard(who, message.raw) for message in new if message.raw.get("metadata")]

    async def states(self) -> dict[tuple[str, str], int]:
        """How many nudges of each kind are in each state."""
        async with self.store.reading() as tx:
            rows = await tx.connection.execute(text("SELECT kind, state, count(*) FROM nudges GROUP BY kind, state"))
            return {(str(kind), str(state)): int(count) for kind, state, count in rows}

    async def suggested(self) -> list[Happening]:
        """The good turns that the bot found by itself."""
        found = []
        async with self.store.reading() as tx:
            for member in self.members.values():
                for turn in await all_of(tx, GoodTurn, member.who):
                    if turn.turn is not Turn.OFFER:
                        what = Suggested(turn.turn.value, self._called(turn), turn.planned_for)
                        found.append(Happening(0, turn.created_at, member.id, what))
        return found

    def _called(self, turn: GoodTurn) -> str:
        return self.names.get(turn.contact_id or "", "nobody")

    def _stands_at(self, moment: datetime) -> None:
        self.clock.moment = moment
        self.slack.clock.set(moment.timestamp())

    async def _heard(self, who: str, raw: dict[str, Any]) -> Heard:
        """What a message says it speaks of, by its metadata; and what it shows, by its buttons."""
        told = raw["metadata"]["event_payload"]
        async with self.store.reading() as tx:
            carried = await nudges.of_delivery(tx, told["delivery"])
            for each in carried:
                await self._name(tx, each)
        digests = {each.digest: (each.kind.value, self.names.get(each.subject_id, each.subject_id)) for each in carried}
        spoken = tuple(digests.get(digest, ("unknown", digest)) for digest in told["nudges"].split(","))
        return Heard(who, self.clock.now(), spoken, frozenset(self._shown(raw.get("blocks") or [])))

    async def _name(self, tx: Transaction, nudge: Nudge) -> None:
        """Names what the bot begins by itself."""
        if nudge.subject_id in self.names:
            return
        who = Who(nudge.workspace_id, nudge.recipient)
        if nudge.kind is Kind.STOP_KIND and (question := await find(tx, Question, who, nudge.subject_id)):
            self.names[nudge.subject_id] = question.about
        if turn := await find(tx, GoodTurn, who, nudge.subject_id):
            is_offer = nudge.kind is Kind.RECIPROCATE
            name = f"offer to {self._called(turn)}" if is_offer else f"good turn of {turn.planned_for}"
            self.names[nudge.subject_id] = name

    def _shown(self, part: Any) -> set[Matter]:
        if isinstance(part, list):
            return {matter for each in part for matter in self._shown(each)}
        if not isinstance(part, dict):
            return set()
        shown = self._shown(list(part.values()))
        pieces = str(part.get("value", "")).split(":")
        if len(pieces) == len(("noun", "id", "kind")):
            shown.add((pieces[2], self.names.get(pieces[1], pieces[1])))
        return shown


@asynccontextmanager
async def world(people: list[Person], start: datetime, database_url: str | None = None) -> AsyncIterator[World]:
    """A world with these people in it, which ends with the block."""
    installed = InstalledApp.from_manifest(
        manifest(Settings.of(TOKENS), None), TOKENS["SLACK_BOT_TOKEN"], TOKENS["SLACK_APP_TOKEN"], "a-signing-secret"
    )
    seed = Seed(people=[_seeded(person) for person in people])
    slack = LocalSlack(installed, seed, clock=SlacksStandingClock(start))
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=MEMORY))
        url = database_url or f"sqlite:///{folder}/soak.db"
        await upgrade(url)
        await slack.start()
        stack.push_async_callback(slack.stop)
        store = Store(url)
        stack.push_async_callback(store.close)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        clock = StandingClock(start)
        token, api = TOKENS["SLACK_BOT_TOKEN"], slack.api_url
        client = AsyncWebClient(token=token, base_url=api, session=session, retry_handlers=[])
        watch = Watch(clock.machine_now, clock.monotonic, since=-math.inf)
        desk = Desk(store, WayOut(client, clock.machine_now), clock.now, clock.machine_now, watch)
        await keep_workspace(store, Workspace(WORKSPACE, "Soak", "U0BOT", "UTC"), start)
        program = Program(0, store, Timetable(desk, NEVER), Errands(), clock)
        living = World(slack, store, clock, program, desk, {person.id: person for person in people})
        await living.begins()
        yield living


def _seeded(person: Person) -> SeedPerson:
    quiet = (person.quiet[0].isoformat("minutes"), person.quiet[1].isoformat("minutes")) if person.quiet else None
    return SeedPerson(person.id, person.id.lower(), person.name, tz=person.zone, dnd=quiet)
