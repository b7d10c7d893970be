"""The day's allowance: how much of it somebody has had (N2)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from etiquette.store.deliveries import CLAIMED
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries


async def posted_since(tx: Transaction, workspace_id: str, days: Mapping[str, datetime]) -> Counter[str]:
    """How many messages that count towards the day's allowance members were sent, or are being sent (N2).

    Of each member it is said since when.
    """
    found: Counter[str] = Counter()
    for since in set(days.values()):
        whose = [member_id for member_id, began in days.items() if began == since]
        to_them = (deliveries.c.workspace_id == workspace_id, deliveries.c.recipient.in_(whose), deliveries.c.counted)
        in_hand = (deliveries.c.state == CLAIMED, deliveries.c.created_at >= since)
        for sent in ((deliveries.c.posted_at >= since,), in_hand):
            query = select(deliveries.c.recipient, func.count().label("sent")).where(*to_them, *sent)
            rows = await tx.connection.execute(query.group_by(deliveries.c.recipient))
            found.update({row.recipient: int(row.sent) for row in rows})
    return found
