"""Mediation (C7): a change of date, scope or owner is proposed, and accepted, countered or declined by the other side.

Accepting applies it, in the same transaction. Of somebody outside Slack, their partner records what they answered.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from etiquette.rules.acts import Verb
from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable, DeliverableState, checked_due, checked_what
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.news import Happened
from etiquette.rules.nudges import Answer
from etiquette.rules.partnerships import Side, Together
from etiquette.rules.proposals import LAPSES_AFTER, NOTE_LIMIT, Aspect, Proposal, ProposalState, Thread
from etiquette.rules.recurrences import When
from etiquette.services.applying import applied
from etiquette.services.contributions import checked_when, held_contribution, owner_of, seen_contribution
from etiquette.services.lapsing import end
from etiquette.services.nudging import Doing, hold, plan
from etiquette.services.partnership_days import look_again
from etiquette.services.together import acting_for, beside, tell, touched
from etiquette.store import contributions, proposals
from etiquette.store.records import find
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, or none yet, as one side sees it: what it is about, whose that is, and all that was proposed."""

    thread: Thread
    contribution: Contribution
    together: Together
    proposal: Proposal | None = None

    @property
    def owner(self) -> Side:
        """Whose the thing is to do: of an occurrence that was handed over, not whose the contribution is."""
        target = self.thread.target
        if isinstance(target, Contribution):
            return owner_of(target, self.together)
        return side_of(target, self.together)


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody would change, into what, and why. `value` is empty where the other side is to do it."""

    aspect: Aspect
    value: str
    note: str = ""


async def propose(doing: Doing, target_id: str, idea: Idea, *, by_them: bool = False) -> Proposed:
    """Proposes a change of a contribution, or of one occurrence. Refused while another one is open about it.

    `by_them`: somebody outside said so, and their partner records it.
    """
    async with doing.act(Verb.PROPOSE) as tx:
        known = await _held(tx, doing, target_id)
        if by_them and not known.together.theirs.is_outside:
            raise EtiquetteError(Refusal.NOT_FOUND)
        if any(each.state is ProposalState.OPEN for each in known.thread.proposals):
            raise EtiquetteError(Refusal.PROPOSED_ALREADY)
        proposal = await _proposed(tx, doing, known, idea, by_them=by_them)
        return await _kept(tx, doing, target_id, proposal)


async def counter(doing: Doing, proposal_id: str, idea: Idea) -> Proposed:
    """Answers a proposal with another one, which the side that made the first is to answer (L5)."""
    async with doing.act(Verb.ANSWER_PROPOSAL) as tx:
        known, asked = await _asked(tx, doing, proposal_id)
        await end(tx, asked, ProposalState.COUNTERED, Answer.EDITED, doing.now)
        by_them = asked.side_id == known.together.mine.id
        proposal = await _proposed(tx, doing, known, idea, by_them=by_them, counters=asked)
        return await _kept(tx, doing, asked.target_id, proposal)


async def accept(doing: Doing, proposal_id: str) -> Proposed:
    """The change is agreed, and made at once; whoever proposed it is told."""
    async with doing.act(Verb.ANSWER_PROPOSAL) as tx:
        known, asked = await _asked(tx, doing, proposal_id)
        if asked.aspect is Aspect.DATE and (once := When.of(asked.proposed)).rule is None:
            checked_due(once.first, _today(doing))
        ended = await end(tx, asked, ProposalState.ACCEPTED, Answer.DONE, doing.now)
        await applied(tx, known.contribution, known.thread.target, known.together, asked, doing.now)
        await tell(tx, _by(known.together, asked), Happened.ACCEPTED, doing.now, known.thread.target.what, asked.id)
        return await _kept(tx, doing, asked.target_id, ended)


async def decline(doing: Doing, proposal_id: str) -> Proposed:
    """Everything stays as it was agreed; whoever proposed it is told, kindly."""
    async with doing.act(Verb.ANSWER_PROPOSAL) as tx:
        known, asked = await _asked(tx, doing, proposal_id)
        ended = await end(tx, asked, ProposalState.DECLINED, Answer.NOT_THIS_TIME, doing.now)
        await tell(tx, _by(known.together, asked), Happened.TURNED_DOWN, doing.now, known.thread.target.what, asked.id)
        return await _kept(tx, doing, asked.target_id, ended)


async def thread_of(store: Store, member: Member, target_id: str) -> Proposed:
    """All that was proposed about one thing, to be shown. Refused as NOT_FOUND without a side in its plan (N6)."""
    async with store.reading() as tx:
        return await _seen(tx, member, target_id)


async def proposal_of(store: Store, member: Member, proposal_id: str) -> Proposed:
    """One proposal that the member is to answer, with its thread. Refused as NOT_FOUND, whoever else's it is (N6)."""
    async with store.reading() as tx:
        proposal = await find(tx, Proposal, member.who, proposal_id)
        if proposal is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        return await _seen(tx, member, proposal.target_id, proposal)


def side_of(occurrence: Deliverable, together: Together) -> Side:
    """The side whose records an occurrence is in, and whose it is to do: of one's own two, the one that owns it."""
    theirs = together.theirs
    if theirs.is_outside:
        return theirs if occurrence.owner.value == "theirs" else together.mine
    return theirs if occurrence.member_id == theirs.member_id else together.mine


async def _seen(tx: Transaction, member: Member, target_id: str, proposal: Proposal | None = None) -> Proposed:
    occurrence = await contributions.occurrence(tx, member.workspace_id, target_id)
    given = await seen_contribution(tx, member, (occurrence.contribution_id if occurrence else None) or target_id)
    thread = (await proposals.threads_of(tx, [target_id]))[target_id]
    return Proposed(thread, given.contribution, given.together, proposal)


async def _held(tx: Transaction, doing: Doing, target_id: str) -> Proposed:
    """What a proposal is about, the plan held first. Refused where it is settled."""
    unheld = await _seen(tx, doing.member, target_id)
    occurrence = isinstance(unheld.thread.target, Deliverable)
    await held_contribution(tx, doing, unheld.contribution.id, ended=occurrence)
    known = await _seen(tx, doing.member, target_id)
    target = known.thread.target
    if isinstance(target, Deliverable) and target.state is not DeliverableState.OPEN:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return known


async def _asked(tx: Transaction, doing: Doing, proposal_id: str) -> tuple[Proposed, Proposal]:
    """A proposal that this member is to answer. Refused where it has its answer, or what it is about is gone."""
    unheld = await find(tx, Proposal, doing.member.who, proposal_id)
    if unheld is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    if unheld.state is not ProposalState.OPEN:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    known = await _held(tx, doing, unheld.target_id)
    asked = await hold(tx, Proposal, doing.member, proposal_id)
    if asked.state is not ProposalState.OPEN:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return known, asked


async def _proposed(
    tx: Transaction, doing: Doing, known: Proposed, idea: Idea, *, by_them: bool, counters: Proposal | None = None
) -> Proposal:
    by, to = (known.together.theirs, known.together.mine) if by_them else known.together.sides
    note = idea.note.strip()
    if len(note) > NOTE_LIMIT:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=NOTE_LIMIT)
    proposal = Proposal(
        id=new_id(),
        workspace_id=to.workspace_id,
        member_id=to.member_id,
        contact_id=to.contact_id,
        partnership_id=to.partnership_id,
        side_id=by.id,
        target_id=known.thread.target.id,
        aspect=idea.aspect,
        proposed=_checked(doing, known, idea),
        note=note,
        state=ProposalState.OPEN,
        counters_id=counters.id if counters else None,
        proposed_at=doing.now,
        answered_at=None,
        lapses_at=doing.now + LAPSES_AFTER,
        revision=1,
        created_at=doing.now,
    )
    aside = beside(tx)
    await proposals.ask(aside, proposal)
    asked = await acting_for(tx, to)
    if asked is not None:
        await plan(aside, proposal, asked, doing.now)
    return proposal


def _checked(doing: Doing, known: Proposed, idea: Idea) -> str:
    """The new value as it is kept. Refused where nothing would change, or where it could not be."""
    target = known.thread.target
    value: Any
    match idea.aspect:
        case Aspect.OWNER:
            return next(side.id for side in known.together.sides if side.id != known.owner.id)
        case Aspect.SCOPE:
            value, now = checked_what(idea.value), target.what
        case Aspect.DATE if isinstance(target, Contribution):
            value, now = checked_when(_when(idea.value), doing).text, target.when.text
        case Aspect.DATE:
            value, now = _day(doing, idea.value), target.due_on.isoformat()
    if value == now:
        raise EtiquetteError(Refusal.NOTHING_NEW)
    return str(value)


def _when(text: str) -> When:
    try:
        return When.of(text)
    except ValueError:
        raise EtiquetteError(Refusal.NO_DATE) from None


def _day(doing: Doing, text: str) -> str:
    """One occurrence has one day, and no rule."""
    when = _when(text)
    if when.rule is not None:
        raise EtiquetteError(Refusal.ONE_DAY)
    return checked_due(when.first, _today(doing)).isoformat()


def _today(doing: Doing) -> date:
    return doing.member.hours.local(doing.now).date()


def _by(together: Together, proposal: Proposal) -> Side:
    return next(side for side in together.sides if side.id == proposal.side_id)


async def _kept(tx: Transaction, doing: Doing, target_id: str, proposal: Proposal) -> Proposed:
    """Counts as an act of the partnership, and shows what stands now, what was handed over included."""
    known = await _seen(tx, doing.member, target_id)
    await touched(tx, known.together, doing.now)
    await look_again(tx, known.together.partnership, doing.now)
    return await _seen(tx, doing.member, target_id, proposal)
