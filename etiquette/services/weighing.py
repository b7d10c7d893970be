"""Inside an act's transaction, at its end: what an occurrence that was given, or not, does to its partnership.

Its balance is weighed anew (C6, C10), and it is not silent any more (C12). Like all that follows from acts by itself,
it is in no journal. Time, which lets what was given grow old, weighs as well.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from etiquette.rules.acts import Change
from etiquette.rules.balance import Occurrences, leans_since, weighed_next
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.members import Who
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, Together
from etiquette.services.together import anchored, touched
from etiquette.store import nudges, occurrences, partnerships
from etiquette.store.records import NOUNS
from etiquette.store.session import Transaction

RESTS = timedelta(days=60)
"""For so long a giver is not told again."""


async def weigh(tx: Transaction, changes: Iterable[Change], now: datetime) -> None:
    """Weighs the partnerships of whatever occurrences were settled, taken back or deleted, and ends their silence."""
    moved = [each for each in changes if each.noun == NOUNS[Deliverable] and _moves(each.before)]
    if not moved:
        return
    gone = {str(each.before["contribution_id"]) for each in moved if each.before and "contribution_id" in each.before}
    for partnership_id in await occurrences.partnerships_touched(tx, [each.id for each in moved], gone):
        partnership = await partnerships.held(tx, partnership_id)
        sides = await partnerships.sides_of(tx, partnership_id)
        if partnership is not None and len(sides) > 1:
            await touched(tx, Together(partnership, *sides[:2]), now)
            await _weighed(tx, partnership, now)


async def weighed_by_time(tx: Transaction, partnership: Partnership, now: datetime) -> datetime | None:
    """A step of the partnership's days: what was given long ago does not weigh any more."""
    if partnership.state is not PartnershipState.RUNNING:
        return None
    sides = await partnerships.sides_of(tx, partnership.id)
    given = await _given(tx, partnership, sides)
    lean = [await _side_weighed(tx, side, given, now) for side in sides]
    return weighed_next(given, now) if any(lean) else None


async def _weighed(tx: Transaction, partnership: Partnership, now: datetime) -> None:
    """Weighs it, and has it looked at again when time moves the balance."""
    again = await weighed_by_time(tx, partnership, now)
    if again is not None and (partnership.next_at is None or again < partnership.next_at):
        await partnerships.change(tx, partnership, next_at=again)


async def _given(tx: Transaction, partnership: Partnership, sides: Iterable[Side]) -> Occurrences:
    given = await occurrences.occurrences_of(tx, await occurrences.contributions_of(tx, partnership.id))
    return {side.id: given.get(side.id, []) for side in sides}


async def _side_weighed(tx: Transaction, side: Side, given: Occurrences, now: datetime) -> bool:
    """Whether this side gives far more and is to be told: once, and the giver alone (C10)."""
    if side.is_outside:
        return False
    since = leans_since(side.id, given, side.leans_since, now)
    if since == side.leans_since or (since is not None and await _was_told(tx, side, now)):
        return since is not None
    await anchored(tx, side, now, {Kind.ONE_SIDED}, leans_since=since)
    if since is None:
        await nudges.redraw(tx, Who(side.workspace_id, side.member_id), side.id)
    return since is not None


async def _was_told(tx: Transaction, side: Side, now: datetime) -> bool:
    """Once in sixty days is enough, whatever came of it."""
    said = [each for each in await nudges.said_of(tx, [side.id]) if each.kind is Kind.ONE_SIDED]
    return any(each.due_at > now - RESTS for each in said)


def _moves(before: dict[str, Any] | None) -> bool:
    return before is not None and "state" in before
