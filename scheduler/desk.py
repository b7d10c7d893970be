"""What every tick works with: the database, the way out, two clocks, and an easel."""

import asyncio
import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog

from etiquette.rules.nudges import Delivery
from etiquette.store import deliveries
from etiquette.store.session import Store
from etiquette.store.types import new_id
from scheduler.drawing import Easel
from scheduler.slack import SLOWEST_CALL, WayOut
from scheduler.together import Together

LEASE = timedelta(seconds=90)
SLOWEST = timedelta(seconds=SLOWEST_CALL)
SET = timedelta(seconds=5)
"""By less the machine's clock may leave its course between two looks: so much later a lease is out for others."""
PLACES = 50
"""Workspaces in which one worker is at work at a time: at Slack's pace they fill a core; the rest is for others."""

TOLD = "What is on its way may seem to be lost: nothing is looked for before the time of a lease has gone by."

T = TypeVar("T")
R = TypeVar("R")

log = structlog.get_logger()


class Took(Protocol):
    """Told how long a tick was at work, by its name, and whether it failed."""

    def __call__(self, tick: str, seconds: float, *, failed: bool) -> None: ...


@dataclass(slots=True)
class Watch:
    """Tells whether leases can be judged by the machine's clock, for it may have been set.

    Once it is set an hour on every lease has run out by it, while those whose they are go on with their work. Nobody's
    work is taken over before a whole lease has gone by since, in `elapsed` seconds of a clock that cannot be set; nor
    before we have looked on for so long, for what was before we began is not known. `is_news`: since then nobody has
    set right what a clock that was ahead had written.
    """

    machine_now: Callable[[], datetime]
    elapsed: Callable[[], float]
    since: float | None = None
    is_news: bool = True
    _course: float | None = None

    def tells(self) -> datetime | None:
        """A time by which leases can be judged, a little behind the machine's. None: not yet."""
        now, elapsed = self.machine_now(), self.elapsed()
        course = now.timestamp() - elapsed
        off = 0.0 if self._course is None else course - self._course
        if abs(off) > SET.total_seconds():
            log.warning("clock_was_set", by_seconds=round(off), told=TOLD)
            self.since, self.is_news = elapsed, True
        self.since = elapsed if self.since is None else self.since
        self._course = course
        return now - SET if elapsed - self.since >= LEASE.total_seconds() else None


@dataclass(slots=True)
class Desk:
    """`now` is domain time, which rules what is due; `machine_now` rules leases. Both aware, in UTC.

    A desk that is closing claims nothing more. `worker` is the name under which it has its turn in a workspace. So many
    workspaces at the same time find their `places`; in each of them its ticks wait for one another in a line. `said_at`
    is when the sweep posted last, in the event loop's time.
    """

    store: Store
    slack: WayOut
    now: Callable[[], datetime]
    machine_now: Callable[[], datetime]
    watch: Watch
    easel: Easel = field(default_factory=Easel)
    took: Took | None = None
    is_closing: bool = False
    said_at: float = -math.inf
    worker: str = field(default_factory=new_id)
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PLACES))
    gathered: dict[Callable[..., Any], Together[Any, Any]] = field(default_factory=dict)
    lines: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def together(self, does: Callable[["Desk", Sequence[T]], Awaitable[Sequence[R]]], one: T) -> R:
        """Does one thing in one go with whatever else of its kind waits at this moment."""
        if does not in self.gathered:
            self.gathered[does] = Together(partial(does, self))
        answer: R = await self.gathered[does](one)
        return answer

    def lease(self) -> datetime:
        """Until when a claim made now is somebody's: longer than the slowest call to Slack may take (30 seconds)."""
        return self.machine_now() + LEASE

    def is_late(self, delivery: Delivery, takes: timedelta | None = None) -> bool:
        """Whether a call begun now could outlast the claim: too late to make it. `takes`: how long it may take."""
        ends = self.machine_now() + (takes or SLOWEST)
        return delivery.lease_until is None or ends >= delivery.lease_until

    async def room_for(self, delivery: Delivery) -> Delivery | None:
        """Waits until a delivery may be posted; then its lease outlasts the post, by a clock that is ahead of ours too.

        It is renewed where it waited long. None: not ours now. Whoever slept until the lease ran out does not say what
        they had to say before.
        """
        await self.slack.room_for(delivery)
        if delivery.lease_until is None or self.machine_now() >= delivery.lease_until:
            return None
        if not self.is_late(delivery, 2 * SLOWEST):
            return delivery
        async with self.store.writing() as tx:
            kept = await deliveries.keep(tx, delivery, str(delivery.channel), delivery.digests, self.lease())
        return None if kept is None or self.is_late(kept, 2 * SLOWEST) else kept
