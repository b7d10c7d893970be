"""How good turns are spoken of: something to offer, something to pay forward (E14, E15)."""

from etiquette.messages.voices.voice import Voice
from etiquette.rules.nudges import Kind

VOICES = {
    Kind.RECIPROCATE: Voice(
        title="Something for {who}?",
        why="who receives gives back, and offers to before being asked",
        done="Done",
        was_done="Done",
    ),
    Kind.PAY_FORWARD: Voice(
        title="One small good turn this month",
        why="what somebody once did for you, you can do for somebody else, even in a full week",
        done="Done",
        was_done="Done",
    ),
}
