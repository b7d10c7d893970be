"""Favours: what was given and received, the lines of the ledger (E14)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Which way a favour went, as the member sees it."""

    GIVEN = "given"
    RECEIVED = "received"


class FavourForm(StrEnum):
    """What sort of favour it was."""

    INTRODUCTION = "introduction"
    DELIVERABLE = "deliverable"
    KNOWLEDGE = "knowledge"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class Favour:
    """One line of the ledger. `whom` is the other side's name where they are no contact."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str | None
    whom: str | None
    direction: Direction
    form: FavourForm
    what: str
    at: datetime
    typed: str
    created_at: datetime
