"""Socket Mode: the app's WebSockets, envelopes and acks (slack.md §7)."""

import asyncio
import contextlib
import json
import uuid
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from emulator.app import InstalledApp
from emulator.delivery import Answer, Delivery, Envelope
from emulator.wire import JSON

MOST_SOCKETS = 10
HOST = "applink-local"


@dataclass(eq=False, slots=True)
class Connection:
    """One open socket; `leaving` once it was told to go."""

    socket: web.WebSocketResponse
    request: web.Request
    leaving: bool = False


class Sockets:
    """All sockets of the app; each payload goes to any one of them."""

    def __init__(self, app: InstalledApp) -> None:
        self._app = app
        self._open: list[Connection] = []
        self._turn = 0
        self._waiting: dict[str, asyncio.Future[JSON]] = {}
        self._somebody = asyncio.Event()

    @property
    def count(self) -> int:
        """How many sockets are open."""
        return len(self._open)

    async def ready(self) -> None:
        """Returns when a socket is open."""
        await self._somebody.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket's life. Old tickets are as good as new ones, as long as the app is known."""
        if request.query.get("app_id") != self._app.app_id:
            return web.json_response({"ok": False, "error": "invalid_app_id"}, status=403)
        if len(self._open) >= MOST_SOCKETS:
            return web.json_response({"ok": False, "error": "too_many_websockets"}, status=429)
        connection = Connection(web.WebSocketResponse(compress=False), request)
        await connection.socket.prepare(request)
        self._open.append(connection)
        try:
            await connection.socket.send_json(self._hello())
            self._somebody.set()
            await self._listen(connection)
        except ConnectionError:
            pass  # gone before it was greeted
        finally:
            self._gone(connection)
        return connection.socket

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is WSMsgType.TEXT:
                self._acked(frame.data)

    def _acked(self, text: str) -> None:
        with contextlib.suppress(ValueError):
            answer = json.loads(text)
            waiting = self._waiting.get(answer.get("envelope_id", "")) if isinstance(answer, dict) else None
            if waiting is not None and not waiting.done():
                waiting.set_result(answer)

    def _gone(self, connection: Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)
        if not self._open:
            self._somebody.clear()

    async def send(self, delivery: Delivery, patience: float) -> Answer:
        """Send an envelope and wait for its ack."""
        connection = self._next()
        if connection is None:
            return Answer(error="dispatch_failed", reason="connection_failed")
        envelope = self._envelope(delivery)
        waiting = self._waiting[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            await connection.socket.send_str(json.dumps(envelope))
            ack = await asyncio.wait_for(waiting, patience)
        except TimeoutError:
            return Answer(error="operation_timeout", reason="timeout")
        except ConnectionError:
            return Answer(error="dispatch_failed", reason="connection_failed")
        finally:
            del self._waiting[envelope["envelope_id"]]
        payload = ack.get("payload")
        return Answer(body=payload if isinstance(payload, dict) else {}, status=200)

    def _next(self) -> Connection | None:
        usable = [c for c in self._open if not c.socket.closed]
        staying = [c for c in usable if not c.leaving] or usable
        self._turn += 1
        return staying[self._turn % len(staying)] if staying else None

    def _envelope(self, delivery: Delivery) -> JSON:
        envelope: JSON = {
            "envelope_id": str(uuid.uuid4()),
            "type": delivery.envelope.value,
            "payload": delivery.payload,
            "accepts_response_payload": _accepts_payload(delivery),
        }
        if delivery.envelope is Envelope.EVENT:
            envelope["retry_attempt"] = delivery.attempt
            envelope["retry_reason"] = delivery.reason
        return envelope

    def _hello(self) -> JSON:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._app.app_id},
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": 18060},
        }

    async def disconnect(self, reason: str) -> None:
        """Tell every socket to go: "warning", "refresh_requested" or "link_disabled"."""
        for connection in list(self._open):
            connection.leaving = True
            with contextlib.suppress(ConnectionError):
                frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}
                await connection.socket.send_json(frame)

    async def cut(self) -> None:
        """Cut every socket without a word."""
        for connection in list(self._open):
            if connection.request.transport is not None:
                connection.request.transport.abort()
            self._gone(connection)

    async def close(self) -> None:
        """Close every socket politely."""
        for connection in list(self._open):
            await connection.socket.close()


def _accepts_payload(delivery: Delivery) -> bool:
    return delivery.envelope is not Envelope.EVENT and delivery.payload.get("type") != "shortcut"
