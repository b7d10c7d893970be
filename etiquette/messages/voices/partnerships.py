"""How partnerships are spoken of: a plan offered, changed, reflected on, ended well (C1 to C12, L7)."""

from datetime import datetime

from etiquette.messages.voices.voice import Voice
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.news import News
from etiquette.rules.nudges import Kind


def _news(matter: Matter, _member: Member, _now: datetime) -> str:
    return matter.subject.text if isinstance(matter.subject, News) else ""


VOICES = {
    Kind.PLAN_OFFERED: Voice(
        title="{who} would like to plan something with you",
        why="what both agreed on lasts, and nobody is in it without a yes of their own",
    ),
    Kind.PROPOSAL: Voice(
        title="{who} proposes a change",
        why="a middle point that both can live with keeps a plan alive",
    ),
    Kind.PLAN_NEWS: Voice(
        title="News of what you do with {who}",
        why="what concerns both is told to both",
        what=_news,
        drop=None,
        can_wait=False,
    ),
    Kind.REFLECTION: Voice(
        title="Time to reflect on what you do with {who}",
        why="each answers alone, and both see both answers only when both are in",
    ),
    Kind.OPEN_DOOR: Voice(
        title="The door between you and {who} was left open until today",
        why="parting well leaves a door open, and it costs nothing to look",
    ),
}
