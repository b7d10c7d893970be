"""What time does to partnerships, each in one transaction: see `scheduler.partnerships`.

Each concern is a step: given a partnership that is held, it does what is due, and says when the next is due.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from etiquette.rules.partnerships import Partnership
from etiquette.services.lapsing import lapse
from etiquette.services.occurring import occur
from etiquette.services.reflection_days import reflection_comes
from etiquette.services.weighing import weighed_by_time
from etiquette.store import partnerships
from etiquette.store.session import Store, Transaction

AGAIN = timedelta(hours=1)
AT_ONCE = 20

Step = Callable[[Transaction, Partnership, datetime], Awaitable[datetime | None]]
STEPS: tuple[Step, ...] = (occur, lapse, weighed_by_time, reflection_comes)


async def partnerships_due(store: Store, now: datetime, limit: int = AT_ONCE) -> list[str]:
    """The partnerships with which there is something to do by now."""
    async with store.reading() as tx:
        return [each.id for each in await partnerships.due(tx, now, limit)]


async def seen_to(store: Store, partnership_id: str, now: datetime) -> None:
    """Does what is due of one partnership, and keeps when it is to be looked at next."""
    async with store.writing() as tx:
        partnership = await partnerships.held(tx, partnership_id)
        if partnership is not None and partnership.next_at is not None and partnership.next_at <= now:
            await look_again(tx, partnership, now)


async def look_again(tx: Transaction, partnership: Partnership, now: datetime) -> Partnership:
    """Inside a transaction, after any change: what is due is done, and when the next is due is kept."""
    moments = [await step(tx, partnership, now) for step in STEPS]
    current = await partnerships.held(tx, partnership.id) or partnership
    return await partnerships.change(tx, current, next_at=min(filter(None, moments), default=None))


async def try_again(store: Store, partnership_id: str, now: datetime) -> None:
    """What went wrong with one is tried again in an hour, and keeps no other waiting."""
    async with store.writing() as tx:
        partnership = await partnerships.held(tx, partnership_id)
        if partnership is not None:
            await partnerships.change(tx, partnership, next_at=now + AGAIN)
