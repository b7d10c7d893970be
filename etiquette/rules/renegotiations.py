"""A renegotiation: a deliverable's date that was agreed anew, kept so that its history can be told (E10)."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Renegotiation:
    """One change of an agreed date. `at` is when; before the old date it costs no reliability."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    deliverable_id: str
    due_on: date
    now_due_on: date
    at: datetime
    created_at: datetime
