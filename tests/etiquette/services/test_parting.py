"""One may walk away, and that is fine: gracefully, for both sides at once, and nothing nags any more (C8, C9)."""

from collections.abc import Awaitable
from datetime import date

import pytest

from etiquette.rules.contributions import ContributionState
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner, Promise
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Kind, State
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.proposals import Aspect, Proposal, ProposalState
from etiquette.rules.reflections import AnswerState, ReflectionAnswer
from etiquette.rules.remarks import RemarkSort
from etiquette.services.agreeing import offer_plan
from etiquette.services.celebrating import celebrate, delete_remark
from etiquette.services.contacts import Somebody
from etiquette.services.deliverables import edit_deliverable
from etiquette.services.differing import differ
from etiquette.services.parting import go_on, let_rest, part, parting_of
from etiquette.store.records import add, all_of
from etiquette.store.tables import reflections
from tests.cast import Hand
from tests.etiquette.services.ledger import facts_of, nudges_of
from tests.etiquette.services.together import MONDAY, Pair, planned, running_outside, running_with
from tests.partners import make_answer, make_proposal

NOTE = "Thank you, Dan. It was good."
DOOR = date(2027, 3, 1)


async def news_to(hand: Hand, happened: Happened) -> list[News]:
    async with hand.store.reading() as tx:
        return await all_of(tx, News, hand.member.who, happened=happened)


async def planned_kinds(hand: Hand) -> set[Kind]:
    return {each.kind for each in await nudges_of(hand, State.PLANNED)}


async def refusal(attempt: Awaitable[object]) -> Refusal:
    with pytest.raises(EtiquetteError) as refused:
        await attempt
    return refused.value.code


async def test_c8_before_they_part_it_is_shown_what_both_share(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await celebrate(dan.doing(), pair.id, "Forty people came.")
    await differ(ada.doing(), pair.id, "Prices tell a worth.", "Dan charges by the hour.")

    parting = await parting_of(ada.store, ada.member, pair.id)

    assert [each.text for each in parting.went_well] == ["Forty people came."]
    assert [(each.text, each.beside) for each in parting.differences] == [
        ("Dan charges by the hour.", "Prices tell a worth.")
    ]
    assert [each.what for _, each in parting.open_ones] == ["the slides", "the venue"]


async def test_c8_the_difference_is_smaller_and_it_goes_on(ada: Hand, dan: Hand) -> None:
    """C12: which is an act, so that nobody asks about a silence for a good while."""
    pair = await running_with(ada, dan)
    ada.waits(days=20)

    await go_on(ada.doing(), pair.id)

    for side in (await pair.seen()).sides:
        assert side.silent_since == ada.now
    assert (await pair.seen()).is_running


@pytest.mark.parametrize("by_ada", [True, False], ids=["by who began it", "by the other side"])
async def test_c9_either_side_parts_and_nothing_nags_any_more(ada: Hand, dan: Hand, by_ada: bool) -> None:
    pair = await running_with(ada, dan)
    await has_open_matters(pair)
    first, second = (ada, dan) if by_ada else (dan, ada)
    second_kept = "the venue" if by_ada else "the slides"
    kept = (await pair.open_ones())[second_kept]
    first.now = max(ada.now, dan.now)

    closed = await part(first.doing(), pair.id, {kept.id}, NOTE, DOOR)

    assert (closed.partnership.state, closed.partnership.closed_at) == (PartnershipState.CLOSED, first.now)
    assert (closed.partnership.next_at, closed.partnership.reflect_on) == (None, None)
    parting = await parting_of(second.store, second.member, pair.id)
    assert {each.state for each in parting.contributions} == {ContributionState.ENDED}
    assert await pair.open_ones(second) == {}
    still = [each for each in await facts_of(second) if isinstance(each, Deliverable)]
    assert [each.what for each in still if each.state is DeliverableState.OPEN] == [second_kept]
    assert await planned_kinds(first) == {Kind.OPEN_DOOR}
    assert await planned_kinds(second) == {Kind.OPEN_DOOR, Kind.DELIVERABLE_MINE, Kind.PLAN_NEWS}
    assert [each.text for each in await news_to(second, Happened.CLOSED)] == [NOTE]
    assert await news_to(first, Happened.CLOSED) == []
    for hand in (first, second):
        mine = (await pair.seen(hand)).mine
        assert (mine.silent_since, mine.leans_since, mine.support_from, mine.door_on) == (None, None, None, DOOR)


async def has_open_matters(pair: Pair) -> None:
    """A proposal and a reflection that wait, and an answer that was given alone."""
    assert pair.dan is not None
    ada, dan = await pair.seen(), await pair.seen(pair.dan)
    about = {"workspace_id": ada.mine.workspace_id, "partnership_id": pair.id}
    whose = {"member_id": ada.mine.member_id, "contact_id": ada.mine.contact_id}
    of_dan = {"member_id": dan.mine.member_id, "contact_id": dan.mine.contact_id, "side_id": dan.mine.id}
    slides = (await pair.open_ones())["the slides"]
    async with pair.ada.store.writing() as tx:
        await add(
            tx,
            make_proposal(
                **about, **whose, side_id=dan.mine.id, target_id=slides.id, aspect=Aspect.SCOPE, proposed="Ten"
            ),
        )
        row = {"id": "f-december", "due_on": date(2026, 12, 24), "state": "due", "created_at": pair.ada.now}
        await tx.connection.execute(
            reflections.insert().values(**row, workspace_id=about["workspace_id"], partnership_id=pair.id)
        )
        await add(tx, make_answer(**about, **whose, side_id=ada.mine.id))
        answered = {"state": AnswerState.ANSWERED, "went_well": "Mine alone", "answered_at": pair.dan.now}
        await add(tx, make_answer(id="w-dan", **about, **of_dan, **answered))


async def test_c9_what_waited_for_an_answer_waits_no_longer_and_what_was_written_alone_stays_unread(
    ada: Hand, dan: Hand
) -> None:
    """L7: parting opens nothing that one side wrote alone."""
    pair = await running_with(ada, dan)
    await has_open_matters(pair)

    await part(ada.doing(), pair.id, (), NOTE)

    async with ada.store.reading() as tx:
        [proposal] = await all_of(tx, Proposal, ada.member.who)
        [mine] = await all_of(tx, ReflectionAnswer, ada.member.who)
        [dans] = await all_of(tx, ReflectionAnswer, dan.member.who)
        [state] = (await tx.connection.execute(reflections.select())).all()
    assert proposal.state is ProposalState.LAPSED
    assert (mine.state, dans.state, dans.went_well) == (AnswerState.SKIPPED, AnswerState.ANSWERED, "Mine alone")
    assert (state.state, state.opened_at) == ("skipped", None)


async def test_c9_what_is_let_go_is_let_go_with_whomever_it_was(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)

    await part(ada.doing(), pair.id, (), NOTE)

    for hand in (ada, dan):
        async with hand.store.reading() as tx:
            states = {each.state for each in await all_of(tx, Deliverable, hand.member.who)}
        assert states == {DeliverableState.DROPPED}


async def test_c9_of_somebody_outside_nobody_is_told_and_the_door_asks_once(ada: Hand) -> None:
    pair = await running_outside(ada)
    venue = (await pair.open_ones())["the venue"]

    closed = await part(ada.doing(), pair.id, {venue.id}, NOTE, DOOR)

    assert (closed.mine.door_on, closed.theirs.door_on) == (DOOR, None)
    assert await news_to(ada, Happened.CLOSED) == []
    assert await planned_kinds(ada) == {Kind.DELIVERABLE_THEIRS, Kind.OPEN_DOOR}
    doors = [each for each in await nudges_of(ada, State.PLANNED) if each.kind is Kind.OPEN_DOOR]
    assert [each.due_at.date() for each in doors] == [DOOR]


@pytest.mark.parametrize("begins_again", [False, True], ids=["it may close", "a new plan"])
async def test_c9_the_door_is_answered_once(ada: Hand, begins_again: bool) -> None:
    """Where it is gone through, by the new plan: a form that is closed again leaves it open."""
    pair = await running_outside(ada)
    closed = await part(ada.doing(), pair.id, (), NOTE, DOOR)

    await (planned(ada) if begins_again else let_rest(ada.doing(), closed.mine.id))

    assert Kind.OPEN_DOOR not in await planned_kinds(ada)
    assert (await pair.seen()).mine.door_on is None
    assert await refusal(let_rest(ada.doing(), closed.mine.id)) is Refusal.ALREADY_SETTLED


async def test_c9_what_is_still_to_be_done_is_a_promise_like_any_other(ada: Hand) -> None:
    """E10: another day is agreed on without a plan that could be asked about it."""
    pair = await running_outside(ada)
    slides = (await pair.open_ones())["the slides"]
    await part(ada.doing(), pair.id, {slides.id}, NOTE)

    promise = Promise(Owner.MINE, slides.what, MONDAY)
    moved = await edit_deliverable(ada.doing(), slides.id, Somebody(contact_id=slides.contact_id), promise)

    assert (moved.deliverable.due_on, moved.deliverable.is_of_a_plan) == (MONDAY, False)


async def test_c9_a_plan_that_was_offered_and_not_answered_is_taken_back(ada: Hand, dan: Hand) -> None:
    """Dan hears of it once, and is asked no more."""
    pair = await planned(ada, "Dan Whitlock", dan)
    await offer_plan(ada.doing(), pair.id, dan.member)

    await part(ada.doing(), pair.id, (), NOTE)

    assert await planned_kinds(dan) == {Kind.PLAN_NEWS}
    assert [each.text for each in await news_to(dan, Happened.CLOSED)] == [NOTE]


async def test_c9_it_ends_once_and_only_for_whoever_has_a_side_in_it(ada: Hand, dan: Hand) -> None:
    """N6, N4."""
    pair = await running_outside(ada)
    assert await refusal(part(dan.doing(), pair.id, (), NOTE)) is Refusal.NOT_FOUND

    await part(ada.doing(), pair.id, (), NOTE)

    assert await refusal(part(ada.doing(), pair.id, (), NOTE)) is Refusal.ALREADY_SETTLED
    assert await refusal(go_on(ada.doing(), pair.id)) is Refusal.ALREADY_SETTLED


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 1), date(2126, 1, 1)])
async def test_c9_a_door_is_open_until_a_day_to_come(ada: Hand, day: date) -> None:
    pair = await running_outside(ada)

    why = await refusal(part(ada.doing(), pair.id, (), NOTE, day))

    assert why in {Refusal.DATE_IN_THE_PAST, Refusal.DATE_TOO_FAR}
    assert (await pair.seen()).is_running


async def test_c2_c8_a_difference_is_named_only_beside_what_is_shared(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    assert await refusal(differ(ada.doing(), pair.id, " ", "By the hour.")) is Refusal.NOTHING_SHARED
    assert await refusal(differ(ada.doing(), pair.id, "A worth", "")) is Refusal.NO_DESCRIPTION

    remark, _ = await differ(ada.doing(), pair.id, "A worth", "By the hour.")

    seen = await parting_of(dan.store, dan.member, pair.id)
    assert [(each.sort, each.text) for each in seen.differences] == [(RemarkSort.DIFFERENCE, "By the hour.")]
    assert await refusal(delete_remark(dan.doing(), remark.id)) is Refusal.NOT_FOUND
    await delete_remark(ada.doing(), remark.id)
    assert (await parting_of(dan.store, dan.member, pair.id)).differences == []
