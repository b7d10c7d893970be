"""Changes proposed, accepted, countered and declined (C7)."""

from collections.abc import Awaitable, Callable
from typing import Any

from etiquette.messages.contributions import typed_as
from etiquette.messages.proposals import BY_THEM, ProposalFields, day_typed, form, noted, shown, thread_lines
from etiquette.messages.replies import result
from etiquette.messages.vocabulary import Action, Form, metadata, read_value
from etiquette.rules.contributions import Contribution
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.matters import Chosen
from etiquette.rules.nudges import Answer as Choice
from etiquette.rules.nudges import Kind
from etiquette.rules.proposals import Aspect, ProposalState
from etiquette.rules.recurrence_words import read_when
from etiquette.services.proposals import Idea, Proposed, accept, counter, decline, proposal_of, propose, thread_of
from handlers import plans
from handlers.answers import Answer, Changed, Opens
from handlers.fields import Fields
from handlers.reception import Visit
from handlers.recurrences import reader


async def about(visit: Visit, target_id: str) -> Opens:
    """The form of a proposal about one thing; or its thread, while a proposal waits for its answer."""
    known = await thread_of(visit.store, visit.member, target_id)
    if any(each.state is ProposalState.OPEN for each in known.thread.proposals):
        return Opens(result(shown(known, visit.member, visit.now), "What was proposed"))
    return Opens(form(known.together, _fields(visit, known), meta=metadata(target=target_id)))


async def opened(visit: Visit, pressed_value: str) -> Opens:
    """“Propose a change”."""
    return await about(visit, read_value(pressed_value)[1])


async def thread(visit: Visit, pressed_value: str) -> Answer:
    """All that was proposed about one thing."""
    return shown(await thread_of(visit.store, visit.member, read_value(pressed_value)[1]), visit.member, visit.now)


async def counter_opened(visit: Visit, pressed_value: str) -> Opens:
    """“Propose something else”: the form, with what was proposed so far above it."""
    known = await proposal_of(visit.store, visit.member, read_value(pressed_value)[1])
    if known.proposal is None or known.proposal.state is not ProposalState.OPEN:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    fields = _fields(visit, known, known.proposal.aspect, is_counter=True)
    above = thread_lines(known.thread, known.together, visit.member, visit.now)
    return Opens(form(known.together, fields, above, meta=metadata(counters=known.proposal.id)))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: a proposal, or the answer to one."""
    fields = Fields.of(view)
    counters = fields.kept("counters")
    if counters:
        known = await proposal_of(visit.store, visit.member, counters)
        return await _with_plan(visit, await counter(visit.doing, counters, _idea(visit, fields, known)))
    target_id = fields.kept("target") or ""
    known = await thread_of(visit.store, visit.member, target_id)
    by_them = fields.choice("by") == BY_THEM
    proposed = await propose(visit.doing, target_id, _idea(visit, fields, known), by_them=by_them)
    return await _with_plan(visit, proposed)


async def accepted(visit: Visit, proposal_id: str) -> Answer:
    """Both agree, and it is changed. What both agreed on is not taken back by one."""
    await accept(visit.doing, proposal_id)
    return Changed(Kind.PROPOSAL, proposal_id, Chosen(Choice.DONE, visit.now, None, None))


async def declined(visit: Visit, proposal_id: str) -> Answer:
    """It stays as it was agreed."""
    await decline(visit.doing, proposal_id)
    return Changed(Kind.PROPOSAL, proposal_id, Chosen(Choice.NOT_THIS_TIME, visit.now, None, None))


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    Action.PROPOSE: opened,
    Action.THREAD: thread,
    Action.COUNTER: counter_opened,
}
ANSWERED: dict[Kind, Callable[[Visit, str], Awaitable[Answer]]] = {Kind.PROPOSAL: accepted}
DECLINED: dict[Kind, Callable[[Visit, str], Awaitable[Answer]]] = {Kind.PROPOSAL: declined}
SENT: dict[str, Callable[[Visit, dict[str, Any]], Awaitable[Answer]]] = {Form.PROPOSAL: submitted}


async def _with_plan(visit: Visit, proposed: Proposed) -> Answer:
    """What is proposed, above the plan, on which whoever acts for somebody outside answers it."""
    said = noted(proposed, visit.member, visit.now)
    return await plans.shown(visit, proposed.together.partnership.id, said)


def _fields(visit: Visit, known: Proposed, aspect: Aspect = Aspect.DATE, *, is_counter: bool = False) -> ProposalFields:
    target = known.thread.target
    recurs = isinstance(target, Contribution)
    when = (
        typed_as(target, visit.member, visit.now)
        if isinstance(target, Contribution)
        else day_typed(target.due_on, visit.member, visit.now)
    )
    return ProposalFields(target.what, when, aspect, recurs, is_counter)


def _idea(visit: Visit, fields: Fields, known: Proposed) -> Idea:
    """What is proposed. The form holds what is agreed: what is left alone is no change."""
    chosen, note = fields.choice("aspect"), fields.text("note")
    aspect = Aspect(chosen) if chosen in set(Aspect) else Aspect.DATE
    shown = _fields(visit, known)
    _check_alone(fields, shown, aspect)
    if aspect is not Aspect.DATE:
        return Idea(aspect, fields.text("what") if aspect is Aspect.SCOPE else "", note)
    if fields.text("when") == shown.when:
        raise EtiquetteError(Refusal.NOTHING_NEW)
    today = visit.member.hours.local(visit.now).date()
    return Idea(aspect, read_when(fields.text("when"), today, reader(visit)).text, note)


def _check_alone(fields: Fields, shown: ProposalFields, aspect: Aspect) -> None:
    """Nothing typed is lost: what was changed beside what is proposed is said at its field."""
    others = {"when": (Aspect.DATE, shown.when), "what": (Aspect.SCOPE, shown.what)}
    for name, (its_own, before) in others.items():
        if aspect is not its_own and fields.text(name) not in {"", before.strip()}:
            raise EtiquetteError(Refusal.ONE_CHANGE_AT_A_TIME, field=name)
