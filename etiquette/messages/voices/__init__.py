"""How the bot speaks of each row of the rulebook: one voice a kind, by noun."""

from etiquette.messages.voices import (
    balance,
    calls,
    contacts,
    deliverables,
    good_turns,
    introductions,
    invitations,
    partnerships,
    proposals,
    questions,
    reflections,
    thanks,
)
from etiquette.messages.voices.voice import Voice
from etiquette.rules.nudges import Kind

__all__ = ["VOICES", "Voice"]

VOICES: dict[Kind, Voice] = {
    kind: voice
    for noun in (
        *(introductions, calls, thanks, invitations, deliverables, good_turns, contacts),
        *(partnerships, proposals, balance, reflections, questions),
    )
    for kind, voice in noun.VOICES.items()
}
