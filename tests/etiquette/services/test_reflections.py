"""Two people reflect: each alone, both at one moment; in both databases (L7)."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Kind, Nudge, State
from etiquette.rules.partnerships import PartnershipState, Side, SideState
from etiquette.rules.reflections import (
    AnswerState,
    Reflecting,
    Reflection,
    ReflectionAnswer,
    ReflectionState,
    Thoughts,
    reflection_id,
)
from etiquette.services.exports import everything_of
from etiquette.services.matters import due_now
from etiquette.services.partnership_days import partnerships_due, seen_to
from etiquette.services.reflections import (
    agree_step,
    answer_reflection,
    begin_reflection,
    propose_step,
    reflecting_on,
    reflection_of,
    reflection_to_answer,
    skip_reflection,
)
from etiquette.store import tables
from etiquette.store.records import all_of, from_row
from etiquette.store.session import Store
from tests.builders import BO
from tests.cast import Hand
from tests.reflecting import PLAN, goes, planned, thoughts

DECEMBER = date(2026, 12, 24)
# Christmas Eve, 7 in the morning in London and 8 in Stockholm.
THAT_MORNING = datetime(2026, 12, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
async def bo(store: Store) -> Hand:
    """Whom Ada runs a workshop with, in Stockholm."""
    return await Hand.of(store, BO)


async def comes(store: Store, now: datetime) -> None:
    """What the tick does at a moment."""
    for each in await partnerships_due(store, now):
        await seen_to(store, each, now)


async def both_at(store: Store, ada: Hand, bo: Hand, now: datetime = THAT_MORNING) -> None:
    """They plan together, and the day of their reflection has come."""
    await planned(store, ada.member, bo.member)
    ada.now = bo.now = now
    await comes(store, now)


async def seen(hand: Hand) -> Reflecting:
    return await reflecting_on(hand.store, hand.member, PLAN)


async def own(hand: Hand, **values: Any) -> ReflectionAnswer:
    """The answer of somebody's own, the last one made."""
    async with hand.store.reading() as tx:
        return (await all_of(tx, ReflectionAnswer, hand.member.who, **values))[-1]


async def answers(hand: Hand, word: str = "") -> Reflecting:
    """Somebody answers, or answers otherwise."""
    mine = await own(hand, side_id="s-ada" if hand.member.id == "U0ADA" else "s-dana")
    return await answer_reflection(hand.doing(), mine.id, thoughts(word or hand.member.id))


async def made(store: Store) -> list[Reflection]:
    async with store.reading() as tx:
        rows = await tx.connection.execute(select(tables.reflections).order_by(tables.reflections.c.due_on))
        return [from_row(Reflection, row) for row in rows]


async def nudged(store: Store, subject_id: str, state: State = State.PLANNED) -> list[Nudge]:
    async with store.reading() as tx:
        query = select(tables.nudges).where(tables.nudges.c.subject_id == subject_id, tables.nudges.c.state == state)
        return [from_row(Nudge, row) for row in await tx.connection.execute(query.order_by(tables.nudges.c.due_at))]


async def news_of(hand: Hand) -> list[tuple[Happened, str]]:
    async with hand.store.reading() as tx:
        return [(each.happened, each.text) for each in await all_of(tx, News, hand.member.who)]


async def refused(doing: Any) -> Refusal:
    with pytest.raises(EtiquetteError) as error:
        await doing
    return error.value.code


async def test_l7_the_day_of_the_rhythm_makes_one_reflection_and_asks_each_side(
    store: Store, ada: Hand, bo: Hand
) -> None:
    """On the day, and 3 and 7 days after, each on their own working mornings."""
    await planned(store, ada.member, bo.member)
    assert await made(store) == []
    plan = await goes(store, ada.now)
    # The day begins when it begins for the first of the two: at midnight in Stockholm.
    assert plan.next_at == datetime(2026, 12, 23, 23, 0, tzinfo=UTC)

    await comes(store, plan.next_at)
    await comes(store, plan.next_at)
    await goes(store, THAT_MORNING)

    [reflection] = await made(store)
    assert (reflection.id, reflection.due_on) == (reflection_id(PLAN, DECEMBER), DECEMBER)
    for hand in (ada, bo):
        mine = await own(hand)
        assert (mine.reflection_id, mine.state) == (reflection.id, AnswerState.DUE)
        planned_for = await nudged(store, mine.id)
        assert [(each.kind, each.recipient, each.step) for each in planned_for] == [
            (Kind.REFLECTION, hand.member.id, "on"),
            (Kind.REFLECTION, hand.member.id, "after-3"),
            (Kind.REFLECTION, hand.member.id, "after-7"),
        ]
        assert [each.due_at.date() for each in planned_for] == [DECEMBER, date(2026, 12, 28), date(2026, 12, 31)]


@pytest.mark.parametrize(("days", "asked"), [(1, True), (3, True), (6, True), (9, False)])
async def test_l7_a_day_missed_while_the_program_was_down_is_made_once_and_only_within_a_week(
    store: Store,
    ada: Hand,
    bo: Hand,
    days: int,
    asked: bool,
) -> None:
    late = THAT_MORNING + timedelta(days=days)
    await both_at(store, ada, bo, late)
    await comes(store, late + timedelta(hours=1))

    assert len(await made(store)) == asked
    plan = (await seen(ada)).together.partnership
    assert plan.reflect_on == date(2027, 1, 24)
    if asked:  # in working hours, and never twice in a day
        days_asked = [each.due_at.date() for each in await nudged(store, (await own(ada)).id)]
        assert days_asked[0] <= late.date() + timedelta(days=1)
        assert len(days_asked) == len(set(days_asked))


@pytest.mark.parametrize("state", [PartnershipState.PAUSED, PartnershipState.CLOSED])
async def test_l7_nothing_is_asked_while_paused_or_closed_and_what_was_asked_rests(
    store: Store, ada: Hand, bo: Hand, state: PartnershipState
) -> None:
    await both_at(store, ada, bo)
    mine = await own(ada)
    await goes(store, ada.now, state=state)

    assert [each.state for each in await made(store)] == [ReflectionState.SKIPPED]
    assert (await own(ada)).state is AnswerState.SKIPPED
    assert await nudged(store, mine.id) == []
    assert await refused(answer_reflection(ada.doing(), mine.id, thoughts("late"))) is Refusal.NOT_RUNNING
    assert await refused(begin_reflection(ada.doing(), PLAN)) is Refusal.NOT_RUNNING
    assert (await goes(store, ada.now + timedelta(days=64))).next_at is None
    assert len(await made(store)) == 1

    # What went by meanwhile is not made up for.
    back = await goes(store, ada.now + timedelta(days=64), state=PartnershipState.RUNNING)
    assert back.reflect_on == date(2027, 3, 24)
    assert len(await made(store)) == 1


async def test_l7_nobody_is_asked_while_one_side_is_not_in(store: Store, ada: Hand, bo: Hand) -> None:
    await planned(store, ada.member, bo.member)
    async with store.writing() as tx:
        [side] = await all_of(tx, Side, bo.member.who)
        await tx.connection.execute(
            tables.sides.update().where(tables.sides.c.id == side.id).values(state=SideState.LEFT)
        )
    await comes(store, THAT_MORNING)
    assert await made(store) == []


async def test_l7_another_rhythm_counts_from_when_it_was_agreed(store: Store, ada: Hand, bo: Hand) -> None:
    await planned(store, ada.member, bo.member)
    weekly = {"rhythm": "FREQ=WEEKLY", "rhythm_from": date(2026, 11, 26)}
    assert (await goes(store, ada.now, **weekly)).reflect_on == date(2026, 11, 26)
    assert (await goes(store, ada.now, rhythm=None)).reflect_on is None


async def test_l7_both_answers_open_at_one_moment_and_both_are_told(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)
    first = await answers(ada)
    assert (first.is_due, first.theirs) == (True, None)
    assert (await seen(bo)).theirs is None
    assert (await seen(bo)).mine == await own(bo)

    second = await answers(bo)

    assert second.reflection
    assert (second.reflection.state, second.reflection.opened_at) == (ReflectionState.OPENED, bo.now)
    assert second.theirs
    assert second.theirs.went_well == "U0ADA well"
    theirs = (await seen(ada)).theirs
    assert theirs
    assert theirs.change == "U0BO change"
    for hand in (ada, bo):
        assert await news_of(hand) == [(Happened.OPENED, "")]
        assert await nudged(store, (await own(hand)).id) == []


async def test_l7_two_who_answer_at_once_both_are_in_and_it_opens_once(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)
    await asyncio.gather(answers(ada), answers(bo))

    [reflection] = await made(store)
    assert reflection.state is ReflectionState.OPENED
    assert await news_of(ada) == await news_of(bo) == [(Happened.OPENED, "")]


async def test_l7_an_answer_is_changed_until_both_are_in_and_never_after(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)
    await answers(ada, "first")
    await answers(ada, "second")
    told = await answers(bo)

    assert told.theirs
    assert told.theirs.gave == "second gave"
    assert await refused(answers(ada, "third")) is Refusal.ALREADY_SETTLED
    assert await refused(reflection_to_answer(store, ada.member, (await own(ada)).id)) is Refusal.ALREADY_SETTLED


async def test_l7_an_answer_takes_part_in_no_undo(store: Store, ada: Hand, bo: Hand) -> None:
    """Taken back after the other's was read, it would be written under their eyes."""
    await both_at(store, ada, bo)
    await answers(ada)
    act = await ada.last_act()
    await answers(bo)

    undone = await ada.undoes(act)

    assert undone.changes == ()
    assert (await own(ada)).state is AnswerState.ANSWERED
    assert (await made(store))[0].state is ReflectionState.OPENED


async def test_n6_what_somebody_else_wrote_is_found_by_no_id(store: Store, ada: Hand, bo: Hand, dan: Hand) -> None:
    await both_at(store, ada, bo)
    await answers(ada)
    hers, [reflection] = await own(ada), await made(store)
    for stranger in (bo, dan):
        assert await refused(reflection_to_answer(store, stranger.member, hers.id)) is Refusal.NOT_FOUND
        assert await refused(answer_reflection(stranger.doing(), hers.id, thoughts("x"))) is Refusal.NOT_FOUND
        assert await refused(skip_reflection(stranger.doing(), hers.id)) is Refusal.NOT_FOUND
    for doing in (
        reflecting_on(store, dan.member, PLAN),
        reflection_of(store, dan.member, reflection.id),
        begin_reflection(dan.doing(), PLAN),
        propose_step(dan.doing(), reflection.id, "x", ""),
        agree_step(dan.doing(), reflection.id, ""),
    ):
        assert await refused(doing) is Refusal.NOT_FOUND
    assert await refused(propose_step(bo.doing(), reflection.id, "too early", "")) is Refusal.NOT_FOUND


async def test_n6_neither_exports_nor_news_nor_journals_nor_what_is_due_tell_of_it(
    store: Store, ada: Hand, bo: Hand
) -> None:
    await both_at(store, ada, bo)
    await answers(ada, "SECRET")
    await answers(ada, "SECRETER")

    assert "SECRET" not in str(await everything_of(store, bo.member.who))
    assert "SECRET" not in str(await due_now(store, bo.member, bo.now))
    assert "SECRET" not in str(await news_of(bo))
    async with store.reading() as tx:
        journals = (await tx.connection.execute(select(tables.acts.c.changes))).scalars().all()
    assert "SECRET" not in str(journals)


async def test_l7_not_this_time_lets_both_rest_and_tells_the_other_kindly(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)
    await answers(ada)
    mine = await own(bo)
    told = await skip_reflection(bo.doing(), mine.id)

    assert told.theirs is None
    assert (await made(store))[0].state is ReflectionState.SKIPPED
    assert await news_of(ada) == [(Happened.SKIPPED, "")]
    assert await news_of(bo) == []
    assert await nudged(store, mine.id) == []
    assert await refused(answers(bo)) is Refusal.ALREADY_SETTLED
    assert await refused(answers(ada, "anew")) is Refusal.ALREADY_SETTLED
    assert (await seen(bo)).theirs is None


async def test_l7_who_has_answered_cannot_let_it_rest_any_more(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)
    await answers(ada)
    assert await refused(skip_reflection(ada.doing(), (await own(ada)).id)) is Refusal.ALREADY_SETTLED


async def test_l7_both_can_reflect_today_whatever_the_rhythm_is(store: Store, ada: Hand, bo: Hand) -> None:
    """Whoever wants it has the questions at once; the other is asked in their working hours."""
    await planned(store, ada.member, bo.member)
    begun = await begin_reflection(ada.doing(), PLAN)
    again = await begin_reflection(bo.doing(), PLAN)

    assert begun.reflection == again.reflection
    assert begun.reflection
    assert begun.reflection.due_on == date(2026, 11, 24)
    assert [each.step for each in await nudged(store, (await own(ada)).id)] == ["after-3", "after-7"]
    asked = await nudged(store, (await own(bo)).id)
    assert [each.step for each in asked] == ["on", "after-3", "after-7"]
    assert asked[0].due_at.date() == date(2026, 11, 24)


async def test_l7_one_that_rested_today_is_taken_up_with_everybodys_own_words(
    store: Store, ada: Hand, bo: Hand
) -> None:
    await planned(store, ada.member, bo.member)
    await begin_reflection(ada.doing(), PLAN)
    await answers(ada, "kept")
    await skip_reflection(bo.doing(), (await own(bo)).id)

    told = await begin_reflection(bo.doing(), PLAN)

    assert told.is_due
    assert told.theirs is None
    hers = await own(ada)
    assert (hers.state, hers.went_well) == (AnswerState.DUE, "kept well")
    await answers(bo)
    assert (await seen(bo)).theirs is None
    await answers(ada)
    assert (await seen(bo)).theirs is not None


async def test_l7_one_that_was_never_finished_makes_way_for_the_next(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)
    await answers(ada)
    await comes(store, THAT_MORNING + timedelta(days=31))

    assert [each.state for each in await made(store)] == [ReflectionState.SKIPPED, ReflectionState.DUE]
    assert (await seen(bo)).theirs is None


async def test_l7_one_of_the_days_before_stands_for_the_day_of_the_rhythm(store: Store, ada: Hand, bo: Hand) -> None:
    await planned(store, ada.member, bo.member)
    ada.now = THAT_MORNING - timedelta(days=2)
    await begin_reflection(ada.doing(), PLAN)
    await comes(store, THAT_MORNING)
    assert [each.due_on for each in await made(store)] == [date(2026, 12, 22)]


async def test_l7_of_somebody_outside_the_member_asks_when_their_own_is_in(store: Store, ada: Hand) -> None:
    await planned(store, ada.member, None)
    await comes(store, THAT_MORNING)
    ada.now = THAT_MORNING
    async with store.reading() as tx:
        assert [each.side_id for each in await all_of(tx, ReflectionAnswer, ada.member.who)] == ["s-ada"]

    first = await answers(ada, "mine")
    assert first.outside
    assert first.theirs is None
    reminded = await nudged(store, first.outside.id)
    assert [each.due_at.day for each in reminded] == [25, 28, 1]
    second = await answer_reflection(ada.doing(), first.outside.id, thoughts("hers"))

    assert second.theirs
    assert (second.theirs.gave, second.is_due) == ("hers gave", False)
    assert await news_of(ada) == [(Happened.OPENED, "")]
    assert second.reflection
    proposed = await propose_step(ada.doing(), second.reflection.id, "A second evening.", "")
    agreed = await agree_step(ada.doing(), second.reflection.id, proposed.mark)
    assert agreed.reflection
    assert agreed.reflection.next_step_agreed_at == ada.now


async def test_l7_of_somebody_outside_it_can_rest_and_be_taken_up_again(store: Store, ada: Hand) -> None:
    await planned(store, ada.member, None)
    await begin_reflection(ada.doing(), PLAN)
    first = await answers(ada, "mine")
    assert first.outside
    await skip_reflection(ada.doing(), first.outside.id)

    again = await begin_reflection(ada.doing(), PLAN)
    assert again.mine
    assert again.outside
    assert (again.mine.state, again.outside.state) == (AnswerState.DUE, AnswerState.SKIPPED)
    told = await answers(ada, "anew")
    assert told.outside
    assert (told.outside.state, told.theirs) == (AnswerState.DUE, None)


async def test_l7_one_next_step_is_proposed_by_one_side_and_agreed_by_the_other(
    store: Store, ada: Hand, bo: Hand
) -> None:
    await both_at(store, ada, bo)
    await answers(ada)
    opened = await answers(bo)
    assert opened.reflection
    at = opened.reflection.id
    proposed = await propose_step(ada.doing(), at, "A second evening.", "")
    assert (await news_of(bo))[-1] == (Happened.NEXT_STEP, "A second evening.")
    assert await refused(agree_step(ada.doing(), at, proposed.mark)) is Refusal.NOT_FOUND

    other = await propose_step(bo.doing(), at, "A breakfast instead.", proposed.mark)
    assert await refused(agree_step(ada.doing(), at, proposed.mark)) is Refusal.STEP_CHANGED
    assert await refused(propose_step(ada.doing(), at, "Unseen", proposed.mark)) is Refusal.STEP_CHANGED
    agreed = await agree_step(ada.doing(), at, other.mark)

    assert agreed.reflection
    assert (agreed.reflection.next_step, agreed.reflection.next_step_agreed_at) == ("A breakfast instead.", ada.now)
    for hand in (ada, bo):
        assert (await news_of(hand))[-1] == (Happened.STEP_AGREED, "A breakfast instead.")
    assert await refused(propose_step(bo.doing(), at, "One more", other.mark)) is Refusal.ALREADY_SETTLED


async def test_c12_every_act_of_either_side_breaks_the_silence(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)

    async def since(hand: Hand) -> datetime | None:
        async with store.reading() as tx:
            return (await all_of(tx, Side, hand.member.who))[0].silent_since

    await answers(ada)
    assert await since(ada) == await since(bo) == ada.now
    opened = await answers(bo)
    assert opened.reflection
    assert await since(ada) == await since(bo) == bo.now
    proposed = await propose_step(ada.doing(), opened.reflection.id, "On.", "")
    assert await since(bo) == ada.now
    await agree_step(bo.doing(), opened.reflection.id, proposed.mark)
    assert await since(ada) == bo.now
    ada.waits(days=1)
    await begin_reflection(ada.doing(), PLAN)
    assert await since(bo) == ada.now
    await skip_reflection(bo.doing(), (await own(bo)).id)
    assert await since(ada) == bo.now


async def test_n4_the_same_answer_delivered_twice_counts_once(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)
    mine = await own(ada)
    await answer_reflection(ada.doing("once"), mine.id, thoughts("one"))
    assert await refused(answer_reflection(ada.doing("once"), mine.id, thoughts("two"))) is Refusal.SEEN_BEFORE
    assert (await own(ada)).went_well == "one well"


async def test_l7_an_empty_answer_opens_nothing(store: Store, ada: Hand, bo: Hand) -> None:
    await both_at(store, ada, bo)
    await answers(ada)
    blank = Thoughts("", "", "", "", "")
    assert await refused(answer_reflection(bo.doing(), (await own(bo)).id, blank)) is Refusal.NO_DESCRIPTION
    assert (await seen(bo)).theirs is None


async def test_n3_who_does_not_want_to_hear_of_reflections_is_not_asked(store: Store, ada: Hand, bo: Hand) -> None:
    async with store.writing() as tx:
        muted = tables.members.update().where(tables.members.c.id == bo.member.id)
        await tx.connection.execute(muted.values(muted=(Kind.REFLECTION,)))
    await both_at(store, ada, bo)
    assert await nudged(store, (await own(bo)).id) == []
    assert len(await nudged(store, (await own(ada)).id)) == 3
