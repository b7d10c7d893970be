"""A plan offered, agreed to or declined, by either side; a yes from outside Slack recorded; the start (C1, C3)."""

from collections.abc import Awaitable, Callable
from typing import Any

from etiquette.messages import plan_replies
from etiquette.messages.plan_forms import DECLINED, outside_form
from etiquette.messages.refusals import sentence
from etiquette.messages.vocabulary import Action, metadata, read_kind, read_value
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import SideState
from etiquette.services.agreeing import agree, decline, offer_plan, record_no, record_yes, start_plan
from etiquette.services.introducers import somebody_to_ask
from etiquette.services.members import member_of
from etiquette.services.plans import Plan, plan_of
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.plans import shown
from handlers.reception import Visit


async def offered(visit: Visit, pressed_value: str) -> Answer:
    """“Offer it”: the other side is asked, in their hours."""
    partnership_id = read_value(pressed_value)[1]
    plan = await plan_of(visit.store, visit.member, partnership_id)
    if plan.partner_id is None:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    partner = await _partner(visit, Who(visit.member.workspace_id, plan.partner_id))
    await offer_plan(visit.doing, partnership_id, partner)
    return await shown(visit, partnership_id, plan_replies.offered(partner.id))


async def agreed(visit: Visit, pressed_value: str) -> Answer:
    """“Agree”, to the plan as it was read; where it has changed since, the plan as it is now."""
    partnership_id = read_value(pressed_value)[1]
    try:
        together = await agree(visit.doing, partnership_id, read_kind(pressed_value))
    except EtiquetteError as error:
        if error.code is not Refusal.PLAN_CHANGED:
            raise
        return await shown(visit, partnership_id, sentence(error))
    return await shown(visit, partnership_id, plan_replies.agreed(together.theirs))


async def declined(visit: Visit, pressed_value: str) -> Answer:
    """“Not this time”, on the plan itself."""
    together = await decline(visit.doing, read_value(pressed_value)[1])
    return plan_replies.declined(together.theirs)


async def not_this_time(visit: Visit, side_id: str) -> object:
    """“Not this time”, where it was offered."""
    return await decline(visit.doing, side_id)


async def outside_asked(visit: Visit, pressed_value: str) -> Opens:
    """The form of an answer that came from outside Slack."""
    plan = await plan_of(visit.store, visit.member, read_value(pressed_value)[1])
    if await _can_press(visit, plan):
        raise EtiquetteError(Refusal.THEIRS_TO_PRESS)
    theirs, today = plan.together.theirs, visit.member.hours.local(visit.now).date()
    meta = metadata(id=plan.together.partnership.id)
    can_decline = theirs.state is SideState.UNASKED
    return Opens(outside_form(theirs.name, today, can_decline=can_decline, meta=meta))


async def outside_answered(visit: Visit, view: dict[str, Any]) -> Answer:
    """How, and when, they agreed; or that they would rather not."""
    fields = Fields.of(view)
    partnership_id = fields.kept("id") or ""
    if fields.choice("answer") == DECLINED:
        return plan_replies.they_declined((await record_no(visit.doing, partnership_id)).theirs)
    day = fields.day("day")
    if day is None:
        raise EtiquetteError(Refusal.NO_DATE)
    can_press = await _can_press(visit, await plan_of(visit.store, visit.member, partnership_id))
    together = await record_yes(visit.doing, partnership_id, fields.text("how"), day, can_press=can_press)
    return await shown(visit, partnership_id, plan_replies.they_agreed(together.theirs))


async def started(visit: Visit, pressed_value: str) -> Answer:
    """“Start”; where something is missing after all, the plan, which says what."""
    partnership_id = read_value(pressed_value)[1]
    try:
        together = await start_plan(visit.doing, partnership_id)
    except EtiquetteError as error:
        if error.code is not Refusal.PLAN_INCOMPLETE:
            raise
        return await shown(visit, partnership_id, sentence(error))
    return await shown(visit, partnership_id, plan_replies.started(together.theirs))


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    Action.OFFER_PLAN: offered,
    Action.AGREE_PLAN: agreed,
    Action.DECLINE_PLAN: declined,
    Action.OUTSIDE_ANSWER: outside_asked,
    Action.START_PLAN: started,
}
DROPPED: dict[Kind, Callable[[Visit, str], Awaitable[object]]] = {Kind.PLAN_OFFERED: not_this_time}


async def _can_press(visit: Visit, plan: Plan) -> bool:
    """Whether the other side is somebody in Slack who can be asked: a guest, or who has left, cannot."""
    if plan.partner_id is None:
        return False
    try:
        await _partner(visit, Who(visit.member.workspace_id, plan.partner_id))
    except EtiquetteError as error:
        if error.code is Refusal.SLACK_IS_SLOW:
            raise
        return False
    return True


async def _partner(visit: Visit, who: Who) -> Member:
    """The other side as a member, met now where they never used the bot. Refused kindly where they cannot be asked."""
    if who == visit.member.who:
        raise EtiquetteError(Refusal.PLAN_WITH_YOURSELF)
    is_met = await member_of(visit.store, who) is not None
    profile = None if is_met else await visit.reception.profile(who)
    return await somebody_to_ask(visit.doing, who, profile, visit.reception.invite_limit)
