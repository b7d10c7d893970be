"""A call as an .ics file says the same instant everywhere, and carries what one wants before one's eyes (E4, E7)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Alarm, Calendar, Event

from etiquette.messages.calendar import calendar_file
from etiquette.messages.text import printable
from etiquette.rules.calls import Call
from etiquette.rules.introductions import Introduction
from tests.etiquette.messages.cast import ADA, CALL, DANA, NOW, VIA_SAM

ZONES = [
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Abidjan",
    "UTC",
]
# The minutes around the clock's changes in London and on Lord Howe, where it changes by half an hour.
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
]
anywhen = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - UTC
around_a_change = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-180, 180)
)
moments = (anywhen | around_a_change).map(lambda moment: moment.replace(second=0, microsecond=0))
texts = st.text(st.characters(codec="utf-8"), max_size=40)


def file_of(call: Call = CALL, name: str = DANA.name, introduction: Introduction | None = VIA_SAM) -> Calendar:
    """The file, read back."""
    contents = calendar_file(call, replace(DANA, name=name), ADA, NOW, introduction=introduction)
    read = Calendar.from_ical(contents)
    assert isinstance(read, Calendar)
    return read


def event_of(file: Calendar) -> Event:
    (event,) = file.events
    return event


@given(moments, st.sampled_from(ZONES), st.integers(5, 24 * 60))
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/London", 30)
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/London", 30)
@example(datetime(2026, 3, 29, 0, 45, tzinfo=UTC), "Europe/London", 30)
def test_e4_the_call_begins_and_ends_at_its_own_instants_over_zones_and_both_changes_of_the_clock(
    starts_at: datetime, zone: str, minutes: int
) -> None:
    call = replace(CALL, starts_at=starts_at, zone=zone, minutes=minutes)

    event = event_of(file_of(call))

    assert (event.start, event.end) == (call.starts_at, call.ends_at)


@given(moments, st.sampled_from(ZONES))
@example(datetime(2032, 1, 12, 10, 20, tzinfo=UTC), "Africa/Casablanca")
def test_e4_a_calendar_that_knows_no_zones_reads_the_same_instant_from_the_file_itself(
    starts_at: datetime, zone: str
) -> None:
    file = file_of(replace(CALL, starts_at=starts_at, zone=zone))
    wall = event_of(file).start
    assert isinstance(wall, datetime)

    assert not file.get_missing_tzids()
    for described in file.timezones:
        own = described.to_tz(lookup_tzid=False)
        assert wall.replace(tzinfo=own).utcoffset() == starts_at.astimezone(ZoneInfo(zone)).utcoffset()


def test_e4_the_file_names_the_zone_that_the_call_was_agreed_in() -> None:
    lines = calendar_file(CALL, DANA, ADA, NOW).decode().split("\r\n")

    assert "DTSTART;TZID=Europe/London:20261123T104200" in lines
    assert "DTEND;TZID=Europe/London:20261123T111200" in lines
    assert "TZID:Europe/London" in lines
    assert "METHOD" not in "".join(lines)


def test_e4_the_file_needs_no_zone_for_utc_and_for_the_hour_that_comes_twice() -> None:
    in_utc = replace(CALL, zone="UTC")
    second_half_past_one = replace(CALL, starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))

    for call in (in_utc, second_half_past_one):
        assert f"DTSTART:{call.starts_at:%Y%m%dT%H%M%SZ}".encode() in calendar_file(call, DANA, ADA, NOW)


def test_e4_a_zone_that_this_machine_does_not_know_yields_to_the_members_own() -> None:
    assert file_of(replace(CALL, zone="Mars/Olympus")).timezones[0].tz_name == ADA.zone


def test_e4_a_call_that_moves_is_the_same_event_in_a_later_version() -> None:
    first = event_of(file_of(CALL))
    moved = event_of(file_of(replace(CALL, starts_at=NOW, revision=2)))
    another = event_of(file_of(replace(CALL, id="k-other")))

    assert first.uid == moved.uid != another.uid
    assert (first.sequence, moved.sequence) == (1, 2)
    assert moved.stamp == NOW


def test_e7_the_event_holds_the_profile_and_how_one_was_introduced() -> None:
    event = event_of(file_of())

    assert event.summary == "Call with Dana Reyes"
    assert event.url == DANA.profile_url
    assert event.description == (
        "https://www.linkedin.com/in/dana\nIntroduced by Sam Lindqvist.\n"
        "How you were described: the one who knows pricing"
    )


def test_n6_the_event_is_private_for_calendars_are_shared_with_others() -> None:
    assert event_of(file_of())["CLASS"] == "PRIVATE"


def test_e7_what_is_not_known_is_left_out() -> None:
    bare = calendar_file(CALL, replace(DANA, profile_url=None), ADA, NOW)

    assert b"URL" not in bare
    assert b"DESCRIPTION:Call with Dana Reyes" in bare  # the alarm's own
    assert event_of(file_of(introduction=replace(VIA_SAM, introducer_name=None, how_referred=None))).description == (
        DANA.profile_url
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd"])
def test_e7_an_address_that_is_no_web_page_is_left_out(address: str) -> None:
    assert address.encode() not in calendar_file(CALL, replace(DANA, profile_url=address), ADA, NOW)


def test_e7_the_calendar_speaks_up_ten_minutes_before() -> None:
    (alarm,) = (part for part in event_of(file_of()).subcomponents if isinstance(part, Alarm))

    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["TRIGGER"].to_ical() == b"-PT10M"


@settings(max_examples=30)
@given(texts, texts, texts)
@example("Reyes, Dana; “D”\\n\n🙂", "Sam,\r\nLindqvist", "BEGIN:VEVENT\r\nEND:VCALENDAR")
def test_e7_whatever_people_are_called_and_said_stays_within_its_own_line(name: str, by: str, how: str) -> None:
    file = file_of(name=name, introduction=replace(VIA_SAM, introducer_name=by, how_referred=how))

    event = event_of(file)
    assert event.start == CALL.starts_at
    assert len(event.subcomponents) == 1
    assert event.summary == f"Call with {' '.join(printable(name).split())}"


def test_e7_a_name_with_commas_and_a_smile_reads_back_as_it_is() -> None:
    assert event_of(file_of(name="Reyes, Dana; MBA 🙂\nBoston")).summary == "Call with Reyes, Dana; MBA 🙂 Boston"
