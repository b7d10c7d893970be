"""Once a month, a good turn for everybody who has begun (E15). When it is due is a column; the sweep says it."""

import structlog

from etiquette.rules.errors import AwayError
from etiquette.services.good_turns import find_good_turn, members_due, try_again
from scheduler.desk import Desk

log = structlog.get_logger()


async def find_good_turns(desk: Desk) -> int:
    """Finds the good turns of the members whose morning it is. Gives back how many members were looked at."""
    due = await members_due(desk.store, desk.now())
    for member in due:
        try:
            await find_good_turn(desk.store, member, desk.now())
        except AwayError:
            raise  # it is not one of them that is wrong
        except Exception as error:  # what is wrong with one member's facts must not keep the others waiting
            log.exception("good_turn_failed", member=member.id, error=type(error).__name__)
            await try_again(desk.store, member, desk.now())
    return len(due)
