"""Who is meant in a line of text: a mention, a name the member knows, or a name typed for the first time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.date_phrases import CUT
from handlers.names import Known, Span, fitted, is_capitalised, name_at, resolved
from handlers.typed import MARKS, Typed

_PREFIX = re.compile(r"(?:^|(?<=[ ,;(\x01]))(?:with|w/|to|for|from) ?@?$", re.IGNORECASE)
_BEFORE_NAME = re.compile(f'[ ,;:"({CUT}]{{0,20}}(?:@(?:channel|here|everyone)\\b ?){{0,3}}@?', re.IGNORECASE)
_MARK = re.compile(f"[{''.join(MARKS)}]")
_NUMBER_BEFORE = re.compile(r"\d(?:st|nd|rd|th|\.)?(?: of)? $", re.IGNORECASE)
_NUMBER_AFTER = re.compile(r" (?:the )?\d")


@dataclass(frozen=True, slots=True)
class Person:
    """A person as typed. `matches` are the known names that may be meant; a single one is also the name.

    `overflow` is what was cut from a name that is longer than names may be.
    """

    name: str | None = None
    user_id: str | None = None
    matches: tuple[str, ...] = ()
    overflow: str = ""


NOBODY = Person()


def person(typed: Typed, part: str, known_names: Sequence[str]) -> Person:
    """Who is named by a part of the line."""
    mark = _MARK.search(part)
    if mark:
        mention = typed.mentions[MARKS.index(mark[0])]
        return Person(mention.name, mention.user_id)
    name, overflow = fitted(part.replace(CUT, " "))
    matches = resolved(name, known_names)
    return Person(matches[0] if len(matches) == 1 else name or None, None, matches, overflow)


def marks_in(line: str) -> list[Span]:
    """Where people are mentioned."""
    return [match.span() for match in _MARK.finditer(line)]


def contact_in(line: str, known: Sequence[Known], stops: Sequence[Span] = ()) -> Span | None:
    """The mention, or else the known name, that a line is most likely about.

    "With May on 12 May": one that follows a preposition, and is not the month beside a number, comes first.
    A first name that is known does not take a surname that is not ("Dana Smith" is not Dana Reyes).
    """
    marks = marks_in(line)
    if marks:
        return next((mark for mark in marks if _PREFIX.search(line[: mark[0]][-8:])), marks[0])
    best = max(known, key=lambda each: _likelihood(line, each), default=None)
    if best is None:
        return None
    longer = None if best.is_full else name_at(line, best.start, stops)
    takes = longer is not None and longer[1] > best.end and is_capitalised(line[best.end :].lstrip()[:1])
    return longer if takes else (best.start, best.end)


def slot(line: str, start: int, stops: Sequence[Span], known: Sequence[Known]) -> Span | None:
    """The person named right at `start`: a mention, or a name."""
    begin = _BEFORE_NAME.match(line, start)
    start = begin.end() if begin else start
    if line[start : start + 1] in MARKS:
        return start, start + 1
    return name_at(line, start, stops, known=[each for each in known if each.start == start])


def with_preposition(line: str, span: Span) -> Span:
    """The span with "with", "to" or "from" before it, and an "@"."""
    before = _PREFIX.search(line[: span[0]][-8:])
    return span[0] - (len(before[0]) if before else line[: span[0]].endswith("@")), span[1]


def _likelihood(line: str, known: Known) -> tuple[bool, bool, bool, int]:
    before, after = line[: known.start][-12:], line[known.end : known.end + 8]
    is_month = bool(_NUMBER_BEFORE.search(before) or _NUMBER_AFTER.match(after))
    return bool(_PREFIX.search(before[-8:])) and not is_month, not is_month, known.is_full, -known.start
