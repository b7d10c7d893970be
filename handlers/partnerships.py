"""All that can be pressed and typed of partnerships, in one place: each noun's own, put together."""

from collections.abc import Awaitable, Callable

from etiquette.rules.drafts import Draft
from handlers import agreeing, balance, celebrating, plans, reflections
from handlers.answers import Answer
from handlers.reception import Visit

PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    **balance.PRESSES,
    **celebrating.PRESSES,
    **plans.PRESSES,
    **agreeing.PRESSES,
    **reflections.PRESSES,
}
UNFINISHED: dict[str, Callable[[Visit, str, Draft | None], Awaitable[Answer]]] = {
    plans.VERB: plans.unfinished,
    reflections.VERB: reflections.typed,
}
RESUME: dict[str, Callable[[Visit, str, Draft | None], Awaitable[Answer]]] = {
    plans.VERB: plans.typed,
    reflections.VERB: reflections.typed,
}
