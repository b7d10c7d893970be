"""Recurrences in words: what was read is said back as one would say it, and can be typed so (C4, C5)."""

from datetime import date, datetime

from etiquette.messages.dates import MONTHS, WEEKDAYS, full_day, month_day, today_of
from etiquette.rules.members import Member
from etiquette.rules.recurrences import LAST, SAFE_DAY, WORKING, Every, Recurrence, When

_COUNTED = (
    *("", "once", "twice", "three times", "four times", "five times", "six times", "seven times", "eight times"),
    *("nine times", "ten times", "eleven times", "twelve times"),
)
_PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", LAST: "last"}
_UNITS = {Every.DAY: "day", Every.WEEK: "week", Every.MONTH: "month", Every.YEAR: "year"}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(11, 14)


def said(when: When, member: Member, now: datetime) -> str:
    """When something is given: “by Friday 27 November”; “every other Tuesday, from Tuesday 1 December on”."""
    first = full_day(when.first, member, now)
    if when.rule is None:
        return f"by {first}"
    return f"{recurring(when.rule, when.first, member.locale, today_of(member, now))}, from {first} on"


def recurring(rule: str, first: date, locale: str | None, today: date) -> str:
    """A rule in words: “every other Tuesday, ten times”."""
    recurrence = Recurrence.of(rule).counted_from(first)
    ending = f", until {month_day(recurrence.until, locale, today)}" if recurrence.until else ""
    times = f", {_times(recurrence.count)}" if recurrence.count else ""
    return f"{_rhythm(recurrence, locale)}{ending}{times}"


def _rhythm(recurrence: Recurrence, locale: str | None) -> str:
    match recurrence.every:
        case Every.DAY:
            return _each(recurrence)
        case Every.WEEK:
            return _in_weeks(recurrence)
        case Every.MONTH:
            return f"on the {_place(recurrence)} of {_each(recurrence)}{_or_last(recurrence)}"
        case Every.YEAR:
            return f"{_each(recurrence)} on {_in_year(recurrence, locale)}"


def _in_weeks(recurrence: Recurrence) -> str:
    if recurrence.weekdays == WORKING and recurrence.interval == 1:
        return "every working day"
    days = _listed([WEEKDAYS[day] for day in recurrence.weekdays])
    if recurrence.interval == 1:
        return f"every {days}"
    is_one = len(recurrence.weekdays) == 1 and recurrence.interval == 2  # noqa: PLR2004  # every other one
    return f"every other {days}" if is_one else f"{_each(recurrence)} on {_workdays(recurrence) or days}"


def _in_year(recurrence: Recurrence, locale: str | None) -> str:
    month = recurrence.month or 1
    if recurrence.weekdays or recurrence.monthday == LAST:
        return f"the {_place(recurrence)} of {MONTHS[month - 1]}"
    leap = month_day(date(2028, month, recurrence.monthday or 1), locale, date(2028, 1, 1))
    return f"{leap}{_or_last(recurrence) if month == 2 else ''}"  # noqa: PLR2004  # February


def _place(recurrence: Recurrence) -> str:
    if recurrence.weekdays:
        days = _workdays(recurrence) or _listed([WEEKDAYS[day] for day in recurrence.weekdays])
        return f"{_nth(recurrence.nth or 1)} {days}"
    return "last day" if recurrence.monthday == LAST else _ordinal(recurrence.monthday or 1)


def _or_last(recurrence: Recurrence) -> str:
    """A month that does not have the day has it on its last one."""
    return ", or on its last day" if (recurrence.monthday or 0) > SAFE_DAY else ""


def _workdays(recurrence: Recurrence) -> str:
    if recurrence.weekdays != WORKING:
        return ""
    return "working days" if recurrence.nth is None else "working day"


def _each(recurrence: Recurrence) -> str:
    unit = _UNITS[recurrence.every]
    match recurrence.interval:
        case 1:
            return f"every {unit}"
        case 2:
            return f"every other {unit}"
        case number:
            return f"every {number} {unit}s"


def _nth(number: int) -> str:
    return _PLACES.get(number) or _ordinal(number)


def _ordinal(number: int) -> str:
    tail = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{tail}"


def _times(count: int) -> str:
    return _COUNTED[count] if count < len(_COUNTED) else f"{count} times"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
