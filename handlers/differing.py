"""A difference, named beside what both share (C2, C8). Its author takes it back: see `celebrating`."""

from collections.abc import Awaitable, Callable
from typing import Any

from etiquette.messages.differing import form, named
from etiquette.messages.vocabulary import Action, Form, metadata, read_value
from etiquette.services.differing import differ
from etiquette.services.parting import parting_of
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.reception import Visit


async def opened(visit: Visit, pressed_value: str) -> Answer:
    """The form, with what both share above it."""
    parting = await parting_of(visit.store, visit.member, read_value(pressed_value)[1])
    return Opens(form(parting, meta=metadata(id=parting.together.partnership.id)))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent."""
    fields = Fields.of(view)
    return named(*await differ(visit.doing, fields.kept("id") or "", fields.text("beside"), fields.text("text")))


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {Action.DIFFER: opened}
SENT: dict[str, Callable[[Visit, dict[str, Any]], Awaitable[Answer]]] = {Form.DIFFER: submitted}
