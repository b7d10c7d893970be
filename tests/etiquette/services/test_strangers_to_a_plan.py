"""What two plan together is nobody else's: no stranger sees it or touches it, whatever id they come with (N6, C1)."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.proposals import Aspect
from etiquette.rules.recurrences import When
from etiquette.rules.reflections import Reflection, ReflectionState
from etiquette.services import (
    agreeing,
    balance,
    celebrating,
    contributions,
    differing,
    elements,
    going_away,
    parting,
    plan_sharing,
    plan_views,
    plans,
    proposals,
    reflections,
    supporting,
    together,
)
from etiquette.services.contacts import Somebody
from etiquette.services.partnership_days import seen_to, try_again
from etiquette.services.proposals import Idea
from etiquette.store import reflections as kept_reflections
from etiquette.store.records import add
from tests.cast import TUESDAY, Hand
from tests.etiquette.services.ledger import ledger
from tests.partners import make_answer, make_contribution, make_proposal, make_remark
from tests.reflecting import planned, thoughts

PLAN, ADAS, DANAS = "p-workshop", "s-ada", "s-dana"
SLIDES, PROPOSAL, REFLECTION, ANSWER, REMARK = "b-slides", "r-slides", "f-december", "w-ada", "m-ada"
FRIDAY = date(2026, 11, 27)
LATER = Idea(Aspect.DATE, When(FRIDAY).text)

# Every service that is told an id of a plan, tried by somebody who has no side in it.
ATTEMPTS: dict[Callable[..., Any], Callable[[Hand], Awaitable[Any]]] = {
    together.together_of: lambda dan: together.together_of(dan.store, dan.member, PLAN),
    plans.plan_of: lambda dan: plans.plan_of(dan.store, dan.member, PLAN),
    plans.edit_plan: lambda dan: plans.edit_plan(dan.doing(), PLAN, {"rules": "mine"}, {"rules": ""}),
    plan_views.plan_view: lambda dan: plan_views.plan_view(dan.store, dan.member, PLAN),
    elements.standing_of: lambda dan: elements.standing_of(dan.store, dan.member, PLAN, TUESDAY),
    agreeing.offer_plan: lambda dan: agreeing.offer_plan(dan.doing(), PLAN, dan.member),
    agreeing.agree: lambda dan: agreeing.agree(dan.doing(), PLAN, ""),
    agreeing.decline: lambda dan: agreeing.decline(dan.doing(), DANAS),
    agreeing.record_yes: lambda dan: agreeing.record_yes(dan.doing(), PLAN, "by mail", TUESDAY.date()),
    agreeing.record_no: lambda dan: agreeing.record_no(dan.doing(), PLAN),
    agreeing.start_plan: lambda dan: agreeing.start_plan(dan.doing(), PLAN),
    contributions.contribute: lambda dan: contributions.contribute(
        dan.doing(), PLAN, "mine", When(FRIDAY), is_mine=True
    ),
    contributions.edit_contribution: lambda dan: contributions.edit_contribution(
        dan.doing(), SLIDES, "mine", When(FRIDAY), ""
    ),
    contributions.accept_contribution: lambda dan: contributions.accept_contribution(dan.doing(), SLIDES, ""),
    contributions.let_go_contribution: lambda dan: contributions.let_go_contribution(dan.doing(), SLIDES),
    contributions.contribution_of: lambda dan: contributions.contribution_of(dan.store, dan.member, SLIDES),
    contributions.contributions_of: lambda dan: contributions.contributions_of(dan.store, dan.member, PLAN),
    proposals.propose: lambda dan: proposals.propose(dan.doing(), SLIDES, LATER),
    proposals.counter: lambda dan: proposals.counter(dan.doing(), PROPOSAL, LATER),
    proposals.accept: lambda dan: proposals.accept(dan.doing(), PROPOSAL),
    proposals.decline: lambda dan: proposals.decline(dan.doing(), PROPOSAL),
    proposals.thread_of: lambda dan: proposals.thread_of(dan.store, dan.member, SLIDES),
    proposals.proposal_of: lambda dan: proposals.proposal_of(dan.store, dan.member, PROPOSAL),
    reflections.reflecting_on: lambda dan: reflections.reflecting_on(dan.store, dan.member, PLAN),
    reflections.reflection_of: lambda dan: reflections.reflection_of(dan.store, dan.member, REFLECTION),
    reflections.reflection_to_answer: lambda dan: reflections.reflection_to_answer(dan.store, dan.member, ANSWER),
    reflections.begin_reflection: lambda dan: reflections.begin_reflection(dan.doing(), PLAN),
    reflections.answer_reflection: lambda dan: reflections.answer_reflection(dan.doing(), ANSWER, thoughts("mine")),
    reflections.skip_reflection: lambda dan: reflections.skip_reflection(dan.doing(), ANSWER),
    reflections.propose_step: lambda dan: reflections.propose_step(dan.doing(), REFLECTION, "mine", ""),
    reflections.agree_step: lambda dan: reflections.agree_step(dan.doing(), REFLECTION, ""),
    balance.asked_for_balance: lambda dan: balance.asked_for_balance(dan.doing(), ADAS),
    balance.fine_as_it_is: lambda dan: balance.fine_as_it_is(dan.doing(), ADAS),
    balance.go_on: lambda dan: balance.go_on(dan.doing(), ADAS),
    supporting.supported: lambda dan: supporting.supported(dan.doing(), ADAS),
    supporting.not_supported: lambda dan: supporting.not_supported(dan.doing(), ADAS),
    celebrating.celebrate: lambda dan: celebrating.celebrate(dan.doing(), PLAN, "mine"),
    celebrating.remark_of: lambda dan: celebrating.remark_of(dan.store, dan.member, REMARK),
    celebrating.delete_remark: lambda dan: celebrating.delete_remark(dan.doing(), REMARK),
    differing.differ: lambda dan: differing.differ(dan.doing(), PLAN, "shared", "mine"),
    parting.parting_of: lambda dan: parting.parting_of(dan.store, dan.member, PLAN),
    parting.go_on: lambda dan: parting.go_on(dan.doing(), PLAN),
    parting.part: lambda dan: parting.part(dan.doing(), PLAN, [], "mine"),
    parting.let_rest: lambda dan: parting.let_rest(dan.doing(), ADAS),
    plan_sharing.share_plan: lambda dan: plan_sharing.share_plan(dan.doing(), PLAN, ""),
    plan_sharing.share_no_more: lambda dan: plan_sharing.share_no_more(dan.doing(), PLAN),
    going_away.go_on_outside: lambda dan: going_away.go_on_outside(dan.doing(), PLAN),
}
# Which a tick of the program's calls, and nobody's press.
NOT_ASKED_BY_PEOPLE: set[Callable[..., Any]] = {seen_to, try_again}
# Those that find nothing rather than refuse; each is tried below.
SILENT: set[Callable[..., Any]] = {plans.write_plan, celebrating.celebrated}


async def a_plan_of(ada: Hand) -> None:
    """With something in it of every sort."""
    await planned(ada.store, ada.member, None)
    day, due = date(2026, 12, 24), ReflectionState.DUE
    december = Reflection(REFLECTION, ada.member.workspace_id, PLAN, day, due, None, None, None, None, TUESDAY)
    async with ada.store.writing() as tx:
        await kept_reflections.add(tx, december)
        for record in (make_contribution(), make_proposal(), make_answer(), make_remark()):
            await add(tx, record)


async def test_a_forged_id_of_a_plan_finds_nothing_whatever_is_asked(ada: Hand, dan: Hand, dan_elsewhere: Hand) -> None:
    """N6: neither a colleague's hand nor one in another workspace."""
    await a_plan_of(ada)
    before = await ledger(ada)

    for other in (dan, dan_elsewhere):
        for service, attempt in ATTEMPTS.items():
            with pytest.raises(EtiquetteError) as refused:
                await attempt(other)
            assert refused.value.code is Refusal.NOT_FOUND, service.__qualname__

    assert await ledger(ada) == before
    assert await together.partnerships_of(dan.store, dan.member) == []
    assert await celebrating.celebrated(dan.store, dan.member, PLAN) == []
    assert await celebrating.celebrated(ada.store, ada.member, PLAN) != []


async def test_a_plan_with_a_forged_contact_is_refused(ada: Hand, dan: Hand) -> None:
    """N6: by id, whoever is to be planned with."""
    await a_plan_of(ada)

    with pytest.raises(EtiquetteError) as refused:
        await plans.write_plan(dan.doing(), Somebody("Dana", contact_id="c-dana"), {"rules": "mine"}, {})

    assert refused.value.code is Refusal.NOT_FOUND
    assert await together.partnerships_of(dan.store, dan.member) == []
