"""Forgetting, where two plan something together (N7): one's words go, what both wrote stays with the other."""

from datetime import date

import pytest
from sqlalchemy import select

from etiquette.rules.contacts import Contact
from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Kind, State
from etiquette.rules.partnerships import PartnershipState, SideState
from etiquette.rules.reflections import AnswerState, ReflectionAnswer
from etiquette.services.agreeing import offer_plan
from etiquette.services.celebrating import celebrate
from etiquette.services.deliverables import deliver
from etiquette.services.differing import differ
from etiquette.services.forgetting import forget_contact, forget_member
from etiquette.services.parting import parting_of
from etiquette.services.together import partnerships_of
from etiquette.store.records import add, all_of
from etiquette.store.tables import metadata, reflections
from tests.cast import ADA, DAN, Hand, opened
from tests.etiquette.services.ledger import nudges_of
from tests.etiquette.services.test_forgetting import NAME, bytes_of, rows_left
from tests.etiquette.services.together import WRITTEN, Pair, planned, running_outside, running_with
from tests.partners import make_answer, make_proposal

SECRET = "Zanzibar turmeric"


async def lived_in(pair: Pair) -> None:
    """Everything that can point from one side to the other: proposals, answers, remarks, news, a step, a deck."""
    assert pair.dan is not None
    ada, dan = (await pair.seen()).mine, (await pair.seen(pair.dan)).mine
    shared = {"workspace_id": ada.workspace_id, "partnership_id": pair.id}
    of_ada = {"member_id": ada.member_id, "contact_id": ada.contact_id}
    of_dan = {"member_id": dan.member_id, "contact_id": dan.contact_id}
    await celebrate(pair.ada.doing(), pair.id, f"Ada says {SECRET}")
    await celebrate(pair.dan.doing(), pair.id, "Dan says well done")
    await differ(pair.ada.doing(), pair.id, "Prices", f"Not {SECRET}")
    goods = await pair.open_ones()
    async with pair.ada.store.writing() as tx:
        row = {"id": "f-1", "due_on": date(2026, 12, 24), "state": "due", "created_at": pair.ada.now}
        step = {"next_step": f"A step: {SECRET}", "next_step_by": ada.id}
        await tx.connection.execute(reflections.insert().values(**row, **step, **shared))
        wrote = {"state": AnswerState.ANSWERED, "went_well": SECRET, "answered_at": pair.ada.now}
        await add(tx, make_answer(id="w-1", reflection_id="f-1", side_id=ada.id, **shared, **of_ada, **wrote))
        await add(tx, make_answer(id="w-2", reflection_id="f-1", side_id=dan.id, **shared, **of_dan))
        slides, venue = goods["the slides"].id, goods["the venue"].id
        asks = {"note": SECRET, "proposed": SECRET}
        await add(tx, make_proposal(id="r-1", target_id=venue, side_id=ada.id, **shared, **of_dan, **asks))
        await add(tx, make_proposal(id="r-2", target_id=slides, side_id=dan.id, **shared, **of_ada, counters_id="r-1"))
        [given] = [each for each in await all_of(tx, Contribution, pair.ada.member.who) if each.side_id == ada.id]
        deck = goods["the venue"]
        await tx.connection.execute(
            metadata.tables["deliverables"]
            .insert()
            .values({**_row(deck), "id": "d-handed-over", "contribution_id": given.id})
        )


def _row(deck: Deliverable) -> dict[str, object]:
    return {name: getattr(deck, name) for name in Deliverable.__dataclass_fields__}


async def named(pair: Pair) -> None:
    """Words of Ada's alone, wherever she may write them."""
    async with pair.ada.store.writing() as tx:
        own = {"win": f"To win {SECRET}", "initiatives": SECRET, "name": NAME}
        side = (await pair.seen()).mine
        table = metadata.tables["sides"]
        await tx.connection.execute(table.update().where(table.c.id == side.id).values(**own))


async def test_n7_who_is_forgotten_leaves_a_closed_plan_without_name_or_words_of_theirs(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await lived_in(pair)
    await named(pair)

    await forget_member(ada.doing())

    [seen] = await partnerships_of(dan.store, dan.member)
    assert (seen.partnership.state, seen.partnership.purpose) == (PartnershipState.CLOSED, WRITTEN["purpose"])
    assert (seen.theirs.name, seen.theirs.win, seen.theirs.initiatives) == ("Somebody", "", "")
    assert (seen.theirs.state, seen.theirs.is_outside) == (SideState.LEFT, True)
    parting = await parting_of(dan.store, dan.member, pair.id)
    assert [(each.what, each.state) for each in parting.contributions] == [("the venue", ContributionState.ENDED)]
    assert [each.text for each in parting.went_well] == ["Dan says well done"]
    assert await everything_in(dan) == []
    async with dan.store.reading() as tx:
        told = await all_of(tx, News, DAN)
        answers = await all_of(tx, ReflectionAnswer, DAN)
    assert [(each.happened, each.text) for each in told] == [(Happened.CLOSED, "")]
    assert [each.state for each in answers] == [AnswerState.SKIPPED]
    kinds = {each.kind for each in await nudges_of(dan, State.PLANNED)}
    assert kinds == {Kind.PLAN_NEWS, Kind.DELIVERABLE_MINE}


async def everything_in(hand: Hand) -> list[str]:
    """The tables that still hold a word of hers."""
    async with hand.store.reading() as tx:
        rows = {table.name: str((await tx.connection.execute(select(table))).all()) for table in metadata.sorted_tables}
    return [name for name, text in rows.items() if SECRET in text or NAME in text]


async def test_n7_the_other_side_may_be_forgotten_after_that_and_nothing_is_left(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await lived_in(pair)

    await forget_member(ada.doing())
    await forget_member(dan.doing())

    assert await rows_left(ada.store) == {}


@pytest.mark.parametrize("by_ada", [True, False], ids=["by who began it", "by the other side"])
async def test_n7_a_partner_who_is_forgotten_as_a_contact_keeps_the_plan_and_the_name(
    ada: Hand, dan: Hand, by_ada: bool
) -> None:
    """Whoever forgets them is not forgotten by that."""
    pair = await running_with(ada, dan)
    await lived_in(pair)
    first, second = (ada, dan) if by_ada else (dan, ada)
    contact_id, name = (await pair.seen(first)).mine.contact_id, (await pair.seen(first)).mine.name

    await forget_contact(first.doing(), contact_id)

    assert await partnerships_of(first.store, first.member) == []
    async with first.store.reading() as tx:
        assert await all_of(tx, Contact, first.member.who) == []
        told = [each.happened for each in await all_of(tx, News, second.member.who)]
    [seen] = await partnerships_of(second.store, second.member)
    assert (seen.theirs.name, seen.theirs.state) == (name, SideState.LEFT)
    assert {each.what for each in (await parting_of(second.store, second.member, pair.id)).contributions} == {
        "the slides",
        "the venue",
    }
    assert told.count(Happened.CLOSED) == 1


async def test_n7_who_was_only_asked_is_asked_no_more_and_nothing_of_it_is_left(ada: Hand, dan: Hand) -> None:
    before = await rows_left(ada.store)
    pair = await planned(ada, "Dan Whitlock", dan)
    await offer_plan(ada.doing(), pair.id, dan.member)

    await forget_contact(ada.doing(), (await pair.seen()).mine.contact_id)

    left = await rows_left(ada.store)
    left.pop("acts")
    assert left == before
    assert await nudges_of(dan) == []


async def test_n7_who_was_only_asked_may_be_forgotten_themselves(ada: Hand, dan: Hand) -> None:
    pair = await planned(ada, "Dan Whitlock", dan)
    await offer_plan(ada.doing(), pair.id, dan.member)

    await forget_member(dan.doing())

    seen = await pair.seen()
    assert (seen.partnership.state, seen.theirs.name) == (PartnershipState.CLOSED, "Somebody")


@pytest.mark.parametrize("whole", [False, True], ids=["one contact", "all"])
async def test_n7_of_a_plan_with_somebody_outside_no_byte_is_left(sqlite_url: str, whole: bool) -> None:
    async with opened(sqlite_url) as store:
        ada = await Hand.of(store, ADA)
        pair = await running_outside(ada, NAME)
        await named(pair)
        await celebrate(ada.doing(), pair.id, f"{NAME} gave a talk. {SECRET}")
        assert SECRET.encode() in bytes_of(sqlite_url)
        contact_id = (await pair.seen()).mine.contact_id

        await (forget_member(ada.doing()) if whole else forget_contact(ada.doing(), contact_id))

        left = bytes_of(sqlite_url)
        assert [word for word in (NAME, SECRET, WRITTEN["purpose"]) if word.encode() in left] == []
        assert {"partnerships", "sides", "contributions", "remarks"} & set(await rows_left(store)) == set()


async def test_n7_who_is_forgotten_leaves_no_byte_of_theirs_with_the_other_side(sqlite_url: str) -> None:
    async with opened(sqlite_url) as store:
        ada, dan = await Hand.of(store, ADA), await Hand.of(store, DAN)
        pair = await running_with(ada, dan)
        await lived_in(pair)
        await named(pair)

        await forget_member(ada.doing())

        left = bytes_of(sqlite_url)
        assert [word for word in (NAME, SECRET) if word.encode() in left] == []
        assert WRITTEN["purpose"].encode() in left


async def test_n7_what_a_member_gives_can_be_settled_though_the_partner_was_forgotten(ada: Hand, dan: Hand) -> None:
    """C9: it is their own promise, and stays theirs to keep."""
    pair = await running_with(ada, dan)
    venue = (await pair.open_ones())["the venue"]
    await forget_member(ada.doing())

    await deliver(dan.doing(), venue.id)

    async with dan.store.reading() as tx:
        kept = await all_of(tx, Deliverable, DAN)
    assert [each.state for each in kept if each.id == venue.id] == [DeliverableState.DELIVERED]
