"""Leases that ran out: whose holder died, or lost its answer, or had a clock that was ahead. In machine time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, cast, select, update

from etiquette.rules.nudges import Delivery, State
from etiquette.store.deliveries import CLAIMED, abandon, of_row
from etiquette.store.queues import elsewhere
from etiquette.store.records import Found, readable
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, workspaces
from etiquette.store.turns import LONGEST

LONG_OUT = timedelta(minutes=1)
"""So long ago a lease ran out that nobody's clock says otherwise."""


async def has_expired(tx: Transaction, machine_now: datetime, apart_from: Collection[str] = ()) -> bool:
    """Whether any claim's lease has run out: most often none has, and nobody need write."""
    for to_be_seen_to in (_is_lost(machine_now, apart_from), _is_far_off(machine_now)):
        found = await tx.connection.execute(select(deliveries.c.id).where(*to_be_seen_to).limit(1))
        if found.first() is not None:
            return True
    return False


async def expired(
    tx: Transaction, machine_now: datetime, lease_until: datetime, limit: int, apart_from: Collection[str] = ()
) -> Found[Delivery]:
    """Claims whose holder died, or lost its answer: taken over under a new lease, so that one worker looks for each.

    Those of the workspaces `apart_from` are left as they are. What a clock that was ahead has claimed is lost when a
    lease by the clock that is right has run out: until then its holder may be at it.
    """
    await tx.connection.execute(update(deliveries).where(*_is_far_off(machine_now)).values(lease_until=lease_until))
    lost = (
        select(deliveries)
        .where(*_is_lost(machine_now, apart_from))
        .order_by(deliveries.c.lease_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = await readable(tx, lost, deliveries.c.id, lambda row: replace(of_row(row), lease_until=lease_until))
    await postpone(tx, [delivery.id for delivery in found.records], lease_until)
    return found


async def set_right(tx: Transaction, lease_until: datetime) -> None:
    """Once a clock was set: what it wrote while it was ahead is somebody's for a lease from now on, not for hours.

    Claims, drawings, turns, and rests. What stepped aside for longer, or rests for longer, is looked at sooner. What
    another holds at this moment is left to it.
    """
    is_stale = deliveries.c.wanted > deliveries.c.drawn
    for until, *whose in (
        (deliveries.c.lease_until, deliveries.c.state == CLAIMED),
        (deliveries.c.lease_until, is_stale),
        (workspaces.c.lease_until,),
        (workspaces.c.rests_until,),
    ):
        table = until.table
        far_off = select(table.c.id).where(*whose, until > lease_until + LONG_OUT).order_by(table.c.id)
        set_right = update(table).where(table.c.id.in_(far_off.with_for_update(skip_locked=True)))
        await tx.connection.execute(set_right.values({until: lease_until}))


async def postpone(tx: Transaction, delivery_ids: Collection[str], until: datetime) -> None:
    """Nobody looks at these deliveries before then (machine time), whatever is in their rows."""
    await tx.connection.execute(update(deliveries).where(deliveries.c.id.in_(delivery_ids)).values(lease_until=until))


async def give_back(tx: Transaction, delivery_id: str, machine_now: datetime) -> None:
    """Whoever looks next may take a claim over at once."""
    await postpone(tx, [delivery_id], machine_now - LONG_OUT)


async def set_aside(tx: Transaction, delivery_id: str, error: str, until: datetime, tries: int) -> None:
    """A claim whose row cannot be read: looked at again then (machine time), and abandoned after so many tries."""
    tried = cast(deliveries.c.attempts, Integer)
    again = await tx.connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state == State.CLAIMED, tried < tries)
        .values(attempts=tried + 1, lease_until=until, error=error)
    )
    if again.rowcount != 1:
        await abandon(tx, delivery_id, error)


def _is_lost(machine_now: datetime, apart_from: Collection[str]) -> tuple[Any, ...]:
    return deliveries.c.state == CLAIMED, deliveries.c.lease_until <= machine_now, *elsewhere(deliveries, apart_from)


def _is_far_off(machine_now: datetime) -> tuple[Any, ...]:
    """Farther than any lease: it was written by a clock that was set right since."""
    return deliveries.c.state == CLAIMED, deliveries.c.lease_until > machine_now + LONGEST + timedelta(minutes=1)
