"""A database that lost its disk and came back from a backup says nothing twice, and loses nothing that it knew (N4)."""

import asyncio
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import text

from etiquette.rules.deliverables import Owner
from etiquette.rules.members import Who
from etiquette.rules.nudges import Answer, Kind, Later
from etiquette.rules.proposals import Aspect
from etiquette.services.answers import later, later_moment
from etiquette.services.deliverables import deliver
from etiquette.services.nudging import close
from etiquette.services.proposals import Idea, propose
from etiquette.store import deliveries
from etiquette.store.backups import back_up
from etiquette.store.restoring import restore
from etiquette.store.session import Store
from scheduler.good_turns import find_good_turns
from scheduler.imports import read_imports
from scheduler.partnerships import keep_partnerships
from scheduler.sweep import sweep
from tests.cast import ADA, BO, DAN, utc
from tests.databases import is_deleted
from tests.running import HER_PART, runs
from tests.scheduler.newsroom import FRIDAY, has_a_good_week, read, sets_up, shares
from tests.scheduler.office import LEASE_IS_OUT, Office
from tests.scheduler.test_good_turns import started, turns_of
from tests.scheduler.test_imports import imported, sent

THURSDAY = utc(26, 11)


async def backed_up(office: Office) -> BytesIO:
    file = BytesIO()
    await back_up(office.store, file, office.time.domain)
    return file


async def loses_the_disk(office: Office, file: BytesIO) -> None:
    """Nothing is left but the backup; a new program begins on what is restored from it."""
    await office.store.close()
    replaces = not is_deleted(office.database_url)
    store = Store(office.database_url)
    await restore(store, file, office.time.domain, replaces=replaces)
    await store.close()
    office.desk = office.another_desk()
    office.store = office.desk.store
    office.hands.clear()


async def unsaid(office: Office) -> int:
    """How much of what is due was neither said nor let go."""
    async with office.store.reading() as tx:
        query = text("SELECT count(*) FROM nudges WHERE state IN ('planned', 'claimed') AND due_at <= :now")
        kept = office.time.domain.replace(tzinfo=None) if tx.connection.dialect.name == "sqlite" else office.time.domain
        return int((await tx.connection.execute(query, {"now": str(kept)})).scalar_one())


async def both_promise(office: Office) -> None:
    """The deck and their notes, to be recalled on Thursday, on Friday, and after."""
    for who in (ADA, BO):
        hand = await office.hand(who)
        await hand.promises(what="the deck")
        await hand.promises(what="her notes", owner=Owner.THEIRS)


async def test_n4_after_a_disk_was_lost_nothing_is_said_twice_and_nothing_is_missing(any_office: Office) -> None:
    """The backup is of Tuesday; the disk is lost on Friday, after more was planned, and said."""
    await both_promise(any_office)
    file = await backed_up(any_office)
    for who in (ADA, BO):
        await (await any_office.hand(who)).promises("Kim Osei", what="a list")
    for moment in (THURSDAY, FRIDAY):
        any_office.moves_to(moment)
        await any_office.ticks()
    before = any_office.said()
    assert len(before) == 2 * 2 * 2

    await loses_the_disk(any_office, file)
    await any_office.ticks()

    assert any_office.said() == before
    for days in range(1, 15):
        any_office.moves_to(FRIDAY + timedelta(days=days))
        await any_office.ticks()
    assert set(any_office.said().values()) == {1}
    assert len(any_office.said()) == len(before) + 2 * (3 + 2)
    assert await unsaid(any_office) == 0


async def test_n4_what_was_not_said_yet_when_the_disk_was_lost_is_said(any_office: Office) -> None:
    await both_promise(any_office)
    file = await backed_up(any_office)
    any_office.moves_to(THURSDAY)

    await loses_the_disk(any_office, file)
    await any_office.ticks()

    assert [len(any_office.inbox(who)) for who in (ADA, BO)] == [1, 1]
    assert set(any_office.said().values()) == {1}


async def test_n4_what_was_said_in_part_is_said_in_the_other_part(office: Office) -> None:
    """One message had told of the deck; the notes were to come with it, and did not."""
    ada = await office.hand()
    await ada.promises(what="the deck")
    deck_alone = await backed_up(office)
    await ada.promises(what="the notes")
    file = await backed_up(office)
    await loses_the_disk(office, deck_alone)
    office.moves_to(THURSDAY)
    await office.ticks()
    assert len(office.inbox()) == 1

    await loses_the_disk(office, file)
    await office.ticks()

    (first, second) = office.inbox()
    assert "*The deck" in first.plain
    assert "*The notes" in second.plain
    assert "*The deck" not in second.plain


async def test_n4_what_had_gone_on_under_a_later_revision_is_not_said_again(office: Office) -> None:
    """Ada needs no preparing for her call; what else was planned of it goes on under its next revision."""
    ada = await office.hand()
    fixed = await ada.calls(utc(25, 15))
    file = await backed_up(office)
    await close(ada.doing(), Kind.PREPARE, fixed.call.id, Answer.NOT_THIS_TIME)
    office.moves_to(utc(25, 14, 50))
    await office.ticks()
    before = len(office.inbox())
    assert before

    await loses_the_disk(office, file)
    await office.ticks()

    assert len(office.inbox()) == before


async def test_n4_what_was_found_is_a_message_like_any_other(any_office: Office) -> None:
    """It shows what is known by now, and can be answered."""
    ada = await any_office.hand()
    await ada.promises()
    file = await backed_up(any_office)
    any_office.moves_to(THURSDAY)
    await any_office.ticks()
    (message,) = any_office.inbox()

    await loses_the_disk(any_office, file)
    await any_office.ticks()
    async with any_office.store.reading() as tx:
        assert await deliveries.stands_at(tx, ADA, any_office.person().dm, message.ts)
    await puts_off(any_office)
    await any_office.ticks()

    assert any_office.inbox()[0].plain != message.plain


async def test_n4_a_message_shows_what_is_known_by_now(office: Office) -> None:
    """Ada had pressed that she delivered it: that is lost, and she is asked again where it was asked."""
    agreed = await (await office.hand()).promises()
    file = await backed_up(office)
    office.moves_to(THURSDAY)
    await office.ticks()
    (asked,) = office.inbox()
    await deliver((await office.hand()).doing(), agreed.deliverable.id)
    await office.ticks()
    assert office.inbox()[0].plain != asked.plain

    await loses_the_disk(office, file)
    await office.ticks()

    assert [message.plain for message in office.inbox()] == [asked.plain]


async def test_n4_a_message_that_tells_of_what_is_lost_is_left_as_it_is(office: Office) -> None:
    """It is the only trace that is left of the list: whoever promised it can write it down again."""
    ada = await office.hand()
    await ada.promises()
    file = await backed_up(office)
    await ada.promises("Kim Osei", what="a list")
    office.moves_to(THURSDAY)
    await office.ticks()
    (told_of_both,) = office.inbox()

    await loses_the_disk(office, file)
    await office.ticks()

    assert [message.plain for message in office.inbox()] == [told_of_both.plain]
    assert "list" in told_of_both.plain


async def test_n4_what_somebody_does_again_after_it_was_lost_is_new(any_office: Office) -> None:
    """Put off, and said; then the disk was lost, and it is put off again. Something else is looked for meanwhile."""
    ada = await any_office.hand()
    await ada.promises()
    await ada.promises("Kim Osei", what="a list", due_on=date(2026, 12, 1))
    any_office.moves_to(THURSDAY)
    await any_office.ticks()
    file = await backed_up(any_office)
    await puts_off(any_office, Later.HOUR)
    any_office.moves(minutes=61)
    await any_office.ticks()
    assert len(any_office.inbox()) == 2

    await loses_the_disk(any_office, file)
    await puts_off(any_office, Later.WEEK)
    any_office.moves_to(THURSDAY + timedelta(days=7))
    await any_office.ticks()

    assert "*The deck" in any_office.inbox()[-1].plain
    assert await unsaid(any_office) == 0


async def puts_off(office: Office, choice: Later = Later.HOUR) -> None:
    """Ada wants to hear of her first promise later."""
    ada = await office.hand()
    ada.acts += 10  # Slack gives no two requests the same name, whatever was lost here
    async with office.store.reading() as tx:
        deck = (await tx.connection.execute(text("SELECT id FROM deliverables WHERE what = 'the deck'"))).scalar_one()
    await later(ada.doing(), Kind.DELIVERABLE_MINE, deck, later_moment(ada.member, choice, ada.now))


@pytest.mark.parametrize("fault", [{"error": "fatal_error"}, {"error": "thread_locked"}, {"status": 500}])
async def test_n4_where_the_history_cannot_be_read_it_stays_unsaid_and_seen(
    office: Office, fault: dict[str, object]
) -> None:
    """Never a guess: what may have been said waits, with the reason in its row, until somebody could look."""
    await (await office.hand()).promises()
    file = await backed_up(office)
    office.moves_to(THURSDAY)
    await office.ticks()
    await loses_the_disk(office, file)
    office.slack.faults.refuse("conversations.history", times=100, **fault)  # type: ignore[arg-type]

    for _ in range(3):
        await office.ticks()
        office.moves(seconds=LEASE_IS_OUT)
    assert (await office.states())["claimed"] == 1
    async with office.store.reading() as tx:
        said = (await tx.connection.execute(text("SELECT error FROM deliveries WHERE state = 'claimed'"))).scalars()
        assert list(said) == [fault.get("error", "not_slack")]
    assert len(office.inbox()) == 1

    office.slack.faults.clear()
    for _ in range(3):
        office.moves(seconds=LEASE_IS_OUT)
        await office.ticks()
    assert len(office.inbox()) == 1
    assert await office.states() == {"posted": 1, "planned": 3}


async def test_n4_whose_conversation_cannot_be_read_keeps_nobody_else_waiting(office: Office) -> None:
    for who in (ADA, BO):
        await (await office.hand(who)).promises()
    file = await backed_up(office)
    await loses_the_disk(office, file)
    office.moves_to(THURSDAY)
    office.slack.faults.refuse("conversations.history", error="fatal_error", channel=office.person(ADA).dm)

    await office.ticks()

    assert [len(office.inbox(who)) for who in (ADA, BO)] == [0, 1]
    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()
    assert [len(office.inbox(who)) for who in (ADA, BO)] == [1, 1]


async def test_n4_a_rest_that_slack_asks_for_is_waited_out_and_costs_no_try(office: Office) -> None:
    await (await office.hand()).promises()
    file = await backed_up(office)
    await loses_the_disk(office, file)
    office.moves_to(THURSDAY)
    office.slack.faults.refuse("conversations.history", retry_after=30)

    await office.ticks()
    assert office.inbox() == []
    office.moves(seconds=31)
    await office.ticks()

    assert len(office.inbox()) == 1


async def test_n4_who_is_gone_is_not_waited_for(office: Office) -> None:
    await (await office.hand()).promises()
    file = await backed_up(office)
    await loses_the_disk(office, file)
    office.moves_to(THURSDAY)
    office.slack.faults.refuse("conversations.open", error="user_not_found")

    await office.ticks()

    assert (await office.states())["abandoned"] == 1


async def test_n4_two_workers_look_at_once_and_nothing_is_said_twice(any_office: Office) -> None:
    await both_promise(any_office)
    file = await backed_up(any_office)
    any_office.moves_to(THURSDAY)
    await any_office.ticks()
    await loses_the_disk(any_office, file)

    await asyncio.gather(*(sweep(desk) for desk in [any_office.desk, any_office.another_desk()] * 2))
    await any_office.ticks()

    assert set(any_office.said().values()) == {1}
    assert await unsaid(any_office) == 0


@pytest.mark.parametrize("is_back_on", ["Friday", "Monday", "two Mondays on"])
async def test_n4_e17_a_digest_that_was_read_is_not_read_again_nor_what_it_told(
    office: Office, is_back_on: str
) -> None:
    """Planned and posted after the backup; one that would be too late by now is looked for, too."""
    await sets_up(office)
    await shares(office)
    await office.ticks()
    file = await backed_up(office)
    office.moves_to(FRIDAY)
    await office.ticks()
    assert len(read(office)) == 1
    office.moves_to(FRIDAY + timedelta(days={"Friday": 0, "Monday": 3, "two Mondays on": 10}[is_back_on]))

    await loses_the_disk(office, file)
    await office.ticks()
    office.moves_to(FRIDAY + timedelta(days=14))
    await office.ticks()

    assert len(read(office)) == 1


async def test_n4_e17_a_digest_that_was_not_posted_is(office: Office) -> None:
    await has_a_good_week(office)
    await sets_up(office)
    await office.ticks()
    file = await backed_up(office)
    office.moves_to(FRIDAY)

    await loses_the_disk(office, file)
    await office.ticks()

    assert len(read(office)) == 1


async def test_n4_e15_the_good_turn_of_the_month_is_not_found_again(any_office: Office) -> None:
    """It was found and said after the backup; time finds it anew, and its message."""
    await started(any_office)
    file = await backed_up(any_office)
    any_office.moves_to(utc(1, 9, month=12))
    await find_good_turns(any_office.desk)
    any_office.moves_to(utc(1, 10, month=12))
    await any_office.ticks()
    before = len(any_office.inbox())
    assert "small good turn" in any_office.inbox()[-1].plain
    any_office.moves(hours=3)

    await loses_the_disk(any_office, file)
    any_office.moves(minutes=1)
    await find_good_turns(any_office.desk)
    await any_office.ticks()

    assert await turns_of(any_office) != []
    assert len(any_office.inbox()) == before


async def test_n4_c7_that_a_proposal_lapsed_is_told_once(any_office: Office) -> None:
    """It lapsed after the backup, and both were told; time lets it lapse again."""
    ada, dan = await any_office.hand(), await any_office.hand(DAN)
    await runs(any_office.store, ADA, DAN, ada.now)
    await propose(dan.doing(), HER_PART, Idea(Aspect.SCOPE, "half of it", ""))
    file = await backed_up(any_office)
    any_office.moves(days=10, hours=4)  # Friday, in Los Angeles
    await keep_partnerships(any_office.desk)
    await any_office.ticks()
    any_office.moves_to(utc(7, 10, month=12))  # Monday, in London
    await any_office.ticks()
    lapsed = [len(told(any_office, who)) for who in (ADA, DAN)]
    assert lapsed == [1, 1]

    await loses_the_disk(any_office, file)
    await keep_partnerships(any_office.desk)
    await any_office.ticks()
    any_office.moves(hours=8)
    await any_office.ticks()

    assert [len(told(any_office, who)) for who in (ADA, DAN)] == lapsed


def told(office: Office, who: Who) -> list[str]:
    return [message.plain for message in office.inbox(who) if "lapsed" in message.plain]


async def test_n4_a_file_that_was_being_read_is_told_of_once(office: Office) -> None:
    """The backup was made between its coming and its reading: what was said of it is found, and goes on."""
    await sent(office)
    file = await backed_up(office)
    await read_imports(office.desk)
    told_before = [message.text for message in office.inbox()]
    assert len(told_before) == 1

    await loses_the_disk(office, file)
    await read_imports(office.desk)

    assert [message.text for message in office.inbox()] == told_before
    assert await imported(office) == 1
