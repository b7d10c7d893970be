"""The socket to Slack: Bolt's own, which here finishes what is in hand before it closes."""

import asyncio

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

PATIENCE_SECONDS = 5.0


class Socket(AsyncSocketModeHandler):
    """Counts the requests in hand: an answer that is under way when we are told to stop still reaches its person."""

    in_hand = 0

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt's is
        """Serves one request."""
        self.in_hand += 1
        try:
            await super().handle(client, req)
        finally:
            self.in_hand -= 1

    async def finish(self) -> None:
        """Waits for what is in hand, a few seconds at most, and closes."""
        for _ in range(int(PATIENCE_SECONDS * 20)):
            if not self.in_hand:
                break
            await asyncio.sleep(0.05)
        await self.close_async()  # type: ignore[no-untyped-call]  # likewise
