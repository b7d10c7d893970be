"""Planned nudges that are moved to other moments: as many as there are, in one statement each way."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from etiquette.rules.ladder import at_instant
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Kind, Moment, Nudge, State
from etiquette.rules.workdays import instant
from etiquette.store.nudges import when
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import nudges


async def planned(tx: Transaction, who: Who) -> list[Nudge]:
    """What a member is to be told in their working hours, held until the transaction ends; what failed before is not.

    What a newer version planned, of kinds that this one does not know, is left to it.
    """
    waits = (nudges.c.chosen.is_(False), nudges.c.attempts == 0, nudges.c.kind.in_(tuple(Kind)))
    query = select(nudges).where(*_planned_for(who), *waits).order_by(nudges.c.id)
    return [from_row(Nudge, row) for row in await tx.connection.execute(query.with_for_update())]


async def move(tx: Transaction, moves: Iterable[tuple[Nudge, Moment]]) -> None:
    """Puts nudges off, each to another moment: they are planned again, and no delivery holds them."""
    await _set(tx, [{"nudge_id": nudge.id, **when(moment)} for nudge, moment in moves])


async def keep_local_times(tx: Transaction, member: Member) -> None:
    """After a change of zone: planned nudges keep their local time, those of a chosen moment keep their instant."""
    query = select(nudges).where(*_planned_for(member.who), nudges.c.zone != member.zone).order_by(nudges.c.id)
    rows = await tx.connection.execute(query.with_for_update())
    await _set(tx, [{"nudge_id": row.id, **when(_in_zone(row, member))} for row in rows])


async def _set(tx: Transaction, moved: list[dict[str, Any]]) -> None:
    if moved:
        one = update(nudges).where(nudges.c.id == bindparam("nudge_id"))
        await tx.connection.execute(one.values(state=State.PLANNED, delivery_id=None), moved)


def _planned_for(who: Who) -> tuple[Any, ...]:
    to_them = nudges.c.workspace_id == who.workspace_id, nudges.c.recipient == who.member_id
    return *to_them, nudges.c.state == State.PLANNED


def _in_zone(row: Row[Any], member: Member) -> Moment:
    if row.chosen:
        return at_instant(row.due_at, member.hours, chosen=True)
    at = instant(row.local_day, row.local_time, member.zone)
    return Moment(row.local_day, row.local_time, member.zone, at)
