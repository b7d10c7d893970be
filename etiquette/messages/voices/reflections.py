"""How reflections are spoken of, and what is told of them to the other side (L7)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from slack_sdk.models.blocks import InteractiveElement

from etiquette.messages.dates import bare, near_day, today_of
from etiquette.messages.parts import button
from etiquette.messages.reflections import ALONE, LET_GO, REFLECTION, questions_to_send, step_presses
from etiquette.messages.text import first
from etiquette.messages.vocabulary import Action, value
from etiquette.messages.voices.voice import Voice
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import Together
from etiquette.rules.reflections import AnswerState, ReflectionAnswer, mark_of

FOR_THEM = ": their answers"


def _for_them(matter: Matter) -> Together | None:
    """The partnership, where it is somebody outside Slack who is asked, by way of the member."""
    answer, together = matter.subject, matter.together
    is_theirs = isinstance(answer, ReflectionAnswer) and together and answer.side_id == together.theirs.id
    return together if is_theirs else None


def _whose(matter: Matter, _member: Member, _now: datetime) -> str:
    return FOR_THEM if _for_them(matter) else ""


def _standing(matter: Matter, member: Member, now: datetime) -> str:
    answer = matter.subject
    if not isinstance(answer, ReflectionAnswer) or _for_them(matter):
        return ""
    if answer.due_on < (today := today_of(member, now)):
        return f"Five short questions, which wait since {bare(answer.due_on, member.locale, today)}."
    return f"Five short questions, due {near_day(answer.due_on, member, now)}."


def _asking(matter: Matter, _member: Member, _now: datetime) -> str:
    if _for_them(matter):
        return f"Yours are kept. Here are the questions for {first(matter.contact)}, to send as yourself:"
    return ALONE


def _questions(matter: Matter, member: Member, _now: datetime) -> str | None:
    together = _for_them(matter)
    return questions_to_send(together, member) if together else None


def _see(matter: Matter, _about: str) -> Sequence[InteractiveElement | None]:
    """Once answered: how it stands, where the answer can still be changed, or both be read."""
    answer = matter.subject
    if not isinstance(answer, ReflectionAnswer) or answer.state is not AnswerState.ANSWERED:
        return ()
    return [button("See how it stands", Action.SEE_ANSWERS, value(REFLECTION, answer.reflection_id))]


def _see_both(matter: Matter, _about: str) -> Sequence[InteractiveElement | None]:
    return [button("See both answers", Action.SEE_ANSWERS, value(REFLECTION, _about_id(matter)), primary=True)]


def _answer_step(matter: Matter, _about: str) -> Sequence[InteractiveElement | None]:
    news, together = matter.subject, matter.together
    if not isinstance(news, News) or together is None:
        return ()
    about = value(REFLECTION, _about_id(matter), mark_of(news.text, together.theirs.id))
    return step_presses(together, about, is_own=False)


def _about_id(matter: Matter) -> str:
    return (matter.subject.about_id or "") if isinstance(matter.subject, News) else ""


NEWS_PRESSES: dict[Happened, Callable[[Matter, str], Sequence[InteractiveElement | None]]] = {
    Happened.OPENED: _see_both,
    Happened.NEXT_STEP: _answer_step,
    Happened.STEP_AGREED: _see_both,
}

VOICES = {
    Kind.REFLECTION: Voice(
        title="Time to reflect on what you do with {who}{what}",
        why="what both look back on, first alone and then together, goes better from then on",
        what=_whose,
        standing=_standing,
        asking=_asking,
        draft=_questions,
        done="Answer",
        was_done="Answered",
        let_go=LET_GO,
        first=_see,
        stays=True,
    ),
}
