"""What a long history costs: an empty sweep, memory at rest, and the time from start to ready."""

from collections.abc import Iterator
from time import sleep

from benchmarks.figures import Aim, Line, Runs
from benchmarks.place import Place
from benchmarks.processes import done, program
from benchmarks.seeds import history

SWEEPS = 300
AT_REST = 8.0
"""Seconds after which a program has loaded what it loads, and has ticked."""


def sizes(place: Place) -> Iterator[Line]:
    """With a million nudges stored, against ten thousand, and against none."""
    many, few = place.size(1_000_000, 1000), place.size(10_000, 100)
    for kind in place.kinds:
        yield _sweeping(place, kind, many, few)
        yield from _resting(place, kind, many)


def _sweeping(place: Place, kind: str, many: int, few: int) -> Line:
    def swept(size: int) -> float:
        return float(
            done("benchmarks.ours.sweeping", _stored(place, kind, size), str(place.size(SWEEPS)))["milliseconds"]
        )

    ours, itself = place.in_turn(lambda: swept(many), lambda: swept(few))
    named, peer = f"empty sweep, {many:,} nudges stored", f"itself, {few:,} stored"
    return Line(named, kind, "ms", Runs(tuple(ours)), Aim.AT_MOST_TIMES, 1.5, peer, Runs(tuple(itself)))


def _resting(place: Place, kind: str, many: int) -> Iterator[Line]:
    def rested(size: int) -> tuple[float, float]:
        with program(_stored(place, kind, size), place.slack) as running:
            sleep(AT_REST * min(place.scale * 2, 1.0))
            return running.resident(), running.took

    full, empty = place.in_turn(lambda: rested(many), lambda: rested(0))
    memory = [Runs(tuple(held for held, _ in runs)) for runs in (full, empty)]
    named = f"memory at rest, {many:,} nudges stored"
    yield Line(named, kind, "MB", memory[0], Aim.AT_MOST_TIMES, 1.1, "itself, none stored", memory[1])
    took = Runs(tuple(took for _, took in full))
    yield Line(f"start to ready, {many:,} nudges stored", kind, "s", took, Aim.AT_MOST, 1.5)


def _stored(place: Place, kind: str, size: int) -> str:
    """A database that is not changed by being looked at: all runs share it."""
    return place.databases.kept(kind, f"{size} stored", lambda store: history(store, size))
