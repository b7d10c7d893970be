"""An erasure: what is still to be deleted at Slack after something was forgotten (N7). Ids, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

LAST_WORD = "last_word"
"""The block that marks what is said once everything is forgotten: an erasure leaves it."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One message (`ts`), one file, or what the bot said in a conversation: what carries one of `ids`, or all of it."""

    id: str
    workspace_id: str
    channel: str | None
    ts: str | None
    file_id: str | None
    ids: tuple[str, ...] | None
    attempts: int
    due_at: datetime
