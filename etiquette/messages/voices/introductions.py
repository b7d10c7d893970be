"""How introductions are spoken of: asked for, passed on, answered, and what comes of them (E2 to E4)."""

from etiquette.messages.voices.voice import Voice
from etiquette.rules.nudges import Kind

VOICES = {
    Kind.REQUEST: Voice(
        title="Ask {introducer} to introduce you to {who}",
        why="whoever knows you both opens the door, so that the other side can see first who you are",
        done="I have asked",
        was_done="Asked",
    ),
    Kind.REQUEST_UNANSWERED: Voice(
        title="Has {introducer} answered about {who}?",
        why="a kind second word is welcome where the first was overlooked",
        done="They introduced us",
        was_done="Introduced",
    ),
    Kind.REQUEST_PASSED_ON: Voice(
        title="{asker} asks whether you would introduce them to {who}",
        why="a door that you open costs you a minute, and is remembered",
        done="I will introduce them",
        was_done="You will introduce them",
    ),
    Kind.REFERRAL_ASKED: Voice(
        title="{asker} asks how you would refer them to {who}",
        why="whoever knows how they are seen can begin where the other side already is",
        done="Answer",
        was_done="Answered",
    ),
    Kind.INTRODUCER_ANSWERED: Voice(
        title="{introducer} answered you about {who}",
        why="you asked to hear how you are seen",
        drop=None,
        can_wait=False,
    ),
    Kind.HOW_REFERRED: Voice(
        title="How did {introducer} describe you to {who}?",
        why="before you write, learn how you are seen, and where the common ground is",
        done="Note it down",
        was_done="Noted",
    ),
    Kind.SECURE_CALL: Voice(
        title="Find a time with {who}",
        why="an introduction is warm for a few days; a day and a time keep it so",
        done="A call stands",
        was_done="A call stands",
    ),
}
