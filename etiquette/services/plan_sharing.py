"""What digests may tell of a plan: only once both said yes, to what they read; either takes it back alone (E17, N6)."""

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.news import Happened
from etiquette.rules.partnerships import Side, Together
from etiquette.rules.plans import digest
from etiquette.services.nudging import Doing
from etiquette.services.plans import after_change
from etiquette.services.together import beside, hold_together, tell
from etiquette.services.unsharing import unasked, unshared
from etiquette.store import partnerships
from etiquette.store.records import change
from etiquette.store.session import Transaction


async def share_plan(doing: Doing, partnership_id: str, seen: str) -> Together:
    """One side lets digests tell of what both do together: its purpose, and who they are. The other is asked, or told.

    `seen` is the `digest` of the purpose that was read. Refused as PLAN_CHANGED where it is another one by now, as
    ALREADY_SETTLED where it does not run, or this side said so before. Of somebody outside, the yes is recorded.
    """
    async with doing.act(Verb.SHARE_PLAN) as tx:
        together = await hold_together(tx, doing, partnership_id)
        if not together.can_share:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        if digest(together.partnership.purpose) != seen:
            raise EtiquetteError(Refusal.PLAN_CHANGED)
        plan, mine, theirs = together.partnership, await _shared(tx, together.mine), together.theirs
        if theirs.is_outside:
            theirs = await _shared(tx, theirs)
        if theirs.shares:
            plan = await partnerships.change(tx, plan, shared_at=doing.now)
        await unasked(tx, together)
        await tell(tx, theirs, Happened.SHARED if theirs.shares else Happened.WOULD_SHARE, doing.now)
        return await after_change(tx, doing, Together(plan, mine, theirs))


async def share_no_more(doing: Doing, partnership_id: str) -> Together:
    """One side takes it back: nothing more is told, and what was posted is drawn without it. Also once it is over."""
    async with doing.act(Verb.SHARE_PLAN) as tx:
        together = await hold_together(tx, doing, partnership_id)
        if not together.mine.shares:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        by = together.sides if together.theirs.is_outside else (together.mine,)
        return await after_change(tx, doing, await unshared(tx, together, *by))


async def _shared(tx: Transaction, side: Side) -> Side:
    return await change(beside(tx), side, shares=True)
