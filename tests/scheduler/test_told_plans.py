"""What two do together, as a channel reads it: only what both agreed to, and only while both do (E17, N7)."""

import json

from etiquette.rules.plans import digest
from etiquette.services.forgetting import forget_member
from etiquette.services.parting import part
from etiquette.services.plan_sharing import share_no_more, share_plan
from tests.cast import DAN
from tests.etiquette.services.together import WRITTEN, Pair, running_outside, running_with
from tests.scheduler.newsroom import FRIDAY, has_a_good_week, read, sets_up, shares
from tests.scheduler.office import Office

PURPOSE = WRITTEN["purpose"]
SEEN = digest(PURPOSE)
HEADING = "Who does something together"
LEARNED = "Write the press release first."


async def is_told(office: Office) -> Pair:
    """Ada and Dan both share their plan, and Ada's digest has been posted: with a count, a lesson, and the plan."""
    await has_a_good_week(office)
    await shares(office, LEARNED)
    ada, dan = await office.hand(), await office.hand(DAN)
    pair = await running_with(ada, dan)
    for hand in (ada, dan):
        await share_plan(hand.doing(), pair.id, SEEN)
    await sets_up(office)
    await office.ticks()
    office.moves_to(FRIDAY)
    await office.ticks()
    return pair


def told(office: Office) -> str:
    return json.dumps([message.raw for message in read(office)])


async def test_e17_a_channel_reads_who_does_what_together(any_office: Office) -> None:
    await is_told(any_office)

    (posted,) = read(any_office)
    assert HEADING in posted.plain
    assert f"*U0ADA* and *U0DAN*\n> {PURPOSE}" in posted.plain
    for secret in (WRITTEN["belief"], WRITTEN["rules"], WRITTEN["my_win"], "the slides"):
        assert secret not in told(any_office)


async def test_e17_it_is_told_once(office: Office) -> None:
    await is_told(office)
    await shares(office, "Another lesson.", id="l-later")
    office.moves(days=7)
    await office.ticks()

    assert [HEADING in posted.plain for posted in read(office)] == [True, False]


async def test_e17_what_only_one_would_tell_is_in_no_digest(office: Office) -> None:
    """Nor is one posted for its sake: there is nothing to tell."""
    ada, dan = await office.hand(), await office.hand(DAN)
    await share_plan(ada.doing(), (await running_with(ada, dan)).id, SEEN)
    await sets_up(office)
    office.moves_to(FRIDAY)
    await office.ticks()

    assert read(office) == []


async def test_e17_who_is_outside_is_not_named(office: Office) -> None:
    ada = await office.hand()
    await share_plan(ada.doing(), (await running_outside(ada, "Cleo Marchetti")).id, SEEN)
    await sets_up(office)
    office.moves_to(FRIDAY)
    await office.ticks()

    (posted,) = read(office)
    assert "*U0ADA*, with somebody elsewhere" in posted.plain
    assert "Cleo" not in told(office)


async def test_e17_what_one_takes_back_goes_from_what_was_posted(any_office: Office) -> None:
    """Whatever else the digest told stays."""
    pair = await is_told(any_office)

    await share_no_more((await any_office.hand(DAN)).doing(), pair.id)
    await any_office.ticks()

    (posted,) = read(any_office)
    assert (PURPOSE in told(any_office), HEADING in posted.plain) == (False, False)
    assert LEARNED in posted.plain
    assert "*3 introductions* were made" in posted.plain


async def test_e17_what_parted_well_stays_told(office: Office) -> None:
    pair = await is_told(office)

    await part((await office.hand()).doing(), pair.id, [], "Thank you.")
    await office.ticks()

    assert PURPOSE in told(office)


async def test_n7_whoever_is_forgotten_is_named_in_no_digest(any_office: Office) -> None:
    await is_told(any_office)

    await forget_member((await any_office.hand(DAN)).doing())
    any_office.moves(seconds=9)
    await any_office.ticks()

    (posted,) = read(any_office)
    assert ("U0DAN" in posted.plain, PURPOSE in told(any_office)) == (False, False)
    assert LEARNED in posted.plain
