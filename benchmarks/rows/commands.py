"""Commands: how long one takes, and how many there can be, against a Bolt app that does less."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from benchmarks.databases import counted
from benchmarks.figures import Aim, Line, LostError, Runs, percentile
from benchmarks.load import MEMBERS
from benchmarks.place import Place
from benchmarks.processes import done, free_port, program, ready
from benchmarks.seeds import everybody
from etiquette.store.session import Store

UNPLANNED = """SELECT count(*) FROM deliverables
WHERE NOT EXISTS (SELECT 1 FROM nudges WHERE subject_id = deliverables.id)"""
MANY = 64
WARM = 2 * MEMBERS
"""By then everybody has been met, and knows whom they promise things."""
ACKS, INSERTS = "Bolt, only acks", "Bolt, one insert"
NOTED = "Noted"


@dataclass(frozen=True, slots=True)
class Called:
    """What one run of the load came to."""

    took: list[float]
    per_second: float

    def milliseconds(self, share: float) -> float:
        return percentile(self.took, share) * 1000


@dataclass(slots=True)
class Side:
    """One of the two programs: called again and again, nothing of it typed twice."""

    port: int
    expected: str = ""
    typed: int = 0

    def called(self, callers: int, size: int, warm: int = 0) -> Called:
        """So many commands by so many callers, after some that only warm it up."""
        words = {"--port": self.port, "--callers": callers, "--commands": size, "--warm": warm or callers}
        words |= {"--first": self.typed}
        told = done(
            "benchmarks.load", *(str(word) for pair in words.items() for word in pair), "--expect", self.expected
        )
        if told["wrong"] or len(told["took"]) != size:
            raise LostError(f"{len(told['took'])} of {size} were answered; wrong: {told['wrong'][:1]}")
        self.typed += size + (warm or callers)
        return Called(told["took"], size / told["elapsed"])


def one_caller(place: Place) -> Iterator[Line]:
    """How long a durable command takes to be answered, against one that is only acknowledged."""
    size = place.size(100)
    for kind in place.kinds:
        with _ours(place, kind) as our_side, _acks(place) as their_side:
            ours, peers = place.in_turn(partial(our_side.called, 1, size), partial(their_side.called, 1, size))
        yield Line(
            "a durable command, one caller: median",
            kind,
            "ms",
            Runs(tuple(run.milliseconds(50) for run in ours)),
            Aim.TIMES_LOWER,
            10,
            ACKS,
            Runs(tuple(run.milliseconds(50) for run in peers)),
        )


def many_callers(place: Place) -> Iterator[Line]:
    """How many durable commands a second, and the slowest of a hundred, against one insert before the ack."""
    size = place.size(250)
    for kind in place.kinds:
        with _ours(place, kind) as our_side, _inserts(place, kind) as their_side:
            ours, peers = place.in_turn(partial(our_side.called, MANY, size), partial(their_side.called, MANY, size))
        rates = (Runs(tuple(run.per_second for run in runs)) for runs in (ours, peers))
        slowest = (Runs(tuple(run.milliseconds(99) for run in runs)) for runs in (ours, peers))
        named = f"durable commands, {MANY} callers"
        mine, theirs = rates
        yield Line(named, kind, "a second", mine, Aim.TIMES_AS_MANY, 4, INSERTS, theirs)
        mine, theirs = slowest
        yield Line(f"{named}: 99th percentile", kind, "ms", mine, Aim.TIMES_LOWER, 15, INSERTS, theirs)


async def _seeded(store: Store) -> None:
    await everybody(store, MEMBERS)


@contextmanager
def _ours(place: Place, kind: str) -> Iterator[Side]:
    """This program, warm. When it has ended everything that was typed is looked for in its database."""
    with place.database(kind, "commands", _seeded) as url:
        with program(url, place.slack) as running:
            side = Side(running.port, NOTED)
            side.called(1, MEMBERS, WARM)
            yield side
        kept = counted(url, "SELECT count(*) FROM deliverables")
        acts = counted(url, "SELECT count(*) FROM acts")
        apart = counted(url, "SELECT count(DISTINCT what) FROM deliverables")
        unplanned = counted(url, UNPLANNED)
        if (kept, acts, apart, unplanned) != (side.typed, side.typed, side.typed, 0):
            raise LostError(
                f"{side.typed} commands: {kept} promises, {acts} acts, {apart} apart, {unplanned} unplanned"
            )


@contextmanager
def _acks(place: Place) -> Iterator[Side]:
    with _bolt(place) as port:
        yield Side(port)


@contextmanager
def _inserts(place: Place, kind: str) -> Iterator[Side]:
    with place.bare_database(kind) as url:
        with _bolt(place, url) as port:
            side = Side(port)
            yield side
        kept = counted(url, "SELECT count(*) FROM promises")
        if kept != side.typed:
            raise LostError(f"the peer kept {kept} of {side.typed}")


@contextmanager
def _bolt(place: Place, *database: str) -> Iterator[int]:
    port = free_port()
    with ready("benchmarks.peers.bolt", str(port), place.slack.api_url, *database):
        yield port
