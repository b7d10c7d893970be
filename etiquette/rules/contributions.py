"""A contribution: what one side gives, once or again and again (C4, C5). Each occurrence is a deliverable."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b


class ContributionState(StrEnum):
    """Open until its last occurrence, or until it is let go."""

    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a side gives. It belongs to the member who acts for that side.

    `due_on` is the day of its first occurrence, or its only one; `rule` an RFC 5545 rule from that day on, where it
    recurs. `next_on` is the first occurrence that is no deliverable yet; None when there is none. `dated_by` is the
    side that set its dates, `accepted_at` when the side that does the work accepted them (L3).
    """

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    partnership_id: str
    side_id: str
    what: str
    due_on: date
    rule: str | None
    next_on: date | None
    state: ContributionState
    dated_by: str
    accepted_at: datetime | None
    created_at: datetime


def occurrence_id(contribution_id: str, day: date) -> str:
    """The id of one occurrence, as a deliverable: its natural key, so that there is never a second one of a day."""
    return blake2b(f"{contribution_id} {day.isoformat()}".encode(), digest_size=16).hexdigest()
