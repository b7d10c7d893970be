"""How partnerships are spoken of: a plan offered, changed, reflected on, gone silent, ended well (C1 to C12, L7)."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import InteractiveElement

from etiquette.messages.voices import reflections
from etiquette.messages.voices.voice import Voice
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.news import News
from etiquette.rules.nudges import Kind


def _news(matter: Matter, member: Member, now: datetime) -> str:
    if not isinstance(matter.subject, News):
        return ""
    says = reflections.NEWS.get(matter.subject.happened)
    return says(matter, member, now) if says else matter.subject.text


def _news_presses(matter: Matter, about: str) -> Sequence[InteractiveElement | None]:
    offers = reflections.NEWS_PRESSES.get(matter.subject.happened) if isinstance(matter.subject, News) else None
    return offers(matter, about) if offers else ()


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
        standing=_news,
        more=_news_presses,
        drop=None,
        can_wait=False,
    ),
    Kind.ONE_SIDED: Voice(
        title="You have given a good deal to {who}",
        why="a plan in which both win may ask for a little balance now and then",
    ),
    Kind.GONE_SILENT: Voice(
        title="It has been quiet between you and {who}",
        why="a hopeful promise fades when nobody looks",
        done="Go on as planned",
    ),
    Kind.SUPPORT: Voice(
        title="Something of {who}'s that you could support",
        why="who invests in the other's initiatives is remembered",
        done="I did",
    ),
    Kind.OPEN_DOOR: Voice(
        title="The door between you and {who} was left open until today",
        why="parting well leaves a door open, and it costs nothing to look",
    ),
}
