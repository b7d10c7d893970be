"""What a member wants is kept, and what is planned follows: hours, days, kinds, pauses, a workspace's numbers."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import text

from etiquette.rules.deliverables import Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction
from etiquette.rules.ladder_words import row_for
from etiquette.rules.members import Member, Profile
from etiquette.rules.nudges import Kind, State
from etiquette.rules.planning import ONCE, Subject, nudges_for
from etiquette.rules.rulebook import ROWS
from etiquette.rules.settings import pause_end, preferences_of
from etiquette.services.matters import due_now
from etiquette.services.members import keep_profile, member_of
from etiquette.services.settings import keep_numbers, keep_settings, pause, stop_kind
from etiquette.services.switches import HELD_IN_ORDER
from etiquette.store.records import change, find
from etiquette.store.session import Transaction
from tests.builders import make_member
from tests.cast import ADA, TUESDAY, Hand, opened, utc
from tests.etiquette.services.ledger import facts_of, ledger, nudges_of, planned_steps

ADMIN = Profile("Europe/London", "en-GB", "Ada Okafor", is_active=True, is_admin=True)


async def saves(ada: Hand, **values: Any) -> Member:
    """What Ada changes in her settings, and nothing else."""
    ada.member = await keep_settings(ada.store, ada.member, replace(preferences_of(ada.member), **values), ada.now)
    return ada.member


async def planned_kinds(ada: Hand) -> set[Kind]:
    return {nudge.kind for nudge in await nudges_of(ada, State.PLANNED)}


async def test_n3_a_kind_that_is_unticked_is_withdrawn_at_once_and_one_that_is_ticked_comes_back(ada: Hand) -> None:
    await ada.promises()
    await ada.promises(owner=Owner.THEIRS, what="her notes")
    before = await ledger(ada)

    await saves(ada, muted=frozenset({Kind.DELIVERABLE_MINE}))
    assert Kind.DELIVERABLE_MINE not in await planned_kinds(ada)
    assert Kind.DELIVERABLE_THEIRS in await planned_kinds(ada)
    await ada.promises(what="the slides")
    assert Kind.DELIVERABLE_MINE not in await planned_kinds(ada)
    ada.waits(days=7)
    assert Kind.DELIVERABLE_MINE not in {matter.kind for matter in await due_now(ada.store, ada.member, ada.now)}
    ada.waits(days=-7)

    await saves(ada, muted=frozenset())
    slides = [step for step in (await ledger(ada)).planned if step not in before.planned]
    assert set(before.planned) <= set((await ledger(ada)).planned)
    assert len(slides) == 4  # one day after, and three days after, are one Monday


async def test_saving_the_same_settings_twice_changes_nothing_more(ada: Hand) -> None:
    await ada.has_spoken()
    await saves(ada, muted=frozenset({Kind.SHARE}), work_end=time(16), country="gb")
    before = (await ledger(ada), ada.member)

    await saves(ada)

    assert (await ledger(ada), ada.member) == before
    assert ada.member.country == "GB"


async def test_n1_planned_mornings_follow_other_hours_and_holidays(ada: Hand) -> None:
    """A promise for Friday 25 December is spoken of on the last working day until then."""
    ada.now = utc(1, 12, month=12)
    await ada.promises(due_on=date(2026, 12, 25))

    await saves(ada, work_start=time(12), work_end=time(20), country="GB-ENG")

    due = {nudge.step: nudge.due_at for nudge in await nudges_of(ada, State.PLANNED)}
    assert due["on"] == datetime(2026, 12, 24, 12, tzinfo=UTC)
    assert due["after-3"] == datetime(2026, 12, 29, 12, tzinfo=UTC)  # the Monday makes up for Boxing Day


async def test_n1_each_of_many_planned_nudges_goes_where_its_own_ladder_has_it(ada: Hand) -> None:
    for number, name in enumerate(["Dana Reyes", "Bo Lindqvist", "Cleo Park"]):
        await ada.logs(name)
        await ada.promises(name, due_on=date(2026, 11, 27 + number))
        await ada.promises(name, due_on=date(2026, 12, 24 + number), owner=Owner.THEIRS, what="her notes")

    await saves(ada, work_start=time(12), work_end=time(20), working_days=frozenset({1, 3, 5}), country="GB-ENG")

    subjects = [fact for fact in await facts_of(ada) if isinstance(fact, Subject)]
    called_for = [plan for each in subjects for plan in nudges_for(each, ada.member, ada.now)]
    moved = {(nudge.kind, nudge.subject_id, nudge.step): nudge.due_at for nudge in await nudges_of(ada, State.PLANNED)}
    assert len(moved) > 20
    by_ladder = {(plan.kind, plan.subject_id, plan.occasion.partition("/")[2]): plan.moment.at for plan in called_for}
    assert moved == {key: by_ladder.get(key, due_at) for key, due_at in moved.items()}
    assert len(moved.keys() & by_ladder.keys()) > 20


@pytest.mark.postgres
async def test_n3_a_kind_comes_back_as_a_press_at_the_same_moment_leaves_its_record(emptied_postgres_url: str) -> None:
    """Whoever has the introduction in hand is waited for: what is planned is for what they make of it."""
    async with opened(emptied_postgres_url) as store:
        ada = await Hand.of(store, ADA)
        known = (await ada.logs()).introduction
        await saves(ada, muted=frozenset({Kind.HOW_REFERRED, Kind.SECURE_CALL}))
        async with store.writing() as press:
            held = await find(press, Introduction, ADA, known.id, held=True)
            assert held is not None
            saving = asyncio.create_task(saves(ada, muted=frozenset()))
            await somebody_waits(press)
            pressed = await change(press, held, how_referred="At a fair", revision=held.revision + 1)
        await saving

        planned = await nudges_of(ada, State.PLANNED, subject_id=known.id)
        assert {nudge.kind for nudge in planned} == {Kind.SECURE_CALL}
        assert {nudge.revision for nudge in planned} == {pressed.revision + 1}
        assert {fact.revision for fact in await facts_of(ada) if isinstance(fact, Introduction)} == {
            pressed.revision + 1
        }


async def somebody_waits(tx: Transaction) -> None:
    """Until another transaction waits for what somebody holds."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(30):
        while not (await tx.connection.execute(waiting)).scalar_one():
            pass


def test_every_record_that_a_ladder_hangs_on_has_its_place_in_the_order_of_holding() -> None:
    assert sorted(HELD_IN_ORDER) == sorted({ROWS[kind].subject for kind in Kind if kind not in ONCE})


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"work_start": time(17), "work_end": time(9)}, Refusal.IMPOSSIBLE_HOURS),
        ({"work_start": time(9), "work_end": time(9)}, Refusal.IMPOSSIBLE_HOURS),
        ({"work_start": None}, Refusal.IMPOSSIBLE_HOURS),
        ({"working_days": frozenset()}, Refusal.NO_WORKING_DAY),
        ({"working_days": frozenset({0, 8})}, Refusal.NO_WORKING_DAY),
        ({"country": "Atlantis"}, Refusal.UNKNOWN_COUNTRY),
        ({"country": "DE-XX"}, Refusal.UNKNOWN_COUNTRY),
        ({"daily_messages": 0}, Refusal.TOO_MANY_OR_FEW),
        ({"daily_messages": 11}, Refusal.TOO_MANY_OR_FEW),
        ({"profile_url": "javascript:alert(1)"}, Refusal.NOT_A_LINK),
        ({"blurb": "x" * 1001}, Refusal.TEXT_TOO_LONG),
    ],
)
async def test_what_makes_no_sense_is_refused_and_nothing_of_it_is_kept(
    ada: Hand, values: dict[str, Any], code: Refusal
) -> None:
    with pytest.raises(EtiquetteError) as refused:
        await saves(ada, **{"says_why": False, **values})

    assert refused.value.code is code
    assert await member_of(ada.store, ADA) == ada.member


async def test_n1_what_a_pause_held_back_comes_when_it_is_ended_before_its_time(ada: Hand) -> None:
    await ada.promises()
    [before, *_] = await nudges_of(ada, State.PLANNED)
    until = pause_end(ada.member, date(2026, 12, 14), None, ada.now)
    await pause(ada.store, ada.member, until, ada.now)
    assert (await nudges_of(ada, State.PLANNED))[0].due_at == before.due_at

    ada.waits(days=3)  # Friday, the day itself, two in the afternoon
    paused = await pause(ada.store, ada.member, until, ada.now)
    assert paused.is_paused(ada.now)
    held = [nudge for nudge in await nudges_of(ada, State.PLANNED) if nudge.due_at > until]
    assert {nudge.step for nudge in held} >= {"before", "on"}

    await pause(ada.store, ada.member, None, ada.now)
    overdue = [nudge.due_at for nudge in await nudges_of(ada, State.PLANNED) if nudge.step in {"before", "on"}]
    assert overdue == [ada.now, ada.now]


async def test_n1_a_pause_keeps_its_local_time_in_a_new_zone(ada: Hand) -> None:
    await pause(ada.store, ada.member, pause_end(ada.member, date(2026, 11, 30), None, ada.now), ada.now)

    await keep_profile(ada.store, ADA, replace(ADMIN, zone="America/New_York"), ada.now)

    member = await member_of(ada.store, ADA)
    assert member is not None
    assert member.paused_until == utc(30, 14)


@pytest.mark.parametrize(("day", "code"), [(24, Refusal.DATE_IN_THE_PAST), (23, Refusal.DATE_IN_THE_PAST)])
def test_n1_a_pause_ends_in_the_future(day: int, code: Refusal) -> None:
    with pytest.raises(EtiquetteError) as refused:
        pause_end(make_member(), date(2026, 11, day), None, TUESDAY)
    assert refused.value.code is code

    with pytest.raises(EtiquetteError) as too_far:
        pause_end(make_member(), date(2036, 11, 24), None, TUESDAY)
    assert too_far.value.code is Refusal.DATE_TOO_FAR


async def test_n3_stopping_a_kind_takes_back_all_of_it_and_undo_gives_it_back(ada: Hand) -> None:
    promise = (await ada.promises()).deliverable
    other = (await ada.promises(what="the slides")).deliverable
    before = await ledger(ada)

    ada.member = await stop_kind(ada.doing(), Kind.DELIVERABLE_MINE, promise.id)
    assert (ada.member.muted, await planned_steps(ada, other.id)) == ((Kind.DELIVERABLE_MINE,), [])

    await ada.undoes()
    assert await ledger(ada) == before
    assert (await member_of(ada.store, ADA) or ada.member).muted == ()


async def test_a_workspaces_numbers_hold_for_what_is_planned_from_then_on(ada: Hand, dan: Hand) -> None:
    planned = (await ada.promises()).deliverable
    before = await planned_steps(ada, planned.id)
    with pytest.raises(EtiquetteError) as refused:
        await keep_numbers(ada.store, ada.member, {Kind.DELIVERABLE_MINE: "2 days before"})
    assert refused.value.code is Refusal.ADMINS_ONLY

    await keep_profile(ada.store, ADA, ADMIN, ada.now)
    words = {Kind.DELIVERABLE_MINE: "on the day, 2 days after", Kind.INVITE: "1 day after, 3 days after, 7 days after"}
    assert await keep_numbers(ada.store, ada.member, words) == {Kind.DELIVERABLE_MINE: "on the day, 2 days after"}

    assert await planned_steps(ada, planned.id) == before
    dan.member = await member_of(dan.store, dan.member.who) or dan.member
    his = (await dan.promises()).deliverable
    assert len(await planned_steps(dan, his.id)) == 2

    await keep_numbers(ada.store, ada.member, {})
    dan.member = await member_of(dan.store, dan.member.who) or dan.member
    assert row_for(Kind.DELIVERABLE_MINE, dan.member.ladders).steps[0].name == "before"
