"""A lesson: what a member learned and shares, by a press and never without one (E16)."""

from dataclasses import dataclass
from datetime import datetime

LESSON_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was shared. `channel` is where it was posted, if anywhere; `in_digest` says that digests may tell it."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str | None
    call_id: str | None
    text: str
    channel: str | None
    in_digest: bool
    created_at: datetime
