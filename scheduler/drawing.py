"""Our pictures, drawn by a short-lived process of its own: what draws them takes seconds to load.

`python -m scheduler.drawing weeks` is that process: it reads weeks as JSON, or elements, and writes a PNG.
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
from etiquette.messages.elements_chart import elements_chart
from etiquette.rules.elements import Counted, Element

PATIENCE = 45.0
"""Seconds in which a chart is drawn, or else left out; the call to Slack that follows fits into the same lease."""
HOME = Path(__file__).parents[1]

Draw = Callable[[Sequence[Week]], Awaitable[bytes]]
DrawElements = Callable[[Sequence[Counted]], Awaitable[bytes]]


class NotDrawnError(Exception):
    """The process that draws came to grief, or took too long."""


async def drawn_apart(weeks: Sequence[Week]) -> bytes:
    """The weeks as a PNG, from another process, which never outlives this call."""
    rows = [[f"{week.monday}", week.introductions, week.thanks, week.kept] for week in weeks]
    return await _drawn_apart("weeks", rows)


async def elements_drawn_apart(counted: Sequence[Counted]) -> bytes:
    """The elements of a partnership likewise."""
    return await _drawn_apart("elements", [[each.element, each.count, each.of] for each in counted])


@dataclass(slots=True)
class Easel:
    """Draws one picture at a time, and keeps the last chart: digests that come at the same time show the same weeks."""

    draw: Draw = drawn_apart
    draw_elements: DrawElements = elements_drawn_apart
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _last: tuple[Sequence[Week], bytes] | None = None

    async def chart(self, weeks: Sequence[Week]) -> bytes:
        """The weeks as a PNG; raises NotDrawnError."""
        async with self._turn:
            if self._last is None or self._last[0] != weeks:
                self._last = weeks, await self.draw(weeks)
            return self._last[1]

    async def elements(self, counted: Sequence[Counted]) -> bytes:
        """The elements as a PNG; raises NotDrawnError."""
        async with self._turn:
            return await self.draw_elements(counted)


def main(what: str) -> None:
    """Draw what is asked for."""
    rows = json.load(sys.stdin)
    if what == "elements":
        picture = elements_chart([Counted(Element(element), count, of) for element, count, of in rows])
    else:
        picture = weeks_chart([Week(date.fromisoformat(monday), *counts) for monday, *counts in rows])
    sys.stdout.buffer.write(picture)


async def _drawn_apart(what: str, rows: Sequence[Sequence[object]]) -> bytes:
    try:
        async with asyncio.timeout(PATIENCE):
            return await _answer_of([sys.executable, "-m", "scheduler.drawing", what], json.dumps(rows).encode())
    except OSError as error:  # a TimeoutError is one
        raise NotDrawnError(type(error).__name__) from error


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


def _last_line(complaint: bytes) -> str:
    return complaint.decode(errors="replace").strip().rpartition("\n")[2]


if __name__ == "__main__":
    main(sys.argv[1])
