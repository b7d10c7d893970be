"""A matter in words: what it is, how it stands today, why it is raised, what was chosen. The voices give the words."""

from datetime import datetime

from etiquette.messages.dates import full_moment, stamp
from etiquette.messages.kinds import lower
from etiquette.messages.text import introducer, named, person
from etiquette.messages.voices import VOICES
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.rulebook import ROWS


def title(matter: Matter, member: Member, now: datetime, *, linked: bool = True) -> str:
    """What the matter is, in one line. `linked`: the contact's name leads to their profile."""
    voice = VOICES[matter.kind]
    name = person if linked and not voice.is_passed_on else named
    return voice.title.format(
        what=voice.what(matter, member, now),
        who=name(matter.contact),
        introducer=introducer(matter.introduction),
        other=name(matter.other) if matter.other else "",
        asker=f"<@{matter.subject.member_id}>",
    )


def standing(matter: Matter, member: Member, now: datetime) -> str:
    """How the matter stands today, in a short sentence."""
    return VOICES[matter.kind].standing(matter, member, now)


def asking(matter: Matter, member: Member, now: datetime) -> str:
    """What is asked, or what the draft under it is; empty where the buttons say enough."""
    return VOICES[matter.kind].asking(matter, member, now)


def draft(matter: Matter, member: Member, now: datetime) -> str | None:
    """The draft that belongs to the matter: the member's own wording where there is one."""
    return VOICES[matter.kind].draft(matter, member, now)


def why(kind: Kind) -> str:
    """Why the bot says this, in one line, with the rule that it comes from (E18)."""
    return f"Why: {VOICES[kind].why} ({', '.join(ROWS[kind].rules)})"


def notes(matter: Matter, text: str, member: Member) -> list[str]:
    """What is to be said about a draft itself: its length as LinkedIn counts it, or that it names nothing."""
    return VOICES[matter.kind].notes(matter, text, member)


def outcome(matter: Matter, chosen: Chosen, member: Member, now: datetime) -> str:
    """What was chosen, as it stands in place of the buttons (N3)."""
    voice = VOICES[matter.kind]
    match chosen.answer:
        case Answer.DONE:
            return f"✓ {voice.was_done}, {stamp(chosen.at, member, now)}"
        case Answer.LATER:
            return f"Put off until {full_moment(chosen.later_at, member, now)}" if chosen.later_at else "Put off"
        case Answer.NOT_THIS_TIME | Answer.NO:
            return voice.let_go
        case Answer.EDITED:
            return f"✓ {voice.changed(matter, member, now) or 'Changed'}"
        case Answer.STOPPED:
            return f"✓ I will not bring up {lower(matter.kind)} any more. `/coop settings` turns that on again."
