"""What went well together, marked by one side and told to both (C2)."""

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.news import Happened
from etiquette.rules.partnerships import PartnershipState, Together, checked_plan
from etiquette.rules.remarks import REMARK_LIMIT, Remark, RemarkSort
from etiquette.services.nudging import Doing, gone, hold
from etiquette.services.together import hold_together, tell, touched
from etiquette.store import occurrences, partnerships
from etiquette.store.records import add, find, remove
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id


async def celebrate(doing: Doing, partnership_id: str, text: str) -> tuple[Remark, Together]:
    """Marks what went well; the other side is told, once (C2). Refused as PLAN_IS_OVER."""
    said = checked_plan(text, REMARK_LIMIT)
    if not said:
        raise EtiquetteError(Refusal.NO_WORDS)
    async with doing.act(Verb.REMARK) as tx:
        together = await hold_together(tx, doing, partnership_id)
        if together.partnership.state is PartnershipState.CLOSED:
            raise EtiquetteError(Refusal.PLAN_IS_OVER)
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
        return remark, together


async def celebrated(store: Store, member: Member, partnership_id: str) -> list[Remark]:
    """What both sides said went well, the oldest first; nothing where the member has no side in it (N6)."""
    async with store.reading() as tx:
        if await partnerships.seen_by(tx, member.who, partnership_id) is None:
            return []
        return await occurrences.remarks_of(tx, partnership_id, RemarkSort.WENT_WELL)


async def remark_of(store: Store, member: Member, remark_id: str) -> Remark:
    """A remark of the member's own. Refused as NOT_FOUND, whoever else's it is."""
    async with store.reading() as tx:
        remark = await find(tx, Remark, member.who, remark_id)
    if remark is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return remark


async def delete_remark(doing: Doing, remark_id: str) -> str:
    """Takes a remark back. Whoever was told of it sees that it is gone. Gives back the act that undoes it."""
    async with doing.act(Verb.DELETE) as tx:
        remark = await hold(tx, Remark, doing.member, remark_id)
        aside = Transaction(tx.connection)  # the news are the other side's: in no journal of the author's
        for news in await occurrences.told_of(tx, remark.id):
            await gone(aside, news)
        await remove(tx, remark)
        return tx.act_id or ""
