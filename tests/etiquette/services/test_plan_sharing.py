"""What digests may tell of a plan: nothing that both have not said yes to, nothing that either took back (E17, N6)."""

from datetime import timedelta

import pytest

from etiquette.rules.digests import SharedPlan, Telling, weeks_until
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.news import Happened, News
from etiquette.rules.plans import digest, digests, written
from etiquette.services.forgetting import forget_contact, forget_member
from etiquette.services.parting import part
from etiquette.services.plan_sharing import share_no_more, share_plan
from etiquette.services.plans import edit_plan
from etiquette.store import digests as kept_digests
from etiquette.store.records import all_of
from tests.cast import Hand
from tests.etiquette.services.together import WRITTEN, Pair, planned, running_outside, running_with

SEEN = digest(WRITTEN["purpose"])


async def told(hand: Hand) -> tuple[SharedPlan, ...]:
    """What a digest would tell of plans a day from now, of the week before it."""
    return (await _telling(hand)).plans


async def news_of(hand: Hand) -> list[Happened]:
    async with hand.store.reading() as tx:
        return [each.happened for each in await all_of(tx, News, hand.member.who)]


async def both_share(pair: Pair, ada: Hand, dan: Hand) -> None:
    await share_plan(ada.doing(), pair.id, SEEN)
    dan.waits(minutes=5)
    await share_plan(dan.doing(), pair.id, SEEN)


async def test_e17_a_plan_is_told_once_both_said_yes_and_not_before(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    assert await told(ada) == ()

    asked = await share_plan(ada.doing(), pair.id, SEEN)
    assert (asked.mine.shares, asked.theirs.shares, asked.partnership.shared_at) == (True, False, None)
    assert await told(ada) == ()
    assert Happened.WOULD_SHARE in await news_of(dan)

    dan.waits(minutes=5)
    agreed = await share_plan(dan.doing(), pair.id, SEEN)

    assert agreed.partnership.shared_at == dan.now
    assert await told(ada) == (SharedPlan((ada.member.name, dan.member.name), WRITTEN["purpose"], pair.id),)
    assert Happened.SHARED in await news_of(ada)


async def test_e17_either_takes_it_back_alone_and_may_say_yes_again(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await both_share(pair, ada, dan)

    taken = await share_no_more(ada.doing(), pair.id)

    assert (taken.mine.shares, taken.theirs.shares, taken.partnership.shared_at) == (False, True, None)
    assert await told(ada) == ()
    ada.waits(minutes=10)
    assert (await share_plan(ada.doing(), pair.id, SEEN)).partnership.shared_at == ada.now


async def test_e17_another_purpose_needs_another_yes_of_both(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await both_share(pair, ada, dan)
    ada.now = dan.now

    known = written(await pair.seen())
    await edit_plan(ada.doing(), pair.id, {**known, "purpose": "A secret merger."}, digests(known))

    seen = await pair.seen()
    assert (seen.mine.shares, seen.theirs.shares, seen.partnership.shared_at) == (False, False, None)
    assert await told(ada) == ()


async def test_e17_a_yes_to_what_was_not_read_is_none(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    known = written(await pair.seen())
    await edit_plan(ada.doing(), pair.id, {**known, "purpose": "A secret merger."}, digests(known))

    with pytest.raises(EtiquetteError) as refused:
        await share_plan(dan.doing(), pair.id, SEEN)

    assert refused.value.code is Refusal.PLAN_CHANGED
    assert not (await pair.seen(dan)).mine.shares


async def test_e17_what_is_only_drafted_or_over_cannot_be_shared(ada: Hand, dan: Hand) -> None:
    drafted = await planned(ada)
    running = await running_with(ada, dan)
    await part(ada.doing(), running.id, [], "Thank you.")

    for pair in (drafted, running):
        with pytest.raises(EtiquetteError) as refused:
            await share_plan(ada.doing(), pair.id, SEEN)
        assert refused.value.code is Refusal.ALREADY_SETTLED


async def test_e17_a_press_that_comes_twice_asks_once(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await share_plan(ada.doing(), pair.id, SEEN)

    with pytest.raises(EtiquetteError) as refused:
        await share_plan(ada.doing(), pair.id, SEEN)

    assert refused.value.code is Refusal.ALREADY_SETTLED
    assert (await news_of(dan)).count(Happened.WOULD_SHARE) == 1


async def test_e17_somebody_outside_is_not_named(ada: Hand) -> None:
    """Nor asked by the bot: Ada says yes where they told her that it is fine."""
    pair = await running_outside(ada)

    shared = await share_plan(ada.doing(), pair.id, SEEN)

    assert shared.partnership.shared_at == ada.now
    assert await told(ada) == (SharedPlan((ada.member.name,), WRITTEN["purpose"], pair.id),)
    await share_no_more(ada.doing(), pair.id)
    assert not any(side.shares for side in (await pair.seen()).sides)


async def test_e17_what_was_shared_a_fortnight_ago_is_no_news(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await both_share(pair, ada, dan)

    ada.waits(days=14)

    assert await told(ada) == ()


async def test_n7_with_whoever_is_forgotten_it_is_told_no_more(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await both_share(pair, ada, dan)

    await forget_member(dan.doing())

    assert (await pair.seen()).partnership.shared_at is None
    assert await told(ada) == ()


async def test_n7_nor_where_one_forgets_the_other(ada: Hand, dan: Hand) -> None:
    pair = await running_with(ada, dan)
    await both_share(pair, ada, dan)

    await forget_contact(ada.doing(), (await pair.seen()).mine.contact_id)

    assert (await pair.seen(dan)).partnership.shared_at is None
    assert await told(dan) == ()


async def test_n6_no_other_workspace_is_told(ada: Hand, dan: Hand, dan_elsewhere: Hand) -> None:
    pair = await running_with(ada, dan)
    await both_share(pair, ada, dan)
    dan_elsewhere.now = dan.now

    assert await told(dan_elsewhere) == ()


async def _telling(hand: Hand) -> Telling:
    at = hand.now + timedelta(days=1)
    async with hand.store.reading() as tx:
        spans = weeks_until(at, "Europe/London")
        return await kept_digests.telling(tx, hand.member.workspace_id, spans, at - timedelta(days=7))
