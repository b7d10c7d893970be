"""Parting well: what is shared first, then the form, then the door; either of them may end it (C8, C9)."""

from collections.abc import Awaitable, Callable
from typing import Any

from etiquette.messages.parting import DROP, MOST, before, gone_on, outside_now, parted, parting_form
from etiquette.messages.plan_forms import BLANK, plan_form
from etiquette.messages.vocabulary import Action, Form, metadata, read_value
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import Together
from etiquette.rules.plans import digests, written
from etiquette.services.contacts import Somebody, whom
from etiquette.services.going_away import go_on_outside
from etiquette.services.parting import go_on, let_rest, part, parting_of
from etiquette.services.plans import plan_with
from etiquette.services.together import together_of
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.plans import shown
from handlers.reception import Visit


async def asked(visit: Visit, pressed_value: str) -> Answer:
    """“Part well”: first, what both share, and whether the difference is smaller."""
    return before(await parting_of(visit.store, visit.member, read_value(pressed_value)[1]))


async def stayed(visit: Visit, pressed_value: str) -> Answer:
    """It is smaller: it goes on."""
    return gone_on(await go_on(visit.doing, read_value(pressed_value)[1]))


async def form_opened(visit: Visit, pressed_value: str) -> Answer:
    """The form in which what is open is settled."""
    parting = await parting_of(visit.store, visit.member, read_value(pressed_value)[1])
    meta = metadata(id=parting.together.partnership.id)
    return Opens(parting_form(parting, visit.member, visit.now, meta=meta))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: it is over. What became open while it was filled in is kept, for nobody let it go."""
    fields = Fields.of(view)
    partnership_id, note = fields.kept("id") or "", fields.text("note")
    parting = await parting_of(visit.store, visit.member, partnership_id)
    kept = [each for place, (_, each) in enumerate(parting.open_ones) if _is_kept(fields, each.id, place)]
    together = await part(visit.doing, partnership_id, {each.id for each in kept}, note, fields.day("door"))
    return parted(together, kept, note, visit.member, visit.now)


async def again(visit: Visit, pressed_value: str) -> Answer:
    """Through the open door: the form of a plan, with what was planned before in it."""
    together = await together_of(visit.store, visit.member, read_value(pressed_value)[1])
    theirs = together.theirs
    found = await whom(visit.store, visit.member, Somebody(contact_id=together.mine.contact_id))
    user = None if theirs.is_outside else theirs.member_id
    if not found and user:  # whoever declined what was offered need not know the other as a contact of their own
        found = await whom(visit.store, visit.member, Somebody(slack_user_id=user))
    known = await plan_with(visit.store, visit.member, found[0]) if found else None
    if known is not None:
        return await shown(visit, known.partnership.id)
    who = {"contact": found[0].id} if found else {"name": theirs.name, "user": user}
    return Opens(plan_form(theirs.name, _before(together), meta=metadata(shown=digests(BLANK), **who)))


async def gone_outside(visit: Visit, pressed_value: str) -> Answer:
    """A partner has left Slack, and it goes on without it."""
    together = await go_on_outside(visit.doing, read_value(pressed_value)[1])
    return await shown(visit, together.partnership.id, outside_now(together))


async def rested(visit: Visit, side_id: str) -> object:
    """The door may close."""
    return await let_rest(visit.doing, side_id)


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    Action.PART: asked,
    Action.PART_NOT: stayed,
    Action.PART_FORM: form_opened,
    Action.PLAN_AGAIN: again,
    Action.GO_OUTSIDE: gone_outside,
}
SENT: dict[str, Callable[[Visit, dict[str, Any]], Awaitable[Answer]]] = {Form.PART_WELL: submitted}
DROPPED: dict[Kind, Callable[[Visit, str], Awaitable[object]]] = {Kind.OPEN_DOOR: rested}


def _is_kept(fields: Fields, deliverable_id: str, place: int) -> bool:
    name = f"open-{deliverable_id}"
    if not fields.has(name) and place >= MOST:
        name = "rest"
    return fields.choice(name) != DROP


def _before(together: Together) -> dict[str, str]:
    return {**BLANK, **written(together), "their_win": together.theirs.win}
