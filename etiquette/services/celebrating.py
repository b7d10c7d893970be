"""What went well together, marked by one side and told to both (C2); and an initiative to support (C11)."""

from datetime import datetime

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Direction, Favour, FavourForm
from etiquette.rules.news import Happened
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Side, Together, checked_plan, initiatives_of
from etiquette.rules.remarks import REMARK_LIMIT, Remark, RemarkSort
from etiquette.services.nudging import Doing, answered, hold
from etiquette.services.together import anchored, hold_together, tell, touched
from etiquette.store import partnerships
from etiquette.store.records import add, change
from etiquette.store.session import Transaction
from etiquette.store.types import new_id


async def celebrate(doing: Doing, partnership_id: str, text: str) -> Together:
    """Marks what went well; the other side is told, once (C2)."""
    said = checked_plan(text, REMARK_LIMIT)
    if not said:
        raise EtiquetteError(Refusal.NO_DESCRIPTION)
    async with doing.act(Verb.REMARK) as tx:
        together = await hold_together(tx, doing, partnership_id)
        remark = Remark(
            id=new_id(),
            workspace_id=doing.member.workspace_id,
            member_id=doing.member.id,
            contact_id=together.mine.contact_id,
            partnership_id=partnership_id,
            side_id=together.mine.id,
            sort=RemarkSort.WENT_WELL,
            text=said,
            beside="",
            created_at=doing.now,
        )
        await add(tx, remark)
        await tell(tx, together.theirs, Happened.CELEBRATED, doing.now, said, remark.id)
        await touched(tx, together, doing.now)
        return together


async def began(tx: Transaction, together: Together, now: datetime) -> None:
    """A partnership has started: in a month, each side is reminded of one of the other's initiatives (C11)."""
    for side, other in ((together.mine, together.theirs), (together.theirs, together.mine)):
        if not side.is_outside and initiatives_of(other):
            await anchored(tx, side, now, {Kind.SUPPORT}, support_from=now)


async def supported(doing: Doing, side_id: str) -> Side:
    """An initiative of the other side's was supported: the ledger has it as given, and another one has its turn."""
    async with doing.act(Verb.SUPPORT) as tx:
        side = await _asked(tx, doing, side_id)
        favour = Favour(
            id=new_id(),
            workspace_id=side.workspace_id,
            member_id=side.member_id,
            contact_id=side.contact_id,
            whom=None,
            direction=Direction.GIVEN,
            form=FavourForm.KNOWLEDGE,
            what=await initiative_for(tx, side, doing.now),
            at=doing.now,
            typed="",
            created_at=doing.now,
        )
        await add(tx, favour)
        return await _rest(tx, doing, side, Answer.DONE)


async def not_supported(doing: Doing, side_id: str) -> Side:
    """Not this time: another initiative has its turn later."""
    async with doing.act(Verb.SUPPORT) as tx:
        return await _rest(tx, doing, await _asked(tx, doing, side_id), Answer.NOT_THIS_TIME)


async def initiative_for(tx: Transaction, side: Side, now: datetime) -> str:
    """Which of the other side's initiatives has its turn: another one each time. Refused where there is none."""
    both = await partnerships.sides_of(tx, side.partnership_id)
    listed = [each for other in both if other.id != side.id for each in initiatives_of(other)]
    if not listed:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return listed[turn_of(side, now) % len(listed)]


def turn_of(side: Side, _now: datetime) -> int:
    """How many turns there have been: the days since the beginning tell, and need no counting."""
    since = side.support_from or side.created_at
    return (since - side.created_at).days


async def _asked(tx: Transaction, doing: Doing, side_id: str) -> Side:
    side = await hold(tx, Side, doing.member, side_id)
    if side.support_from is None:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return side


async def _rest(tx: Transaction, doing: Doing, side: Side, chosen: Answer) -> Side:
    settled = await change(tx, side, support_from=doing.now, revision=side.revision + 1)
    await answered(tx, settled, doing.member, chosen, doing.now, {Kind.SUPPORT})
    return settled
