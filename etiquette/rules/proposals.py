"""A proposal: one side would change a date, the scope or the owner of what was agreed (C7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable

NOTE_LIMIT = 1000
LAPSES_AFTER = timedelta(days=10)


class Aspect(StrEnum):
    """What is to be changed."""

    DATE = "date"
    SCOPE = "scope"
    OWNER = "owner"


class ProposalState(StrEnum):
    """A proposal is open until it is answered, or until it lapses. A counter-proposal ends the one that it counters."""

    OPEN = "open"
    ACCEPTED = "accepted"
    COUNTERED = "countered"
    DECLINED = "declined"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal. It belongs to the member who is to answer it; `side_id` is the side that made it.

    `target_id` is the contribution that it is about, or one occurrence of it (a deliverable). `proposed` is the new
    value: a day or an RFC 5545 rule with its first day, the new words, or the id of the side that is to do it.
    `counters_id` is the proposal that it answers, so that the whole thread is kept.
    """

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    partnership_id: str
    side_id: str
    target_id: str
    aspect: Aspect
    proposed: str
    note: str
    state: ProposalState
    counters_id: str | None
    proposed_at: datetime
    answered_at: datetime | None
    lapses_at: datetime
    revision: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """All that was ever proposed about one thing, oldest first: a contribution, or one occurrence of it."""

    target: Contribution | Deliverable
    proposals: tuple[Proposal, ...] = ()
