"""Where the program is reached: how it is and what it counts, from the beginning; and Slack's way in, once it opens."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.config import Settings
from bot.figures import Figures
from bot.health import Check, metrics, routes
from bot.listening import LARGEST, events
from bot.socket import Line, Socket
from bot.values import Role, Transport
from etiquette.store.figures import InHand

PING_SECONDS = 2  # a socket that was cut without a word is missed after that; what is typed meanwhile is lost to Slack
CLOSES_WITHIN = 5.0


class Doors:
    """One HTTP server, and with Socket Mode the socket. Until a door is open, Slack's requests wait at it."""

    def __init__(
        self,
        settings: Settings,
        checks: dict[str, Check],
        figures: Figures,
        look: Callable[[], Coroutine[Any, Any, InHand]],
    ) -> None:
        self._settings = settings
        self._figures = figures
        self._look = look
        self._listens = settings.role is not Role.WORKER
        self._app: asyncio.Future[AsyncApp] = asyncio.get_running_loop().create_future()
        self._socket: Socket | None = None
        server = web.Application(client_max_size=LARGEST)
        if self._listens and settings.transport is Transport.HTTP and settings.signing_secret is not None:
            server.add_routes([events(self._app, settings.signing_secret.get_secret_value())])
        if self.wants_socket:
            checks = {**checks, "socket": self._socket_trouble}
        server.add_routes([*routes(checks), metrics(self._page)])
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=CLOSES_WITHIN)

    @property
    def wants_socket(self) -> bool:
        """Whether Slack reaches us by a socket."""
        return self._listens and self._settings.transport is Transport.SOCKET

    @property
    def port(self) -> int:
        return int(self._runner.addresses[0][1])

    async def build(self) -> None:
        """Begins to say how it is."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._settings.host, self._settings.port).start()

    async def open(self, app: AsyncApp) -> None:
        """Lets Slack in. What is open stays as it is."""
        if self._app.done():
            return
        self._app.set_result(app)
        if self.wants_socket and self._settings.app_token is not None:
            self._socket = Socket(app, self._settings.app_token.get_secret_value(), PING_SECONDS)
            await self._socket.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it unannotated

    def leave(self) -> None:
        """Takes nothing new by the socket from now on, whatever else is to be closed first."""
        if self._socket is not None:
            self._socket.leave()

    async def close(self) -> None:
        """Takes nothing new, and finishes what is in hand."""
        self.leave()
        await self._runner.cleanup()
        if self._socket is not None:
            await self._socket.finish()

    async def is_connected(self) -> bool:
        """Whether the socket is open, where one is wanted."""
        line: Line | None = self._socket.client if self._socket else None
        return not self.wants_socket or (line is not None and bool(await line.is_connected()))

    async def _page(self) -> bytes:
        self._figures.socket_open.set(await self.is_connected())
        return await self._figures.page(self._look)

    async def _socket_trouble(self) -> str | None:
        return None if await self.is_connected() else "The socket to Slack is not open."
