"""The balance of a partnership: what each side gave, and what is still to come, from the events alone (C6, C10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.deliverables import Deliverable, DeliverableState

WINDOW = timedelta(days=60)
FAR_MORE = 3
"""So many more given than received within the window is one-sided (C10)."""

Occurrences = Mapping[str, Sequence[Deliverable]]
"""The occurrences of each side's contributions, by the sides' ids."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one side has given over the plan's whole time, and what of theirs is still promised.

    Of what recurs, the next occurrence is promised: those after it have no number.
    """

    done: int = 0
    promised: int = 0


def given_by(side_id: str, contributions: Iterable[Contribution], occurrences: Occurrences) -> Given:
    """What a side has given, and what is to come. What was let go is neither given nor promised (C6)."""
    states = [each.state for each in occurrences.get(side_id, ())]
    to_come = [each for each in contributions if each.side_id == side_id and _is_to_come(each)]
    return Given(states.count(DeliverableState.DELIVERED), states.count(DeliverableState.OPEN) + len(to_come))


def lead_of(side_id: str, occurrences: Occurrences, now: datetime) -> int:
    """How many more than the other a side gave within the last sixty days; below nought where it was fewer."""
    counts = {each: len(_recent(given, now)) for each, given in occurrences.items()}
    own = counts.get(side_id, 0)
    return own - (sum(counts.values()) - own)


def leans_since(side_id: str, occurrences: Occurrences, before: datetime | None, now: datetime) -> datetime | None:
    """Since when a side has given far more (C10). None where it has not; asked again, it is the same moment."""
    return (before or now) if lead_of(side_id, occurrences, now) >= FAR_MORE else None


def weighed_next(occurrences: Occurrences, now: datetime) -> datetime | None:
    """When time alone changes the balance: as soon as the oldest of what counts is older than sixty days."""
    recent = [at for given in occurrences.values() for at in _recent(given, now)]
    return min(recent) + WINDOW if recent else None


def _recent(given: Iterable[Deliverable], now: datetime) -> list[datetime]:
    """When each of these was given, where that was within the last sixty days."""
    done = [each.settled_at for each in given if each.state is DeliverableState.DELIVERED]
    return [at for at in done if at is not None and now - WINDOW < at <= now]


def _is_to_come(contribution: Contribution) -> bool:
    return contribution.state is ContributionState.OPEN and contribution.next_on is not None
