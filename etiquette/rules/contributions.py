"""A contribution: what one side gives, once or again and again (C4, C5). Each occurrence is a deliverable."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from etiquette.rules.recurrences import When, last_before, next_after

AHEAD = timedelta(days=14)
"""How long before its day an occurrence becomes a promise, among the others."""
A_DAY = timedelta(days=1)


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

    @property
    def when(self) -> When:
        return When(self.due_on, self.rule)


@dataclass(frozen=True, slots=True)
class Coming:
    """What is to be made of a contribution now: the days; the first that is left; and the day to look again."""

    days: tuple[date, ...]
    next_on: date | None
    again_on: date | None


def coming(when: When, next_on: date | None, today: date) -> Coming:
    """Everything that is due within fourteen days, and at least the next one, from `next_on` on.

    Pure, and the same whether it is asked once or day by day.
    """
    latest = last_before(when.rule, when.first, next_on) if next_on else None
    days: list[date] = []
    while next_on is not None and (next_on - today <= AHEAD or latest is None or latest < today):
        days.append(next_on)
        latest, next_on = next_on, next_after(when.rule, when.first, next_on)
    if next_on is None or latest is None:
        return Coming(tuple(days), None, None if latest is None else max(latest, today) + A_DAY)
    return Coming(tuple(days), next_on, min(next_on - AHEAD, latest + A_DAY))


def first_from(when: When, today: date) -> date | None:
    """Where what is made begins: with today's; what is given only once is owed even when its day has passed."""
    if when.rule is None:
        return when.first
    return next_after(when.rule, when.first, today - A_DAY)


def occurrence_id(contribution_id: str, day: date) -> str:
    """The id of one occurrence, as a deliverable: its natural key, so that there is never a second one of a day."""
    return blake2b(f"{contribution_id} {day.isoformat()}".encode(), digest_size=16).hexdigest()
