"""C4, C5, L3: what each side gives, and when; each occurrence is a promise of its own, made when its time comes."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from etiquette.rules.contributions import Contribution, ContributionState, occurrence_id
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.plans import shown_as
from etiquette.rules.recurrences import When
from etiquette.services.contacts import Somebody
from etiquette.services.contributions import (
    Given,
    accept_contribution,
    contribute,
    contribution_of,
    contributions_of,
    edit_contribution,
    let_go_contribution,
)
from etiquette.services.deletion import delete_deliverable
from etiquette.services.deliverables import deliver, drop_deliverable, edit_deliverable
from etiquette.services.partnership_days import look_again, seen_to
from etiquette.store import partnerships
from etiquette.store.records import all_of, change
from etiquette.store.session import Store
from tests.builders import make_promise
from tests.cast import ADA, DAN, Hand, utc
from tests.running import PLAN, runs, seen_by

FRIDAY = date(2026, 11, 27)
TUESDAYS = When(date(2026, 11, 24), "FREQ=WEEKLY;BYDAY=TU")
MONTHLY = When(date(2026, 12, 15), "FREQ=MONTHLY;BYMONTHDAY=15")


async def begins(ada: Hand, **sides: Any) -> None:
    """Ada's and Dan's workshop runs; what they gave of old is let go, so that a test sees its own alone."""
    await Hand.of(ada.store, DAN)
    await runs(ada.store, ADA, DAN, ada.now, **sides)
    for given in await contributions_of(ada.store, ada.member, PLAN):
        await let_go_contribution(ada.doing(), given.contribution.id)


async def is_outside(ada: Hand) -> None:
    """Dan is not in this Slack after all: Ada acts for his side."""
    together = await seen_by(ada.store, ADA)
    async with ada.store.writing() as tx:
        await change(tx, together.theirs, is_outside=True, member_id=ADA.member_id, contact_id="c-dan")


async def gives(hand: Hand, when: When = TUESDAYS, what: str = "a review", *, is_mine: bool = True) -> Given:
    return await contribute(hand.doing(), PLAN, what, when, is_mine=is_mine)


async def owed(store: Store, who: Who, contribution_id: str) -> list[Deliverable]:
    async with store.reading() as tx:
        found = await all_of(tx, Deliverable, who, contribution_id=contribution_id)
    return sorted(found, key=lambda each: each.due_on)


async def days(store: Store, who: Who, contribution_id: str) -> list[str]:
    return [f"{each.due_on:%d.%m.}" for each in await owed(store, who, contribution_id)]


async def next_at(store: Store) -> datetime | None:
    async with store.writing() as tx:
        plan = await partnerships.held(tx, PLAN)
    assert plan is not None
    return plan.next_at


async def lives_on(store: Store, until: datetime) -> list[datetime]:
    """Time goes on from one moment at which something is due to the next, as the tick does."""
    seen = []
    while (at := await next_at(store)) is not None and at <= until:
        await seen_to(store, PLAN, at)
        seen.append(at)
    return seen


async def stands(hand: Hand, **values: Any) -> None:
    """The partnership has another state by now, and is looked at again."""
    async with hand.store.writing() as tx:
        plan = await partnerships.held(tx, PLAN)
        assert plan is not None
        await look_again(tx, await partnerships.change(tx, plan, **values), hand.now)


async def test_c4_each_occurrence_within_two_weeks_is_a_promise_of_its_own(ada: Hand, dan: Hand) -> None:
    await begins(ada)

    given = await gives(ada)

    promises = await owed(ada.store, ADA, given.contribution.id)
    assert [f"{each.due_on:%d.%m.}" for each in promises] == ["24.11.", "01.12.", "08.12."]
    assert {(each.owner, each.what, each.contact_id, each.is_of_a_plan) for each in promises} == {
        (Owner.MINE, "a review", "c-dan", True)
    }
    assert promises[0].id == occurrence_id(given.contribution.id, date(2026, 11, 24))
    assert await owed(dan.store, DAN, given.contribution.id) == []


async def test_c4_at_least_the_next_one_is_promised_however_far(ada: Hand) -> None:
    await begins(ada)

    given = await gives(ada, MONTHLY)

    assert await days(ada.store, ADA, given.contribution.id) == ["15.12."]


async def test_c4_the_next_comes_by_itself_in_the_owners_morning_and_only_once(ada: Hand) -> None:
    await begins(ada)
    given = await gives(ada, MONTHLY)

    seen = await lives_on(ada.store, utc(20, 12, month=12))
    assert await days(ada.store, ADA, given.contribution.id) == ["15.12.", "15.01."]
    in_the_morning = [each for each in seen if each.date() == date(2026, 12, 16)]
    assert [(each.hour, 30 <= each.minute < 60) for each in in_the_morning] == [(9, True)]

    await seen_to(ada.store, PLAN, utc(20, 12, month=12))
    async with ada.store.writing() as tx:
        plan = await partnerships.held(tx, PLAN)
        assert plan is not None
        await look_again(tx, plan, utc(20, 12, month=12))
    assert await days(ada.store, ADA, given.contribution.id) == ["15.12.", "15.01."]


@pytest.mark.parametrize("when", [TUESDAYS, MONTHLY, When(date(2026, 11, 30), "FREQ=MONTHLY;BYMONTHDAY=-1")])
async def test_c4_step_by_step_and_at_once_promise_the_same(ada: Hand, when: When) -> None:
    await begins(ada)
    stepwise, at_once = await gives(ada, when, "step by step"), await gives(ada, when, "at once")
    await lives_on(ada.store, utc(20, 12, month=2, year=2027))
    by_steps = await days(ada.store, ADA, stepwise.contribution.id)
    assert by_steps == await days(ada.store, ADA, at_once.contribution.id)

    await begins_again(ada)
    jumped = await gives(ada, when, "in one go")
    await seen_to(ada.store, PLAN, utc(20, 12, month=2, year=2027))
    assert await days(ada.store, ADA, jumped.contribution.id) == by_steps


async def begins_again(ada: Hand) -> None:
    """All that was given is let go."""
    for given in await contributions_of(ada.store, ada.member, PLAN):
        if given.contribution.state is ContributionState.OPEN:
            await let_go_contribution(ada.doing(), given.contribution.id)


async def test_c4_what_is_given_a_few_times_ends_with_the_last(ada: Hand) -> None:
    await begins(ada)
    given = await gives(ada, When(date(2026, 11, 24), "FREQ=WEEKLY;BYDAY=TU;COUNT=3"))

    await lives_on(ada.store, utc(1, month=3, year=2027))

    assert await days(ada.store, ADA, given.contribution.id) == ["24.11.", "01.12.", "08.12."]
    ended = (await contribution_of(ada.store, ada.member, given.contribution.id)).contribution
    assert (ended.state, ended.next_on) == (ContributionState.ENDED, None)


async def test_c5_what_is_given_once_is_one_promise(ada: Hand) -> None:
    await begins(ada)

    given = await gives(ada, When(FRIDAY))

    assert await days(ada.store, ADA, given.contribution.id) == ["27.11."]


async def test_c5_each_needs_a_text_and_a_day_that_can_come(ada: Hand) -> None:
    await begins(ada)
    for what, when, reason in [
        (" ", TUESDAYS, Refusal.NO_DESCRIPTION),
        ("a review", When(date(2026, 11, 23)), Refusal.DATE_IN_THE_PAST),
        ("a review", When(FRIDAY, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), Refusal.NEVER_OCCURS),
        ("a review", When(FRIDAY, "FREQ=SECONDLY"), Refusal.TOO_OFTEN),
    ]:
        with pytest.raises(EtiquetteError) as refused:
            await gives(ada, when, what)
        assert refused.value.code is reason


async def test_c4_nothing_is_promised_before_the_plan_runs_nor_while_it_rests(ada: Hand) -> None:
    await begins(ada)
    await stands(ada, state=PartnershipState.DRAFTED)
    given = await gives(ada)
    assert await days(ada.store, ADA, given.contribution.id) == []

    await stands(ada, state=PartnershipState.RUNNING)
    assert await days(ada.store, ADA, given.contribution.id) == ["24.11.", "01.12.", "08.12."]

    await stands(ada, state=PartnershipState.PAUSED)
    ada.waits(days=30)
    await lives_on(ada.store, ada.now)
    assert await days(ada.store, ADA, given.contribution.id) == ["24.11.", "01.12.", "08.12."]

    await stands(ada, state=PartnershipState.RUNNING)
    assert await days(ada.store, ADA, given.contribution.id) == ["24.11.", "01.12.", "08.12.", "29.12.", "05.01."]


async def test_l3_what_the_other_side_wrote_for_me_binds_me_once_i_accept_it(ada: Hand, dan: Hand) -> None:
    await begins(ada)
    given = await gives(ada, is_mine=False)
    assert (given.contribution.accepted_at, given.contribution.dated_by) == (None, "s-ada")
    assert await days(ada.store, DAN, given.contribution.id) == []

    with pytest.raises(EtiquetteError, match=Refusal.NOT_FOUND):
        await accept_contribution(ada.doing(), given.contribution.id, shown_as(given.contribution))
    dan.now = ada.now
    accepted = await accept_contribution(dan.doing(), given.contribution.id, shown_as(given.contribution))

    assert accepted.contribution.accepted_at == dan.now
    assert await days(ada.store, DAN, given.contribution.id) == ["24.11.", "01.12.", "08.12."]
    with pytest.raises(EtiquetteError, match=Refusal.ALREADY_SETTLED):
        await accept_contribution(dan.doing(), given.contribution.id, shown_as(given.contribution))


async def test_c4_of_somebody_outside_it_is_a_promise_to_me(ada: Hand, dan: Hand) -> None:
    await begins(ada)
    await is_outside(ada)

    given = await gives(ada, is_mine=False)

    promises = await owed(ada.store, ADA, given.contribution.id)
    assert {(each.owner, each.contact_id) for each in promises} == {(Owner.THEIRS, "c-dan")}
    assert given.contribution.accepted_at is not None


async def test_c12_a_delivered_occurrence_is_an_act_of_both(ada: Hand) -> None:
    await begins(ada)
    given = await gives(ada)
    ada.waits(days=3)

    await deliver(ada.doing(), (await owed(ada.store, ADA, given.contribution.id))[0].id)

    together = await seen_by(ada.store, ADA)
    assert [side.silent_since for side in together.sides] == [ada.now, ada.now]


async def test_c7_what_both_agreed_on_is_not_changed_by_one(ada: Hand) -> None:
    await begins(ada)
    given = await gives(ada)
    occurrence = (await owed(ada.store, ADA, given.contribution.id))[0]

    for refused in (
        lambda: edit_deliverable(ada.doing(), occurrence.id, Somebody("Dan Whitlock"), make_promise(due_on=FRIDAY)),
        lambda: delete_deliverable(ada.doing(), occurrence.id),
        lambda: edit_contribution(ada.doing(), given.contribution.id, "less", TUESDAYS, shown_as(given.contribution)),
    ):
        with pytest.raises(EtiquetteError, match=Refusal.NEEDS_A_PROPOSAL):
            await refused()
    assert (await owed(ada.store, ADA, given.contribution.id))[0] == occurrence


async def test_c5_what_is_only_written_is_edited_by_both_and_nothing_is_overwritten_unseen(
    ada: Hand, dan: Hand
) -> None:
    await begins(ada)
    await stands(ada, state=PartnershipState.DRAFTED)
    given = await gives(ada)
    seen = shown_as(given.contribution)

    changed = await edit_contribution(dan.doing(), given.contribution.id, "a review", MONTHLY, seen)
    assert (changed.contribution.dated_by, changed.contribution.accepted_at) == ("s-dan", None)
    with pytest.raises(EtiquetteError, match=Refusal.CONTRIBUTION_CHANGED):
        await edit_contribution(ada.doing(), given.contribution.id, "two reviews", TUESDAYS, seen)

    again = await edit_contribution(
        ada.doing(), given.contribution.id, "two reviews", MONTHLY, shown_as(changed.contribution)
    )
    assert (again.contribution.what, again.contribution.due_on) == ("two reviews", MONTHLY.first)


async def test_c9_what_is_let_go_leaves_what_was_done_and_what_is_late(ada: Hand) -> None:
    await begins(ada)
    given = await gives(ada)
    first, second, third = await owed(ada.store, ADA, given.contribution.id)
    ada.waits(days=2)
    await drop_deliverable(ada.doing(), second.id)

    await let_go_contribution(ada.doing(), given.contribution.id)

    left = await owed(ada.store, ADA, given.contribution.id)
    assert [(each.id, each.state) for each in left] == [
        (first.id, DeliverableState.OPEN),
        (second.id, DeliverableState.DROPPED),
    ]
    assert third.id not in {each.id for each in left}
    with pytest.raises(EtiquetteError, match=Refusal.ALREADY_SETTLED):
        await let_go_contribution(ada.doing(), given.contribution.id)


async def test_c5_what_was_never_agreed_on_is_gone_when_it_is_let_go(ada: Hand) -> None:
    await begins(ada)
    await stands(ada, state=PartnershipState.DRAFTED)
    given = await gives(ada)

    await let_go_contribution(ada.doing(), given.contribution.id)

    async with ada.store.reading() as tx:
        assert given.contribution not in await all_of(tx, Contribution, ADA)


async def test_n6_whoever_has_no_side_in_it_finds_nothing(ada: Hand, sam: Hand, dan_elsewhere: Hand) -> None:
    await begins(ada)
    given = await gives(ada)
    for stranger in (sam, dan_elsewhere):
        for forged in (
            lambda who=stranger: contribution_of(who.store, who.member, given.contribution.id),
            lambda who=stranger: contributions_of(who.store, who.member, PLAN),
            lambda who=stranger: gives(who),
            lambda who=stranger: let_go_contribution(who.doing(), given.contribution.id),
            lambda who=stranger: accept_contribution(who.doing(), given.contribution.id, ""),
        ):
            with pytest.raises(EtiquetteError, match=Refusal.NOT_FOUND):
                await forged()


async def test_c9_nothing_is_added_to_what_is_over(ada: Hand) -> None:
    await begins(ada)
    await stands(ada, state=PartnershipState.CLOSED)
    with pytest.raises(EtiquetteError, match=Refusal.PLAN_IS_OVER):
        await gives(ada)


async def test_n4_the_same_form_sent_twice_adds_one(ada: Hand) -> None:
    await begins(ada)
    doing = ada.doing("one and the same")
    await contribute(doing, PLAN, "a review", TUESDAYS, is_mine=True)
    with pytest.raises(EtiquetteError, match=Refusal.SEEN_BEFORE):
        await contribute(doing, PLAN, "a review", TUESDAYS, is_mine=True)


async def test_c4_a_change_of_the_clocks_moves_no_day(ada: Hand) -> None:
    """N1: on 28 March 2027 clocks go forward in London; each occurrence stays on its own local day."""
    await begins(ada)
    given = await gives(ada, When(date(2026, 12, 27), "FREQ=MONTHLY;BYMONTHDAY=28"))
    seen = await lives_on(ada.store, utc(30, 12, month=4, year=2027))
    found = await days(ada.store, ADA, given.contribution.id)
    assert found == ["28.12.", "28.01.", "28.02.", "28.03.", "28.04.", "28.05."]
    assert all(earlier < later for earlier, later in pairwise(seen))
