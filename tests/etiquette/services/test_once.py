"""An act has one effect, however often it arrives; a fact and its nudges are saved together, or not at all (N4)."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from etiquette.rules.deliverables import Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind, State
from etiquette.rules.planning import nudges_for
from etiquette.services.calls import debrief
from etiquette.services.contacts import Somebody, everybody
from etiquette.services.deliverables import agree_deliverable, deliver
from etiquette.services.drafts import drafts_of, keep_draft
from etiquette.services.nudging import Doing
from etiquette.store import nudges
from tests.builders import make_promise
from tests.cast import DANA, Hand
from tests.etiquette.services.ledger import ledger, nudges_of


async def agree(doing: Doing) -> None:
    await agree_deliverable(doing, Somebody(DANA), make_promise(), "the deck")


async def test_a_fact_plans_its_nudges_and_planning_them_again_changes_nothing(ada: Hand) -> None:
    """N4: the natural key keeps them apart."""
    promise = (await ada.promises()).deliverable
    planned = await nudges_of(ada)
    assert [nudge.occasion for nudge in planned] == ["1/before", "1/on", "1/after-3", "1/after-7"]

    async with ada.store.writing() as tx:
        await nudges.plan(tx, ada.member.workspace_id, nudges_for(promise, ada.member, ada.now), ada.now)

    assert await nudges_of(ada) == planned


async def test_what_was_withdrawn_or_said_is_not_planned_again(ada: Hand) -> None:
    """N4: planning leaves a nudge as it is, whatever has become of it."""
    promise = (await ada.promises()).deliverable
    await deliver(ada.doing(), promise.id)
    withdrawn = await nudges_of(ada)

    async with ada.store.writing() as tx:
        await nudges.plan(tx, ada.member.workspace_id, nudges_for(promise, ada.member, ada.now), ada.now)

    assert {nudge.state for nudge in withdrawn} == {State.WITHDRAWN}
    assert await nudges_of(ada) == withdrawn


async def test_six_promises_at_once_to_somebody_new_make_one_contact(ada: Hand) -> None:
    promising = [
        agree_deliverable(ada.doing(), Somebody("Dan Whitlock"), make_promise(), f"deck {number}")
        for number in range(6)
    ]

    await asyncio.gather(*promising)

    assert [contact.name for contact in await everybody(ada.store, ada.member)] == ["Dan Whitlock"]


async def test_the_same_act_delivered_twice_has_one_effect(ada: Hand) -> None:
    """N4: Slack delivers again what it thinks was lost."""
    doing = ada.doing("trigger 1")
    await agree(doing)
    once = await ledger(ada)

    with pytest.raises(EtiquetteError) as refused:
        await agree(doing)

    assert refused.value.code is Refusal.SEEN_BEFORE
    assert await ledger(ada) == once


async def test_the_same_act_arriving_twice_at_the_same_moment_has_one_effect(ada: Hand) -> None:
    """Design §10: whoever comes second is refused, on either database."""
    doing = ada.doing("trigger 1")

    outcomes = await asyncio.gather(*(agree(doing) for _ in range(4)), return_exceptions=True)

    assert outcomes.count(None) == 1
    assert [str(each) for each in outcomes if each] == ["seen_before"] * 3
    assert len((await ledger(ada)).facts) == 2  # Dana, and the deck


async def test_two_presses_at_the_same_moment_settle_a_thing_once(ada: Hand) -> None:
    """N4: different presses on one record: one is taken, the other told that it is settled."""
    promise = (await ada.promises()).deliverable

    outcomes = await asyncio.gather(*(deliver(ada.doing(), promise.id) for _ in range(3)), return_exceptions=True)

    assert sorted(str(each) for each in outcomes if isinstance(each, Exception)) == ["already_settled"] * 2


async def test_the_same_key_in_another_workspace_is_another_act(ada: Hand, dan_elsewhere: Hand) -> None:
    await agree(ada.doing("trigger 1"))
    await agree(dan_elsewhere.doing("trigger 1"))

    assert len((await ledger(dan_elsewhere)).facts) == 2


async def test_words_that_wait_are_kept_once(ada: Hand) -> None:
    """N4."""
    doing = ada.doing("trigger 1")
    await keep_draft(doing, "call", "call Dana", "call Dana")

    with pytest.raises(EtiquetteError):
        await keep_draft(doing, "call", "call Dana", "call Dana")

    assert len(await drafts_of(ada.store, ada.member)) == 1


async def test_a_refusal_halfway_leaves_no_trace(ada: Hand) -> None:
    """Design §5: the second item of a debrief has passed: neither the call, nor the first item, nor a nudge is kept."""
    call = (await ada.calls()).call
    before, planned = await ledger(ada), await nudges_of(ada)
    items = [make_promise(), make_promise(owner=Owner.THEIRS, due_on=date(2026, 11, 1))]

    with pytest.raises(EtiquetteError) as refused:
        await debrief(ada.doing("view 1"), call.id, "Pricing", items, two_way=True)

    assert refused.value.code is Refusal.DATE_IN_THE_PAST
    assert await ledger(ada) == before
    assert await nudges_of(ada) == planned


async def test_what_was_refused_can_be_sent_again_under_the_same_key(ada: Hand) -> None:
    """A form that was corrected comes with the view that it had."""
    call = (await ada.calls()).call
    doing = ada.doing("view 1")
    with pytest.raises(EtiquetteError):
        await debrief(doing, call.id, "Pricing", [make_promise(due_on=date(2026, 11, 1))], two_way=True)

    held = await debrief(doing, call.id, "Pricing", [make_promise()], two_way=True)

    assert [each.what for each in held.deliverables] == ["the deck"]


async def test_a_nudge_that_cannot_be_saved_takes_its_fact_with_it(ada: Hand) -> None:
    """Design §5: the promise is saved first, then its nudges cannot be, for want of their table: neither is there."""
    before = await ledger(ada)
    await run(ada, "ALTER TABLE nudges RENAME TO nudges_elsewhere")
    with pytest.raises(DBAPIError):
        await agree(ada.doing("trigger 1"))
    await run(ada, "ALTER TABLE nudges_elsewhere RENAME TO nudges")

    assert await ledger(ada) == before

    await agree(ada.doing("trigger 1"))
    assert [kind for kind, *_ in (await ledger(ada)).planned].count(Kind.DELIVERABLE_MINE) == 4


async def run(hand: Hand, statement: str) -> None:
    async with hand.store.writing() as tx:
        await tx.connection.execute(text(statement))
