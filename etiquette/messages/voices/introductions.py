"""How introductions are spoken of: asked for, passed on, answered, and what comes of them (E2 to E4)."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages import openings
from etiquette.messages.dates import near_day
from etiquette.messages.drafts import introducer_name
from etiquette.messages.parts import button, section
from etiquette.messages.text import first, introducer, printable, quoted
from etiquette.messages.vocabulary import Action
from etiquette.messages.voices.voice import Voice
from etiquette.rules.introductions import BLURB_LIMIT, Introduction, IntroductionState, Reply
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind

TO_FORWARD = "And a few words that they can forward as they are:"
PROFILE_HINT = "Your profile's address and a line about you make it easier to say yes: `/coop settings` keeps them."


def _request(matter: Matter, member: Member, _now: datetime) -> str:
    return openings.request(matter, member)


def _to_forward(matter: Matter, member: Member, _now: datetime) -> Sequence[Block]:
    """The blurb under the note, to be copied apart from it."""
    return [section(f"{TO_FORWARD}\n{quoted(openings.blurb(matter, member), 2 * BLURB_LIMIT)}")]


def _profile_hint(matter: Matter, _text: str, member: Member) -> list[str]:
    """How the blurb could say more of the member."""
    known = _of(matter)
    is_complete = (known and known.blurb) or (member.profile_url and member.blurb)
    return [] if is_complete else [PROFILE_HINT]


def _request_presses(matter: Matter, about: str) -> list[ButtonElement | None]:
    known = _of(matter)
    can_pass = known is not None and bool(known.introducer_user_id) and known.passed_on_at is None
    return [
        button("Edit the draft", Action.EDIT_REQUEST, about),
        button("Pass it on for me", Action.PASS_ON, about) if can_pass else None,
    ]


def _will_ask(matter: Matter, _member: Member, _now: datetime) -> str:
    return f"I will ask {introducer(_of(matter))} in their working hours, and tell you what they say."


def _asked(matter: Matter, member: Member, now: datetime) -> str:
    known = _of(matter)
    if known is None:
        return ""
    when = near_day(member.hours.local(known.moved_at).date(), member, now)
    if known.reply is Reply.WILLING:
        return "They said that they would introduce you."
    return f"I asked them for you {when}." if known.passed_on_at else f"You asked {when}."


def _passed_words(matter: Matter, _member: Member, _now: datetime) -> str | None:
    known = _of(matter)
    return known.note if known else None


def _passed_blurb(matter: Matter, _member: Member, _now: datetime) -> Sequence[Block]:
    known = _of(matter)
    if known is None or not known.blurb:
        return []
    return [section(f"And what you can forward:\n{quoted(known.blurb, 2 * BLURB_LIMIT)}")]


def _still_to_forward(matter: Matter, _member: Member, _now: datetime) -> str | None:
    known = _of(matter)
    return known.blurb if known else None


def _replied(matter: Matter, _member: Member, _now: datetime) -> str:
    """What the introducer said, in a sentence for each thing that they were asked."""
    known = _of(matter)
    if known is None:
        return ""
    if known.reply is Reply.NOT_NOW:
        return "They would rather not this time. It says nothing about you, and another door may open yet."
    waits = known.reply is Reply.WILLING and known.state is IntroductionState.ASKED
    said = ["They will introduce you."] if waits else []
    if not _their_words(matter, _member, _now) and Kind.REFERRAL_ASKED in known.closed:
        said.append("They would rather not put it into words this time.")
    return " ".join(said)


def _how_they_put_it(matter: Matter, member: Member, now: datetime) -> str:
    return "This is how they would describe you:" if _their_words(matter, member, now) else ""


def _their_words(matter: Matter, _member: Member, _now: datetime) -> str | None:
    known = _of(matter)
    return known.how_referred if known and known.referral_asked_at else None


def _if_introduced(matter: Matter, about: str) -> list[ButtonElement | None]:
    known = _of(matter)
    waits = known is not None and known.state is IntroductionState.ASKED and known.reply is Reply.WILLING
    return [button("They introduced us", Action.INTRODUCED, about, primary=True) if waits else None]


def _not_said_yet(matter: Matter, member: Member, now: datetime) -> str:
    known = _of(matter)
    if known is None or known.referral_asked_at is None:
        return ""
    return f"I asked them {near_day(member.hours.local(known.referral_asked_at).date(), member, now)}."


def _ask_for_me(matter: Matter, about: str) -> list[ButtonElement | None]:
    """Where the introducer is in Slack and was not asked yet, the bot can ask them how they put it (E3)."""
    known = _of(matter)
    if known is None or not known.introducer_user_id or not _is_untold(known) or known.referral_asked_at:
        return []
    name = printable(introducer_name(matter) or "them")
    return [button(f"Ask {name} for me", Action.ASK_REFERRAL, about)]


def _before_writing(matter: Matter, _member: Member, _now: datetime) -> str:
    """A gentle question where the member does not know how they are seen; never a wall (E3)."""
    known = _of(matter)
    message = "a message that asks for a day and a time, yours to change and send:"
    if known is None or not _is_untold(known):
        return f"Here is {message}"
    who = introducer(known)
    if known.referral_asked_at:
        return f"I have asked {who} how they would describe you. No need to wait for that: here is {message}"
    return f"Do you know how {who} described you? It is easier to begin from there. When you write, here is {message}"


def _call_presses(matter: Matter, about: str) -> list[ButtonElement | None]:
    known = _of(matter)
    if known is None or not _is_untold(known):
        return []
    return [*_ask_for_me(matter, about), button("Note what they said", Action.NOTE_REFERRAL, about)]


def _how_it_helps(matter: Matter, _member: Member, _now: datetime) -> str:
    return f"A line or two will do; {first(matter.contact)} is not told."


def _is_untold(known: Introduction) -> bool:
    return known.has_introducer and not (known.how_referred or known.call_held_at)


def _of(matter: Matter) -> Introduction | None:
    return matter.subject if isinstance(matter.subject, Introduction) else None


VOICES = {
    Kind.REQUEST: Voice(
        title="Ask {introducer} to introduce you to {who}",
        why="a word from somebody who knows you both lets the other side see first who you are",
        done="I have asked",
        was_done="Asked",
        asking=lambda *_: "A short note, yours to change and send:",
        draft=_request,
        notes=_profile_hint,
        card=_to_forward,
        more=_request_presses,
        changed=_will_ask,
    ),
    Kind.REQUEST_UNANSWERED: Voice(
        title="Has {introducer} introduced you to {who}?",
        why="a note is easily overlooked, and a kind second one is welcome",
        done="They introduced us",
        was_done="Introduced",
        standing=_asked,
        asking=lambda *_: "If not yet, a kind second word, yours to change and send:",
        draft=openings.second_word,
    ),
    Kind.REQUEST_PASSED_ON: Voice(
        title="{asker} asks whether you would introduce them to {who}",
        why="opening a door takes a minute, and is remembered",
        done="I will introduce them",
        was_done="You said that you will introduce them",
        let_go="Not this time. I will tell them kindly.",
        asking=lambda *_: "Their words to you:",
        draft=_passed_words,
        card=_passed_blurb,
        kept=_still_to_forward,
        is_passed_on=True,
    ),
    Kind.REFERRAL_ASKED: Voice(
        title="{asker} asks how you would describe them to {who}",
        why="it is easier to begin well when you know how you were described",
        done="Answer",
        was_done="Answered",
        let_go="Not this time. I will tell them kindly.",
        asking=_how_it_helps,
        is_passed_on=True,
    ),
    Kind.INTRODUCER_ANSWERED: Voice(
        title="{introducer} answered you about {who}",
        why="you asked, and this is their answer",
        standing=_replied,
        asking=_how_they_put_it,
        draft=_their_words,
        first=_if_introduced,
        was_done="Introduced",
        kept=_their_words,
        drop=None,
        can_wait=False,
    ),
    Kind.HOW_REFERRED: Voice(
        title="How did {introducer} describe you to {who}?",
        why="before you write, it helps to know how you are seen, and where the common ground is",
        done="Note it down",
        was_done="Noted",
        standing=_not_said_yet,
        more=_ask_for_me,
        changed=_will_ask,
    ),
    Kind.SECURE_CALL: Voice(
        title="Find a time with {who}",
        why="an introduction stays warm for a few days; a day and a time keep it so",
        done="We have a time",
        was_done="Call fixed",
        asking=_before_writing,
        draft=openings.first_message,
        more=_call_presses,
    ),
}
