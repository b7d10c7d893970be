"""How the bot's own questions are worded: whether to stop a kind of nudge (N3), and where somebody is (N1)."""

from etiquette.messages.voices.voice import Voice
from etiquette.rules.nudges import Kind

VOICES = {
    Kind.STOP_KIND: Voice(
        title="Shall I stop this?",
        why="what you let pass three times may not be what you need",
        done="Stop it",
        was_done="Stopped",
        drop="Go on",
        let_go="I will go on.",
        can_wait=False,
    ),
    Kind.WHICH_ZONE: Voice(
        title="Where in the world are you?",
        why="I would rather not write to you at night",
        done="Choose my time zone",
        was_done="Noted",
        drop="It is right as it is",
        let_go="It stays as it is.",
        can_wait=False,
    ),
}
