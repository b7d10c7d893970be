"""What each side gives: added, edited, accepted, let go (C4, C5). What is agreed on changes by proposal."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from etiquette.messages.contributions import NOUN, THEIRS, ContributionFields, form, gone, listed, noted, typed_as
from etiquette.messages.vocabulary import Action, Form, metadata, read_kind, read_value
from etiquette.rules.contributions import Contribution
from etiquette.rules.plans import shown_as
from etiquette.rules.recurrence_words import read_when
from etiquette.rules.recurrences import When
from etiquette.services.contributions import (
    Given,
    accept_contribution,
    contribute,
    contribution_of,
    contributions_of,
    edit_contribution,
    let_go_contribution,
)
from etiquette.services.together import together_of
from handlers import plans, proposals
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.reception import Visit
from handlers.recurrences import reader


async def opened(visit: Visit, pressed_value: str) -> Opens:
    """“Add something”: an empty form."""
    together = await together_of(visit.store, visit.member, read_value(pressed_value)[1])
    return Opens(form(together.theirs.name, meta=metadata(plan=together.partnership.id)))


async def all_shown(visit: Visit, pressed_value: str) -> Answer:
    """What both give."""
    partnership_id = read_value(pressed_value)[1]
    together = await together_of(visit.store, visit.member, partnership_id)
    given = await contributions_of(visit.store, visit.member, partnership_id)
    return listed(together.theirs.name, partnership_id, given, visit.member, visit.now)


async def edit(visit: Visit, contribution_id: str) -> Opens:
    """The form of what is written; of what is agreed on, the form of a proposal (C7)."""
    given = await contribution_of(visit.store, visit.member, contribution_id)
    if given.is_agreed:
        return await proposals.about(visit, contribution_id)
    contribution = given.contribution
    when = typed_as(contribution, visit.member, visit.now)
    known = ContributionFields(contribution.what, when, is_new=False)
    meta = metadata(id=contribution_id, seen=shown_as(contribution), when=when)
    return Opens(form(given.together.theirs.name, known, meta=meta))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: something new, or a correction."""
    fields = Fields.of(view)
    contribution_id = fields.kept("id")
    if contribution_id is None:
        when = read_when(fields.text("when"), _today(visit), reader(visit))
        is_mine = fields.choice("whose") != THEIRS
        given = await contribute(visit.doing, fields.kept("plan") or "", fields.text("what"), when, is_mine=is_mine)
        return await _with_plan(visit, given)
    known = (await contribution_of(visit.store, visit.member, contribution_id)).contribution
    seen = fields.kept("seen") or ""
    edited = await edit_contribution(
        visit.doing, contribution_id, fields.text("what"), _when(visit, fields, known), seen
    )
    return await _with_plan(visit, edited)


async def accepted(visit: Visit, pressed_value: str) -> Answer:
    """What the other side wrote for the member is theirs to do from now on."""
    given = await accept_contribution(visit.doing, read_value(pressed_value)[1], read_kind(pressed_value))
    return await _with_plan(visit, given, "Accepted.")


async def let_go(visit: Visit, pressed_value: str) -> Answer:
    """It is given no more."""
    given = await let_go_contribution(visit.doing, read_value(pressed_value)[1])
    return await plans.shown(visit, given.together.partnership.id, gone(given))


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    Action.CONTRIBUTE: opened,
    Action.CONTRIBUTIONS: all_shown,
    Action.ACCEPT_CONTRIBUTION: accepted,
    Action.LET_GO_CONTRIBUTION: let_go,
}
EDITS: dict[str, Callable[[Visit, str], Awaitable[Opens]]] = {NOUN: edit}
SENT: dict[str, Callable[[Visit, dict[str, Any]], Awaitable[Answer]]] = {Form.CONTRIBUTION: submitted}


async def _with_plan(visit: Visit, given: Given, opening: str = "Noted.") -> Answer:
    """What is given, said back above the plan that it is part of now."""
    said = noted(given, visit.member, visit.now, opening)
    return await plans.shown(visit, given.together.partnership.id, said)


def _when(visit: Visit, fields: Fields, known: Contribution) -> When:
    """When it is given; words that were left alone mean what they meant, whatever the day is by now."""
    if fields.text("when") == fields.kept("when"):
        return known.when
    return read_when(fields.text("when"), _today(visit), reader(visit))


def _today(visit: Visit) -> date:
    return visit.member.hours.local(visit.now).date()
