"""A call with a contact, and what is asked right after it (E4, E9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind
from etiquette.rules.workdays import FARTHEST

DEFAULT_MINUTES = 30
LONGEST_MINUTES = 24 * 60


class Reading(StrEnum):
    """What is read before a call: the checklist of E5."""

    PROFILE = "profile"
    COMPANY = "company"
    WEBSITE = "website"
    SOCIAL = "social"


class CallState(StrEnum):
    """A call is planned until its debrief says how it went."""

    PLANNED = "planned"
    HELD = "held"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Call:
    """A call: its instant in UTC, the zone it was agreed in, and, once debriefed, how it went.

    `learn`, `offer` and `questions` (a line each, three at most) are how the member prepared (E6); `ticked` is what
    they have read (E5).
    """

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    starts_at: datetime
    zone: str
    minutes: int
    state: CallState
    discussed: str | None
    two_way: bool | None
    debriefed_at: datetime | None
    learn: str | None
    offer: str | None
    questions: str | None
    ticked: tuple[Reading, ...]
    closed: tuple[Kind, ...]
    revision: int
    typed: str
    created_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now


def checked_minutes(minutes: int) -> int:
    """A call's length: at least five minutes, at most a day."""
    return min(max(minutes, 5), LONGEST_MINUTES)


def checked_start(starts_at: datetime, now: datetime) -> datetime:
    """A call's start. Three years either way is as far as a date is believed."""
    if abs(starts_at - now) > FARTHEST:
        raise EtiquetteError(Refusal.DATE_TOO_FAR, at=starts_at)
    return starts_at
