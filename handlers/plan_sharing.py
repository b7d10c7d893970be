"""A plan told of in digests, once both said yes to what would be told; and taken back by either (E17)."""

from collections.abc import Awaitable, Callable
from typing import Any

from etiquette.messages import plan_sharing
from etiquette.messages.refusals import sentence
from etiquette.messages.vocabulary import Action, Form, metadata, read_value
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.plans import digest
from etiquette.services.plan_sharing import share_no_more, share_plan
from etiquette.services.together import together_of
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.plans import shown
from handlers.reception import Visit


async def asked(visit: Visit, pressed_value: str) -> Opens:
    """What a digest would say, to be read before it may."""
    together = await together_of(visit.store, visit.member, read_value(pressed_value)[1])
    if not together.can_share:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    plan = together.partnership
    return Opens(plan_sharing.form(together, meta=metadata(id=plan.id, seen=digest(plan.purpose))))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """A yes to what was read; where that has changed since, the plan as it is now."""
    fields = Fields.of(view)
    partnership_id = fields.kept("id") or ""
    try:
        together = await share_plan(visit.doing, partnership_id, fields.kept("seen") or "")
    except EtiquetteError as error:
        if error.code is not Refusal.PLAN_CHANGED:
            raise
        return await shown(visit, partnership_id, sentence(error))
    return await shown(visit, partnership_id, plan_sharing.shared(together))


async def taken_back(visit: Visit, pressed_value: str) -> Answer:
    """“Keep it out of digests”."""
    together = await share_no_more(visit.doing, read_value(pressed_value)[1])
    return await shown(visit, together.partnership.id, plan_sharing.SHARED_NO_MORE)


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    Action.SHARE_PLAN: asked,
    Action.UNSHARE_PLAN: taken_back,
}
SENT: dict[str, Callable[[Visit, dict[str, Any]], Awaitable[Answer]]] = {Form.SHARE_PLAN: submitted}
