"""A refusal that passes waits as told; one that does not ends that delivery, and that one alone (design §5.7)."""

import pytest

from etiquette.rules.nudges import State
from scheduler.slack import TOKEN_ERRORS
from scheduler.sweep import sweep
from tests.cast import ADA, BO, DAN_ELSEWHERE, utc
from tests.scheduler.office import BOT_TOKEN, Office


async def decks(office: Office) -> None:
    """Ada and Bo, each with a promise that is to be recalled now."""
    for who in (ADA, BO):
        await (await office.hand(who)).promises()
    office.moves_to(utc(26, 11))


async def attempts(office: Office) -> set[int]:
    """How often nudges were tried in vain."""
    async with office.store.reading() as tx:
        return set((await tx.connection.exec_driver_sql("SELECT attempts FROM nudges")).scalars())


async def test_a_rate_limit_waits_as_long_as_told_and_counts_as_no_try(office: Office) -> None:
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", retry_after=40)

    await office.ticks()
    said_at_once = len(office.inbox()) + len(office.inbox(BO))
    assert said_at_once < 2
    assert await attempts(office) == {0}

    office.moves(seconds=39)
    await office.ticks()
    assert len(office.inbox()) + len(office.inbox(BO)) == said_at_once

    office.moves(seconds=2)
    await office.ticks()
    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)
    assert set(office.said().values()) == {1}


async def test_a_rate_limit_that_goes_on_and_on_loses_nothing(office: Office) -> None:
    """More often than there are tries: it is no failure of the row's."""
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", retry_after=30, times=12)

    for _ in range(20):
        office.moves(seconds=31)
        await office.ticks()

    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)
    assert State.ABANDONED not in await office.states()


async def test_one_workspaces_rest_is_no_others(office: Office) -> None:
    """Design §10: it holds that method in that workspace."""
    await decks(office)
    await (await office.hand(DAN_ELSEWHERE)).promises()
    office.moves_to(utc(26, 18))
    await office.run("UPDATE members SET work_end = '23:00:00.000000'")
    office.slack.faults.refuse("chat.postMessage", retry_after=600, channel=office.person(ADA).dm, times=3)

    await office.ticks()

    assert office.desk.slack.is_held(ADA.workspace_id)
    assert not office.desk.slack.is_held(DAN_ELSEWHERE.workspace_id)
    assert office.inbox() == []
    assert len(office.inbox(DAN_ELSEWHERE)) == 1


async def test_one_methods_rest_is_no_others(office: Office) -> None:
    """Drawing anew goes on while posting rests."""
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", retry_after=600)

    await sweep(office.desk)

    assert office.desk.slack.is_held(ADA.workspace_id)
    assert not office.desk.slack.is_held(ADA.workspace_id, "chat.update")
    assert 590 <= office.desk.slack.rest() <= 600


async def test_a_rest_is_asked_for_in_machine_time(office: Office) -> None:
    """Domain time moved on by days lets nobody knock earlier."""
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", retry_after=600)
    await sweep(office.desk)

    office.moves_to(utc(27, 12))
    assert office.desk.slack.is_held(ADA.workspace_id)

    office.time.machine = utc(30)
    assert not office.desk.slack.is_held(ADA.workspace_id)


async def test_a_conversation_that_cannot_be_opened_just_now_is_tried_again(office: Office) -> None:
    await decks(office)
    office.slack.faults.refuse("conversations.open", retry_after=10)
    office.slack.faults.refuse("conversations.open", status=500)

    for _ in range(6):
        await office.ticks()
        office.moves(seconds=60)

    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)


@pytest.mark.parametrize("reason", ["is_archived", "user_disabled"])
async def test_what_slack_will_never_take_is_given_up_visibly_and_others_go_on(office: Office, reason: str) -> None:
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", error=reason, channel=office.person(ADA).dm)

    await office.ticks()

    assert office.inbox() == []
    assert len(office.inbox(BO)) == 1
    assert await office.errors(State.ABANDONED) == [reason]
    assert (await office.states())["abandoned"] == 1


@pytest.mark.parametrize("reason", ["restricted_action", "invalid_blocks", "team_added_to_org"])
async def test_what_slack_may_yet_take_steps_aside_alone(office: Office, reason: str) -> None:
    """It was certainly not posted; it may lie with one of the nudges, or with nobody."""
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", error=reason, channel=office.person(ADA).dm)
    await office.ticks()
    assert office.inbox() == []
    assert len(office.inbox(BO)) == 1

    office.moves(hours=1)
    await office.ticks()

    assert len(office.inbox()) == 1
    assert (await office.states()).get("abandoned", 0) == 0


async def test_a_conversation_that_is_gone_is_opened_anew(office: Office) -> None:
    """A stored conversation may be stale: it is forgotten, and asked for again."""
    await decks(office)
    await office.run("UPDATE members SET dm_channel = 'D0GONE' WHERE id = 'U0ADA'")
    await office.ticks()
    assert office.inbox() == []

    office.moves(hours=1)
    await office.ticks()

    assert len(office.inbox()) == 1


async def test_what_was_given_up_does_not_keep_the_next_step_from_being_said(office: Office) -> None:
    """N5: the ladder goes on."""
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", error="user_disabled", channel=office.person(ADA).dm)
    await office.ticks()

    office.moves_to(utc(27, 11))
    await office.ticks()

    assert len(office.inbox()) == 1


async def test_a_person_who_cannot_be_written_to_is_given_up_and_others_go_on(office: Office) -> None:
    await decks(office)
    office.slack.faults.refuse("conversations.open", error="user_disabled")

    await office.ticks()

    assert len(office.inbox()) + len(office.inbox(BO)) == 1
    assert await office.errors(State.ABANDONED) == ["user_disabled"]


async def test_a_revoked_token_gives_nothing_up(office: Office) -> None:
    """An operator's to mend: everything is said once the token is good again."""
    await decks(office)
    office.slack.tokens.revoke(BOT_TOKEN)
    for _ in range(8):
        await office.ticks()
        office.moves(minutes=11)
    assert await office.states() == {"planned": 8}

    office.slack.tokens.restore(BOT_TOKEN)
    await office.ticks()

    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)
    assert set(office.said().values()) == {1}


@pytest.mark.parametrize("reason", sorted(TOKEN_ERRORS))
async def test_whatever_is_wrong_with_the_token_nothing_is_given_up(office: Office, reason: str) -> None:
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", error=reason, times=2)

    await office.ticks()
    assert set(await office.states()) <= {"planned", "posted"}

    office.moves(minutes=11)
    await office.ticks()
    office.moves(minutes=11)
    await office.ticks()
    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)


async def test_slack_unwell_for_two_hours_is_waited_out(office: Office) -> None:
    """5xx after 5xx: after the first time it is asked ever more rarely, and nothing is given up."""
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", status=503, times=1000)
    for _ in range(12):
        await office.ticks()
        office.moves(minutes=10)
    assert len([call for call in office.slack.calls if call.method == "chat.postMessage"]) <= 2 * 3

    office.slack.faults.clear()
    for _ in range(12):
        await office.ticks()
        office.moves(minutes=10)

    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)
    assert set(office.said().values()) == {1}


async def test_a_day_of_slacks_own_errors_gives_nothing_up(office: Office) -> None:
    """It keeps nobody else's from being said, and is said itself once Slack is well."""
    await decks(office)
    office.slack.faults.refuse("chat.postMessage", status=500, times=1000, channel=office.person(ADA).dm)
    for _ in range(48):
        await office.ticks()
        office.moves(minutes=30)
    assert len(office.inbox(BO)) == 2
    assert await office.errors(State.ABANDONED) == []

    office.slack.faults.clear()
    for _ in range(24):
        office.moves(hours=1)
        await office.ticks()

    assert len(office.inbox()) >= 1
