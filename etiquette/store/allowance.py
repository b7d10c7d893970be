"""The day's allowance: how much of it somebody has had (N2)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, select

from etiquette.store.deliveries import CLAIMED
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries

COUNTED = (
    select(deliveries.c.recipient, func.count().label("sent"))
    .where(
        deliveries.c.workspace_id == bindparam("its_workspace"),
        deliveries.c.recipient.in_(bindparam("recipients", expanding=True)),
        deliveries.c.counted,
    )
    .group_by(deliveries.c.recipient)
)
SENT = COUNTED.where(deliveries.c.posted_at >= bindparam("since"))
IN_HAND = COUNTED.where(deliveries.c.state == CLAIMED, deliveries.c.created_at >= bindparam("since"))


async def posted_since(tx: Transaction, workspace_id: str, days: Mapping[str, datetime]) -> Counter[str]:
    """How many messages that count towards the day's allowance members were sent, or are being sent (N2).

    Of each member it is said since when.
    """
    found: Counter[str] = Counter()
    for since in set(days.values()):
        whose = [member_id for member_id, began in days.items() if began == since]
        asked = {"its_workspace": workspace_id, "recipients": whose, "since": since}
        for sent in (SENT, IN_HAND):
            rows = await tx.connection.execute(sent, asked)
            found.update({row.recipient: int(row.sent) for row in rows})
    return found
