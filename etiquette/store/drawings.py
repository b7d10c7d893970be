"""Posted messages that no longer show the facts: drawn anew, under a lease. What is stale is a count in their rows."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from etiquette.rules.nudges import Delivery, State
from etiquette.store.deliveries import of_row
from etiquette.store.leases import postpone
from etiquette.store.queues import elsewhere
from etiquette.store.records import Found, readable
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries


async def has_stale(tx: Transaction, machine_now: datetime, apart_from: Collection[str] = ()) -> bool:
    """Whether any posted message no longer shows the facts, and nobody draws it at this moment."""
    stale = select(deliveries.c.id).where(*_is_stale(machine_now, apart_from))
    # In the order of its index, which PostgreSQL would not use else: it takes a third of all messages to be stale.
    return (await tx.connection.execute(stale.order_by(deliveries.c.id).limit(1))).first() is not None


async def claim_stale(
    tx: Transaction, machine_now: datetime, lease_until: datetime, limit: int, apart_from: Collection[str] = ()
) -> Found[tuple[Delivery, int]]:
    """Posted messages that no longer show the facts, each with the count of changes that a new drawing covers.

    They are drawn under a lease, so that an older drawing never lands upon a newer one. Those of the workspaces
    `apart_from` are left as they are.
    """
    query = select(deliveries).where(*_is_stale(machine_now, apart_from)).order_by(deliveries.c.id).limit(limit)
    held = query.with_for_update(skip_locked=True)
    found = await readable(
        tx, held, deliveries.c.id, lambda row: (replace(of_row(row), lease_until=lease_until), row.wanted)
    )
    await postpone(tx, [delivery.id for delivery, _ in found.records], lease_until)
    return found


async def mark_drawn(tx: Transaction, delivery: Delivery, wanted: int) -> None:
    """The message shows the facts as they stood at `wanted` changes; a later change leaves it stale."""
    mine = (deliveries.c.id == delivery.id, deliveries.c.lease_until == delivery.lease_until)
    await tx.connection.execute(update(deliveries).where(*mine).values(drawn=wanted, lease_until=None))


async def leave_stale(tx: Transaction, delivery: Delivery, until: datetime) -> None:
    """A drawing that did not work: it is tried again then (machine time), and others are drawn meanwhile."""
    mine = (deliveries.c.id == delivery.id, deliveries.c.lease_until == delivery.lease_until)
    await tx.connection.execute(update(deliveries).where(*mine).values(lease_until=until))


def _is_stale(machine_now: datetime, apart_from: Collection[str]) -> tuple[Any, ...]:
    free = (deliveries.c.lease_until.is_(None)) | (deliveries.c.lease_until <= machine_now)
    stale = deliveries.c.wanted > deliveries.c.drawn
    return stale, deliveries.c.state == State.POSTED, free, *elsewhere(deliveries, apart_from)
