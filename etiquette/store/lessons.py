"""Lessons in channels: a post is taken back while it has not begun, and planned again; digests are told anew (E16)."""

from collections.abc import Collection

from sqlalchemy import exists, select, update

from etiquette.rules.nudges import Cargo, State
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, lessons

BEGUN = (State.CLAIMED, State.POSTED)


async def withdraw_post(tx: Transaction, lesson_id: str) -> bool:
    """Takes back the post of a lesson. False: it is on its way to its channel, or stands there."""
    about = (deliveries.c.cargo == Cargo.LESSON, deliveries.c.subject_id == lesson_id)
    await tx.connection.execute(
        update(deliveries).where(*about, deliveries.c.state == State.PLANNED).values(state=State.WITHDRAWN)
    )
    begun = select(deliveries.c.id).where(*about, deliveries.c.state.in_(BEGUN))
    return (await tx.connection.execute(begun)).first() is None


async def plan_post_again(tx: Transaction, lesson_id: str) -> None:
    """The post of a lesson that was taken back, and is there again."""
    about = (deliveries.c.cargo == Cargo.LESSON, deliveries.c.subject_id == lesson_id)
    await tx.connection.execute(
        update(deliveries).where(*about, deliveries.c.state == State.WITHDRAWN).values(state=State.PLANNED)
    )


async def tell_anew(tx: Transaction, workspace_id: str, lesson_ids: Collection[str]) -> None:
    """Has the digests that told these lessons drawn anew: of each, the first that came after the lesson."""
    before = deliveries.alias()
    came_before = exists().where(
        before.c.subject_id == deliveries.c.subject_id,
        before.c.cargo == Cargo.DIGEST,
        before.c.state.in_(BEGUN),
        before.c.created_at > lessons.c.created_at,
        before.c.created_at < deliveries.c.created_at,
    )
    told = (
        select(deliveries.c.id)
        .join(lessons, lessons.c.workspace_id == deliveries.c.workspace_id)
        .where(lessons.c.id.in_(lesson_ids), lessons.c.in_digest, lessons.c.created_at < deliveries.c.created_at)
        .where(deliveries.c.workspace_id == workspace_id, deliveries.c.cargo == Cargo.DIGEST)
        .where(deliveries.c.state.in_(BEGUN), ~came_before)
    )
    await tx.connection.execute(
        update(deliveries).where(deliveries.c.id.in_(told)).values(wanted=deliveries.c.wanted + 1)
    )
