"""Retelling: the digests that told of something which is to be told no more are drawn anew without it (E17, N7)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, literal, select, update

from etiquette.rules.nudges import Cargo, State
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, lessons
from etiquette.store.types import Instant

BEGUN = (State.CLAIMED, State.POSTED)
"""The states of what may stand in a channel."""


async def without_lessons(tx: Transaction, workspace_id: str, lesson_ids: Collection[str]) -> None:
    """Has the digests drawn anew that told these lessons."""
    told = (
        select(deliveries.c.id)
        .join(lessons, lessons.c.workspace_id == deliveries.c.workspace_id)
        .where(lessons.c.id.in_(lesson_ids), lessons.c.in_digest, *_first_after(lessons.c.created_at))
    )
    await _draw_anew(tx, told.where(deliveries.c.workspace_id == workspace_id))


async def without_plan(tx: Transaction, workspace_id: str, shared_at: datetime) -> None:
    """Has the digests drawn anew that told of a plan which was shared then."""
    told = select(deliveries.c.id).where(*_first_after(literal(shared_at, Instant)))
    await _draw_anew(tx, told.where(deliveries.c.workspace_id == workspace_id))


def _first_after(shared_at: ColumnElement[datetime]) -> tuple[ColumnElement[bool], ...]:
    """Whether a delivery is the first of its digest that came after something was shared: the one that told it."""
    before = deliveries.alias()
    came_before = exists().where(
        before.c.subject_id == deliveries.c.subject_id,
        before.c.cargo == Cargo.DIGEST,
        before.c.state.in_(BEGUN),
        before.c.created_at > shared_at,
        before.c.created_at < deliveries.c.created_at,
    )
    is_digest = deliveries.c.cargo == Cargo.DIGEST, deliveries.c.state.in_(BEGUN)
    return (*is_digest, deliveries.c.created_at > shared_at, ~came_before)


async def _draw_anew(tx: Transaction, told: Select[tuple[str]]) -> None:
    drawn_anew = update(deliveries).where(deliveries.c.id.in_(told))
    await tx.connection.execute(drawn_anew.values(wanted=deliveries.c.wanted + 1))
