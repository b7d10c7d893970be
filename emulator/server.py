"""LocalSlack: a Slack workspace on this machine, started, used and stopped."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from emulator import moving
from emulator.app import InstalledApp
from emulator.backend import Backend
from emulator.clock import Clock
from emulator.delivery import Courier
from emulator.faults import Faults
from emulator.files import Files
from emulator.limits import RateLimits
from emulator.other_side import OtherSideUrls
from emulator.person import Person
from emulator.records import Call, Message
from emulator.responses import Responses
from emulator.seed import Seed
from emulator.signed import SignedRequests
from emulator.socket import Sockets
from emulator.store import Store
from emulator.stream import Hub
from emulator.tokens import Tokens
from emulator.triggers import Triggers
from emulator.views import Views
from emulator.web import web_app
from emulator.workspace import Workspace

LOOPBACK = "127.0.0.1"
SLACKS_PATIENCE = 3.0
HEARTBEAT_SECONDS = 1.0
LONGEST_STEP_SECONDS = 60.0
CALM_ROUNDS = 2  # an answer may call for the next delivery at once


class LocalSlack:
    """One workspace with one app in it, on one loopback port (0: any that is free).

    `state` is the file that keeps it; what it holds goes before `seed` and the clock's start. An ack may take
    `patience`; `retry_pace` scales the waits between retries (both machine time). The page shows `note`.
    """

    def __init__(  # noqa: PLR0913 -- a program's options, by keyword
        self,
        installed: InstalledApp,
        seed: Seed | None = None,
        port: int = 0,
        state: Path | None = None,
        clock: Clock | None = None,
        time_moved_url: str | None = None,
        next_url: str | None = None,
        patience: float = SLACKS_PATIENCE,
        retry_pace: float = 1.0,
        note: str | None = None,
    ) -> None:
        self.app, self.clock, self._port = installed, clock or Clock(), port
        self._store = Store(state)
        self._resume_clock()
        self._http = SignedRequests(installed, self.clock)
        self._other_side = OtherSideUrls(time_moved_url, next_url, self._quiet_after_a_move)
        if time_moved_url or next_url:
            self.clock.other_side = self._other_side
        self.backend = self._assembled(seed or Seed(), patience, retry_pace)
        self.backend.note = note
        self._choose_transport()
        self._runner = web.AppRunner(web_app(self.backend), access_log=None, shutdown_timeout=1.0)
        self._heart: asyncio.Task[None] | None = None

    def _assembled(self, seed: Seed, patience: float, retry_pace: float) -> Backend:
        clock, store, app, faults = self.clock, self._store, self.app, Faults(self.clock)
        return Backend(
            app=app,
            clock=clock,
            workspace=Workspace(app, seed, clock, store),
            views=Views(app, seed.team_id, clock, store),
            triggers=Triggers(clock),
            responses=Responses(clock),
            files=Files(store),
            tokens=Tokens(app),
            faults=faults,
            courier=Courier(faults, patience, retry_pace),
            sockets=Sockets(app),
            hub=Hub(),
            limits=RateLimits.off(),
        )

    # -- starting and stopping -------------------------------------------------------------------

    async def start(self) -> None:
        """Listen."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, self._port)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        self.backend.url = self.url
        self._heart = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """Stop listening, and close everything."""
        if self._heart is not None:
            self._heart.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._heart
        self.backend.hub.close_all()
        await self.backend.courier.stop()
        await self.backend.sockets.close()
        await self._runner.cleanup()
        await self._http.close()
        await self._other_side.close()
        self._keep_time(self.clock.now())
        self._store.close()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self._keep_time(self.clock.now())

    def _resume_clock(self) -> None:
        for _, saved in self._store.all("clock"):
            self.clock.set(saved["now"])
        self.clock.on_set = self._time_was_set

    def _keep_time(self, now: float) -> None:
        self._store.put("clock", "domain", {"now": now})

    def _time_was_set(self, now: float) -> None:
        self._keep_time(now)
        self.backend.hub.tell("clock", {"now": now, "next": None})

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def api_url(self) -> str:
        """The base URL for a Slack client."""
        return f"{self.url}/api/"

    # -- looking and acting ----------------------------------------------------------------------

    def person(self, user_id: str) -> Person:
        """Somebody; LookupError where nobody is called that."""
        return Person(self.backend, user_id)

    def history(self, channel_id: str) -> list[Message]:
        """Everything written in a channel, thread replies included, oldest first."""
        return list(self.backend.workspace.channels[channel_id].messages.values())

    @property
    def calls(self) -> list[Call]:
        """Every call that the app made, newest last; uses of a response_url are "response_url"."""
        return list(self.backend.calls)

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self.backend.faults

    @property
    def tokens(self) -> Tokens:
        """Which tokens are good."""
        return self.backend.tokens

    @property
    def rate_limits(self) -> RateLimits:
        """The limits that hold; off until set."""
        return self.backend.limits

    @rate_limits.setter
    def rate_limits(self, limits: RateLimits) -> None:
        self.backend.limits = limits

    # -- the way to the app ----------------------------------------------------------------------

    def set_request_url(self, url: str) -> None:
        """Deliver everything to this URL by signed HTTP, whatever the manifest says."""
        self._http.override = url
        self._choose_transport()

    def _choose_transport(self) -> None:
        by_http = self._http.override is not None or not self.app.socket_mode
        self.backend.courier.transport = self._http if by_http else self.backend.sockets

    async def cut_sockets(self) -> None:
        """Cut every socket without a word."""
        await self.backend.sockets.cut()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every socket to go, as Slack does every few hours."""
        await self.backend.sockets.disconnect(reason)

    async def connected(self, timeout: float = 5.0) -> None:
        """Returns when the app's socket is open; TimeoutError."""
        async with asyncio.timeout(timeout):
            await self.backend.sockets.ready()

    async def quiet(self, timeout: float = 5.0) -> None:
        """Returns when no delivery is in flight and no call in hand; TimeoutError.

        What waits for a later retry does not count, nor what the app does without calling.
        """
        async with asyncio.timeout(timeout):
            rounds = 0
            while rounds < CALM_ROUNDS:
                await self.backend.courier.calm()
                await asyncio.sleep(0.005)
                busy = self.backend.in_hand or self.backend.courier.in_flight
                rounds = 0 if busy else rounds + 1

    async def _quiet_after_a_move(self) -> None:
        await self.quiet(LONGEST_STEP_SECONDS)

    # -- time ------------------------------------------------------------------------------------

    async def move(self, **by: float) -> None:
        """Move domain time on by timedelta's words (hours=1, days=2), stopping at everything on the way."""
        await moving.move_to(self.backend, self.clock.now() + timedelta(**by).total_seconds())

    async def move_to(self, moment: datetime) -> None:
        """Move domain time on to a moment."""
        await moving.move_to(self.backend, moment.timestamp())

    async def move_to_next(self) -> bool:
        """Move to what happens next; False where nothing does."""
        return await moving.move_to_next(self.backend)
