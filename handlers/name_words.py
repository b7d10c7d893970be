"""Somebody's name in a person's words: "Dana", "@Dana", "Dana Reyes for the intro"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.dates import without
from handlers.names import known_in
from handlers.people import NOBODY, contact_in, person, slot, with_preposition
from handlers.typed import typed

_OPENING = re.compile(r"(?:to|for|with) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameWords:
    """Who was named. `matches` are the known names that may be meant; a single one is also the name."""

    name: str | None
    user_id: str | None
    matches: tuple[str, ...]
    rest: str
    typed: str


def read_name(text: str, known_names: Sequence[str]) -> NameWords:
    """Whom to thank, invite, or look up: somebody known wherever they are named, else the first words."""
    words = typed(text)
    opening = _OPENING.match(words.line)
    found = contact_in(words.line, known_in(words.line, known_names))
    found = found or slot(words.line, opening.end() if opening else 0, (), ())
    named = person(words, words.line[slice(*found)], known_names) if found else NOBODY
    rest = words.shown(without(words.line, [with_preposition(words.line, found)] if found else []))
    return NameWords(
        name=named.name,
        user_id=named.user_id,
        matches=named.matches,
        rest=" ".join(filter(None, (named.overflow, rest))),
        typed=words.text,
    )
