"""Where it is measured: the databases, the stand-in for Slack, how large a run is, and how often."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.databases import BOTH, Databases, Fill
from benchmarks.processes import Slack

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Place:
    """`scale` is the share of the full size that a run has; a test of the harness asks for next to nothing."""

    databases: Databases
    slack: Slack
    repeats: int
    scale: float = 1.0
    kinds: tuple[str, ...] = BOTH

    def size(self, full: int, least: int = 10) -> int:
        """How much there is to do in one run."""
        return max(int(full * self.scale), least)

    def in_turn(
        self, ours: Callable[[], A], peers: Callable[[], B], repeats: int | None = None
    ) -> tuple[list[A], list[B]]:
        """Both sides, one after the other, again and again: what disturbs the machine disturbs both."""
        runs = [(ours(), peers()) for _ in range(repeats or self.repeats)]
        return [mine for mine, _ in runs], [theirs for _, theirs in runs]

    @contextmanager
    def database(self, kind: str, prepared: str, fill: Fill) -> Iterator[str]:
        """A database of this run's own, filled before."""
        url = self.databases.fresh(kind, prepared, fill)
        yield url
        self.databases.drop(url)

    @contextmanager
    def bare_database(self, kind: str) -> Iterator[str]:
        """An empty one, for a peer's own tables."""
        url = self.databases.bare(kind)
        yield url
        self.databases.drop(url)
