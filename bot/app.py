"""Wiring: everything is built here, with plain arguments, and taken down again in the opposite order."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import uuid4

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.config import MisconfiguredError, Settings
from bot.errands import Errands
from bot.health import routes
from bot.listening import LARGEST, events
from bot.socket import Line, Socket
from bot.values import Role, Transport
from etiquette.messages.refusals import went_wrong
from etiquette.rules.workdays import load_calendars
from etiquette.rules.workspaces import Workspace
from etiquette.services.members import keep_workspace
from etiquette.store import digests, dispatches, good_turns, nudges, partnerships
from etiquette.store.migrate import pending, upgrade
from etiquette.store.session import Store
from etiquette.store.types import new_id
from handlers import register
from handlers.dates import warm_up
from handlers.reception import Reception
from scheduler.answers import read_profile
from scheduler.desk import Desk
from scheduler.files import send
from scheduler.pace import Pace
from scheduler.slack import SLOWEST_CALL, TOKEN_ERRORS, WayOut, reason_of
from scheduler.timetable import Timetable

SLACK_IS_AWAY = 10  # seconds between two tries at the start
THE_ONE = "the-one"  # on SQLite: after a crash it goes on with its turns at once, for nobody else has them
UNPACED_AT_ONCE = 32  # messages in hand at once in a workspace whose Slack takes as many as come
PING_SECONDS = 2  # a socket that was cut without a word is missed after that; what is typed meanwhile is lost to Slack

log = structlog.get_logger(__name__)


class StoppedEarlyError(Exception):
    """Told to stop while Slack was still away."""


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
async def running(settings: Settings, clock: Clock, stop: asyncio.Event | None = None) -> AsyncIterator[Program]:
    """The program, started. Leaving the block stops it: nothing more is claimed, and what is in hand is finished."""
    await upgrade(settings.database_url.get_secret_value())
    async with AsyncExitStack() as stack:
        store = Store(settings.database_url.get_secret_value(), at_work=True)
        stack.push_async_callback(store.close)
        session = await stack.enter_async_context(slack_session())
        token = settings.bot_token.get_secret_value()
        client = slack_client(settings, session, token)
        workspace = await _installed(client, stop or asyncio.Event())
        await keep_workspace(store, workspace, clock.now())
        errands = Errands()
        way_out = WayOut(client, clock.machine_now, pace=_pace(settings.posts_per_minute))
        desk = Desk(store, way_out, clock.now, clock.machine_now, worker=THE_ONE if settings.on_sqlite else new_id())
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
        )
        app = bolt_app(slack_client(settings, session), workspace, token)
        register(app, reception)
        port = await _listening(stack, settings, app, store, client)
        if settings.role is not Role.WEB:
            timetable.start()
        errands.run(asyncio.to_thread(_warm_up))  # last: it would keep the doors from being opened
        stack.callback(timetable.close)  # the first thing to be done when we are told to stop
        yield Program(port, store, timetable, errands, clock)


def _pace(per_minute: int) -> Pace:
    return Pace(per_minute) if per_minute else Pace(at_once=UNPACED_AT_ONCE)


def slack_session() -> aiohttp.ClientSession:
    """The one HTTP session. It has no limit of its own: calls that hang in one workspace keep no other's waiting."""
    timeout = aiohttp.ClientTimeout(SLOWEST_CALL)
    return aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))


def slack_client(settings: Settings, session: aiohttp.ClientSession, token: str | None = None) -> AsyncWebClient:
    """A client on the one shared session. It never retries by itself: a lost answer may mean a posted message."""
    return AsyncWebClient(
        token=token,
        base_url=settings.api_url,
        session=session,
        timeout=int(SLOWEST_CALL),
        retry_handlers=[],
    )


def bolt_app(client: AsyncWebClient, workspace: Workspace, bot_token: str) -> AsyncApp:
    """Bolt, told to run our listeners before it answers: what was typed is saved before Slack hears that it was."""

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        if team_id != workspace.id:
            return None
        return AuthorizeResult(
            enterprise_id=None, team_id=workspace.id, bot_user_id=workspace.bot_user_id, bot_token=bot_token
        )

    app = AsyncApp(
        name="coopetiquette",  # else Bolt reads the source of everything that is running, to find one
        client=client,
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for "not installed there"
        process_before_response=True,
        request_verification_enabled=False,  # `listening` has judged the signature by then
        ssl_check_enabled=True,
    )

    @app.error
    async def failed(error: Exception, request: AsyncBoltRequest) -> BoltResponse:
        # An error that escapes would be a 500, which Slack delivers again. Our own are answered by then (`answering`):
        # what is left is a request in which something is missing, or of another kind than Slack sends.
        reference = uuid4().hex[:8]
        log.error("listener_failed", reference=reference, mode=request.mode, exc_info=error)
        is_broken = isinstance(error, (LookupError, TypeError, AttributeError, ValueError))
        return BoltResponse(status=400 if is_broken else 200, body=went_wrong(reference))

    return app


def _warm_up() -> None:
    """Loads what is slow at first use, before somebody waits for it."""
    warm_up()
    load_calendars()


async def _installed(client: AsyncWebClient, stop: asyncio.Event) -> Workspace:
    """The workspace that the token belongs to. Slack being away is waited out; a dead token is refused."""
    while True:
        try:
            answer = await client.auth_test()
            return Workspace(answer["team_id"], answer.get("team"), answer["user_id"], "UTC")
        except SlackApiError as error:
            reason = reason_of(error)
            if reason in TOKEN_ERRORS:
                said = f"SLACK_BOT_TOKEN is not one that Slack takes ({reason}): copy it anew from the app's page."
                raise MisconfiguredError([said]) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            reason = type(error).__name__
        log.warning("slack_is_away", reason=reason, again_in_seconds=SLACK_IS_AWAY)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), SLACK_IS_AWAY)
            raise StoppedEarlyError


async def _listening(
    stack: AsyncExitStack, settings: Settings, app: AsyncApp, store: Store, client: AsyncWebClient
) -> int:
    """Opens the doors that the settings name, and gives back the port: health always, and one transport for Slack."""
    checks: dict[str, Callable[[], Awaitable[str | None]]] = {
        "database": lambda: _answers(store),
        "migrations": lambda: pending(store),
        "slack": lambda: _takes(client),
    }
    listens = settings.role is not Role.WORKER
    server = web.Application(client_max_size=LARGEST)
    if listens and settings.transport is Transport.HTTP and settings.signing_secret is not None:
        server.add_routes([events(app, settings.signing_secret.get_secret_value())])
    handler = None
    if listens and settings.transport is Transport.SOCKET and settings.app_token is not None:
        handler = Socket(app, settings.app_token.get_secret_value(), PING_SECONDS)
        stack.push_async_callback(handler.finish)
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it unannotated
        checks["socket"] = lambda: _is_open(handler.client)
    server.add_routes(routes(checks))
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, settings.host, settings.port).start()
    if handler is not None:
        stack.callback(handler.leave)  # at once, whatever else is to be closed before it
    return int(runner.addresses[0][1])


async def _answers(store: Store) -> None:
    await store.ping()


async def _takes(client: AsyncWebClient) -> str | None:
    try:
        await client.auth_test()
    except SlackApiError as error:
        return f"Slack refuses the token: {reason_of(error)}."
    return None


async def _is_open(line: Line) -> str | None:
    return None if await line.is_connected() else "The socket to Slack is not open."
