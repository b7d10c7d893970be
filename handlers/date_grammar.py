"""The short grammar of dates: its patterns, each with its reader, and the search for what matches."""

import re
from collections.abc import Iterator
from dataclasses import replace

from etiquette.rules.links import links_in
from handlers import day_grammar as days
from handlers import time_grammar as times
from handlers.date_phrases import CUT, Phrase, Reader, Standpoint
from handlers.date_words import HOURS, MONTHS, NUMBERS, WEEKDAYS, any_of

WINDOW = 1000
"""Characters that are looked at, at either end of a text: a date stands at the beginning or at the end."""

# What stands before and after a phrase. "v1.5", "Q3", "$5", "Friday's", "Mon-Fri" and "5%" hold no date.
_LEFT = r"(?<![\w$€£#/&+=%\\@])(?<!\w[.:'’-])(?:"
_RIGHT = r")(?![\w%/]|[.:'’-]\w)"
_W, _M, _H = any_of(WEEKDAYS), any_of(MONTHS), rf"\d\d?|{any_of(HOURS)}"
_N = rf"\d{{1,3}}|{any_of(NUMBERS)}"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_HALF = r"[ap]\.m\.?|[ap]m"
_AT = r"(?:at |@ ?)?"
_UNIT = r"(?P<unit>minute|min|hour|hr|(?:working |business )?day|week|fortnight|month|year)s?"
_COUNT = rf"(?P<count>half an|{_N})"
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}")
_AND_HALF = r"(?P<half> and a half)?"

_TABLE: tuple[tuple[str, Reader], ...] = (
    (rf"{_YEAR}(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)", days.read_iso),
    (
        (
            rf"(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th|\.)?(?: of)?[ -]?(?P<month>{_M})(?:\.(?= ))?"
            rf"(?:(?:, ?| |-){_YEAR})?"
        ),
        days.read_month_and_day,
    ),
    (
        (
            rf"(?P<month>{_M})\.? (?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? {_YEAR})?"
            rf"(?! ?(?:{_HALF}|h\b|uhr|o['’]clock)| (?:of )?(?:{_M})\b)"
        ),
        days.read_month_and_day,
    ),
    (
        (
            r"(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)"
            r"(?:(?P=mark)(?P<year>(?:19|20|21)\d\d|\d\d)|(?<=\d\.\d)\.|(?<=\d\.\d\d)\.|(?<=/\d)|(?<=/\d\d))"
        ),
        days.read_numbers,
    ),
    (
        (
            r"(?:(?P<lead>(?:the |this )?(?:next|last|this|coming|past|previous)(?: week)?(?: on)?) )?"
            rf"(?P<weekday>{_W})(?:\.(?= ))?(?: (?P<tail>(?:next |this |last )?week(?! from)|after next))?"
        ),
        days.read_weekday,
    ),
    (
        rf"(?P<count>{_N}) weeks? (?:from|on|after) (?P<day>{_W}|today|tomorrow|now)",
        days.read_weeks_from,
    ),
    (
        (
            r"(?:the )?day (?:after tomorrow|before yesterday)"
            r"|(?:later |early |late )?(?:today|tonight|yesterday)"
            r"|(?:early |late |first thing )?(?:tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr)|last night"
            r"|this (?:morning|afternoon|evening)"
        ),
        days.read_near_day,
    ),
    (rf"(?:with)?in (?:about )?{_COUNT} {_UNIT}{_AND_HALF}", days.read_span),
    (rf"{_COUNT} {_UNIT}{_AND_HALF} (?:(?P<back>ago)|from (?:now|today)|later)", days.read_span),
    (
        (
            r"(?:(?:the )?(?P<edge>end|beginning|start|mid|middle|early|late)[ -](?:of )?)?(?:the )?"
            r"(?P<which>next |this coming |this |coming |following )?"
            rf"(?P<unit>week|month|quarter|year|{_M})(?:(?<=\w) {_YEAR})?"
        ),
        days.read_period,
    ),
    (r"(?:the |this |next )?weekend", days.read_weekend),
    (
        (
            r"(?:eod|cob|close of business|(?:the )?end of (?:the )?(?:business )?day)"
            rf"(?P<more>(?= (?:on |of )?(?:the )?(?:{_W}|today|tomorrow|{_M}|\d)))?"
        ),
        days.read_end_of_day,
    ),
    (r"eow|eom|eoy", days.read_short_end),
    (r"the (?P<day>\d\d?)(?:st|nd|rd|th)", days.read_ordinal),
    (
        (
            rf"(?:from |between |at )?(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))? ?(?P<half>{_HALF})?"
            r"(?: ?[-–—] ?| (?:to|until|till|and) )"
            rf"(?P<hour2>\d\d?)(?:[:.](?P<minute2>\d\d))? ?(?P<half2>{_HALF})?(?: ?(?:uhr|h\b))?"
        ),
        times.read_range,
    ),
    (
        rf"{_AT}(?P<hour>{_H})(?:[:.h](?P<minute>\d\d))? ?(?P<half>{_HALF})",
        times.read_clock,
    ),
    (
        rf"{_AT}(?P<hour>\d\d?):(?P<minute>\d\d)(?::\d\d)?(?: ?(?:uhr|hrs|h))?",
        times.read_clock,
    ),
    (rf"{_AT}(?P<hour>\d\d?)(?: ?h(?: ?(?P<minute>\d\d))?| ?uhr)", times.read_clock),
    (rf"{_AT}(?P<hour>{_H}) ?o['’]?clock", times.read_clock),
    (rf"(?:at|@|around) ?(?:about )?(?P<hour>{_H})(?:[:.](?P<minute>\d\d))?", times.read_bare_hour),
    (
        (
            rf"{_AT}(?:a )?(?P<minutes>half|quarter)(?P<way>(?: past| to| after))(?= )"
            rf" (?P<hour>{_H})"
        ),
        times.read_spoken,
    ),
    (
        rf"at (?P<minutes>\d\d?|five|ten|twenty)(?: minutes)? (?P<way>past|to) (?P<hour>{_H})",
        times.read_spoken,
    ),
    (rf"{_AT}(?:noon|midday)", times.read_noon),
    (rf"{_AT}midnight", times.read_midnight),
    (r"(?:in the )?(?P<part>morning|afternoon|evening)|at (?P<night>night)", times.read_half_day),
    (
        (
            rf"(?:for |lasting )?(?:about )?(?P<hours>half an|\d\d?(?:[.,]\d\d?)?|{any_of(NUMBERS)})[ -]?"
            rf"(?:hours?|hrs?|h)(?![^\W\d]){_AND_HALF}"
            r"(?:(?: and)? ?(?P<minutes>\d\d?)(?: ?(?:minutes?|mins?|m))?)?"
        ),
        times.read_length,
    ),
    (
        (
            rf"(?:for |lasting )?(?:about )?(?P<minutes>\d{{1,4}}|{any_of(NUMBERS)})[ -]?(?:minutes?|mins?)"
            r""
        ),
        times.read_length,
    ),
)

_RULES = tuple((re.compile(_LEFT + pattern + _RIGHT, re.IGNORECASE), reader) for pattern, reader in _TABLE)


def phrases_in(text: str, at: Standpoint) -> list[Phrase]:
    """What speaks of days, times and lengths in a tidied text, in order and apart; the longest reading wins.

    Links and addresses are not read. Only both ends of a long text are.
    """
    found: list[Phrase] = []
    for offset, window in _windows(text):
        masked = _without_links(window)
        found += (
            replace(phrase, start=phrase.start + offset, end=phrase.end + offset) for phrase in _everything(masked, at)
        )
    return _apart(found)


def _windows(text: str) -> list[tuple[int, str]]:
    if len(text) <= 2 * WINDOW:
        return [(0, text)]
    tail = text[-WINDOW:].partition(" ")[2]
    return [(0, text[:WINDOW].rpartition(" ")[0]), (len(text) - len(tail), tail)]


def _without_links(text: str) -> str:
    spans = [(link.start, link.end) for link in links_in(text)]
    if "@" in text:
        spans += [match.span() for match in _EMAIL.finditer(text)]
    for start, end in spans:
        text = text[:start] + CUT * (end - start) + text[end:]
    return text


def _everything(text: str, at: Standpoint) -> Iterator[Phrase]:
    for pattern, reader in _RULES:
        for match in pattern.finditer(text):
            try:
                phrase = reader(match, at)
            except (OverflowError, ValueError):  # beyond the calendar: not a date
                continue
            if phrase is not None:
                yield phrase


def _apart(found: list[Phrase]) -> list[Phrase]:
    """Leftmost first, and of those the longest; what overlaps it is part of it."""
    kept: list[Phrase] = []
    for phrase in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept
