"""Wiring: everything is built here, with plain arguments, and taken down again in the opposite order."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import uuid4

import aiohttp
import structlog
from prometheus_client import CollectorRegistry
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.client import Client
from bot.clock import Clock
from bot.config import MisconfiguredError, Settings
from bot.doors import Doors
from bot.errands import Errands
from bot.figures import Figures
from bot.health import Check
from bot.memory import Memory, StoppedEarlyError, rests, unless_stopped
from bot.values import Role
from etiquette.messages.refusals import away, went_wrong
from etiquette.rules.errors import AwayError
from etiquette.rules.workdays import load_calendars
from etiquette.rules.workspaces import Workspace
from etiquette.services.members import keep_workspace
from etiquette.store import digests, dispatches, good_turns, nudges, partnerships
from etiquette.store.figures import InHand, in_hand
from etiquette.store.migrate import pending, upgrade
from etiquette.store.session import Store
from etiquette.store.types import new_id
from handlers import register
from handlers.dates import warm_up
from handlers.reception import Reception
from scheduler.answers import read_profile
from scheduler.desk import Desk, Watch
from scheduler.files import send
from scheduler.pace import Pace
from scheduler.slack import SLOWEST_CALL, TOKEN_ERRORS, WayOut, reason_of
from scheduler.timetable import Timetable

SLACK_IS_AWAY = 10  # seconds between two tries at the start
THE_ONE = "the-one"  # on SQLite: after a crash it goes on with its turns at once, for nobody else has them
UNPACED_AT_ONCE = 50  # messages in hand at once in a workspace whose Slack takes as many as come

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Program:
    """The running program: where it listens, and what its ticks can be asked."""

    port: int
    store: Store
    timetable: Timetable
    errands: Errands
    clock: Clock

    async def quiet(self) -> None:
        """Waits until nothing is left to do at this moment."""
        await self.errands.finished()
        await self.timetable.quiet()

    async def next_due(self) -> datetime | None:
        """When something happens next, in UTC; None when nothing is planned."""
        now = self.clock.now()
        async with self.store.reading() as tx:
            soonest = [await noun.next_due(tx, now) for noun in (nudges, dispatches, digests, partnerships)]
            soonest.append(await good_turns.next_at(tx, now))
        return min(filter(None, soonest), default=None)


async def serve(settings: Settings, stop: asyncio.Event, clock: Clock | None = None) -> None:
    """Runs until told to stop. Raises MisconfiguredError for a token that Slack does not know."""
    try:
        async with running(settings, clock or Clock(), stop) as program:
            log.info("ready", transport=settings.transport, port=program.port)
            await stop.wait()
    except StoppedEarlyError:
        pass
    log.info("stopped")


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock,
    stop: asyncio.Event | None = None,
    registry: CollectorRegistry | None = None,
) -> AsyncIterator[Program]:
    """The program, started. Leaving the block stops it: nothing more is claimed, and what is in hand is finished.

    Whatever is away at the start is waited for, until told to `stop` (StoppedEarlyError). `registry` has its figures.
    """
    async with AsyncExitStack() as stack:
        figures = Figures(registry or CollectorRegistry())
        memory = Memory(clock, figures)
        stop = stop or asyncio.Event()
        store = await memory.opened(settings.database_url.get_secret_value(), stop)
        stack.push_async_callback(store.close)
        session = await stack.enter_async_context(slack_session())
        client = Client(settings, session, figures, settings.bot_token.get_secret_value())
        errands = Errands()
        way_out = WayOut(client, clock.machine_now, pace=_pace(settings.posts_per_minute))
        worker = THE_ONE if settings.on_sqlite else new_id()
        clocks = (clock.now, clock.machine_now, Watch(clock.machine_now, clock.monotonic))
        desk = Desk(store, way_out, *clocks, took=figures.ticked, worker=worker)
        timetable = Timetable(desk, settings.sweep_seconds)
        stack.push_async_callback(timetable.stop)
        stack.push_async_callback(errands.finished)
        reception = Reception(
            store,
            client,
            clock.now,
            timetable.redraw_soon,
            errands.run,
            read_profile,
            partial(send, way_out),
            desk.easel.elements,
            settings.invite_limit,
            stumbled=figures.stumbled,
        )
        app = partial(bolt_app, Client(settings, session, figures), reception, figures)
        look = partial(_in_hand, store, clock)
        doors = Doors(settings, _checks(settings, store, client, timetable), figures, look)
        stack.push_async_callback(doors.close)
        await doors.build()
        await _open(doors, app, memory, reception, settings, stop)
        errands.run(asyncio.to_thread(_warm_up))
        if settings.role is not Role.WEB:
            timetable.start()
        stack.callback(doors.leave)
        stack.callback(timetable.close)  # the first thing to be done when we are told to stop
        yield Program(doors.port, store, timetable, errands, clock)


async def _open(
    doors: Doors,
    app_of: Callable[[Workspace], AsyncApp],
    memory: Memory,
    reception: Reception,
    settings: Settings,
    stop: asyncio.Event,
) -> None:
    """Opens the doors to Slack: once the database is there, or at once where one has to wait for it.

    Whoever types something meanwhile hears why it cannot be kept.
    """
    migrated = partial(upgrade, settings.database_url.get_secret_value())
    is_there = await unless_stopped(memory.takes(migrated), stop)
    workspace = await _installed(reception.client, stop)
    app = app_of(workspace)
    if not is_there:
        await doors.open(app)
        await memory.waits(migrated, stop)
    await memory.waits(lambda: keep_workspace(reception.store, workspace, reception.now()), stop)
    await doors.open(app)


def _pace(per_minute: int) -> Pace:
    return Pace(per_minute) if per_minute else Pace(at_once=UNPACED_AT_ONCE)


def slack_session() -> aiohttp.ClientSession:
    """The one HTTP session. It has no limit of its own: calls that hang in one workspace keep no other's waiting."""
    timeout = aiohttp.ClientTimeout(SLOWEST_CALL)
    return aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))


class App(AsyncApp):
    """Bolt's own, which measures how long what comes from Slack waits for its answer."""

    figures: Figures

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answers one request."""
        with self.figures.answering(req.body):
            return await super().async_dispatch(req)


def bolt_app(client: AsyncWebClient, reception: Reception, figures: Figures, workspace: Workspace) -> AsyncApp:
    """Bolt, told to run our listeners before it answers: what was typed is saved before Slack hears that it was."""

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        if team_id != workspace.id:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.id,
            bot_user_id=workspace.bot_user_id,
            bot_token=reception.client.token,
        )

    app = App(
        name="coopetiquette",  # else Bolt reads the source of everything that is running, to find one
        client=client,
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for "not installed there"
        process_before_response=True,
        request_verification_enabled=False,  # `listening` has judged the signature by then
        ssl_check_enabled=True,
    )
    app.figures = figures

    @app.error
    async def failed(error: Exception, request: AsyncBoltRequest) -> BoltResponse:
        # An error that escapes would be a 500, which Slack delivers again. Our own are answered by then (`answering`):
        # what is left is a request in which something is missing, or of another kind than Slack sends; and an event
        # that came while the database was away, which is to be delivered again.
        if isinstance(error, AwayError):
            return BoltResponse(status=503, body=away())
        reference = uuid4().hex[:8]
        figures.stumbled()
        log.error("listener_failed", reference=reference, mode=request.mode, exc_info=error)
        is_broken = isinstance(error, (LookupError, TypeError, AttributeError, ValueError))
        return BoltResponse(status=400 if is_broken else 200, body=went_wrong(reference))

    register(app, reception)
    return app


def _warm_up() -> None:
    """Loads what is slow at first use, before somebody waits for it.

    To look through it for garbage would stop everything for a tenth of a second, now and then.
    """
    gc.disable()
    try:
        warm_up()
        load_calendars()
    finally:
        gc.freeze()
        gc.enable()


async def _installed(client: AsyncWebClient, stop: asyncio.Event) -> Workspace:
    """The workspace that the token belongs to. Slack being away is waited out; a dead token is refused."""
    while True:
        try:
            answer = await unless_stopped(client.auth_test(), stop)
            return Workspace(answer["team_id"], answer.get("team"), answer["user_id"], "UTC")
        except SlackApiError as error:
            reason = reason_of(error)
            if reason in TOKEN_ERRORS:
                said = f"SLACK_BOT_TOKEN is not one that Slack takes ({reason}): copy it anew from the app's page."
                raise MisconfiguredError([said]) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            reason = type(error).__name__
        log.warning("slack_is_away", reason=reason, again_in_seconds=SLACK_IS_AWAY)
        await rests(SLACK_IS_AWAY, stop)


def _checks(settings: Settings, store: Store, client: AsyncWebClient, timetable: Timetable) -> dict[str, Check]:
    """What is asked when somebody asks whether all is well."""
    checks: dict[str, Check] = {
        "database": partial(_in_database, store.ping),
        "migrations": partial(_in_database, partial(pending, store)),
        "slack": partial(_takes, client),
    }
    return checks if settings.role is Role.WEB else {**checks, "sweep": partial(_sweeps, timetable)}


async def _in_hand(store: Store, clock: Clock) -> InHand:
    async with store.reading() as tx:
        return await in_hand(tx, clock.now(), clock.machine_now())


async def _in_database(ask: Callable[[], Awaitable[str | None]]) -> str | None:
    try:
        return await ask()
    except AwayError:
        return "The database does not answer."


async def _takes(client: AsyncWebClient) -> str | None:
    try:
        await client.auth_test()
    except SlackApiError as error:
        return f"Slack refuses the token: {reason_of(error)}."
    return None


async def _sweeps(timetable: Timetable) -> str | None:
    if not timetable.has_started:
        return "It is still starting."
    overdue = timetable.overdue()
    return f"The sweep ended last {overdue:.0f} seconds ago." if overdue else None
