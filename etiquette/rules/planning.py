"""What a fact calls for, by the rulebook: from a record and a moment to the nudges that it plans, and back again."""

from datetime import date, datetime, timedelta

from etiquette.rules.calls import Call, CallState
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.invitations import UNSENT, Invitation, InvitationState
from etiquette.rules.ladder import ahead, at_instant, climb, on_day
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind, Moment, Noun, Nudge, Plan
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState

Subject = Call | ThankYou | Invitation | Deliverable

SUBJECTS: dict[Noun, type[Subject]] = {
    Noun.CALL: Call,
    Noun.THANK_YOU: ThankYou,
    Noun.INVITATION: Invitation,
    Noun.DELIVERABLE: Deliverable,
}


def kind_of(subject: Subject) -> Kind:
    """Which row of the rulebook a record is on, open or settled."""
    match subject:
        case Call():
            return Kind.DEBRIEF
        case ThankYou():
            to_contact = subject.addressee is Addressee.CONTACT
            return Kind.THANK_CONTACT if to_contact else Kind.THANK_INTRODUCER
        case Invitation():
            return Kind.INVITE if subject.state in UNSENT else Kind.INVITE_ACCEPTED
        case Deliverable():
            return Kind.DELIVERABLE_MINE if subject.owner is Owner.MINE else Kind.DELIVERABLE_THEIRS


def anchor_of(subject: Subject) -> datetime | date | None:
    """What the ladder of a record counts from; None when nothing is to be said of it any more."""
    match subject:
        case Call(state=CallState.PLANNED):
            return subject.ends_at
        case ThankYou(state=ThankYouState.DUE):
            return subject.due_since
        case Invitation(state=InvitationState.DUE | InvitationState.SENT):
            return subject.moved_at
        case Deliverable(state=DeliverableState.OPEN):
            return subject.due_on
        case _:
            return None


def is_open(subject: Subject, kind: Kind) -> bool:
    """Whether a record still calls for nudges of this kind."""
    return anchor_of(subject) is not None and kind_of(subject) is kind


def nudges_for(subject: Subject, member: Member, now: datetime) -> list[Plan]:
    """The nudges that a record calls for from now on. None of them lies in the past."""
    kind, anchor = kind_of(subject), anchor_of(subject)
    if anchor is None:
        return []
    return [
        Plan(kind, subject.id, member.id, f"{subject.revision}/{step.name}", moment)
        for step, moment in ahead(climb(ROWS[kind], anchor, member), now)
    ]


def snoozed(subject: Subject, member: Member, again: Moment, now: datetime) -> list[Plan]:
    """The nudges after "later": the one that was put off, and those steps of the ladder that come on later days."""
    put_off = Plan(kind_of(subject), subject.id, member.id, f"{subject.revision}/later", again)
    rest = [plan for plan in nudges_for(subject, member, now) if plan.moment.day > again.day]
    return [put_off, *rest]


def still_due(nudge: Nudge, subject: Subject | None) -> bool:
    """Whether a nudge that was planned once is still apt: asked again right before it is said."""
    return subject is not None and subject.revision == nudge.revision and is_open(subject, nudge.kind)


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
