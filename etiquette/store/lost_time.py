"""Lost time: between a backup and the moment at which it was restored. What was said in it the database does not know.

What was planned by then may have been said behind its back: until that was looked for, it is unclear.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from etiquette.rules.members import Who
from etiquette.rules.nudges import Delivery, Kind, Nudge, State
from etiquette.store.nudges import KNOWN
from etiquette.store.records import Found, from_row, readable
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, members, nudges, workspaces

CATCHING_UP = timedelta(days=1)
"""For so long after it was restored, time does what it had done before: the same good turns, reflections, promises."""


@dataclass(frozen=True, slots=True)
class LostTime:
    """From the backup until it was restored."""

    since: datetime
    until: datetime

    def may_hold(self, planned_at: datetime) -> bool:
        """Whether what was planned then may have been said in it."""
        return planned_at <= self.until + CATCHING_UP


async def keep(tx: Transaction, since: datetime, until: datetime) -> None:
    """Remembers, of every workspace, that this time was lost; what was lost before it goes on to be."""
    earliest = func.coalesce(workspaces.c.lost_since, since)
    await tx.connection.execute(update(workspaces).values(lost_since=earliest, lost_until=until))


async def of_workspace(tx: Transaction, workspace_id: str) -> LostTime | None:
    """The time that a workspace lost; None where nothing was."""
    query = select(workspaces.c.lost_since, workspaces.c.lost_until).where(workspaces.c.id == workspace_id)
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None or row.lost_since is None else LostTime(row.lost_since, row.lost_until)


async def unclear_to(
    tx: Transaction, workspace_id: str, lost: LostTime, recipients: Collection[str], now: datetime
) -> Mapping[str, list[str]]:
    """What is due to each of these members and unclear, by its ids."""
    is_due = (nudges.c.recipient.in_(recipients), nudges.c.due_at <= now)
    query = select(nudges.c.recipient, nudges.c.id).where(*_waits(workspace_id), *is_due, _is_unclear(lost))
    found: dict[str, list[str]] = defaultdict(list)
    for row in await tx.connection.execute(query):
        found[row.recipient].append(row.id)
    return found


async def clear(tx: Transaction, due: Found[Nudge], lost: LostTime, looked_for: Collection[str]) -> Found[Nudge]:
    """What is due, without what is unclear and was not looked for: it waits for that."""
    ids = [nudge.id for nudge in due.records if nudge.id not in looked_for]
    query = select(nudges.c.id).where(nudges.c.id.in_(ids), _is_unclear(lost))
    unclear = set((await tx.connection.execute(query)).scalars())
    return replace(due, records=[nudge for nudge in due.records if nudge.id not in unclear])


async def planned_to(tx: Transaction, who: Who, lost: LostTime) -> list[Nudge]:
    """All that is to be said to a member, now or later, and is unclear; held, and without rows that cannot be read."""
    theirs = (*_waits(who.workspace_id), nudges.c.recipient == who.member_id, _is_unclear(lost))
    held = select(nudges).where(*theirs).order_by(nudges.c.id).with_for_update(skip_locked=True, of=nudges)
    return (await readable(tx, held, nudges.c.id, lambda row: from_row(Nudge, row))).records


async def conversation_of(tx: Transaction, who: Who) -> str | None:
    """A member's conversation with the bot, as far as it is known."""
    mine = (members.c.workspace_id == who.workspace_id, members.c.id == who.member_id)
    channel: str | None = (await tx.connection.execute(select(members.c.dm_channel).where(*mine))).scalar_one_or_none()
    return channel


async def was_said(tx: Transaction, delivery: Delivery, said: Collection[Nudge], *, drawn_anew: bool) -> None:
    """Nudges were posted by a delivery that the database had not heard of.

    It is `drawn_anew`, by what is known now, unless it tells of something else besides, of which nothing is left here.
    """
    counted = {"counted": not all(nudge.chosen for nudge in said)}
    values = asdict(delivery) | {"digests": list(delivery.digests), "wanted": int(drawn_anew), "drawn": 0, **counted}
    await tx.connection.execute(tx.insert(deliveries).values(values).on_conflict_do_nothing())
    theirs = (nudges.c.id.in_([nudge.id for nudge in said]), nudges.c.state == State.PLANNED)
    posted = update(nudges).where(*theirs).values(state=State.POSTED, delivery_id=delivery.id)
    tx.ends(State.POSTED, (await tx.connection.execute(posted)).rowcount)


def _waits(workspace_id: str) -> tuple[ColumnElement[bool], ...]:
    return nudges.c.workspace_id == workspace_id, nudges.c.state == State.PLANNED, nudges.c.kind.in_(KNOWN)


def _is_unclear(lost: LostTime) -> Any:
    """Planned before it was restored; or right after it, of what nothing was known: time may have made it before.

    What a member does afterwards is new, though it may bear the natural key of something that they had done before.
    """
    known = nudges.alias()
    is_known = exists(
        select(known.c.id).where(known.c.subject_id == nudges.c.subject_id, known.c.created_at <= lost.until)
    )
    by_time = or_(nudges.c.kind == Kind.ONE_SIDED, ~is_known)
    return or_(nudges.c.created_at <= lost.until, and_(nudges.c.created_at <= lost.until + CATCHING_UP, by_time))
