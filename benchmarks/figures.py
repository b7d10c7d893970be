"""What is measured, and how it compares: medians of several runs with their spread, and ratios to be reached."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from statistics import median
from typing import Any


class LostError(Exception):
    """A run in which something was lost, doubled or refused: it is no measurement."""


class Aim(StrEnum):
    """How two figures are to compare."""

    TIMES_LOWER = "times lower"
    TIMES_AS_MANY = "times as many"
    AT_MOST_TIMES = "times, at most"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Runs:
    """One figure, measured several times."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def lowest(self) -> float:
        return min(self.values)

    @property
    def highest(self) -> float:
        return max(self.values)


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of ours beside the peer's. Without a peer, `goal` is a figure of the same unit."""

    measure: str
    database: str
    unit: str
    ours: Runs
    aim: Aim
    goal: float
    peer_is: str = ""
    peer: Runs | None = None

    @property
    def ratio(self) -> float:
        """By how much ours is better, or, where a figure may only grow so far, by how much it has grown."""
        ours, theirs = self.ours.median, self.peer.median if self.peer else 1.0
        return theirs / ours if self.aim is Aim.TIMES_LOWER else ours / theirs

    @property
    def is_reached(self) -> bool:
        if self.aim in {Aim.AT_MOST_TIMES, Aim.AT_MOST}:
            return self.ratio <= self.goal
        return self.ratio >= self.goal

    def told(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self) | {"ratio": self.ratio, "is_reached": self.is_reached}


def percentile(values: list[float], share: float) -> float:
    """The value that so many of a hundred do not exceed: the nearest that was measured."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share / 100), len(ordered) - 1)]
