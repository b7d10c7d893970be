"""Local hours, working days and holidays, turned into instants. The only module that does calendar arithmetic (N1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from etiquette.rules.countries import COUNTRIES

MORNING = time(9, 30)
SPREAD_MINUTES = 30
FARTHEST = timedelta(days=3 * 366)
"""As far as a date is believed, either way."""
PATIENCE = 370
"""Days within which a working day is looked for: a year, and a little more."""
DAYS_KEPT = 4096
"""Days whose answers are remembered: the ladders of a thousand records come down on a few hundred mornings."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a member may be spoken to: an IANA zone, working days (0 is Monday), and hours whose end is excluded.

    `country` is whose public holidays they keep, as `known_country` spells it; None, or one unknown, has none.
    """

    zone: str
    days: frozenset[int] = frozenset(range(5))
    start: time = time(9)
    end: time = time(17)
    country: str | None = None

    def local(self, instant: datetime) -> datetime:
        """The wall clock of this zone at an instant."""
        return instant.astimezone(ZoneInfo(self.zone))

    def works_on(self, day: date) -> bool:
        """Whether this is one of their working days, and no holiday that they keep (N1)."""
        return day.weekday() in self.days and (self.country is None or holiday_name(self.country, day) is None)

    def is_working(self, instant: datetime) -> bool:
        """Whether the member may be spoken to at this instant (N1)."""
        here = self.local(instant)
        return self.works_on(here.date()) and self.start <= here.time() < self.end

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before `day`; who works on none has `day` itself."""
        return _first_working(self, day, +1)

    def on_or_before(self, day: date) -> date:
        """The last working day that is not after `day`: the day before Monday is Friday."""
        return _first_working(self, day, -1)


def instant(day: date, clock: time, zone: str) -> datetime:
    """The UTC instant of a local wall time.

    A time that a clock change skips moves forward by the gap; one that occurs twice is the first of the two.
    """
    local = datetime.combine(day, clock.replace(tzinfo=None, fold=0), ZoneInfo(zone))
    return local.astimezone(UTC)


def morning(hours: Hours, day: date, member_id: str) -> datetime:
    """Half past nine on `day`, spread over half an hour by who is spoken to, within that member's own hours."""
    minutes = MORNING.hour * 60 + MORNING.minute + spread(member_id)
    clock = time(minutes // 60, minutes % 60)
    if not hours.start <= clock < hours.end:
        clock = hours.start
    return instant(day, clock, hours.zone)


def spread(member_id: str) -> int:
    """Minutes past half past nine for one member: always the same, so that what is due together comes together."""
    return crc32(member_id.encode()) % SPREAD_MINUTES


def next_working_moment(hours: Hours, moment: datetime, member_id: str) -> datetime:
    """The moment itself inside working hours, else the start of the same day's hours, else the next working morning."""
    if hours.is_working(moment):
        return moment
    here = hours.local(moment)
    if here.time() < hours.start and hours.works_on(here.date()):
        return morning(hours, here.date(), member_id)
    return morning(hours, hours.on_or_after(here.date() + timedelta(days=1)), member_id)


def after_silence(hours: Hours, until: datetime, member_id: str) -> datetime:
    """The first working moment once a silence has ended: not at the stroke of it, but with that morning's messages."""
    at = next_working_moment(hours, until, member_id)
    return max(at, morning(hours, hours.local(at).date(), member_id))


def start_of(hours: Hours, day: date, clock: time | None = None) -> datetime:
    """The instant at which a member's day begins: with their working hours, or at a wall time of their choice."""
    return instant(day, clock or hours.start, hours.zone)


def occurs_after(rule: str, start: date, after: date) -> date | None:
    """The first day after `after` on which an RFC 5545 rule that begins on `start` occurs; None where there is none."""
    from dateutil.rrule import rrulestr

    begins = datetime.combine(start, time())
    found = rrulestr(rule, dtstart=begins).after(datetime.combine(after, time.max))
    return None if found is None else found.date()


def known_country(code: str) -> str | None:
    """A country whose holidays are known, or a part of one, spelled one way: “DE”, “GB-SCT”; else None.

    ISO 3166: two letters, and for a part of the country a hyphen and its code, in any case.
    """
    country, hyphen, part = code.strip().upper().partition("-")
    if country not in COUNTRIES:
        return None
    if not hyphen:
        return country
    parts = _calendar_of(country).subdivisions
    return next((f"{country}-{each}" for each in parts if each.upper() == part), None)


def parts_of(country: str) -> Mapping[str, str]:
    """The parts of a country that keep holidays of their own, by their codes, each by its name where one is known."""
    calendar = _calendar_of(country)
    names = {code: name for name, code in reversed(calendar.subdivisions_aliases.items())}
    parts = {code: names.get(code, code) for code in calendar.subdivisions}
    return dict(sorted(parts.items(), key=lambda part: part[1]))


def load_calendars() -> None:
    """Loads what is slow at first use. The library knows no way to load one country: whoever asks for it has all."""
    parts_of("GB")


def holiday_name(country: str, day: date) -> str | None:
    """What is celebrated on a day in a country, or in a part of one, in English; None on any other day."""
    return _holidays(country, day.year).get(day)


@lru_cache(maxsize=1024)
def _holidays(country: str, year: int) -> Mapping[date, str]:
    """The public holidays of a year, those included that are moved to a working day."""
    known = known_country(country)
    if known is None:
        return MappingProxyType({})
    alone, _, part = known.partition("-")
    calendar = _calendar_of(alone)(years=year, subdiv=part or None, expand=False, language="en_US")
    return MappingProxyType(dict(calendar))


def days_of(rule: str, first: date) -> Iterator[date]:
    """The days of an RFC 5545 rule that is counted from `first` on, one after another; without end where it has none.

    A rule is counted on local days, so that no change of the clocks moves it.
    """
    from dateutil.rrule import rrulestr

    return (moment.date() for moment in rrulestr(rule, dtstart=datetime.combine(first, time())))


def _calendar_of(country: str) -> Any:
    """The library's own class for a country."""
    import holidays

    return getattr(holidays, country)


@lru_cache(maxsize=DAYS_KEPT)
def _first_working(hours: Hours, day: date, direction: int) -> date:
    return next((candidate for candidate in _walk(day, direction) if hours.works_on(candidate)), day)


def _walk(day: date, direction: int) -> Iterator[date]:
    return (day + timedelta(days=direction * step) for step in range(PATIENCE + 1))
