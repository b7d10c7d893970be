"""Dates and weekdays as other locales write them, put into English for the grammar, with the way back.

The words are dateparser's own tables. Of dateparser's reading only the translation of counted phrases is used ("vor
zwei Wochen"), and only where it comes out as one: what it guesses at dates ("15 Uhr" as the year 2115) is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from handlers.date_words import MONTHS, WEEKDAYS, any_of

if TYPE_CHECKING:
    from dateparser.languages.locale import Locale

Span = tuple[int, int]

SLACK_LANGUAGES = ("de", "es", "fr", "it", "pt", "ru", "ja", "zh", "ko")
"""Those that Slack itself is written in, English apart: loaded when the program starts, others when first met."""

_WINDOW = 1000
_UNITS = ("minute", "hour", "day", "week", "month", "year")
_TOKEN = re.compile(r"(?<![^\s,.;:!?()])[^\s,.;:!?()]{1,20}(?![^\s,.;:!?()])")
_COUNTED = re.compile(rf"(?:in )?\d{{1,3}} (?:{any_of(_UNITS)})(?: ago)?")
_LONGEST_COUNT, _MOST_COUNTS = 5, 8
_NEAR = {
    "0 day ago": "today",
    "1 day ago": "yesterday",
    "in 1 day": "tomorrow",
    "2 day ago": "the day before yesterday",
    "in 2 day": "the day after tomorrow",
    "in 1 week": "next week",
    "in 1 month": "next month",
}
_SHORT_MONTHS = frozenset({"mai", "maj", "mei", "mär"})
_SHORTEST = {"month": 4, "weekday": 4, "near": 3}
# Next and last beside a weekday, then the prepositions before a date: by, on, at. Patterns, by language.
_MANNERS = {
    "de": (r"nächste[nrs]?|kommende[nrs]?", r"letzte[nrs]?|vorige[nrs]?", r"bis(?: zum)?", "am|den|vom", "um|gegen"),
    "fr": ("prochaine?", "derni(?:er|ère)", "avant le|avant|d'ici|pour|jusqu'à", "le|au", "à"),
    "es": (r"próxim[oa]", r"pasad[oa]", "antes del?|hasta el|para el|hasta", "el", "a las?"),
    "it": ("prossim[oa]", "scors[oa]", "entro il|entro", "il", "alle(?: ore)?"),
    "pt": (r"próxim[oa]", "passad[oa]", "até o|até a|até", "na|no", "às"),
    "nl": ("volgende", "vorige|afgelopen", "voor|uiterlijk", "op", "om"),
    "sv": ("nästa", "förra", "senast|före", "på|den", "klockan|kl"),
}
_HAN_LANGUAGES = frozenset({"ja", "zh", "ko"})
_HAN_NUMBERS = (
    r"(?<![\da-z])(?P<month>\d\d?) ?[月월] ?(?P<day>\d\d?) ?[日号號일]"
    r"|(?P<half>午前|午後|上午|下午|오전|오후)? ?(?<![\da-z])(?P<hour>\d\d?) ?[時时點点시]"
    r"(?: ?(?P<minute>\d\d?) ?[分분])?"
)
_NO_NUMBERS = r"(?P<month>(?!))(?P<day>)(?P<half>)(?P<hour>)(?P<minute>)"
_OF = r"(?<=\d )de(?= )"


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in English as far as its dates go, and where each replaced piece (new span, old span) stood."""

    text: str
    pieces: tuple[tuple[Span, Span], ...] = ()

    def back(self, span: Span) -> Span:
        """Where a stretch of the translation stood in the text that was translated."""
        return self._back(span[0], 0), self._back(span[1], 1)

    def _back(self, position: int, side: int) -> int:
        moved = 0
        for new, old in self.pieces:
            if position <= new[0]:
                break
            if position < new[1] or (position == new[1] and side):
                return old[side]
            moved = old[1] - new[1]
        return position + moved


def translated(text: str, locale: str | None) -> Translation:
    """`text` with the date words of `locale`'s language in English; as it is for English and unknown languages."""
    tongue = tongue_of((locale or "").replace("_", "-").casefold().partition("-")[0])
    if tongue is None:
        return Translation(text)
    found: list[tuple[Span, str]] = []
    for start, end in _windows(text):
        found += tongue.counted(text, start, end)
        found += tongue.worded(text, start, end)
    return _replaced(text, found)


def warm_up() -> None:
    """Loads what is slow at first use: the words of the languages that Slack speaks, and their patterns."""
    for language in SLACK_LANGUAGES:
        tongue = tongue_of(language)
        if tongue is not None:
            tongue.english("2")


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its words for days, months and units, as patterns."""

    locale: "Locale"
    words: dict[str, str]
    pattern: re.Pattern[str]
    unit: re.Pattern[str]

    def english(self, words: str) -> str:
        """Some words as dateparser translates them."""
        from dateparser.conf import settings

        return str(self.locale.translate(words, settings=settings))

    def counted(self, text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
        """What dateparser translates as a count: "vor zwei Wochen", "2 weeks ago"."""
        tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
        units = (number for number, (a, b) in enumerate(tokens) if self.unit.search(text[a:b].casefold()))
        for number in islice(units, _MOST_COUNTS):
            yield from islice(self._count_around(text, tokens, number), 1)

    def _count_around(self, text: str, tokens: list[Span], number: int) -> Iterator[tuple[Span, str]]:
        for length in range(_LONGEST_COUNT, 0, -1):
            for first in range(max(0, number - length + 1), number + 1):
                group = tokens[first : first + length]
                span = group[0][0], group[-1][1]
                english = self.english(text[slice(*span)].casefold())
                if len(group) == length and _COUNTED.fullmatch(english):
                    yield span, english if "ago" in english or "in " in english else f"in {english}"

    def worded(self, text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
        """Single words: weekdays, months, today and its neighbours, and the prepositions before them."""
        for match in self.pattern.finditer(text, start, end):
            english = _in_english(match, self.words)
            if english:
                yield match.span(), english


@cache
def tongue_of(language: str) -> Tongue | None:
    """The words of a language; None for English, and where dateparser has none."""
    if language in ("", "en") or not re.fullmatch(r"[a-z]{2,3}", language):
        return None
    from dateparser.languages.loader import default_loader

    try:
        locale = default_loader.get_locale(language)
    except (KeyError, ValueError):
        return None
    words = dict(_words(locale))
    units = {str(word).casefold() for unit in _UNITS for word in locale.info.get(unit, ())}
    unit = "|".join(re.escape(word) for word in units if _is_han(word) or len(word) >= _SHORTEST["near"])
    return Tongue(locale, words, _pattern(language, words), re.compile(unit or r"(?!)")) if words else None


def _words(locale: "Locale") -> Iterator[tuple[str, str]]:
    english = {**dict.fromkeys(WEEKDAYS, "weekday"), **dict.fromkeys(MONTHS, "month")}
    for name, kind in english.items():
        for word in map(str.casefold, locale.info.get(name, ())):
            if word not in english and not word[0].isdigit() and _is_long(word, kind):
                yield word, name
    for key, name in _NEAR.items():
        for word in map(str.casefold, locale.info.get("relative-type", {}).get(key) or ()):
            if _is_long(word, "near"):
                yield word, name


def _is_long(word: str, kind: str) -> bool:
    """Whether a word is long enough not to be some other word."""
    return len(word) >= (2 if _is_han(word) else _SHORTEST[kind]) or (kind == "month" and word in _SHORT_MONTHS)


def _is_han(word: str) -> bool:
    """Whether a word is written without spaces around it: Chinese, Japanese, Korean."""
    return word[:1] >= "\u2e80"


def _pattern(language: str, words: dict[str, str]) -> re.Pattern[str]:
    spaced = any_of(map(re.escape, (word for word in words if not _is_han(word)))) or "(?!)"
    han = any_of(map(re.escape, (word for word in words if _is_han(word)))) or "(?!)"
    following, last, by, on, at = _MANNERS.get(language, ("(?!)",) * 5)
    numbers = _HAN_NUMBERS if language in _HAN_LANGUAGES else _NO_NUMBERS
    return re.compile(
        rf"{numbers}|(?P<han>{han})"
        rf"|(?<!\w)(?:(?:(?P<next>{following})|(?P<last>{last})) )?(?P<word>{spaced})"
        rf"(?: (?:(?P<next2>{following})|(?P<last2>{last})))?(?!\w)"
        rf"|(?<!\w)(?:(?P<by>{by})|(?<!\d )(?P<on>{on})|(?P<at>{at}))"
        rf"(?= (?:(?:{on}|{at}) )?(?:\d|(?:(?:{following}|{last}) )?(?:{spaced})(?!\w)))"
        rf"|{_OF}",
        re.IGNORECASE,
    )


def _in_english(match: re.Match[str], words: dict[str, str]) -> str:
    said = match.groupdict()
    if said["month"]:
        month = next((name for name, number in MONTHS.items() if number == int(said["month"])), "")
        return f" {said['day']} {month} " if month else ""
    if said["hour"]:
        half = {"午前": "am", "上午": "am", "오전": "am"}.get(said["half"] or "", "pm") if said["half"] else ""
        return f" {said['hour']}:{int(said['minute'] or 0):02}{half} "
    if said["han"]:
        return f" {words.get(said['han'].casefold(), said['han'])} "
    if said["word"]:
        return _weekday_in_english(said, words)
    return next((name for name in ("by", "on", "at") if said[name]), "of")


def _weekday_in_english(said: dict[str, str], words: dict[str, str]) -> str:
    english = words.get(said["word"].casefold(), "")
    which = "next " if said["next"] or said["next2"] else "last " if said["last"] or said["last2"] else ""
    return f"{which}{english}" if english in WEEKDAYS else english if not which else ""


def _windows(text: str) -> list[Span]:
    if len(text) <= 2 * _WINDOW:
        return [(0, len(text))]
    return [(0, _WINDOW), (len(text) - _WINDOW, len(text))]


def _replaced(text: str, found: list[tuple[Span, str]]) -> Translation:
    new, position, pieces = "", 0, []
    for (start, end), english in sorted(found, key=lambda each: (each[0][0], -each[0][1])):
        if start < position:
            continue
        new += text[position:start]
        pieces.append(((len(new), len(new) + len(english)), (start, end)))
        new += english
        position = end
    return Translation(new + text[position:], tuple(pieces))
