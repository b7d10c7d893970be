"""A partner who leaves the workspace: it rests, both keep what is theirs, the other is told; back, it goes on."""

from dataclasses import replace
from datetime import datetime

import pytest

from etiquette.rules.deliverables import Deliverable, Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Profile
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Kind, Later, State
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.recurrences import When
from etiquette.services.answers import later, later_moment
from etiquette.services.contributions import contribute
from etiquette.services.deliverables import deliver
from etiquette.services.going_away import go_on_outside
from etiquette.services.members import keep_profile
from etiquette.services.partnership_days import seen_to
from etiquette.services.switches import mute, unmute
from etiquette.store.records import all_of
from tests.cast import Hand
from tests.etiquette.services.ledger import facts_of, nudges_of
from tests.etiquette.services.together import FRIDAY, running_outside, running_with

HERE = Profile("Europe/London", "en-GB", "Dan Whitlock", is_active=True)


async def leaves(hand: Hand) -> None:
    hand.waits(minutes=5)
    await keep_profile(hand.store, hand.member.who, replace(HERE, is_active=False), hand.now)


async def comes_back(hand: Hand) -> None:
    await keep_profile(hand.store, hand.member.who, HERE, hand.now)


async def told(hand: Hand) -> list[Happened]:
    async with hand.store.reading() as tx:
        return [each.happened for each in await all_of(tx, News, hand.member.who)][-2:]


async def test_c9_who_leaves_has_it_rest_and_who_comes_back_has_it_go_on(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    dans = {each.id for each in await facts_of(dan)}

    await leaves(dan)
    await leaves(dan)

    seen = await pair.seen()
    assert (seen.partnership.state, seen.mine.silent_since) == (PartnershipState.PAUSED, None)
    assert (await told(ada))[-1] is Happened.WENT_AWAY
    assert Kind.GONE_SILENT not in {each.kind for each in await nudges_of(ada, State.PLANNED)}
    assert {each.id for each in await facts_of(dan)} == dans

    dan.waits(days=3)
    await comes_back(dan)
    await comes_back(dan)

    seen = await pair.seen()
    assert (seen.partnership.state, seen.mine.silent_since) == (PartnershipState.RUNNING, dan.now)
    assert await told(ada) == [Happened.WENT_AWAY, Happened.CAME_BACK]


async def test_c9_it_rests_until_both_are_there(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await leaves(dan)
    await leaves(ada)

    await comes_back(dan)
    assert (await pair.seen()).partnership.state is PartnershipState.PAUSED

    await comes_back(ada)
    assert (await pair.seen()).is_running


async def test_c9_what_a_member_does_with_somebody_outside_rests_for_nobody(ada: Hand) -> None:
    pair = await running_outside(ada)

    await leaves(ada)

    assert (await pair.seen()).is_running


async def test_c9_it_goes_on_outside_slack_where_the_other_side_has_left(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await leaves(dan)

    going = await go_on_outside(ada.doing(), pair.id)

    assert (going.is_running, going.theirs.is_outside, going.theirs.member_id) == (True, True, ada.member.id)
    async with ada.store.reading() as tx:
        promised = {each.what: each.owner for each in await all_of(tx, Deliverable, ada.member.who)}
    assert promised == {"the slides": Owner.MINE, "the venue": Owner.THEIRS}
    await comes_back(dan)
    assert going.theirs == (await pair.seen()).theirs


async def test_c9_nobody_is_put_outside_who_is_there(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)

    with pytest.raises(EtiquetteError) as refused:
        await go_on_outside(ada.doing(), pair.id)

    assert refused.value.code is Refusal.ALREADY_SETTLED


async def test_c9_promises_rest_with_the_plan_and_come_back_with_it_and_nothing_is_said_late(
    ada: Hand, dan: Hand
) -> None:
    await running_with(ada, dan)
    before = await reminders(ada)

    await leaves(dan)
    assert (bool(before), await reminders(ada)) == (True, [])

    dan.waits(minutes=5)
    await comes_back(dan)
    assert await reminders(ada) == before


async def test_c9_what_fell_due_while_it_rested_is_not_said_late(ada: Hand, dan: Hand) -> None:
    """What recurs goes on with what is still to come."""
    pair = await running_with(ada, dan)
    await contribute(ada.doing(), pair.id, "a page", When(FRIDAY, "FREQ=WEEKLY;BYDAY=FR"), is_mine=True)
    await leaves(dan)

    dan.waits(days=60)
    await comes_back(dan)
    await seen_to(ada.store, pair.id, dan.now)

    due = await reminders(ada)
    assert (len(due) > 1, [each for each in due if each <= dan.now]) == (True, [])


async def test_c9_what_rests_is_not_woken_by_hearing_of_its_kind_again_nor_by_an_undo(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    slides = (await pair.open_ones())["the slides"]
    await leaves(dan)

    async with ada.store.writing() as tx:
        quiet = await mute(tx, ada.member, {Kind.DELIVERABLE_MINE})
        await unmute(tx, quiet, {Kind.DELIVERABLE_MINE}, ada.now)
    await deliver(ada.doing(), slides.id)
    await ada.undoes()

    assert await reminders(ada) == []


async def test_c9_what_rests_and_is_put_off_comes_once_when_it_was_asked_for(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    slides = (await pair.open_ones())["the slides"]
    await leaves(dan)

    again = later_moment(ada.member, Later.HOUR, ada.now)
    await later(ada.doing(), Kind.DELIVERABLE_MINE, slides.id, again)

    assert await reminders(ada) == [again.at]


async def reminders(hand: Hand) -> list[datetime]:
    """When a member is to be reminded of what they promised."""
    planned = await nudges_of(hand, State.PLANNED)
    return sorted(each.due_at for each in planned if each.kind is Kind.DELIVERABLE_MINE)
