"""Draining what is due in many workspaces under Slack's own limits, by two workers, against what the limits allow."""

from collections.abc import Iterator

from benchmarks.databases import POSTGRESQL, asked
from benchmarks.figures import Aim, Line, LostError, Runs
from benchmarks.lean import WORKSPACES
from benchmarks.place import Place
from benchmarks.processes import program
from benchmarks.rows.posting import AFTER_WARMING_UP, TOLD, last_marked, until_posted
from benchmarks.seeds import everybody_is_owed

A_MINUTE = 300
"""Messages that Slack is taken to allow in one workspace."""


def draining(place: Place) -> Iterator[Line]:
    """From the first call to the last mark; and how often Slack had to say that it was too much."""
    if POSTGRESQL not in place.kinds:
        return
    size = place.size(20_000, WORKSPACES)
    runs = [_drained(place, size) for _ in range(min(place.repeats, 2))]
    named = f"draining {size:,} nudges, {WORKSPACES} workspaces, two workers"
    took, refused = Runs(tuple(took for took, _ in runs)), Runs(tuple(float(times) for _, times in runs))
    allowed = Runs((size / WORKSPACES / A_MINUTE * 60,))
    yield Line(named, POSTGRESQL, "s", took, Aim.AT_MOST_TIMES, 1.05, "the limits' arithmetic", allowed)
    yield Line("the same: refusals by Slack (429)", POSTGRESQL, "times", refused, Aim.AT_MOST, 0)


def _drained(place: Place, size: int) -> tuple[float, int]:
    place.slack.forget()
    place.slack.limit(A_MINUTE)
    roles = {"COOP_ROLE": "worker", "COOP_SWEEP_SECONDS": AFTER_WARMING_UP, "COOP_POSTS_PER_MINUTE": str(A_MINUTE)}
    fill = lambda store: everybody_is_owed(store, size, WORKSPACES)  # noqa: E731  # what the database is prepared with
    try:
        with place.database(POSTGRESQL, f"{size} due in {WORKSPACES}", fill) as url:
            with program(url, place.slack, **roles), program(url, place.slack, **roles):
                until_posted(url, place, size)
            told, arrived = asked(url, TOLD), place.slack.arrived()
            took = last_marked(url) - arrived["first"]
    finally:
        place.slack.limit(0)
    if told != [("posted", size, size, size)] or {arrived["posts"], arrived["distinct"]} != {size}:
        raise LostError(f"{size} nudges were due, and are now: {told}; Slack got {arrived}")
    return took, int(arrived["refused"])
