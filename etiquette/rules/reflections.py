"""A reflection: five short questions that each side answers alone; both answers open at the same moment (L7)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b

ANSWER_LIMIT = 1000


class ReflectionState(StrEnum):
    """Due until both sides answered (`opened`), or one of them skipped it."""

    DUE = "due"
    OPENED = "opened"
    SKIPPED = "skipped"


class AnswerState(StrEnum):
    """What one side has done about it."""

    DUE = "due"
    ANSWERED = "answered"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Reflection:
    """One reflection of a partnership, and the one next step that came of it, proposed by one side, agreed by both."""

    id: str
    workspace_id: str
    partnership_id: str
    due_on: date
    state: ReflectionState
    opened_at: datetime | None
    next_step: str | None
    next_step_by: str | None
    next_step_agreed_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReflectionAnswer:
    """What one side answers. It belongs to the member who acts for that side, and to nobody else until both are in."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    reflection_id: str
    partnership_id: str
    side_id: str
    due_on: date
    state: AnswerState
    went_well: str
    was_hard: str
    gave: str
    received: str
    change: str
    answered_at: datetime | None
    revision: int
    created_at: datetime


def reflection_id(partnership_id: str, day: date) -> str:
    """The id of a reflection: its natural key, so that there is never a second one of a day."""
    return blake2b(f"{partnership_id} {day.isoformat()}".encode(), digest_size=16).hexdigest()
