"""The balance of a partnership: what each side gave, and what is still to come, from the events alone (C6, C10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from etiquette.rules.deliverables import Deliverable, DeliverableState

WINDOW = timedelta(days=60)
FAR_MORE = 3
"""So many more given than received within the window is one-sided (C10)."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one side has given over the plan's whole time, and what of theirs is still promised."""

    done: int = 0
    promised: int = 0


def given_by(occurrences: Mapping[str, Iterable[Deliverable]]) -> dict[str, Given]:
    """What each side has given, by the sides' ids. What was let go is neither given nor promised."""
    return {side_id: _given(list(each)) for side_id, each in occurrences.items()}


def lead_of(occurrences: Mapping[str, Iterable[Deliverable]], side_id: str, now: datetime) -> int:
    """How many more than the other a side gave within the last sixty days; below nought where it was fewer."""
    counts = {each: sum(_is_recent(one, now) for one in done) for each, done in occurrences.items()}
    return 2 * counts.get(side_id, 0) - sum(counts.values())


def leans_since(
    occurrences: Mapping[str, Iterable[Deliverable]], side_id: str, before: datetime | None, now: datetime
) -> datetime | None:
    """Since when a side has given far more (C10). None where it has not; asked again, it is the same moment."""
    if lead_of(occurrences, side_id, now) < FAR_MORE:
        return None
    return before or now


def _given(occurrences: Iterable[Deliverable]) -> Given:
    states = [each.state for each in occurrences]
    return Given(states.count(DeliverableState.DELIVERED), states.count(DeliverableState.OPEN))


def _is_recent(one: Deliverable, now: datetime) -> bool:
    is_done = one.state is DeliverableState.DELIVERED and one.settled_at is not None
    return is_done and one.settled_at is not None and now - WINDOW < one.settled_at <= now
