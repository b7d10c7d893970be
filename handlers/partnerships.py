"""All that can be pressed and typed of partnerships, in one place: each noun's own, put together."""

from collections.abc import Awaitable, Callable

from etiquette.rules.drafts import Draft
from etiquette.rules.nudges import Kind
from handlers import (
    agreeing,
    balance,
    celebrating,
    contributions,
    differing,
    parting,
    plan_sharing,
    plans,
    proposals,
    reflections,
)
from handlers.answers import Answer, Opens
from handlers.reception import Visit

PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    **balance.PRESSES,
    **celebrating.PRESSES,
    **plans.PRESSES,
    **agreeing.PRESSES,
    **reflections.PRESSES,
    **contributions.PRESSES,
    **proposals.PRESSES,
    **parting.PRESSES,
    **differing.PRESSES,
    **plan_sharing.PRESSES,
}
UNFINISHED: dict[str, Callable[[Visit, str, Draft | None], Awaitable[Answer]]] = {
    plans.VERB: plans.unfinished,
    reflections.VERB: reflections.typed,
}
RESUME: dict[str, Callable[[Visit, str, Draft | None], Awaitable[Answer]]] = {
    plans.VERB: plans.typed,
    reflections.VERB: reflections.typed,
}
EDITS: dict[str, Callable[[Visit, str], Awaitable[Opens]]] = {**reflections.EDITS, **contributions.EDITS}
FORMS: dict[Kind, Callable[[Visit, str], Awaitable[Answer]]] = {
    **balance.ANSWERED,
    **reflections.FORMS,
    **proposals.ANSWERED,
}
DECLINED: dict[Kind, Callable[[Visit, str], Awaitable[Answer]]] = {**reflections.DECLINED, **proposals.DECLINED}
