"""Public holidays are days off, by the country whose holidays a member keeps (N1)."""

import subprocess
import sys
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etiquette.rules.contacts import folded
from etiquette.rules.countries import COUNTRIES
from etiquette.rules.workdays import PATIENCE, Hours, holiday_name, known_country, next_working_moment
from tests.cast import utc

LONDON, ENGLAND = "Europe/London", "GB-ENG"
# Movable feasts, moved days, two calendars, parts of a country, a weekend on Friday; one unknown, and none.
KEPT = ["GB-ENG", "GB-SCT", "US", "US-CA", "DE-BY", "SE", "JP", "CN", "IN", "IL", "AE", "BR", "AU-NSW", "ZZ", None]
countries = st.sampled_from(KEPT)
days = st.dates(date(2024, 1, 1), date(2035, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2028, 2, 29), date(2027, 2, 28), date(2026, 4, 30), date(2027, 12, 31), date(2028, 1, 1)]
)
weeks = st.sampled_from(["01234", "60123", "0123", "5", "0123456", "024"])


def keeping(country: str | None, week: str = "01234") -> Hours:
    return Hours(LONDON, frozenset(map(int, week)), country=country)


@given(countries, days, weeks)
@example("US", date(2027, 12, 31), "01234")
@example("GB-ENG", date(2032, 12, 25), "0123456")
def test_n1_the_next_working_day_is_never_a_holiday_nor_a_day_off_and_no_working_day_is_passed_over(
    country: str | None, day: date, week: str
) -> None:
    hours = keeping(country, week)

    after, before = hours.on_or_after(day), hours.on_or_before(day)

    assert before <= day <= after
    for landed in (after, before):
        assert str(landed.weekday()) in week
        assert country is None or holiday_name(country, landed) is None
    passed = [before + timedelta(days=step) for step in range(1, (after - before).days)]
    assert not any(hours.works_on(between) for between in passed if between != day)


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        (ENGLAND, date(2026, 12, 25), "Christmas Day"),
        (ENGLAND, date(2026, 12, 28), "Boxing Day (observed)"),
        (ENGLAND, date(2026, 11, 30), None),
        ("GB-SCT", date(2026, 11, 30), "Saint Andrew's Day"),
        ("DE", date(2026, 1, 6), None),
        ("DE-BY", date(2026, 1, 6), "Epiphany"),
        ("US", date(2027, 12, 31), "New Year's Day (observed)"),
        ("SE", date(2026, 5, 14), "Ascension Day"),
        ("JP", date(2028, 2, 29), None),
        ("ZZ", date(2026, 12, 25), None),
        ("", date(2026, 12, 25), None),
    ],
)
def test_n1_a_holiday_has_its_name_in_english_in_its_country_and_on_its_day(
    country: str, day: date, name: str | None
) -> None:
    assert holiday_name(country, day) == name


def test_n1_what_falls_due_on_a_holiday_waits_for_the_next_working_day() -> None:
    """Christmas 2026 is a Friday, and Boxing Day a Saturday, kept on the Monday."""
    christmas = datetime.combine(date(2026, 12, 25), time(11), tzinfo=utc(1).tzinfo)

    found = next_working_moment(keeping(ENGLAND), christmas, "U0ADA")

    assert keeping(ENGLAND).local(found).date() == date(2026, 12, 29)
    assert next_working_moment(keeping(None), christmas, "U0ADA") == christmas


def test_n1_the_day_before_a_holiday_is_the_last_working_day_before_it() -> None:
    """Easter Monday yields to Maundy Thursday."""
    assert keeping(ENGLAND).on_or_before(date(2026, 4, 6)) == date(2026, 4, 2)


@pytest.mark.parametrize("country", [ENGLAND, None])
def test_n1_who_has_no_working_day_is_not_looked_for_without_end(country: str | None) -> None:
    never = keeping(country, "")

    assert never.on_or_after(date(2028, 2, 29)) == date(2028, 2, 29)
    assert never.on_or_before(date(2028, 2, 29)) == date(2028, 2, 29)
    assert PATIENCE < 400


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("DE", "DE"),
        (" de ", "DE"),
        ("de-by", "DE-BY"),
        ("GB-SCT", "GB-SCT"),
        ("us-ca", "US-CA"),
        ("DE-AUGSBURG", "DE-Augsburg"),
        ("DE-CA", None),
        ("DE-", None),
        ("-BY", None),
        ("DEU", None),
        ("Germany", None),
        ("ZZ", None),
        ("__doc__", None),
        ("", None),
    ],
)
def test_n1_a_country_is_known_by_its_code_and_spelled_one_way(written: str, known: str | None) -> None:
    assert known_country(written) == known


def test_n1_every_country_of_the_menu_is_known_and_stands_in_its_order() -> None:
    names = list(COUNTRIES.values())

    assert [code for code in COUNTRIES if known_country(code) != code] == []
    assert names == sorted(names, key=folded)
    assert len(set(names)) == len(names)


def test_n1_every_country_of_the_menu_has_a_calendar_that_can_be_asked() -> None:
    """Antarctica and its like keep no holiday; nearly all others do, and no library's change makes one fail."""
    year = [date(2027, 1, 1) + timedelta(days=day) for day in range(365)]
    keeping_some = [code for code in COUNTRIES if any(holiday_name(code, day) for day in year)]

    assert len(keeping_some) > 0.9 * len(COUNTRIES)


def test_n1_once_the_calendars_are_loaded_no_country_loads_more() -> None:
    """A person who looks for theirs in a menu does not wait for the library."""
    looked = """
import sys
from datetime import date
from etiquette.rules.workdays import holiday_name, load_calendars, parts_of
load_calendars()
loaded = set(sys.modules)
print(parts_of("DE")["BY"], holiday_name("DE-BY", date(2026, 1, 6)), set(sys.modules) - loaded)
"""

    done = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "Bayern Epiphany set()"
