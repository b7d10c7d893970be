"""Figures for whoever watches the program, as Prometheus reads them. `docs/watching.md` says what each means.

A label is a word of ours, or of Slack's for its methods and refusals: never an id, a name or a text.
"""

import re
from collections import Counter as Count
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from etiquette.rules.errors import AwayError
from etiquette.rules.nudges import State
from etiquette.store.figures import InHand
from etiquette.store.patience import in_time

TICK_BUCKETS = (0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0)
# Slack tells whoever waits for three seconds that it timed out.
REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
KINDS = {
    "block_actions": "press",
    "view_submission": "form",
    "view_closed": "form",
    "block_suggestion": "menu",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "event_callback": "event",
}
WORD = re.compile(r"[a-z_]{1,60}")
LOOKS_FOR = 1.0
"""Seconds: whoever asks for the figures has them soon, also while the database is silent."""

log = structlog.get_logger(__name__)


class Figures:
    """What this process did is counted as it does it; what is in hand is put in by whoever asks for the page."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, about: str, *labels: str) -> Counter:
            return Counter(f"coopetiquette_{name}", about, labels, registry=registry)

        self._registry = registry
        self._ended = {
            State.POSTED: counter("nudges_posted", "Nudges that this process posted, or found posted."),
            State.WITHDRAWN: counter("nudges_withdrawn", "Nudges that this process withdrew: no longer apt."),
            State.ABANDONED: counter("nudges_abandoned", "Nudges that this process gave up."),
        }
        self._refusals = counter(
            "slack_errors", "Calls to Slack that came to nothing, by Slack's word for it.", "error"
        )
        self._rests = counter("slack_rate_limited", "Calls that Slack refused with 429, by method.", "method")
        self._stumbles = counter("requests_failed", "Requests that ended in a mistake of ours.")
        self._tick_failures = counter(
            "tick_failures", "Ticks that ended in an error, an absent database's too.", "tick"
        )
        self._database_failures = counter("database_failures", "Transactions that found no database to answer.")
        self._ticks = _times(registry, "tick_duration", "How long a tick was at work.", "tick", TICK_BUCKETS)
        about = "From the arrival of something of Slack's until its answer."
        self._requests = _times(registry, "request_duration", about, "kind", REQUEST_BUCKETS)
        self._database_up = _gauge(registry, "database_up", "1 where the database answered just now, else 0.")
        self.socket_open = _gauge(registry, "slack_socket_open", "1 with an open socket, or where none is wanted.")
        self.stopped = _gauge(registry, "workspaces_stopped", "Workspaces whose token Slack refuses.")
        self._hand = _Hand()
        registry.register(self._hand)
        ProcessCollector(registry=registry)

    async def page(self, look: Callable[[], Coroutine[Any, Any, InHand]]) -> bytes:
        """The page, within a moment; of what cannot be looked at for now it says nothing."""
        self._hand.known, is_up = None, True
        try:
            self._hand.known = await in_time(look(), LOOKS_FOR)
        except (AwayError, TimeoutError):
            is_up = False
        except Exception as error:  # what cannot be read keeps nobody from seeing the rest
            log.exception("figures_unreadable", error=type(error).__name__)
        self._database_up.set(is_up)
        return generate_latest(self._registry)

    def ended(self, nudges: Count[State]) -> None:
        """So many nudges came to their final states."""
        for state, count in nudges.items():
            self._ended[state].inc(count)

    def ticked(self, tick: str, seconds: float, *, failed: bool) -> None:
        """A tick was at work for so long."""
        self._ticks.labels(tick).observe(seconds)
        self._tick_failures.labels(tick).inc(failed)

    def stumbled(self) -> None:
        """A request ended in a mistake of ours."""
        self._stumbles.inc()

    def database_failed(self) -> None:
        """A transaction found no database to answer."""
        self._database_failures.inc()

    def slack_failed(self, method: str, error: str, *, is_rest: bool) -> None:
        """A call came to nothing; what is no word of Slack's is `other`. `is_rest`: Slack asked for one, by 429."""
        self._refusals.labels(error if WORD.fullmatch(error) else "other").inc()
        if is_rest:
            self._rests.labels(method).inc()

    def answering(self, body: Mapping[str, Any]) -> AbstractContextManager[Any]:
        """Measures how long the block takes, which answers a request of Slack's."""
        kind = "command" if "command" in body else KINDS.get(str(body.get("type")), "other")
        return self._requests.labels(kind).time()


class _Hand(Collector):
    """What is in hand, as of the moment that it is asked for; nothing, where it is not known."""

    known: InHand | None = None

    def describe(self) -> list[Metric]:
        return list(_families(None))

    def collect(self) -> Iterator[Metric]:
        return _families(self.known)


FAMILIES: tuple[tuple[str, str, Callable[[InHand], float]], ...] = (
    ("nudges_due", "Nudges that are due, and not on their way.", lambda known: known.due),
    ("nudges_lag_seconds", "For how long the oldest of them is due.", lambda known: known.lag.total_seconds()),
    ("nudges_claimed", "Nudges on their way out.", lambda known: known.claimed),
    ("nudges_set_aside", "Nudges that failed, and are tried again within the hour.", lambda known: known.set_aside),
    ("deliveries_without_outcome", "Messages that were posted, or not.", lambda known: known.without_outcome),
)


def _families(known: InHand | None) -> Iterator[Metric]:
    for name, about, value in FAMILIES:
        yield GaugeMetricFamily(f"coopetiquette_{name}", about, None if known is None else value(known))


def _gauge(registry: CollectorRegistry, name: str, about: str) -> Gauge:
    return Gauge(f"coopetiquette_{name}", about, registry=registry)


def _times(registry: CollectorRegistry, name: str, about: str, label: str, buckets: tuple[float, ...]) -> Histogram:
    return Histogram(f"coopetiquette_{name}_seconds", about, [label], registry=registry, buckets=buckets)
