"""After something was said: whether it was the third of its kind in a row to which nobody says anything (N3)."""

import structlog

from etiquette.rules.members import Who
from etiquette.rules.nudges import Delivery
from etiquette.services.members import member_of
from etiquette.services.questions import ask_about_ignored
from etiquette.store import nudges
from scheduler.desk import Desk

log = structlog.get_logger()


async def notice_ignored(desk: Desk, delivery: Delivery) -> None:
    """Has the member asked, once, about the kinds that they let pass. What goes wrong here is found at the next one."""
    try:
        async with desk.store.reading() as tx:
            said = {nudge.kind for nudge in await nudges.of_delivery(tx, delivery.id)}
        member = await member_of(desk.store, Who(delivery.workspace_id, str(delivery.recipient)))
        if member is not None:
            await ask_about_ignored(desk.store, member, said, desk.now())
    except Exception as error:  # what was posted stays posted, whatever is wrong with the question
        log.exception("ignored_unnoticed", delivery=delivery.id, error=type(error).__name__)
