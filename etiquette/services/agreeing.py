"""A yes of one's own: a plan offered, agreed to, declined, recorded of somebody outside Slack, and started (C1, C3)."""

from datetime import date, datetime, time, timedelta

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import Contact, checked_note
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.news import Happened
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import PartnershipState, Side, SideState, Together
from etiquette.rules.plans import changed_last, fingerprint, gaps_of, open_of, owes_yes
from etiquette.rules.workdays import instant
from etiquette.services.contacts import Somebody, known_or_new
from etiquette.services.nudging import Doing, hold, plan
from etiquette.services.plans import after_change, changes_told, rhythm_values, through_the_door
from etiquette.services.together import acting_for, beside, hold_together, tell
from etiquette.store import nudges, partnerships
from etiquette.store.plans import contributions_in
from etiquette.store.records import all_of, change, find
from etiquette.store.session import Transaction

HOW_LIMIT = 500


async def offer_plan(doing: Doing, partnership_id: str, partner: Member) -> Together:
    """The plan is taken to the other side in Slack, in their hours; from now on that side is theirs to act for.

    Refused as ALREADY_SETTLED where they were asked already. Nobody is in it by that.
    """
    async with doing.act(Verb.OFFER_PLAN) as tx:
        together = await _drafted(tx, doing, partnership_id)
        theirs, contact = together.theirs, await hold(tx, Contact, doing.member, together.mine.contact_id)
        if contact.slack_user_id != partner.id or partner.who == doing.member.who:
            raise EtiquetteError(Refusal.NOT_FOUND)
        if not theirs.is_outside or theirs.state is not SideState.UNASKED:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        invited = await change(
            beside(tx),
            theirs,
            member_id=partner.id,
            is_outside=False,
            name=partner.name or theirs.name,
            state=SideState.INVITED,
            offered_at=doing.now,
            revision=theirs.revision + 1,
        )
        await plan(beside(tx), invited, partner, doing.now, {Kind.PLAN_OFFERED})
        return await after_change(tx, doing, Together(together.partnership, together.mine, invited))


async def agree(doing: Doing, partnership_id: str, seen: str) -> Together:
    """A yes to the plan as it was read: the first one, which makes its giver a side of it, or one to what has changed.

    Refused as PLAN_CHANGED where it is not any more what was `seen` (see `fingerprint`).
    """
    async with doing.act(Verb.ANSWER_PLAN) as tx:
        together = await hold_together(tx, doing, partnership_id)
        given = await contributions_in(tx, partnership_id)
        if not owes_yes(together, together.mine, given):
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        if fingerprint(together, given) != seen:
            raise EtiquetteError(Refusal.PLAN_CHANGED)
        is_first = together.mine.state is SideState.INVITED
        contact_id = await _own_contact(tx, doing, together) if is_first else together.mine.contact_id
        if is_first:
            await through_the_door(tx, doing, await hold(tx, Contact, doing.member, contact_id))
        agreed = await _agreed(tx, together.mine, doing.now, contact_id=contact_id)
        await _settled(tx, doing, agreed, Answer.DONE)
        await tell(tx, together.theirs, Happened.AGREED, doing.now)
        return await after_change(tx, doing, Together(together.partnership, agreed, together.theirs))


async def decline(doing: Doing, side_id: str) -> Together:
    """Not this time: it ends kindly, the other side is told, and nothing is said of it any more."""
    async with doing.act(Verb.ANSWER_PLAN) as tx:
        mine = await find(tx, Side, doing.member.who, side_id)
        if mine is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        together = await hold_together(tx, doing, mine.partnership_id)
        if together.mine.id != side_id or together.mine.state is not SideState.INVITED:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        declined = await _declined(tx, together.mine)
        await _settled(tx, doing, declined, Answer.NOT_THIS_TIME)
        await tell(tx, together.theirs, Happened.DECLINED, doing.now)
        return await _ended(tx, doing, Together(together.partnership, declined, together.theirs))


async def record_yes(doing: Doing, partnership_id: str, how: str, day: date, *, can_press: bool = False) -> Together:
    """Somebody outside Slack has agreed: how, and on which day, as the member recorded it.

    Refused as DAY_TO_COME, and as AGREED_BEFORE_CHANGE where the rules or the purpose were changed since that day; as
    THEIRS_TO_PRESS where they `can_press` it themselves: nobody is in a plan without a yes of their own (C1).
    """
    async with doing.act(Verb.ANSWER_PLAN) as tx:
        together = await _outside(tx, doing, partnership_id)
        if can_press:
            raise EtiquetteError(Refusal.THEIRS_TO_PRESS)
        said = _end_of(day, doing)
        if said < changed_last(together.partnership):
            raise EtiquetteError(Refusal.AGREED_BEFORE_CHANGE)
        told = checked_note(how, HOW_LIMIT)
        if told is None:
            raise EtiquetteError(Refusal.NO_WORDS)
        agreed = await _agreed(tx, together.theirs, said, agreed_how=told)
        return await after_change(tx, doing, Together(together.partnership, together.mine, agreed))


async def record_no(doing: Doing, partnership_id: str) -> Together:
    """Somebody outside Slack would rather not: it ends kindly."""
    async with doing.act(Verb.ANSWER_PLAN) as tx:
        together = await _outside(tx, doing, partnership_id)
        if together.theirs.state is not SideState.UNASKED:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        declined = await _declined(tx, together.theirs)
        return await _ended(tx, doing, Together(together.partnership, together.mine, declined))


async def start_plan(doing: Doing, partnership_id: str) -> Together:
    """It begins, where nothing is missing (C1, C3, C5); both are told. Refused as PLAN_INCOMPLETE."""
    async with doing.act(Verb.START_PLAN) as tx:
        together = await _drafted(tx, doing, partnership_id)
        if gaps_of(together, await contributions_in(tx, partnership_id)):
            raise EtiquetteError(Refusal.PLAN_INCOMPLETE)
        other = await acting_for(tx, together.theirs)
        if other is None or not other.is_active:
            raise EtiquetteError(Refusal.PARTNER_AWAY)
        started = await partnerships.change(
            tx, together.partnership, state=PartnershipState.RUNNING, started_at=doing.now
        )
        rhythm = rhythm_values(doing, started, started.rhythm)
        running = Together(await partnerships.change(tx, started, **rhythm), together.mine, together.theirs)
        await tell(tx, running.theirs, Happened.STARTED, doing.now)
        return await after_change(tx, doing, running)


async def _drafted(tx: Transaction, doing: Doing, partnership_id: str) -> Together:
    together = await hold_together(tx, doing, partnership_id)
    if together.partnership.state is not PartnershipState.DRAFTED or together.mine.state is not SideState.AGREED:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return together


async def _outside(tx: Transaction, doing: Doing, partnership_id: str) -> Together:
    together = await hold_together(tx, doing, partnership_id)
    is_over = together.partnership.state is PartnershipState.CLOSED
    if is_over or not together.theirs.is_outside:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return together


async def _own_contact(tx: Transaction, doing: Doing, together: Together) -> str:
    """Who has said yes knows the other from now on, in a contact of their own; what they give becomes theirs."""
    partner_id = together.theirs.member_id
    known = await all_of(tx, Contact, doing.member.who, slack_user_id=partner_id)
    new = Somebody(together.theirs.name, slack_user_id=partner_id)
    contact = known[0] if known else await known_or_new(tx, doing, new)
    for each in await contributions_in(tx, together.partnership.id):
        if each.side_id == together.mine.id:
            await change(beside(tx), each, member_id=doing.member.id, contact_id=contact.id)
    return contact.id


async def _agreed(tx: Transaction, side: Side, said: datetime, **values: str) -> Side:
    """A side that has said yes: to the rules, to the purpose, and to the dates of what it gives."""
    for each in open_of(await contributions_in(tx, side.partnership_id)):
        if each.side_id == side.id and each.accepted_at is None:
            await change(beside(tx), each, accepted_at=said)
    return await change(
        beside(tx),
        side,
        state=SideState.AGREED,
        rules_agreed_at=said,
        purpose_confirmed_at=said,
        revision=side.revision + 1,
        **values,
    )


async def _declined(tx: Transaction, side: Side) -> Side:
    return await change(beside(tx), side, state=SideState.DECLINED, revision=side.revision + 1)


async def _settled(tx: Transaction, doing: Doing, side: Side, chosen: Answer) -> None:
    """What was said of the offer, and of changes that wait for a yes, shows what was chosen; the rest is not said."""
    aside, who = beside(tx), doing.member.who
    await plan(aside, side, doing.member, doing.now, {Kind.PLAN_OFFERED})
    await nudges.answer(aside, who, side.id, chosen, doing.now, kinds={Kind.PLAN_OFFERED})
    for news in await changes_told(tx, side):
        await nudges.withdraw(tx, news.id)
        await nudges.answer(aside, who, news.id, chosen, doing.now, kinds={Kind.PLAN_NEWS})


async def _ended(tx: Transaction, doing: Doing, together: Together) -> Together:
    closed = await partnerships.change(
        tx, together.partnership, state=PartnershipState.CLOSED, closed_at=doing.now, reflect_on=None
    )
    return await after_change(tx, doing, Together(closed, together.mine, together.theirs))


def _end_of(day: date, doing: Doing) -> datetime:
    """The last moment of a day of the member's, as far as it has come."""
    if day > doing.member.hours.local(doing.now).date():
        raise EtiquetteError(Refusal.DAY_TO_COME)
    return min(doing.now, instant(day + timedelta(days=1), time(), doing.member.zone))
