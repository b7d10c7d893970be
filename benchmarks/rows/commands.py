"""Commands: how long one takes, and how many there can be, against a Bolt app that does less."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from benchmarks.databases import asked, counted
from benchmarks.figures import Aim, Line, LostError, Runs, percentile
from benchmarks.load import MEMBERS
from benchmarks.place import Place
from benchmarks.processes import done, free_port, program, ready
from benchmarks.seeds import everybody
from etiquette.store.session import Store

MANY = 64
ACKS, INSERTS = "Bolt, only acks", "Bolt, one insert"
NOTED = "Noted"


@dataclass(frozen=True, slots=True)
class Called:
    """What one run of the load came to."""

    took: list[float]
    per_second: float

    def milliseconds(self, share: float) -> float:
        return percentile(self.took, share) * 1000


def one_caller(place: Place) -> Iterator[Line]:
    """How long a durable command takes to be answered, against one that is only acknowledged."""
    size = place.size(300)
    for kind in place.kinds:
        ours, peers = place.in_turn(partial(_ours, place, kind, 1, size), partial(_acks, place, 1, size))
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
    size = place.size(2000)
    for kind in place.kinds:
        ours, peers = place.in_turn(
            partial(_ours, place, kind, MANY, size), partial(_inserts, place, kind, MANY, size // 4)
        )
        rates = (Runs(tuple(run.per_second for run in runs)) for runs in (ours, peers))
        slowest = (Runs(tuple(run.milliseconds(99) for run in runs)) for runs in (ours, peers))
        named = f"durable commands, {MANY} callers"
        mine, theirs = rates
        yield Line(named, kind, "a second", mine, Aim.TIMES_AS_MANY, 4, INSERTS, theirs)
        mine, theirs = slowest
        yield Line(f"{named}: 99th percentile", kind, "ms", mine, Aim.TIMES_LOWER, 15, INSERTS, theirs)


async def _seeded(store: Store) -> None:
    await everybody(store, MEMBERS)


def _ours(place: Place, kind: str, callers: int, size: int) -> Called:
    warm = max(2 * MEMBERS, callers)
    with place.database(kind, "commands", _seeded) as url:
        with program(url, place.slack) as running:
            called = _called(running.port, callers, size, warm, NOTED)
        wanted = size + warm
        kept = counted(url, "SELECT count(*) FROM deliverables")
        acts = counted(url, "SELECT count(*) FROM acts")
        apart = counted(url, "SELECT count(DISTINCT what) FROM deliverables")
        unplanned = asked(
            url,
            "SELECT id FROM deliverables WHERE NOT EXISTS (SELECT 1 FROM nudges WHERE subject_id = deliverables.id)",
        )
        if (kept, acts, apart, len(unplanned)) != (wanted, wanted, wanted, 0):
            raise LostError(
                f"{wanted} commands: {kept} promises, {acts} acts, {apart} apart, {len(unplanned)} unplanned"
            )
    return called


def _acks(place: Place, callers: int, size: int) -> Called:
    with _bolt(place) as port:
        return _called(port, callers, size, callers)


def _inserts(place: Place, kind: str, callers: int, size: int) -> Called:
    with place.bare_database(kind) as url:
        with _bolt(place, url.replace("+aiosqlite", "")) as port:
            called = _called(port, callers, size, callers)
        kept = counted(url, "SELECT count(*) FROM promises")
        if kept != size + callers:
            raise LostError(f"the peer kept {kept} of {size + callers}")
    return called


@contextmanager
def _bolt(place: Place, *database: str) -> Iterator[int]:
    port = free_port()
    with ready("benchmarks.peers.bolt", str(port), place.slack.api_url, *database):
        yield port


def _called(port: int, callers: int, size: int, warm: int, expected: str = "") -> Called:
    words = {"--port": port, "--callers": callers, "--commands": size, "--warm": warm, "--expect": expected}
    told = done("benchmarks.load", *(str(word) for pair in words.items() for word in pair))
    if told["wrong"] or len(told["took"]) != size:
        raise LostError(f"{len(told['took'])} of {size} were answered; wrong: {told['wrong'][:1]}")
    return Called(told["took"], size / told["elapsed"])
