"""Planning many nudges, against as many jobs that are added one by one."""

from collections.abc import Iterator
from functools import partial

from benchmarks.databases import counted
from benchmarks.figures import Aim, Line, LostError, Runs
from benchmarks.place import Place
from benchmarks.processes import done
from benchmarks.seeds import somebody_is_known

WAITING = "SELECT count(*) FROM nudges WHERE state = 'planned' AND kind = 'deliverable_mine'"


def planning(place: Place) -> Iterator[Line]:
    """How many nudges are planned a second; of the jobs fewer are added, for each takes as long as any other."""
    size = place.size(10_000)
    for kind in place.kinds:
        ours, peers = place.in_turn(partial(_ours, place, kind, size), partial(_peers, place, kind, size // 10))
        yield Line(
            f"planning {size:,} nudges",
            kind,
            "a second",
            Runs(tuple(ours)),
            Aim.TIMES_AS_MANY,
            10,
            "APScheduler, add_job",
            Runs(tuple(peers)),
        )


def _ours(place: Place, kind: str, size: int) -> float:
    with place.database(kind, "somebody", somebody_is_known) as url:
        told = done("benchmarks.ours.planning", url, str(size))
        planned = counted(url, WAITING)
    if planned != told["planned"] or planned < size:
        raise LostError(f"{told['planned']} nudges were planned, and {planned} are there")
    return planned / float(told["elapsed"])


def _peers(place: Place, kind: str, size: int) -> float:
    with place.bare_database(kind) as url:
        told = done("benchmarks.peers.reminders", "add", url, str(size))
        added = counted(url, "SELECT count(*) FROM apscheduler_jobs")
    if added != size:
        raise LostError(f"APScheduler holds {added} of {size} jobs")
    return size / float(told["elapsed"])
