"""What time does to partnerships: occurrences fall due, proposals lapse, reflections begin. When is a column."""

import structlog

from etiquette.rules.errors import AwayError
from etiquette.services.partnership_days import partnerships_due, seen_to, try_again
from scheduler.desk import Desk

log = structlog.get_logger()


async def keep_partnerships(desk: Desk) -> int:
    """Sees to the partnerships whose time it is. Gives back how many."""
    due = await partnerships_due(desk.store, desk.now())
    for partnership_id in due:
        try:
            await seen_to(desk.store, partnership_id, desk.now())
        except AwayError:
            raise  # it is not one of them that is wrong
        except Exception as error:  # what is wrong with one must not keep the others waiting
            log.exception("partnership_failed", partnership=partnership_id, error=type(error).__name__)
            await try_again(desk.store, partnership_id, desk.now())
    return len(due)
