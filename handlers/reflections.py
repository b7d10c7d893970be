"""Reflections: `/coop reflect Dana`, the five questions, both answers, and the one next step (L7)."""

from collections.abc import Awaitable, Callable
from typing import Any

from etiquette.messages.reflections import LET_GO, form, never, no_plan_with, reflecting, step_form, which
from etiquette.messages.replies import plain
from etiquette.messages.vocabulary import Action, Form, read_kind, read_value
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind, Noun
from etiquette.rules.partnerships import PartnershipState, Together
from etiquette.rules.reflections import QUESTIONS, AnswerState, Reflecting, Thoughts
from etiquette.services.contacts import Somebody, contact_of
from etiquette.services.drafts import finish_draft
from etiquette.services.reflections import (
    agree_step,
    answer_reflection,
    begin_reflection,
    propose_step,
    reflecting_on,
    reflection_of,
    reflection_to_answer,
    skip_reflection,
)
from etiquette.services.together import partnerships_of
from handlers.answers import Answer, Changed, Opens
from handlers.fields import Fields
from handlers.name_words import NameWords, read_name
from handlers.questions import or_which
from handlers.reception import Visit

VERB = "reflect"
SHOWN = (PartnershipState.RUNNING, PartnershipState.PAUSED, PartnershipState.CLOSED)


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """`/coop reflect Dana`: the five questions, or how they stand. Bare: with whom."""
    words = read_name(text, [contact.name for contact in await visit.contacts()])
    if not (words.name or words.user_id or draft):
        return await _anybody(visit)
    return await or_which(visit, VERB, words.typed, text, draft, _with(visit, words, draft))


async def edit(visit: Visit, answer_id: str) -> Opens:
    """The five questions of one side, with what it wrote before."""
    seen, answer = await reflection_to_answer(visit.store, visit.member, answer_id)
    return Opens(form(seen, answer), otherwise=reflecting(seen, visit.member))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The five answers, kept; what is missing is said at its own question."""
    fields = Fields.of(view)
    thoughts = Thoughts(**{name: fields.text(name) for name in QUESTIONS})
    return reflecting(await answer_reflection(visit.doing, fields.kept("id") or "", thoughts), visit.member)


async def pressed(visit: Visit, pressed_value: str) -> Answer:
    """The reflection of a partnership, from wherever the partnership is shown."""
    return await _of(visit, read_value(pressed_value)[1])


async def begun(visit: Visit, pressed_value: str) -> Answer:
    """Both reflect today: whoever pressed has the questions at once."""
    return _opens(visit, await begin_reflection(visit.doing, read_value(pressed_value)[1]))


async def shown(visit: Visit, pressed_value: str) -> Answer:
    """How one reflection stands: both answers, once both are in."""
    return reflecting(await reflection_of(visit.store, visit.member, read_value(pressed_value)[1]), visit.member)


async def not_this_time(visit: Visit, answer_id: str) -> Answer:
    """One side would rather not, this time: told to the other, so that there is no way back."""
    await skip_reflection(visit.doing, answer_id)
    return Changed(said=plain(LET_GO))


async def step_opened(visit: Visit, pressed_value: str) -> Answer:
    """The form of a next step; or how it stands, where it changed since the press was drawn."""
    seen = await reflection_of(visit.store, visit.member, read_value(pressed_value)[1])
    reflection = seen.reflection
    if reflection is None or seen.theirs is None or reflection.next_step_agreed_at or _is_old(seen, pressed_value):
        return reflecting(seen, visit.member)
    return Opens(step_form(seen, reflection))


async def step_written(visit: Visit, view: dict[str, Any]) -> Answer:
    """A next step, proposed to the other side."""
    fields = Fields.of(view)
    told = await propose_step(visit.doing, fields.kept("id") or "", fields.text("step"), fields.kept("seen") or "")
    return reflecting(told, visit.member)


async def step_agreed(visit: Visit, pressed_value: str) -> Answer:
    """The proposed next step is agreed; or shown, where it is another by now than the one that was pressed."""
    reflection_id, seen = read_value(pressed_value)[1], read_kind(pressed_value)
    try:
        return reflecting(await agree_step(visit.doing, reflection_id, seen), visit.member)
    except EtiquetteError as error:
        if error.code is not Refusal.STEP_CHANGED:
            raise
    return await shown(visit, pressed_value)


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    Action.REFLECT: pressed,
    Action.REFLECT_TODAY: begun,
    Action.SEE_ANSWERS: shown,
    Action.PROPOSE_STEP: step_opened,
    Action.AGREE_STEP: step_agreed,
}
EDITS: dict[str, Callable[[Visit, str], Awaitable[Opens]]] = {Noun.REFLECTION_ANSWER: edit}
FORMS: dict[Kind, Callable[[Visit, str], Awaitable[Answer]]] = {Kind.REFLECTION: edit}
SENT: dict[str, Callable[[Visit, dict[str, Any]], Awaitable[Answer]]] = {
    Form.REFLECTION: submitted,
    Form.NEXT_STEP: step_written,
}
DECLINED: dict[Kind, Callable[[Visit, str], Awaitable[Answer]]] = {Kind.REFLECTION: not_this_time}


async def _anybody(visit: Visit) -> Answer:
    running = [each for each in await partnerships_of(visit.store, visit.member) if each.is_running]
    return await _of(visit, running[0].partnership.id) if len(running) == 1 else which(running)


async def _with(visit: Visit, words: NameWords, draft: Draft | None) -> Answer:
    somebody = Somebody(words.name or "", draft.contact_id if draft else None, words.user_id)
    contact = await contact_of(visit.store, visit.member, somebody)
    if draft is not None:
        await finish_draft(visit.store, visit.member, draft.id)
    found = [each for each in await partnerships_of(visit.store, visit.member) if _is_with(each, contact.id)]
    if not found:
        return no_plan_with(contact.name)
    return await _of(visit, min(found, key=_running_first).partnership.id)


async def _of(visit: Visit, partnership_id: str) -> Answer:
    seen = await reflecting_on(visit.store, visit.member, partnership_id)
    return _opens(visit, seen) if seen.reflection else never(seen.together)


def _opens(visit: Visit, seen: Reflecting) -> Answer:
    """The member's own questions, where they are still to be answered; else how it stands."""
    told = reflecting(seen, visit.member)
    if not seen.is_due or seen.mine is None or seen.mine.state is not AnswerState.DUE:
        return told
    return Opens(form(seen, seen.mine), otherwise=told)


def _is_old(seen: Reflecting, pressed_value: str) -> bool:
    return read_kind(pressed_value) != seen.mark


def _is_with(together: Together, contact_id: str) -> bool:
    return together.partnership.state in SHOWN and together.mine.contact_id == contact_id


def _running_first(together: Together) -> tuple[bool, float]:
    return not together.is_running, -together.partnership.created_at.timestamp()
