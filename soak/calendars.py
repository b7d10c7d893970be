"""Days, hours and silences by arithmetic of the oracle's own: zoneinfo, the holidays library, nothing of the bot's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from soak.people import Person

ONE_DAY = timedelta(days=1)
LONGEST_LEAVE = 400


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a row: so many minutes or days from the anchor, or (`then`) from the step before."""

    count: int
    unit: str
    then: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """When something is to be said: the instant, whether it is a chosen one, and which step of its ladder it is."""

    at: datetime
    is_chosen: bool
    rung: int


def here(person: Person, at: datetime) -> datetime:
    """What a clock shows where they are."""
    return at.astimezone(ZoneInfo(person.zone))


def there(person: Person, day: date, clock: time) -> datetime:
    """The instant at which a clock shows this where they are."""
    return datetime.combine(day, clock, ZoneInfo(person.zone)).astimezone(UTC)


def works_on(person: Person, day: date) -> bool:
    """Whether they work on a day: one of theirs, and no holiday that they keep."""
    return day.weekday() in person.days and not _is_holiday(person.country, day)


def is_at_work(person: Person, at: datetime) -> bool:
    """Whether an instant lies in their working hours."""
    now = here(person, at)
    return works_on(person, now.date()) and person.start <= now.time() < person.end


def working_day(person: Person, day: date, direction: int) -> date:
    """The day itself where they work on it, else the next one that they do, or (-1) the one before."""
    for _ in range(LONGEST_LEAVE):
        if works_on(person, day):
            return day
        day += direction * ONE_DAY
    raise ValueError(f"{person.name} never works")


def morning(person: Person, day: date) -> datetime:
    """Half past nine and their own minute; where they do not work then, the beginning of their hours."""
    clock = time(9 + (30 + person.minute) // 60, (30 + person.minute) % 60)
    return there(person, day, clock if person.start <= clock < person.end else person.start)


def next_moment(person: Person, at: datetime) -> datetime:
    """The instant itself in working hours, else the next working morning."""
    if is_at_work(person, at):
        return at
    now = here(person, at)
    begins = now.date() if now.time() < person.start else now.date() + ONE_DAY
    return morning(person, working_day(person, begins, +1))


def muted_until(person: Person, at: datetime) -> datetime | None:
    """Until when Slack mutes them at this instant by their quiet hours; None where it does not."""
    if person.quiet is None:
        return None
    starts, ends = person.quiet
    for day in (here(person, at).date() - ONE_DAY, here(person, at).date()):
        start = there(person, day, starts)
        end = there(person, day + ONE_DAY if ends <= starts else day, ends)
        if start <= at < end:
            return end
    return None


def read_row(words: str) -> list[Step]:
    """A row as the table has it: “5 minutes!, 1 day, then 2 days”. What has an exclamation mark is a chosen moment."""
    steps = []
    for part in words.split(", "):
        then, rest = part.startswith("then "), part.removeprefix("then ")
        count, unit = rest.removesuffix("!").split(" ")
        steps.append(Step(int(count), unit.removesuffix("s"), then, rest.endswith("!")))
    return steps


def climb(person: Person, steps: list[Step], anchor: datetime | date) -> list[Due]:
    """A row counted from an anchor (docs/decisions/0001): of several steps on one day, the last, or the chosen one."""
    by_day: dict[date, Due] = {}
    last = None
    for rung, step in enumerate(steps):
        at = _moment(person, step, anchor, last)
        day = here(person, at).date()
        if day in by_day and by_day[day].is_chosen:
            continue
        by_day[day] = Due(at, step.is_chosen, rung)
        last = day
    return list(by_day.values())


def _moment(person: Person, step: Step, anchor: datetime | date, last: date | None) -> datetime:
    if step.unit == "minute":
        assert isinstance(anchor, datetime)
        at = anchor + timedelta(minutes=step.count)
        return at if step.is_chosen else next_moment(person, at)
    begins = here(person, anchor).date() if isinstance(anchor, datetime) else anchor
    day = (last if step.then and last else begins) + timedelta(days=step.count)
    return morning(person, working_day(person, day, +1 if step.count > 0 else -1))


@cache
def _calendar(country: str) -> holidays.HolidayBase:
    alone, _, part = country.partition("-")
    return holidays.country_holidays(alone, subdiv=part or None, years=range(2025, 2032))


def _is_holiday(country: str | None, day: date) -> bool:
    return country is not None and day in _calendar(country)
