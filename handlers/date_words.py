"""The words of dates: weekdays, months, numbers, and the orders in which locales write 5/6."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

WEEKDAYS: Final = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
MONTHS: Final = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
SPELT: Final = ("today", "tomorrow", "yesterday", *(day for day in WEEKDAYS if day.endswith("day")))
LIKENESS: Final = 0.75
MOST_WORDS: Final = 30
DOZEN: Final = 12
"""Months in a year, and hours on the face of a clock."""

NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90, "a couple of": 2, "couple of": 2,
}  # fmt: skip
HOURS: Final = {
    word: hour for word, hour in NUMBERS.items() if hour <= DOZEN and len(word) > len("an") and " " not in word
}
_ALSO_NAMES = "may march mar jan sat sun wed mon august april"
ENGLISH_WORDS: Final = frozenset(_ALSO_NAMES.split())
"""Words that are also names or other words: they take more to be a date."""

_MONTH_FIRST_REGIONS: Final = frozenset({"us", "ph", "jp", "kr", "cn", "tw", "hu"})
_MONTH_FIRST_LANGUAGES: Final = frozenset({"ja", "ko", "zh", "hu"})


def month_first(locale: str | None) -> bool | None:
    """Whether "5/6" is the sixth of May where `locale` is written; None where nobody can tell."""
    language, _, region = (locale or "").replace("_", "-").casefold().partition("-")
    if language in _MONTH_FIRST_LANGUAGES or region in _MONTH_FIRST_REGIONS:
        return True
    return None if not language or (language == "en" and not region) else False


def number(word: str) -> int | None:
    """What a number in digits or words counts; None for other words."""
    word = " ".join(word.casefold().split())
    return int(word) if word.isdecimal() else NUMBERS.get(word)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, longest first, so that "tues" is not read as "tue"."""
    return "|".join(sorted(words, key=len, reverse=True))


def misspelt_day(text: str) -> bool:
    """Whether words that were not understood look like a day: "tusday". Then a day is asked for rather than guessed."""
    return any(get_close_matches(word, SPELT, 1, LIKENESS) for word in text.casefold().split()[:MOST_WORDS])
