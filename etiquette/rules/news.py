"""News: one thing about a partnership that one member is told once, because somebody else did it, or time did."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b


class Happened(StrEnum):
    """What happened."""

    AGREED = "agreed"
    DECLINED = "declined"
    CHANGED = "changed"
    STARTED = "started"
    CELEBRATED = "celebrated"
    ACCEPTED = "accepted"
    TAKEN_ON = "taken_on"
    TURNED_DOWN = "turned_down"
    LAPSED = "lapsed"
    OPENED = "opened"
    SKIPPED = "skipped"
    NEXT_STEP = "next_step"
    STEP_AGREED = "step_agreed"
    WOULD_SHARE = "would_share"
    SHARED = "shared"
    CLOSED = "closed"
    WENT_AWAY = "went_away"
    CAME_BACK = "came_back"


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news, for the member whose it is.

    `about_id` is the record that it is about, where there is one;
    `text` what somebody wrote that is told with it.
    """

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    partnership_id: str
    happened: Happened
    about_id: str | None
    text: str
    at: datetime
    revision: int
    created_at: datetime


def lapsed_id(proposal_id: str, side_id: str) -> str:
    """The id of the news that a proposal lapsed: its natural key, for time may tell of it again after a restore."""
    return blake2b(f"lapsed {proposal_id} {side_id}".encode(), digest_size=16).hexdigest()
