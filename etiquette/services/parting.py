"""Parting well (C8, C9): what is shared comes first; what is open is settled, and then nothing nags any more."""

from collections.abc import Collection
from datetime import date, datetime

from etiquette.rules.acts import Verb
from etiquette.rules.contributions import ContributionState
from etiquette.rules.deliverables import DeliverableState, checked_due
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member, Who
from etiquette.rules.news import Happened
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partings import Parting
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, SideState, Together, checked_plan
from etiquette.rules.proposals import ProposalState
from etiquette.rules.reflections import AnswerState
from etiquette.rules.remarks import RemarkSort
from etiquette.services.lapsing import end as end_proposal
from etiquette.services.nudging import Doing, hold, plan
from etiquette.services.plans import settle_door
from etiquette.services.together import acting_for, beside, hold_together, tell, touched
from etiquette.store import members, nudges, partnerships
from etiquette.store.occurrences import contributions_of, occurrences_of, remarks_of
from etiquette.store.parting import answers_due, end_reflections, news_of
from etiquette.store.proposals import open_of
from etiquette.store.records import change
from etiquette.store.session import Store, Transaction

OF_A_SIDE = frozenset({Kind.PLAN_OFFERED, Kind.ONE_SIDED, Kind.GONE_SILENT, Kind.SUPPORT, Kind.OPEN_DOOR})
WORTH_HEARING = frozenset({Happened.CELEBRATED, Happened.OPENED})
"""News that is still told when it is over: what went well, and answers that both may read."""


async def parting_of(store: Store, member: Member, partnership_id: str) -> Parting:
    """What both share, did, and still owe. Refused as NOT_FOUND where the member has no side in it (N6)."""
    async with store.reading() as tx:
        together = await partnerships.seen_by(tx, member.who, partnership_id)
        if together is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        given = await contributions_of(tx, partnership_id)
        went_well = await remarks_of(tx, partnership_id, RemarkSort.WENT_WELL)
        differences = await remarks_of(tx, partnership_id, RemarkSort.DIFFERENCE)
        return Parting(together, given, await occurrences_of(tx, given), went_well, differences)


async def go_on(doing: Doing, partnership_id: str) -> Together:
    """The difference is smaller than what both share (C8): an act of the plan, which is silent no more."""
    async with doing.act(Verb.GO_ON) as tx:
        together = await _going(tx, doing, partnership_id)
        await touched(tx, together, doing.now)
        return together


async def part(
    doing: Doing, partnership_id: str, kept: Collection[str], note: str, door_on: date | None = None
) -> Together:
    """Closes a partnership, for both sides; the other is told once, with the note (C9). It is not undone.

    `kept` are the occurrences that are still to be done; all others are let go. `door_on`: until when the door is open.
    """
    said = checked_plan(note)
    if door_on is not None:
        _check_door(door_on, doing)
    async with doing.act(Verb.PART) as tx:
        together = await _going(tx, doing, partnership_id)
        await _let_go(tx, partnership_id, kept, doing.now)
        closed = await ended(tx, together.partnership, doing.now)
        were_both_in = all(side.state is SideState.AGREED for side in together.sides)
        mine, theirs = [
            await at_rest(tx, side, doing.now, door_on if were_both_in else None) for side in together.sides
        ]
        if together.theirs.state in {SideState.INVITED, SideState.AGREED}:
            await tell(tx, theirs, Happened.CLOSED, doing.now, said)
        return Together(closed, mine, theirs)


async def let_rest(doing: Doing, side_id: str) -> Side:
    """The door was open until today, and may close (C9)."""
    async with doing.act(Verb.PART) as tx:
        side = await hold(tx, Side, doing.member, side_id)
        if side.door_on is None:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        return await settle_door(tx, doing, side, Answer.NOT_THIS_TIME)


async def ended(tx: Transaction, partnership: Partnership, now: datetime) -> Partnership:
    """Inside a transaction: it is over. What recurs ends, what waits for an answer waits no longer."""
    aside = beside(tx)
    for each in await contributions_of(tx, partnership.id):
        if each.state is ContributionState.OPEN:
            await change(aside, each, state=ContributionState.ENDED, next_on=None)
    for proposal in await open_of(tx, partnership.id):
        await end_proposal(aside, proposal, ProposalState.LAPSED, None, now)
    await end_reflections(aside, partnership.id)
    for answer in await answers_due(tx, partnership.id):
        skipped = await change(aside, answer, state=AnswerState.SKIPPED, revision=answer.revision + 1)
        await nudges.withdraw(aside, skipped.id)
        await nudges.redraw_for_all(aside, skipped.id)
    for news in await news_of(tx, partnership.id):
        if news.happened not in WORTH_HEARING:
            await nudges.withdraw(aside, news.id)
    values = {"state": PartnershipState.CLOSED, "closed_at": now, "reflect_on": None, "next_at": None}
    return await partnerships.change(tx, partnership, version=partnership.version + 1, **values)


async def at_rest(tx: Transaction, side: Side, now: datetime, door_on: date | None = None) -> Side:
    """Inside a transaction: nothing is to be said to a side any more, but for the door. An offer is taken back."""
    aside = beside(tx)
    resting = await change(
        aside,
        side,
        state=SideState.UNASKED if side.state is SideState.INVITED else side.state,
        offered_at=None,
        silent_since=None,
        leans_since=None,
        support_from=None,
        door_on=None if side.is_outside else door_on,
        revision=side.revision + 1,
    )
    member = await acting_for(tx, side)
    if member is not None:
        await plan(aside, resting, member, now, OF_A_SIDE)
    await nudges.redraw_for_all(aside, side.id)
    return resting


async def _let_go(tx: Transaction, partnership_id: str, kept: Collection[str], now: datetime) -> None:
    """What is not still to be done is let go, whichever side it was to come from; the rest is a promise by itself."""
    aside = beside(tx)
    by_side = await occurrences_of(tx, await contributions_of(tx, partnership_id))
    for each in (each for of_one in by_side.values() for each in of_one):
        if each.state is not DeliverableState.OPEN:
            continue
        member = await members.get(tx, Who(each.workspace_id, each.member_id))
        if each.id in kept:
            by_itself = await change(aside, each, contribution_id=None, revision=each.revision + 1)
            if member is not None:
                await plan(aside, by_itself, member, now)
            continue
        dropped = await change(aside, each, state=DeliverableState.DROPPED, settled_at=now, revision=each.revision + 1)
        who = Who(each.workspace_id, each.member_id)
        if member is not None:
            await plan(aside, dropped, member, now)
            await nudges.answer(aside, who, each.id, Answer.NOT_THIS_TIME, now)


async def _going(tx: Transaction, doing: Doing, partnership_id: str) -> Together:
    together = await hold_together(tx, doing, partnership_id)
    if together.partnership.state is PartnershipState.CLOSED:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return together


def _check_door(door_on: date, doing: Doing) -> None:
    """A day to come: today it is open anyway."""
    today = doing.member.hours.local(doing.now).date()
    if door_on <= today:
        raise EtiquetteError(Refusal.DATE_IN_THE_PAST, day=door_on)
    checked_due(door_on, today)
