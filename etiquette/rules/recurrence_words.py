"""A recurrence as people write it, read: “every other Tuesday”, “the first of the month until 12 May” (C4, C5).

What is read is said back. What is not understood is refused, with the reason, rather than guessed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.recurrences import LAST, WEEK, WORKING, Every, Recurrence, When, months_on, settled_when

ReadDay = Callable[[str], date | None]
"""Reads one day as somebody writes it; None where it is no day, or not clear which."""

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTED = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_ORDERED = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth"),
)
_NUMBERS = {word: at for at, word in enumerate(_COUNTED, 1)} | {"other": 2, "a": 1, "an": 1, "once": 1, "twice": 2}
_ORDINALS = {word: at for at, word in enumerate(_ORDERED, 1)} | {"last": LAST}

_N = rf"(?:\d{{1,4}}|{'|'.join(_COUNTED)})"
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDERED)}|last)"
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
)
_WEEKDAYS = rf"{_WEEKDAY}(?:(?:,? (?:and|&) |, ?| ){_WEEKDAY})*"
_WORKDAYS = r"(?:(?:working|business|work|week) ?days?)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_TOO_OFTEN = re.compile(
    r"\b(?:every|each|per)(?: (?:\w+|\d+))?? (?:hours?|minutes?|seconds?(?! \w)|secs?|mins?)\b"
    r"|\bevery (?:hour|minute|seconds)\b|\b(?:every|each|per) second$"
    r"|\b(?:secondly|minutely|hourly|constantly|continuously|all the time|round the clock)\b"
    r"|\btwice (?:a |per |each |every )?(?:day|daily|hour|minute|second)\b"
    r"|\b(?!one\b|1\b)[\w,.]+ times (?:a |per |each |every |in a )?(?:day|daily|hour|minute|second)\b"
)
_RAW = re.compile(r"(?:rrule:)?(?:[a-z]+=[a-z0-9,+-]+;?)+", re.IGNORECASE)
_UNTIL = re.compile(
    r",? ?\b(?:until|till|til|through|ending on|ending|up to)\b (.+?)(?=,? (?:starting|beginning|from)\b|$)"
)
_FROM = re.compile(r",? ?\b(?:starting|beginning|from|as of)(?: on| from| with)?\b (.+)$")
_TIMES = re.compile(
    rf",? ?\b(?:for )?({_N}|once|twice)(?: times)?(?<=times|.once|twice)(?: in all| in total| altogether)?$"
)
_FOR = re.compile(rf",? ?\b(?:for|over)(?: the next)? ({_N}|an?) (day|week|month|year)s?$")
_UNIT = re.compile(
    rf"\b(?:once every|once an?|once per|every single|of every|in every|of each|of the|of an?|every|each|per)"
    rf"(?: (other|{_NTH}|{_N}))? (day|week|fortnight|month|quarter|half[ -]year|year)s?\b"
    rf"|\b(daily|weekly|fortnightly|bi-?weekly|monthly|quarterly|half-yearly|yearly|annually)\b"
)
_UNITS: dict[str, tuple[Every, int]] = {
    "day": (Every.DAY, 1),
    "daily": (Every.DAY, 1),
    "week": (Every.WEEK, 1),
    "weekly": (Every.WEEK, 1),
    "fortnight": (Every.WEEK, 2),
    "fortnightly": (Every.WEEK, 2),
    "biweekly": (Every.WEEK, 2),
    "month": (Every.MONTH, 1),
    "monthly": (Every.MONTH, 1),
    "quarter": (Every.MONTH, 3),
    "quarterly": (Every.MONTH, 3),
    "halfyear": (Every.MONTH, 6),
    "halfyearly": (Every.MONTH, 6),
    "year": (Every.YEAR, 1),
    "yearly": (Every.YEAR, 1),
    "annually": (Every.YEAR, 1),
}
_LEADING = re.compile(r"^(?:on|at|in|the|every|each|all|of|and|always|,| )+\b ?|^,? ?$")
_RECURS = re.compile(
    r"\b(?:every|each|(?:of|in) the (?:month|quarter|year)|times|daily|(?:bi-?)?weekly|fortnightly|monthly|quarterly"
    rf"|half-yearly|yearly|annually|(?:{'|'.join(_NAMES)})s)\b"
)
_ASIDE = re.compile(r",? or on its last day\b")
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class _Body:
    """A recurrence without its beginning and its end. `start`: the day from which it was said to begin."""

    text: str
    today: date
    start: date | None

    @property
    def counts_from(self) -> date:
        return self.start or self.today


def read_when(text: str, today: date, read_day: ReadDay) -> When:
    """When something is given: a day, or a recurrence in words, or as a rule of RFC 5545. Refused with the reason."""
    tidy = " ".join(text.casefold().replace("’", "'").split()).rstrip(" .!;")
    if not tidy:
        raise EtiquetteError(Refusal.NO_DATE)
    if _RAW.fullmatch(tidy):
        return settled_when(Recurrence.of(tidy), today, today)
    if _TOO_OFTEN.search(tidy):
        raise EtiquetteError(Refusal.TOO_OFTEN)
    if recurring := read_recurrence(tidy, today, read_day):
        return recurring
    day = None if _RECURS.search(tidy) else read_day(text)
    if day is None:
        raise EtiquetteError(Refusal.NOT_A_RECURRENCE)
    if day < today:
        raise EtiquetteError(Refusal.DATE_IN_THE_PAST, day=day)
    return When(day)


def read_recurrence(tidy: str, today: date, read_day: ReadDay) -> When | None:
    """A recurrence in tidied lower-case words, or None where it is none."""
    joined = re.sub(r"\b(?:and|,) (?:every|each) ", "and ", _ASIDE.sub("", tidy))
    rest, until = _ended(joined, _UNTIL, read_day)
    rest, start = _ended(rest, _FROM, read_day)
    if start is not None and start < today:
        raise EtiquetteError(Refusal.DATE_IN_THE_PAST, day=start)
    rest, count = _counted(rest)
    rest, lasts = _lasting(rest)
    body = _Body(rest.strip(" ,"), today, start)
    read = _by_unit(body) or _by_weekday(body) or _by_date(body)
    if read is None:
        return None
    recurrence, counts_from, waits = read
    bounded = replace(recurrence, count=count, until=until)
    when = settled_when(bounded, counts_from, today, waits=waits)
    return when if lasts is None else _lasts(bounded, when, lasts)


_Read = tuple[Recurrence, date, bool]


def _by_unit(body: _Body) -> _Read | None:
    """“every 2 weeks on Monday”, “the first of the month”, “quarterly”."""
    unit = _UNIT.search(body.text)
    if unit is None:
        return None
    every, size = _UNITS[re.sub("[ -]", "", unit[2] or unit[3])]
    interval = size * (_number(unit[1]) if unit[1] else 1)
    on = _bare(f"{body.text[: unit.start()]} {body.text[unit.end() :]}")
    if not on:
        return Recurrence(every, interval), body.counts_from, body.start is None
    if every is Every.DAY:
        return _on_workdays(on, body) if interval == 1 else None
    if every is Every.WEEK:
        days = WORKING if re.fullmatch(_WORKDAYS, on) else _days_in(on)
        return (Recurrence(every, interval, days), body.counts_from, False) if days else None
    dated = _in_year(on) if every is Every.YEAR else _in_month(on)
    if dated is None:
        return None
    is_quarter = unit[2] == "quarter" or unit[3] == "quarterly"
    return replace(dated, every=every, interval=interval), _quarter(body, on) if is_quarter else body.counts_from, False


def _by_weekday(body: _Body) -> _Read | None:
    """“every other Tuesday”, “Mondays and Thursdays”, “on weekdays”, “every working day”."""
    if re.fullmatch(rf"(?:on |every |each |all )*{_WORKDAYS}", body.text):
        return _on_workdays(_bare(body.text), body)
    every = re.fullmatch(rf"(?:on )?(?:every|each)(?: (other|{_NTH}|{_N}))? ({_WEEKDAYS})", body.text)
    plain = re.fullmatch(rf"(?:on )?({_WEEKDAYS})", body.text)
    if every and every[1] != "last":
        interval = _number(every[1]) if every[1] else 1
        return Recurrence(Every.WEEK, interval, _days_in(every[2])), body.counts_from, False
    if plain and all(name.endswith("s") and name not in {"tues", "thurs"} for name in re.findall(_WEEKDAY, plain[1])):
        return Recurrence(Every.WEEK, weekdays=_days_in(plain[1])), body.counts_from, False
    return None


def _by_date(body: _Body) -> _Read | None:
    """“every 5 March”, “every 15th”."""
    if not re.match(r"(?:on )?(?:every|each)\b", body.text):
        return None
    on = _bare(body.text)
    if dated := _in_year(on):
        return dated, body.counts_from, False
    day = re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", on)
    return (Recurrence(Every.MONTH, monthday=_number(on)), body.counts_from, False) if day else None


def _on_workdays(on: str, body: _Body) -> _Read | None:
    is_workdays = re.fullmatch(_WORKDAYS, on)
    return (Recurrence(Every.WEEK, weekdays=WORKING), body.counts_from, False) if is_workdays else None


def _in_month(on: str) -> Recurrence | None:
    """“first working day”, “last Friday”, “15th”, “last day”, “end”."""
    if re.fullmatch(r"end|very end|last", on):
        return Recurrence(Every.MONTH, monthday=LAST)
    if re.fullmatch(r"beginning|start", on):
        return Recurrence(Every.MONTH, monthday=1)
    if found := re.fullmatch(rf"({_NTH}) {_WORKDAYS}", on):
        return Recurrence(Every.MONTH, weekdays=WORKING, nth=_number(found[1]))
    if found := re.fullmatch(rf"({_NTH}) ({_WEEKDAY})", on):
        return Recurrence(Every.MONTH, weekdays=_days_in(found[2]), nth=_number(found[1]))
    if found := re.fullmatch(rf"({_NTH}|\d{{1,2}})(?: day)?", on):
        return Recurrence(Every.MONTH, monthday=_number(found[1]))
    return None


def _in_year(on: str) -> Recurrence | None:
    """“5 March”, “March 5th”, “first Monday of March”."""
    for pattern in (rf"({_NTH}|\d{{1,2}}),?(?: of)? ({_MONTH})", rf"({_MONTH}) (?:the )?({_NTH}|\d{{1,2}})"):
        if found := re.fullmatch(pattern, on):
            named, day = sorted(found.groups(), key=lambda group: group[:3] not in _MONTHS)
            return Recurrence(Every.YEAR, month=_month(named), monthday=_number(day))
    if found := re.fullmatch(rf"(.+) (?:of|in) ({_MONTH})", on):
        dated = _in_month(_bare(found[1]))
        return replace(dated, every=Every.YEAR, month=_month(found[2])) if dated else None
    return None


def _quarter(body: _Body, on: str) -> date:
    """The month of the quarter that is meant: its first, or, of what comes last, its third."""
    day = body.counts_from
    begins = (day.month - 1) // _QUARTER * _QUARTER + (_QUARTER if on.startswith(("last", "end", "very")) else 1)
    first = date(day.year, begins, 1)
    return first if _could_come(first, day) else months_on(first, _QUARTER)


def _could_come(month: date, day: date) -> bool:
    """Whether a month is still to come, or has only begun."""
    return month > day or (month.year, month.month, month.day) == (day.year, day.month, day.day)


def _ended(text: str, pattern: re.Pattern[str], read_day: ReadDay) -> tuple[str, date | None]:
    found = pattern.search(text)
    if found is None:
        return text, None
    day = read_day(found[1])
    if day is None:
        raise EtiquetteError(Refusal.NOT_A_RECURRENCE)
    return f"{text[: found.start()]}{text[found.end() :]}".strip(), day


def _counted(text: str) -> tuple[str, int | None]:
    found = _TIMES.search(text)
    return (text[: found.start()].strip(), _number(found[1])) if found else (text, None)


def _lasting(text: str) -> tuple[str, tuple[int, str] | None]:
    found = _FOR.search(text)
    return (text[: found.start()].strip(), (_number(found[1]), found[2])) if found else (text, None)


def _lasts(recurrence: Recurrence, when: When, lasts: tuple[int, str]) -> When:
    """“for ten weeks” is counted from the first day on."""
    number, unit = lasts
    if unit in {"day", "week"}:
        end = when.first + timedelta(days=min(number, 9999) * (WEEK if unit == "week" else 1))
    else:
        end = months_on(when.first, min(number, 999) * (1 if unit == "month" else 12))
    until = end - timedelta(days=1)
    return settled_when(replace(recurrence, until=until), when.first, when.first)


def _bare(text: str) -> str:
    return _LEADING.sub("", " ".join(text.split())).strip(" ,")


def _days_in(text: str) -> tuple[int, ...]:
    """The weekdays in a list of them; none where it is something else."""
    if not re.fullmatch(_WEEKDAYS, text):
        return ()
    found = re.findall(_WEEKDAY, text)
    return tuple(sorted({at for name in found for at, day in enumerate(_NAMES) if day.startswith(name[:3])}))


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _number(word: str) -> int:
    known = _ORDINALS.get(word) or _NUMBERS.get(word)
    return known or int(re.sub(r"(?:st|nd|rd|th)$", "", word))
