"""A moment in people's words, understood in a member's own zone and locale.

`understand` is pure and quick, looks at both ends of a long text only, and would rather not understand than
guess: what it did not take stays in `rest`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from etiquette.rules.workdays import instant
from handlers.date_grammar import phrases_in
from handlers.date_groups import BEFORE, Group, groups_in
from handlers.date_phrases import CUT, Leaning, Phrase, Standpoint
from handlers.date_tongues import Span, translated, warm_up
from handlers.date_words import month_first
from handlers.time_grammar import in_half_day

__all__ = ["Leaning", "Moment", "Understanding", "understand", "warm_up"]

_OR = re.compile(r",? or (?:on |at )?", re.IGNORECASE)
_DUE_BY = re.compile(r"\b(?:due|by|before|until|till|than)\b", re.IGNORECASE)
_AFTER = re.compile(r" (?:at the latest|latest|sharp)\b", re.IGNORECASE)


Reading = tuple[date, time | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day on the member's calendar, and a wall time where one was said. `words` is how it was typed."""

    day: date
    time: time | None
    words: str

    def instant(self, zone: str) -> datetime | None:
        """The moment in UTC, where it has a time."""
        if self.time is None:
            return None
        return datetime.combine(self.day, self.time, ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Understanding:
    """One moment; or `choices` where a person must be asked; or neither. `duration` is in minutes."""

    moment: Moment | None
    choices: tuple[Moment, ...]
    rest: str
    duration: int | None


def understand(text: str, now: datetime, zone: str, locale: str | None, leaning: Leaning) -> Understanding:
    """What `text` says of a moment, for somebody in `zone` at `now`, who writes dates as `locale` does."""
    tidy = " ".join(text.split())
    english = translated(tidy, locale)
    at = standpoint(now, zone, locale, leaning)
    lengths, groups = _read(english.text, at)
    taken = _chosen(english.text, groups, at)
    readings = _readings_of(english.text, taken, at)
    joined = _joined(english.text, taken) if readings else []
    spans = [_widened(english.text, group) for group in joined]
    spans += [(length.start, length.end) for length in lengths[:1]]
    words = " ".join(tidy[slice(*english.back((group[0].start, group[-1].end)))] for group in joined)
    moments = tuple(Moment(day, clock, words) for day, clock in readings)
    return Understanding(
        moment=moments[0] if len(moments) == 1 else None,
        choices=moments if len(moments) > 1 else (),
        rest=without(tidy, [english.back(span) for span in spans]),
        duration=next((p.minutes for p in [*lengths, *(p for group in taken for p in group)] if p.minutes), None),
    )


def standpoint(now: datetime, zone: str, locale: str | None, leaning: Leaning) -> Standpoint:
    """Where somebody in `zone` stands at `now`."""
    return Standpoint(now.astimezone(ZoneInfo(zone)), zone, month_first(locale), leaning)


def date_spans(text: str, now: datetime, zone: str, locale: str | None, leaning: Leaning) -> list[Span]:
    """Where a tidied text speaks of days, times and lengths: where a name typed for the first time ends."""
    english = translated(text, locale)
    lengths, groups = _read(english.text, standpoint(now, zone, locale, leaning))
    found = [(group[0].start, group[-1].end) for group in [*([length] for length in lengths), *groups]]
    return sorted(map(english.back, found))


def cut(text: str, spans: Sequence[Span]) -> str:
    """`text` without some stretches of it, and a mark where each was, so that nothing is read across."""
    kept, position = [], 0
    for start, end in sorted(spans):
        kept.append(text[position : max(start, position)].removesuffix("@"))
        position = max(position, end)
    return f" {CUT} ".join([*kept, text[position:]])


def without(text: str, spans: Sequence[Span]) -> str:
    """`text` without some stretches of it, tidied: no double spaces, empty brackets, dangling separators."""
    return tidied(cut(text, spans))


def tidied(text: str) -> str:
    """Joins what stood around a cut, as a person would have typed it."""
    text = " ".join(text.replace(CUT, " ").split())
    text = re.sub(r"\( ?\)|\[ ?\]", " ", text)
    text = re.sub(r" ([,;.!?)])", r"\1", " ".join(text.split()))
    return re.sub(r",[,;]+", ",", text).strip(" ,;:–—-").strip()


def _read(text: str, at: Standpoint) -> tuple[list[Phrase], list[Group]]:
    """The lengths in a text, and the groups of phrases that speak of one moment each."""
    phrases = phrases_in(text, at)
    groups = groups_in(text, [each for each in phrases if not each.is_length])
    return [each for each in phrases if each.is_length], groups


def _chosen(text: str, groups: list[Group], at: Standpoint) -> list[Group]:
    """The group that is meant, with a time that stands apart, or an alternative ("Monday or Tuesday")."""
    groups = [group for group in groups if any(p.days or p.clock or p.is_impossible for p in group)]
    if not at.looks_ahead and any(p.is_impossible for group in groups for p in group):
        return []
    groups = [group for group in groups if not any(p.is_impossible for p in group)]
    if not groups:
        return []
    best = max(groups, key=lambda group: _rank(text, group, at))
    also = [group for group in groups if group is not best and _goes_with(text, best, group, at)]
    return sorted([best, *also[:1]], key=lambda group: group[0].start)


def _rank(text: str, group: Group, at: Standpoint) -> tuple[bool, bool, int]:
    """What is due is due "by" something, and that is said last; a call has a day and a time, said first."""
    day, clock = any(p.days for p in group), any(p.clock for p in group)
    start = group[0].start
    if at.looks_ahead:
        before = BEFORE.search(text[:start][-40:])
        return bool(before and _DUE_BY.search(before[0])), day, start
    return day, clock, -start


def _goes_with(text: str, best: Group, group: Group, at: Standpoint) -> bool:
    first, second = sorted((best, group), key=lambda each: each[0].start)
    if _OR.fullmatch(text, first[-1].end, second[0].start):
        return True
    apart = any(p.clock for p in best) != any(p.clock for p in group)
    return not at.looks_ahead and apart and any(p.days for p in best) != any(p.days for p in group)


def _readings_of(text: str, taken: list[Group], at: Standpoint) -> list[Reading]:
    """Every moment that the chosen groups may mean together, in order."""
    clocks = [p for group in taken for p in group if p.clock or p.half_day is not None]
    if _is_either(text, taken):
        readings = [_readings(_with(group, clocks), at) for group in taken]
    else:
        readings = [_readings([p for group in taken for p in group], at)] if taken else []
    return sorted({each for some in readings for each in some}, key=lambda each: (each[0], each[1] or time()))


def _joined(text: str, taken: list[Group]) -> list[Group]:
    """Alternatives as one stretch of text, "or" included."""
    return [[phrase for group in taken for phrase in group]] if _is_either(text, taken) else taken


def _is_either(text: str, taken: list[Group]) -> bool:
    return any(_OR.fullmatch(text, first[-1].end, second[0].start) is not None for first, second in pairwise(taken))


def _with(group: Group, clocks: list[Phrase]) -> list[Phrase]:
    return group if any(p.clock for p in group) else [*group, *clocks]


def _readings(group: Group, at: Standpoint) -> list[Reading]:
    """Every day and time that one group of phrases may mean."""
    days = _days(group) or (at.today,)
    clock = next((p for p in group if p.clock), None)
    if clock is None or clock.clock is None:
        return [(day, None) for day in days]
    half = next((p.half_day for p in group if p.half_day is not None), None)
    said = in_half_day(clock.clock, half) if clock.is_loose_hour and half is not None else clock.clock
    read = [_settled(day, said, clock, at) for day in days]
    dated = [p for p in group if p.days]
    step = 1 if not dated else 7 if all(p.is_open for p in dated) else 0
    if len(read) == 1 and step and _is_past(read[0], at):
        later = _settled(days[0] + timedelta(step), said, clock, at)
        return [later] if at.looks_ahead else [read[0], later]
    return list(read)


def _days(group: Group) -> tuple[date, ...]:
    """The days that a group names. A weekday beside a date picks among its years, or is asked about."""
    weekday = next((p.weekday for p in group if p.weekday is not None), None)
    dated = next((p.days for p in group if p.days and p.weekday is None), ())
    if weekday is None or not dated:
        return dated or next((p.days for p in group if p.days), ())
    fitting = tuple(day for day in dated if day.weekday() == weekday)
    ahead = (weekday - dated[0].weekday() + 3) % 7 - 3
    return fitting or (dated[0], dated[0] + timedelta(ahead))


def _settled(day: date, clock: time, phrase: Phrase, at: Standpoint) -> tuple[date, time]:
    """The wall time as clocks will show it. A time that a change of the clocks skips moves on by the gap."""
    if phrase.ends_day:
        return (day, time(23, 59)) if at.looks_ahead else (day + timedelta(1), time())
    if clock.fold:
        return day, clock
    shown = instant(day, clock, at.zone).astimezone(at.here.tzinfo)
    return shown.date(), shown.time()


def _is_past(reading: tuple[date, time], at: Standpoint) -> bool:
    return datetime.combine(*reading, at.here.tzinfo).astimezone(UTC) < at.here.astimezone(UTC)


def _widened(text: str, group: Group) -> Span:
    """With the preposition before it and "at the latest" after it."""
    start, end = group[0].start, group[-1].end
    before = BEFORE.search(text[:start][-40:])
    after = _AFTER.match(text, end)
    return start - (len(before[0]) if before else 0), after.end() if after else end
