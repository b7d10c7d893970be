"""Lessons in channels: a post is taken back while it has not begun, and planned again (E16)."""

from sqlalchemy import select, update

from etiquette.rules.nudges import Cargo, State
from etiquette.store.retelling import BEGUN
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries


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
