"""Days and times as the member's own locale orders them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from etiquette.messages.dates import bare, clock, day, day_and_time, near, near_moment, stamp
from tests.etiquette.messages.cast import ADA, NOW, TODAY


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en-GB", "Friday 27 November"),
        (None, "Friday 27 November"),
        ("de-DE", "Friday 27 November"),
        ("en-US", "Friday, November 27"),
        ("en_us", "Friday, November 27"),
        ("ja-JP", "Friday, November 27"),
    ],
)
def test_a_day_is_written_in_the_order_of_the_locale(locale: str | None, sentence: str) -> None:
    assert day(date(2026, 11, 27), locale, TODAY) == sentence


def test_another_year_is_said() -> None:
    assert day(date(2027, 1, 4), "en-GB", TODAY) == "Monday 4 January 2027"
    assert day(date(2027, 1, 4), "en-US", TODAY) == "Monday, January 4, 2027"


@pytest.mark.parametrize(
    ("hour", "british", "american"), [(0, "00:05", "12:05 AM"), (12, "12:05", "12:05 PM"), (15, "15:05", "3:05 PM")]
)
def test_a_time_is_written_as_the_locale_does(hour: int, british: str, american: str) -> None:
    when = datetime(2026, 11, 24, hour, 5, tzinfo=UTC)

    assert clock(when, "en-GB") == british
    assert clock(when, "en-US") == american


def test_an_instant_is_said_in_the_members_zone_and_day() -> None:
    instant = datetime(2026, 11, 24, 15, tzinfo=UTC)

    assert day_and_time(instant, "Europe/London", "en-GB", NOW) == "Tuesday 24 November, 15:00"
    assert day_and_time(instant, "Asia/Tokyo", "en-US", NOW) == "Wednesday, November 25, 12:00 AM"


@pytest.mark.parametrize(
    ("days", "said", "after_for"),
    [
        (-7, "on Tuesday 17 November", "Tuesday 17 November"),
        (-6, "on Wednesday", "Wednesday"),
        (-1, "yesterday", "yesterday"),
        (0, "today", "today"),
        (1, "tomorrow", "tomorrow"),
        (6, "on Monday", "Monday"),
        (7, "on Tuesday 1 December", "Tuesday 1 December"),
    ],
)
def test_a_day_close_by_is_said_as_people_do(days: int, said: str, after_for: str) -> None:
    when = TODAY + timedelta(days=days)

    assert near(when, "en-GB", TODAY) == said
    assert bare(when, "en-GB", TODAY) == after_for


def test_a_moment_close_by_has_its_time() -> None:
    assert near_moment(NOW - timedelta(days=1), ADA, NOW) == "yesterday at 10:42"


def test_a_stamp_needs_no_day_on_the_same_day() -> None:
    assert stamp(NOW, ADA, NOW + timedelta(hours=3)) == "10:42"
    assert stamp(NOW, ADA, NOW + timedelta(days=1)) == "Tuesday 24 November, 10:42"
