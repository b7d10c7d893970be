"""A stand-in for Slack that is never what is measured: raw asyncio, answering what is called as fast as it can.

`python -m benchmarks.lean` is a process of its own, for both sides. What arrives is kept as it is, and counted only
when somebody asks: `GET /arrived` tells what was posted, `POST /forget` begins anew. `POST /limit?300` makes it as
strict as Slack may be: so many messages a minute in a workspace, at even distances but for one second's worth, and one
a second in a conversation; whatever is more gets a 429.
"""

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic, time
from typing import Any
from urllib.parse import parse_qs

TEAM, BOT = "T0COOP", "U0BOT"
WORKSPACES = 100
A_SECOND = 1.0
POST = b"/api/chat.postMessage"
AT_THE_START = b"/api/auth.test"
ANSWERS: dict[bytes, dict[str, Any]] = {
    b"/api/auth.test": {"team_id": TEAM, "team": "Coop", "user_id": BOT, "user": "coop", "bot_id": "B0COOP"},
    b"/api/dnd.teamInfo": {"users": {}},
    b"/api/conversations.open": {"channel": {"id": "D0OPENED"}},
    b"/api/conversations.history": {"messages": [], "has_more": False},
}


def _answer(status: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %b\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


KNOWN = {path: _answer(b"200 OK", json.dumps({"ok": True, **told}).encode()) for path, told in ANSWERS.items()}
TOO_MANY = _answer(b"429 Too Many Requests\r\nRetry-After: 1", b'{"ok":false,"error":"ratelimited"}')
UNKNOWN = _answer(b"200 OK", b'{"ok":false,"error":"unknown_method"}')


class Limits:
    """When the next message may come in a workspace, or a conversation, of which there are many in each workspace."""

    def __init__(self, per_minute: int) -> None:
        self._between = 60 / per_minute if per_minute else 0.0
        self._next: dict[object, float] = {}

    def allow(self, body: bytes) -> bool:
        """Whether a message is taken."""
        if not self._between:
            return True
        channel, now = _channel(body), monotonic()
        workspace = workspace_of(channel)
        if self._next.get(channel, 0.0) > now or self._next.get(workspace, 0.0) > now + A_SECOND:
            return False
        self._next[channel] = now + A_SECOND
        self._next[workspace] = max(self._next.get(workspace, 0.0), now) + self._between
        return True


@dataclass(slots=True)
class Desk:
    """What arrived, as it came: bodies of messages with their moments, and how often what was called."""

    posts: list[tuple[float, bytes]] = field(default_factory=list)
    called: Counter[bytes] = field(default_factory=Counter)
    first: float | None = None
    limits: Limits = field(default_factory=lambda: Limits(0))
    refused: int = 0

    def answer(self, path: bytes, query: bytes, body: bytes) -> bytes:
        """What is answered to one call."""
        if path == POST:
            self.first = self.first or time()
            if not self.limits.allow(body):
                self.refused += 1
                return TOO_MANY
            self.posts.append((time(), body))
            told = b'{"ok":true,"channel":"D0","ts":"%d.%06d"}' % (1_700_000_000, len(self.posts))
            return _answer(b"200 OK", told)
        if path == b"/arrived":
            return _answer(b"200 OK", json.dumps(self.arrived()).encode())
        if path == b"/count":
            return _answer(b"200 OK", b"%d" % len(self.posts))
        if path == b"/sample":
            return _answer(b"200 OK", self.posts[-1][1])
        if path == b"/limit":
            self.limits = Limits(int(query))
            return _answer(b"200 OK", b"{}")
        if path == b"/forget":
            self.posts, self.called, self.first, self.refused = [], Counter(), None, 0
            return _answer(b"200 OK", b"{}")
        self.called[path] += 1
        if path != AT_THE_START:
            self.first = self.first or time()
        return KNOWN.get(path, UNKNOWN)

    def arrived(self) -> dict[str, Any]:
        """How many messages, of how many deliveries, and when the first call for them and the last of them came."""
        payloads = [_payload(body) for _, body in self.posts]
        return {
            "posts": len(payloads),
            "deliveries": len({payload["delivery"] for payload in payloads}),
            "nudges": sum(len(payload["nudges"].split(",")) for payload in payloads),
            "distinct": len({digest for payload in payloads for digest in payload["nudges"].split(",")}),
            "first": self.first,
            "refused": self.refused,
            "last": self.posts[-1][0] if self.posts else None,
            "called": {path.decode(): number for path, number in self.called.items()},
        }


class Wire(asyncio.Protocol):
    """One connection, kept open; calls may come in pieces, or several at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a server of streams is given nothing else

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head = self._read[:end]
            whole = end + 4 + _length(head)
            if len(self._read) < whole:
                return
            body, self._read = self._read[end + 4 : whole], self._read[whole:]
            path, _, query = head.split(b" ", 2)[1].partition(b"?")
            if self._transport is not None:
                self._transport.write(self._desk.answer(path, query, body))


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


def workspace_of(channel: str) -> str:
    """In which of the workspaces a conversation is: they were dealt out by their numbers."""
    return f"T0W{int(channel[3:]) % WORKSPACES}"


def _message(body: bytes) -> dict[str, Any]:
    """The whole is JSON, or a form."""
    if body.startswith(b"{"):
        told: dict[str, Any] = json.loads(body)
        return told
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _channel(body: bytes) -> str:
    return str(_message(body)["channel"])


def _payload(body: bytes) -> dict[str, str]:
    """A message's metadata, which in a form is JSON."""
    metadata = _message(body)["metadata"]
    event: dict[str, Any] = json.loads(metadata) if isinstance(metadata, str) else metadata
    return dict(event["event_payload"])


async def serve() -> None:
    """Listens until its standard input ends, so that it never outlives whoever started it."""
    desk = Desk()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Wire(desk), "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"ready {server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
