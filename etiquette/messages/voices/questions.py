"""How the bot's own questions are worded: whether to stop a kind of nudge (N3), and where somebody is (N1)."""

from datetime import datetime

from etiquette.messages.dates import full_moment
from etiquette.messages.kinds import lower
from etiquette.messages.voices.voice import Voice
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.questions import Question


def _about(matter: Matter, _member: Member, _now: datetime) -> str:
    asked = matter.subject
    known = isinstance(asked, Question) and asked.about in set(Kind)
    return lower(Kind(asked.about)) if isinstance(asked, Question) and known else "this"


def _let_pass(_matter: Matter, _member: Member, _now: datetime) -> str:
    return "You let the last three pass, and that is quite all right. I ask this only once."


def _it_is(_matter: Matter, member: Member, now: datetime) -> str:
    return f"Slack does not tell me. My guess is that for you it is {full_moment(now, member, now)}."


VOICES = {
    Kind.STOP_KIND: Voice(
        title="Shall I stop bringing up {what}?",
        why="a reminder that nobody needs is only noise, and you know best which those are",
        what=_about,
        standing=_let_pass,
        done="Yes, stop",
        was_done="Stopped",
        drop="No, go on",
        let_go="Then I will go on as before.",
        after_done=lambda *_: "`/coop settings` has the switch, should you miss it.",
        can_wait=False,
    ),
    Kind.WHICH_ZONE: Voice(
        title="Where in the world are you?",
        why="I would rather not write to you at night",
        standing=_it_is,
        done="Choose my time zone",
        was_done="Noted",
        drop="It is right as it is",
        let_go="Then it stays as it is.",
        after_done=lambda *_: "From now on I go by your own time.",
        can_wait=False,
    ),
}
