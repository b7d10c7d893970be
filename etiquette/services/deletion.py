"""Deleting what was logged, with what hangs on it. It can be undone like every act; forgetting is another thing."""

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Favour
from etiquette.rules.good_turns import GoodTurn
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.lessons import Lesson
from etiquette.rules.members import Member
from etiquette.rules.partnerships import PartnershipState, Side
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.thanks import ThankYou, ThankYouState
from etiquette.services.introductions import call_gone
from etiquette.services.nudging import Doing, gone, hold
from etiquette.store import partnerships
from etiquette.store.records import Fact, all_of, change, remove
from etiquette.store.session import Transaction

# What goes with a contact, in the order in which one rests on another.
HANGING: tuple[type[Fact], ...] = (
    Renegotiation,
    Favour,
    GoodTurn,
    ThankYou,
    Invitation,
    Deliverable,
    Call,
    Introduction,
)


async def delete_introduction(doing: Doing, introduction_id: str) -> str:
    """Deletes an introduction, and its contact where nothing else hangs on them. Gives the act that undoes it."""
    async with doing.act(Verb.DELETE) as tx:
        introduction = await hold(tx, Introduction, doing.member, introduction_id)
        await gone(tx, introduction)
        contact = await hold(tx, Contact, doing.member, introduction.contact_id)
        if not await _hangs_on(tx, doing.member, contact):
            await gone(tx, contact)
        return str(tx.act_id)


async def delete_call(doing: Doing, call_id: str) -> str:
    """Deletes a call with the thanks and the invitation still owed for it; promises stay, for they were made."""
    async with doing.act(Verb.DELETE) as tx:
        call = await hold(tx, Call, doing.member, call_id)
        for thank_you in await all_of(tx, ThankYou, doing.member.who, call_id=call_id):
            await _let_go(tx, thank_you, keep=thank_you.state is ThankYouState.SENT)
        for invitation in await all_of(tx, Invitation, doing.member.who, call_id=call_id):
            unsent = invitation.state in {InvitationState.WAITING, InvitationState.DUE}
            await _let_go(tx, invitation, keep=not unsent)
        for deliverable in await all_of(tx, Deliverable, doing.member.who, call_id=call_id):
            await change(tx, deliverable, call_id=None)
        for lesson in await all_of(tx, Lesson, doing.member.who, call_id=call_id):
            await change(tx, lesson, call_id=None)
        await gone(tx, call)
        await call_gone(tx, doing, call.contact_id)
        return str(tx.act_id)


async def delete_deliverable(doing: Doing, deliverable_id: str) -> str:
    """Deletes a deliverable, and how its date was agreed anew. What is of a plan is let go, or proposed anew (C7)."""
    async with doing.act(Verb.DELETE) as tx:
        deliverable = await hold(tx, Deliverable, doing.member, deliverable_id)
        if deliverable.is_of_a_plan:
            raise EtiquetteError(Refusal.NEEDS_A_PROPOSAL)
        for move in await all_of(tx, Renegotiation, doing.member.who, deliverable_id=deliverable_id):
            await remove(tx, move)
        await gone(tx, deliverable)
        return str(tx.act_id)


async def delete_contact(doing: Doing, contact_id: str) -> str:
    """Deletes a contact with everything that hangs on them. What was learned of them and shared stays, without them.

    Refused as PART_FIRST where something is planned together, and as PLANNED_TOGETHER where it was: that is the other
    side's, too (C9).
    """
    async with doing.act(Verb.DELETE) as tx:
        member = doing.member
        contact = await hold(tx, Contact, member, contact_id)
        seen = [each for each in await partnerships.all_seen_by(tx, member.who) if each.mine.contact_id == contact_id]
        if seen:
            is_over = all(each.partnership.state is PartnershipState.CLOSED for each in seen)
            raise EtiquetteError(Refusal.PLANNED_TOGETHER if is_over else Refusal.PART_FIRST)
        for lesson in await all_of(tx, Lesson, member.who, contact_id=contact_id):
            await change(tx, lesson, contact_id=None, call_id=None)
        for good_turn in await all_of(tx, GoodTurn, member.who, other_id=contact_id):
            await gone(tx, good_turn)
        for noun in HANGING:
            for fact in await all_of(tx, noun, member.who, contact_id=contact_id):  # type: ignore[type-var]
                await gone(tx, fact)
        await gone(tx, contact)
        return str(tx.act_id)


async def _let_go(tx: Transaction, fact: ThankYou | Invitation, *, keep: bool) -> None:
    """Keeps what was sent, without its call; deletes what was not."""
    if not keep:
        await gone(tx, fact)
    else:
        await change(tx, fact, call_id=None)  # type: ignore[type-var]  # either has a call


async def _hangs_on(tx: Transaction, member: Member, contact: Contact) -> bool:
    for noun in (*HANGING, Lesson, Side):
        if await all_of(tx, noun, member.who, contact_id=contact.id):  # type: ignore[type-var]
            return True
    return bool(await all_of(tx, GoodTurn, member.who, other_id=contact.id))
