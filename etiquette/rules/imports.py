"""Imports and exports: files that come in and go out by the member's own conversation with the bot (E1, N7)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from etiquette.rules.contacts import folded
from etiquette.rules.errors import EtiquetteError, Refusal

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE
"""Bytes of a file that is read: LinkedIn's longest list of connections has a fifth of that."""
LONGEST_NAME = 200
MOST_FILES = 10
SLACKS_FILES = "files.slack.com"
TRIES = 8
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(minutes=30)


class ImportState(StrEnum):
    """`waiting`: to be read. `read`: taken in. `refused`: no file of ours. `undone`: taken back."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"
    UNDONE = "undone"


class Holds(StrEnum):
    """What a file turned out to hold: LinkedIn's connections, or an export of ours. Only the first is undone."""

    CONNECTIONS = "connections"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Import:
    """One file that a member sent. `ts` is the message in `channel` that tells how it goes.

    `new`, `known` and `unreadable` count what was in it: the last are rows without a name, and an export's digests that
    have no channel to come back to.
    `told`: that message shows how it ended, so that nothing is left to do.
    """

    id: str
    workspace_id: str
    member_id: str
    file_id: str
    name: str
    url: str
    size: int
    channel: str
    ts: str | None
    state: ImportState
    holds: Holds
    new: int
    known: int
    unreadable: int
    told: bool
    attempts: int
    due_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Connection:
    """One of the member's LinkedIn connections. `key` is its natural key: its profile, else its name and company."""

    id: str
    workspace_id: str
    member_id: str
    import_id: str
    key: str
    name: str
    url: str | None
    email: str | None
    company: str | None
    position: str | None
    connected_on: date | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as Slack tells of it: what it is called, where it lies, and how many bytes it claims to have."""

    id: str
    name: str
    url: str
    size: int


class ExportState(StrEnum):
    """`waiting`: to be written. `sent`: in the member's hands. `failed`: Slack would not take it."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """Everything of a member's, asked for. `file_ids` (comma-joined) are the files that were uploaded for it."""

    id: str
    workspace_id: str
    member_id: str
    state: ExportState
    channel: str | None
    file_ids: str
    attempts: int
    due_at: datetime
    created_at: datetime

    @property
    def files(self) -> list[str]:
        return [file_id for file_id in self.file_ids.split(",") if file_id]


def searchable(*words: str | None) -> str:
    """What a search looks into: words without case and accents."""
    return folded(" ".join(filter(None, words)))


def checked_size(size: int) -> int:
    """A file's size. Refused where it is more than can be read."""
    if size > LARGEST:
        raise EtiquetteError(Refusal.FILE_TOO_LARGE, size=-(-size // MEGABYTE), limit=LARGEST // MEGABYTE)
    return size


def checked_address(url: str, api_url: str) -> str:
    """An address from which a file may be fetched, and to which a token may go. Refused where it is not Slack's own."""
    try:
        asked, api = urlsplit(url), urlsplit(api_url)
    except ValueError:
        raise EtiquetteError(Refusal.FILE_ELSEWHERE) from None
    is_slacks = (asked.scheme, asked.netloc) == ("https", SLACKS_FILES)
    if not is_slacks and (asked.scheme, asked.netloc) != (api.scheme, api.netloc):
        raise EtiquetteError(Refusal.FILE_ELSEWHERE)
    return url


def next_try(attempts: int) -> timedelta | None:
    """How long to leave Slack alone after so many tries, ever longer; None when it is time to say so."""
    return None if attempts >= TRIES else min(_FIRST_WAIT * 2 ** max(attempts - 1, 0), _LONGEST_WAIT)
