"""What a fact calls for, by the rulebook: from a record and a moment to the nudges that it plans, and back again."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Turn
from etiquette.rules.introductions import Introduction, IntroductionState, Reply
from etiquette.rules.invitations import UNSENT, Invitation, InvitationState
from etiquette.rules.ladder import ahead, at_instant, climb, on_day
from etiquette.rules.ladder_words import row_for
from etiquette.rules.members import Member
from etiquette.rules.news import News
from etiquette.rules.nudges import Kind, Moment, Noun, Nudge, Plan
from etiquette.rules.partnerships import Side, SideState
from etiquette.rules.proposals import Proposal, ProposalState
from etiquette.rules.questions import Asked, Question, QuestionState
from etiquette.rules.reflections import AnswerState, ReflectionAnswer
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState
from etiquette.rules.workdays import next_working_moment

Subject = (
    Contact
    | Introduction
    | Call
    | ThankYou
    | Invitation
    | Deliverable
    | GoodTurn
    | Side
    | Proposal
    | ReflectionAnswer
    | News
    | Question
)
Anchor = datetime | date

SUBJECTS: dict[Noun, type[Subject]] = {
    Noun.CONTACT: Contact,
    Noun.INTRODUCTION: Introduction,
    Noun.CALL: Call,
    Noun.THANK_YOU: ThankYou,
    Noun.INVITATION: Invitation,
    Noun.DELIVERABLE: Deliverable,
    Noun.GOOD_TURN: GoodTurn,
    Noun.SIDE: Side,
    Noun.PROPOSAL: Proposal,
    Noun.REFLECTION_ANSWER: ReflectionAnswer,
    Noun.NEWS: News,
    Noun.QUESTION: Question,
}

# Words that go from a member to whoever introduces them, and the answer that comes back (E2, E3).
TO_INTRODUCER = frozenset({Kind.REQUEST_PASSED_ON, Kind.REFERRAL_ASKED})
PASSED = TO_INTRODUCER | {Kind.INTRODUCER_ANSWERED}

# What is said once, because of a press or a tick that plans it (`said_once`), and perhaps to somebody else than the
# member whose record it is: no ladder of the record's own.
ONCE = PASSED | {Kind.STOP_KIND, Kind.WHICH_ZONE}


def anchors_of(subject: Subject) -> dict[Kind, Anchor]:
    """The kinds of nudges that a record calls for as it stands, each with what its ladder counts from."""
    closed = subject.closed if isinstance(subject, (Contact, Introduction, Call, Side)) else ()
    return {kind: anchor for kind, anchor in _anchors(subject).items() if anchor is not None and kind not in closed}


def is_open(subject: Subject, kind: Kind) -> bool:
    """Whether a record still calls for nudges of this kind."""
    return kind in anchors_of(subject)


def kind_of(subject: Subject) -> Kind:
    """The row of the rulebook that a record is on, open or settled: of several, the one that it is about."""
    return _KIND_OF[type(subject)](subject)


def nudges_for(
    subject: Subject, member: Member, now: datetime, kinds: Collection[Kind] = frozenset(Kind)
) -> list[Plan]:
    """The nudges of these kinds that a record calls for from now on. None of them lies in the past.

    What the member does not want to hear of (N3) is not planned, nor is what is said only once.
    """
    wanted = set(kinds) - set(member.muted) - ONCE
    return [
        Plan(kind, subject.id, member.id, f"{subject.revision}/{step.name}", moment)
        for kind, anchor in anchors_of(subject).items()
        if kind in wanted
        for step, moment in ahead(climb(row_for(kind, member.ladders), anchor, member), now)
    ]


def snoozed(subject: Subject, kind: Kind, member: Member, again: Moment, now: datetime) -> list[Plan]:
    """The nudges after "later": the one that was put off, and those steps of the ladder that come on later days."""
    put_off = Plan(kind, subject.id, member.id, f"{subject.revision}/later", again)
    rest = [plan for plan in nudges_for(subject, member, now, {kind}) if plan.moment.day > again.day]
    return [put_off, *rest]


def said_once(recipient: Member, subject: Subject, kind: Kind, now: datetime) -> Plan:
    """What is said once for each revision, in the recipient's working hours: they need not be whose record it is."""
    moment = at_instant(next_working_moment(recipient.hours, now, recipient.id), recipient.hours, chosen=False)
    return Plan(kind, subject.id, recipient.id, f"{subject.revision}/{ROWS[kind].steps[0].name}", moment)


def falls_due(kind: Kind, subject: Subject, member: Member) -> dict[str, Moment]:
    """When nudges of a kind fall due by the rungs of its ladder, by step, in the member's hours as they are now.

    Missing is "later", and a rung that gave way to a later one of the same day.
    """
    anchor = anchors_of(subject).get(kind)
    if anchor is None:
        return {}
    return {step.name: moment for step, moment in climb(row_for(kind, member.ladders), anchor, member)}


def still_due(nudge: Nudge, subject: Subject | None, now: datetime) -> bool:
    """Whether a nudge that was planned once is still apt: asked again right before it is said."""
    if subject is None or subject.revision != nudge.revision or is_past(nudge.kind, subject, now):
        return False
    return is_open(subject, nudge.kind)


def is_past(kind: Kind, subject: Subject, now: datetime) -> bool:
    """Whether what a kind of nudge is for has gone by: nobody prepares for a call that has begun (E5 to E8)."""
    if not isinstance(subject, Call):
        return False
    return (kind is Kind.PREPARE and subject.starts_at <= now) or (kind is Kind.CALL_CARD and subject.is_over(now))


def an_hour_on(member: Member, now: datetime, minutes: int = 60) -> Moment:
    """“Later: an hour” is a moment that the member chose: it comes then, whatever the hours are (N1)."""
    return at_instant(now + timedelta(minutes=minutes), member.hours, chosen=True)


def next_morning(member: Member, now: datetime, days: int) -> Moment:
    """“Later: tomorrow” or “next week”: that day's morning, or the next working one's."""
    day = member.hours.local(now).date() + timedelta(days=days)
    return on_day(member.hours.on_or_after(day), member)


def chosen_morning(member: Member, day: date) -> Moment:
    """“Later: a date” is a day that the member chose, a day off included."""
    return on_day(day, member, chosen=True)


def _anchors(subject: Subject) -> Mapping[Kind, Anchor | None]:
    return _ANCHORS_OF[type(subject)](subject)


def _while_open(state: StrEnum, moment: Callable[[Any], Anchor]) -> Callable[[Any], Mapping[Kind, Anchor | None]]:
    """A record that is on one row of the rulebook at a time, for as long as it is in this state."""
    return lambda subject: {kind_of(subject): moment(subject)} if subject.state is state else {}


def _invitation(known: Invitation) -> dict[Kind, Anchor | None]:
    calls_for = known.state in {InvitationState.DUE, InvitationState.SENT}
    return {kind_of(known): known.moved_at} if calls_for else {}


def _introduction(known: Introduction) -> dict[Kind, Anchor | None]:
    """Asked for until it is made; then how they put it, until a call was held; and a date, until a call stands.

    Where the introducer was asked how they put it, the member is asked again only a day after that.
    """
    answered: dict[Kind, Anchor | None] = {Kind.INTRODUCER_ANSWERED: known.replied_at}
    if known.state is IntroductionState.DROPPED:
        return answered if known.reply is Reply.NOT_NOW else {}
    is_told = bool(known.how_referred or known.call_held_at)
    asked: dict[Kind, Anchor | None] = {Kind.REFERRAL_ASKED: None if is_told else known.referral_asked_at}
    if known.state is not IntroductionState.MADE:
        passed_on = None if known.reply else known.passed_on_at
        return {_REQUESTS[known.state]: known.moved_at, Kind.REQUEST_PASSED_ON: passed_on, **asked, **answered}
    is_told = is_told or not known.has_introducer
    return {
        Kind.HOW_REFERRED: None if is_told else max(known.moved_at, known.referral_asked_at or known.moved_at),
        Kind.SECURE_CALL: None if known.call_fixed_at else known.moved_at,
        **asked,
        **answered,
    }


def _call(call: Call) -> dict[Kind, Anchor | None]:
    """Prepared for and looked up before it, debriefed after it; then what others could use of it."""
    match call.state:
        case CallState.PLANNED:
            return {Kind.PREPARE: call.starts_at, Kind.CALL_CARD: call.starts_at, Kind.DEBRIEF: call.ends_at}
        case CallState.HELD if call.two_way:
            return {Kind.SHARE: call.debriefed_at}
        case _:
            return {}


def _side(side: Side) -> dict[Kind, Anchor | None]:
    """What is to be said to whoever acts for a side; of somebody outside, nothing is said to them twice."""
    if side.is_outside:
        return {}
    return {
        Kind.PLAN_OFFERED: side.offered_at if side.state is SideState.INVITED else None,
        Kind.ONE_SIDED: side.leans_since,
        Kind.GONE_SILENT: side.silent_since,
        Kind.SUPPORT: side.support_from,
        Kind.OPEN_DOOR: side.door_on,
    }


_REQUESTS = {
    IntroductionState.WANTED: Kind.REQUEST,
    IntroductionState.ASKED: Kind.REQUEST_UNANSWERED,
}

_KIND_OF: dict[type[Any], Callable[[Any], Kind]] = {
    Contact: lambda _: Kind.CHECK_IN,
    Introduction: lambda known: _REQUESTS.get(known.state, Kind.SECURE_CALL),
    Call: lambda _: Kind.DEBRIEF,
    ThankYou: lambda due: Kind.THANK_CONTACT if due.addressee is Addressee.CONTACT else Kind.THANK_INTRODUCER,
    Invitation: lambda known: Kind.INVITE if known.state in UNSENT else Kind.INVITE_ACCEPTED,
    Deliverable: lambda due: Kind.DELIVERABLE_MINE if due.owner is Owner.MINE else Kind.DELIVERABLE_THEIRS,
    GoodTurn: lambda due: Kind.RECIPROCATE if due.turn is Turn.OFFER else Kind.PAY_FORWARD,
    Side: lambda side: Kind.PLAN_OFFERED if side.state is SideState.INVITED else Kind.GONE_SILENT,
    Proposal: lambda _: Kind.PROPOSAL,
    ReflectionAnswer: lambda _: Kind.REFLECTION,
    News: lambda _: Kind.PLAN_NEWS,
    Question: lambda due: Kind.STOP_KIND if due.asked is Asked.STOP_KIND else Kind.WHICH_ZONE,
}

_ANCHORS_OF: dict[type[Any], Callable[[Any], Mapping[Kind, Anchor | None]]] = {
    Contact: lambda contact: {Kind.CHECK_IN: contact.quiet_since},
    Introduction: _introduction,
    Call: _call,
    ThankYou: _while_open(ThankYouState.DUE, lambda due: due.due_since),
    Invitation: _invitation,
    Deliverable: _while_open(DeliverableState.OPEN, lambda due: due.due_on),
    GoodTurn: _while_open(GoodTurnState.OPEN, lambda due: due.planned_for),
    Side: _side,
    Proposal: _while_open(ProposalState.OPEN, lambda due: due.proposed_at),
    ReflectionAnswer: _while_open(AnswerState.DUE, lambda due: due.due_on),
    News: lambda news: {Kind.PLAN_NEWS: news.at},
    Question: _while_open(QuestionState.OPEN, lambda due: due.created_at),
}
