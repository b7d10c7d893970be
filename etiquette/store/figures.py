"""What is in hand: how many nudges are due, claimed or set aside, and for how long. Each is an indexed look-up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from etiquette.rules.nudges import Kind, State
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, nudges

ASIDE_FOR = timedelta(hours=1)
"""For no longer than this does anything step aside."""


@dataclass(frozen=True, slots=True)
class InHand:
    """`lag` is how long ago the oldest nudge came due that is not on its way yet.

    `set_aside`: tried before, and put off for a mistake of ours. `without_outcome`: messages that were posted perhaps.
    """

    due: int
    lag: timedelta
    claimed: int
    set_aside: int
    without_outcome: int


async def in_hand(tx: Transaction, now: datetime, machine_now: datetime) -> InHand:
    """What is in hand now, in domain time; leases are in machine time."""
    known = nudges.c.kind.in_(tuple(Kind))  # what a newer version planned waits for that version
    due = select(func.count(), func.min(nudges.c.due_at)).where(
        _in(State.PLANNED, nudges.c.state), nudges.c.due_at <= now, known
    )
    many, oldest = (await tx.connection.execute(due)).one()
    aside = select(func.count()).where(
        _in(State.PLANNED, nudges.c.state), nudges.c.due_at <= now + ASIDE_FOR, nudges.c.attempts > 0, known
    )
    held = _in(State.CLAIMED, deliveries.c.state)
    claimed = select(func.count()).where(
        nudges.c.delivery_id.in_(select(deliveries.c.id).where(held)), nudges.c.state == State.CLAIMED
    )
    unclear = deliveries.c.error.is_not(None) | (deliveries.c.lease_until <= machine_now)
    return InHand(
        due=many,
        lag=now - oldest if oldest else timedelta(),
        claimed=(await tx.connection.execute(claimed)).scalar_one(),
        set_aside=(await tx.connection.execute(aside)).scalar_one(),
        without_outcome=(await tx.connection.execute(select(func.count()).where(held, unclear))).scalar_one(),
    )


def _in(state: State, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Written into the statement, so that the index of that state alone is used, however often it is prepared."""
    return column == bindparam(None, state, literal_execute=True)
