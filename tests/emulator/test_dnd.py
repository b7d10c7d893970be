"""Do not disturb: when people are muted, by the workspace's clock in their own zone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from emulator import Clock, LocalSlack, RateLimits, SeedPerson
from emulator.people import dnd_object
from tests.emulator.test_chat import refusal
from tests.emulator.workplace import ADA, BO, BOT_TOKEN, CLEO, make_installed, make_seed

NIGHT, LUNCH, ALL_DAY = ("22:00", "08:00"), ("12:00", "13:00"), ("08:00", "08:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def pause(start: str, end: str) -> tuple[float, float]:
    return at(start).timestamp(), at(end).timestamp()


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """The workspace, on Tuesday 24 November 2026, 15:00 in London."""
    local = LocalSlack(make_installed(), make_seed(), clock=Clock(at("2026-11-24T15:00")))
    await local.start()
    yield local
    await local.stop()


def span(answer: Any) -> tuple[datetime, datetime]:
    start, end = answer["next_dnd_start_ts"], answer["next_dnd_end_ts"]
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)


@pytest.mark.parametrize(
    ("tz", "dnd", "now", "start", "end"),
    [
        ("Europe/Stockholm", NIGHT, "2026-11-24T15:00", "2026-11-24T21:00", "2026-11-25T07:00"),
        ("Europe/Stockholm", NIGHT, "2026-11-24T22:00", "2026-11-24T21:00", "2026-11-25T07:00"),
        ("Europe/Stockholm", NIGHT, "2026-11-25T06:59", "2026-11-24T21:00", "2026-11-25T07:00"),
        ("Europe/Stockholm", NIGHT, "2026-11-25T07:00", "2026-11-25T21:00", "2026-11-26T07:00"),
        ("Europe/Stockholm", NIGHT, "2026-10-24T21:30", "2026-10-24T20:00", "2026-10-25T07:00"),  # clocks go back
        ("Europe/Stockholm", NIGHT, "2026-03-28T22:30", "2026-03-28T21:00", "2026-03-29T06:00"),  # and forward
        ("America/New_York", NIGHT, "2026-11-25T02:59", "2026-11-25T03:00", "2026-11-25T13:00"),
        ("Pacific/Auckland", LUNCH, "2026-11-24T15:00", "2026-11-24T23:00", "2026-11-25T00:00"),
        ("Europe/London", ALL_DAY, "2026-11-24T15:00", "2026-11-24T08:00", "2026-11-25T08:00"),
        (None, NIGHT, "2026-11-24T15:00", "2026-11-24T22:00", "2026-11-25T08:00"),
    ],
)
def test_muted_hours_are_those_that_run_or_come_next(
    tz: str | None, dnd: tuple[str, str], now: str, start: str, end: str
) -> None:
    told = dnd_object(SeedPerson(BO, "bo", tz=tz, dnd=dnd), at(now).timestamp())

    assert (told["dnd_enabled"], *span(told)) == (True, at(start), at(end))


@pytest.mark.parametrize(
    ("paused", "start", "end"),
    [
        (pause("2026-11-24T14:00", "2026-11-24T16:00"), "2026-11-24T14:00", "2026-11-24T16:00"),
        (pause("2026-11-24T14:00", "2026-11-24T22:30"), "2026-11-24T14:00", "2026-11-25T08:00"),
        (pause("2026-11-24T14:00", "2026-11-25T09:00"), "2026-11-24T14:00", "2026-11-25T09:00"),
        (pause("2026-11-24T14:00", "2026-11-24T15:00"), "2026-11-24T22:00", "2026-11-25T08:00"),
    ],
)
def test_a_pause_that_runs_into_the_night_ends_with_the_later_of_both(
    paused: tuple[float, float], start: str, end: str
) -> None:
    bo = SeedPerson(BO, "bo", tz="Europe/London", dnd=NIGHT, paused=paused)

    assert span(dnd_object(bo, at("2026-11-24T15:00").timestamp())) == (at(start), at(end))


async def test_a_pause_mutes_until_its_end_and_the_nights_go_on(slack: LocalSlack, client: AsyncWebClient) -> None:
    ada = slack.person(ADA)
    nobody_is_muted = await client.dnd_info(user=ADA)
    await ada.change(dnd=NIGHT)
    await ada.change(dnd=at("2026-11-24T17:00"))
    during = await client.dnd_info(user=ADA)
    await slack.move(hours=3)
    after = await client.dnd_info(user=ADA)
    await ada.change(dnd=None)

    assert {key: nobody_is_muted[key] for key in ("dnd_enabled", "next_dnd_start_ts", "next_dnd_end_ts")} == {
        "dnd_enabled": False,
        "next_dnd_start_ts": 1,
        "next_dnd_end_ts": 1,
    }
    assert span(during) == (at("2026-11-24T15:00"), at("2026-11-24T17:00"))
    assert span(after) == (at("2026-11-24T22:00"), at("2026-11-25T08:00"))
    assert (await client.dnd_info(user=ADA))["dnd_enabled"] is False
    assert "snooze_enabled" not in during.data
    assert (await client.dnd_info())["snooze_enabled"] is False


async def test_many_are_asked_after_at_once_but_no_more_than_fifty(slack: LocalSlack, client: AsyncWebClient) -> None:
    told = (await client.dnd_teamInfo(users=[ADA, BO, CLEO]))["users"]

    assert {user_id: one["dnd_enabled"] for user_id, one in told.items()} == {ADA: False, BO: True, CLEO: False}
    assert told[BO].keys() == {"dnd_enabled", "next_dnd_start_ts", "next_dnd_end_ts"}
    assert set((await client.dnd_teamInfo(users=[ADA] * 50 + [BO]))["users"]) == {ADA}
    assert await refusal(client.dnd_teamInfo(users=[])) == "no_users_provided"
    assert await refusal(client.dnd_teamInfo(users=[ADA, "U0NOBODY"])) == "user_not_visible"
    assert await refusal(client.dnd_info(user="U0NOBODY")) == "user_not_found"


async def test_asking_needs_its_scope_and_has_its_limits(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.tokens.grant("xoxb-poor", frozenset({"users:read"}))
    poor = AsyncWebClient(token="xoxb-poor", base_url=slack.api_url)
    assert await refusal(poor.dnd_info(user=BO)) == "missing_scope"
    assert await refusal(poor.dnd_teamInfo(users=[BO])) == "missing_scope"

    slack.rate_limits = RateLimits.slack()
    for _ in range(20):
        await client.dnd_teamInfo(users=[BO])
    for _ in range(50):
        await client.dnd_info(user=BO)
    assert await refusal(client.dnd_teamInfo(users=[BO])) == "ratelimited"
    assert await refusal(client.dnd_info(user=BO)) == "ratelimited"


async def test_what_mutes_a_person_is_kept_over_a_restart(tmp_path: Any) -> None:
    state = tmp_path / "slack.db"
    first = LocalSlack(make_installed(), make_seed(), state=state, clock=Clock(at("2026-11-24T15:00")))
    await first.start()
    await first.person(ADA).change(dnd=at("2026-11-24T17:00"))
    await first.stop()

    second = LocalSlack(make_installed(), make_seed(), state=state)
    await second.start()
    client = AsyncWebClient(token=BOT_TOKEN, base_url=second.api_url)
    try:
        assert span(await client.dnd_info(user=ADA))[1] == at("2026-11-24T17:00")
        assert (await client.dnd_info(user=BO))["dnd_enabled"] is True
    finally:
        await second.stop()
