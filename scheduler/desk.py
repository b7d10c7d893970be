"""What every tick works with: the database, the way out, two clocks, and an easel."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from etiquette.rules.nudges import Delivery
from etiquette.store.session import Store
from scheduler.drawing import Easel
from scheduler.slack import SLOWEST_CALL, WayOut

LEASE = timedelta(seconds=90)
SLOWEST = timedelta(seconds=SLOWEST_CALL)


class Took(Protocol):
    """Told how long a tick was at work, by its name, and whether it failed."""

    def __call__(self, tick: str, seconds: float, *, failed: bool) -> None: ...


@dataclass(slots=True)
class Desk:
    """`now` is domain time, which rules what is due; `machine_now` rules leases. Both aware, in UTC.

    A desk that is closing claims nothing more.
    """

    store: Store
    slack: WayOut
    now: Callable[[], datetime]
    machine_now: Callable[[], datetime]
    easel: Easel = field(default_factory=Easel)
    took: Took | None = None
    is_closing: bool = False

    def lease(self) -> datetime:
        """Until when a claim made now is somebody's: longer than the slowest call to Slack may take (30 seconds)."""
        return self.machine_now() + LEASE

    def is_late(self, delivery: Delivery) -> bool:
        """Whether a call begun now could outlast the claim: too late to post it."""
        return delivery.lease_until is None or self.machine_now() + SLOWEST >= delivery.lease_until
