"""An introduction in a person's words: "Dana Reyes via @Sam https://linkedin.com/in/dana"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etiquette.rules.links import links_in
from handlers.date_phrases import CUT
from handlers.dates import without
from handlers.names import REACH, Known, Span, known_in, name_before
from handlers.people import NOBODY, contact_in, marks_in, person, slot
from handlers.typed import typed

_INTRODUCED_ME = re.compile(
    r"(?:(?:has|have|had|just|kindly|very|who) ){0,3}"
    r"(?:introduced|introduces|introducing|intro'?e?d|connected|referred|put|hooked) (?:me|us)"
    r"(?: up)?(?: in (?:touch|contact))?(?: (?:to|with|and)\b)?(?: @)?",
    re.IGNORECASE,
)
_INTRODUCED_BY = re.compile(
    r"[,(]? ?(?:(?:who|was|is|were|got|she|he|they) ){0,3}"
    r"(?:introduced|intro'?e?d|connected|referred|recommended)(?: to (?:me|us))? (?:by|via|through|from)\b",
    re.IGNORECASE,
)
_ARROW = re.compile(r"→|⇒|->|=>|➡\ufe0f?|:arrow_right:")
_VIA = re.compile(r"(?:^|(?<=[ ,;(\x01]))(?:via|through|thru|thanks to|courtesy of|h/t)(?= |:)", re.IGNORECASE)
_FROM = re.compile(r"(?:^|(?<=[ ,;(\x01]))(?:from|by)(?= )", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:(?:i |we )?(?:just )?(?:met|meet|log|add|introduced) "
    r"|(?:an? )?(?:new )?intro(?:duction)? (?:to|with) |(?:to|with|for) ){0,2}",
    re.IGNORECASE,
)
_ASK = re.compile(r"\s*(?:please )?ask\b[:,]?\s*(?:(?:via|through)\s+)?", re.IGNORECASE)
_WORD_BEGINS = r"(?:^|(?<=[ ,;(\x01]))"
_FOR = re.compile(
    rf"(?:{_WORD_BEGINS}(?:to|if (?:he|she|they) (?:could|would|can|will)) )?(?:please |kindly )?{_WORD_BEGINS}"
    r"(?:(?:introduce|intro|connect|refer|recommend) (?:me|us) (?:to|with)"
    r"|(?:for|about)(?: (?:an? )?(?:(?:warm|quick|kind|short) )?intro(?:duction)?s?(?: (?:to|with))?)?)\b ?",
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?:at|of|from|@) (?P<company>[^,.;:\n]{1,100}?)(?=$|[,.;:\n]| (?:about|because|re|for|to)\b)", re.IGNORECASE
)
# Of somebody who was introduced: a name behind "at" is where they work, and other words are how it was put.
_WORKS_AT = re.compile(r"(?:who (?:is|works) |works )?at (?P<company>[A-Z0-9][^,.;:\n]{0,99}?)(?=$|[,.;:\n])")
_ONWARD = re.compile(f"[ ,:;)>→⇒{CUT}–—-]*(?:(?:to|with|introduced me to) )?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IntroductionWords:
    """What was said of an introduction. `how_referred` is what was said besides names and a link.

    `company` is where the contact works.
    """

    contact_name: str | None
    contact_user_id: str | None
    matches: tuple[str, ...]
    introducer_name: str | None
    introducer_user_id: str | None
    profile_url: str | None
    how_referred: str
    rest: str
    typed: str
    company: str | None = None


def asks(text: str) -> bool:
    """Whether an introduction is asked for, rather than told of."""
    return bool(_ASK.match(text))


def read_request(text: str, known_names: Sequence[str]) -> IntroductionWords:
    """Whom the member would like to meet, and whom they ask: "ask @Sam for Dana Reyes at Acme", in whichever order."""
    words = typed(_ASK.sub("", text, count=1))
    line, url = _without_link(words.line)
    found = _asked(line, known_in(line, known_names))
    contact = person(words, line[slice(*found.contact)], known_names) if found.contact else NOBODY
    introducer = person(words, line[slice(*found.introducer)], ()) if found.introducer else NOBODY
    besides = words.shown(without(line, found.spans))
    at = _AT.match(besides)
    return IntroductionWords(
        contact_name=contact.name,
        contact_user_id=contact.user_id,
        matches=contact.matches,
        introducer_name=introducer.name,
        introducer_user_id=introducer.user_id,
        profile_url=url,
        how_referred=besides[at.end() :].strip(" ,.;:") if at else besides,
        rest=" ".join(filter(None, (contact.overflow, introducer.overflow))),
        typed=typed(text).text,
        company=at["company"].strip() if at else None,
    )


def read_introduction(text: str, known_names: Sequence[str]) -> IntroductionWords:
    """Who was introduced, by whom, their profile, and how it was put, in whichever order it was said."""
    words = typed(text)
    line, url = _without_link(words.line)
    found = _people(line, known_in(line, known_names))
    contact = person(words, line[slice(*found.contact)], known_names) if found.contact else NOBODY
    introducer = person(words, line[slice(*found.introducer)], ()) if found.introducer else NOBODY
    besides = words.shown(without(line, found.spans))
    at = _WORKS_AT.match(besides)
    return IntroductionWords(
        contact_name=contact.name,
        contact_user_id=contact.user_id,
        matches=contact.matches,
        introducer_name=introducer.name,
        introducer_user_id=introducer.user_id,
        profile_url=url,
        how_referred=besides[at.end() :].strip(" ,.;:") if at else besides,
        rest=" ".join(filter(None, (contact.overflow, introducer.overflow))),
        typed=words.text,
        company=at["company"].strip() if at else None,
    )


def _asked(line: str, known: Sequence[Known]) -> "_People":
    """Who is asked, and for whom: "Sam for Dana", "Sam to introduce me to Dana", "for Dana via Sam"."""
    match = _FOR.search(line, 0, REACH)
    if match is None:
        return _people(line, known)
    if line[: match.start()].strip(f" ,:;{CUT}"):
        return _introducer_first(line, match, known)
    contact = _slot(line, match.end(), known)
    after = contact[1] if contact else match.end()
    for pattern in (_VIA, _FROM):
        if through := pattern.search(line, after, REACH):
            return _People(contact, _slot(line, through.end(), known), (match.start(), match.end()), through.span())
    return _People(contact, None, match.span())


@dataclass(frozen=True, slots=True)
class _People:
    """Where contact and introducer stand in a line, and the words that say who is who."""

    contact: Span | None
    introducer: Span | None
    between: Span | None = None
    through: Span | None = None

    @property
    def spans(self) -> list[Span]:
        return [span for span in (self.contact, self.introducer, self.between, self.through) if span]


def _without_link(line: str) -> tuple[str, str | None]:
    """The line without its profile link, or else its first link, and that link's address."""
    links = links_in(line)
    chosen = next((link for link in links if link.profile), links[0] if links else None)
    if chosen is None:
        return line, None
    return f"{line[: chosen.start]}{CUT}{line[chosen.end :]}", chosen.profile or chosen.url


def _people(line: str, known: Sequence[Known]) -> _People:
    for pattern in (_INTRODUCED_ME, _ARROW):
        if match := pattern.search(line, 0, REACH):
            return _introducer_first(line, match, known)
    for pattern in (_INTRODUCED_BY, _VIA, _FROM):
        if match := pattern.search(line, 0, REACH):
            return _introducer_after(line, match, known)
    return _side_by_side(line, known)


def _introducer_first(line: str, match: re.Match[str], known: Sequence[Known]) -> _People:
    """As in "@Sam introduced me to Dana Reyes", "Sam → Dana"."""
    marks = marks_in(line[: match.start()])
    introducer = marks[-1] if marks else name_before(line, 0, match.start())
    return _People(_slot(line, match.end(), known), introducer, match.span())


def _introducer_after(line: str, match: re.Match[str], known: Sequence[Known]) -> _People:
    """As in "Dana Reyes via Sam", or the other way: "via Sam: Dana Reyes"."""
    introducer = _slot(line, match.end(), known)
    before = line[: match.start()]
    if before.strip(f" ,:;{CUT}"):
        return _People(_contact_in(before, known), introducer, match.span())
    onward = _ONWARD.match(line, introducer[1] if introducer else match.end())
    contact = _slot(line, onward.end(), known) if introducer and onward else None
    until = onward.end() if contact and onward else match.end()
    return _People(contact, introducer, (match.start(), until))


def _side_by_side(line: str, known: Sequence[Known]) -> _People:
    """As in "Dana Reyes @Sam": a name and a mention, and no word on who is who; or one of them alone."""
    marks = marks_in(line)
    contact = _contact_in(CUT.join(_split_at(line, marks)), known)
    if contact is None:
        return _People(marks[0] if marks else None, marks[1] if len(marks) > 1 else None)
    return _People(contact, marks[0] if marks else None)


def _split_at(line: str, marks: Sequence[Span]) -> list[str]:
    """What stands between the marks, one character each, so that places stay the same."""
    edges = [0, *(edge for mark in marks for edge in mark), len(line)]
    return [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _contact_in(line: str, known: Sequence[Known]) -> Span | None:
    """A mention or known name; else the name that the line begins with, or that a sentence ends with."""
    opening = _OPENING.match(line)
    told = contact_in(line, [each for each in known if each.end <= len(line)])
    first = _slot(line, opening.end() if opening else 0, known)
    if told and (first is None or not first[0] <= told[0] < first[1]):
        return told
    if first and line[first[0]].islower() and (last := name_before(line, first[1], len(line))):
        return last
    return first


def _slot(line: str, start: int, known: Sequence[Known]) -> Span | None:
    return slot(line, start, [(link.start, link.end) for link in links_in(line[:REACH])], known)
