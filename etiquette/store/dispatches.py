"""Deliveries of no nudges, from planned to posted: claimed when due, kept, planned again."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, case, cast, func, select, update

from etiquette.rules.nudges import Cargo, Delivery, State
from etiquette.store import turns
from etiquette.store.deliveries import of_row
from etiquette.store.records import Found, readable
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, workspaces
from etiquette.store.types import literally

PLANNED = literally(State.PLANNED)


async def workspaces_due(tx: Transaction, now: datetime, worker: str, machine_now: datetime) -> Sequence[str]:
    """The workspaces in which one is due and this worker may post, that with the longest due first."""
    oldest = select(deliveries.c.due_at).where(deliveries.c.workspace_id == workspaces.c.id, *_is_due(now))
    longest_due = oldest.order_by(deliveries.c.due_at).limit(1).correlate(workspaces).scalar_subquery()
    return await turns.in_order(tx, longest_due, worker, machine_now)


async def claim_due(
    tx: Transaction, workspace_id: str, now: datetime, lease_until: datetime, limit: int
) -> Found[Delivery]:
    """What is due in one workspace, longest due first, claimed under a lease; what another claims is left to it.

    What was wrong at the try before is over: of a claim an error says that nobody knows what came of this one.
    """
    is_due = (deliveries.c.workspace_id == workspace_id, *_is_due(now))
    query = select(deliveries).where(*is_due).order_by(deliveries.c.due_at).limit(limit)
    held = query.with_for_update(skip_locked=True)
    found = await readable(tx, held, deliveries.c.id, of_row)
    mine = (deliveries.c.id.in_([each.id for each in found.records]), deliveries.c.state == State.PLANNED)
    tried = cast(deliveries.c.attempts, Integer) + 1
    await tx.connection.execute(
        update(deliveries).where(*mine).values(state=State.CLAIMED, lease_until=lease_until, attempts=tried, error=None)
    )
    claimed = [
        replace(each, state=State.CLAIMED, lease_until=lease_until, attempts=each.attempts + 1, error=None)
        for each in found.records
    ]
    return Found(claimed, found.damaged)


async def keep(
    tx: Transaction,
    delivery: Delivery,
    lease_until: datetime,
    *,
    channel: str | None = None,
    file_id: str | None = None,
) -> Delivery | None:
    """Goes on with a claim under a new lease, with its conversation, or the picture that is uploaded for it.

    None: its lease had run out, and somebody else looks for it, or has settled it by now.
    """
    kept = replace(
        delivery,
        channel=channel or delivery.channel,
        file_id=file_id or delivery.file_id,
        digests=(delivery.digest,),
        lease_until=lease_until,
    )
    mine = (deliveries.c.state == State.CLAIMED, deliveries.c.lease_until == delivery.lease_until)
    changed = await tx.connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id, *mine)
        .values(channel=kept.channel, file_id=kept.file_id, digests=list(kept.digests), lease_until=lease_until)
    )
    return kept if changed.rowcount == 1 else None


async def release(tx: Transaction, delivery: Delivery, error: str, again: datetime, *, attempted: bool = True) -> bool:
    """Planned for `again`: nothing of it was posted. `attempted`: whether the try counts towards giving up.

    False: the claim is not ours any more. Another may have claimed the same delivery anew by now.
    """
    tries = delivery.attempts if attempted else delivery.attempts - 1
    mine = (deliveries.c.state == State.CLAIMED, deliveries.c.lease_until == delivery.lease_until)
    released = await tx.connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id, *mine)
        .values(state=State.PLANNED, lease_until=None, due_at=again, attempts=max(tries, 0), error=error)
    )
    return released.rowcount == 1


async def put_back(tx: Transaction, claimed: Collection[Delivery]) -> None:
    """Claims that were not begun: planned again, as they were."""
    for lease_until in {delivery.lease_until for delivery in claimed}:
        ids = [delivery.id for delivery in claimed if delivery.lease_until == lease_until]
        mine = (deliveries.c.state == State.CLAIMED, deliveries.c.lease_until == lease_until)
        tried = cast(deliveries.c.attempts, Integer) - 1
        planned = update(deliveries).where(deliveries.c.id.in_(ids), *mine)
        await tx.connection.execute(planned.values(state=State.PLANNED, lease_until=None, attempts=tried))


async def put_aside(tx: Transaction, delivery_ids: Collection[str], error: str, again: datetime, tries: int) -> None:
    """Rows that cannot even be read: looked at again then, and abandoned after so many tries."""
    tried = cast(deliveries.c.attempts, Integer) + 1
    await tx.connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(delivery_ids), deliveries.c.state == State.PLANNED)
        .values(
            attempts=tried,
            due_at=again,
            error=error,
            state=case((tried >= tries, State.ABANDONED.value), else_=State.PLANNED.value),
        )
    )


async def is_planned(tx: Transaction, workspace_id: str, cargo: Cargo, subject_id: str, occasion: str) -> bool:
    """Whether there is one of this natural key, whatever became of it."""
    query = select(deliveries.c.id).where(
        deliveries.c.workspace_id == workspace_id,
        deliveries.c.cargo == cargo,
        deliveries.c.subject_id == subject_id,
        deliveries.c.occasion == occasion,
    )
    return (await tx.connection.execute(query)).first() is not None


async def last_posted(tx: Transaction, workspace_id: str, cargo: Cargo, subject_id: str) -> datetime | None:
    """The moment for which the last one that was posted had been planned."""
    query = select(func.max(deliveries.c.created_at)).where(
        deliveries.c.workspace_id == workspace_id,
        deliveries.c.cargo == cargo,
        deliveries.c.subject_id == subject_id,
        deliveries.c.state == State.POSTED,
    )
    moment: datetime | None = (await tx.connection.execute(query)).scalar()
    return moment


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """When the next one is due after now, in UTC."""
    query = select(func.min(deliveries.c.due_at)).where(deliveries.c.state == PLANNED, deliveries.c.due_at > now)
    soonest: datetime | None = (await tx.connection.execute(query)).scalar()
    return soonest


def _is_due(now: datetime) -> tuple[Any, ...]:
    """What a newer version planned, of cargo that this one does not know, waits for that version."""
    known = [cargo for cargo in Cargo if cargo is not Cargo.NUDGES]
    return deliveries.c.state == PLANNED, deliveries.c.due_at <= now, deliveries.c.cargo.in_(known)
