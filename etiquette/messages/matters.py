"""A matter in words: what it is, how it stands today, why it is raised, and what was chosen."""

from datetime import datetime

from etiquette.messages import drafts
from etiquette.messages.dates import bare, full_day, full_moment, near_day, near_moment, stamp, today_of
from etiquette.messages.text import first, fitted, introducer, named, person
from etiquette.rules.calls import Call
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.invitations import Invitation, linkedin_length
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import ThankYou

WHAT_SHOWN = 200

# Why the bot speaks at all (E18): one line for each row of the rulebook, the rule's id after it.
WHY: dict[Kind, str] = {
    Kind.DELIVERABLE_MINE: "what you deliver when you said you would is what people remember of you",
    Kind.DEBRIEF: "what was agreed gets done when it is written down while it is fresh",
    Kind.THANK_CONTACT: "thanks are warmest within a day, and when they name something you really talked about",
    Kind.THANK_INTRODUCER: "whoever opened the door likes to hear what became of it",
    Kind.INVITE: "where there is more to come, a personal invitation still says who you are when it is opened late",
    Kind.DELIVERABLE_THEIRS: "a friendly word keeps a good promise alive",
    Kind.INVITE_ACCEPTED: "invitations are easily overlooked, and one look after two weeks is enough",
}

_TITLES: dict[Kind, str] = {
    Kind.DELIVERABLE_MINE: "{what} for {who}",
    Kind.DEBRIEF: "How was your call with {who}?",
    Kind.THANK_CONTACT: "Thank {who}",
    Kind.THANK_INTRODUCER: "Thank {introducer} for introducing {who}",
    Kind.INVITE: "Invite {who} to connect",
    Kind.DELIVERABLE_THEIRS: "{what} from {who}",
    Kind.INVITE_ACCEPTED: "Has {who} accepted your invitation?",
}

_DONE: dict[Kind, str] = {
    Kind.DELIVERABLE_MINE: "Delivered",
    Kind.DEBRIEF: "Debriefed",
    Kind.THANK_CONTACT: "Marked as sent",
    Kind.THANK_INTRODUCER: "Marked as sent",
    Kind.INVITE: "Marked as sent",
    Kind.DELIVERABLE_THEIRS: "It arrived",
    Kind.INVITE_ACCEPTED: "Accepted",
}


_LET_GO: dict[Kind, str] = {
    Kind.DEBRIEF: "Let go. I will not ask about this call again.",
    Kind.INVITE_ACCEPTED: "Not yet. I will let it rest.",
}

# The drafts that are to name something that was really discussed (E11).
_NAMING = frozenset({Kind.THANK_CONTACT, Kind.THANK_INTRODUCER})


def title(matter: Matter, *, linked: bool = True) -> str:
    """What the matter is, in one line. `linked`: the contact's name leads to their profile."""
    who = person(matter.contact) if linked else named(matter.contact)
    return _TITLES[matter.kind].format(what=_what(matter), who=who, introducer=introducer(matter.introduction))


def standing(matter: Matter, member: Member, now: datetime) -> str:
    """How the matter stands today, in a short sentence."""
    match matter.subject:
        case Deliverable() as promise if matter.kind is Kind.DELIVERABLE_MINE:
            return _due(promise, member, now)
        case Deliverable() as promise:
            return f"Promised for {bare(promise.due_on, member.locale, today_of(member, now))}."
        case Call() as call:
            return f"You were to speak {near_moment(call.starts_at, member, now)}."
        case Invitation() as invitation if matter.kind is Kind.INVITE_ACCEPTED:
            return f"You sent it {near_day(member.hours.local(invitation.moved_at).date(), member, now)}."
        case _:
            return _spoke(matter, member, now)


def asking(matter: Matter, member: Member, now: datetime) -> str:
    """What is asked, or what the draft under it is; empty where the buttons say enough."""
    match matter.kind:
        case Kind.DELIVERABLE_MINE:
            return _on_time(matter, member, now)
        case Kind.DELIVERABLE_THEIRS:
            return "Has it arrived? If not, here is a friendly word to send:"
        case Kind.THANK_CONTACT:
            return "A few words, yours to change and send:"
        case Kind.THANK_INTRODUCER:
            return "A few words that also say how it went, yours to change and send:"
        case Kind.INVITE:
            return "A note for the invitation, yours to change and send:"
        case Kind.DEBRIEF | Kind.INVITE_ACCEPTED:
            return ""


def draft(matter: Matter, member: Member, now: datetime) -> str | None:
    """The draft that belongs to the matter: the member's own wording where there is one."""
    match matter.kind:
        case Kind.THANK_CONTACT:
            return _own(matter) or drafts.thanks(matter, member, now)
        case Kind.THANK_INTRODUCER:
            return _own(matter) or drafts.thanks_introducer(matter, member, now)
        case Kind.INVITE:
            return _own(matter) or drafts.invitation(matter, member)
        case Kind.DELIVERABLE_THEIRS:
            return drafts.chaser(matter, member, now)
        case _:
            return None


def why(kind: Kind) -> str:
    """Why the bot says this, in one line, with the rule that it comes from (E18)."""
    return f"Why: {WHY[kind]} ({', '.join(ROWS[kind].rules)})"


def notes(matter: Matter, text: str, member: Member) -> list[str]:
    """What is to be said about a draft itself: its length as LinkedIn counts it, or that it names nothing."""
    if matter.kind is Kind.INVITE:
        return [counted(text, member.invite_limit)]
    if matter.kind in _NAMING and drafts.is_generic(text, matter):
        return [drafts.GENERIC_HINT]
    return []


def counted(text: str, limit: int) -> str:
    """A note's length against LinkedIn's limit."""
    length = linkedin_length(text)
    over = length - limit
    return f"{length} of {limit} characters" + (f": {over} too many for LinkedIn" if over > 0 else "")


def outcome(matter: Matter, chosen: Chosen, member: Member, now: datetime) -> str:
    """What was chosen, as it stands in place of the buttons (N3)."""
    at = stamp(chosen.at, member, now)
    match chosen.answer:
        case Answer.DONE:
            return f"✓ {_DONE[matter.kind]}, {at}"
        case Answer.LATER:
            return f"Put off until {full_moment(chosen.later_at, member, now)}" if chosen.later_at else "Put off"
        case Answer.NOT_THIS_TIME | Answer.NO:
            return _LET_GO.get(matter.kind, "Not this time. I will let it rest.")
        case Answer.EDITED:
            return f"✓ {_edited(matter, member, now)}"


def _edited(matter: Matter, member: Member, now: datetime) -> str:
    match matter.subject:
        case Deliverable() as promise:
            return f"Changed: now due {full_day(promise.due_on, member, now)}"
        case Call() as call:
            return f"Changed: now {full_moment(call.starts_at, member, now)}"
        case _:
            return "Changed"


def _due(promise: Deliverable, member: Member, now: datetime) -> str:
    when = near_day(promise.due_on, member, now)
    days = (promise.due_on - today_of(member, now)).days
    if days < 0:
        return f"It was due {when}."
    return f"Due {when}, {full_day(promise.due_on, member, now)}." if days == 1 else f"Due {when}."


def _on_time(matter: Matter, member: Member, now: datetime) -> str:
    if not isinstance(matter.subject, Deliverable):
        return ""
    days = (matter.subject.due_on - today_of(member, now)).days
    if days > 0:
        return "If that has become tight, now is a good moment to agree on another day."
    return "" if days == 0 else f"If it needs longer, {first(matter.contact)} will be glad to hear of a new day."


def _spoke(matter: Matter, member: Member, now: datetime) -> str:
    if matter.call is None:
        return ""
    both = f"You and {first(matter.contact)}" if matter.kind is Kind.THANK_INTRODUCER else "You"
    more = ", and there is more to come" if matter.kind is Kind.INVITE else ""
    return f"{both} spoke {near_day(member.hours.local(matter.call.starts_at).date(), member, now)}{more}."


def _what(matter: Matter) -> str:
    what = matter.subject.what if isinstance(matter.subject, Deliverable) else "What was promised"
    return fitted(what[:1].upper() + what[1:], WHAT_SHOWN)


def _own(matter: Matter) -> str | None:
    return matter.subject.draft if isinstance(matter.subject, ThankYou | Invitation) else None
