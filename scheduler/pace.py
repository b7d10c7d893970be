"""Pace: no faster than Slack takes messages, so that it need not say so. In the event loop's own time.

Slack takes one message a second in a conversation, and several hundred a minute in a workspace. They are posted one by
one at even distances, rather than many at once and then none: whoever goes on in a workspace where another worker left
off need not know what was posted there before.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

A_SECOND = 1.05
"""Seconds from one message to the next in a conversation: a little more, for calls overtake one another on the way."""
LATE = 1.01
BATCH_SECONDS = 10
MOST_KEPT = 10_000


@dataclass(slots=True)
class _Line:
    """Those who wait for one conversation, or one workspace: first come, first served."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest, in machine time. A clock that is set back to before it began ends it: nobody rests for hours."""

    since: datetime
    until: datetime

    def lasts(self, now: datetime) -> bool:
        return self.since <= now < self.until


class Pace:
    """How fast one worker posts: so many messages a minute in a workspace; as many as it can where that is 0.

    `at_once` are in hand there at the same time: few where they wait for their turn, so that each is up to date.
    """

    def __init__(self, per_minute: int = 0, at_once: int = 8) -> None:
        self.at_once = at_once
        self._per_minute = per_minute
        self._between = 60 * LATE / per_minute if per_minute else 0.0
        self._lines: dict[tuple[str, ...], _Line] = {}

    @property
    def handover(self) -> float:
        """Seconds after which another may go on where this one left off."""
        return A_SECOND if self._per_minute else 0.0

    def batch(self, most: int) -> int:
        """How many messages are worth being claimed at once: no more than are posted in a few seconds."""
        return min(most, max(self._per_minute * BATCH_SECONDS // 60, 1)) if self._per_minute else most

    async def room(self, workspace_id: str, conversation: str) -> None:
        """Waits until one more message may be posted there. Who waits for a conversation keeps no other waiting."""
        if not self._per_minute:
            return
        conversations = self._next_in((workspace_id, conversation), A_SECOND)
        async with conversations, self._next_in((workspace_id,), self._between):
            pass
        self._forget()

    @asynccontextmanager
    async def _next_in(self, where: tuple[str, ...], distance: float) -> AsyncIterator[None]:
        line, now = self._lines.setdefault(where, _Line()), asyncio.get_running_loop().time
        async with line.lock:
            await asyncio.sleep(max(line.free_at - now(), 0.0))
            yield
            line.free_at = now() + distance

    def _forget(self) -> None:
        """Conversations in which nobody waits, once there are many."""
        if len(self._lines) > MOST_KEPT:
            now = asyncio.get_running_loop().time()
            self._lines = {
                where: line for where, line in self._lines.items() if line.lock.locked() or line.free_at > now
            }
