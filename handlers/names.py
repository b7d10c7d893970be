"""People's names in a line of text: those that a member knows already, and those typed for the first time."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from etiquette.rules.contacts import NAME_LIMIT, folded
from handlers.date_phrases import CUT
from handlers.typed import MARKS

Span = tuple[int, int]

REACH = 2000
"""Characters of a line in which names are looked for."""

_APOSTROPHES = str.maketrans("‘’ʼ", "'''")
_LONGEST_NAME = 6
_LONGEST_IN_LOWER_CASE = 3
_WORD = re.compile(r"[^\W_]+(?:['.-](?!s\b)[^\W_]+)*")
_SPACED = re.compile(r"[^\s\x01-\x1b]+|[\x01-\x1b]")
_ENDS = ",;:()[]→⇒/|"
_DASHES = frozenset({"-", "–", "—", "->", "=>", "→", "⇒", "&", "+"})
_PARTICLES = "van von der den de la le du da das dos di del della bin ibn al el ben y e ter ten zu af av st"
_STOPS = "via by from through thru with on at about re regarding for to and or introduced referred"
_OPENINGS = f"{_STOPS} the a i we this that some our your their his she they what please"
_LOWER_STOPS = (
    f"{_STOPS} the a an my our her his their your its this that some who which whom she he they we i it is"
    " was are were has had have will would works working worked owes promised said says because since when"
    " while after before until due met knows leads runs asked wants needs please pls thanks asap as in of"
    " not if so but just also"
)
_IN_NAMES, _BEGINS_NONE, _ENDS_CAPITALS, _ENDS_LOWER_CASE = (
    frozenset(words.split()) for words in (_PARTICLES, _OPENINGS, _STOPS, _LOWER_STOPS)
)
_EVERYBODY = frozenset({"@channel", "@here", "@everyone"})


@dataclass(frozen=True, slots=True)
class Known:
    """Where a name that the member knows stands in a line, and whose it may be."""

    start: int
    end: int
    names: tuple[str, ...]
    is_full: bool


def known_in(line: str, known_names: Iterable[str]) -> list[Known]:
    """Every known name in a line, whole or as a first name, in order and apart; the longest wins."""
    full, first = _index(known_names)
    words = [(match.start(), match.end(), _compared(match[0])) for match in _WORD.finditer(line, 0, REACH)]
    found: list[Known] = []
    for position in range(len(words)):
        if found and words[position][0] < found[-1].end:
            continue
        if known := _known_at(words[position : position + _LONGEST_NAME], line, full, first):
            found.append(known)
    return found


def resolved(name: str, known_names: Iterable[str]) -> tuple[str, ...]:
    """Whom a typed name may mean: those of exactly that name, else those with its words in their order."""
    wanted = _words(name)
    known = [(each, _words(each)) for each in known_names]
    exact = tuple(each for each, words in known if words == wanted)
    return exact or tuple(each for each, words in known if wanted and _is_part(wanted, words))


def name_at(line: str, start: int, stops: Sequence[Span], *, known: Sequence[Known] = ()) -> Span | None:
    """The name that begins at `start` (spaces apart), up to a separator, another kind of word, or a stop.

    Capitalised words are taken together, with what names have in between ("van der"); so are words of scripts
    without capitals, and a few words in lower case.
    """
    words = _candidates(line, start, [stop for stop, _ in stops])
    if not words:
        return None
    whole = next((each for each in known if each.start == words[0][0] and each.is_full), None)
    if whole is not None:
        return whole.start, whole.end
    first = _letter(line[slice(*words[0])])
    count = _lower_case_run(line, words) if first.islower() else _capital_run(line, words)
    return (words[0][0], words[count - 1][1]) if count else None


def name_before(line: str, start: int, end: int) -> Span | None:
    """The name that ends at `end`: the capitalised words before it, else the few words that there are."""
    words = [match.span() for match in _SPACED.finditer(line, start, end)]
    run: list[Span] = []
    for span in reversed(words):
        word = line[slice(*span)]
        if not _can_be_name(word) or _letter(word).islower() or word[-1] in _ENDS or len(run) == _LONGEST_NAME:
            break
        run.insert(0, span)
    if not run and 0 < len(words) <= _LONGEST_IN_LOWER_CASE and all(_can_be_name(line[slice(*w)]) for w in words):
        run = words
    return (run[0][0], run[-1][1]) if run else None


def fitted(name: str) -> tuple[str, str]:
    """A name no longer than names may be, and what was cut from it."""
    name = name.strip().lstrip("@").strip(' .,;:!?"').strip()
    return name[:NAME_LIMIT].strip(), name[NAME_LIMIT:].strip()


def is_capitalised(word: str) -> bool:
    """Whether a word is written as names are, in scripts that have capitals."""
    return _letter(word).isupper()


def _index(known_names: Iterable[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    full: dict[str, list[str]] = defaultdict(list)
    first: dict[str, list[str]] = defaultdict(list)
    for name in known_names:
        words = _words(name)
        if words:
            full[" ".join(words)].append(name)
            first[words[0]].append(name)
    return full, first


def _words(name: str) -> list[str]:
    return [_compared(word) for word in _WORD.findall(name.translate(_APOSTROPHES))]


def _compared(word: str) -> str:
    """A word as names are compared; the short way where it is plain English, as most are."""
    return word.lower() if word.isascii() else folded(word)


def _known_at(
    words: list[tuple[int, int, str]], line: str, full: dict[str, list[str]], first: dict[str, list[str]]
) -> Known | None:
    for count in range(len(words), 0, -1):
        names = full.get(" ".join(word for _, _, word in words[:count]))
        if names and CUT not in line[words[0][0] : words[count - 1][1]]:
            return Known(words[0][0], words[count - 1][1], tuple(names), is_full=True)
    names = first.get(words[0][2])
    return Known(words[0][0], words[0][1], tuple(names), is_full=False) if names else None


def _is_part(wanted: list[str], words: list[str]) -> bool:
    """Whether "Dana", "Reyes" or "Dana R" are of "Dana Reyes"."""
    remaining = iter(words)
    return all(any(_is_same(word, other) for other in remaining) for word in wanted)


def _is_same(typed: str, word: str) -> bool:
    return typed == word or (len(typed) == 1 and word.startswith(typed))


def _candidates(line: str, start: int, stops: Sequence[int]) -> list[Span]:
    """The words that may belong to a name which begins at `start`."""
    words: list[Span] = []
    for match in _SPACED.finditer(line, start):
        word, begin = match[0], match.start()
        if begin in stops or _is_stop(word, is_first=not words) or len(words) == _LONGEST_NAME:
            break
        cut = next((n for n, character in enumerate(word) if character in _ENDS), len(word))
        if cut:
            words.append((begin, begin + cut))
        if cut < len(word) or word[-1] in "!?":
            break
    return words


def _is_stop(word: str, *, is_first: bool) -> bool:
    bare = word.strip(".,;:!?()")
    if not _can_be_name(word) or word in _DASHES or bare.casefold() in _EVERYBODY:
        return True
    if is_first and is_capitalised(bare):
        return bare.casefold() in _BEGINS_NONE
    return bare.casefold() in _ENDS_CAPITALS or bare in _ENDS_LOWER_CASE


def _can_be_name(word: str) -> bool:
    return word not in MARKS and word[0] != CUT and _letter(word) != "" and not any(map(str.isdigit, word[:200]))


def _letter(word: str) -> str:
    """The first letter of a word."""
    return next((character for character in word[:200] if character.isalpha()), "")


def _capital_run(line: str, words: list[Span]) -> int:
    count = 1
    for number, span in enumerate(words[1:], start=2):
        word = line[slice(*span)]
        if word.rstrip(".") in _IN_NAMES:
            continue
        if _letter(word).islower():
            break
        count = number
    return count


def _lower_case_run(line: str, words: list[Span]) -> int:
    typed = [line[slice(*span)] for span in words]
    lower = list(takewhile(lambda word: not is_capitalised(word), typed))
    counted = 0
    for number, word in enumerate(lower):
        counted += word not in _IN_NAMES
        if counted > _LONGEST_IN_LOWER_CASE:
            return number
    return len(lower)
