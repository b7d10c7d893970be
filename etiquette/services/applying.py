"""Inside a transaction: a change that both agreed on is made (C7)."""

from datetime import date, datetime
from typing import Any

from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.partnerships import Side, Together
from etiquette.rules.proposals import Aspect, Proposal
from etiquette.rules.recurrences import When
from etiquette.services.occurrences import ahead_of, fit, hand_over, redate, reword
from etiquette.services.together import beside
from etiquette.store.records import change
from etiquette.store.session import Transaction


async def applied(
    tx: Transaction,
    contribution: Contribution,
    target: Contribution | Deliverable,
    together: Together,
    agreed: Proposal,
    now: datetime,
) -> None:
    """Date, scope or owner of a contribution, or of one occurrence alone, is as was agreed."""
    if isinstance(target, Deliverable):
        await _of_occurrence(tx, target, together, agreed, now)
    else:
        await _of_contribution(tx, contribution, together, agreed, now)


async def _of_occurrence(
    tx: Transaction, occurrence: Deliverable, together: Together, agreed: Proposal, now: datetime
) -> None:
    match agreed.aspect:
        case Aspect.DATE:
            await redate(tx, occurrence, date.fromisoformat(agreed.proposed), now)
        case Aspect.SCOPE:
            await reword(tx, occurrence, agreed.proposed, now)
        case Aspect.OWNER:
            await hand_over(tx, occurrence, _side(together, agreed.proposed), now)


async def _of_contribution(
    tx: Transaction, before: Contribution, together: Together, agreed: Proposal, now: datetime
) -> None:
    """What was done stays done: only what is open and still to come is as it was agreed anew."""
    owner = _side(together, before.side_id)
    match agreed.aspect:
        case Aspect.DATE:
            when = When.of(agreed.proposed)
            values: dict[str, Any] = {"due_on": when.first, "rule": when.rule, "dated_by": agreed.side_id}
            after = await change(beside(tx), before, **values, accepted_at=now, next_on=None)
            await fit(tx, before, after, owner, now)
        case Aspect.SCOPE:
            await change(beside(tx), before, what=agreed.proposed)
            for each in await ahead_of(tx, before, owner, now):
                if each.what == before.what:
                    await reword(tx, each, agreed.proposed, now)
        case Aspect.OWNER:
            other = _side(together, agreed.proposed)
            whose = {"side_id": other.id, "member_id": other.member_id, "contact_id": other.contact_id}
            await change(beside(tx), before, **whose, accepted_at=now)
            for each in await ahead_of(tx, before, owner, now):
                await hand_over(tx, each, other, now)


def _side(together: Together, side_id: str) -> Side:
    return next(side for side in together.sides if side.id == side_id)
