"""How moments are understood. Unless said, it is Wednesday 25 November 2026, 14:30 in London."""

import re
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.dates import Leaning, Moment, Understanding, understand, warm_up

LONDON = "Europe/London"
NOW = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
ZONES = [LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Auckland", "UTC"]
BOTH = tuple(Leaning)


def understood(
    text: str,
    leaning: Leaning = Leaning.DUE,
    now: datetime = NOW,
    zone: str = LONDON,
    locale: str | None = "en-GB",
) -> Understanding:
    return understand(text, now, zone, locale, leaning)


def spoken(moment: Moment | None) -> str:
    """A moment as short as it can be compared: "Fri 27 Nov 2026 15:00"."""
    if moment is None:
        return "nothing"
    clock = moment.time.strftime(" %H:%M") if moment.time is not None else ""
    return f"{moment.day:%a} {moment.day.day} {moment.day:%b %Y}{clock}"


def choices(understanding: Understanding) -> list[str]:
    return [spoken(choice) for choice in understanding.choices]


EITHER_WAY = [
    ("today", "Wed 25 Nov 2026"),
    ("tonight at 8", "Wed 25 Nov 2026 20:00"),
    ("tomorrow", "Thu 26 Nov 2026"),
    ("tmrw 9am", "Thu 26 Nov 2026 09:00"),
    ("tomorrow at 10", "Thu 26 Nov 2026 10:00"),
    ("tomorrow morning at 8", "Thu 26 Nov 2026 08:00"),
    ("tomorrow at 8 in the evening", "Thu 26 Nov 2026 20:00"),
    ("the day after tomorrow", "Fri 27 Nov 2026"),
    ("yesterday 3pm", "Tue 24 Nov 2026 15:00"),
    ("the day before yesterday at noon", "Mon 23 Nov 2026 12:00"),
    ("this morning at 9", "Wed 25 Nov 2026 09:00"),
    ("last Tuesday", "Tue 24 Nov 2026"),
    ("last Wednesday at 4", "Wed 18 Nov 2026 16:00"),
    ("Tuesday last week", "Tue 17 Nov 2026"),
    ("Friday", "Fri 27 Nov 2026"),
    ("friday", "Fri 27 Nov 2026"),
    ("FRIDAY", "Fri 27 Nov 2026"),
    ("by Fri", "Fri 27 Nov 2026"),
    ("on thurs at 11", "Thu 26 Nov 2026 11:00"),
    ("this Friday", "Fri 27 Nov 2026"),
    ("the coming Monday", "Mon 30 Nov 2026"),
    ("Tuesday 3pm", "Tue 1 Dec 2026 15:00"),
    ("3pm on Tuesday", "Tue 1 Dec 2026 15:00"),
    ("Tuesday, 3 pm", "Tue 1 Dec 2026 15:00"),
    ("Tuesday at 3:30pm", "Tue 1 Dec 2026 15:30"),
    ("Tuesday at 3.30 p.m.", "Tue 1 Dec 2026 15:30"),
    ("Tuesday 15h", "Tue 1 Dec 2026 15:00"),
    ("Tuesday 15h30", "Tue 1 Dec 2026 15:30"),
    ("Tuesday 15:00", "Tue 1 Dec 2026 15:00"),
    ("Tuesday at 3", "Tue 1 Dec 2026 15:00"),
    ("Tuesday at three", "Tue 1 Dec 2026 15:00"),
    ("Tuesday at 3 o'clock", "Tue 1 Dec 2026 15:00"),
    ("Tuesday @ 3pm", "Tue 1 Dec 2026 15:00"),
    ("Tuesday at 8", "Tue 1 Dec 2026 08:00"),
    ("Tuesday at 03:00", "Tue 1 Dec 2026 03:00"),
    ("Tuesday at noon", "Tue 1 Dec 2026 12:00"),
    ("Tuesday midday", "Tue 1 Dec 2026 12:00"),
    ("Tuesday 12am", "Tue 1 Dec 2026 00:00"),
    ("Tuesday 15:00pm", "Tue 1 Dec 2026 15:00"),
    ("Tuesday 12pm", "Tue 1 Dec 2026 12:00"),
    ("Tuesday half past three", "Tue 1 Dec 2026 15:30"),
    ("Tuesday at quarter to four", "Tue 1 Dec 2026 15:45"),
    ("quarter past ten on Tuesday", "Tue 1 Dec 2026 10:15"),
    ("Tuesday at ten past two", "Tue 1 Dec 2026 14:10"),
    ("Tuesday next week at 2pm", "Tue 1 Dec 2026 14:00"),
    ("next week Friday", "Fri 4 Dec 2026"),
    ("Friday after next", "Fri 4 Dec 2026"),
    ("a week on Friday", "Fri 4 Dec 2026"),
    ("two weeks from today", "Wed 9 Dec 2026"),
    ("in two weeks", "Wed 9 Dec 2026"),
    ("in 2 weeks at 10am", "Wed 9 Dec 2026 10:00"),
    ("in 3 days", "Sat 28 Nov 2026"),
    ("in 3 working days", "Mon 30 Nov 2026"),
    ("in a fortnight", "Wed 9 Dec 2026"),
    ("in a month", "Fri 25 Dec 2026"),
    ("in an hour", "Wed 25 Nov 2026 15:30"),
    ("in an hour and a half", "Wed 25 Nov 2026 16:00"),
    ("in half an hour", "Wed 25 Nov 2026 15:00"),
    ("in 45 minutes", "Wed 25 Nov 2026 15:15"),
    ("in 10 hours", "Thu 26 Nov 2026 00:30"),
    ("an hour ago", "Wed 25 Nov 2026 13:30"),
    ("two weeks ago", "Wed 11 Nov 2026"),
    ("3 days ago at 4pm", "Sun 22 Nov 2026 16:00"),
    ("ten minutes from now", "Wed 25 Nov 2026 14:40"),
    ("end of the month", "Mon 30 Nov 2026"),
    ("by the end of the month", "Mon 30 Nov 2026"),
    ("end of the week", "Fri 27 Nov 2026"),
    ("end of next week", "Fri 4 Dec 2026"),
    ("beginning of next month", "Tue 1 Dec 2026"),
    ("end of December", "Thu 31 Dec 2026"),
    ("end of the quarter", "Thu 31 Dec 2026"),
    ("by EOD", "Wed 25 Nov 2026"),
    ("EOD Friday", "Fri 27 Nov 2026"),
    ("eow", "Fri 27 Nov 2026"),
    ("3 December", "Thu 3 Dec 2026"),
    ("3rd of December", "Thu 3 Dec 2026"),
    ("the 3rd of December at 3pm", "Thu 3 Dec 2026 15:00"),
    ("December 3", "Thu 3 Dec 2026"),
    ("December 3rd, 2027", "Fri 3 Dec 2027"),
    ("Dec 3 10:00", "Thu 3 Dec 2026 10:00"),
    ("3 Dec. 2027", "Fri 3 Dec 2027"),
    ("12 May 2027", "Wed 12 May 2027"),
    ("12 May 2027 15:00", "Wed 12 May 2027 15:00"),
    ("12-May-2027", "Wed 12 May 2027"),
    ("Tuesday 1 December", "Tue 1 Dec 2026"),
    ("Tuesday, 1st December at 3", "Tue 1 Dec 2026 15:00"),
    ("2026-12-05", "Sat 5 Dec 2026"),
    ("2026-12-05 15:00", "Sat 5 Dec 2026 15:00"),
    ("2026/12/05", "Sat 5 Dec 2026"),
    ("5/12", "Sat 5 Dec 2026"),
    ("5.12. at 3", "Sat 5 Dec 2026 15:00"),
    ("05/06/2027", "Sat 5 Jun 2027"),
    ("5.6.27", "Sat 5 Jun 2027"),
    ("29 February 2028", "Tue 29 Feb 2028"),
    ("15:00", "Wed 25 Nov 2026 15:00"),
    ("3pm", "Wed 25 Nov 2026 15:00"),
    ("at 3", "Wed 25 Nov 2026 15:00"),
    ("15h", "Wed 25 Nov 2026 15:00"),
    ("half past three", "Wed 25 Nov 2026 15:30"),
]


@pytest.mark.parametrize("leaning", BOTH)
@pytest.mark.parametrize(("text", "expected"), EITHER_WAY)
def test_a_moment_is_understood_as_people_say_it(text: str, expected: str, leaning: Leaning) -> None:
    understanding = understood(text, leaning)
    assert (spoken(understanding.moment), choices(understanding), understanding.rest) == (expected, [], "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by 3pm", "Wed 25 Nov 2026 15:00"),
        ("by 2pm", "Thu 26 Nov 2026 14:00"),
        ("Wednesday", "Wed 25 Nov 2026"),
        ("by Wednesday", "Wed 25 Nov 2026"),
        ("Wednesday 3pm", "Wed 25 Nov 2026 15:00"),
        ("Wednesday 2pm", "Wed 2 Dec 2026 14:00"),
        ("today 2pm", "Wed 25 Nov 2026 14:00"),
        ("12 May", "Wed 12 May 2027"),
        ("24 November", "Wed 24 Nov 2027"),
        ("25 November", "Wed 25 Nov 2026"),
        ("by the 15th", "Tue 15 Dec 2026"),
        ("the 30th", "Mon 30 Nov 2026"),
        ("29 February", "Tue 29 Feb 2028"),
        ("next week", "Fri 4 Dec 2026"),
        ("next month", "Thu 31 Dec 2026"),
        ("this week", "Fri 27 Nov 2026"),
        ("this month", "Mon 30 Nov 2026"),
        ("this weekend", "Sun 29 Nov 2026"),
        ("midnight on Friday", "Fri 27 Nov 2026 23:59"),
        ("within two weeks", "Wed 9 Dec 2026"),
    ],
)
def test_what_is_due_lies_ahead(text: str, expected: str) -> None:
    assert spoken(understood(text).moment) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wednesday", "Wed 25 Nov 2026"),
        ("24 November", "Tue 24 Nov 2026"),
        ("12 November 3pm", "Thu 12 Nov 2026 15:00"),
        ("1 February", "Mon 1 Feb 2027"),
        ("the 15th", "Sun 15 Nov 2026"),
        ("Dana Sun tomorrow 3pm", "Thu 26 Nov 2026 15:00"),
        ("Dana sun 3pm", "Sun 29 Nov 2026 15:00"),
        ("Dana Sun", "Sun 29 Nov 2026"),
        ("next week", "Mon 30 Nov 2026"),
        ("next month", "Tue 1 Dec 2026"),
        ("this weekend", "Sat 28 Nov 2026"),
        ("Friday at midnight", "Sat 28 Nov 2026 00:00"),
        ("tomorrow with Dana at 10", "Thu 26 Nov 2026 10:00"),
        ("at 10 with Dana tomorrow", "Thu 26 Nov 2026 10:00"),
        ("last night at 9", "Tue 24 Nov 2026 21:00"),
    ],
)
def test_a_call_is_where_it_most_likely_is(text: str, expected: str) -> None:
    assert spoken(understood(text, Leaning.CALL).moment) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wednesday at 2", ["Wed 25 Nov 2026 14:00", "Wed 2 Dec 2026 14:00"]),
        ("14:00", ["Wed 25 Nov 2026 14:00", "Thu 26 Nov 2026 14:00"]),
        ("at 9", ["Wed 25 Nov 2026 09:00", "Thu 26 Nov 2026 09:00"]),
        ("12 May 15:00", ["Tue 12 May 2026 15:00", "Wed 12 May 2027 15:00"]),
        ("this Tuesday", ["Tue 24 Nov 2026", "Tue 1 Dec 2026"]),
        ("Monday or Tuesday at 3", ["Mon 30 Nov 2026 15:00", "Tue 1 Dec 2026 15:00"]),
        ("Friday 24 November", ["Tue 24 Nov 2026", "Fri 27 Nov 2026"]),
    ],
)
def test_a_call_that_may_be_over_or_still_to_come_is_asked_about(text: str, expected: list[str]) -> None:
    understanding = understood(text, Leaning.CALL)
    assert (understanding.moment, choices(understanding), understanding.rest) == (None, expected, "")


def test_tuesday_at_three_typed_on_tuesday_at_four_is_asked_about() -> None:
    at_four = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    understanding = understood("Tuesday at 3", Leaning.CALL, at_four)
    assert choices(understanding) == ["Tue 24 Nov 2026 15:00", "Tue 1 Dec 2026 15:00"]


def test_next_friday_is_asked_about_early_in_the_week_and_clear_on_thursday() -> None:
    monday, thursday = NOW - timedelta(2), NOW + timedelta(1)
    assert choices(understood("next Friday", now=monday)) == ["Fri 27 Nov 2026", "Fri 4 Dec 2026"]
    assert spoken(understood("next Friday", now=thursday).moment) == "Fri 4 Dec 2026"
    assert spoken(understood("next Tuesday", now=thursday).moment) == "Tue 1 Dec 2026"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-US", ["Sun 6 May 2027"]),
        ("en_US", ["Thu 6 May 2027"]),
        ("ja-JP", ["Thu 6 May 2027"]),
        ("en-GB", ["Sat 5 Jun 2027"]),
        ("de-DE", ["Sat 5 Jun 2027"]),
        ("fr", ["Sat 5 Jun 2027"]),
        ("en", ["Thu 6 May 2027", "Sat 5 Jun 2027"]),
        ("", ["Thu 6 May 2027", "Sat 5 Jun 2027"]),
        (None, ["Thu 6 May 2027", "Sat 5 Jun 2027"]),
    ],
)
def test_the_order_of_a_date_in_numbers_is_the_locales_or_asked_about(locale: str | None, expected: list[str]) -> None:
    for text in ("5/6", "05/06", "by 5/6", "5.6."):
        understanding = understood(text, locale=locale)
        found = choices(understanding) or [spoken(understanding.moment)]
        assert [each[4:] for each in found] == [each[4:] for each in expected]


def test_numbers_that_can_be_read_one_way_only_are_not_asked_about() -> None:
    for locale in ("en-US", "en-GB", None):
        assert spoken(understood("13/5", locale=locale).moment) == "Thu 13 May 2027"
        assert spoken(understood("5/5", locale=locale).moment) == "Wed 5 May 2027"


@pytest.mark.parametrize(
    ("locale", "text", "expected", "rest"),
    [
        ("de-DE", "das Deck bis Freitag", "Fri 27 Nov 2026", "das Deck"),
        ("de-DE", "Dienstag um 15 Uhr", "Tue 1 Dec 2026 15:00", ""),
        ("de-DE", "am 12. Mai 2027 um 15:00", "Wed 12 May 2027 15:00", ""),
        ("de-DE", "übermorgen", "Fri 27 Nov 2026", ""),
        ("de-DE", "letzten Dienstag", "Tue 24 Nov 2026", ""),
        ("de-DE", "in zwei Wochen", "Wed 9 Dec 2026", ""),
        ("de-DE", "vor zwei Stunden", "Wed 25 Nov 2026 12:30", ""),
        ("de-DE", "the deck by Friday", "Fri 27 Nov 2026", "the deck"),
        ("fr-FR", "mardi prochain à 15h", "Tue 1 Dec 2026 15:00", ""),
        ("fr-FR", "le 12 décembre", "Sat 12 Dec 2026", ""),
        ("fr-FR", "dans 2 semaines", "Wed 9 Dec 2026", ""),
        ("es-ES", "el martes a las 3", "Tue 1 Dec 2026 15:00", ""),
        ("es-LA", "12 de diciembre", "Sat 12 Dec 2026", ""),
        ("es-ES", "mañana", "Thu 26 Nov 2026", ""),
        ("it-IT", "il deck entro venerdì", "Fri 27 Nov 2026", "il deck"),
        ("pt-BR", "até sexta-feira", "Fri 27 Nov 2026", ""),
        ("ru-RU", "завтра 15:00", "Thu 26 Nov 2026 15:00", ""),
        ("ru-RU", "через 2 недели", "Wed 9 Dec 2026", ""),
        ("ja-JP", "12月5日 15時", "Sat 5 Dec 2026 15:00", ""),
        ("ja-JP", "明日15時30分", "Thu 26 Nov 2026 15:30", ""),
        ("zh-CN", "明天下午3点", "Thu 26 Nov 2026 15:00", ""),
        ("ko-KR", "내일 오후 3시", "Thu 26 Nov 2026 15:00", ""),
        ("nl-NL", "morgen om 10:00", "Thu 26 Nov 2026 10:00", ""),
        ("en-GB", "mañana", "nothing", "mañana"),
        ("de-DE", "15 Mai", "Sat 15 May 2027", ""),
        ("de-DE", "Mai asked Juli", "nothing", "Mai asked Juli"),
        ("xx-XX", "tomorrow", "Thu 26 Nov 2026", ""),
        ("../etc", "tomorrow", "Thu 26 Nov 2026", ""),
    ],
)
def test_dates_and_weekdays_are_written_as_the_locale_writes_them(
    locale: str, text: str, expected: str, rest: str
) -> None:
    understanding = understood(text, locale=locale)
    assert (spoken(understanding.moment), understanding.rest) == (expected, rest)


def test_the_words_of_a_moment_are_the_members_own() -> None:
    warm_up()
    moment = understood("das Deck bis Freitag um 15 Uhr", locale="de-DE").moment
    assert moment is not None
    assert moment.words == "Freitag um 15 Uhr"


NO_DATE = [
    "",
    "the Q3 deck",
    "2 pages",
    "v1.5",
    "version 1.5",
    "chapter 12",
    "chapter 12 May find useful",
    "May",
    "April and August",
    "Jan",
    "Mar",
    "Sun",
    "May asked April",
    "Jan sat with Mar",
    "ask May for notes",
    "the sun report",
    "the Friday report",
    "Friday's notes",
    "Black Friday plan",
    "Mon-Fri",
    "24/7 support",
    "the 5/6 split of it",
    "1:1",
    "a 16:9 screen",
    "look at 3 companies",
    "2 to 4 people",
    "the 3rd draft",
    "5% of it",
    "$12 a month",
    "room 15",
    "a few days",
    "weekly",
    "the last week of it",
    "march on",
    "you may 5 times",
    "31 February",
    "31 April 15:00",
    "29 February 2027",
    "31/02",
    "2026-13-01",
    "2026-02-30",
    "25:00",
    "Tuesday 25:00",
    "24:00",
    "12:60",
    "13am",
    "in 99999 weeks",
    "in 999 years",
    "https://example.com/2026-12-05/friday",
    "<https://example.com/today>",
    "linkedin.com/in/may-12",
    "dana@friday.com",
    "notes-2026-12-05.pdf",
    "midnight oil",
    "frıday",
    "12 aprıl",
    "in half an day",
    "in half an week",
    "at 33",
    "half past 13",
    "at 40 past three",
    "25-26h",
    "4-3",
    "morning",
    "midi",
    "second",
    "once",
]


@pytest.mark.parametrize("leaning", BOTH)
@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date_is_left_alone(text: str, leaning: Leaning) -> None:
    understanding = understood(text, leaning)
    assert (understanding.moment, understanding.choices) == (None, ())
    assert understanding.rest == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("the deck by Friday", "Fri 27 Nov 2026", "the deck"),
        ("the deck, by Friday", "Fri 27 Nov 2026", "the deck"),
        ("the deck (by Friday)", "Fri 27 Nov 2026", "the deck"),
        ("the deck by Friday.", "Fri 27 Nov 2026", "the deck."),
        ("by Friday: the deck", "Fri 27 Nov 2026", "the deck"),
        ("the deck, due on Friday at the latest", "Fri 27 Nov 2026", "the deck"),
        ("the deck no later than Friday", "Fri 27 Nov 2026", "the deck"),
        ("the Q3 deck v1.5, 2 pages, by Friday", "Fri 27 Nov 2026", "the Q3 deck v1.5, 2 pages"),
        ("chapter 12 by 5 December", "Sat 5 Dec 2026", "chapter 12"),
        ("the Tuesday numbers by Friday", "Fri 27 Nov 2026", "the Tuesday numbers"),
        ("notes of Tuesday by Friday 3pm", "Fri 27 Nov 2026 15:00", "notes of Tuesday"),
        ("by Friday the numbers of 3 May 2027", "Fri 27 Nov 2026", "the numbers of 3 May 2027"),
        ("12 slides by December 12", "Sat 12 Dec 2026", "12 slides"),
        ("introduce May to April by Mon", "Mon 30 Nov 2026", "introduce May to April"),
        ("https://x.example/1/5/2027 by Mon", "Mon 30 Nov 2026", "https://x.example/1/5/2027"),
        ("a 30 minute demo by Friday", "Fri 27 Nov 2026", "a 30 minute demo"),
        ("notes by end of day Friday", "Fri 27 Nov 2026", "notes"),
    ],
)
def test_what_is_to_be_done_keeps_its_words_and_numbers(text: str, expected: str, rest: str) -> None:
    understanding = understood(text)
    assert (spoken(understanding.moment), understanding.rest) == (expected, rest)


@pytest.mark.parametrize(
    ("text", "minutes", "rest"),
    [
        ("tomorrow at 10 for 45 minutes", 45, ""),
        ("tomorrow at 10 for an hour", 60, ""),
        ("tomorrow at 10 for half an hour", 30, ""),
        ("tomorrow at 10 for an hour and a half", 90, ""),
        ("tomorrow at 10 for 1.5 hours", 90, ""),
        ("tomorrow at 10 for two hours", 120, ""),
        ("tomorrow at 10 for 1h30", 90, ""),
        ("tomorrow at 10 for 1 hour 15 minutes", 75, ""),
        ("tomorrow at 10, 20 min", 20, ""),
        ("for 90 mins tomorrow at 10 about pricing", 90, "about pricing"),
        ("tomorrow 10-11am", 60, ""),
        ("tomorrow 10:00-10:45", 45, ""),
        ("tomorrow from 10 to 11", 60, ""),
        ("tomorrow 10am - 11:30am", 90, ""),
        ("tomorrow at 10", None, ""),
        ("tomorrow at 10 for 9000 minutes", None, "for 9000 minutes"),
        ("tomorrow at 10 for two weeks", None, "for two weeks"),
    ],
)
def test_a_call_is_as_long_as_was_said(text: str, minutes: int | None, rest: str) -> None:
    understanding = understood(text, Leaning.CALL)
    assert spoken(understanding.moment) == "Thu 26 Nov 2026 10:00"
    assert (understanding.duration, understanding.rest) == (minutes, rest)


def test_eleven_to_one_begins_before_noon() -> None:
    understanding = understood("tomorrow 11-1pm", Leaning.CALL)
    assert (spoken(understanding.moment), understanding.duration) == ("Thu 26 Nov 2026 11:00", 120)


def test_the_words_of_a_moment_are_kept_as_typed() -> None:
    understanding = understood("the deck by Friday at 3pm please")
    assert understanding.moment == Moment(date(2026, 11, 27), time(15), "Friday at 3pm")
    assert understanding.rest == "the deck please"


def test_a_day_is_the_members_own() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert spoken(understood("today", now=late, zone="America/New_York").moment) == "Wed 25 Nov 2026"
    assert spoken(understood("today", now=late, zone="Asia/Tokyo").moment) == "Thu 26 Nov 2026"
    assert spoken(understood("9am", now=late, zone="Asia/Tokyo").moment) == "Thu 26 Nov 2026 09:00"


def test_an_instant_is_the_wall_time_in_the_members_zone() -> None:
    moment = understood("tomorrow 9am", zone="America/New_York").moment
    assert moment is not None
    assert moment.instant("America/New_York") == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
    assert Moment(date(2026, 11, 26), None, "tomorrow").instant(LONDON) is None


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        (LONDON, "28 March 2027 01:30", "Sun 28 Mar 2027 02:30"),
        ("America/New_York", "14 March 2027 at 2:30am", "Sun 14 Mar 2027 03:30"),
        ("Australia/Lord_Howe", "4 October 2026 02:15", "Sun 4 Oct 2026 02:45"),
        ("America/Sao_Paulo", "4 November 2018 00:30", "Sun 4 Nov 2018 01:30"),
    ],
)
def test_a_time_that_a_clock_change_skips_moves_on_by_the_gap(zone: str, text: str, expected: str) -> None:
    assert spoken(understood(text, zone=zone).moment) == expected


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    moment = understood("31 October 2027 01:30").moment
    assert moment is not None
    assert moment.instant(LONDON) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_an_hour_is_counted_on_the_instant_across_both_clock_changes() -> None:
    for now in (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)):
        for text, hours in (("in an hour", 1), ("in 2 hours", 2), ("an hour ago", -1)):
            moment = understood(text, Leaning.CALL, now).moment
            assert moment is not None
            assert moment.instant(LONDON) == now + timedelta(hours=hours)


def test_a_month_from_the_last_of_january_is_the_last_of_february() -> None:
    assert spoken(understood("in a month", now=datetime(2027, 1, 31, 12, tzinfo=UTC)).moment) == ("Sun 28 Feb 2027")
    assert spoken(understood("in a year", now=datetime(2028, 2, 29, 12, tzinfo=UTC)).moment) == ("Wed 28 Feb 2029")


def test_the_end_of_the_week_said_at_the_weekend_is_the_next_friday() -> None:
    assert spoken(understood("end of the week", now=NOW + timedelta(3)).moment) == "Fri 4 Dec 2026"


moments = st.integers(631_152_000, 3_786_912_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
zones = st.sampled_from(ZONES)


@given(moments, zones, st.sampled_from(["Monday", "tue", "on Wednesday", "by thursday", "Friday", "Sunday"]))
def test_a_bare_weekday_is_within_the_coming_week(now: datetime, zone: str, text: str) -> None:
    today = now.astimezone(ZoneInfo(zone)).date()
    for leaning in BOTH:
        moment = understood(text, leaning, now, zone).moment
        assert moment is not None
        assert 0 <= (moment.day - today).days < 7
        assert moment.day.strftime("%A").casefold().startswith(text.rsplit(maxsplit=1)[-1].casefold())


@given(moments, zones, st.integers(0, 23), st.integers(0, 59))
def test_a_bare_time_is_the_next_for_what_is_due(now: datetime, zone: str, hour: int, minute: int) -> None:
    moment = understood(f"{hour:02}:{minute:02}", Leaning.DUE, now, zone).moment
    assert moment is not None
    instant = moment.instant(zone)
    assert instant is not None
    # A day has 25 hours where clocks go back; what is skipped or comes twice may be off by that hour.
    assert -timedelta(hours=1) <= instant - now <= timedelta(hours=25)


@given(moments, zones, st.integers(0, 23), st.integers(0, 59))
def test_a_bare_time_of_a_call_that_has_passed_is_today_or_tomorrow(
    now: datetime, zone: str, hour: int, minute: int
) -> None:
    understanding = understood(f"{hour:02}:{minute:02}", Leaning.CALL, now, zone)
    first = understanding.moment or understanding.choices[0]
    instant = first.instant(zone)
    assert instant is not None
    assert (instant < now) == (understanding.moment is None)


@given(moments, zones, st.integers(0, 400), st.sampled_from(["hours", "minutes"]))
def test_hours_and_minutes_are_instants(now: datetime, zone: str, many: int, unit: str) -> None:
    moment = understood(f"in {many} {unit}", Leaning.CALL, now, zone).moment
    assert moment is not None
    wanted = (now + timedelta(**{unit: many})).replace(second=0, microsecond=0)
    assert moment.instant(zone) == wanted


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)), moments, zones)
@example(date(2028, 2, 29), NOW, LONDON)
def test_a_whole_date_is_that_date_whenever_it_is_said(day: date, now: datetime, zone: str) -> None:
    for text in (
        f"{day:%Y-%m-%d}",
        f"{day.day} {day:%B %Y}",
        f"{day:%b} {day.day}, {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%A} {day.day} {day:%B %Y}",
    ):
        for leaning in BOTH:
            moment = understood(text, leaning, now, zone).moment
            assert moment is not None, text
            assert moment.day == day, text


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), moments)
def test_a_date_without_a_year_is_the_next_for_what_is_due(day: date, now: datetime) -> None:
    moment = understood(f"{day.day} {day:%B}", Leaning.DUE, now, "UTC").moment
    assert moment is not None
    assert (moment.day.month, moment.day.day) == (day.month, day.day)
    assert moment.day >= now.date()


WORDS = (
    "by on at next last this in a the may sun friday 12 3pm 15:00 5/6 31 february week month end of for minutes"
    " hours ago tomorrow half past three to - , . : ( ) 2026-12-05 or noon midnight dana's @ 15th"
    " 99999999999999999999 0 00:00 24:00 ١٢ ſunday frıday İn 5. 12. may,2027 4-5pm eod"
    " bis Freitag um Uhr mardi prochain dans 2 semaines vor einer Stunde 明日15時 2週間前 à de le"
)
words = st.sampled_from(WORDS.split())
texts = st.one_of(st.text(max_size=200), st.lists(words, max_size=14).map(" ".join))


@given(
    texts, moments, zones, st.sampled_from(["en-US", "de-DE", "fr-FR", "pt-BR", "ja-JP", None]), st.sampled_from(BOTH)
)
def test_whatever_is_said_something_comes_of_it_and_no_word_is_made_up(
    text: str, now: datetime, zone: str, locale: str | None, leaning: Leaning
) -> None:
    understanding = understood(text, leaning, now, zone, locale)
    assert understanding.moment is None or understanding.choices == ()
    kept = [moment.words for moment in (*understanding.choices, understanding.moment) if moment]
    for word in re.findall(r"\w+", " ".join([*kept, understanding.rest])):
        assert word in text


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "1",
        "5/6 ",
        "by ",
        "Friday ",
        "(",
        "half past ",
        "12 May ",
        "https://",
        "a@",
        "1:",
        ".",
        "at 3 ",
    ],
)
def test_forty_thousand_characters_of_anything_are_quick(piece: str) -> None:
    text = (piece * 40_000)[:40_000]
    started = perf_counter()
    understood(text, Leaning.CALL)
    understood(text, Leaning.CALL, locale="de-DE")
    assert perf_counter() - started < 1.5


def test_both_ends_of_a_long_text_are_read() -> None:
    filler = "more words about the deck " * 1600
    assert spoken(understood(f"{filler} by Friday").moment) == "Fri 27 Nov 2026"
    assert spoken(understood(f"by Friday: {filler}").moment) == "Fri 27 Nov 2026"
    assert understood(f"{filler} by Friday {filler}").moment is None
