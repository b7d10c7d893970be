"""Settings, a pause, a kind that is stopped, guests and welcomes, as they are lived through in Slack."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from typing import Any

import pytest

from emulator import View
from emulator.delivery import Envelope
from etiquette.messages.kinds import GROUPS, listed, lower
from etiquette.messages.welcome import HELLO
from etiquette.rules.nudges import Kind
from etiquette.rules.settings import NUDGED
from tests.handlers.manners import DAN, assert_mannerly, member, value_of
from tests.handlers.telling import act
from tests.whole import Whole, whole

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
async def newcomers(sqlite_url: str) -> AsyncIterator[Whole]:
    """Nobody has used it before."""
    async with whole(sqlite_url, "socket", knows_ada=False) as told:
        yield told
        await told.slack.quiet()
        assert_mannerly(told)


async def settings(story: Whole) -> View:
    """Ada's settings, opened."""
    assert (await story.ada.command("/coop settings")).ok
    return story.ada.views[-1]


def test_every_kind_that_can_be_muted_is_listed_once_and_has_its_words() -> None:
    """N3: ten boxes at the most in a group, as Slack takes them."""
    assert sorted(kind for labels in GROUPS.values() for kind in labels) == sorted(NUDGED)
    assert max(len(labels) for labels in GROUPS.values()) <= 10
    assert len({listed(kind) for kind in NUDGED}) == len({lower(kind) for kind in NUDGED}) == len(NUDGED)


async def test_n1_n2_n3_e18_settings_are_saved_said_back_and_obeyed(either: Whole) -> None:
    form = await settings(either)
    wanted = {
        "start": time(10),
        "end": time(15, 30),
        "days": ["0", "1"],
        "country": "DE-BY",
        "messages": "1",
        "kinds-1": [],
        "why": [],
        "profile_url": "linkedin.com/in/ada",
        "blurb": "I make onboarding <!channel> kind.",
        "invite_limit": "300",
    }
    assert (await either.ada.submit(form, wanted)).ok

    said = either.ada.views[-1].plain
    assert "I write to you on Monday and Tuesday, 10:00 until 15:30" in said
    assert "except on the public holidays of Germany: Bayern, one message a day at most." in said
    assert "I keep quiet about how your calls went, thank-yous to contacts" in said
    ada = await member(either)
    assert (ada.work_start, ada.country, ada.daily_messages, ada.says_why) == (time(10), "DE-BY", 1, False)
    assert set(ada.muted) == set(list(GROUPS.values())[1])
    assert (ada.profile_url, ada.invite_limit) == ("https://www.linkedin.com/in/ada", 300)

    await either.ada.command("/coop deliverable Bo: the deck by Thursday")
    [nudge] = await either.move_to(datetime(2026, 12, 1, 15, tzinfo=UTC))
    assert "Why:" not in nudge.plain


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start": time(17), "end": time(9)}, "end"),
        ({"profile_url": "javascript:alert(1)"}, "profile_url"),
        ({"country": {"text": {"type": "plain_text", "text": "Atlantis"}, "value": "XX"}}, "country"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(story: Whole, values: dict[str, Any], field: str) -> None:
    form = await settings(story)

    refused = await story.ada.submit(form, values)

    assert list(refused.errors) == [field]


async def test_a_search_finds_countries_their_parts_and_zones_whatever_is_typed(story: Whole) -> None:
    form = await settings(story)
    for typed, value in {"germ": "DE", "de": "DE", "de-by": "DE-BY", "united": "GB", "": "none"}.items():
        assert value in [
            option["value"] for option in await story.ada.options(form, "value", typed, block_id="country")
        ], typed
    for strange in ("\x00", "-", "zz-zz", "<!channel>", "x" * 4000):
        await story.ada.options(form, "value", strange, block_id="country")

    payload = {"type": "block_suggestion", "action_id": "value", "block_id": "zone", "value": "lisb"}
    common = {"user": {"id": "U0ADA"}, "team": {"id": "T0COOP"}, "container": {"type": "view"}}
    answer = await story.slack.backend.courier.ask(Envelope.INTERACTIVE, {**common, **payload})
    assert [option["value"] for option in (answer.body or {})["options"]] == ["Europe/Lisbon"]


async def test_a_workspaces_numbers_are_its_admins_to_change(story: Whole) -> None:
    assert "numbers" not in str((await settings(story)).blocks[-1])
    press = {"type": "block_actions", "actions": [{"type": "button", "action_id": "numbers", "value": "numbers"}]}
    await act(story, press)
    await story.quiet()
    assert not any("At once" in view.plain or "By default" in view.plain for view in story.ada.views)

    await story.ada.change(is_admin=True)
    await story.quiet()
    form = await settings(story)
    await story.ada.press(form, "numbers")
    numbers = story.ada.views[-1]
    assert "By default: 1 day before, on the day, 1 day after, 3 days after, 7 days after." in str(numbers.blocks)

    refused = await story.ada.submit(numbers, {"deliverable_mine": "2 hours after", "invite": "whenever"})
    assert set(refused.errors) == {"deliverable_mine", "invite"}
    assert (await story.ada.submit(numbers, {"deliverable_mine": "on the day", "invite": "2 days after"})).ok
    assert (await member(story)).ladders == {"deliverable_mine": "on the day", "invite": "2 days after"}


async def test_n1_a_pause_is_silent_ends_by_itself_and_lets_a_chosen_moment_through(either: Whole) -> None:
    await either.ada.command("/coop deliverable Bo: the deck by tomorrow")
    told = await either.ada.command("/coop pause until Monday")
    assert told.message is not None
    assert "I am quiet until Monday 30 November, 09:00" in told.message.plain
    await either.ada.command("/coop call Bo Thursday 3pm")

    silent = await either.move_to(datetime(2026, 11, 29, 23, tzinfo=UTC))
    assert all("call" in said.plain.casefold() or "spoke" in said.plain for said in silent)
    home = await either.ada.open_home()
    assert home is not None
    assert "I am quiet until" in home.plain

    spoken = await either.move_to(MONDAY.replace(hour=11))
    assert "The deck for Bo" in spoken[0].plain
    assert (await member(either)).is_paused(either.clock.now()) is False


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("until Monday", datetime(2026, 11, 30, 9, tzinfo=UTC)),
        ("for two weeks", datetime(2026, 12, 8, 9, tzinfo=UTC)),
        ("a week", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("till Friday 3pm", datetime(2026, 11, 27, 15, tzinfo=UTC)),
        ("until next week", datetime(2026, 11, 30, 9, tzinfo=UTC)),
        ("until next month", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("until Tuesday", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("until 5 January", datetime(2027, 1, 5, 9, tzinfo=UTC)),
        ("off", None),
        ("until I am back, whenever that is", None),
        ("", None),
        ("until yesterday", None),
    ],
)
async def test_n1_a_pause_is_understood_as_people_say_it(story: Whole, typed: str, until: datetime | None) -> None:
    assert (await story.ada.command(f"/coop pause {typed}")).ok

    assert (await member(story)).paused_until == until
    assert bool(story.ada.views) is (until is None and typed not in {"off", "until yesterday"})


async def test_n1_the_form_of_a_pause_and_resuming_by_a_press(story: Whole) -> None:
    await story.ada.command("/coop pause for the time being")
    form = story.ada.views[-1]
    assert "for the time being" in form.plain
    refused = await story.ada.submit(form, {"day": "2026-11-20"})
    assert list(refused.errors) == ["day"]
    await story.ada.submit(form, {"day": "2026-12-01"})
    assert "Tuesday 1 December" in story.ada.views[-1].plain

    due = await story.ada.command("/coop")
    assert due.message is not None
    await story.ada.press(due.message, "resume")
    await story.quiet()
    assert (await member(story)).paused_until is None


async def test_n3_a_kind_is_stopped_where_it_stands_and_undo_gives_it_back(either: Whole) -> None:
    await either.ada.command("/coop deliverable Bo: the deck by tomorrow")
    await either.ada.command("/coop deliverable Bo: the slides by Friday")
    [nudge] = await either.move(days=1)

    await either.ada.press(nudge, "nudge_later", option="Stop messages like this")
    await either.quiet()
    stopped = either.again(nudge)
    assert "I will not bring up what you promised any more." in stopped.plain
    assert await either.move(days=1) == []

    await either.ada.press(stopped, "undo")
    await either.quiet()
    assert (await member(either)).muted == ()
    [again] = await either.move(days=1)
    assert "The slides for Bo" in again.plain


async def test_n3_three_that_were_ignored_are_asked_about_once(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo: the deck by Thursday")
    said = await story.move_to(datetime(2026, 12, 1, 16, tzinfo=UTC))

    [asked] = [each for each in said if "Shall I stop" in each.plain]
    assert "Shall I stop bringing up what you promised?" in asked.plain
    await story.ada.press(asked, "nudge_done", value_of(asked, "question", "nudge_done"))
    await story.quiet()
    assert (await member(story)).muted == (Kind.DELIVERABLE_MINE,)
    assert "Stopped" in story.again(asked).plain
    assert await story.move(days=20) == []


async def test_n1_who_has_no_zone_is_asked_where_they_are(newcomers: Whole) -> None:
    await newcomers.dan.change(tz=None)
    await newcomers.dan.command("/coop")
    await newcomers.quiet()
    asked = next(said for said in newcomers.dan.inbox if "Where in the world" in said.plain)

    await newcomers.dan.press(asked, "nudge_done")
    await newcomers.dan.submit(newcomers.dan.views[-1], {"zone": "Europe/Lisbon"})
    await newcomers.dan.change(title="elsewhere")
    await newcomers.quiet()

    assert (await member(newcomers, DAN)).zone == "Europe/Lisbon"
    assert "Europe/Lisbon" in newcomers.dan.views[-1].plain


def hellos(story: Whole, who: str = "U0DAN") -> int:
    """How often somebody was welcomed, wherever it was."""
    person = story.slack.person(who)
    return sum(HELLO[:40] in said.plain for said in [*person.inbox, *person.ephemeral])


async def test_n2_a_welcome_is_said_once_however_one_arrives(newcomers: Whole) -> None:
    """By a command and by opening Home at the same moment; by words and by looks afterwards."""
    await asyncio.gather(newcomers.dan.command("/coop"), newcomers.dan.open_home())
    await newcomers.quiet()
    assert hellos(newcomers) == 1

    await newcomers.dan.say("app", "help")
    await newcomers.dan.open_home("messages")
    await newcomers.dan.command("/coop intro")
    await newcomers.quiet()
    assert hellos(newcomers) == 1

    await newcomers.ada.say("app", "help")
    await newcomers.quiet()
    assert hellos(newcomers, "U0ADA") == 1
    await newcomers.ada.press(newcomers.ada.inbox[-1], "how_it_works")
    await newcomers.quiet()
    assert "/coop pause until Monday" in newcomers.ada.ephemeral[-1].plain


async def test_n2_a_look_at_home_is_welcomed_and_starts_nobody_and_a_guest_is_left_alone(newcomers: Whole) -> None:
    await newcomers.slack.person("U0SAM").change(is_restricted=True)
    await newcomers.dan.open_home()
    await newcomers.slack.person("U0SAM").open_home()
    await newcomers.quiet()

    assert (hellos(newcomers), hellos(newcomers, "U0SAM")) == (1, 0)
    assert (await member(newcomers, DAN)).started_at is None
