"""The two clocks of the local workspace, and the only reader of either.

Domain time can be moved, and rules message timestamps; machine time rules trigger ids, limits and retries.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

MOST_STEPS = 20_000


class OtherSide(Protocol):
    """Who must be told when domain time moves, and knows when something happens next."""

    async def moved(self, now: float) -> None:
        """Told that it is now `now`; returns when the other side is quiet."""

    async def next(self) -> float | None:
        """When something happens next, epoch seconds; None if nothing will."""


class NobodyElse:
    """No other side: time moves and nobody needs to hear of it."""

    async def moved(self, now: float) -> None:
        """Nobody to tell."""

    async def next(self) -> float | None:
        """Nothing ever happens."""
        return None


class Clock:
    """Domain time, which starts at `start` (or the real time), runs on, and can be moved onwards."""

    def __init__(self, start: datetime | None = None) -> None:
        self._epoch = time.time() if start is None else start.timestamp()
        self._mark = time.time()  # not monotonic: a laptop that slept has lived on, and so has the app
        self._passed = 0.0
        self._moving = asyncio.Lock()
        self.other_side: OtherSide = NobodyElse()
        self.on_set: Callable[[float], None] = lambda _now: None

    def now(self) -> float:
        """Domain time, epoch seconds."""
        return self._epoch + time.time() - self._mark

    @property
    def moment(self) -> datetime:
        """Domain time, aware, UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def machine(self) -> float:
        """Machine time in seconds; its zero means nothing, its differences do."""
        return time.monotonic() + self._passed

    def wall(self) -> float:
        """The machine's own epoch seconds, for signatures."""
        return time.time()

    def pass_machine_time(self, seconds: float) -> None:
        """Let machine time leap, so that a test need not wait for what expires."""
        self._passed += seconds

    def set(self, epoch: float) -> None:
        """Set domain time without telling anybody."""
        self._epoch, self._mark = epoch, time.time()
        self.on_set(epoch)

    async def next(self) -> float | None:
        """When something happens next, epoch seconds; None if nothing will or nobody knows."""
        return await self.other_side.next()

    async def move_to(self, moment: datetime | float) -> None:
        """Move on to `moment`, stopping at everything that happens on the way, in order; never backwards."""
        target = moment if isinstance(moment, (int, float)) else moment.timestamp()
        async with self._moving:
            await self._step_to(target)

    async def _step_to(self, target: float) -> None:
        last = None
        for _ in range(MOST_STEPS):
            due = await self.other_side.next()
            if due is None or due > target or due == last:
                break
            last = due
            await self._arrive(due)
        await self._arrive(target)

    async def _arrive(self, epoch: float) -> None:
        self.set(max(epoch, self.now()))
        await self.other_side.moved(self.now())
