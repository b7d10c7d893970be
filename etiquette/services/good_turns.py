"""Good turns: found once a month for each member (E15), and settled, those that reciprocate too (E14)."""

from datetime import datetime, timedelta

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.good_turns import LATE_BY, GoodTurn, GoodTurnState, first_tuesdays, monthly_id
from etiquette.rules.introductions import Introduction
from etiquette.rules.ladder import on_day
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import nudges_for, said_once
from etiquette.rules.suggestions import Known, pay_forward
from etiquette.rules.thanks import ThankYou
from etiquette.services.nudging import Doing, answered, hold
from etiquette.store import good_turns, members, nudges
from etiquette.store.records import add, all_of, change, find
from etiquette.store.session import Store, Transaction

AHEAD = timedelta(hours=1)
"""How long before a member's morning their good turn is found, so that it comes with whatever else is due then."""
AGAIN = timedelta(hours=1)
ANSWERS = {GoodTurnState.DONE: Answer.DONE, GoodTurnState.DECLINED: Answer.NOT_THIS_TIME}


async def settle_good_turn(doing: Doing, good_turn_id: str, state: GoodTurnState) -> GoodTurn:
    """Done, which the ledger shows as given; or declined, and let rest."""
    async with doing.act(Verb.SETTLE_GOOD_TURN) as tx:
        turn = await hold(tx, GoodTurn, doing.member, good_turn_id)
        if turn.state is not GoodTurnState.OPEN:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        settled = await change(tx, turn, state=state, settled_at=doing.now, revision=turn.revision + 1)
        await answered(tx, settled, doing.member, ANSWERS[state], doing.now)
        return settled


async def members_due(store: Store, now: datetime, limit: int = 20) -> list[Member]:
    """Members for whom a good turn is to be found now."""
    async with store.reading() as tx:
        return await good_turns.members_due(tx, now + AHEAD, limit)


async def find_good_turn(store: Store, member: Member, now: datetime) -> GoodTurn | None:
    """A member's good turn of the month, planned for their morning; and when the next one is looked for.

    Once a month, whatever restarts: both are one transaction. None where nothing fits, or it is not yet time.
    """
    async with store.writing() as tx:
        due_at = await good_turns.due_at(tx, member.who)
        if due_at is not None and due_at > now + AHEAD:
            return None
        morning = due_at and _morning(member, due_at)
        if due_at is None or morning is None or morning > now + AHEAD:
            await members.change(tx, member.who, good_turn_at=morning or _next(member, now))
            return None
        await members.change(tx, member.who, good_turn_at=_next(member, max(now, morning, due_at)))
        return await _found(tx, member, due_at, now)


async def try_again(store: Store, member: Member, now: datetime) -> None:
    """What went wrong with one member's is tried again in an hour, and keeps no other waiting."""
    async with store.writing() as tx:
        await members.change(tx, member.who, good_turn_at=now + AHEAD + AGAIN)


async def _found(tx: Transaction, member: Member, due_at: datetime, now: datetime) -> GoodTurn | None:
    day = next(first_tuesdays(member.hours.local(due_at).date()))
    if Kind.PAY_FORWARD in member.muted or member.hours.local(now).date() - day > LATE_BY:
        return None
    turn_id = monthly_id(member.workspace_id, member.id, day)
    if await find(tx, GoodTurn, member.who, turn_id):
        return None
    suggestion = pay_forward(await _known(tx, member), day, now)
    if suggestion is None:
        return None
    turn = GoodTurn(
        id=turn_id,
        workspace_id=member.workspace_id,
        member_id=member.id,
        turn=suggestion.turn,
        contact_id=suggestion.contact_id,
        other_id=suggestion.other_id,
        because=str(suggestion.reason),
        planned_for=day,
        state=GoodTurnState.OPEN,
        settled_at=None,
        revision=1,
        created_at=now,
    )
    await add(tx, turn)
    plans = nudges_for(turn, member, now) or [said_once(member, turn, Kind.PAY_FORWARD, now)]
    await nudges.plan(tx, member.workspace_id, plans, now)
    return turn


async def _known(tx: Transaction, member: Member) -> Known:
    return Known(
        contacts=await all_of(tx, Contact, member.who),
        introductions=await all_of(tx, Introduction, member.who),
        deliverables=await all_of(tx, Deliverable, member.who),
        thank_yous=await all_of(tx, ThankYou, member.who),
        good_turns=await all_of(tx, GoodTurn, member.who),
    )


def _next(member: Member, after: datetime) -> datetime:
    """The morning of the next first Tuesday: the last working day's before it, where that is a day off."""
    mornings = (
        on_day(member.hours.on_or_before(day), member).at
        for day in first_tuesdays(member.hours.local(after).date().replace(day=1))
    )
    return next(each for each in mornings if each > after)


def _morning(member: Member, due_at: datetime) -> datetime:
    """The same of the Tuesday that was planned with, in the member's hours as they are now."""
    day = next(first_tuesdays(member.hours.local(due_at).date()))
    return on_day(member.hours.on_or_before(day), member).at
