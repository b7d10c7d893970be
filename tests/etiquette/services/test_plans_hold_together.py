"""What a fresh pair of eyes proved of plans, each a failing test first (C4 to C10, L3, N3 to N7)."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from etiquette.rules.archives import written as as_file
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind, State
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.plans import digests, fingerprint, shown_as, written
from etiquette.rules.proposals import Aspect
from etiquette.rules.recurrences import When
from etiquette.services.agreeing import agree, offer_plan, start_plan
from etiquette.services.contacts import Somebody
from etiquette.services.contributions import accept_contribution, contribute, edit_contribution, let_go_contribution
from etiquette.services.deliverables import deliver
from etiquette.services.elements import standing_of
from etiquette.services.going_away import go_on_outside
from etiquette.services.parting import part
from etiquette.services.plans import edit_plan, plan_of, write_plan
from etiquette.services.proposals import Idea, accept, propose
from etiquette.services.reflections import answer_reflection, begin_reflection
from etiquette.services.together import partnerships_of
from etiquette.store.records import all_of
from tests.cast import TUESDAY, Hand, utc
from tests.etiquette.services.ledger import nudges_of
from tests.etiquette.services.test_exports import brings_back, taken_out
from tests.etiquette.services.test_exports_of_plans import met_anew
from tests.etiquette.services.test_going_away import leaves
from tests.etiquette.services.together import WRITTEN, Pair, planned, running_outside, running_with
from tests.reflecting import thoughts

TUESDAYS = When(date(2026, 12, 1), "FREQ=WEEKLY;BYDAY=TU")
EVERY_OTHER = When(date(2026, 12, 1), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
NOTE = "Thank you."


async def promises(hand: Hand, contribution_id: str) -> list[Deliverable]:
    async with hand.store.reading() as tx:
        found = await all_of(tx, Deliverable, hand.member.who, contribution_id=contribution_id)
    return sorted(found, key=lambda each: each.due_on)


async def reminders(hand: Hand, deliverable_id: str) -> list[str]:
    return [each.occasion for each in await nudges_of(hand, State.PLANNED, subject_id=deliverable_id)]


async def planned_kinds(hand: Hand) -> set[Kind]:
    return {each.kind for each in await nudges_of(hand, State.PLANNED)}


async def agreed_by_both(ada: Hand, dan: Hand, **dans: str) -> Pair:
    """Offered, and agreed to, with what Dan adds before his yes; not begun yet."""
    pair = await planned(ada, "Dan Whitlock", dan)
    await contribute(ada.doing(), pair.id, "the slides", When(date(2026, 11, 27)), is_mine=True)
    await offer_plan(ada.doing(), pair.id, dan.member)
    dan.now = ada.now + timedelta(minutes=1)
    known = written((await plan_of(dan.store, dan.member, pair.id)).together)
    await edit_plan(dan.doing(), pair.id, {**known, **dans}, digests(known))
    plan = await plan_of(dan.store, dan.member, pair.id)
    await agree(dan.doing(), pair.id, fingerprint(plan.together, plan.contributions))
    ada.now = dan.now
    return pair


async def test_c4_an_occurrence_that_comes_back_with_its_rule_is_reminded_of(ada: Hand, dan: Hand) -> None:
    """Every Tuesday, every other Tuesday, and every Tuesday again."""
    pair = await running_with(ada, dan)
    dan.now = ada.now
    given = await contribute(ada.doing(), pair.id, "a review", TUESDAYS, is_mine=True)
    for when in (EVERY_OTHER, TUESDAYS):
        dan.now = ada.now = max(ada.now, dan.now)
        asked = await propose(dan.doing(), given.contribution.id, Idea(Aspect.DATE, when.text))
        ada.now = dan.now
        assert asked.proposal is not None
        await accept(ada.doing(), asked.proposal.id)

    again = await promises(ada, given.contribution.id)
    assert len(again) > 1
    assert [each.due_on for each in again if not await reminders(ada, each.id)] == []


async def test_c6_what_was_given_stays_with_its_giver_when_the_contribution_changes_hands(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    given = await contribute(ada.doing(), pair.id, "a review", TUESDAYS, is_mine=True)
    for each in await promises(ada, given.contribution.id):
        await deliver(ada.doing(), each.id)
    before = await standing_of(ada.store, ada.member, pair.id, ada.now)
    assert before.mine.done > 0

    asked = await propose(ada.doing(), given.contribution.id, Idea(Aspect.OWNER, ""))
    dan.now = ada.now
    assert asked.proposal is not None
    await accept(dan.doing(), asked.proposal.id)

    after = await standing_of(ada.store, ada.member, pair.id, dan.now)
    assert (after.mine.done, after.theirs.done) == (before.mine.done, before.theirs.done)


async def test_c6_one_occurrence_that_was_handed_over_counts_for_whoever_gave_it(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    slides = (await pair.open_ones())["the slides"]
    asked = await propose(ada.doing(), slides.id, Idea(Aspect.OWNER, ""))
    dan.now = ada.now
    assert asked.proposal is not None
    await accept(dan.doing(), asked.proposal.id)
    await deliver(dan.doing(), slides.id)

    seen = await standing_of(ada.store, ada.member, pair.id, dan.now)

    assert (seen.mine.done, seen.theirs.done) == (0, 1)


async def test_c9_what_was_done_before_they_parted_is_not_undone_into_a_plan_that_is_over(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    slides = (await pair.open_ones())["the slides"]
    await deliver(ada.doing(), slides.id)
    act = await ada.last_act()
    dan.now = ada.now
    await part(dan.doing(), pair.id, set(), NOTE)
    ada.now = dan.now

    with pytest.raises(EtiquetteError) as refused:
        await ada.undoes(act)

    assert refused.value.code is Refusal.BUILT_UPON
    assert await reminders(ada, slides.id) == []


async def test_c9_what_is_kept_of_a_plan_that_rests_is_reminded_of_again(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    slides = (await pair.open_ones())["the slides"]
    await leaves(dan)
    ada.now = max(ada.now, dan.now)
    assert await reminders(ada, slides.id) == []

    await part(ada.doing(), pair.id, {slides.id}, NOTE)

    assert await reminders(ada, slides.id) != []


async def test_c9_while_a_plan_rests_no_initiative_of_the_absent_is_suggested(ada: Hand, dan: Hand) -> None:
    pair = await agreed_by_both(ada, dan, initiatives="My podcast")
    await start_plan(ada.doing(), pair.id)
    assert Kind.SUPPORT in await planned_kinds(ada)

    await leaves(dan)

    assert (await pair.seen()).partnership.state is PartnershipState.PAUSED
    assert Kind.SUPPORT not in await planned_kinds(ada)


async def test_c9_a_plan_does_not_start_with_somebody_who_has_left(ada: Hand, dan: Hand) -> None:
    pair = await agreed_by_both(ada, dan)
    await leaves(dan)
    ada.now = dan.now

    with pytest.raises(EtiquetteError) as refused:
        await start_plan(ada.doing(), pair.id)

    assert refused.value.code is Refusal.PARTNER_AWAY
    assert not (await pair.seen()).is_running


async def test_l7_whoever_left_in_the_middle_of_a_reflection_is_asked_for_by_letter_the_day_after(
    ada: Hand, dan: Hand
) -> None:
    """What they were asked stays theirs, and unread; nothing of it is written over."""
    pair = await running_with(ada, dan)
    await begin_reflection(ada.doing(), pair.id)
    dan.now = ada.now
    await leaves(dan)
    ada.now = dan.now
    await go_on_outside(ada.doing(), pair.id)

    with pytest.raises(EtiquetteError) as refused:
        await begin_reflection(ada.doing(), pair.id)
    assert refused.value.code is Refusal.ASKED_TODAY

    ada.waits(days=1)
    begun = await begin_reflection(ada.doing(), pair.id)
    assert begun.mine is not None
    answered = await answer_reflection(ada.doing(), begun.mine.id, thoughts("A word."))
    assert answered.outside is not None


async def test_l3_a_yes_to_words_that_were_not_read_is_none(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    dan.now = ada.now
    page = (await contribute(dan.doing(), pair.id, "a page", When(date(2026, 12, 1)), is_mine=False)).contribution
    await edit_contribution(dan.doing(), page.id, "a whole book", page.when, shown_as(page))
    ada.now = dan.now

    with pytest.raises(EtiquetteError) as refused:
        await accept_contribution(ada.doing(), page.id, shown_as(page))

    assert refused.value.code is Refusal.CONTRIBUTION_CHANGED


async def test_c5_what_is_let_go_takes_with_it_what_was_moved(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    dan.now = ada.now
    wednesdays = When(date(2026, 11, 25), "FREQ=WEEKLY;BYDAY=WE")
    given = await contribute(ada.doing(), pair.id, "a review", wednesdays, is_mine=True)
    first = (await promises(ada, given.contribution.id))[0]
    asked = await propose(dan.doing(), first.id, Idea(Aspect.DATE, "2026-11-30"))
    ada.now = dan.now
    assert asked.proposal is not None
    await accept(ada.doing(), asked.proposal.id)
    ada.now = utc(26, 10)

    await let_go_contribution(ada.doing(), given.contribution.id)

    left = await promises(ada, given.contribution.id)
    assert [each for each in left if each.state is DeliverableState.OPEN] == []


async def test_c9_a_new_plan_closes_the_door_on_both_sides(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    dan.now = ada.now
    await part(ada.doing(), pair.id, set(), NOTE, date(2027, 3, 1))
    ada.waits(hours=1)

    second = await running_with(ada, dan)

    assert second.id != pair.id
    for hand in (ada, dan):
        assert Kind.OPEN_DOOR not in await planned_kinds(hand)


@pytest.mark.parametrize(
    ("noun", "values"),
    [
        ("partnerships", {"rhythm": "FREQ=SECONDLY", "rhythm_from": "1900-01-01"}),
        ("partnerships", {"rhythm_from": "1900-01-01"}),
        ("contributions", {"rule": "FREQ=SECONDLY"}),
        ("contributions", {"rule": "FREQ=DAILY", "due_on": "1900-01-01", "next_on": "1900-01-01"}),
        ("contributions", {"rule": "nonsense"}),
    ],
)
async def test_n7_an_export_that_would_never_come_to_an_end_is_none(
    ada: Hand, noun: str, values: dict[str, str]
) -> None:
    """No file of one member's holds up the program for everybody."""
    await running_outside(ada)
    archive = await taken_out(ada)
    records = {each: [dict(entry) for entry in entries] for each, entries in archive.records.items()}
    records[noun][0] |= values
    await met_anew(ada)

    with pytest.raises(EtiquetteError) as refused:
        await brings_back(ada, as_file(replace(archive, records=records), TUESDAY))

    assert refused.value.code is Refusal.NOT_AN_EXPORT


async def test_n4_the_same_plan_written_six_times_at_once_is_one(ada: Hand) -> None:
    await ada.logs("Dan Whitlock")
    writing = [write_plan(ada.doing(), Somebody("Dan Whitlock"), WRITTEN, {}) for _ in range(6)]

    await asyncio.gather(*writing, return_exceptions=True)

    assert len(await partnerships_of(ada.store, ada.member)) == 1
