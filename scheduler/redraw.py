"""Redrawing: a posted message shows the facts, and what was chosen on it. What is stale is a count in its row."""

import structlog

from etiquette.messages.nudges import delivery as rendered
from etiquette.rules.nudges import Delivery
from etiquette.store import deliveries
from scheduler.desk import Desk
from scheduler.slack import DeliveryError, Verdict
from scheduler.sweep import carried

BATCH = 50

log = structlog.get_logger()


async def redraw(desk: Desk) -> int:
    """Draws every stale message anew. Gives back how many were; a message that is gone is left alone."""
    async with desk.store.reading() as tx:
        stale = await deliveries.stale(tx, BATCH)
    return sum([await _draw(desk, delivery, wanted) for delivery, wanted in stale])


async def _draw(desk: Desk, delivery: Delivery, wanted: int) -> bool:
    if desk.slack.is_held(delivery.workspace_id, "chat.update"):
        return False
    try:
        parcel = await carried(desk, delivery)
        if parcel.member is not None:
            await desk.slack.update(delivery, rendered(parcel.matters, parcel.member, desk.now()))
    except DeliveryError as error:
        log.warning("redraw_refused", delivery=delivery.id, verdict=error.verdict, reason=error.reason)
        if error.verdict is not Verdict.PERMANENT:
            return False
    except Exception as error:  # it stays as it was drawn last, and keeps no other from being drawn
        log.exception("redraw_failed", delivery=delivery.id, error=type(error).__name__)
    async with desk.store.writing() as tx:
        await deliveries.mark_drawn(tx, delivery, wanted)
    return True
