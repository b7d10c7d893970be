"""Inside a transaction: a partnership as its sides see it, the news that one side has of the other, and its silence."""

from datetime import datetime
from typing import TYPE_CHECKING

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member, Who
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import PartnershipState, Side, SideState, Together
from etiquette.services.replanning import plan
from etiquette.store import members, nudges, partnerships
from etiquette.store.records import add, change, find
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id

if TYPE_CHECKING:
    from etiquette.services.nudging import Doing


async def together_of(store: Store, member: Member, partnership_id: str) -> Together:
    """A partnership, to be shown. Refused as NOT_FOUND where the member has no side in it (N6)."""
    async with store.reading() as tx:
        return _found(await partnerships.seen_by(tx, member.who, partnership_id))


async def partnerships_of(store: Store, member: Member) -> list[Together]:
    """All partnerships that a member has a side in, oldest first."""
    async with store.reading() as tx:
        return await partnerships.all_seen_by(tx, member.who)


async def hold_together(tx: Transaction, doing: "Doing", partnership_id: str) -> Together:
    """A partnership, held until the transaction ends. Refused as NOT_FOUND where the member has no side in it (N6)."""
    together = _found(await partnerships.seen_by(tx, doing.member.who, partnership_id, held=True))
    tx.contact_id = together.mine.contact_id
    return together


async def hold_own_side(tx: Transaction, doing: "Doing", side_id: str) -> Together:
    """The partnership of a side that the member has, held likewise. Refused as NOT_FOUND for any other side."""
    side = await find(tx, Side, doing.member.who, side_id)
    if side is None or side.is_outside:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return await hold_together(tx, doing, side.partnership_id)


async def touched(tx: Transaction, together: Together, now: datetime) -> None:
    """After any act of either side: the silence counts from now, and who was asked about it has their answer (C12).

    The answer is the other side's as well, and no act of theirs: there is nothing for them to undo.
    """
    aside = Transaction(tx.connection)
    for side in await partnerships.sides_of(tx, together.partnership.id):
        if side.is_outside or side.state is not SideState.AGREED:
            continue
        since = now if together.partnership.state is PartnershipState.RUNNING else None
        await anchored(tx, side, now, {Kind.GONE_SILENT}, silent_since=since)
        who = Who(side.workspace_id, side.member_id)
        await nudges.answer(aside, who, side.id, Answer.DONE, now, kinds={Kind.GONE_SILENT})


async def anchored(tx: Transaction, side: Side, now: datetime, kinds: set[Kind], **anchors: datetime | None) -> Side:
    """A side with other anchors of these kinds, and what they call for now; in no journal, for it follows from acts."""
    aside = Transaction(tx.connection, act_id=tx.act_id)
    moved = await change(aside, side, **anchors, revision=side.revision + 1)
    member = await acting_for(tx, side)
    if member is not None:
        await plan(aside, moved, member, now, kinds)
    return moved


async def tell(
    tx: Transaction,
    side: Side,
    happened: Happened,
    now: datetime,
    text: str = "",
    about_id: str | None = None,
    news_id: str | None = None,
) -> None:
    """Tells whoever acts for a side what happened, once. Nobody is told on behalf of somebody outside Slack."""
    member = None if side.is_outside else await acting_for(tx, side)
    if member is None:
        return
    news = News(
        id=news_id or new_id(),
        workspace_id=side.workspace_id,
        member_id=side.member_id,
        contact_id=side.contact_id,
        partnership_id=side.partnership_id,
        happened=happened,
        about_id=about_id,
        text=text,
        at=now,
        revision=1,
        created_at=now,
    )
    aside = Transaction(tx.connection, act_id=tx.act_id)
    await add(aside, news)
    await plan(aside, news, member, now)


def beside(tx: Transaction) -> Transaction:
    """The same transaction without its journal: what belongs to both is not taken back by one of them."""
    return Transaction(tx.connection)


async def acting_for(tx: Transaction, side: Side) -> Member | None:
    """The member who acts for a side; None where they were forgotten."""
    return await members.get(tx, Who(side.workspace_id, side.member_id))


def _found(together: Together | None) -> Together:
    if together is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return together
