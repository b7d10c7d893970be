"""Losses: deliveries of which nothing was posted when their holder died. One may be nobody's fault (N4)."""

from datetime import datetime

from sqlalchemy import func, select

from etiquette.rules.nudges import Delivery, State
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries

LOST = "lost"
"""What is written beside a delivery of which nothing was posted when its holder died."""


async def losses(tx: Transaction, delivery: Delivery, since: datetime) -> int:
    """How many other deliveries to the same member were lost since then."""
    query = select(func.count()).where(
        deliveries.c.workspace_id == delivery.workspace_id,
        deliveries.c.recipient == delivery.recipient,
        deliveries.c.state == State.WITHDRAWN,
        deliveries.c.error == LOST,
        deliveries.c.created_at >= since,
        deliveries.c.id != delivery.id,
    )
    return (await tx.connection.execute(query)).scalar_one()
