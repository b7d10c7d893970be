"""The real program in a process of its own, with a hand at its switch. The program itself knows nothing of it.

What is wrapped here is wrapped in that process alone. Each step of its work is counted, so that it can be killed at any
of them; its clocks can be put elsewhere; its leases and its patience with Slack are short, so that what a crash leaves
open is settled in seconds.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from ctypes import c_double, c_int
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

import bot.app
import scheduler.desk
import scheduler.turns
from bot.cli import until_stopped
from bot.clock import Clock
from bot.config import Settings, keep_from_bolt
from bot.logs import configure
from etiquette.store.session import Store, Transaction
from scheduler.slack import WayOut
from scheduler.timetable import Timetable

LEASE = timedelta(seconds=2)
PATIENCE = 0.6
TICK = 0.1
"""Seconds that one call to Slack may take. Twice as long is the margin that the program keeps within its lease."""
NEVER = 0
NAMED = (
    *("before conversations.open", "after conversations.open"),
    *("before chat.postMessage", "after chat.postMessage"),
    *("before a commit", "after a commit"),
)
"""The steps of a nudge's life."""

# A server that has loaded the program once, and forks it: a start takes a tenth of a second, not a whole one.
FORKS: ForkServerContext = get_context("forkserver")
FORKS.set_forkserver_preload(["soak.faults.program", "soak.faults.warm"])


@dataclass(slots=True)
class Switch:
    """What is shared with the program: at which step it dies, how far its clocks are off (seconds), how far it got.

    Several processes may share one: their steps are counted together, and whoever comes to that step dies, one of them.
    """

    dies_at: "Synchronized[int]" = field(default_factory=lambda: FORKS.Value(c_int, NEVER))
    dies_on: "Synchronized[int]" = field(default_factory=lambda: FORKS.Value(c_int, NEVER))
    steps: "Synchronized[int]" = field(default_factory=lambda: FORKS.Value(c_int, 0))
    ahead: "Synchronized[float]" = field(default_factory=lambda: FORKS.Value(c_double, 0.0))
    skew: "Synchronized[float]" = field(default_factory=lambda: FORKS.Value(c_double, 0.0))

    def of_others(self) -> "Switch":
        """One for other processes, whose clocks are off alike."""
        return Switch(ahead=self.ahead, skew=self.skew)

    def kills_at(self, name: str) -> None:
        """Whoever comes to a step of that name dies."""
        self.dies_on.value = NAMED.index(name) + 1

    def spares(self) -> None:
        """Nobody dies any more."""
        self.dies_at.value = self.dies_on.value = NEVER

    def took(self, name: str) -> bool:
        """One step more. Whether it was somebody's last; nobody else's, then."""
        with self.steps.get_lock():
            self.steps.value += 1
            if self.steps.value != self.dies_at.value and name != ("", *NAMED)[self.dies_on.value]:
                return False
            self.spares()
            return True


@dataclass(slots=True)
class Running:
    """The program at work. It is stopped, or killed, by its own process id."""

    process: BaseProcess
    log: Path
    steps: Path | None = None

    @property
    def is_alive(self) -> bool:
        return self.process.is_alive()

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def took(self, name: str) -> int:
        """How often it took a step of that name, where it writes them down."""
        is_told = self.steps is not None and self.steps.exists()
        return self.steps.read_text().splitlines().count(name) if is_told and self.steps else 0

    async def killed(self) -> None:
        """`kill -9`, now."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        await self.ended()

    async def stopped(self) -> int:
        """Told to stop; gives its exit code."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        return await self.ended()

    async def ended(self, within: float = 15.0) -> int:
        """Waits until it is gone. Raises TimeoutError where it goes on."""
        await asyncio.to_thread(self.process.join, within)
        if self.process.is_alive():
            raise TimeoutError(f"process {self.pid} does not end")
        return int(self.process.exitcode or 0)


def start(environment: Mapping[str, str], switch: Switch, log: Path, steps: Path | None = None) -> Running:
    """Starts the program with these settings. `steps`: where it writes down by name what it did, step by step."""
    shared = (switch.dies_at, switch.dies_on, switch.steps, switch.ahead, switch.skew)
    process = FORKS.Process(target=_run, args=(dict(environment), shared, str(log), str(steps or "")), daemon=True)
    process.start()
    return Running(process, log, steps)


class Elsewhere(Clock):
    """Clocks that can be put elsewhere from outside, both by `skew`, and domain time by `ahead` besides."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch

    def now(self) -> datetime:
        return self.machine_now() + timedelta(seconds=self._switch.ahead.value)

    def machine_now(self) -> datetime:
        return super().machine_now() + timedelta(seconds=self._switch.skew.value)


@dataclass(slots=True)
class Steps:
    """Counts what the program does, and ends it where it is told to."""

    switch: Switch
    written: Path | None

    def took(self, name: str) -> None:
        """One step more."""
        is_last = self.switch.took(name)
        if self.written is not None:
            with self.written.open("a") as file:
                file.write(f"{name}\n")
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)


def _run(environment: dict[str, str], shared: tuple[Any, ...], log: str, written: str) -> None:
    """In the program's own process."""
    with open(log, "ab") as file:  # noqa: PTH123  # what is written goes there from now on
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    switch = Switch(*shared)
    _shorten()
    _count(Steps(switch, Path(written) if written else None))
    settings = Settings.of(environment)
    keep_from_bolt()
    configure(settings.log_level, settings.log_format)
    sys.exit(asyncio.run(until_stopped(partial(bot.app.serve, clock=Elsewhere(switch)), settings)))


def _shorten() -> None:
    scheduler.desk.LEASE = LEASE
    scheduler.desk.SET = timedelta(seconds=TICK)
    scheduler.desk.SLOWEST = timedelta(seconds=PATIENCE)
    scheduler.turns.LONGEST = timedelta(seconds=PATIENCE)
    WayOut.__init__.__defaults__ = (PATIENCE, None)  # how long one call may take, and no pace
    vars(bot.app)["Timetable"] = _ticking  # where the program finds it


def _ticking(desk: scheduler.desk.Desk, _seconds: int) -> Timetable:
    return Timetable(desk, TICK)  # type: ignore[arg-type]  # a fraction of a second, which no setting allows


def _count(steps: Steps) -> None:
    """Each call to Slack and each transaction has a step before it takes effect, and one after."""
    call: Callable[..., Awaitable[Any]] = WayOut._call  # noqa: SLF001  # the one way out
    writing = Store.writing

    async def counted_call(self: WayOut, workspace_id: str, method: str, **arguments: Any) -> Any:
        steps.took(f"before {method}")
        answer = await call(self, workspace_id, method, **arguments)
        steps.took(f"after {method}")
        return answer

    @asynccontextmanager
    async def counted_writing(self: Store) -> AsyncIterator[Transaction]:
        async with writing(self) as tx:
            yield tx
            steps.took("before a commit")
        steps.took("after a commit")

    WayOut._call = counted_call  # type: ignore[method-assign]  # noqa: SLF001  # likewise
    Store.writing = counted_writing  # type: ignore[method-assign]
