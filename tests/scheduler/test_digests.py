"""A channel's digest comes once a week at its local time, tells what may be told, and says what is in its way (E17)."""

from datetime import time, timedelta

import pytest
from sqlalchemy import text

from etiquette.rules.nudges import Cargo, State
from etiquette.services.digests import Weekly, change_digest, remove_digest, set_digest
from etiquette.store import deliveries
from scheduler.digests import plan_digests
from scheduler.dispatch import dispatch
from tests.cast import BO, WORKSPACE, utc
from tests.scheduler.newsroom import FRIDAY, GENERAL, has_a_good_week, is_due, read, sets_up, shares
from tests.scheduler.office import Office


async def plans_lesson(office: Office, channel: str = GENERAL) -> None:
    """A lesson of Ada's goes to a channel."""
    await shares(office, channel=channel, in_digest=False)
    async with office.store.writing() as tx:
        await deliveries.plan(tx, WORKSPACE, Cargo.LESSON, "l-ada", "once", channel, office.time.domain)


async def states_of(office: Office, cargo: Cargo) -> list[str]:
    async with office.store.reading() as tx:
        query = text("SELECT state FROM deliveries WHERE cargo = :cargo ORDER BY created_at")
        return list((await tx.connection.execute(query, {"cargo": cargo.value})).scalars())


async def test_e17_a_digest_comes_every_week_at_its_local_time(any_office: Office) -> None:
    """And says what the week held, with a picture of the weeks before it."""
    await has_a_good_week(any_office)
    await shares(any_office)
    await sets_up(any_office)
    await any_office.ticks()
    any_office.moves_to(FRIDAY - timedelta(seconds=1))
    await any_office.ticks()
    assert read(any_office) == []

    any_office.moves_to(FRIDAY)
    await any_office.ticks()

    (posted,) = read(any_office)
    assert "*3 introductions* were made" in posted.plain
    assert "*3 thank-yous* went out" in posted.plain
    assert "*3 calls* were held" in posted.plain
    assert "promises" not in posted.plain
    assert "Write the press release first." in posted.plain
    picture = next(block for block in posted.blocks if block["type"] == "image")
    assert "3 introductions, 3 thank-yous and no promises kept" in picture["alt_text"]
    assert picture["slack_file"]["id"].startswith("F0")


async def test_e17_a_digest_of_nothing_is_not_posted_and_the_next_week_is_looked_at_anew(office: Office) -> None:
    await sets_up(office)
    await office.ticks()
    office.moves_to(FRIDAY)
    await office.ticks()
    assert (read(office), await states_of(office, Cargo.DIGEST)) == ([], ["withdrawn"])

    await shares(office)
    office.moves_to(FRIDAY + timedelta(days=7))
    await office.ticks()

    assert len(read(office)) == 1
    assert "image" not in {block["type"] for block in read(office)[0].blocks}


async def test_e17_what_was_told_once_is_not_told_again_and_what_was_not_is(office: Office) -> None:
    """A lesson of a week that was missed is told by the next digest."""
    await sets_up(office)
    await shares(office, "The first lesson.")
    office.moves_to(FRIDAY)
    await office.ticks()
    office.moves(hours=1)
    await shares(office, "The second lesson.", id="l-second")
    office.moves_to(FRIDAY + timedelta(days=9))
    await office.ticks()
    assert len(read(office)) == 1

    office.moves_to(FRIDAY + timedelta(days=14))
    await office.ticks()

    first, second = read(office)
    assert ("The first lesson." in first.plain, "The second lesson." in first.plain) == (True, False)
    assert ("The first lesson." in second.plain, "The second lesson." in second.plain) == (False, True)


async def test_e17_a_lesson_that_was_not_given_to_the_digests_is_not_told(office: Office) -> None:
    await sets_up(office)
    await shares(office, in_digest=False)
    office.moves_to(FRIDAY)
    await office.ticks()

    assert read(office) == []


@pytest.mark.parametrize(("late", "posted"), [(timedelta(hours=24), 1), (timedelta(hours=24, minutes=1), 0)])
async def test_n4_a_digest_that_was_missed_comes_up_to_a_day_late(office: Office, late: timedelta, posted: int) -> None:
    await shares(office)
    await sets_up(office)
    await office.ticks()

    office.moves_to(FRIDAY + late)
    await office.ticks()
    assert len(read(office)) == posted

    office.moves_to(FRIDAY + timedelta(days=7) - timedelta(minutes=1))
    await office.ticks()
    assert len(read(office)) == posted


async def test_n4_a_digest_that_slack_would_not_take_all_day_is_let_go(office: Office) -> None:
    await is_due(office, by_sharing=True)
    office.slack.faults.refuse("conversations.info", retry_after=30)
    await dispatch(office.desk)
    assert await states_of(office, Cargo.DIGEST) == ["planned"]

    office.moves(hours=25)
    await office.ticks()

    assert (read(office), await states_of(office, Cargo.DIGEST)) == ([], ["withdrawn"])


async def test_n4_a_digest_is_planned_once_by_two_workers_and_by_any_number_of_ticks(any_office: Office) -> None:
    await shares(any_office)
    await sets_up(any_office)
    await any_office.ticks()
    any_office.moves_to(FRIDAY)
    other = any_office.another_desk()

    for desk in (any_office.desk, other, any_office.desk):
        await plan_digests(desk)
        await dispatch(desk)

    assert len(read(any_office)) == 1


async def test_e17_a_digest_that_was_moved_within_its_day_is_not_posted_twice_that_day(office: Office) -> None:
    digest = await is_due(office, by_sharing=True)
    await office.ticks()

    moved = await change_digest((await office.hand()).doing(), digest.id, Weekly(4, time(17)))
    office.moves_to(utc(27, 17, 1))
    await office.ticks()

    assert moved.next_at == utc(4, 17, month=12)
    assert len(read(office)) == 1


async def test_e17_a_digest_that_is_removed_on_its_way_is_not_posted(office: Office) -> None:
    digest = await is_due(office, by_sharing=True)
    await remove_digest((await office.hand()).doing(), digest.id)
    await office.ticks()

    assert (read(office), await states_of(office, Cargo.DIGEST)) == ([], ["withdrawn"])


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("C0QUIET", "Type `/invite` <@U0BOT>"),
        ("G0SECRET", "Type `/invite`"),
        ("C0BOARD", "I do not see you there"),
        ("C0OLD", "has been archived"),
        ("C0ABROAD", "People from outside your company read along"),
    ],
    ids=["not invited", "private, not invited", "not a member", "archived", "Slack Connect"],
)
async def test_e17_where_a_digest_may_not_go_ada_is_told_once_how_to_mend_it(
    office: Office, channel: str, said: str
) -> None:
    await shares(office)
    await sets_up(office, channel)
    await office.ticks()

    told = office.inbox()[-1]
    assert said in told.plain
    assert told.buttons == ["Edit", "Remove"]

    for week in (0, 7):
        office.moves_to(FRIDAY + timedelta(days=week))
        await office.ticks()
    assert len(office.inbox()) == 1
    assert read(office, channel) == []


async def test_e17_once_the_bot_is_invited_the_digest_comes_by_itself(office: Office) -> None:
    await shares(office)
    await sets_up(office, "G0SECRET")
    await office.ticks()
    await office.person().invite_app("G0SECRET")

    office.moves_to(FRIDAY)
    await office.ticks()

    assert len(read(office, "G0SECRET")) == 1


async def test_e17_a_channel_that_is_archived_later_is_spoken_of_when_the_digest_is_due(office: Office) -> None:
    """Between the look into the channel and the post, too."""
    await is_due(office, by_sharing=True)
    office.slack.faults.refuse("chat.postMessage", error="is_archived", channel=GENERAL)
    await office.ticks()

    assert (read(office), await states_of(office, Cargo.DIGEST)) == ([], ["abandoned"])
    assert "has been archived" in office.inbox()[-1].plain


async def test_e17_a_digest_makes_room_only_where_it_cannot_be_posted(office: Office) -> None:
    """Bo's own can stand where Ada's may not: she is not in that channel."""
    hers = await sets_up(office, "C0BOARD")
    await office.ticks()

    his = await set_digest((await office.hand(BO)).doing(), "C0BOARD", Weekly(4, time(15)))

    assert his.id != hers.id
    assert his.member_id == BO.member_id


@pytest.mark.parametrize(
    "method", ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"], ids=lambda name: name
)
async def test_e17_without_its_picture_the_digest_goes_out_all_the_same(office: Office, method: str) -> None:
    await is_due(office)
    office.slack.faults.refuse(method, error="not_allowed_token_type", times=9)
    await office.ticks()

    (posted,) = read(office)
    assert "*3 introductions* were made" in posted.plain
    assert "image" not in {block["type"] for block in posted.blocks}


async def test_e17_a_picture_that_slack_will_not_show_is_left_out(office: Office) -> None:
    await is_due(office)
    office.slack.faults.refuse("chat.postMessage", error="invalid_blocks", channel=GENERAL)
    await office.ticks()

    (posted,) = read(office)
    assert "image" not in {block["type"] for block in posted.blocks}


async def test_e16_a_lesson_goes_to_the_channel_that_ada_chose(any_office: Office) -> None:
    await plans_lesson(any_office)
    await any_office.ticks()
    await any_office.ticks()

    (posted,) = read(any_office)
    assert posted.plain.startswith(":bulb: *U0ADA* shares something learned in a conversation")
    assert "> Write the press release first." in posted.plain
    assert await states_of(any_office, Cargo.LESSON) == ["posted"]


async def test_e16_a_lesson_that_was_taken_back_is_not_posted(office: Office) -> None:
    await plans_lesson(office)
    await office.run("DELETE FROM lessons")
    await office.ticks()

    assert (read(office), await states_of(office, Cargo.LESSON)) == ([], ["withdrawn"])


@pytest.mark.parametrize(
    ("channel", "said"), [("C0QUIET", "what you learned is still waiting"), ("C0BOARD", "I do not see you there")]
)
async def test_e16_where_a_lesson_may_not_go_ada_is_told_once(office: Office, channel: str, said: str) -> None:
    await plans_lesson(office, channel)
    await office.ticks()
    await office.ticks()

    (told,) = office.inbox()
    assert said in told.plain
    assert "share it again" in told.plain
    assert (read(office, channel), await states_of(office, Cargo.LESSON)) == ([], ["abandoned"])


async def test_e16_a_lesson_may_go_where_people_from_outside_read_for_it_is_adas_own(office: Office) -> None:
    await plans_lesson(office, "C0ABROAD")
    await office.ticks()

    assert len(read(office, "C0ABROAD")) == 1


async def test_n4_a_row_that_cannot_be_read_steps_aside_and_keeps_no_other_waiting(office: Office) -> None:
    await plans_lesson(office)
    await office.run("UPDATE deliveries SET digests = 'no json'")
    await shares(office, id="l-other", channel=GENERAL)
    async with office.store.writing() as tx:
        await deliveries.plan(tx, WORKSPACE, Cargo.LESSON, "l-other", "once", GENERAL, office.time.domain)
    await office.ticks()
    assert len(read(office)) == 1

    for _ in range(5):
        office.moves(hours=1)
        await office.ticks()

    assert sorted(await states_of(office, Cargo.LESSON)) == [State.ABANDONED, State.POSTED]
