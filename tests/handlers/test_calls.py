"""Calls: typed, filled in, moved, deleted; what was understood is said back with its full date (E4)."""

from datetime import UTC, datetime

import pytest

from etiquette.rules.calls import Call, CallState
from tests.handlers.manners import DAN, drafts, facts, filled, value_of
from tests.whole import Whole


async def test_a_call_to_come_is_said_back_with_its_full_date(either: Whole) -> None:
    told = await either.ada.command("/coop call Bo Lindqvist tomorrow 3pm for 45 minutes")

    assert told.message is not None
    assert "Wednesday 25 November, 15:00" in told.message.plain
    assert "45 minutes" in told.message.plain
    assert told.message.buttons[:3] == ["Calendar file", "Edit", "Delete"]
    assert "I am prepared" in told.message.buttons
    [call] = await facts(either, Call)
    assert (call.starts_at, call.minutes) == (datetime(2026, 11, 25, 15, tzinfo=UTC), 45)


async def test_a_date_is_said_back_as_the_members_locale_writes_it(story: Whole) -> None:
    told = await story.dan.command("/coop call Bo Lindqvist tomorrow 3pm")

    assert told.message is not None
    assert "Wednesday, November 25, 3:00 PM" in told.message.plain


async def test_a_call_that_has_been_is_debriefed_at_once(story: Whole) -> None:
    told = await story.ada.command("/coop-call Bo Lindqvist today 1pm")

    assert told.message is not None
    assert "was on *Tuesday 24 November, 13:00*" in told.message.plain
    assert told.message.buttons == ["Debrief", "Edit", "Delete"]


async def test_a_bare_command_opens_the_form(story: Whole) -> None:
    for bare in ("/coop call", "/coop-call"):
        assert (await story.ada.command(bare)).message is None
        assert story.ada.views[-1].title == "Log a call"
    assert await drafts(story) == []


async def test_a_call_without_a_time_opens_the_form_with_everything_typed(story: Whole) -> None:
    told = await story.ada.command("/coop call Bo Lindqvist on Thursday about the merger")

    assert told.message is None
    form = story.ada.views[-1]
    assert (filled(form, "contact"), filled(form, "day")) == ("Bo Lindqvist", "2026-11-26")
    assert "You wrote: Bo Lindqvist on Thursday about the merger" in form.plain


async def test_a_closed_form_loses_nothing_and_coop_offers_it_again(either: Whole) -> None:
    await either.ada.command("/coop call Bo Lindqvist on Thursday")
    await either.ada.close(either.ada.views[-1])

    due = await either.ada.command("/coop")
    assert due.message is not None
    assert "“call Bo Lindqvist on Thursday”" in due.message.plain
    await either.ada.press(due.message, "open_form")
    form = either.ada.views[-1]
    assert (filled(form, "contact"), filled(form, "day")) == ("Bo Lindqvist", "2026-11-26")

    await either.ada.submit(form, {"clock": "10:00"})
    [call] = await facts(either, Call)
    assert call.typed == "Bo Lindqvist on Thursday"
    again = await either.ada.command("/coop")
    assert again.message is not None
    assert "Not finished yet" not in again.message.plain


async def test_what_was_typed_and_not_finished_can_be_let_go(story: Whole) -> None:
    await story.ada.command("/coop call Bo Lindqvist on Thursday")
    due = await story.ada.command("/coop")
    assert due.message is not None

    await story.ada.press(due.message, "drop_draft")
    await story.quiet()

    assert await drafts(story) == []
    assert "Not finished yet" not in story.ada.ephemeral[-1].plain


async def test_the_form_is_in_the_members_own_zone(story: Whole) -> None:
    await story.dan.command("/coop call")

    await story.dan.submit(
        story.dan.views[-1], {"contact": "Bo Lindqvist", "day": "2026-11-25", "clock": "09:00", "minutes": "20"}
    )

    assert "Wednesday, November 25, 9:00 AM" in story.dan.views[-1].plain
    [call] = await facts(story, Call, DAN)
    assert (call.starts_at, call.minutes) == (datetime(2026, 11, 25, 17, tzinfo=UTC), 20)


async def test_a_call_is_moved_and_said_back(story: Whole) -> None:
    told = await story.ada.command("/coop call Bo Lindqvist tomorrow 3pm")
    assert told.message is not None

    await story.ada.press(told.message, "edit")
    form = story.ada.views[-1]
    assert (form.title, filled(form, "day"), filled(form, "clock")) == ("Edit the call", "2026-11-25", "15:00")
    await story.ada.submit(form, {"day": "2026-11-26", "clock": "16:30"})

    assert "Thursday 26 November, 16:30" in story.ada.views[-1].plain
    [call] = await facts(story, Call)
    assert call.starts_at == datetime(2026, 11, 26, 16, 30, tzinfo=UTC)


async def test_a_deleted_call_is_gone_and_comes_back_with_undo(story: Whole) -> None:
    told = await story.ada.command("/coop call Bo Lindqvist today 1pm")
    assert told.message is not None

    await story.ada.press(told.message, "delete")
    await story.quiet()
    assert await facts(story, Call) == []
    assert "The call with Bo Lindqvist is deleted" in story.ada.ephemeral[-1].plain

    await story.ada.press(story.ada.ephemeral[-1], "undo")
    await story.quiet()
    assert [call.state for call in await facts(story, Call)] == [CallState.PLANNED]


@pytest.mark.parametrize("day", ["2036-11-24", "2003-11-24"])
async def test_a_day_decades_away_is_asked_about_at_its_field(story: Whole, day: str) -> None:
    await story.ada.command("/coop call")

    sent = await story.ada.submit(story.ada.views[-1], {"contact": "Bo Lindqvist", "day": day, "clock": "10:00"})

    assert "more than three years away" in sent.errors["day"]


async def test_words_of_a_day_decades_away_get_a_sentence_or_the_form(story: Whole) -> None:
    told = await story.ada.command("/coop call Bo Lindqvist 24 November 2096 3pm")

    assert told.ok
    assert await facts(story, Call) == []
    assert story.ada.views or (told.message and "three years" in told.message.plain)


async def test_an_hour_that_the_clocks_skip_is_understood_as_the_hour_after(story: Whole) -> None:
    """29 March 2026 has no 01:30 in London; what is said back is what is meant."""
    told = await story.ada.command("/coop call Bo Lindqvist 28 March 2027 1:30am")

    assert told.message is not None
    [call] = await facts(story, Call)
    assert call.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert "Sunday 28 March 2027, 02:30" in told.message.plain


async def test_a_call_is_edited_from_home(story: Whole) -> None:
    await story.ada.command("/coop call Bo Lindqvist tomorrow 3pm")
    home = await story.ada.open_home()
    assert home is not None

    await story.ada.press(home, "edit", value=value_of(home, "call", "edit"))
    await story.ada.submit(story.ada.views[-1], {"clock": "11:15"})

    [call] = await facts(story, Call)
    assert call.starts_at == datetime(2026, 11, 25, 11, 15, tzinfo=UTC)


async def test_a_misspelt_day_is_asked_about_rather_than_taken_for_today(story: Whole) -> None:
    await story.ada.command("/coop call Dana Reyes tusday 3pm")

    assert "tusday" in story.ada.views[-1].plain
