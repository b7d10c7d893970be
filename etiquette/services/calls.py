"""Calls: fixed, moved, and debriefed (E4, E9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from etiquette.rules.acts import Verb
from etiquette.rules.calls import DEFAULT_MINUTES, Call, CallState, checked_minutes, checked_start
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, Promise
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import is_open
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState
from etiquette.services.contacts import Somebody, known_or_new, meant
from etiquette.services.deliverables import agreed
from etiquette.services.introductions import call_gone, call_held, call_stands
from etiquette.services.invitations import let_rest, wanted
from etiquette.services.nudging import Doing, add_and_plan, answered, hold
from etiquette.services.thanks import owed
from etiquette.store import drafts
from etiquette.store.records import all_of, change, find, rest_on
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id

DISCUSSED_LIMIT = 3000
_DEBRIEFED = {Kind.DEBRIEF, Kind.SHARE}


@dataclass(frozen=True, slots=True)
class Fixed:
    """A call with its contact. `act_id` takes back what was done to it."""

    call: Call
    contact: Contact
    act_id: str | None = None


@dataclass(frozen=True, slots=True)
class Debriefed:
    """What followed from a debrief. `invitation` is None where the call was no two-way street."""

    call: Call
    contact: Contact
    introduction: Introduction | None
    deliverables: tuple[Deliverable, ...]
    thank_yous: tuple[ThankYou, ...]
    invitation: Invitation | None
    act_id: str | None = None


async def fix_call(
    doing: Doing,
    somebody: Somebody,
    starts_at: datetime,
    minutes: int,
    typed: str,
    draft_id: str | None = None,
) -> Fixed:
    """Saves a call, ahead or past, and plans its debrief. Somebody not known yet becomes a contact."""
    async with doing.act(Verb.FIX_CALL) as tx:
        contact = await known_or_new(tx, doing, somebody)
        call = Call(
            id=new_id(),
            workspace_id=doing.member.workspace_id,
            member_id=doing.member.id,
            contact_id=contact.id,
            starts_at=checked_start(starts_at, doing.now),
            zone=doing.member.zone,
            minutes=checked_minutes(minutes or DEFAULT_MINUTES),
            state=CallState.PLANNED,
            discussed=None,
            two_way=None,
            debriefed_at=None,
            learn=None,
            offer=None,
            questions=None,
            ticked=(),
            closed=(),
            revision=1,
            typed=typed,
            created_at=doing.now,
        )
        await add_and_plan(tx, call, doing.member, doing.now)
        await call_stands(tx, doing, call)
        if draft_id:
            await drafts.remove(tx, doing.member.who, draft_id)
        return Fixed(call, contact, tx.act_id)


async def edit_call(doing: Doing, call_id: str, somebody: Somebody, starts_at: datetime, minutes: int) -> Fixed:
    """Moves a call that was not debriefed yet, or one that did not happen: it is planned again."""
    async with doing.act(Verb.EDIT_CALL) as tx:
        call = await hold(tx, Call, doing.member, call_id)
        if call.state is CallState.HELD:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        contact = await meant(tx, doing, call.contact_id, somebody)
        moved = await change(
            tx,
            call,
            contact_id=contact.id,
            starts_at=checked_start(starts_at, doing.now),
            zone=doing.member.zone,
            minutes=checked_minutes(minutes),
            state=CallState.PLANNED,
            revision=call.revision + 1,
        )
        await answered(tx, moved, doing.member, Answer.EDITED, doing.now)
        await call_stands(tx, doing, moved)
        if moved.contact_id != call.contact_id:
            await call_gone(tx, doing, call.contact_id)
        return Fixed(moved, contact, tx.act_id)


async def debrief(
    doing: Doing, call_id: str, discussed: str, promises: Sequence[Promise], *, two_way: bool
) -> Debriefed:
    """A call that was held: its promises, the thank-yous it calls for, and an invitation if it was a two-way street.

    The introducer is thanked once for an introduction, however many calls come of it. Debriefing again amends: what
    was noted is corrected, further promises are added, and nobody is thanked, or asked, twice.
    """
    if len(discussed) > DISCUSSED_LIMIT:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=DISCUSSED_LIMIT)
    async with doing.act(Verb.DEBRIEF) as tx:
        before = await hold(tx, Call, doing.member, call_id)
        if before.starts_at > doing.now:
            raise EtiquetteError(Refusal.CALL_NOT_OVER)
        call = await change(
            tx,
            before,
            state=CallState.HELD,
            discussed=discussed.strip() or None,
            two_way=two_way,
            debriefed_at=before.debriefed_at if before.state is CallState.HELD else doing.now,
            revision=before.revision + 1,
        )
        kinds = {Kind.DEBRIEF} if is_open(before, Kind.SHARE) is is_open(call, Kind.SHARE) else _DEBRIEFED
        await answered(tx, call, doing.member, Answer.DONE, doing.now, kinds)
        await call_held(tx, doing, call)
        return await _followed_up(tx, doing, call, promises)


async def did_not_happen(doing: Doing, call_id: str) -> Fixed:
    """A call that was not held: it is let go, and can be given another date."""
    async with doing.act(Verb.DEBRIEF) as tx:
        call = await _undebriefed(tx, doing.member, call_id)
        call = await change(tx, call, state=CallState.NOT_HELD, debriefed_at=doing.now, revision=call.revision + 1)
        await answered(tx, call, doing.member, Answer.NOT_THIS_TIME, doing.now, {Kind.DEBRIEF})
        contact = await hold(tx, Contact, doing.member, call.contact_id)
        return Fixed(call, contact, tx.act_id)


async def call_of(store: Store, member: Member, call_id: str) -> Fixed:
    """One call, to be shown, edited or debriefed. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        call = await find(tx, Call, member.who, call_id)
        contact = await find(tx, Contact, member.who, call.contact_id) if call else None
    if call is None or contact is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return Fixed(call, contact)


async def _undebriefed(tx: Transaction, member: Member, call_id: str) -> Call:
    call = await hold(tx, Call, member, call_id)
    if call.state is not CallState.PLANNED:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return call


async def _followed_up(tx: Transaction, doing: Doing, call: Call, promises: Sequence[Promise]) -> Debriefed:
    contact = await hold(tx, Contact, doing.member, call.contact_id)
    introductions = await all_of(tx, Introduction, doing.member.who, contact_id=contact.id)
    made = [each for each in introductions if each.state is IntroductionState.MADE]
    introduction = made[-1] if made else None
    deliverables = [await agreed(tx, doing, contact, promise, "", call_id=call.id) for promise in promises]
    thank_yous = await _thanks_for(tx, doing, call, introduction)
    invitation = await _invitation_for(tx, doing, call, contact, thank_yous)
    return Debriefed(call, contact, introduction, tuple(deliverables), tuple(thank_yous), invitation, tx.act_id)


async def _thanks_for(tx: Transaction, doing: Doing, call: Call, introduction: Introduction | None) -> list[ThankYou]:
    """The contact is thanked for every call, the introducer once for all of them."""
    everybody = await all_of(tx, ThankYou, doing.member.who, contact_id=call.contact_id)
    thanks = [each for each in everybody if each.call_id == call.id]
    if not any(each.addressee is Addressee.CONTACT for each in thanks):
        thanks.append(await owed(tx, doing, call, Addressee.CONTACT))
    thanked = any(each.addressee is Addressee.INTRODUCER for each in everybody)
    if introduction and introduction.has_introducer and not thanked:
        rest_on(tx, introduction)
        thanks.append(await owed(tx, doing, call, Addressee.INTRODUCER))
    return thanks


async def _invitation_for(
    tx: Transaction, doing: Doing, call: Call, contact: Contact, thanks: Sequence[ThankYou]
) -> Invitation | None:
    if call.two_way:
        thanked = any(each.addressee is Addressee.CONTACT and each.state is ThankYouState.SENT for each in thanks)
        return await wanted(tx, doing, contact, call.id, InvitationState.DUE if thanked else InvitationState.WAITING)
    for invitation in await all_of(tx, Invitation, doing.member.who, call_id=call.id):
        await let_rest(tx, doing, invitation)
    return None
