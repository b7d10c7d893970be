"""The bot and the local Slack, each as it always is; and the one thread between them, which is time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.app import Program, running
from bot.clock import MovableClock
from bot.config import Settings, keep_from_bolt
from bot.logs import configure
from bot.manifest import manifest
from bot.values import LogFormat, LogLevel
from demo.cast import NOTE, TEAM, cast
from demo.history import lived
from emulator import Clock, InstalledApp, LocalSlack, RateLimits
from etiquette.rules.workspaces import Workspace
from etiquette.services import Store
from etiquette.services.members import keep_workspace
from etiquette.store.migrate import upgrade

BOT_TOKEN = "xoxb-demo-1-workspace"  # noqa: S105  # the local workspace's own, worth nothing elsewhere
APP_TOKEN = "xapp-1-demo-1-socket"  # noqa: S105  # likewise
SIGNING_SECRET = "demo-signing-secret"  # noqa: S105  # likewise
DATABASE = "coopetiquette.db"
LOOPBACK = "127.0.0.1"


@asynccontextmanager
async def living(folder: Path, port: int, *, is_new: bool, start: datetime | None = None) -> AsyncIterator[str]:
    """A workspace with the bot in it, kept in `folder`; gives the page's address.

    A new one is given a past, and begins at `start`, or now.
    """
    keep_from_bolt()
    configure(LogLevel.WARNING, LogFormat.CONSOLE)
    time = Time(MovableClock())
    async with time.told() as url:
        slack = workspace(folder / "workspace.db", port, url, start)
        await slack.start()
        try:
            time.clock.set(slack.clock.moment)
            database = folder / DATABASE
            if is_new:
                await begun(database, time.clock)
            async with running(settings(slack, database), time.clock) as program:
                time.program = program
                yield slack.url
        finally:
            await slack.stop()


async def begun(database: Path, clock: MovableClock) -> None:
    """At the very first start, the cast is given a past."""
    address = f"sqlite:///{database}"
    await upgrade(address)
    store = Store(address)
    try:
        await keep_workspace(store, Workspace(TEAM, None, "", "UTC"), clock.now())
        await lived(store, TEAM, clock.now())
    finally:
        await store.close()


def workspace(state: Path, port: int, time_url: str, start: datetime | None) -> LocalSlack:
    """The local Slack with the demo's cast, and the bot installed by its own manifest."""
    asked = Settings.of({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN})
    installed = InstalledApp.from_manifest(manifest(asked, None), BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)
    slack = LocalSlack(
        installed,
        cast(),
        port=port,
        state=state,
        clock=Clock(start),
        time_moved_url=f"{time_url}/moved",
        next_url=f"{time_url}/next",
        note=NOTE,
    )
    slack.rate_limits = RateLimits.slack()
    return slack


def settings(slack: LocalSlack, database: Path) -> Settings:
    """The bot's settings for this workspace: Socket Mode, as most people begin."""
    return Settings.of(
        {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": f"sqlite:///{database}",
            "COOP_PORT": "0",
            "COOP_SWEEP_SECONDS": "1",
            "COOP_POSTS_PER_MINUTE": "0",  # days go by in seconds there: what Slack says is enough
        }
    )


class Time:
    """What the workspace calls when its clock moves: the bot's clock follows, and the bot does what is due."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.program: Program | None = None

    @asynccontextmanager
    async def told(self) -> AsyncIterator[str]:
        """Listens on loopback; gives the address."""
        server = web.Application()
        server.add_routes([web.post("/moved", self._moved), web.get("/next", self._next)])
        runner = web.AppRunner(server, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, LOOPBACK, 0).start()
        try:
            yield f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    async def _moved(self, request: web.Request) -> web.Response:
        now = (await request.json())["now"]
        self.clock.set(datetime.fromtimestamp(now, UTC))
        if self.program is not None:
            await self.program.quiet()
        return web.json_response({})

    async def _next(self, _request: web.Request) -> web.Response:
        due = await self.program.next_due() if self.program is not None else None
        return web.json_response({"next": due.timestamp() if due else None})
