"""Inside a transaction: a proposal that nobody answers lapses, and both sides are told (C7)."""

from datetime import datetime

from etiquette.rules.news import Happened, lapsed_id
from etiquette.rules.partnerships import Partnership, PartnershipState, Side
from etiquette.rules.proposals import Proposal, ProposalState
from etiquette.services.occurring import end
from etiquette.services.together import tell
from etiquette.store import partnerships, proposals
from etiquette.store.session import Transaction


async def lapse(tx: Transaction, partnership: Partnership, now: datetime) -> datetime | None:
    """A step of a partnership: what was proposed ten days ago, and not answered, is let rest.

    When a partnership is over, so is what was proposed in it, and nobody is told of that.
    """
    sides = await partnerships.sides_of(tx, partnership.id)
    waiting = []
    for proposal in await proposals.open_of(tx, partnership.id):
        if partnership.state is PartnershipState.CLOSED:
            await end(tx, proposal, ProposalState.LAPSED, None, now)
        elif proposal.lapses_at <= now:
            await _lapsed(tx, proposal, sides, now)
        else:
            waiting.append(proposal.lapses_at)
    return min(waiting, default=None)


async def _lapsed(tx: Transaction, proposal: Proposal, sides: list[Side], now: datetime) -> None:
    await end(tx, proposal, ProposalState.LAPSED, None, now)
    thread = (await proposals.threads_of(tx, [proposal.target_id])).get(proposal.target_id)
    what = thread.target.what if thread else ""
    for side in sides:
        await tell(tx, side, Happened.LAPSED, now, what, proposal.id, lapsed_id(proposal.id, side.id))
