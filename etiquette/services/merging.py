"""Two spellings of one person become one: facts of both, nudges that go on, and nothing said twice."""

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Favour
from etiquette.rules.good_turns import GoodTurn, Turn
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.lessons import Lesson
from etiquette.rules.merging import (
    calls_twice,
    closed_on,
    filled_in,
    first_calls,
    good_turns_twice,
    invitations_twice,
    is_waiting_for_nothing,
    promises_twice,
    thanks_twice,
)
from etiquette.rules.news import News
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Side
from etiquette.rules.proposals import Proposal
from etiquette.rules.reflections import ReflectionAnswer
from etiquette.rules.remarks import Remark
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.thanks import ThankYou, ThankYouState
from etiquette.services.invitations import let_rest, now_due
from etiquette.services.nudging import Doing, answered, gone, hold, plan
from etiquette.services.passing import moved
from etiquette.store import drafts, nudges, partnerships
from etiquette.store.records import Fact, all_of, change
from etiquette.store.session import Transaction

OF_A_PLAN: tuple[type[Fact], ...] = (Side, Contribution, Proposal, ReflectionAnswer, Remark, News)
MOVING: tuple[type[Fact], ...] = (
    Introduction,
    Call,
    Deliverable,
    Renegotiation,
    ThankYou,
    Invitation,
    Favour,
    GoodTurn,
    Lesson,
    *OF_A_PLAN,
)


async def merge_contacts(doing: Doing, kept_id: str, other_id: str) -> str:
    """One contact of two: all that hangs on `other_id` hangs on `kept_id`. Gives the act that undoes it.

    1. facts move, with whatever is planned of them;
    2. what would be said twice is let go;
    3. what was empty is filled in, and the other spelling is gone.
    """
    if kept_id == other_id:
        raise EtiquetteError(Refusal.SAME_CONTACT)
    async with doing.act(Verb.MERGE_CONTACTS) as tx:
        other = await hold(tx, Contact, doing.member, other_id)
        kept = await hold(tx, Contact, doing.member, kept_id)
        await _move_facts(tx, doing, kept, other)
        await _say_nothing_twice(tx, doing, kept)
        await _fill_in(tx, doing, kept, other)
        await gone(tx, other)
        await nudges.redraw_contact(tx, doing.member.who, kept_id)
        tx.contact_id = kept_id
        return str(tx.act_id)


async def _move_facts(tx: Transaction, doing: Doing, kept: Contact, other: Contact) -> None:
    """Their revisions stay as they are, so that what is planned of them goes on.

    An offer follows from the ledger, and is in no journal (E14): undone, it is weighed again.
    """
    who, aside = doing.member.who, Transaction(tx.connection, act_id=tx.act_id)
    for offer in await all_of(tx, GoodTurn, who, contact_id=other.id, turn=Turn.OFFER):
        await change(aside, offer, contact_id=kept.id)
    for offer in await all_of(tx, GoodTurn, who, other_id=other.id, turn=Turn.OFFER):
        await change(aside, offer, other_id=kept.id)
    for noun in MOVING:
        for fact in await all_of(tx, noun, who, contact_id=other.id):  # type: ignore[type-var]
            await change(tx, fact, contact_id=kept.id)  # type: ignore[type-var]  # any of them
    for good_turn in await all_of(tx, GoodTurn, who, other_id=other.id):
        await change(tx, good_turn, other_id=kept.id)
    await partnerships.hand_over(tx, other.id, kept.id)
    await drafts.hand_over(tx, who, other.id, kept.id)


async def _say_nothing_twice(tx: Transaction, doing: Doing, kept: Contact) -> None:
    await _introductions_once(tx, doing, kept)
    await _thanks_once(tx, doing, kept)
    await _invitations_once(tx, doing, kept)
    who = doing.member.who
    twice: list[Fact] = [
        *calls_twice(await all_of(tx, Call, who, contact_id=kept.id)),
        *promises_twice(await all_of(tx, Deliverable, who, contact_id=kept.id)),
        *good_turns_twice([*await all_of(tx, GoodTurn, who, contact_id=kept.id)]),
    ]
    for fact in twice:
        if not await _rests_on(tx, doing, fact):
            await gone(tx, fact)


async def _introductions_once(tx: Transaction, doing: Doing, kept: Contact) -> None:
    """A call under one spelling stands for the introduction under the other; nobody is asked twice for anything."""
    member = doing.member
    introductions = await all_of(tx, Introduction, member.who, contact_id=kept.id)
    fixed, held = first_calls(await all_of(tx, Call, member.who, contact_id=kept.id))
    known = [
        await _told(
            tx, doing, each, {"call_fixed_at": each.call_fixed_at or fixed, "call_held_at": each.call_held_at or held}
        )
        for each in introductions
    ]
    ends = closed_on(known)
    for introduction in known:
        kinds = ends.get(introduction.id, set())
        if kinds:
            closed = (*introduction.closed, *sorted(kinds))
            settled = await change(tx, introduction, closed=closed, revision=introduction.revision + 1)
            await answered(tx, settled, member, Answer.NOT_THIS_TIME, doing.now, kinds)


async def _told(tx: Transaction, doing: Doing, introduction: Introduction, values: dict[str, object]) -> Introduction:
    """An introduction that hears of a call which was logged under the other spelling."""
    new = {name: value for name, value in values.items() if value != getattr(introduction, name)}
    return await moved(tx, introduction, doing.member, Answer.DONE, doing.now, **new) if new else introduction


async def _thanks_once(tx: Transaction, doing: Doing, kept: Contact) -> None:
    member = doing.member
    thanks = await all_of(tx, ThankYou, member.who, contact_id=kept.id)
    introductions = await all_of(tx, Introduction, member.who, contact_id=kept.id)
    for thank_you in thanks_twice(thanks, introductions):
        let_go = await change(
            tx, thank_you, state=ThankYouState.DROPPED, settled_at=doing.now, revision=thank_you.revision + 1
        )
        await answered(tx, let_go, member, Answer.NOT_THIS_TIME, doing.now)


async def _invitations_once(tx: Transaction, doing: Doing, kept: Contact) -> None:
    invitations = await all_of(tx, Invitation, doing.member.who, contact_id=kept.id)
    again = invitations_twice(invitations)
    for invitation in again:
        await _invitation_rests(tx, doing, invitation)
    thanks = await all_of(tx, ThankYou, doing.member.who, contact_id=kept.id)
    for invitation in invitations:
        if invitation not in again and is_waiting_for_nothing(invitation, thanks):
            await now_due(tx, doing, invitation)


async def _invitation_rests(tx: Transaction, doing: Doing, invitation: Invitation) -> None:
    """One that was sent is not asked about any more; one that was not is let go."""
    if invitation.state is not InvitationState.SENT:
        return await let_rest(tx, doing, invitation)
    rests = await change(
        tx, invitation, state=InvitationState.NOT_ACCEPTED, moved_at=doing.now, revision=invitation.revision + 1
    )
    return await answered(tx, rests, doing.member, Answer.NO, doing.now)


async def _fill_in(tx: Transaction, doing: Doing, kept: Contact, other: Contact) -> None:
    """Where the other spelling was heard of later, its check-in is the one that counts: a doubled one is one (E19)."""
    values = filled_in(kept, other)
    if "touched_at" in values:
        values["revision"] = kept.revision + 1
    filled = await change(tx, kept, **values) if values else kept
    if filled.revision != kept.revision:
        await plan(tx, filled, doing.member, doing.now, {Kind.CHECK_IN})


async def _rests_on(tx: Transaction, doing: Doing, fact: Fact) -> bool:
    """Whether something else hangs on a fact that stands twice: then both stay."""
    who = doing.member.who
    if isinstance(fact, Deliverable):
        is_of_a_plan = fact.contribution_id is not None
        return is_of_a_plan or bool(await all_of(tx, Renegotiation, who, deliverable_id=fact.id))
    if not isinstance(fact, Call):
        return False
    if fact.learn or fact.offer or fact.questions:
        return True
    hanging = [await all_of(tx, noun, who, call_id=fact.id) for noun in (Deliverable, ThankYou, Invitation, Lesson)]  # type: ignore[type-var]
    return any(hanging)
