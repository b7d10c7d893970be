"""Imports and exports: files that come in and go out by the member's own conversation with the bot (E1, N7)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ImportState(StrEnum):
    """`waiting`: to be read. `read`: taken in. `refused`: no file of ours. `undone`: taken back."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Import:
    """One file that a member sent. `ts` is the message in `channel` that tells how it goes."""

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
    new: int
    known: int
    unreadable: int
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
