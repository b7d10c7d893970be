"""Each side invests in the other's initiatives: one of them is suggested now and then, another one each time (C11)."""

from datetime import datetime, timedelta

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Direction, Favour, FavourForm
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Side, Together, initiative_for, initiatives_of
from etiquette.services.nudging import Doing, answered, hold
from etiquette.services.together import anchored, hold_own_side, touched
from etiquette.store.records import add, change
from etiquette.store.session import Transaction
from etiquette.store.types import new_id

RESTS = timedelta(days=30)
"""After an answer, until the thirty days of the rulebook's row begin: sixty in all."""
SHOWN = 1000


async def suggest_support(tx: Transaction, together: Together, now: datetime) -> None:
    """Inside an act's transaction: a partnership starts, ends, or one side lists other initiatives (C11).

    In thirty days each side hears of one of the other's, where it lists any; else of none. Asked again, it changes
    nothing.
    """
    for side, other in ((together.mine, together.theirs), (together.theirs, together.mine)):
        is_wanted = together.is_running and not side.is_outside and bool(initiatives_of(other))
        if is_wanted != (side.support_from is not None):
            await anchored(tx, side, now, {Kind.SUPPORT}, support_from=now if is_wanted else None)


async def supported(doing: Doing, side_id: str) -> Side:
    """An initiative of the other side's was supported: it stands in the ledger, as given."""
    return await _settled(doing, side_id, Answer.DONE)


async def not_supported(doing: Doing, side_id: str) -> Side:
    """Not this time: another one has its turn in a while."""
    return await _settled(doing, side_id, Answer.NOT_THIS_TIME)


async def _settled(doing: Doing, side_id: str, chosen: Answer) -> Side:
    async with doing.act(Verb.SUPPORT) as tx:
        together = await hold_own_side(tx, doing, side_id)
        what = initiative_for(together)
        if what is None or together.mine.support_from is None or together.mine.support_from > doing.now:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        if chosen is Answer.DONE:
            await add(tx, _favour(doing, together, what))
        await touched(tx, together, doing.now)
        side = await hold(tx, Side, doing.member, side_id)
        again = {"support_from": doing.now + RESTS, "support_turn": side.support_turn + 1}
        settled = await change(tx, side, **again, revision=side.revision + 1)
        await answered(tx, settled, doing.member, chosen, doing.now, {Kind.SUPPORT})
        return settled


def _favour(doing: Doing, together: Together, what: str) -> Favour:
    return Favour(
        id=new_id(),
        workspace_id=doing.member.workspace_id,
        member_id=doing.member.id,
        contact_id=together.mine.contact_id,
        whom=None,
        direction=Direction.GIVEN,
        form=FavourForm.DELIVERABLE,
        what=what[:SHOWN],
        at=doing.now,
        typed="",
        created_at=doing.now,
    )
