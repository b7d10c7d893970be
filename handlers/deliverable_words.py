"""A deliverable in a person's words: "Dana: the deck by Friday", "from Dana: her notes by 12 May"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from etiquette.rules.deliverables import Owner
from handlers.date_phrases import Leaning
from handlers.dates import Understanding, cut, date_spans, understand
from handlers.names import REACH, Known, Span, is_capitalised, known_in
from handlers.people import NOBODY, contact_in, person, slot
from handlers.typed import MARKS, typed

_HEAD = re.compile(r"(?:(?P<way>from|to|for|with) )?(?=\S)", re.IGNORECASE)
_SEPARATOR = re.compile(r" ?:(?!\d) ?| ?[-–—] |, ?| ")
_DETERMINER = re.compile(r" ?(?:the|a|an|my|our|her|his|their|your|some|that|this)\b", re.IGNORECASE)
_GIVING = "send|give|share|email|mail|get|bring|deliver|forward|show|return"
_DOING = _GIVING + "|review|write|prepare|introduce|check|draft|confirm|read|call|ask|find|make|follow|let|tell"
_THEY_OWE = re.compile(
    r"(?: also)? (?:owes|promised(?: to)?|will|would|is going to|has to|needs to|agreed to|wants to|should"
    rf"|must|sends|gives|is sending|to(?= (?:{_DOING})\b))"
    rf"(?: (?:{_GIVING})\b)?(?: (?:me|us)\b)?(?: to (?:{_GIVING})\b(?: (?:me|us)\b)?)? ",
    re.IGNORECASE,
)
_I_OWE = re.compile(
    r"(?:(?:i|we)(?:'ll| will| must| should| have to| need to| promised to|'m going to| am going to)? )?"
    rf"(?:to )?(?:{_GIVING}|owe|promised|promise|hand|sending)(?: over)?(?: to)? (?=\S)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"(?:^|(?<=[ ,;(]))(?P<way>to|for|from|with) (?=\S)", re.IGNORECASE)
_ENDS = re.compile(r" ?(?:$|[,.;:!?()\x01–—]|(?:by|due|before|until|on|at|about|re|and)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeliverableWords:
    """What was said of a deliverable: whose promise, to or from whom, what, and until when.

    Nothing is left over beside `what`, but what was cut from an endless name.
    """

    contact_name: str | None
    contact_user_id: str | None
    matches: tuple[str, ...]
    owner: Owner
    what: str
    understanding: Understanding
    rest: str
    typed: str


@dataclass(frozen=True, slots=True)
class _Promise:
    """Where the contact stands in a line, whose promise it is, and which words say only that."""

    contact: Span | None
    owner: Owner
    said: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, where it speaks of dates, and whom the member knows."""

    text: str
    stops: Sequence[Span]
    known: Sequence[Known]

    def slot(self, start: int) -> Span | None:
        """The name at `start`. In lower case a known first name is all of it: "dana", of "dana deck"."""
        name = slot(self.text, start, self.stops, self.known)
        if name is None or not self.text[name[0]].islower():
            return name
        known = (each for each in self.known if each.start == name[0])
        return next(((each.start, each.end) for each in known), name)

    def is_known(self, span: Span) -> bool:
        """Whether a span is a mention or somebody the member knows, rather than capitalised words."""
        return self.text[span[0]] in MARKS or any((each.start, each.end) == span for each in self.known)

    def is_sure(self, span: Span) -> bool:
        """Known, or about to be told of: "Dana the deck", but not "Review contract"."""
        return self.is_known(span) or _DETERMINER.match(self.text, span[1]) is not None

    def ends_at(self, position: int) -> bool:
        return _ENDS.match(self.text, position) is not None or any(
            start - position in (0, 1) for start, _ in self.stops
        )


def read_deliverable(
    text: str, known_names: Sequence[str], now: datetime, zone: str, locale: str | None
) -> DeliverableWords:
    """Whose promise it is, who else it concerns, what it is, and when it is due."""
    words = typed(text)
    stops = date_spans(words.line, now, zone, locale, Leaning.DUE)
    promise = _promise(_Line(words.line, stops, known_in(words.line, known_names)))
    named = words.line[slice(*promise.contact)] if promise.contact else ""
    contact = person(words, named, known_names) if named else NOBODY
    understanding = understand(cut(words.line, promise.said), now, zone, locale, Leaning.DUE)
    understanding = replace(understanding, rest=words.shown(understanding.rest))
    return DeliverableWords(
        contact_name=contact.name,
        contact_user_id=contact.user_id,
        matches=contact.matches,
        owner=promise.owner,
        what=understanding.rest,
        understanding=understanding,
        rest=contact.overflow,
        typed=words.text,
    )


def _promise(line: _Line) -> _Promise:
    for reading in (_headed, _theirs, _mine, _addressed, _about):
        if promise := reading(line):
            return promise
    return _Promise(None, Owner.MINE, ())


def _headed(line: _Line) -> _Promise | None:
    """As in "Dana: the deck", "from Dana: her notes", "Dana, the deck", "Dana the deck"."""
    head = _HEAD.match(line.text)
    name = line.slot(head.end()) if head else None
    mark = _SEPARATOR.match(line.text, name[1]) if name else None
    if not (head and name and mark):
        return None
    is_sure = line.is_known(name) or _DETERMINER.match(line.text, mark.end()) is not None
    is_told = mark[0].strip() in (":", "-", "–", "—") or (is_sure and _is_name(line, name))
    if not is_told or (mark[0] == " " and not head["way"] and line.is_known(name)):
        return None
    owner = _owner(head["way"])
    return _Promise(name, owner, ((0, mark.end()),))


def _is_name(line: _Line, name: Span) -> bool:
    """Not the imperative that a promise may begin with: "Review the deck"."""
    word = line.text[slice(*name)]
    return line.is_known(name) or (is_capitalised(word) and not re.fullmatch(_DOING, word.casefold()))


def _theirs(line: _Line) -> _Promise | None:
    """As in "Dana owes me her notes", "Dana will send me her notes"."""
    name = line.slot(0)
    cue = _THEY_OWE.match(line.text, name[1]) if name else None
    return _Promise(name, Owner.THEIRS, ((0, cue.end()),)) if name and cue else None


def _mine(line: _Line) -> _Promise | None:
    """As in "send Dana the deck", "I owe Dana the deck"."""
    verb = _I_OWE.match(line.text)
    name = line.slot(verb.end()) if verb else None
    if not (verb and name) or not (line.is_sure(name) or is_capitalised(line.text[slice(*name)])):
        return None
    if not line.is_known(name) and line.text.startswith(" to ", name[1]):
        return None
    start = name[0] if line.ends_at(name[1]) else 0
    return _Promise(name, Owner.MINE, ((start, name[1]),))


def _addressed(line: _Line) -> _Promise | None:
    """As in "the deck to Dana, by Friday", "her notes from Dana"."""
    found = [
        (match, name)
        for match in _ADDRESSED.finditer(line.text, 0, REACH)
        if (name := line.slot(match.end()))
        and (line.is_known(name) or (is_capitalised(line.text[slice(*name)]) and line.ends_at(name[1])))
        and not line.text.startswith("'", name[1])
    ]
    if not found:
        return None
    match, name = max(found, key=lambda each: (line.is_known(each[1]), each[1][0]))
    return _Promise(name, _owner(match["way"]), ((match.start(), name[1]),))


def _about(line: _Line) -> _Promise | None:
    """Somebody known, named anywhere: "Dana deck", "introduce Dana to Bo", "Dana's notes"."""
    name = contact_in(line.text, line.known, line.stops)
    if name is None:
        return None
    if line.text.startswith("'s", name[1]):
        return _Promise(name, Owner.THEIRS if name[0] == 0 else Owner.MINE, ())
    return _Promise(name, Owner.MINE, (name,) if line.text[: name[0]].strip(" @") == "" else ())


def _owner(way: str | None) -> Owner:
    return Owner.THEIRS if (way or "").casefold() == "from" else Owner.MINE
