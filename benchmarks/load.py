"""The load: so many callers at once, each of whom sends a command, waits for its answer, and sends the next.

A process of its own, raw asyncio, connections kept open where the other side keeps them, every request made and signed
beforehand: `python -m benchmarks.load --port 3000 --callers 64 --commands 2000 --expect Noted`.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import sys
from collections import deque
from dataclasses import dataclass, field
from time import perf_counter, time
from urllib.parse import urlencode

from benchmarks.lean import TEAM
from benchmarks.processes import SECRET

MEMBERS = 64
PATIENCE = 60.0


def member_id(number: int) -> str:
    """One of those who type."""
    return f"U0M{number}"


def command(number: int, at: int) -> bytes:
    """The whole request of one slash command, signed as Slack signs it."""
    form = {
        "command": "/coop",
        "text": f"deliverable Dana Reyes: the deck {number} by Friday",
        "team_id": TEAM,
        "user_id": member_id(1 + number % MEMBERS),
        "channel_id": "C0GENERAL",
        "trigger_id": f"1.{number}.{at}",
        "response_url": "http://127.0.0.1:9/response",
    }
    body = urlencode(form).encode()
    signature = hmac.new(SECRET.encode(), b"v0:%d:%b" % (at, body), hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass(slots=True)
class Heard:
    """What came back: how long each took, in seconds, and whatever was not as it should be."""

    expected: bytes
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Caller(asyncio.Protocol):
    """Sends one request after another, each when the last one is answered."""

    def __init__(self, port: int, waiting: deque[bytes], heard: Heard) -> None:
        self._port = port
        self._waiting = waiting
        self._heard = heard
        self._read = b""
        self._began: float | None = None
        self._transport: asyncio.Transport | None = None
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self) -> None:
        """Opens a connection, which is part of what a request takes where the other side closes each."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self._port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a client of streams is given nothing else
        self._read = b""
        self._send()

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(b"\r\n\r\n")
        if end >= 0 and len(self._read) >= end + 4 + self._length(end):
            self._answered()

    def connection_lost(self, _exc: Exception | None) -> None:
        if self.finished.done():
            return
        if self._began is not None and self._read:
            self._answered()
        self._began = self._began or perf_counter()
        asyncio.ensure_future(self._reconnected())  # noqa: RUF006  # `finished` is what is waited for

    async def _reconnected(self) -> None:
        try:
            await self.connect()
        except OSError as error:
            self._heard.wrong.append(type(error).__name__)
            self.finished.set_result(None)

    def _send(self) -> None:
        if not self._waiting:
            self._end()
            return
        assert self._transport is not None
        self._began = self._began or perf_counter()
        self._transport.write(self._waiting.popleft())

    def _answered(self) -> None:
        assert self._began is not None
        self._heard.took.append(perf_counter() - self._began)
        if self._read.split(b" ", 2)[1:2] != [b"200"] or self._heard.expected not in self._read:
            self._heard.wrong.append(self._read[:2000].decode(errors="replace"))
        keeps = self._read.startswith(b"HTTP/1.1") and b"onnection: close" not in self._read
        self._began, self._read = None, b""
        if not self._waiting:
            self._end()
        elif keeps:
            self._send()
        else:
            self._began = perf_counter()
            assert self._transport is not None
            self._transport.close()

    def _end(self) -> None:
        if not self.finished.done():
            self.finished.set_result(None)
        if self._transport is not None:
            self._transport.close()

    def _length(self, end: int) -> int:
        at = self._read.lower().find(b"content-length:", 0, end)
        return int(self._read[at + 15 : end].split(b"\r\n", 1)[0]) if at >= 0 else sys.maxsize - end - 4


async def called(port: int, callers: int, requests: list[bytes], expected: bytes) -> tuple[Heard, float]:
    """All requests sent by so many callers; what came back, and how many seconds it took from first to last."""
    waiting, heard = deque(requests), Heard(expected)
    everybody = [Caller(port, waiting, heard) for _ in range(callers)]
    began = perf_counter()
    await asyncio.gather(*(caller.connect() for caller in everybody))
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(caller.finished for caller in everybody))
    return heard, perf_counter() - began


def main() -> None:
    """Warms up with a tenth, which is answered but not counted in what is timed; then sends the rest."""
    parser = argparse.ArgumentParser(prog="benchmarks.load", description=__doc__)
    for name in ("--port", "--callers", "--commands", "--warm"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--expect", default="")
    given = parser.parse_args()
    at = int(time())
    requests = [command(given.first + number, at) for number in range(given.warm + given.commands)]

    async def both() -> tuple[Heard, Heard, float]:
        warm, _ = await called(given.port, given.callers, requests[: given.warm], given.expect.encode())
        heard, took = await called(given.port, given.callers, requests[given.warm :], given.expect.encode())
        return warm, heard, took

    warm, heard, took = asyncio.run(both())
    told = {"took": heard.took, "wrong": [*warm.wrong, *heard.wrong], "elapsed": took}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
