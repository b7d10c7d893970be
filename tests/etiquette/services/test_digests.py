"""Who sets up a digest, changes it, takes it away; and what it would say (E17, N6)."""

from datetime import date, time, timedelta

import pytest

from etiquette.rules.deliverables import Owner
from etiquette.rules.digests import Deed, Standing
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Profile
from etiquette.services.deliverables import deliver
from etiquette.services.digests import (
    Weekly,
    change_digest,
    digest_of,
    digests_of,
    preview,
    remove_digest,
    set_digest,
)
from etiquette.services.members import keep_profile
from etiquette.store.records import add
from etiquette.store.session import Store
from tests.builders import BO, make_digest, make_lesson
from tests.cast import TUESDAY, Hand, utc

FRIDAY_AT_THREE, MONDAY_AT_NINE = Weekly(4, time(15)), Weekly(0, time(9))


async def everybody(ada: Hand, dan: Hand) -> list[Hand]:
    return [ada, dan, await Hand.of(ada.store, BO)]


async def test_e17_a_digest_is_in_the_zone_of_whoever_set_it_up(ada: Hand, dan: Hand) -> None:
    hers = await set_digest(ada.doing(), "C0GENERAL", FRIDAY_AT_THREE)
    his = await set_digest(dan.doing(), "C0BOARD", FRIDAY_AT_THREE)

    assert (hers.zone, hers.next_at) == ("Europe/London", utc(27, 15))
    assert (his.zone, his.next_at) == ("America/Los_Angeles", utc(27, 23))
    assert hers.standing is Standing.NEW


async def test_e17_again_for_the_same_channel_changes_it(ada: Hand) -> None:
    """And asks Slack anew whether it may be posted there."""
    first = await set_digest(ada.doing(), "C0GENERAL", FRIDAY_AT_THREE)
    again = await set_digest(ada.doing(), "C0GENERAL", MONDAY_AT_NINE)

    assert (again.id, again.next_day, again.revision) == (first.id, date(2026, 11, 30), 2)
    assert await digests_of(ada.store, ada.member) == [again]


async def test_n6_a_channels_digest_is_changed_by_whoever_set_it_up_and_nobody_else(ada: Hand, dan: Hand) -> None:
    hers = await set_digest(ada.doing(), "C0GENERAL", FRIDAY_AT_THREE)

    with pytest.raises(EtiquetteError) as refused:
        await set_digest(dan.doing(), "C0GENERAL", MONDAY_AT_NINE)

    assert refused.value.code is Refusal.CHANNEL_HAS_DIGEST
    assert await digests_of(dan.store, dan.member) == []
    assert await digest_of(ada.store, ada.member, hers.id) == hers


async def test_e17_the_digest_of_somebody_who_has_left_makes_room(ada: Hand, dan: Hand) -> None:
    await set_digest(ada.doing(), "C0GENERAL", FRIDAY_AT_THREE)
    await keep_profile(ada.store, ada.member.who, Profile(None, None, None, is_active=False), TUESDAY)

    his = await set_digest(dan.doing(), "C0GENERAL", MONDAY_AT_NINE)

    assert await digests_of(dan.store, dan.member) == [his]
    assert await digests_of(ada.store, ada.member) == []


async def test_n4_a_digest_that_is_asked_for_twice_by_the_same_request_is_set_up_once(ada: Hand) -> None:
    await set_digest(ada.doing("command:1"), "C0GENERAL", FRIDAY_AT_THREE)

    with pytest.raises(EtiquetteError) as refused:
        await set_digest(ada.doing("command:1"), "C0BOARD", FRIDAY_AT_THREE)

    assert refused.value.code is Refusal.SEEN_BEFORE
    assert len(await digests_of(ada.store, ada.member)) == 1


async def test_n3_a_digest_that_was_removed_comes_back_unless_its_channel_has_another_by_then(
    ada: Hand, dan: Hand
) -> None:
    digest = await set_digest(ada.doing(), "C0GENERAL", FRIDAY_AT_THREE)
    _, act_id = await remove_digest(ada.doing(), digest.id)
    await ada.undoes(act_id)
    assert [each.id for each in await digests_of(ada.store, ada.member)] == [digest.id]

    _, act_id = await remove_digest(ada.doing(), digest.id)
    await set_digest(dan.doing(), "C0GENERAL", MONDAY_AT_NINE)
    with pytest.raises(EtiquetteError) as refused:
        await ada.undoes(act_id)
    assert refused.value.code is Refusal.BUILT_UPON


async def test_e17_a_digest_tells_what_three_members_did_and_what_was_shared(ada: Hand, dan: Hand) -> None:
    """Not what two of them did, nor what was promised by others, nor what came late."""
    for hand in await everybody(ada, dan):
        await hand.has_thanked()
        late = await hand.promises(due_on=date(2026, 11, 24))
        kept = await hand.promises(due_on=date(2026, 11, 25))
        theirs = await hand.promises(due_on=date(2026, 11, 25), owner=Owner.THEIRS)
        hand.now = utc(25, 20)
        for agreed in (late, kept, theirs) if hand is not dan else (kept,):
            await deliver(hand.doing(), agreed.deliverable.id)
    async with ada.store.writing() as tx:
        await add(tx, make_lesson())
        await add(tx, make_lesson(id="l-kept", text="For me alone.", in_digest=False))

    told = await preview(ada.store, make_digest(), utc(26, 15))

    assert told.counts == {Deed.INTRODUCTION: 3, Deed.THANKS: 3, Deed.KEPT: 3, Deed.CALL: 3}
    assert [each.text for each in told.shared] == ["Write the press release first."]


async def test_e17_what_two_members_did_is_not_told(ada: Hand, dan: Hand) -> None:
    for hand in (ada, dan):
        await hand.has_thanked()
        await hand.has_spoken()

    assert (await preview(ada.store, make_digest(), utc(26, 15))).is_empty


async def test_n6_a_digest_tells_nothing_of_another_workspace(ada: Hand, dan: Hand, dan_elsewhere: Hand) -> None:
    for hand in (ada, dan, dan_elsewhere):
        await hand.has_thanked()
    async with dan_elsewhere.store.writing() as tx:
        await add(tx, make_lesson(workspace_id=dan_elsewhere.member.workspace_id, member_id=dan_elsewhere.member.id))

    assert (await preview(ada.store, make_digest(), utc(26, 15))).is_empty


async def test_e17_a_change_of_day_starts_from_the_zone_that_ada_is_in_by_now(ada: Hand, store: Store) -> None:
    digest = await set_digest(ada.doing(), "C0GENERAL", FRIDAY_AT_THREE)
    await keep_profile(store, ada.member.who, Profile("Asia/Tokyo", None, None, is_active=True), TUESDAY)
    moved = await Hand.of(store, ada.member.who)
    moved.now, moved.acts = ada.now + timedelta(hours=1), 100

    changed = await change_digest(moved.doing(), digest.id, MONDAY_AT_NINE)

    assert (changed.zone, changed.next_at) == ("Asia/Tokyo", utc(30, 0))
