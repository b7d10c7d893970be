"""How long the event loop stands still while a thousand nudges are due, against as many jobs that are due."""

import json
from collections.abc import Iterator

from benchmarks.databases import plain
from benchmarks.figures import Aim, Line, LostError, Runs
from benchmarks.place import Place
from benchmarks.processes import BOT_TOKEN, SECRET, done
from benchmarks.seeds import everybody_is_owed

WORDS = json.dumps({"text": "You promised Dana Reyes: the deck, by Friday.", "unfurl_links": False})


def stalling(place: Place) -> Iterator[Line]:
    """The longest stall of the loop; a heart beats in it."""
    size = place.size(1000)
    for kind in place.kinds:
        ours, peers = place.in_turn(
            lambda kind=kind: _ours(place, kind, size),  # type: ignore[misc]
            lambda kind=kind: _peers(place, kind, size),  # type: ignore[misc]
        )
        yield Line(
            f"longest stall of the event loop, {size:,} due",
            kind,
            "ms",
            Runs(tuple(ours)),
            Aim.TIMES_LOWER,
            25,
            "APScheduler, a job each",
            Runs(tuple(peers)),
        )


def _ours(place: Place, kind: str, size: int) -> float:
    place.slack.forget()
    with place.database(kind, f"{size} due", lambda store: everybody_is_owed(store, size)) as url:
        told = done(
            "benchmarks.ours.watched",
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_SIGNING_SECRET=SECRET,
            SLACK_API_URL=place.slack.api_url,
            COOP_TRANSPORT="http",
            COOP_PORT="0",
            COOP_SWEEP_SECONDS="1",
            COOP_POSTS_PER_MINUTE="0",
            DATABASE_URL=plain(url),
        )
    _all_arrived(place, size)
    return float(told["stall"])


def _peers(place: Place, kind: str, size: int) -> float:
    place.slack.forget()
    with place.bare_database(kind) as url:
        bare = url
        told = done("benchmarks.peers.reminders", "run", bare, str(size), place.slack.api_url, WORDS)
    _all_arrived(place, size)
    return float(told["stall"])


def _all_arrived(place: Place, size: int) -> None:
    arrived = place.slack.arrived()
    if {arrived["posts"], arrived["distinct"]} != {size}:
        raise LostError(f"{size} were due, and Slack got {arrived}")
