"""Inside a transaction: a proposal ends: by its answer, or because nobody answers, which both sides are told (C7)."""

from datetime import datetime

from etiquette.rules.members import Who
from etiquette.rules.news import Happened, lapsed_id
from etiquette.rules.nudges import Answer
from etiquette.rules.partnerships import Partnership, PartnershipState, Side
from etiquette.rules.proposals import Proposal, ProposalState
from etiquette.services.together import beside, tell
from etiquette.store import nudges, partnerships, proposals
from etiquette.store.records import change
from etiquette.store.session import Transaction


async def lapse(tx: Transaction, partnership: Partnership, now: datetime) -> datetime | None:
    """A step of a partnership: what was proposed ten days ago, and not answered, is let rest.

    When a partnership is over, so is what was proposed in it, and nobody is told of that.
    """
    if partnership.state is PartnershipState.PAUSED:
        return None  # nobody is there to answer
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


async def let_lapse_about(tx: Transaction, target_id: str, now: datetime) -> None:
    """What is proposed about a thing that is settled, or gone, asks nothing any more."""
    proposal = await proposals.open_about(tx, target_id)
    if proposal is not None:
        await end(tx, proposal, ProposalState.LAPSED, None, now)


async def end(
    tx: Transaction, proposal: Proposal, state: ProposalState, chosen: Answer | None, now: datetime
) -> Proposal:
    """A proposal has its answer, shown where it was asked: nothing is said of it any more."""
    aside = beside(tx)
    ended = await change(aside, proposal, state=state, answered_at=now, revision=proposal.revision + 1)
    await nudges.withdraw(aside, proposal.id)
    if chosen is not None:
        await nudges.answer(aside, Who(proposal.workspace_id, proposal.member_id), proposal.id, chosen, now)
    await nudges.redraw_for_all(aside, proposal.id)
    return ended


async def _lapsed(tx: Transaction, proposal: Proposal, sides: list[Side], now: datetime) -> None:
    await end(tx, proposal, ProposalState.LAPSED, None, now)
    thread = (await proposals.threads_of(tx, [proposal.target_id])).get(proposal.target_id)
    what = thread.target.what if thread else ""
    for side in sides:
        await tell(tx, side, Happened.LAPSED, now, what, proposal.id, lapsed_id(proposal.id, side.id))
