"""Slack's rate limits, counted in sliding windows of machine time (slack.md §8)."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from math import ceil

MINUTE = 60.0
SPECIAL_TIER = 0


@dataclass(frozen=True, slots=True)
class RateLimits:
    """How many calls a minute each tier allows (0: "special"), and how fast one channel may be posted to.

    A channel takes one message a second; Slack tolerates bursts, unspecified; here up to `burst` messages.
    """

    tiers: dict[int, int] = field(default_factory=dict)
    posts_per_minute: int | None = None
    burst: int | None = None

    @classmethod
    def off(cls) -> "RateLimits":
        """No limits."""
        return cls()

    @classmethod
    def slack(cls) -> "RateLimits":
        """Slack's own figures."""
        return cls({SPECIAL_TIER: 600, 1: 1, 2: 20, 3: 50, 4: 100}, posts_per_minute=300, burst=3)


class Meter:
    """What was called when."""

    def __init__(self) -> None:
        self._windows: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, limits: RateLimits, method: str, tier: int | None, channel: str, now: float) -> int:
        """Whole seconds until the call may be made; 0 counts it as made."""
        rules = list(_rules(limits, method, tier, channel))
        wait = max((self._left(key, most, span, now) for key, most, span in rules), default=0.0)
        if wait <= 0:
            for key, _, _ in rules:
                self._windows[key].append(now)
        return ceil(wait)

    def _left(self, key: str, most: int, span: float, now: float) -> float:
        window = self._windows[key]
        while window and now - window[0] >= span:
            window.popleft()
        return span - (now - window[0]) if len(window) >= most else 0.0


def _rules(limits: RateLimits, method: str, tier: int | None, channel: str) -> list[tuple[str, int, float]]:
    rules: list[tuple[str, int, float]] = []
    if tier is not None and tier in limits.tiers:
        rules.append((method, limits.tiers[tier], MINUTE))
    if method == "chat.postMessage" and limits.posts_per_minute is not None:
        rules.append((method, limits.posts_per_minute, MINUTE))
    if method == "chat.postMessage" and limits.burst is not None:
        rules.append((f"{method} {channel}", limits.burst, float(limits.burst)))
    return rules
