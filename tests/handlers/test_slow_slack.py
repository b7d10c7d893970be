"""A Slack that is slow, or refuses: the person is served all the same, and nothing is lost."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import Outcome
from etiquette.rules.deliverables import Deliverable
from handlers.home import _opened
from handlers.reception import Reception, Visit
from scheduler.answers import read_profile
from scheduler.drawing import Easel
from scheduler.files import send
from scheduler.people import refresh_members
from scheduler.slack import WayOut
from tests.handlers.manners import DAN, drafts, facts, filled, member
from tests.whole import BOT_TOKEN, Whole


async def test_a_form_that_slack_refuses_is_one_press_away_with_everything_typed(story: Whole) -> None:
    for error in ("expired_trigger_id", "trigger_expired", "internal_error"):
        story.slack.faults.refuse("views.open", error=error)
        told = await story.ada.command("/coop deliverable Bo Lindqvist: the deck")
        assert told.message is not None
        assert told.message.buttons == ["Log a deliverable"]
        await story.ada.press(told.message, "open_form")
        assert filled(story.ada.views[-1], "what") == "the deck"

    assert len(await drafts(story)) == 3
    await story.ada.submit(story.ada.views[-1], {"due": "2026-11-27"})
    assert len(await facts(story, Deliverable)) == 1


async def test_a_slack_that_is_slow_in_everything_has_its_answers_in_time_and_nothing_is_lost(story: Whole) -> None:
    """A command, a shortcut, and the very first command of somebody whose zone is still to be asked for."""
    await story.ada.command("/coop")
    said = await story.ada.say("#general", "the deck for Bo")
    story.slack.faults.delay("users.info", 2.0)
    story.slack.faults.delay("views.open", 3.0, times=3)

    took, told = await timed(
        story.ada.command("/coop deliverable Bo Lindqvist: the deck"),
        story.ada.shortcut("make_deliverable", said),
        story.dan.command("/coop deliverable Cleo Marchetti: the notes"),
    )

    assert took < 2.9
    assert all(each.ok for each in told)
    for answer in (told[0].message, told[2].message):
        assert answer is not None
        assert answer.buttons[:1] == ["Log a deliverable"]
    assert [draft.typed for draft in await drafts(story, DAN)] == ["Cleo Marchetti: the notes"]
    story.slack.faults.clear()
    await story.dan.press(story.dan.ephemeral[-1], "open_form")
    assert filled(story.dan.views[-1], "what") == "the notes"


async def test_a_form_of_something_logged_that_slack_refuses_is_one_more_press_away(story: Whole) -> None:
    told = await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    assert told.message is not None
    story.slack.faults.refuse("views.open", error="expired_trigger_id")

    await story.ada.press(told.message, "edit")
    await story.quiet()
    assert "Another press" in story.ada.ephemeral[-1].plain
    assert story.ada.ephemeral[0].buttons == ["Edit", "Delete"]
    await story.ada.press(story.ada.ephemeral[0], "edit")
    assert story.ada.views[-1].title == "Edit the deliverable"


async def test_a_form_from_home_that_slack_refuses_is_said_in_a_direct_message(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    home = await story.ada.open_home()
    assert home is not None
    story.slack.faults.refuse("views.open", error="expired_trigger_id", times=2)

    await story.ada.press(home, "nudge_edit")
    await story.quiet()

    assert "Another press" in story.ada.inbox[-1].plain


async def test_home_is_drawn_after_the_answer_where_slack_stays_slow(story: Whole) -> None:
    """The event is answered in time, and Home shows the facts as they are when it is drawn at last."""
    story.slack.faults.delay("views.publish", 0.7, times=2)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(BOT_TOKEN, story.slack.api_url, session=session, retry_handlers=[])
        later: list[Coroutine[Any, Any, None]] = []
        store, now = story.program.store, story.clock.now
        await story.ada.command("/coop")
        bring = partial(send, WayOut(client, now))
        reception = Reception(
            store, client, now, lambda: None, later.append, read_profile, bring, Easel().elements, 200
        )
        loop = asyncio.get_running_loop()
        began = loop.time()

        await _opened(Visit(reception, await member(story), "Ev1", now(), None, until=began + 0.1), {})
        assert loop.time() - began < 0.6
        await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
        for errand in later:
            await errand

    home = story.ada.home
    assert home is not None
    assert "the deck" in home.plain


async def test_a_first_contact_without_a_profile_is_served_in_the_workspaces_zone_and_corrected_later(
    either: Whole,
) -> None:
    either.slack.faults.refuse("users.info", status=503)

    told = await either.dan.command("/coop deliverable Bo Lindqvist: the deck by Friday")

    assert told.message is not None
    assert "Noted" in told.message.plain
    assert (await member(either, DAN)).zone == "UTC"
    assert await refresh_members(either.program.timetable._desk) == 1
    assert (await member(either, DAN)).zone == "America/Los_Angeles"
    assert (await member(either, DAN)).locale == "en-US"


async def test_a_press_whose_way_back_is_gone_is_answered_by_a_direct_message(either: Whole) -> None:
    told = await either.ada.command("/coop deliverable Bo Lindqvist: the deck by Friday")
    assert told.message is not None
    either.slack.faults.refuse("response_url", error="expired_url")

    assert (await either.ada.press(told.message, "delete")).ok
    await either.quiet()

    assert await facts(either, Deliverable) == []
    assert "is deleted" in either.ada.inbox[-1].plain
    await either.ada.press(either.ada.inbox[-1], "undo")
    await either.quiet()
    assert len(await facts(either, Deliverable)) == 1


async def test_words_that_come_faster_than_slack_takes_answers_are_answered_all_the_same(story: Whole) -> None:
    story.slack.faults.refuse("chat.postMessage", status=429, retry_after=1, times=2)

    await story.ada.say("app", "who Acme")
    await story.quiet()

    assert ["Acme" in said.plain for said in story.ada.inbox] == [True]


async def test_a_direct_message_that_cannot_be_answered_is_noted_all_the_same(story: Whole) -> None:
    story.slack.faults.refuse("chat.postMessage", error="fatal_error")

    await story.ada.say("app", "deliverable Bo Lindqvist: the deck by Friday")
    await story.quiet()

    assert len(await facts(story, Deliverable)) == 1


async def timed(*doing: Coroutine[Any, Any, Outcome]) -> tuple[float, list[Outcome]]:
    """Everything at once, and how many seconds it took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    told = await asyncio.gather(*doing)
    return loop.time() - began, told
