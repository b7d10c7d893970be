"""A promise in somebody's message: "I'll get you the notes tomorrow". Whose it is, and what, without the talk."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from etiquette.rules.deliverables import Owner
from handlers.dates import Leaning, understand
from handlers.deliverable_words import DeliverableWords, read_deliverable
from handlers.typed import typed

SENTENCES = 60
REACH = 6000
"""Characters of a message in which a promise is looked for."""

_GIVING = "send|share|get|give|email|e-mail|mail|forward|bring|show|return|deliver|drop|ping|pass|hand|have|owe|dig up"
_TOO = r"(?: (?:also|definitely|certainly|happily|gladly|just|try to|be sure to|make sure to|be happy to|then))*"
_SELF = (
    r"(?:\b(?:i|we)(?:['’]ll(?: be able to)?| will(?: be able to)?| can| shall| could|['’]m going to| am going to"
    r"|['’]re going to| are going to| promised?(?: you)? to| promised? you| have to| need to| owe(?= )"
    r"|['’]d be happy to)"
    r"|\blet me\b|\b(?:am|['’]m) happy to\b)"
)
_ASKED = r"\b(?:(?:can|could|would|will) you|you(?:['’]ll| will)|please)"
_MINE = re.compile(rf"{_SELF}{_TOO} ", re.IGNORECASE)
_YOURS = re.compile(rf"{_ASKED}{_TOO}(?: please| kindly)? ", re.IGNORECASE)
_GIFT = re.compile(
    rf"^(?:(?:{_GIVING})(?:ing)?(?: (?:over|on|across|along|back|out|up))? )"
    r"(?:(?:you|u|me|us|him|her|them|everyone|everybody|all)\b(?: (?:all|both))? ?)?"
    r"(?:(?:over|across|along|back|up with|with)\b ?)?",
    re.IGNORECASE,
)
_BACK = re.compile(r"^get back to (?:you|me|us|him|her|them) (?:with|on) ", re.IGNORECASE)
_OWED = re.compile(r"^(?:you|me|us|him|them)\b ", re.IGNORECASE)
_TO_SOMEBODY = re.compile(
    r",? (?:(?:over|back|across|along) )?(?:to|for|with) (?:you|me|us|him|them|everyone|everybody)(?: all| both)?"
    r"(?=$|[,.;!?]| )",
    re.IGNORECASE,
)
_TALK = r"ok|okay|if that works|thanks|thank you|thx|cheers|please|promise|promised|for sure|asap|and|but"
_TAIL = " ,;:!.?…–-"
_LAST_WORDS = re.compile(rf"(?<=[ ,;:!.?…–-])(?:{_TALK})$", re.IGNORECASE)
_AND_SO_ON = re.compile(
    r",? (?:(?:and|but) )?(?:(?:i|we|you)(?:['’]ll| will| can)|will|so that|because|since)\b.*$", re.IGNORECASE
)
_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+|\s[•–—]\s")
_QUOTED = re.compile(r"^(?:&gt;|>).*$", re.MULTILINE)
_NOTHING_SAID = re.compile(r"^(?:(?:do|send|share) )?(?:it|that|this|those|them|so|one)?$", re.IGNORECASE)
_PRONOUNS = frozenset(
    {"i", "me", "you", "u", "us", "we", "he", "him", "she", "her", "it", "they", "them", "this", "that"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message: its text as Slack has it, who wrote it, and when. `is_own`: the member wrote it."""

    text: str
    by: str | None
    at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """What was guessed of a promise. `contact_name` is somebody whom the member knows, or who is named."""

    contact_name: str | None
    what: str
    owner: Owner
    due_on: date | None
    typed: str


@dataclass(frozen=True, slots=True)
class Knows:
    """Whom the member knows, by name, and those of them who are in Slack by their id; and how they write dates."""

    names: Sequence[str]
    in_slack: Mapping[str, str]
    member_id: str
    zone: str
    locale: str | None


def read_promise(said: Said, knows: Knows) -> PromiseWords:
    """The promise in a message. Dates are read as on the day when it was written."""
    text = _QUOTED.sub("", said.text[:REACH])
    clause = _clause(text)
    if clause is None:
        return _plainly(said, knows)
    before, rest, is_self = clause
    words, everything = _read(rest, said, knows), _read(text, said, knows)
    owner = Owner.MINE if is_self is said.is_own else Owner.THEIRS
    contact = _contact(words, [_read(before, said, knows), everything], said, knows)
    what = _turned(_promised(words.what if said.is_own else _undated(rest, said, knows)), owner, said)
    due = words.understanding.moment or everything.understanding.moment
    if _NOTHING_SAID.match(what):
        what = everything.what
    return PromiseWords(contact, what, owner, due.day if due else None, typed(said.text).text)


def _plainly(said: Said, knows: Knows) -> PromiseWords:
    """A message in which nobody says that they will: it is read as what one types, its writer being the other side."""
    words = _read(said.text, said, knows)
    moment = words.understanding.moment
    contact = _contact(words, [], said, knows)
    owner = words.owner if said.is_own else Owner.THEIRS
    what = " ".join(filter(None, [words.what, words.rest]))
    return PromiseWords(contact, what, owner, moment.day if moment else None, words.typed)


def _clause(text: str) -> tuple[str, str, bool] | None:
    """What comes before a promise, what is promised, and whether the writer promises it. A dated one comes first."""
    found = []
    for sentence in islice((each.strip() for each in _ENDS.split(text) if each.strip()), SENTENCES):
        own, asked = _MINE.search(sentence), _YOURS.search(sentence)
        cue = own if own and (asked is None or own.start() <= asked.start()) else asked
        if cue and not _NOTHING_SAID.match(sentence[cue.end() :].strip(" .!?")):
            found.append((sentence[: cue.start()], sentence[cue.end() :], cue is own))
    return next((each for each in found if _DATED.search(each[1])), found[0] if found else None)


def _read(text: str, said: Said, knows: Knows) -> DeliverableWords:
    return read_deliverable(text, knows.names, said.at, knows.zone, knows.locale)


def _undated(text: str, said: Said, knows: Knows) -> str:
    """A clause of somebody else's without its date. Whoever is named in it belongs to what they promise."""
    words = typed(re.sub(rf"<@{re.escape(knows.member_id)}(?:\|[^<>]*)?>", "you", text))
    return words.shown(understand(words.line, said.at, knows.zone, knows.locale, Leaning.DUE).rest)


def _turned(what: str, owner: Owner, said: Said) -> str:
    """Whose it is, as the member would say it: "my notes" of somebody else's are "their notes"."""
    if owner is Owner.THEIRS:
        return re.sub(r"^(?:my|our|your)(?= )", "their", what, flags=re.IGNORECASE)
    return what if said.is_own else re.sub(r"^your(?= )", "my", what, flags=re.IGNORECASE)


def _promised(what: str) -> str:
    """What is promised, without who gives it to whom, and what is only talk."""
    gift = _BACK.match(what) or _GIFT.match(what)
    bare = what[gift.end() :] if gift else _OWED.sub("", what)
    bare = _TO_SOMEBODY.sub("", _AND_SO_ON.sub("", f" {bare}")).strip()
    return _without_talk(bare) or _without_talk(what)


def _without_talk(what: str) -> str:
    """Without the thanks, the full stop and the like at its end."""
    while (shorter := _LAST_WORDS.sub("", what.rstrip(_TAIL))) != what:
        what = shorter
    return what


def _contact(words: DeliverableWords, around: Sequence[DeliverableWords], said: Said, knows: Knows) -> str | None:
    """The other side: whoever wrote the message; of the member's own, whoever it names, or has a known name around."""
    if not said.is_own:
        return knows.in_slack.get(said.by or "")
    named = (_named(each, knows) for each in around)
    return _named(words, knows) or next((name for name in named if name in knows.names), None)


def _named(words: DeliverableWords, knows: Knows) -> str | None:
    name = knows.in_slack.get(words.contact_user_id or "") or words.contact_name
    return name if name and name.casefold() not in _PRONOUNS else None


_DATED = re.compile(
    r"\b(?:today|tonight|tomorrow|by|on|before|until|next|this|end of|eod|eow|mon|tue|wed|thu|fri|sat|sun|\d{1,2})",
    re.IGNORECASE,
)
