"""Contacts with whom something is planned: two spellings become one, and nobody is deleted in passing (C9, N6)."""

from collections.abc import Awaitable

import pytest

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.plans import fingerprint
from etiquette.services.agreeing import agree, offer_plan
from etiquette.services.contacts import everybody
from etiquette.services.deletion import delete_contact, delete_introduction
from etiquette.services.merging import merge_contacts
from etiquette.services.parting import part, parting_of
from etiquette.services.plans import plan_of
from tests.cast import DANA, Hand
from tests.etiquette.services.together import planned, running_outside

OTHER = "Dana R. Ortega"


async def refused(attempt: Awaitable[object]) -> Refusal:
    with pytest.raises(EtiquetteError) as why:
        await attempt
    return why.value.code


async def contact_id(hand: Hand, name: str) -> str:
    return next(each.id for each in await everybody(hand.store, hand.member) if each.name == name)


async def test_a_plan_and_all_that_is_given_move_to_the_spelling_that_is_kept_and_back(ada: Hand) -> None:
    pair = await running_outside(ada, OTHER)
    await ada.logs()
    dana = await contact_id(ada, DANA)

    await merge_contacts(ada.doing(), dana, await contact_id(ada, OTHER))

    seen = await pair.seen()
    assert {side.contact_id for side in seen.sides} == {dana}
    parting = await parting_of(ada.store, ada.member, pair.id)
    assert {each.contact_id for each in parting.contributions} == {dana}
    assert {each.contact_id for _, each in parting.open_ones} == {dana}
    await ada.undoes()
    assert {side.contact_id for side in (await pair.seen()).sides} == {await contact_id(ada, OTHER)}


async def test_who_was_only_asked_can_still_say_yes_after_their_contact_was_merged(ada: Hand, dan: Hand) -> None:
    pair = await planned(ada, "Dan Whitlock", dan)
    await offer_plan(ada.doing(), pair.id, dan.member)
    await ada.logs("Dan W.", None)

    await merge_contacts(ada.doing(), await contact_id(ada, "Dan W."), await contact_id(ada, "Dan Whitlock"))

    plan = await plan_of(dan.store, dan.member, pair.id)
    dan.now = ada.now
    agreed = await agree(dan.doing(), pair.id, fingerprint(plan.together, plan.contributions))
    assert agreed.mine.contact_id == await contact_id(dan, ada.member.name or "")


async def test_c9_a_contact_with_a_plan_is_not_deleted_in_passing(ada: Hand) -> None:
    """Not even once it is over: it is there to be read."""
    logged = await ada.logs()
    pair = await running_outside(ada)
    dana = await contact_id(ada, DANA)

    assert await refused(delete_contact(ada.doing(), dana)) is Refusal.PART_FIRST
    await part(ada.doing(), pair.id, (), "")
    assert await refused(delete_contact(ada.doing(), dana)) is Refusal.PLANNED_TOGETHER

    await delete_introduction(ada.doing(), logged.introduction.id)
    assert (await pair.seen()).partnership.state is PartnershipState.CLOSED
    assert await contact_id(ada, DANA) == dana
