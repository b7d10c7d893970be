"""Reflections, which belong to both sides, and what each side wrote, which is its own until both are in (L7).

Nothing else reads what somebody wrote for anybody but themselves, and this gives it away only where both have written.
"""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select, update

from etiquette.rules.members import Who
from etiquette.rules.reflections import Reflection, ReflectionAnswer, ReflectionState, are_in
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import reflection_answers, reflections, sides


async def add(tx: Transaction, reflection: Reflection) -> bool:
    """Saves a new reflection. Whether it is new: there is one of a day, whoever asks for it."""
    new = tx.insert(reflections).values(**asdict(reflection)).on_conflict_do_nothing(index_elements=["id"])
    return (await tx.connection.execute(new.returning(reflections.c.id))).first() is not None


async def change(tx: Transaction, reflection: Reflection, **values: Any) -> Reflection:
    """Saves new values of what belongs to both, in no one's journal, and gives it back with them."""
    await tx.connection.execute(update(reflections).where(reflections.c.id == reflection.id).values(**values))
    return replace(reflection, **values)


async def get(tx: Transaction, reflection_id: str) -> Reflection | None:
    """One reflection. Whoever asks holds its partnership, or has seen that they have a side in it."""
    row = (await tx.connection.execute(select(reflections).where(reflections.c.id == reflection_id))).one_or_none()
    return None if row is None else from_row(Reflection, row)


async def partnership_of(tx: Transaction, who: Who, reflection_id: str) -> str | None:
    """The partnership of a reflection, for whoever has a side in it; a forged id finds nothing (N6)."""
    query = (
        select(reflections.c.partnership_id)
        .join(sides, sides.c.partnership_id == reflections.c.partnership_id)
        .where(
            reflections.c.id == reflection_id,
            sides.c.workspace_id == who.workspace_id,
            sides.c.member_id == who.member_id,
        )
    )
    return (await tx.connection.execute(query.limit(1))).scalar_one_or_none()


async def latest(tx: Transaction, partnership_id: str) -> Reflection | None:
    """The reflection of a partnership that was made last."""
    query = select(reflections).where(reflections.c.partnership_id == partnership_id)
    by = (reflections.c.created_at.desc(), reflections.c.due_on.desc(), reflections.c.id)
    row = (await tx.connection.execute(query.order_by(*by).limit(1))).one_or_none()
    return None if row is None else from_row(Reflection, row)


async def due(tx: Transaction, partnership_id: str) -> list[Reflection]:
    """The reflections of a partnership that wait for an answer."""
    waits = (reflections.c.partnership_id == partnership_id, reflections.c.state == ReflectionState.DUE)
    query = select(reflections).where(*waits).order_by(reflections.c.due_on, reflections.c.id)
    return [from_row(Reflection, row) for row in await tx.connection.execute(query)]


async def unread(tx: Transaction, reflection_id: str) -> list[ReflectionAnswer]:
    """How far each side is, without a word of what it wrote."""
    written = await _written(tx, reflection_id)
    return [replace(each, went_well="", was_hard="", gave="", received="", change="") for each in written]


async def opened(tx: Transaction, reflection: Reflection) -> list[ReflectionAnswer]:
    """What both sides wrote, first the first side's; nothing at all until both have, and it was opened for both."""
    current = await get(tx, reflection.id)
    if current is None or current.state is not ReflectionState.OPENED:
        return []
    written = await _written(tx, reflection.id)
    return written if are_in(written) else []


async def _written(tx: Transaction, reflection_id: str) -> list[ReflectionAnswer]:
    query = select(reflection_answers).where(reflection_answers.c.reflection_id == reflection_id)
    by = (reflection_answers.c.created_at, reflection_answers.c.id)
    return [from_row(ReflectionAnswer, row) for row in await tx.connection.execute(query.order_by(*by))]
