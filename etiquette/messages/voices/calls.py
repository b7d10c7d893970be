"""How a call is spoken of: prepared for, looked up, debriefed, and what others could use of it (E5 to E9, E16)."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, InteractiveElement

from etiquette.messages import cards
from etiquette.messages.dates import full_moment, near_moment
from etiquette.messages.letters import sentence, talked_about
from etiquette.messages.text import fitted
from etiquette.messages.voices.voice import Voice
from etiquette.rules.calls import Call
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind

TOPIC_SHOWN = 300


def _were_to_speak(matter: Matter, member: Member, now: datetime) -> str:
    call = matter.subject
    return f"It was planned for {near_moment(call.starts_at, member, now)}." if isinstance(call, Call) else ""


def _will_speak(matter: Matter, member: Member, now: datetime) -> str:
    """A card that was posted stays, and may be drawn anew when the call is over."""
    call = matter.subject
    if not isinstance(call, Call):
        return ""
    verb = "is" if call.starts_at >= now else "was"
    return f"It {verb} {near_moment(call.starts_at, member, now)}."


def _moved(matter: Matter, member: Member, now: datetime) -> str:
    call = matter.subject
    return f"Changed: now {full_moment(call.starts_at, member, now)}" if isinstance(call, Call) else "Changed"


def _preparation(matter: Matter, _member: Member, _now: datetime) -> Sequence[Block]:
    call = matter.subject
    return cards.preparation(call, matter.contact, matter.introduction) if isinstance(call, Call) else ()


def _cues(matter: Matter, _member: Member, _now: datetime) -> Sequence[Block]:
    call = matter.subject
    return cards.cues(call, matter.contact, matter.introduction) if isinstance(call, Call) else ()


def _notes(matter: Matter, about: str) -> Sequence[InteractiveElement]:
    return [cards.notes_button(matter.subject, about)] if isinstance(matter.subject, Call) else []


def _notes_beside(matter: Matter, about: str) -> Sequence[InteractiveElement]:
    """Where there is no profile, the first button opens the very same form."""
    return _notes(matter, about) if cards.has_profile(matter.contact) else []


def _profile(matter: Matter, about: str) -> Sequence[InteractiveElement]:
    return [cards.profile_button(matter.contact, about)]


def _talked(matter: Matter, _member: Member, _now: datetime) -> str:
    topic = talked_about(matter.call)
    return f"You talked about: {sentence(fitted(topic, TOPIC_SHOWN))}" if topic else ""


VOICES = {
    Kind.PREPARE: Voice(
        title="Prepare for your call with {who}",
        why="a little preparation makes a call time well spent, for both of you",
        done="I am prepared",
        was_done="Prepared",
        standing=_will_speak,
        card=_preparation,
        first=_notes,
        edit="Change the call",
        changed=_moved,
    ),
    Kind.CALL_CARD: Voice(
        title="Your call with {who}",
        why="with their profile open, you can ask where they come from and where they want to go",
        done="I am ready",
        was_done="Ready",
        standing=_will_speak,
        card=_cues,
        first=_profile,
        more=_notes_beside,
        edit="Change the call",
        drop=None,
        changed=_moved,
        can_wait=False,
        stays=True,
        opening="Your call is about to begin.",
    ),
    Kind.DEBRIEF: Voice(
        title="How was your call with {who}?",
        why="what you agreed is easiest to keep when it is written down while it is fresh",
        done="Debrief",
        was_done="Debriefed",
        standing=_were_to_speak,
        edit="Change the call",
        let_go="Not this time. I will not ask about this call again.",
        changed=_moved,
    ),
    Kind.SHARE: Voice(
        title="What did you learn from {who} that others here could use?",
        why="what you learned may be just what a colleague needs",
        done="Write it down",
        was_done="Written down",
        standing=_talked,
    ),
}
