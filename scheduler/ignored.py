"""After something was said: whether it was the third of its kind in a row to which nobody says anything (N3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import structlog

from etiquette.rules.errors import AwayError
from etiquette.rules.members import Who
from etiquette.rules.nudges import Delivery, Kind
from etiquette.rules.questions import IN_A_ROW, NEVER_IGNORED
from etiquette.services.members import member_of
from etiquette.services.questions import ask_about_ignored
from etiquette.store import kinds
from scheduler.desk import Desk

log = structlog.get_logger()


async def notice_ignored(desk: Desk, delivery: Delivery) -> None:
    """Has the member asked, once, about the kinds that they let pass. What goes wrong here is found at the next one."""
    try:
        await desk.together(_notice, delivery)
    except AwayError:
        pass  # it is away: nobody was asked, and nothing is wrong
    except Exception as error:  # what was posted stays posted, whatever is wrong with the question
        log.exception("ignored_unnoticed", delivery=delivery.id, error=type(error).__name__)


async def _notice(desk: Desk, these: Sequence[Delivery]) -> Sequence[None]:
    """Of most members nothing was said so often that it could have been let pass: they are found in one look."""
    for who, said in (await _said_often(desk, these)).items():
        member = await member_of(desk.store, who)
        if member is not None:
            await ask_about_ignored(desk.store, member, said, desk.now())
    return [None] * len(these)


async def _said_often(desk: Desk, these: Sequence[Delivery]) -> Mapping[Who, set[Kind]]:
    whose = {delivery.id: Who(delivery.workspace_id, str(delivery.recipient)) for delivery in these}
    async with desk.store.reading() as tx:
        often = await kinds.said_often(tx, set(whose.values()), IN_A_ROW)
        carried = await kinds.carried(tx, [each for each, who in whose.items() if who in often])
    said: defaultdict[Who, set[Kind]] = defaultdict(set)
    for delivery_id, these_kinds in carried.items():
        said[whose[delivery_id]] |= these_kinds & often[whose[delivery_id]] - NEVER_IGNORED
    return {who: these_kinds for who, these_kinds in said.items() if these_kinds}
