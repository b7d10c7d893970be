"""Posting what is due: against the SDK alone, against the loop that everybody writes first, against a queue of jobs."""

import json
from collections.abc import Iterator
from time import perf_counter, sleep

from benchmarks.databases import POSTGRESQL, asked, counted, plain
from benchmarks.figures import Aim, Line, LostError, Runs
from benchmarks.place import Place
from benchmarks.processes import done, program
from benchmarks.seeds import everybody_is_owed

A_WHILE = 0.05
PATIENCE = 300.0
AFTER_WARMING_UP = "5"
"""Seconds between two sweeps: when the first comes, the program has loaded what it loads at its start."""
TOLD = """SELECT n.state, count(*), count(DISTINCT d.id), count(d.ts) FROM nudges n
LEFT JOIN deliveries d ON d.id = n.delivery_id AND d.state = 'posted' GROUP BY n.state"""
CALLED = ("text", "blocks", "unfurl_links", "unfurl_media")


def posting(place: Place) -> Iterator[Line]:
    """How many due nudges are posted and marked a second, to as many people."""
    size = place.size(500)
    for kind in place.kinds:
        ours: list[float] = []
        sdk: list[float] = []
        loop: list[float] = []
        jobs: list[float] = []
        for _ in range(place.repeats):
            ours.append(_ours(place, kind, size))
            message = _sample(place)
            sdk.append(_sdk(place, message, size))
            loop.append(_loop(place, kind, message, size // 4))
            if kind == POSTGRESQL:
                jobs.append(_jobs(place, size))
        named = "due nudges posted, distinct people"
        mine = Runs(tuple(ours))
        peers = [
            ("slack_sdk alone", 0.9, sdk),
            ("post and mark, one by one", 7, loop),
            ("procrastinate, empty jobs", 4, jobs),
        ]
        for peer, goal, rates in peers:
            if rates:
                yield Line(named, kind, "a second", mine, Aim.TIMES_AS_MANY, goal, peer, Runs(tuple(rates)))


def _ours(place: Place, kind: str, size: int) -> float:
    place.slack.forget()
    with place.database(kind, f"{size} due", lambda store: everybody_is_owed(store, size)) as url:
        with program(url, place.slack, COOP_SWEEP_SECONDS=AFTER_WARMING_UP, COOP_POSTS_PER_MINUTE="0"):
            until_posted(url, place, size)
        told = asked(url, TOLD)
        arrived = place.slack.arrived()
        if told != [("posted", size, size, size)]:
            raise LostError(f"{size} nudges were due, and are now: {told}")
        if {arrived[what] for what in ("posts", "deliveries", "nudges", "distinct")} != {size}:
            raise LostError(f"{size} nudges were due, and Slack got {arrived}")
        took = last_marked(url) - float(arrived["first"])
    return size / took


def until_posted(url: str, place: Place, size: int) -> None:
    """Waits until so many messages have come, and all nudges are marked."""
    until = perf_counter() + PATIENCE
    while place.slack.count() < size or counted(url, "SELECT count(*) FROM nudges WHERE state <> 'posted'"):
        if perf_counter() > until:
            raise LostError(f"{place.slack.count()} of {size} were posted within {PATIENCE} seconds")
        sleep(A_WHILE if place.slack.count() >= size else 5 * A_WHILE)


def last_marked(url: str) -> float:
    """When the last delivery was marked, in seconds."""
    epoch = (
        "extract(epoch FROM max(posted_at))"
        if POSTGRESQL.lower() in url
        else "(julianday(max(posted_at)) - 2440587.5) * 86400.0"
    )
    return float(asked(url, f"SELECT {epoch} FROM deliveries")[0][0])  # noqa: S608  # our own words


def _sample(place: Place) -> str:
    """The message that was posted last, as far as it is the same for everybody."""
    message = place.slack.sample()
    return json.dumps({name: message[name] for name in CALLED if name in message})


def _sdk(place: Place, message: str, size: int) -> float:
    place.slack.forget()
    told = done("benchmarks.peers.sdk", place.slack.api_url, message, str(size))
    return _rate(place, size, told["elapsed"])


def _loop(place: Place, kind: str, message: str, size: int) -> float:
    place.slack.forget()
    with place.bare_database(kind) as url:
        bare = url
        told = done("benchmarks.peers.loop", place.slack.api_url, message, str(size), bare)
        marked = counted(url, "SELECT count(*) FROM reminders WHERE posted_at IS NOT NULL")
    if marked != size:
        raise LostError(f"the loop marked {marked} of {size}")
    return _rate(place, size, told["elapsed"])


def _jobs(place: Place, size: int) -> float:
    with place.bare_database(POSTGRESQL) as url:
        told = done("benchmarks.peers.jobs", plain(url), str(size))
        ran = counted(url, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'")
    if ran != size:
        raise LostError(f"procrastinate ran {ran} of {size}")
    return size / float(told["elapsed"])


def _rate(place: Place, size: int, took: float) -> float:
    arrived = place.slack.count()
    if arrived != size:
        raise LostError(f"the peer posted {arrived} of {size}")
    return size / took
