"""The timetable: APScheduler's few fixed ticks, in memory, with an explicit grace. What is due is a column."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from etiquette.rules.errors import AwayError
from scheduler.desk import Desk
from scheduler.digests import plan_digests
from scheduler.dispatch import dispatch
from scheduler.erasures import erase
from scheduler.exports import write_exports
from scheduler.good_turns import find_good_turns
from scheduler.imports import read_imports
from scheduler.partnerships import keep_partnerships
from scheduler.people import name_introducers, refresh_members
from scheduler.recovery import recover
from scheduler.redraw import redraw
from scheduler.sweep import sweep

Tick = Callable[[Desk], Awaitable[int]]
# What somebody has asked for, and waits to see.
SOON: tuple[Tick, ...] = (read_imports, write_exports, erase)
# What is planned comes before what is said, and what is said before it is drawn anew.
IN_ORDER: tuple[Tick, ...] = (
    *(name_introducers, find_good_turns, plan_digests, keep_partnerships),
    *(sweep, dispatch, recover, redraw),
    *SOON,
)
QUIET_ROUNDS = 100
LONGEST_REST = 60.0
LONGEST_SWEEP = 1800.0
"""Seconds in which it may post nothing: a rush takes its time, under the limits that Slack sets."""

log = structlog.get_logger()


class Timetable:
    """Runs the ticks, each one at a time, and at once when a handler asks for it."""

    def __init__(self, desk: Desk, seconds: int) -> None:
        self._desk = desk
        self._locks: dict[Tick, asyncio.Lock] = {}
        self._running: set[asyncio.Future[int]] = set()
        self._seconds = seconds
        self._at_work: dict[Tick, float] = {}
        self._ended: dict[Tick, float] = {}
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for tick in (refresh_members, *IN_ORDER):
            self._locks[tick] = asyncio.Lock()
            self._scheduler.add_job(
                self._begin,
                "interval",
                [tick],
                seconds=seconds,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )

    def start(self) -> None:
        """Begins to tick."""
        self._ended[sweep] = asyncio.get_running_loop().time()
        self._scheduler.start()

    @property
    def has_started(self) -> bool:
        """Whether it ticks by itself."""
        return bool(self._scheduler.running)

    def overdue(self) -> float:
        """Seconds since the sweep ended well, where that is longer ago than it should be; else 0."""
        now = asyncio.get_running_loop().time()
        began = self._at_work.get(sweep)
        if began is not None and now - max(began, self._desk.said_at) < LONGEST_SWEEP:
            return 0.0
        ago = now - self._ended.get(sweep, now)
        return ago if ago > 3 * self._seconds + LONGEST_REST else 0.0

    def redraw_soon(self) -> None:
        """Has stale messages drawn now rather than at the next tick, and files seen to: somebody is looking."""
        for tick in (redraw, *SOON):
            self._spawn(tick)

    async def quiet(self) -> None:
        """Ticks until nothing is left to do at this moment, through the rests that Slack asks for."""
        for _ in range(QUIET_ROUNDS):
            done = sum([await self._run(tick) for tick in IN_ORDER])
            if rest := self._desk.slack.rest():
                await asyncio.sleep(min(rest, LONGEST_REST))
            elif not done:
                return

    def close(self) -> None:
        """Claims nothing more."""
        self._desk.is_closing = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def stop(self) -> None:
        """Claims nothing more, and finishes what is in hand."""
        self.close()
        await asyncio.gather(*self._running)

    async def _begin(self, tick: Tick) -> None:
        """A tick's time has come; one that is still at work is let be, for it takes what is due as it goes."""
        if not self._locks[tick].locked() and not self._desk.is_closing:
            self._spawn(tick)

    def _spawn(self, tick: Tick) -> None:
        running = asyncio.ensure_future(self._run(tick))
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _run(self, tick: Tick) -> int:
        clock = asyncio.get_running_loop().time
        async with self._locks[tick]:
            began = self._at_work[tick] = clock()
            done: int | None = None
            try:
                done = await tick(self._desk)
                self._ended[tick] = clock()
            except AwayError:
                pass  # that the database is away is said once a minute, by whoever it is told to
            except Exception as error:  # a tick that fails must not end the ticking
                log.exception("tick_failed", tick=tick.__name__, error=type(error).__name__)
            del self._at_work[tick]
            if self._desk.took is not None:
                self._desk.took(tick.__name__, clock() - began, failed=done is None)
            return done or 0
