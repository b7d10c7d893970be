"""A partnership over time, on both sides: who gave, who fell silent, what is celebrated (C2, C6, C10 to C12)."""

from datetime import date, datetime, timedelta

import pytest

from etiquette.rules.balance import FAR_MORE
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Direction, Favour
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Answer, Kind, Nudge, State
from etiquette.rules.partnerships import initiative_for
from etiquette.services.balance import asked_for_balance, fine_as_it_is, go_on
from etiquette.services.celebrating import celebrate, celebrated, delete_remark, remark_of
from etiquette.services.deliverables import deliver
from etiquette.services.elements import standing_of
from etiquette.services.partnership_days import seen_to
from etiquette.services.supporting import not_supported, suggest_support, supported
from etiquette.store import partnerships
from etiquette.store.records import all_of
from etiquette.store.session import Store
from tests.cast import Hand
from tests.etiquette.services.ledger import nudges_of
from tests.etiquette.services.test_standing import said
from tests.running import ADAS, DANS, HER_PART, HIS_PART, PLAN, days, owes, runs, seen_by

FROM = date(2026, 11, 25)


async def planned(hand: Hand, kind: Kind) -> list[Nudge]:
    return [each for each in await nudges_of(hand, State.PLANNED) if each.kind is kind]


async def answers(hand: Hand, kind: Kind) -> list[Answer | None]:
    return [each.answer for each in await nudges_of(hand, State.POSTED) if each.kind is kind]


async def gives(hand: Hand, part: str, count: int, start: date = FROM) -> None:
    """So many occurrences, delivered one after the other."""
    for day in days(count, start):
        owed = await owes(hand.doing(), part, day)
        await deliver(hand.doing(), owed.id)


async def refused(does: object) -> Refusal:
    with pytest.raises(EtiquetteError) as refusal:
        await does  # type: ignore[misc]  # a coroutine
    return refusal.value.code


async def test_c10_the_giver_alone_is_told_the_day_after_and_once(store: Store, ada: Hand, dan: Hand) -> None:
    await runs(store, ada.member.who, dan.member.who, ada.now)
    await gives(ada, HER_PART, 2)
    assert await planned(ada, Kind.ONE_SIDED) == []

    await gives(ada, HER_PART, 2, FROM + timedelta(days=2))

    [told] = await planned(ada, Kind.ONE_SIDED)
    assert told.subject_id == ADAS
    assert told.due_at.date() == FROM
    assert await planned(dan, Kind.ONE_SIDED) == []


async def test_c10_it_is_withdrawn_when_it_leans_no_more_by_an_act_an_undo_or_time(
    store: Store, ada: Hand, dan: Hand
) -> None:
    await runs(store, ada.member.who, dan.member.who, ada.now)
    await gives(ada, HER_PART, 3)

    await ada.undoes()
    assert await planned(ada, Kind.ONE_SIDED) == []

    await gives(ada, HER_PART, 1, FROM + timedelta(days=5))
    assert len(await planned(ada, Kind.ONE_SIDED)) == 1
    dan.now = ada.now
    await gives(dan, HIS_PART, 1)
    assert await planned(ada, Kind.ONE_SIDED) == []

    await gives(ada, HER_PART, 1, FROM + timedelta(days=6))
    [lean] = await planned(ada, Kind.ONE_SIDED)
    again = (await seen_by(store, ada.member.who)).partnership.next_at
    assert again is not None
    await seen_to(store, PLAN, again)
    assert (await seen_by(store, ada.member.who)).mine.leans_since is None
    assert lean.id not in [each.id for each in await planned(ada, Kind.ONE_SIDED)]


async def test_c10_fine_as_it_is_rests_for_sixty_days_and_can_be_undone(store: Store, ada: Hand, dan: Hand) -> None:
    await runs(store, ada.member.who, dan.member.who, ada.now)
    await gives(ada, HER_PART, 3)
    await said(ada, ADAS)
    ada.waits(days=2)

    await fine_as_it_is(ada.doing(), ADAS)
    assert await answers(ada, Kind.ONE_SIDED) == [Answer.NOT_THIS_TIME]
    await ada.undoes()
    assert (await seen_by(store, ada.member.who)).mine.leans_since is not None
    await asked_for_balance(ada.doing(), ADAS)
    assert await refused(fine_as_it_is(ada.doing(), ADAS)) is Refusal.ALREADY_SETTLED
    assert await refused(fine_as_it_is(dan.doing(), ADAS)) is Refusal.NOT_FOUND

    await gives(ada, HER_PART, 3, FROM + timedelta(days=10))
    assert await planned(ada, Kind.ONE_SIDED) == []
    ada.waits(days=60)
    await gives(ada, HER_PART, 4, FROM + timedelta(days=20))
    assert len(await planned(ada, Kind.ONE_SIDED)) == 1


@pytest.mark.parametrize(
    "events", ["aaau", "adaaad", "aauaadu", "ddddaa", "aaadddau"], ids=lambda order: f"in-the-order-{order}"
)
async def test_c6_the_balance_is_that_of_the_events_in_any_order(
    store: Store, ada: Hand, dan: Hand, events: str
) -> None:
    """Whether a side leans follows from what was given and not taken back, however it came to be so."""
    await runs(store, ada.member.who, dan.member.who, ada.now)
    given: list[str] = []
    for number, event in enumerate(events):
        hand, part = (dan, HIS_PART) if event == "d" else (ada, HER_PART)
        hand.now = max(ada.now, dan.now)
        if event != "u":
            await gives(hand, part, 1, FROM + timedelta(days=number))
            given.append(event)
        elif given and given[-1] == "a":
            await ada.undoes()
            given.pop()
        lead = given.count("a") - given.count("d")
        seen = await seen_by(store, ada.member.who)
        assert (seen.mine.leans_since is not None) == (lead >= FAR_MORE)
        assert (seen.theirs.leans_since is not None) == (-lead >= FAR_MORE)
    standing = await standing_of(store, ada.member, PLAN, max(ada.now, dan.now))
    assert (standing.mine.done, standing.theirs.done) == (given.count("a"), given.count("d"))


async def test_c12_a_silence_asks_each_side_once_and_then_once_more(store: Store, ada: Hand, dan: Hand) -> None:
    """After 45 days, and 30 later; and any act of either side begins it anew for both."""
    start = ada.now
    await runs(store, ada.member.who, dan.member.who, start)
    for hand in (ada, dan):
        first, last = [each.due_at for each in await planned(hand, Kind.GONE_SILENT)]
        assert first.date() - start.date() == timedelta(days=45)
        assert timedelta(days=30) <= last.date() - first.date() <= timedelta(days=32)

    dan.now = ada.now + timedelta(days=40)
    await celebrate(dan.doing(), PLAN, "Forty people came.")

    for hand in (ada, dan):
        first, _ = [each.due_at for each in await planned(hand, Kind.GONE_SILENT)]
        assert first.date() - dan.now.date() >= timedelta(days=45)


async def test_c12_who_goes_on_answers_for_both_and_the_other_has_nothing_to_undo(
    store: Store, ada: Hand, dan: Hand
) -> None:
    await runs(store, ada.member.who, dan.member.who, ada.now)
    await said(ada, ADAS)
    await said(dan, DANS)
    ada.waits(days=46)

    await go_on(ada.doing(), ADAS)

    assert set(await answers(ada, Kind.GONE_SILENT)) == set(await answers(dan, Kind.GONE_SILENT)) == {Answer.DONE}
    assert {each.act_id for each in await nudges_of(dan, State.POSTED)} == {None}
    assert len(await planned(dan, Kind.GONE_SILENT)) == 2
    assert await refused(go_on(ada.doing(), DANS)) is Refusal.NOT_FOUND


async def test_c12_what_is_given_as_planned_breaks_the_silence_too(store: Store, ada: Hand, dan: Hand) -> None:
    await runs(store, ada.member.who, dan.member.who, ada.now)
    ada.waits(days=30)

    await gives(ada, HER_PART, 1, ada.now.date() + timedelta(days=1))

    assert [(await seen_by(store, ada.member.who)).theirs.silent_since] == [ada.now]


async def test_c2_what_went_well_is_told_to_the_other_and_goes_with_its_author(
    store: Store, ada: Hand, dan: Hand
) -> None:
    await runs(store, ada.member.who, dan.member.who, ada.now)

    remark, _ = await celebrate(ada.doing(), PLAN, " Forty people came. ")

    async def news() -> list[tuple[Happened, str]]:
        async with store.reading() as tx:
            return [(each.happened, each.text) for each in await all_of(tx, News, dan.member.who)]

    assert await news() == [(Happened.CELEBRATED, "Forty people came.")]
    assert len(await planned(dan, Kind.PLAN_NEWS)) == 1
    assert [each.text for each in await celebrated(store, dan.member, PLAN)] == ["Forty people came."]
    assert await refused(delete_remark(dan.doing(), remark.id)) is Refusal.NOT_FOUND
    assert await refused(celebrate(ada.doing(), PLAN, "  ")) is Refusal.NO_WORDS

    await delete_remark(ada.doing(), remark.id)
    assert await news() == []
    assert await planned(dan, Kind.PLAN_NEWS) == []
    assert await celebrated(store, dan.member, PLAN) == []

    await ada.undoes()
    assert (await remark_of(store, ada.member, remark.id)).text == "Forty people came."


async def test_c2_who_has_no_side_sees_nothing(store: Store, ada: Hand, dan: Hand, sam: Hand) -> None:
    """N6."""
    await runs(store, ada.member.who, dan.member.who, ada.now)
    await celebrate(ada.doing(), PLAN, "Forty people came.")

    assert await celebrated(store, sam.member, PLAN) == []
    assert await refused(celebrate(sam.doing(), PLAN, "Me too")) is Refusal.NOT_FOUND
    assert await refused(standing_of(store, sam.member, PLAN, sam.now)) is Refusal.NOT_FOUND


async def test_c11_one_initiative_after_the_other_is_suggested_thirty_days_on_and_sixty_after_an_answer(
    store: Store, ada: Hand, dan: Hand
) -> None:
    start = ada.now
    await runs(store, ada.member.who, dan.member.who, start, theirs={"initiatives": "The podcast\n- The book"})

    async def suggested() -> tuple[datetime, str | None]:
        [nudge] = await planned(ada, Kind.SUPPORT)
        return nudge.due_at, initiative_for(await seen_by(store, ada.member.who))

    due_at, what = await suggested()
    assert (due_at.date() - start.date(), what) == (timedelta(days=30), "The podcast")
    await said(ada, ADAS)
    ada.waits(days=31)
    await supported(ada.doing(), ADAS)
    assert await refused(supported(ada.doing(), ADAS)) is Refusal.ALREADY_SETTLED

    async with store.reading() as tx:
        [favour] = await all_of(tx, Favour, ada.member.who)
    assert (favour.what, favour.direction, favour.contact_id) == ("The podcast", Direction.GIVEN, "c-dan")
    due_at, what = await suggested()
    assert timedelta(days=60) <= due_at.date() - ada.now.date() <= timedelta(days=62)
    assert what == "The book"

    ada.waits(days=90)
    await not_supported(ada.doing(), ADAS)
    assert (await suggested())[1] == "The podcast"


async def test_c11_support_undone_is_as_if_it_had_not_been_said(store: Store, ada: Hand, dan: Hand) -> None:
    await runs(store, ada.member.who, dan.member.who, ada.now, theirs={"initiatives": "The podcast\nThe book"})
    ada.waits(days=31)
    await supported(ada.doing(), ADAS)

    await ada.undoes()

    async with store.reading() as tx:
        assert await all_of(tx, Favour, ada.member.who) == []
    assert initiative_for(await seen_by(store, ada.member.who)) == "The podcast"


async def test_c11_nothing_is_suggested_where_nothing_is_listed(store: Store, ada: Hand, dan: Hand) -> None:
    await runs(store, ada.member.who, dan.member.who, ada.now, theirs={"initiatives": " \n- "})
    assert await planned(ada, Kind.SUPPORT) == []
    assert len(await planned(dan, Kind.SUPPORT)) == 1
    assert await refused(supported(ada.doing(), ADAS)) is Refusal.ALREADY_SETTLED

    async with store.writing() as tx:
        together = await partnerships.seen_by(tx, ada.member.who, PLAN)
        assert together is not None
        await suggest_support(tx, together, ada.now)
    assert await planned(ada, Kind.SUPPORT) == []


async def test_how_it_stands_is_the_same_for_both_and_counted_from_both(store: Store, ada: Hand, dan: Hand) -> None:
    """C6, L4, L6, L8: what was done before a word was said of it counts as such."""
    await runs(store, ada.member.who, dan.member.who, ada.now)
    await gives(ada, HER_PART, 2)
    owed = await owes(dan.doing(), HIS_PART, FROM)
    dan.now = ada.now
    now = ada.now + timedelta(days=5)

    his, hers = await standing_of(store, dan.member, PLAN, now), await standing_of(store, ada.member, PLAN, now)

    assert his.elements == hers.elements
    assert (hers.mine.done, hers.theirs.done, hers.theirs.promised) == (2, 0, 1)
    counts = {each.element.value: (each.count, each.of) for each in hers.elements}
    assert (counts["L1"], counts["L4"], counts["L6"], counts["L8"]) == ((2, 2), (1, 2), (0, 2), (2, 2))
    await deliver(dan.doing(), owed.id)
    later = await standing_of(store, ada.member, PLAN, now)
    assert {each.element.value: (each.count, each.of) for each in later.elements}["L6"] == (1, 2)
