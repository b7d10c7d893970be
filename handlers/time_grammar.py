"""Times of day and lengths in people's words. Days are in `day_grammar`."""

from datetime import time
from re import Match

from handlers.date_phrases import Hold, Phrase, Standpoint, impossible, said
from handlers.date_words import DOZEN, HOURS, number

_BUSINESS_AFTERNOON = range(1, 8)
_LAST_HOUR, _LAST_MINUTE = 23, 59
_MINUTES = {"half": 30, "quarter": 15}


def read_clock(match: Match[str], _: Standpoint) -> Phrase | None:
    """3pm, 3:30 p.m., 15:00, 15h, 15 Uhr, three o'clock. Without am or pm, one to seven are past noon."""
    found = _clock(match["hour"], said(match, "minute"), said(match, "half"))
    if found is None:
        return impossible(match) if match["hour"].isdecimal() else None
    if _is_count_of_hours(match):
        return None
    loose = _is_loose(match["hour"], said(match, "half"))
    hold = Hold.LOOSE if loose and match[0].endswith(("h", "H")) else Hold.FIRM
    return Phrase(match.start(), match.end(), clock=found, hold=hold, is_loose_hour=loose)


def _is_count_of_hours(match: Match[str]) -> bool:
    """Whether it is as in "1h" and "2 h", which say how long, where nothing says that they say when."""
    plain = match[0].casefold()
    return plain[0].isdecimal() and plain.endswith("h") and int(match["hour"]) in _BUSINESS_AFTERNOON


def read_bare_hour(match: Match[str], _: Standpoint) -> Phrase | None:
    """At 3, at three, at 10.30: a time only where nothing is counted by it."""
    found = _clock(match["hour"], said(match, "minute"), None)
    if found is None:
        return None
    loose = _is_loose(match["hour"], None)
    return Phrase(match.start(), match.end(), clock=found, hold=Hold.FRAIL, is_loose_hour=loose)


def read_spoken(match: Match[str], _: Standpoint) -> Phrase | None:
    """Half past three, quarter to four, at ten past two."""
    hour = _hour(match["hour"])
    minutes = _MINUTES.get(said(match, "minutes"), number(said(match, "minutes")))
    if hour is None or minutes is None or not 1 <= hour <= DOZEN or minutes > _MINUTES["half"]:
        return None
    total = _afternoon(hour) * 60 + (minutes if said(match, "way") in ("past", "after") else -minutes)
    hold = Hold.FIRM if said(match, "minutes") in _MINUTES else Hold.FRAIL
    found = time(total // 60 % 24, total % 60)
    return Phrase(match.start(), match.end(), clock=found, is_loose_hour=True, hold=hold)


def read_noon(match: Match[str], _: Standpoint) -> Phrase | None:
    """Noon, midday."""
    return Phrase(match.start(), match.end(), clock=time(12), hold=Hold.LOOSE)


def read_midnight(match: Match[str], _: Standpoint) -> Phrase | None:
    """Midnight, which ends the day that it is said of."""
    return Phrase(match.start(), match.end(), clock=time(0), ends_day=True, hold=Hold.LOOSE)


def read_range(match: Match[str], _: Standpoint) -> Phrase | None:
    """3-4pm, 15:00-15:45, from 3 to 4: when it starts, and for how long."""
    first_half, half = said(match, "half") or said(match, "half2"), said(match, "half2")
    start = _clock(match["hour"], said(match, "minute"), first_half)
    end = _clock(match["hour2"], match["minute2"], half)
    if start is None or end is None:
        return None
    if start >= end and not said(match, "half") and half and start.hour >= DOZEN:
        start = start.replace(hour=start.hour - 12)  # 11-1pm begins before noon
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    if minutes <= 0:
        return None
    plain = not (half or said(match, "minute") or match["minute2"])
    hold = Hold.FRAIL if plain else Hold.FIRM
    return Phrase(match.start(), match.end(), clock=start, minutes=minutes, hold=hold)


def read_half_day(match: Match[str], _: Standpoint) -> Phrase | None:
    """In the morning, afternoon: says which eight o'clock is meant, and nothing alone."""
    half = 0 if said(match, "part") == "morning" else 12
    return Phrase(match.start(), match.end(), half_day=half, hold=Hold.LOOSE)


def read_length(match: Match[str], at: Standpoint) -> Phrase | None:
    """For 45 minutes, for an hour and a half, for 1h30, 30 min: how long a call lasts."""
    hours, minutes = said(match, "hours"), said(match, "minutes")
    if at.looks_ahead or not (hours or minutes):
        return None
    total = _length_of_hours(hours, half=bool(said(match, "half"))) if hours else 0
    more = number(minutes) if minutes else 0
    if total is None or more is None or not 0 < total + more <= 24 * 60:
        return None
    return Phrase(match.start(), match.end(), minutes=total + more)


def in_half_day(clock: time, half_day: int) -> time:
    """A loose hour as the part of the day has it: eight in the evening is 20:00."""
    return clock.replace(hour=clock.hour % 12 + half_day)


def _clock(hour_word: str, minute_word: str | None, half: str | None) -> time | None:
    hour, minute = _hour(hour_word), int(minute_word or 0)
    if hour is None or minute > _LAST_MINUTE:
        return None
    if half:
        hour = _with_half(hour, half)
    elif not hour_word.startswith("0"):
        hour = _afternoon(hour)
    return time(hour, minute) if hour is not None and 0 <= hour <= _LAST_HOUR else None


def _with_half(hour: int, half: str) -> int | None:
    """An hour with am or pm; 15 pm is what some people type for 15:00."""
    if half[0] in "pP" and DOZEN < hour <= _LAST_HOUR:
        return hour
    return hour % 12 + (12 if half[0] in "pP" else 0) if 1 <= hour <= DOZEN else None


def _hour(word: str) -> int | None:
    return int(word) if word.isdecimal() else HOURS.get(word.casefold())


def _afternoon(hour: int) -> int:
    return hour + 12 if hour in _BUSINESS_AFTERNOON else hour


def _is_loose(hour_word: str, half: str | None) -> bool:
    hour = _hour(hour_word)
    return half is None and not hour_word.startswith("0") and hour is not None and 1 <= hour <= DOZEN


def _length_of_hours(words: str, *, half: bool) -> int | None:
    plain = words.casefold().replace(",", ".")
    if plain.startswith("half"):
        return 30
    if plain.replace(".", "", 1).isdecimal():
        return round(float(plain) * 60) + 30 * half
    many = number(plain)
    return None if many is None else many * 60 + 30 * half
