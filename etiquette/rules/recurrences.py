"""Recurrences: how often something is given, as an RFC 5545 rule, and the local days on which it comes (C4).

A rule that is kept here always occurs: what never does, or more than once a day, is refused where it is read.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import dropwhile, takewhile

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.workdays import FARTHEST, days_of

WORKING = (0, 1, 2, 3, 4)
LAST = -1
SAFE_DAY = 28
"""The last day that every month has."""
LONGEST_MONTH = 31
WEEK = 7
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OFTENER = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
CLOCKS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
KNOWN = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "UNTIL", "WKST"})


class Every(StrEnum):
    """What a rule counts, as RFC 5545 spells it."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


MOST = {Every.DAY: 366, Every.WEEK: 104, Every.MONTH: 36, Every.YEAR: 3}
"""As rarely as it may be, and still be a recurrence that somebody counts on."""


@dataclass(frozen=True, slots=True)
class When:
    """When something is given: on a day, or by a rule of which that day is the first."""

    first: date
    rule: str | None = None

    @property
    def text(self) -> str:
        """As one text, which `When.of` reads."""
        return f"{self.first.isoformat()} {self.rule or ''}".strip()

    @classmethod
    def of(cls, text: str) -> "When":
        day, _, rule = text.partition(" ")
        return cls(date.fromisoformat(day), rule or None)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule in parts. `weekdays` are counted from Monday, 0; `nth` says which of them in the month, -1 the last.

    `monthday` is a day of the month, -1 its last; one that a month does not have is that month's last day.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    monthday: int | None = None
    month: int | None = None
    count: int | None = None
    until: date | None = None

    @property
    def rule(self) -> str:
        """The same as an RFC 5545 rule."""
        parts = [f"FREQ={self.every}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYMONTH={self.month}"] if self.month else []
        parts += self._days()
        parts += [f"COUNT={self.count}"] if self.count else []
        parts += [f"UNTIL={self.until:%Y%m%d}"] if self.until else []
        return ";".join(parts)

    @classmethod
    def of(cls, rule: str) -> "Recurrence":
        """A rule, read. Refused where it comes more than once a day, and where it says what is not known here."""
        parts = _parts(rule)
        try:
            ordinals, weekdays = _weekdays(parts.get("BYDAY", ""))
            monthday, is_last_of = _monthday(parts.get("BYMONTHDAY", ""))
            position = int(parts["BYSETPOS"]) if "BYSETPOS" in parts and not is_last_of else None
            read = cls(
                every=Every(parts.get("FREQ", "")),
                interval=int(parts.get("INTERVAL", "1")),
                weekdays=weekdays,
                nth=ordinals[0] if ordinals else position,
                monthday=monthday,
                month=int(parts["BYMONTH"]) if "BYMONTH" in parts else None,
                count=int(parts["COUNT"]) if "COUNT" in parts else None,
                until=_day(parts["UNTIL"]) if "UNTIL" in parts else None,
            )
        except ValueError:
            raise EtiquetteError(Refusal.NOT_A_RECURRENCE) from None
        if not read._is_known() or (is_last_of and parts.get("BYSETPOS") != "-1"):
            raise EtiquetteError(Refusal.NOT_A_RECURRENCE)
        return read

    def counted_from(self, first: date) -> "Recurrence":
        """The same with nothing left open: the first day says which weekday, and which day of the month."""
        is_dated = bool(self.weekdays or self.monthday)
        if self.every is Every.WEEK:
            return self if is_dated else replace(self, weekdays=(first.weekday(),))
        if self.every is Every.DAY:
            return self
        month = self.month or (first.month if self.every is Every.YEAR else None)
        return replace(self, month=month, monthday=self.monthday if is_dated else first.day)

    def checked(self) -> "Recurrence":
        """The same. Refused where it never comes, or too rarely to be counted on."""
        if self.interval < 1 or self.nth == 0 or self.monthday == 0 or not 1 <= (self.month or 1) <= len(_LONGEST):
            raise EtiquetteError(Refusal.NEVER_OCCURS)
        if self.count is not None and self.count < 1:
            raise EtiquetteError(Refusal.NEVER_OCCURS)
        if self.monthday and self.monthday > _LONGEST[(self.month or 1) - 1]:
            raise EtiquetteError(Refusal.NEVER_OCCURS)
        if self.nth and abs(self.nth) > _most_in_a_month(self.weekdays):
            raise EtiquetteError(Refusal.NEVER_OCCURS)
        if self.interval > MOST[self.every]:
            raise EtiquetteError(Refusal.DATE_TOO_FAR)
        return self

    def _days(self) -> list[str]:
        names = ",".join(DAYS[day] for day in self.weekdays)
        if self.weekdays:
            if self.nth is None:
                return [f"BYDAY={names}"]
            return (
                [f"BYDAY={self.nth}{names}"] if len(self.weekdays) == 1 else [f"BYDAY={names}", f"BYSETPOS={self.nth}"]
            )
        if self.monthday is None:
            return []
        if self.monthday <= SAFE_DAY or (self.month and self.monthday <= monthrange(2025, self.month)[1]):
            return [f"BYMONTHDAY={self.monthday}"]
        days = ",".join(str(day) for day in range(SAFE_DAY, self.monthday + 1))
        return [f"BYMONTHDAY={days}", "BYSETPOS=-1"]

    def _is_known(self) -> bool:
        """Whether it is one of the shapes that are known to occur, and that can be said in words."""
        match self.every:
            case Every.DAY:
                return not (self.weekdays or self.monthday or self.month or self.nth)
            case Every.WEEK:
                return not (self.monthday or self.month or self.nth)
            case _:
                by_weekday = bool(self.weekdays) and self.nth is not None
                by_day = not self.weekdays and self.nth is None and (self.monthday or 1) >= LAST
                return by_day or (by_weekday and self.monthday is None)


def occurrences(rule: str | None, first: date, after: date, until: date) -> list[date]:
    """The local days on which it comes, later than `after` and no later than `until`. Pure: of the rule alone."""
    days = dropwhile(lambda day: day <= after, _all_days(rule, first))
    return list(takewhile(lambda day: day <= until, days))


def next_after(rule: str | None, first: date, after: date) -> date | None:
    """The first local day later than `after` on which it comes; None where there is none."""
    return next((day for day in _all_days(rule, first) if day > after), None)


def last_before(rule: str | None, first: date, before: date) -> date | None:
    """The last local day earlier than `before` on which it came."""
    last = None
    for day in takewhile(lambda day: day < before, _all_days(rule, first)):
        last = day
    return last


def settled_when(recurrence: Recurrence, start: date, today: date, *, waits: bool = False) -> When:
    """A rule with the first of its days from `start` on; `waits`: later than that. Refused where it has none.

    Whatever the interval is, the first day is the next that fits: from it on they are counted.
    """
    whole = recurrence.counted_from(start).checked()
    search = replace(whole, count=None, until=None, interval=whole.interval if waits else 1)
    first = next((day for day in days_of(search.rule, start) if not waits or day > start), None)
    if first is None:
        raise EtiquetteError(Refusal.NEVER_OCCURS)
    if whole.until is not None and whole.until < first:
        raise EtiquetteError(Refusal.ENDS_TOO_SOON, day=whole.until)
    if first - today > FARTHEST:
        raise EtiquetteError(Refusal.DATE_TOO_FAR, day=first)
    return When(first, whole.rule)


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _all_days(rule: str | None, first: date) -> Iterator[date]:
    if rule is None:
        return iter([first])
    return days_of(Recurrence.of(rule).counted_from(first).checked().rule, first)


def _parts(rule: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in rule.strip().upper().removeprefix("RRULE:").split(";") if part]
    parts = {name.strip(): value.strip() for name, _, value in pairs}
    if parts.get("FREQ") in OFTENER or CLOCKS & parts.keys():
        raise EtiquetteError(Refusal.TOO_OFTEN)
    if len(parts) < len(pairs) or parts.keys() - KNOWN:
        raise EtiquetteError(Refusal.NOT_A_RECURRENCE)
    return parts


def _weekdays(listed: str) -> tuple[list[int], tuple[int, ...]]:
    """Ordinals and weekdays of BYDAY: "MO,TH", or one alone with its place in the month, "-1FR"."""
    names = [name for name in listed.split(",") if name]
    ordinals = [int(name[:-2]) for name in names if name[:-2]]
    if ordinals and len(names) > 1:
        raise ValueError(listed)
    return ordinals, tuple(sorted({DAYS.index(name[-2:]) for name in names}))


def _monthday(listed: str) -> tuple[int | None, bool]:
    """The day of BYMONTHDAY; and whether it is the last of several, for a month may not have it."""
    days = [int(day) for day in listed.split(",") if day]
    if len(days) > 1 and days != list(range(SAFE_DAY, days[-1] + 1)):
        raise ValueError(listed)
    return (days[-1] if days else None), len(days) > 1


def _day(text: str) -> date:
    return date.fromisoformat(text[:8])


def _most_in_a_month(weekdays: tuple[int, ...]) -> int:
    """How many of these weekdays a month can have."""
    return max(sum((start + day) % WEEK in weekdays for day in range(LONGEST_MONTH)) for start in range(WEEK))


_LEAP_YEAR = 2028
_LONGEST = tuple(monthrange(_LEAP_YEAR, month)[1] for month in range(1, 13))
