"""The digest's chart, drawn by a short-lived process of its own: what draws it takes seconds to load.

`python -m scheduler.drawing` is that process: it reads weeks as JSON, and writes a PNG.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etiquette.messages.chart import Week, weeks_chart

PATIENCE = 45.0
"""Seconds in which a chart is drawn, or else left out; the call to Slack that follows fits into the same lease."""
HOME = Path(__file__).parents[1]

Draw = Callable[[Sequence[Week]], Awaitable[bytes]]


class NotDrawnError(Exception):
    """The process that draws came to grief, or took too long."""


async def drawn_apart(weeks: Sequence[Week]) -> bytes:
    """The weeks as a PNG, from another process, which never outlives this call."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _answer_of([sys.executable, "-m", "scheduler.drawing"], _written(weeks))
    except OSError as error:  # a TimeoutError is one
        raise NotDrawnError(type(error).__name__) from error


@dataclass(slots=True)
class Easel:
    """Draws one chart at a time, and keeps the last: digests that come at the same time show the same weeks."""

    draw: Draw = drawn_apart
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _last: tuple[Sequence[Week], bytes] | None = None

    async def chart(self, weeks: Sequence[Week]) -> bytes:
        """The weeks as a PNG; raises NotDrawnError."""
        async with self._turn:
            if self._last is None or self._last[0] != weeks:
                self._last = weeks, await self.draw(weeks)
            return self._last[1]


def main() -> None:
    """Draw what is asked for."""
    weeks = [Week(date.fromisoformat(monday), *counts) for monday, *counts in json.load(sys.stdin)]
    sys.stdout.buffer.write(weeks_chart(weeks))


async def _answer_of(command: Sequence[str], asked: bytes) -> bytes:
    # A session of its own: Ctrl-C in a terminal is for us, and we finish what is in hand.
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=HOME, start_new_session=True
    )
    try:
        answer, complaint = await process.communicate(asked)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise NotDrawnError(_last_line(complaint) or f"exit status {process.returncode}")
    return answer


def _written(weeks: Sequence[Week]) -> bytes:
    return json.dumps([[f"{week.monday}", week.introductions, week.thanks, week.kept] for week in weeks]).encode()


def _last_line(complaint: bytes) -> str:
    return complaint.decode(errors="replace").strip().rpartition("\n")[2]


if __name__ == "__main__":
    main()
