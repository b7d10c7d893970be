"""A deliverable: an open item with an owner and an agreed date (E9, E10)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.links import safe_url
from etiquette.rules.workdays import FARTHEST

WHAT_LIMIT = 3000


class Owner(StrEnum):
    """Whose promise it is: the member's own, or the contact's."""

    MINE = "mine"
    THEIRS = "theirs"


class DeliverableState(StrEnum):
    """`delivered` is `arrived` where the promise was theirs."""

    OPEN = "open"
    DELIVERED = "delivered"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Promise:
    """What is agreed on: whose it is, what, and by which local day. `link` is the message that it was made of."""

    owner: Owner
    what: str
    due_on: date
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What was promised, by whom, for which local day. `settled_at` is when it was delivered, arrived or dropped.

    `link` leads to the message that it was made of, where it was made of one.
    """

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    call_id: str | None
    owner: Owner
    what: str
    due_on: date
    state: DeliverableState
    settled_at: datetime | None
    revision: int
    typed: str
    created_at: datetime
    link: str | None = None
    contribution_id: str | None = None

    @property
    def is_of_a_plan(self) -> bool:
        """Whether it is one occurrence of what a side contributes: its date is agreed on by both (C5, C7)."""
        return self.contribution_id is not None


def checked_what(what: str) -> str:
    """What is to be delivered, tidied. Refused when empty or too long to be shown."""
    tidy = " ".join(what.split())
    if not tidy:
        raise EtiquetteError(Refusal.NO_DESCRIPTION)
    if len(tidy) > WHAT_LIMIT:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=WHAT_LIMIT)
    return tidy


def checked_origin(link: str | None) -> str | None:
    """The link to a message. What may not be shown as a link is not kept."""
    return safe_url(link) if link else None


def checked_due(due_on: date, today: date) -> date:
    """The agreed day. A promise looks ahead: a day that has passed is refused, and so is one years away."""
    if due_on < today:
        raise EtiquetteError(Refusal.DATE_IN_THE_PAST, day=due_on)
    if due_on - today > FARTHEST:
        raise EtiquetteError(Refusal.DATE_TOO_FAR, day=due_on)
    return due_on
