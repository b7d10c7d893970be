"""Deliveries of no nudges that are stuck: digests, lessons, word of what is in their way. As `stuck` has nudges."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, String, cast, func, or_, select, update

from etiquette.rules.digests import LATEST
from etiquette.rules.nudges import Cargo, State
from etiquette.store.session import Transaction
from etiquette.store.stuck import CHUNK, MOST, Stuck, StuckRow, Tried, look_for, outcome_of
from etiquette.store.tables import deliveries


async def stuck(tx: Transaction, now: datetime, machine_now: datetime, most: int = MOST) -> list[StuckRow]:
    """Whatever is stuck, as many as that, the oldest first. What was given up, and was due a day ago, is over."""
    oldest_first = _stuck(now, machine_now).order_by(deliveries.c.due_at, deliveries.c.id).limit(most)
    return [_told(row) for row in await tx.connection.execute(oldest_first)]


async def count_stuck(tx: Transaction, now: datetime, machine_now: datetime) -> int:
    """How many are."""
    counted = select(func.count()).select_from(_stuck(now, machine_now).subquery())
    return (await tx.connection.execute(counted)).scalar_one()


async def ids_stuck(tx: Transaction, now: datetime, machine_now: datetime) -> list[str]:
    """All of their ids."""
    return [row.id for row in await tx.connection.execute(_stuck(now, machine_now))]


async def retry(tx: Transaction, ids: Sequence[str], now: datetime, machine_now: datetime) -> dict[str, Tried]:
    """Another try, at once, for those of these that are deliveries of no nudges. What may be posted is looked for."""
    found: dict[str, Tried] = {}
    for start in range(0, len(ids), CHUNK):
        these = deliveries.c.id.in_(ids[start : start + CHUNK])
        query = _looked_at(now, machine_now).where(these).order_by(deliveries.c.id).with_for_update()
        outcomes = {row.id: outcome_of(row, _given_up) for row in (await tx.connection.execute(query)).all()}
        to_plan = [each for each, outcome in outcomes.items() if outcome is Tried.PLANNED]
        to_look_for = [each for each, outcome in outcomes.items() if outcome is Tried.LOOKED_FOR]
        again = {"state": State.PLANNED, "lease_until": None, "attempts": 0, "due_at": now}
        await tx.connection.execute(update(deliveries).where(deliveries.c.id.in_(to_plan)).values(**again))
        await look_for(tx, to_look_for, machine_now)
        found |= outcomes
    return found


def _given_up(row: Row[Any]) -> Tried:
    if row.is_over:
        return Tried.OVER
    return Tried.LOOKED_FOR if row.was_kept else Tried.PLANNED


def _stuck(now: datetime, machine_now: datetime) -> Select[Any]:
    is_unclear = deliveries.c.error.is_not(None) | (deliveries.c.lease_until <= machine_now)
    return _looked_at(now, machine_now).where(
        or_(
            (deliveries.c.state == State.ABANDONED) & ~_is_over(now),
            (deliveries.c.state == State.PLANNED) & (deliveries.c.attempts > 0),
            (deliveries.c.state == State.CLAIMED) & is_unclear,
        )
    )


def _is_over(now: datetime) -> ColumnElement[bool]:
    """A digest is missed by then; and whatever else was given up is not brought back weeks later by `retry --all`."""
    return deliveries.c.created_at < now - LATEST


def _looked_at(now: datetime, machine_now: datetime) -> Select[Any]:
    """As it stands in the database, of what cannot be read too. It is kept with what it says right before the post."""
    return select(
        deliveries.c.id,
        deliveries.c.workspace_id,
        func.coalesce(deliveries.c.recipient, deliveries.c.channel).label("to"),
        cast(deliveries.c.cargo, String).label("what"),
        deliveries.c.state,
        cast(deliveries.c.attempts, Integer).label("attempts"),
        cast(deliveries.c.created_at, String).label("since"),
        _is_over(now).label("is_over"),
        (deliveries.c.lease_until > machine_now).label("is_held"),
        deliveries.c.error.label("reason"),
        (cast(deliveries.c.digests, String) != "[]").label("was_kept"),
    ).where(deliveries.c.cargo != Cargo.NUDGES)


def _told(row: Row[Any]) -> StuckRow:
    how = {State.ABANDONED: Stuck.ABANDONED, State.PLANNED: Stuck.SET_ASIDE}.get(row.state, Stuck.UNCLEAR)
    return StuckRow(row.id, row.workspace_id, row.to, row.what, how, row.attempts, row.since, row.reason)
