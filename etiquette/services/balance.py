"""The balance of a partnership, weighed whenever an occurrence changes; answered by the side that gave (C6, C10)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from etiquette.rules.acts import Change, Verb
from etiquette.rules.balance import leans_since
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Partnership, PartnershipState, Side
from etiquette.services.nudging import Doing, answered, hold
from etiquette.services.together import anchored
from etiquette.store import nudges, partnerships
from etiquette.store.occurrences import contributions_of, occurrences_of, partnerships_touched
from etiquette.store.records import NOUNS, change
from etiquette.store.session import Transaction

RESTS = timedelta(days=60)


async def weigh(tx: Transaction, changes: Iterable[Change], now: datetime) -> None:
    """Inside an act's transaction, at its end: whether a side now gives far more, or no longer does."""
    ids = [each.id for each in changes if each.noun == NOUNS[Deliverable]]
    for partnership_id in await partnerships_touched(tx, ids) if ids else []:
        partnership = await partnerships.held(tx, partnership_id)
        if partnership is not None and partnership.state is PartnershipState.RUNNING:
            await _weigh(tx, partnership, now)


async def fine_as_it_is(doing: Doing, side_id: str) -> Side:
    """The side that gave more is content: it is not asked again for a good while."""
    async with doing.act(Verb.BALANCE) as tx:
        side = await hold(tx, Side, doing.member, side_id)
        if side.leans_since is None:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        settled = await change(tx, side, leans_since=None, revision=side.revision + 1)
        await answered(tx, settled, doing.member, Answer.NOT_THIS_TIME, doing.now, {Kind.ONE_SIDED})
        return settled


async def _weigh(tx: Transaction, partnership: Partnership, now: datetime) -> None:
    sides = await partnerships.sides_of(tx, partnership.id)
    given = await occurrences_of(tx, await contributions_of(tx, partnership.id))
    of_both = {side.id: given.get(side.id, []) for side in sides}
    for side in sides:
        if side.is_outside:
            continue
        since = leans_since(of_both, side.id, side.leans_since, now)
        if since is not None and side.leans_since is None and await _was_asked(tx, side, now):
            continue
        if since != side.leans_since:
            await anchored(tx, side, now, {Kind.ONE_SIDED}, leans_since=since)


async def _was_asked(tx: Transaction, side: Side, now: datetime) -> bool:
    """Once in sixty days is enough, whatever came of it."""
    who = Who(side.workspace_id, side.member_id)
    return await nudges.is_known(tx, who, side.id, Kind.ONE_SIDED, since=now - RESTS)
