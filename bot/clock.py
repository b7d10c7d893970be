"""The only place that asks what time it is.

Two clocks. Domain time rules due moments and dates, and can be moved in the demo. Machine time rules leases,
retries and timeouts, and cannot: a lease must not run out because somebody moved a day on.
"""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Time as the machine has it, for both purposes."""

    def now(self) -> datetime:
        """Domain time: aware, in UTC."""
        return self.machine_now()

    def machine_now(self) -> datetime:
        """Machine time: aware, in UTC. It may jump when the machine is set right."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment in the past: for how long something took, never for when it was."""
        return time.monotonic()


class MovableClock(Clock):
    """A clock whose domain time can be put elsewhere, from where it runs on. For the demo alone."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return self.machine_now() + self._ahead

    def set(self, now: datetime) -> None:
        """Make it `now`, which must be aware; machine time stays what it is."""
        self._ahead = now.astimezone(UTC) - self.machine_now()
