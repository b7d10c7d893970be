"""Plans are taken out and brought back (N7): whole with somebody outside, to be read with a member."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from etiquette.messages.exports import comment
from etiquette.rules.archives import Archive, read, written
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.partnerships import PartnershipState, SideState
from etiquette.rules.proposals import Aspect
from etiquette.rules.recurrences import When
from etiquette.services.agreeing import offer_plan
from etiquette.services.celebrating import celebrate
from etiquette.services.forgetting import forget_contact, forget_member
from etiquette.services.parting import parting_of
from etiquette.services.proposals import Idea, propose
from etiquette.services.together import partnerships_of
from etiquette.store.tables import members, sides
from tests.cast import ADA, TUESDAY, Hand
from tests.etiquette.services.test_exports import brings_back, refused, taken_out
from tests.etiquette.services.test_forgetting_plans import SECRET, lived_in
from tests.etiquette.services.together import MONDAY, WRITTEN, planned, running_outside, running_with
from tests.partners import make_answer


async def met_anew(hand: Hand) -> None:
    """Ada, of whom nothing is known, and who comes back."""
    await forget_member(hand.doing())
    hand.member = (await Hand.of(hand.store, ADA)).member


async def test_n7_a_plan_with_somebody_outside_comes_back_whole_and_twice_changes_nothing(ada: Hand) -> None:
    pair = await running_outside(ada)
    await celebrate(ada.doing(), pair.id, "Forty people came.")
    before = await taken_out(ada)
    await met_anew(ada)

    await brings_back(ada, written(before, TUESDAY))
    again = await brings_back(ada, written(before, TUESDAY))

    assert (again.new, await taken_out(ada)) == (0, before)
    seen = await pair.seen()
    assert (seen.is_running, seen.partnership.purpose) == (True, WRITTEN["purpose"])
    assert set(await pair.open_ones()) == {"the slides", "the venue"}


@pytest.mark.parametrize("is_forgotten", [True, False], ids=["forgotten", "the contact forgotten"])
async def test_n7_a_plan_with_a_member_comes_back_closed_to_be_read_and_enrolls_nobody(
    ada: Hand, dan: Hand, is_forgotten: bool
) -> None:
    pair = await running_with(ada, dan)
    await lived_in(pair)
    before = await taken_out(ada)
    if is_forgotten:
        await met_anew(ada)
    else:
        await forget_contact(ada.doing(), (await pair.seen()).mine.contact_id)
    dans = await partnerships_of(dan.store, dan.member)

    await brings_back(ada, written(before, TUESDAY))
    again = await brings_back(ada, written(before, TUESDAY))

    [seen] = await partnerships_of(ada.store, ada.member)
    assert again.new == 0
    assert (seen.partnership.state, seen.partnership.purpose) == (PartnershipState.CLOSED, WRITTEN["purpose"])
    assert (seen.theirs.member_id, seen.theirs.is_outside, seen.theirs.state) == ("U0ADA", True, SideState.LEFT)
    parting = await parting_of(ada.store, ada.member, seen.partnership.id)
    assert [each.what for each in parting.contributions] == ["the slides"]
    assert [each.text for each in parting.went_well] == [f"Ada says {SECRET}"]
    assert await partnerships_of(dan.store, dan.member) == dans
    async with ada.store.reading() as tx:
        enrolled = (await tx.connection.execute(select(sides.c.id).where(sides.c.member_id == "U0DAN"))).all()
        known = (await tx.connection.execute(select(members.c.id))).scalars().all()
    assert len(enrolled) == 2
    assert sorted(known) == ["U0ADA", "U0DAN"]


async def test_n7_what_still_goes_on_stays_as_it_is(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    before = written(await taken_out(ada), TUESDAY)
    seen = await pair.seen()

    brought = await brings_back(ada, before)

    assert brought.new == 0
    assert await pair.seen() == seen


async def test_l7_n7_what_the_other_side_answered_is_in_no_export(ada: Hand, dan: Hand) -> None:
    """Dan's win stands on the plan for both; what Ada wrote alone is hers, and in hers only. Proposals are both's."""
    pair = await running_with(ada, dan)
    await lived_in(pair)

    dans, adas = [
        written(replace(each, records={**each.records, "proposals": ()}), TUESDAY).decode()
        for each in (await taken_out(dan), await taken_out(ada))
    ]

    assert WRITTEN["my_win"] in dans
    assert SECRET in adas
    assert dans.count(SECRET) == dans.count(f"A step: {SECRET}")
    assert make_answer().id not in dans


async def test_n7_what_was_proposed_is_taken_out_to_be_read(ada: Hand, dan: Hand) -> None:
    """By either side, with what became of it; an import leaves it out, for half of it is the other's, and that is said.

    N6: whoever it was proposed to has a contact for the other, and that is in their own export only.
    """
    pair = await running_with(ada, dan)
    slides = (await pair.open_ones())["the slides"]
    await propose(dan.doing(), slides.id, Idea(Aspect.DATE, When(MONDAY).text, "Friday is a day off."))

    for hand in (ada, dan):
        records = (await taken_out(hand)).records
        [proposed] = records["proposals"]
        assert proposed["contact_id"] in [each["id"] for each in records["contacts"]]
        assert (proposed["proposed"], proposed["state"], proposed["note"]) == (
            *(When(MONDAY).text, "open", "Friday is a day off."),
        )
    brought = await brings_back(ada, written(await taken_out(ada), TUESDAY))
    assert brought.new == 0
    assert "but for what was proposed" in comment()


async def test_n7_who_was_only_asked_takes_nothing_out_of_the_plan(ada: Hand, dan: Hand) -> None:
    pair = await planned(ada, "Dan Whitlock", dan)
    await offer_plan(ada.doing(), pair.id, dan.member)

    archive = await taken_out(dan)

    assert [archive.records[noun] for noun in ("partnerships", "sides")] == [[], []]


@pytest.mark.parametrize(
    "noun", ["partnerships", "sides", "contributions"], ids=["no plan", "a side is missing", "of no side"]
)
async def test_n7_a_plan_that_is_not_whole_is_none(ada: Hand, noun: str) -> None:
    await running_outside(ada)
    archive = await taken_out(ada)
    await met_anew(ada)
    changed: dict[str, Any] = {"sides": archive.records["sides"][:1], "partnerships": []}
    changed["contributions"] = [{**each, "side_id": "nobody"} for each in archive.records["contributions"]]
    damaged = Archive(archive.who, archive.settings, {**archive.records, noun: changed[noun]})

    assert await refused(ada, written(damaged, TUESDAY)) is Refusal.NOT_AN_EXPORT


async def test_l7_n7_a_side_that_answers_one_reflection_twice_is_no_plan(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await lived_in(pair)
    archive = await taken_out(ada)
    await met_anew(ada)
    [answer] = archive.records["reflection_answers"]
    twice = [answer, {**answer, "id": "w-again"}]
    damaged = Archive(archive.who, archive.settings, {**archive.records, "reflection_answers": twice})

    assert await refused(ada, written(damaged, TUESDAY)) is Refusal.NOT_AN_EXPORT


async def test_n7_an_export_of_a_version_before_plans_is_still_read(ada: Hand) -> None:
    await ada.promises()
    told = read(written(await taken_out(ada), TUESDAY))
    before = written(told, TUESDAY).replace(b'"coopetiquette":3', b'"coopetiquette":2')
    before = before.replace(b',"contribution_id":null', b"").replace(b'"partnerships":[],', b"")

    assert read(before) == told
    with pytest.raises(EtiquetteError):
        read(before.replace(b'"coopetiquette":2', b'"coopetiquette":0'))
