"""LinkedIn's own list of a member's connections, `Connections.csv`, as it comes or as a spreadsheet saved it (E1)."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from etiquette.rules.contacts import NAME_LIMIT, folded
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.links import profile_url

MOST_ROWS = 60_000
"""Twice as many connections as LinkedIn lets anybody have."""
LONGEST_LINE = 10_000
"""Characters: ten such lines are less than the longest field that Python's reader takes."""
FIELD_LIMIT = 300
FOUND_LIMIT = 200

_COLUMNS = {
    "first name": "first_name",
    "last name": "last_name",
    "url": "url",
    "email address": "email",
    "company": "company",
    "position": "position",
    "connected on": "connected_on",
}
_NAMES = frozenset({"first_name", "last_name"})
_TELLING = frozenset({"url", "connected_on"})
_DELIMITERS = (",", ";", "\t")
_PREAMBLE_LINES = 30
_LONGEST_RECORD = 10
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MARK = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d\d)")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class ReadConnection:
    """One connection as LinkedIn tells it. Most people keep their e-mail address to themselves."""

    first_name: str
    last_name: str
    url: str | None
    email: str | None
    company: str | None
    position: str | None
    connected_on: date | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def key(self) -> tuple[str, ...]:
        """What no two connections share: the profile, or where there is none, name and company as they are compared."""
        return (self.url,) if self.url else (folded(self.name), folded(self.company or ""))


@dataclass(frozen=True, slots=True)
class ReadConnections:
    """The connections of a file in its order, each once; and how many rows held nobody's name, or somebody again."""

    rows: tuple[ReadConnection, ...]
    unreadable: int
    duplicates: int


def read_connections(content: bytes) -> ReadConnections:
    """Everybody in a `Connections.csv`, whatever its encoding, preamble, order of columns and line ends.

    Refused: what has no such header (`found` says how it begins, None for what is no text), and more than 60,000 rows.
    """
    text = _decoded(content)
    lines = _lines(text)
    start, delimiter, columns = _header(lines, text)
    kept: dict[tuple[str, ...], ReadConnection] = {}
    rows = unreadable = 0
    for fields in csv.reader(_closed(lines[start:]), delimiter=delimiter):
        if not "".join(fields).strip():
            continue
        rows += 1
        if rows > MOST_ROWS:
            raise EtiquetteError(Refusal.TOO_MANY_CONNECTIONS, limit=MOST_ROWS)
        connection = _connection(fields, columns)
        if connection is None:
            unreadable += 1
        else:
            kept.setdefault(connection.key, connection)
    return ReadConnections(tuple(kept.values()), unreadable, rows - unreadable - len(kept))


def _decoded(content: bytes) -> str:
    """The text in the encoding that it is marked with, else UTF-8, else as a spreadsheet on Windows saves it."""
    try:
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> list[str]:
    """The lines with their ends, as files have them: a name may hold what merely looks like one."""
    bare = _CONTROLS.sub("", text.lstrip(_MARK))
    return [line[:LONGEST_LINE] for line in _LINE.findall(bare) if line]


def _header(lines: Sequence[str], text: str) -> tuple[int, str, Mapping[str, int]]:
    """Where the rows begin, what stands between their fields, and which column holds what. Found by its words."""
    for number, line in enumerate(lines[:_PREAMBLE_LINES], start=1):
        for delimiter in _DELIMITERS:
            columns = _columns(next(csv.reader([line], delimiter=delimiter)))
            if columns.keys() >= _NAMES and columns.keys() & _TELLING:
                return number, delimiter, columns
    raise EtiquetteError(Refusal.NOT_CONNECTIONS, found=_beginning(lines, text))


def _columns(header: Sequence[str]) -> dict[str, int]:
    """The columns that are read, by what they hold; of two with one name the first."""
    found: dict[str, int] = {}
    for number, title in enumerate(header):
        field = _COLUMNS.get(folded(title))
        if field:
            found.setdefault(field, number)
    return found


def _beginning(lines: Sequence[str], text: str) -> str | None:
    """How something else begins: its header, where it has one; nothing where it is empty, None where it is no text."""
    if _CONTROLS.search(text):
        return None
    return next((line.strip()[:FOUND_LIMIT] for line in lines if line.strip()), "")


def _closed(lines: Sequence[str]) -> Iterator[str]:
    """The lines, without any quotation mark that is never closed: it would swallow all the rows that follow it."""
    start = 0
    while start < len(lines):
        end = _end_of_record(lines, start)
        if end:
            yield from lines[start:end]
        else:
            yield lines[start].replace('"', "")
        start = end or start + 1


def _end_of_record(lines: Sequence[str], start: int) -> int | None:
    """Where the quotation marks of a row are even again, within ten lines; else None."""
    marks = 0
    for end in range(start, min(start + _LONGEST_RECORD, len(lines))):
        marks += lines[end].count('"')
        if marks % 2 == 0:
            return end + 1
    return None


def _connection(fields: Sequence[str], columns: Mapping[str, int]) -> ReadConnection | None:
    """The connection of a row; None where it names nobody, as rows of people who left LinkedIn do, or is cut short."""
    if len(fields) <= max(columns[name] for name in _NAMES):
        return None
    told = {name: " ".join(fields[number].split()) for name, number in columns.items() if number < len(fields)}
    connection = ReadConnection(
        told["first_name"],
        told["last_name"],
        profile_url(told.get("url", "")),
        told.get("email") or None,
        told.get("company", "")[:FIELD_LIMIT] or None,
        told.get("position", "")[:FIELD_LIMIT] or None,
        _day(told.get("connected_on", "")),
    )
    return connection if 0 < len(connection.name) <= NAME_LIMIT else None


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    """“12 Mar 2024” as LinkedIn writes it, “12-Mar-24” as a spreadsheet does, “2024-03-12”; None for any other."""
    if match := _DAY_FIRST.fullmatch(text):
        month = match[2].lower()
        year = int(match[3]) + (_CENTURY if len(match[3]) == len("24") else 0)
        return _date(year, _MONTHS.index(month) + 1, int(match[1])) if month in _MONTHS else None
    match = _YEAR_FIRST.fullmatch(text)
    return _date(*map(int, match.groups())) if match else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
