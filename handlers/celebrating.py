"""What went well together: asked for, told to both, and taken back by whoever said it (C2)."""

from collections.abc import Awaitable, Callable
from typing import Any

from etiquette.messages.celebrating import celebrated, form
from etiquette.messages.text import clip
from etiquette.messages.vocabulary import Action, Form, metadata, read_value
from etiquette.services.celebrating import celebrate, delete_remark, remark_of
from etiquette.services.together import together_of
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.reception import Visit

LABEL_LIMIT = 80


async def opened(visit: Visit, pressed_value: str) -> Answer:
    """The form, of one question."""
    together = await together_of(visit.store, visit.member, read_value(pressed_value)[1])
    return Opens(form(together, meta=metadata(id=together.partnership.id)))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: the other side hears of it."""
    fields = Fields.of(view)
    return celebrated(*await celebrate(visit.doing, fields.kept("id") or "", fields.text("text")))


async def deleted(visit: Visit, remark_id: str) -> tuple[str, str]:
    """Its author takes it back. Gives back what it was about, and the act that undoes it."""
    remark = await remark_of(visit.store, visit.member, remark_id)
    return clip(remark.text, LABEL_LIMIT), await delete_remark(visit.doing, remark_id)


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {Action.CELEBRATE: opened}
SENT: dict[str, Callable[[Visit, dict[str, Any]], Awaitable[Answer]]] = {Form.CELEBRATE: submitted}
