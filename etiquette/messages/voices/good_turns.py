"""How good turns are spoken of: something to offer, something to pay forward (E14, E15)."""

from datetime import datetime

from etiquette.messages.good_turns import draft_of, in_common, kept, offer
from etiquette.messages.letters import sentence
from etiquette.messages.text import escape, first, fitted, named, one_line, person
from etiquette.messages.voices.voice import Voice
from etiquette.rules.good_turns import GoodTurn, Sort, Turn
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind

NOTED_SHOWN = 300


def _generous(matter: Matter, _member: Member, _now: datetime) -> str:
    return f"{first(matter.contact)} has been generous to you lately. {_idea(matter)}"


def _idea(matter: Matter) -> str:
    """What could be offered, made of what is known."""
    turn = matter.subject
    if not isinstance(turn, GoodTurn):
        return ""
    match turn.reason.sort:
        case Sort.NOTED:
            return f"You noted what you could offer: {sentence(fitted(turn.reason.what, NOTED_SHOWN))}"
        case Sort.TAG if matter.other:
            shared = fitted(turn.reason.what, NOTED_SHOWN)
            return f"An introduction to {person(matter.other)}, perhaps: {shared} is on both their minds."
        case Sort.COMMON:
            return f"You have this in common: {sentence(fitted(turn.reason.what, NOTED_SHOWN))}"
        case _:
            return "Perhaps a recommendation would help."


def _small(matter: Matter, _member: Member, _now: datetime) -> str:
    """What the good turn is. The names stand in it, and not in the title: it may be about one person or two."""
    turn = matter.subject
    if not isinstance(turn, GoodTurn):
        return ""
    who = person(matter.contact)
    match turn.turn:
        case Turn.INTRODUCE if matter.other:
            return f"Introduce {who} and {person(matter.other)} to each other. {escape(in_common(turn.reason, 'they'))}"
        case Turn.RECOMMEND:
            return f"Recommend {who}, who {kept(turn.reason)} to you."
        case Turn.THANK if turn.reason.sort is Sort.INTRODUCER:
            introducer = one_line(turn.reason.what) or "your introducer"
            return f"Thank {introducer} once more for introducing {named(matter.contact)}."
        case _:
            return f"Thank {who} once more, a good while later."


VOICES = {
    Kind.RECIPROCATE: Voice(
        title="Something to offer {who}?",
        why="giving back is warmest when it comes before anybody asks",
        done="I have offered it",
        was_done="Offered",
        standing=_generous,
        asking=lambda *_: "A few words, yours to change and send:",
        draft=offer,
    ),
    Kind.PAY_FORWARD: Voice(
        title="One small good turn this month",
        why="somebody once did as much for you, and even a full week has room for it",
        done="Done",
        was_done="Done",
        standing=_small,
        asking=lambda *_: "It takes about five minutes. A draft, yours to change and send:",
        draft=draft_of,
        let_go="Not this time. Another one will come along.",
    ),
}
