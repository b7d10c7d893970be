"""How thank-yous are spoken of (E11)."""

from datetime import datetime

from etiquette.messages import drafts
from etiquette.messages.dates import near_day
from etiquette.messages.text import first
from etiquette.messages.voices.voice import Voice
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.thanks import ThankYou


def spoke(matter: Matter, member: Member, now: datetime, who: str = "You", more: str = "") -> str:
    """“You spoke on Tuesday.” Nothing where no call is known."""
    if matter.call is None:
        return ""
    return f"{who} spoke {near_day(member.hours.local(matter.call.starts_at).date(), member, now)}{more}."


def _both_spoke(matter: Matter, member: Member, now: datetime) -> str:
    return spoke(matter, member, now, f"You and {first(matter.contact)}")


def _to_contact(matter: Matter, member: Member, now: datetime) -> str:
    return _own(matter) or drafts.thanks(matter, member, now)


def _to_introducer(matter: Matter, member: Member, now: datetime) -> str:
    return _own(matter) or drafts.thanks_introducer(matter, member, now)


def _generic(matter: Matter, text: str, _member: Member) -> list[str]:
    """A draft is to name something that was really discussed (E11)."""
    return [drafts.GENERIC_HINT] if drafts.is_generic(text, matter) else []


def _own(matter: Matter) -> str | None:
    return matter.subject.draft if isinstance(matter.subject, ThankYou) else None


VOICES = {
    Kind.THANK_CONTACT: Voice(
        title="Thank {who}",
        why="thanks are warmest within a day, and when they name something you really talked about",
        done="Sent",
        was_done="Marked as sent",
        standing=spoke,
        asking=lambda *_: "A few words, yours to change and send:",
        draft=_to_contact,
        notes=_generic,
        edit="Edit the draft",
    ),
    Kind.THANK_INTRODUCER: Voice(
        title="Thank {introducer} for introducing {who}",
        why="whoever opened the door likes to hear what became of it",
        done="Sent",
        was_done="Marked as sent",
        standing=_both_spoke,
        asking=lambda *_: "A few words that also say how it went, yours to change and send:",
        draft=_to_introducer,
        notes=_generic,
        edit="Edit the draft",
    ),
}
