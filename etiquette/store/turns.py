"""Turns: in a workspace one worker at a time posts what is due, under a lease in machine time.

Slack counts what is posted by workspace: whoever has the turn can keep its limits without asking anybody. What it was
told of them when it gave the turn back binds the next one, too.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, ScalarSelect, select, type_coerce, update
from sqlalchemy.types import NullType

from etiquette.store.session import Transaction
from etiquette.store.tables import workspaces

LONGEST = timedelta(hours=1)
"""Neither a turn nor a rest is longer: what is farther off was written by a clock that was ahead, and is over."""


async def take(tx: Transaction, workspace_id: str, worker: str, machine_now: datetime, lease_until: datetime) -> bool:
    """Makes it this worker's turn, or keeps it so for longer. False: it is another's, or Slack asked for a rest.

    Nobody waits here: what another worker is taking at this moment is left to it.
    """
    free = select(workspaces.c.id).where(workspaces.c.id == workspace_id, *_open_to(worker, machine_now))
    held = free.with_for_update(key_share=True, skip_locked=True).scalar_subquery()
    mine = update(workspaces).where(workspaces.c.id == held)
    taken = await tx.connection.execute(mine.values(worker=worker, lease_until=lease_until))
    return taken.rowcount == 1


async def give_back(
    tx: Transaction, workspace_id: str, worker: str, free_at: datetime, rests_until: datetime | None
) -> None:
    """Ends a turn: anybody may take the next one from `free_at` on, and nobody before Slack's rest is over.

    Whose it was may take it again at once, for it knows what it said last.
    """
    mine = (workspaces.c.id == workspace_id, workspaces.c.worker == worker)
    ended = update(workspaces).where(*mine).values(lease_until=free_at, rests_until=rests_until)
    await tx.connection.execute(ended)


async def in_order(tx: Transaction, oldest: ScalarSelect[Any], worker: str, machine_now: datetime) -> Sequence[str]:
    """The workspaces in which something waits and this worker may post, that with the oldest first.

    `oldest` is the moment of what has waited longest in a workspace, looked up for each: however much waits in one of
    them, the others are found.
    """
    moment = type_coerce(oldest, NullType()).label("oldest")  # as it is: one that cannot be read hides no other
    query = select(workspaces.c.id, moment).where(*_open_to(worker, machine_now)).order_by(moment, workspaces.c.id)
    return [row.id for row in await tx.connection.execute(query) if row.oldest is not None]


def _open_to(worker: str, machine_now: datetime) -> tuple[Any, ...]:
    lease, rest = workspaces.c.lease_until, workspaces.c.rests_until
    return (workspaces.c.worker == worker) | _is_over(lease, machine_now), _is_over(rest, machine_now)


def _is_over(until: Column[Any], machine_now: datetime) -> ColumnElement[bool]:
    return until.is_(None) | (until <= machine_now) | (until > machine_now + LONGEST)
