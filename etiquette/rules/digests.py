"""A digest: what a channel reads once a week, at a local time of its own (E17)."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Digest:
    """A channel's digest, in the zone of whoever set it up. `weekday`: 0 is Monday.

    `next_day` and `next_at` (UTC) are the one to come; it tells of what happened since `since`.
    """

    id: str
    workspace_id: str
    member_id: str
    channel: str
    weekday: int
    clock: time
    zone: str
    next_day: date
    next_at: datetime
    since: datetime
    created_at: datetime
