"""Inside a transaction: of what two do together, digests are to tell no more; nor is anybody asked about it (E17)."""

from etiquette.rules.news import Happened
from etiquette.rules.partnerships import Side, Together
from etiquette.services.together import beside
from etiquette.store import nudges, partnerships, retelling
from etiquette.store.parting import news_of
from etiquette.store.records import change
from etiquette.store.session import Transaction

OF_SHARING = frozenset({Happened.WOULD_SHARE, Happened.SHARED})


async def unshared(tx: Transaction, together: Together, *by: Side) -> Together:
    """These sides take back their yes to telling: what was posted of it is drawn without it."""
    plan, ids = together.partnership, {side.id for side in by}
    if plan.shared_at is not None:
        await retelling.without_plan(tx, plan.workspace_id, plan.shared_at)
        plan = await partnerships.change(tx, plan, shared_at=None)
    await unasked(tx, together)
    mine, theirs = [await change(beside(tx), side, shares=False) if side.id in ids else side for side in together.sides]
    return Together(plan, mine, theirs)


async def unasked(tx: Transaction, together: Together) -> None:
    """What either side was yet to be told of telling is not said any more; what was said shows how it stands now."""
    for news in await news_of(tx, together.partnership.id):
        if news.happened in OF_SHARING:
            await nudges.withdraw(beside(tx), news.id)
            await nudges.redraw_for_all(tx, news.id)
