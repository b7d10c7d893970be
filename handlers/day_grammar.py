"""Days in people's words: weekdays, dates, what is counted from today. Times are in `time_grammar`."""

import re
from calendar import monthrange
from datetime import UTC, date, timedelta
from re import Match

from dateutil.relativedelta import relativedelta

from handlers.date_phrases import Hold, Phrase, Standpoint, impossible, said
from handlers.date_words import DOZEN, ENGLISH_WORDS, MONTHS, WEEKDAYS, number

_REACH = 12
_BELIEVED = timedelta(days=100 * 366)
_LONGEST_MONTH = 31
_FRIDAY = 4
_HALF_DAYS = {"morning": 0, "afternoon": 12, "evening": 12, "night": 12}
_LABELS = re.compile(
    r"(?:chapter|section|version|part|page|phase|release|room|slide|step|item|no\.?|v|q) $", re.IGNORECASE
)
_NOT_A_DAY = re.compile(
    r"(?:(?<!\w)(?:the|our|my|his|her|their|your|every|each|a|good|black|ash|super|cyber|casual|whit) $)",
    re.IGNORECASE,
)


def read_iso(match: Match[str], _: Standpoint) -> Phrase | None:
    """2026-12-05: a date that every locale reads alike."""
    day = _date(said(match, "year"), match["month"], match["day"])
    return Phrase(match.start(), match.end(), (day,)) if day else impossible(match)


def read_month_and_day(match: Match[str], at: Standpoint) -> Phrase | None:
    """12 May, May 12, the 12th of May 2027. Without a year: the next that is due, the nearest of a call."""
    if match[0][0].isdecimal() and _LABELS.search(match.string[: match.start()][-_REACH:]):
        return None
    word = said(match, "month")
    if word not in MONTHS:
        return None
    days = _of_year(said(match, "year"), MONTHS[word], int(match["day"]), at)
    hold = Hold.FRAIL if word in ENGLISH_WORDS and match["month"].islower() else Hold.FIRM
    if not days:
        return impossible(match) if hold is Hold.FIRM else None
    return Phrase(match.start(), match.end(), days, hold=hold)


def read_numbers(match: Match[str], at: Standpoint) -> Phrase | None:
    """5/6, 5.6., 05/06/2027: in the order of the member's locale, or in both where it has none."""
    first, second, year = int(match["first"]), int(match["second"]), said(match, "year")
    if (first, second, year) == (24, 7, "") or (match["mark"] == "-" and len(year) != len("2027")):
        return None
    readings = [(second, first), (first, second)]  # (month, day): day first, month first
    possible = [reading for reading in readings if reading[0] <= DOZEN and reading[1] <= _LONGEST_MONTH]
    if possible == readings and at.month_first is not None:
        possible = [readings[at.month_first]]
    found = {day for month, day_of in possible for day in _of_year(year, month, day_of, at)}
    if possible and not found:
        return impossible(match)
    hold = Hold.FIRM if year else Hold.LOOSE
    return Phrase(match.start(), match.end(), tuple(sorted(found)), hold=hold) if found else None


def read_weekday(match: Match[str], at: Standpoint) -> Phrase | None:
    """Tuesday, next Tuesday, last Tuesday, Tuesday next week, a week from Tuesday, this Tuesday."""
    word = said(match, "weekday")
    weekday = WEEKDAYS.get(word)
    if weekday is None or _NOT_A_DAY.search(match.string[: match.start()][-_REACH:]):
        return None
    which = " ".join(part for part in (said(match, "lead"), said(match, "tail")) if part).casefold()
    days = _weekdays(weekday, which, at)
    hold = Hold.SHY if word in ENGLISH_WORDS and not which else Hold.FIRM
    return Phrase(match.start(), match.end(), days, weekday=weekday, is_open=not which, hold=hold)


def read_weeks_from(match: Match[str], at: Standpoint) -> Phrase | None:
    """Two weeks from Friday, a week on Tuesday, a week from today."""
    weeks, word = number(match["count"]), said(match, "day")
    if weeks is None:
        return None
    start = {"today": at.today, "now": at.today, "tomorrow": at.today + timedelta(1)}.get(word)
    start = start or _on_or_after(at.today, WEEKDAYS.get(word, at.today.weekday()))
    return Phrase(match.start(), match.end(), (start + timedelta(weeks=weeks),))


def read_near_day(match: Match[str], at: Standpoint) -> Phrase | None:
    """Today, tonight, tomorrow, yesterday, the day after tomorrow, this morning, last night."""
    words = " ".join(match[0].casefold().split())
    ahead = next((days for mark, days in _NEAR if mark in words), 0)
    half = next((hours for part, hours in _HALF_DAYS.items() if part in words), None)
    return Phrase(match.start(), match.end(), (at.today + timedelta(ahead),), half_day=half)


_NEAR = (
    ("after tomorrow", 2), ("before yesterday", -2), ("yesterday", -1), ("last night", -1),
    ("tom", 1), ("tmr", 1),
)  # fmt: skip


def read_span(match: Match[str], at: Standpoint) -> Phrase | None:
    """In two weeks, in an hour, 3 days ago, ten minutes from now.

    Minutes and hours are counted on the instant; days and longer on the calendar, without a time of day.
    """
    count, unit = said(match, "count"), said(match, "unit")
    sign = -1 if said(match, "back") else 1
    many = number(count)
    if unit in ("minute", "min", "hour", "hr"):
        minutes = _minutes(many, count, unit, half=bool(said(match, "half")))
        return _moved(match, at, timedelta(minutes=sign * minutes)) if minutes is not None else None
    if many is None:
        return None
    day = _counted(at.today, sign * many, unit)
    return Phrase(match.start(), match.end(), (day,)) if abs(day - at.today) < _BELIEVED else None


def read_period(match: Match[str], at: Standpoint) -> Phrase | None:
    """Next week, next month, the end of the month, early next week, end of May: the day on which it counts.

    What is due "next week" is due at its end. A call "this week" is on no day that anybody could name.
    """
    edge, which, unit = (said(match, name) for name in ("edge", "which", "unit"))
    if unit in MONTHS:
        return _edge_of_month(match, edge, MONTHS[unit], at)
    if said(match, "year") or not (edge or which == "next" or (which and at.looks_ahead)):
        return None
    first, last = _bounds(unit, int(which in ("next", "following")), at.today)
    day = _edge(edge or ("end" if at.looks_ahead else "start"), first, last)
    return Phrase(match.start(), match.end(), (max(day, at.today) if at.looks_ahead else day,))


def read_weekend(match: Match[str], at: Standpoint) -> Phrase | None:
    """The weekend: what is due then is due on Sunday, a call begins with Saturday."""
    word = match[0].casefold()
    monday = at.today - timedelta(at.today.weekday()) + timedelta(weeks=word.startswith("next"))
    day = monday + timedelta(6 if at.looks_ahead else 5)
    hold = Hold.FIRM if word.startswith(("this", "next")) else Hold.LOOSE
    return Phrase(match.start(), match.end(), (day,), hold=hold)


def read_end_of_day(match: Match[str], at: Standpoint) -> Phrase | None:
    """EOD, COB, the end of the day: today, or the day named after it, without a time of its own."""
    return Phrase(match.start(), match.end(), (at.today,) if match["more"] is None else (), half_day=12)


def read_short_end(match: Match[str], at: Standpoint) -> Phrase | None:
    """EOW, EOM, EOY: the last day of the week, the month, the year."""
    unit = {"w": "week", "m": "month", "y": "year"}[match[0][-1].casefold()]
    return Phrase(match.start(), match.end(), (_bounds(unit, 0, at.today)[1],))


def read_ordinal(match: Match[str], at: Standpoint) -> Phrase | None:
    """The 15th: of this month or the next, or the one that has just been."""
    day = int(match["day"])
    months = [at.today + relativedelta(months=ahead, day=1) for ahead in (-1, 0, 1, 2)]
    dates = [found for month in months if (found := _date(month.year, month.month, day))]
    days = _nearest(dates, at)
    return Phrase(match.start(), match.end(), days, hold=Hold.FRAIL) if days else None


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _of_year(year: str | None, month: int, day: int, at: Standpoint) -> tuple[date, ...]:
    if year:
        found = _date(int(year) + (2000 if len(year) == len("27") else 0), month, day)
        return (found,) if found else ()
    around = range(at.today.year - 4, at.today.year + 9)  # as far as the next 29 February may be
    return _nearest([found for near in around if (found := _date(near, month, day))], at)


def _nearest(dates: list[date], at: Standpoint) -> tuple[date, ...]:
    """The next of some dates for what is due; for a call the nearest, or both where they are as near."""
    ahead = min((day for day in dates if day >= at.today), default=None)
    behind = max((day for day in dates if day < at.today), default=None)
    if ahead is None or behind is None or at.looks_ahead:
        return tuple(day for day in (ahead,) if day)
    before, after = at.today - behind, ahead - at.today
    if before >= 2 * after:
        return (ahead,)
    return (behind,) if after >= 2 * before else (behind, ahead)


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta((weekday - day.weekday()) % 7)


def _weekdays(weekday: int, which: str, at: Standpoint) -> tuple[date, ...]:
    """Which days a weekday may mean. "Next Friday" early in the week is asked about, for people differ."""
    coming = _on_or_after(at.today, weekday)
    of_this_week = at.today + timedelta(weekday - at.today.weekday())
    if "after next" in which or which == "week":
        return (_on_or_after(at.today + timedelta(1), weekday) + timedelta(7),)
    if which.endswith(("last week", "next week", "last week on", "next week on")):
        return (of_this_week + timedelta(7 if "next" in which else -7),)
    if which.startswith(("last", "past", "previous", "this past")):
        return (_on_or_after(at.today - timedelta(7), weekday),)
    if which == "next":
        near = (of_this_week,) if of_this_week - at.today > timedelta(2) else ()
        return (*near, of_this_week + timedelta(7))
    if which == "this" and not at.looks_ahead and of_this_week < at.today:
        return (of_this_week, coming)
    return (coming,)


def _minutes(many: int | None, count: str, unit: str, *, half: bool) -> int | None:
    if count == "half an":
        return 30 if unit in ("hour", "hr") else None
    if many is None:
        return None
    return many * 60 + 30 * half if unit in ("hour", "hr") else many


def _moved(match: Match[str], at: Standpoint, by: timedelta) -> Phrase:
    there = (at.here.astimezone(UTC) + by).astimezone(at.here.tzinfo).replace(second=0, microsecond=0)
    return Phrase(match.start(), match.end(), (there.date(),), clock=there.time())


def _counted(day: date, many: int, unit: str) -> date:
    if unit.endswith("day") and unit != "day":
        return _working_days(day, many)
    if unit == "fortnight":
        return day + timedelta(weeks=2 * many)
    return day + relativedelta(**{f"{unit}s": many})  # type: ignore[arg-type]


def _working_days(day: date, many: int) -> date:
    step = timedelta(1 if many > 0 else -1)
    for _ in range(abs(many)):
        day += step
        while day.weekday() > _FRIDAY:
            day += step
    return day


def _bounds(unit: str, ahead: int, today: date) -> tuple[date, date]:
    """The first and the last day of a period. A week ends on Friday, unless that has been."""
    if unit == "week":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=ahead)
        friday = monday + timedelta(_FRIDAY)
        return monday, friday if friday >= today else friday + timedelta(7)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = today.replace(day=1) - relativedelta(months=(today.month - 1) % months)
    first += relativedelta(months=months * ahead)
    return first, first + relativedelta(months=months, days=-1)


def _edge(edge: str, first: date, last: date) -> date:
    if edge in ("end", "late"):
        return last
    return first + (last - first) / 2 if edge in ("mid", "middle") else first


def _edge_of_month(match: Match[str], edge: str, month: int, at: Standpoint) -> Phrase | None:
    if not edge or said(match, "which"):
        return None
    year = int(said(match, "year") or at.today.year + (month < at.today.month))
    day = _edge(edge, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return Phrase(match.start(), match.end(), (day,))
