"""A digest's picture: drawn by another process, uploaded once, and waited for. What has none goes out without it.

1. Slack is told of the file, and its id is kept in the delivery: after a crash it is looked for, not uploaded again.
2. It is uploaded, without a channel. 3. It is asked for until Slack has looked at it; only then may a block show it.
"""

import asyncio
from dataclasses import dataclass

import structlog

from etiquette.messages.chart import chart_words
from etiquette.messages.digests import chart_weeks
from etiquette.messages.text import clip
from etiquette.messages.vocabulary import Paper
from etiquette.rules.digests import Telling
from etiquette.rules.errors import EtiquetteError
from etiquette.rules.nudges import Delivery
from etiquette.store import dispatches
from scheduler.desk import Desk
from scheduler.drawing import NotDrawnError
from scheduler.files import announce, fill, hand_over
from scheduler.slack import DeliveryError

FILE_NAME = "good-manners.png"
ALT_LIMIT = 1000
PATIENCE = 30.0
"""Seconds of the lease in which a picture is uploaded, and becomes ready."""
ASK_AGAIN = 0.25
ASKED_AT_MOST = 24

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pictured:
    """A delivery that is still ours, and the file that its message may show, if any."""

    delivery: Delivery
    file_id: str | None


async def pictured(desk: Desk, delivery: Delivery, telling: Telling) -> Pictured | None:
    """The picture of a digest, ready to be shown. None where the delivery is somebody else's by now."""
    if not telling.is_drawn:
        return Pictured(delivery, None)
    try:
        if delivery.file_id is not None:
            return Pictured(delivery, delivery.file_id if await _becomes_ready(desk, delivery, 1) else None)
        paper = await _paper(desk, telling)
        announced = await announce(desk.slack, delivery.workspace_id, paper)
        async with desk.store.writing() as tx:
            kept = await dispatches.keep(tx, delivery, desk.lease(), file_id=announced.file_id)
        if kept is None:
            return None
        delivery = kept
        async with asyncio.timeout(PATIENCE):
            await fill(desk.slack, announced, paper)
            await hand_over(desk.slack, delivery.workspace_id, [announced.file_id])
            return Pictured(
                delivery, announced.file_id if await _becomes_ready(desk, delivery, ASKED_AT_MOST) else None
            )
    except (NotDrawnError, DeliveryError, EtiquetteError, TimeoutError) as error:  # late is worse than plain
        log.warning("picture_left_out", delivery=delivery.id, reason=str(error) or type(error).__name__)
        return Pictured(delivery, None)


async def _paper(desk: Desk, telling: Telling) -> Paper:
    weeks = chart_weeks(telling)
    picture = await desk.easel.chart(weeks)
    return Paper(FILE_NAME, picture, clip(chart_words(weeks), ALT_LIMIT))


async def _becomes_ready(desk: Desk, delivery: Delivery, times: int) -> bool:
    for _ in range(times):
        if await desk.slack.is_ready(delivery.workspace_id, str(delivery.file_id)):
            return True
        await asyncio.sleep(ASK_AGAIN)
    return False
