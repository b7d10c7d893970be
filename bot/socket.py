"""The socket to Slack: Bolt's own, which here takes nothing new once we are told to stop, and finishes what it has."""

import asyncio

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

PATIENCE_SECONDS = 5.0


class Line(SocketModeClient):
    """Slack's client. Once it is leaving, a socket that is cut or taken back is not exchanged for another."""

    is_leaving = False

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002  # as Slack's is
        """Opens another socket in the place of one that is gone."""
        if not self.is_leaving:
            await super().connect_to_new_endpoint(force)


class Socket(AsyncSocketModeHandler):
    """Counts the requests in hand: an answer that is under way when we are told to stop still reaches its person."""

    client: Line

    def __init__(self, app: AsyncApp, app_token: str, ping_interval: float) -> None:
        # Instead of Bolt's own, which makes a client of Slack's.
        self.app = app
        self.app_token = app_token
        self.in_hand = 0
        self.client = Line(app_token, app.logger, app.client, ping_interval=ping_interval)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt does

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt's is
        """Serves one request. One that comes when we are leaving is not acknowledged: Slack delivers it again."""
        if self.client.is_leaving:
            return
        self.in_hand += 1
        try:
            await super().handle(client, req)
        finally:
            self.in_hand -= 1

    def leave(self) -> None:
        """Takes nothing new from now on."""
        self.client.is_leaving = True

    async def finish(self) -> None:
        """Waits for what is in hand, a few seconds at most, and closes."""
        self.leave()
        for _ in range(int(PATIENCE_SECONDS * 20)):
            if not self.in_hand:
                break
            await asyncio.sleep(0.05)
        await self.close_async()  # type: ignore[no-untyped-call]  # likewise
