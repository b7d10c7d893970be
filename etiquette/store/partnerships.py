"""Partnerships: read and changed by whoever has a side in one, and by nobody else (N6)."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from etiquette.rules.members import Who
from etiquette.rules.partnerships import Partnership, Side, Together
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import contributions, news, partnerships, sides


async def add(tx: Transaction, partnership: Partnership) -> None:
    """Saves a new partnership. What belongs to both is in no one's journal."""
    await tx.connection.execute(insert(partnerships).values(**asdict(partnership)))


async def change(tx: Transaction, partnership: Partnership, **values: Any) -> Partnership:
    """Saves new values of what both wrote, and gives it back with them."""
    await tx.connection.execute(update(partnerships).where(partnerships.c.id == partnership.id).values(**values))
    return replace(partnership, **values)


async def remove(tx: Transaction, partnership_id: str) -> None:
    """Deletes what nobody has a side in any more."""
    await tx.connection.execute(delete(partnerships).where(partnerships.c.id == partnership_id))


async def held(tx: Transaction, partnership_id: str) -> Partnership | None:
    """A partnership, held until the transaction ends: for time, which sees all of them."""
    query = select(partnerships).where(partnerships.c.id == partnership_id).with_for_update()
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else from_row(Partnership, row)


async def seen_by(tx: Transaction, who: Who, partnership_id: str, *, held: bool = False) -> Together | None:
    """A partnership as this member sees it; None where they have no side in it. `held`: against other writers."""
    query = select(partnerships).where(
        partnerships.c.id == partnership_id, partnerships.c.workspace_id == who.workspace_id
    )
    row = (await tx.connection.execute(query.with_for_update() if held else query)).one_or_none()
    if row is None:
        return None
    return _as_seen(from_row(Partnership, row), await sides_of(tx, partnership_id), who)


async def all_seen_by(tx: Transaction, who: Who) -> list[Together]:
    """All partnerships that this member has a side in, oldest first."""
    own = select(sides.c.partnership_id).where(
        sides.c.workspace_id == who.workspace_id, sides.c.member_id == who.member_id
    )
    query = (
        select(partnerships).where(partnerships.c.id.in_(own)).order_by(partnerships.c.created_at, partnerships.c.id)
    )
    found = [from_row(Partnership, row) for row in await tx.connection.execute(query)]
    of_each = await _sides_of(tx, [each.id for each in found])
    seen = [_as_seen(each, [side for side in of_each if side.partnership_id == each.id], who) for each in found]
    return [each for each in seen if each is not None]


async def together_of(tx: Transaction, whose: Iterable[tuple[Who, str]]) -> dict[tuple[str, str], Together]:
    """Several partnerships, each as somebody sees it, by their member id and the partnership's id."""
    asked = set(whose)
    ids = {partnership_id for _, partnership_id in asked}
    if not ids:
        return {}
    rows = await tx.connection.execute(select(partnerships).where(partnerships.c.id.in_(ids)))
    found = {row.id: from_row(Partnership, row) for row in rows}
    of_each = await _sides_of(tx, ids)
    seen = {
        (who.member_id, each): _as_seen(found[each], [side for side in of_each if side.partnership_id == each], who)
        for who, each in asked
        if each in found
    }
    return {key: together for key, together in seen.items() if together is not None}


async def sides_of(tx: Transaction, partnership_id: str) -> list[Side]:
    """Both sides of a partnership, the first one first; fewer where one was forgotten."""
    return await _sides_of(tx, [partnership_id])


async def due(tx: Transaction, now: datetime, limit: int) -> list[Partnership]:
    """The partnerships with which a tick has something to do by now."""
    query = select(partnerships).where(partnerships.c.next_at <= now).order_by(partnerships.c.next_at).limit(limit)
    return [from_row(Partnership, row) for row in await tx.connection.execute(query)]


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """When a tick has something to do with any partnership next, after now."""
    query = select(func.min(partnerships.c.next_at)).where(partnerships.c.next_at > now)
    at: datetime | None = (await tx.connection.execute(query)).scalar()
    return at


async def hand_over(tx: Transaction, contact_id: str, kept_id: str) -> None:
    """Whoever was only asked hangs on a contact of the one who asked: from now on, on another one."""
    for table in (sides, news, contributions):
        moved = update(table).where(table.c.contact_id == contact_id)
        await tx.connection.execute(moved.values(contact_id=kept_id))


async def _sides_of(tx: Transaction, ids: Collection[str]) -> list[Side]:
    query = select(sides).where(sides.c.partnership_id.in_(ids)).order_by(sides.c.created_at, sides.c.id)
    return [from_row(Side, row) for row in await tx.connection.execute(query)]


def _as_seen(partnership: Partnership, both: Collection[Side], who: Who) -> Together | None:
    """Who acts for somebody outside has both sides: theirs is then the outside one."""
    own = [side for side in both if side.member_id == who.member_id and not side.is_outside]
    others = [side for side in both if side not in own]
    return Together(partnership, own[0], others[0]) if own and others else None
