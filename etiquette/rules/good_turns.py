"""A good turn: one small thing that the member could do for somebody (E14, E15)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Turn(StrEnum):
    """What sort of good turn it is. `offer`: to whom much is owed (E14); the others pay forward (E15)."""

    OFFER = "offer"
    INTRODUCE = "introduce"
    RECOMMEND = "recommend"
    THANK = "thank"


class GoodTurnState(StrEnum):
    """A good turn is open until it is done or declined."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class GoodTurn:
    """One suggestion. `contact_id` is whom it is for, `other_id` whom they could meet; `because` is why it fits.

    `planned_for` is its local day: the anchor of its ladder.
    """

    id: str
    workspace_id: str
    member_id: str
    turn: Turn
    contact_id: str | None
    other_id: str | None
    because: str
    planned_for: date
    state: GoodTurnState
    settled_at: datetime | None
    revision: int
    created_at: datetime
