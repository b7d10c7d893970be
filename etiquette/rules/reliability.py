"""Reliability: how many of a member's promises were kept on time. Theirs alone to see (E10)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.workdays import Hours


@dataclass(frozen=True, slots=True)
class Record:
    """The promises that a member delivered, on time and late, and those that are still open."""

    kept: int = 0
    late: int = 0
    open: int = 0


def record_of(promises: Iterable[Deliverable], agreed_anew: Iterable[Renegotiation], hours: Hours) -> Record:
    """The record of the member's own promises. What was dropped, or was promised to them, is not counted."""
    moves: dict[str, list[Renegotiation]] = defaultdict(list)
    for move in agreed_anew:
        moves[move.deliverable_id].append(move)
    mine = [promise for promise in promises if promise.owner is Owner.MINE]
    delivered = [promise for promise in mine if promise.state is DeliverableState.DELIVERED]
    kept = sum(was_kept(promise, moves[promise.id], hours) for promise in delivered)
    return Record(kept, len(delivered) - kept, sum(promise.state is DeliverableState.OPEN for promise in mine))


def was_kept(promise: Deliverable, agreed_anew: Iterable[Renegotiation], hours: Hours) -> bool:
    """Whether a promise was delivered on the agreed local day, or before it.

    A day that was agreed anew while the old one had not passed costs nothing; agreed anew afterwards, it was late.
    """
    if promise.state is not DeliverableState.DELIVERED or promise.settled_at is None:
        return False
    in_time = all(hours.local(move.at).date() <= move.due_on for move in agreed_anew)
    return in_time and hours.local(promise.settled_at).date() <= promise.due_on
