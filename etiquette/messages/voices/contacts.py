"""How a contact is spoken of who has not been heard of for long (E19)."""

from etiquette.messages.voices.voice import Voice
from etiquette.rules.nudges import Kind

VOICES = {
    Kind.CHECK_IN: Voice(
        title="A word to {who}?",
        why="you never know where it may lead, if not at once, then down the road",
        done="I wrote to them",
        was_done="In touch again",
    ),
}
