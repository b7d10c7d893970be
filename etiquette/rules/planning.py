"""What a fact calls for, by the rulebook: from a record and a moment to the nudges that it plans, and back again."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Turn
from etiquette.rules.introductions import Introduction, IntroductionState, Reply
from etiquette.rules.invitations import UNSENT, Invitation, InvitationState
from etiquette.rules.ladder import ahead, at_instant, climb, on_day
from etiquette.rules.ladder_words import row_for
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind, Moment, Noun, Nudge, Plan
from etiquette.rules.questions import Asked, Question, QuestionState
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState
from etiquette.rules.workdays import next_working_moment

Subject = Contact | Introduction | Call | ThankYou | Invitation | Deliverable | GoodTurn | Question
Anchor = datetime | date

SUBJECTS: dict[Noun, type[Subject]] = {
    Noun.CONTACT: Contact,
    Noun.INTRODUCTION: Introduction,
    Noun.CALL: Call,
    Noun.THANK_YOU: ThankYou,
    Noun.INVITATION: Invitation,
    Noun.DELIVERABLE: Deliverable,
    Noun.GOOD_TURN: GoodTurn,
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
    closed = subject.closed if isinstance(subject, (Contact, Introduction, Call)) else ()
    return {kind: anchor for kind, anchor in _anchors(subject).items() if anchor is not None and kind not in closed}


def is_open(subject: Subject, kind: Kind) -> bool:
    """Whether a record still calls for nudges of this kind."""
    return kind in anchors_of(subject)


def kind_of(subject: Subject) -> Kind:
    """The row of the rulebook that a record is on, open or settled: of several, the one that it is about."""
    match subject:
        case Contact():
            return Kind.CHECK_IN
        case Introduction():
            return _REQUESTS.get(subject.state, Kind.SECURE_CALL)
        case Call():
            return Kind.DEBRIEF
        case ThankYou():
            to_contact = subject.addressee is Addressee.CONTACT
            return Kind.THANK_CONTACT if to_contact else Kind.THANK_INTRODUCER
        case Invitation():
            return Kind.INVITE if subject.state in UNSENT else Kind.INVITE_ACCEPTED
        case Deliverable():
            return Kind.DELIVERABLE_MINE if subject.owner is Owner.MINE else Kind.DELIVERABLE_THEIRS
        case GoodTurn():
            return Kind.RECIPROCATE if subject.turn is Turn.OFFER else Kind.PAY_FORWARD
        case Question():
            return Kind.STOP_KIND if subject.asked is Asked.STOP_KIND else Kind.WHICH_ZONE


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
    match subject:
        case Introduction():
            return _introduction(subject)
        case Call():
            return _call(subject)
        case Contact():
            return {Kind.CHECK_IN: subject.quiet_since}
        case ThankYou(state=ThankYouState.DUE):
            return {kind_of(subject): subject.due_since}
        case Invitation(state=InvitationState.DUE | InvitationState.SENT):
            return {kind_of(subject): subject.moved_at}
        case Deliverable(state=DeliverableState.OPEN):
            return {kind_of(subject): subject.due_on}
        case GoodTurn(state=GoodTurnState.OPEN):
            return {kind_of(subject): subject.planned_for}
        case Question(state=QuestionState.OPEN):
            return {kind_of(subject): subject.created_at}
        case _:
            return {}


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


_REQUESTS = {
    IntroductionState.WANTED: Kind.REQUEST,
    IntroductionState.ASKED: Kind.REQUEST_UNANSWERED,
}
