"""A call in a person's words: "Dana Reyes Tuesday 3pm", "tomorrow at 10 with Dana for 45 minutes"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from etiquette.rules.calls import DEFAULT_MINUTES
from handlers.date_phrases import Leaning
from handlers.dates import Understanding, cut, date_spans, understand
from handlers.names import REACH, Span, known_in
from handlers.people import NOBODY, contact_in, person, slot, with_preposition
from handlers.typed import typed

_WITH = re.compile(r"(?:^|(?<=[ ,;(\x01]))(?:with|w/) ?", re.IGNORECASE)
_OPENING = re.compile(
    r"[ ,:]*(?:(?:i|we|had|have|held|a|an|my|our|the|on|at|by|log|schedule|scheduled|book|booked|planned"
    r"|first|next|quick|call|called|calling|meeting|met|meet|chat|chatted|coffee|zoom|talk|talked|spoke|speak"
    r"|to)\b[ ,:]*)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CallWords:
    """What was said of a call. `rest` is what was said besides: often what the call is about."""

    contact_name: str | None
    contact_user_id: str | None
    matches: tuple[str, ...]
    understanding: Understanding
    duration_minutes: int
    rest: str
    typed: str


def read_call(text: str, known_names: Sequence[str], now: datetime, zone: str, locale: str | None) -> CallWords:
    """With whom, when, for how long. The contact is found first: May is a person before she is a month."""
    words = typed(text)
    stops = date_spans(words.line, now, zone, locale, Leaning.CALL)
    found = contact_in(words.line, known_in(words.line, known_names), stops) or _new_name(words.line, stops)
    contact = person(words, words.line[slice(*found)], known_names) if found else NOBODY
    line = cut(words.line, [with_preposition(words.line, found)]) if found else words.line
    understanding = understand(line, now, zone, locale, Leaning.CALL)
    understanding = replace(understanding, rest=words.shown(understanding.rest))
    return CallWords(
        contact_name=contact.name,
        contact_user_id=contact.user_id,
        matches=contact.matches,
        understanding=understanding,
        duration_minutes=understanding.duration or DEFAULT_MINUTES,
        rest=" ".join(filter(None, (contact.overflow, words.shown(understanding.rest)))),
        typed=words.text,
    )


def _new_name(line: str, stops: Sequence[Span]) -> Span | None:
    """A name that nobody knows yet: after "with", or the first words that are not part of a date."""
    for match in _WITH.finditer(line, 0, REACH):
        if name := slot(line, match.end(), stops, ()):
            return name
    position = _opened(line, 0)
    for start, end in stops:
        if start <= position < end:
            position = _opened(line, end)
    return slot(line, position, stops, ())


def _opened(line: str, position: int) -> int:
    """Where a name may begin: behind spaces and the words that lead up to one."""
    opening = _OPENING.match(line, position)
    return opening.end() if opening else position
