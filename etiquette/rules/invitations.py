"""An invitation to connect: only after a two-way call, and never before the thanks (E12, E13)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class InvitationState(StrEnum):
    """`waiting`: for the contact to be thanked. `due`: thanked, not yet invited."""

    WAITING = "waiting"
    DUE = "due"
    SENT = "sent"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    DROPPED = "dropped"


UNSENT = frozenset({InvitationState.WAITING, InvitationState.DUE, InvitationState.DROPPED})


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation on its way. `moved_at` is when its state last changed: the anchor of its ladder."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    call_id: str | None
    state: InvitationState
    draft: str | None
    moved_at: datetime
    revision: int
    created_at: datetime


def linkedin_length(text: str) -> int:
    """Characters as LinkedIn's note field counts them: UTF-16 code units, so that most emoji count as two."""
    return len(text.encode("utf-16-le")) // 2
