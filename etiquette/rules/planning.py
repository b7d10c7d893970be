"""What a fact calls for, by the rulebook: from a record and a moment to the nudges that it plans, and back again."""

from datetime import date, datetime, timedelta

from etiquette.rules.calls import Call, CallState
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.ladder import ahead, at_instant, climb, on_day
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind, Moment, Nudge, Plan
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import ThankYou, ThankYouState, Addressee

Subject = Call | ThankYou | Invitation | Deliverable


def called_for(subject: Subject) -> tuple[Kind, datetime | date] | None:
    """Which row of the rulebook a record is on, and that row's anchor. None: nothing is to be said of it any more."""
    match subject:
        case Call(state=CallState.PLANNED):
            return Kind.DEBRIEF, subject.ends_at
        case ThankYou(state=ThankYouState.DUE):
            contact = subject.addressee is Addressee.CONTACT
            return (Kind.THANK_CONTACT if contact else Kind.THANK_INTRODUCER), subject.due_since
        case Invitation(state=InvitationState.DUE):
            return Kind.INVITE, subject.moved_at
        case Invitation(state=InvitationState.SENT):
            return Kind.INVITE_ACCEPTED, subject.moved_at
        case Deliverable(state=DeliverableState.OPEN):
            mine = subject.owner is Owner.MINE
            return (Kind.DELIVERABLE_MINE if mine else Kind.DELIVERABLE_THEIRS), subject.due_on
        case _:
            return None


def nudges_for(subject: Subject, member: Member, now: datetime) -> list[Plan]:
    """The nudges that a record calls for from now on. None of them lies in the past."""
    called = called_for(subject)
    if called is None:
        return []
    kind, anchor = called
    return [
        Plan(kind, subject.id, member.id, f"{subject.revision}/{step.name}", moment)
        for step, moment in ahead(climb(ROWS[kind], anchor, member), now)
    ]


def snoozed(subject: Subject, member: Member, again: Moment, now: datetime) -> list[Plan]:
    """The nudges after "later": the one that was put off, and those steps of the ladder that come on later days."""
    called = called_for(subject)
    if called is None:
        return []
    put_off = Plan(called[0], subject.id, member.id, f"{subject.revision}/later", again)
    rest = [plan for plan in nudges_for(subject, member, now) if plan.moment.day > again.day]
    return [put_off, *rest]


def still_due(nudge: Nudge, subject: Subject | None) -> bool:
    """Whether a nudge that was planned once is still apt: asked again right before it is said."""
    if subject is None or subject.revision != nudge.revision:
        return False
    called = called_for(subject)
    return called is not None and called[0] is nudge.kind


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
