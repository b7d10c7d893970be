"""The whole program at work in a local workspace, on either transport and either database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.app import Program, running
from bot.clock import MovableClock
from bot.config import Settings
from bot.manifest import manifest
from emulator import Clock, InstalledApp, LocalSlack, Message, Person, Seed, SeedChannel, SeedPerson
from emulator.server import SLACKS_PATIENCE
from etiquette.rules.members import Profile, Who
from etiquette.services.members import arrive, meet

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-1-coop", "xapp-1-coop", "a-signing-secret"

# A Tuesday, 14:00 in London.
TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)

ADAS_PROFILE = Profile("Europe/London", "en-GB", "Ada Okafor", is_active=True)
PEOPLE = [
    SeedPerson("U0ADA", "ada", "Ada Okafor", tz="Europe/London", locale="en-GB"),
    SeedPerson("U0SAM", "sam", "Sam Rivera", tz="America/New_York", locale="en-US"),
    SeedPerson("U0DAN", "dan", "Dan Whitlock", tz="America/Los_Angeles", locale="en-US"),
]


@dataclass(slots=True)
class Whole:
    """A workspace, the program in it, and the time that both keep."""

    slack: LocalSlack
    program: Program
    clock: MovableClock
    settings: Settings

    @property
    def ada(self) -> Person:
        """Who logs things, in London."""
        return self.slack.person("U0ADA")

    @property
    def dan(self) -> Person:
        """Who has nothing to do with it, in Los Angeles."""
        return self.slack.person("U0DAN")

    async def quiet(self) -> None:
        """Waits until neither side has anything left to do at this moment."""
        await self.slack.quiet()
        await self.program.quiet()

    async def move(self, **by: float) -> list[Message]:
        """Moves time on, through everything that happens on the way; gives the messages that Ada got meanwhile."""
        return await self.move_to(self.slack.clock.moment + timedelta(**by))

    async def move_to(self, moment: datetime) -> list[Message]:
        """The same, up to a moment."""
        before = {message.ts for message in self.ada.inbox}
        await self.slack.clock.move_to(moment)
        await self.quiet()
        return [message for message in self.ada.inbox if message.ts not in before]

    def again(self, message: Message) -> Message:
        """A message of Ada's as it stands now."""
        return next(each for each in self.ada.inbox if each.ts == message.ts)


class OtherSide:
    """The thread between the two clocks: where the workspace's time goes, the program's follows."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.program: Program | None = None

    async def moved(self, now: float) -> None:
        """The program's clock follows, and the program does what is due."""
        self.clock.set(datetime.fromtimestamp(now, UTC))
        if self.program is not None:
            await self.program.quiet()

    async def next(self) -> float | None:
        """When the program has something to do next."""
        due = await self.program.next_due() if self.program is not None else None
        return due.timestamp() if due else None


@asynccontextmanager
async def whole(
    database_url: str,
    transport: str = "socket",
    start: datetime = TUESDAY,
    patience: float = SLACKS_PATIENCE,
    *,
    knows_ada: bool = True,
) -> AsyncIterator[Whole]:
    """The program, running for real in a workspace of Ada, Sam and Dan, whose Slack waits `patience` for an answer.

    Ada has used it before, and was welcomed then, unless the test is about that; Sam and Dan have not.
    """
    slack = local_slack(transport, start, patience)
    await slack.start()
    clock = MovableClock()
    clock.set(start)
    other = OtherSide(clock)
    slack.clock.other_side = other
    settings = settings_for(slack, database_url, transport)
    try:
        async with running(settings, clock) as program:
            other.program = program
            if knows_ada:
                ada = await meet(program.store, Who("T0COOP", "U0ADA"), ADAS_PROFILE, start)
                await arrive(program.store, ada, start, uses=True, greets=True)
            if transport == "http":
                slack.set_request_url(f"http://127.0.0.1:{program.port}/slack/events")
            yield Whole(slack, program, clock, settings)
    finally:
        await slack.stop()


def local_slack(transport: str, start: datetime, patience: float = SLACKS_PATIENCE) -> LocalSlack:
    """A workspace with our app installed by its own manifest; `patience` is how long it waits for an answer."""
    asked = Settings.of({**_tokens(transport)})
    installed = InstalledApp.from_manifest(manifest(asked, "https://coop.example"), BOT_TOKEN, APP_TOKEN, SECRET)
    everybody = [person.id for person in PEOPLE]
    channels = [SeedChannel("C0GENERAL", "general", everybody, bot_is_member=True)]
    return LocalSlack(installed, Seed(people=PEOPLE, channels=channels), clock=Clock(start), patience=patience)


def settings_for(slack: LocalSlack, database_url: str, transport: str) -> Settings:
    """The program's settings for that workspace."""
    return Settings.of(
        {
            **_tokens(transport),
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url,
            "COOP_PORT": "0",
            "COOP_SWEEP_SECONDS": "3600",
            "COOP_POSTS_PER_MINUTE": "0",
        }
    )


def _tokens(transport: str) -> dict[str, str]:
    if transport == "http":
        return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "COOP_TRANSPORT": "http"}
    return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "COOP_TRANSPORT": "socket"}
