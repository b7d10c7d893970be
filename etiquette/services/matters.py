"""What is due now to a member, most pressing first: the answer to `/coop`, and the top of the Home tab."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.good_turns import GoodTurn, GoodTurnState
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.ladder import has_begun
from etiquette.rules.ladder_words import row_for
from etiquette.rules.matters import Chosen, Matter, rank_of
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind, Noun
from etiquette.rules.partnerships import Side
from etiquette.rules.planning import SUBJECTS, Anchor, Subject, anchors_of, is_past, kind_of
from etiquette.rules.proposals import Proposal, ProposalState
from etiquette.rules.questions import Question, QuestionState
from etiquette.rules.reflections import AnswerState, ReflectionAnswer
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import ThankYou, ThankYouState
from etiquette.store import nudges
from etiquette.store.matters import matters_of
from etiquette.store.records import all_of, find
from etiquette.store.session import Store, Transaction

Waiting = tuple[Kind, Subject, None]

AT_ONCE = frozenset({Kind.THANK_CONTACT, Kind.THANK_INTRODUCER, Kind.INVITE})
# Said to somebody else, or once and for all.
ELSEWHERE = frozenset({Kind.REQUEST_PASSED_ON, Kind.REFERRAL_ASKED, Kind.INTRODUCER_ANSWERED, Kind.PLAN_NEWS})


async def due_now(store: Store, member: Member, now: datetime) -> list[Matter]:
    """What waits for this member at this moment, most pressing first; what they put off is left out."""
    async with store.reading() as tx:
        return await matters_of(tx, await waiting(tx, member, now, await still_open(tx, member)))


async def matter_of(store: Store, member: Member, noun: Noun, subject_id: str, kind: Kind | None = None) -> Matter:
    """One matter, open or not: of this kind, or the one that the record is about. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        subject = await find(tx, SUBJECTS[noun], member.who, subject_id)  # type: ignore[type-var]
        if subject is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        found = await matters_of(tx, [(kind or kind_of(subject), subject, None)])
    return found[0]


async def matter_as(store: Store, member: Member, kind: Kind, subject_id: str, chosen: Chosen | None) -> Matter:
    """One matter with what was chosen on it just now."""
    return replace(await matter_of(store, member, ROWS[kind].subject, subject_id, kind), chosen=chosen)


async def waiting(tx: Transaction, member: Member, now: datetime, subjects: Sequence[Subject]) -> list[Waiting]:
    """Inside a transaction: what of these waits for the member now, most pressing first."""
    put_off = await nudges.put_off(tx, member.who, now)
    found: list[Waiting] = [
        (kind, subject, None)
        for subject in subjects
        for kind, anchor in anchors_of(subject).items()
        if (kind, subject.id) not in put_off and not is_past(kind, subject, now) and _is_due(kind, anchor, member, now)
    ]
    return sorted(found, key=lambda each: rank_of(each[0], each[1]))


async def still_open(tx: Transaction, member: Member) -> list[Subject]:
    """Inside a transaction: every record that may call for something, all contacts among them."""
    return [
        *await all_of(tx, Deliverable, member.who, state=DeliverableState.OPEN),
        *await all_of(tx, Call, member.who, state=CallState.PLANNED),
        *await all_of(tx, Call, member.who, state=CallState.HELD, two_way=True),
        *await all_of(tx, Introduction, member.who),
        *await all_of(tx, GoodTurn, member.who, state=GoodTurnState.OPEN),
        *await all_of(tx, Side, member.who),
        *await all_of(tx, Proposal, member.who, state=ProposalState.OPEN),
        *await all_of(tx, ReflectionAnswer, member.who, state=AnswerState.DUE),
        *await all_of(tx, Question, member.who, state=QuestionState.OPEN),
        *await all_of(tx, Contact, member.who),
        *await all_of(tx, ThankYou, member.who, state=ThankYouState.DUE),
        *await all_of(tx, Invitation, member.who, state=InvitationState.DUE),
        *await all_of(tx, Invitation, member.who, state=InvitationState.SENT),
    ]


def _is_due(kind: Kind, anchor: Anchor, member: Member, now: datetime) -> bool:
    """A call is asked about once it is over; thanks and invitations wait at once; all else, as the rulebook says.

    What the member does not want to hear of is not listed.
    """
    if kind in member.muted or kind in ELSEWHERE:
        return False
    if kind is Kind.DEBRIEF:
        return isinstance(anchor, datetime) and anchor <= now
    return kind in AT_ONCE or has_begun(row_for(kind, member.ladders), anchor, member, now)
