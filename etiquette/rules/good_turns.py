"""A good turn: one small thing that the member could do for somebody (E14, E15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

TUESDAY = 1
LATE_BY = timedelta(days=7)
"""How long after its day a month's good turn is still suggested, where nothing could be said before."""


class Turn(StrEnum):
    """What sort of good turn it is. `offer`: to whom much is owed (E14); the others pay forward (E15)."""

    OFFER = "offer"
    INTRODUCE = "introduce"
    RECOMMEND = "recommend"
    THANK = "thank"


class GoodTurnState(StrEnum):
    """A good turn is open until it is done or declined, or until the ledger has come into balance by itself."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    BALANCED = "balanced"


class Sort(StrEnum):
    """What makes a good turn fit: something shared or known, promises that were kept, or thanks of long ago."""

    TAG = "tag"
    COMPANY = "company"
    PLACE = "place"
    NOTED = "noted"
    COMMON = "common"
    KEPT = "kept"
    WORD = "word"
    CONTACT = "contact"
    INTRODUCER = "introducer"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a good turn fits, as it is stored: its sort, and what it is about."""

    sort: Sort
    what: str = ""

    def __str__(self) -> str:
        return f"{self.sort}:{self.what}"

    @classmethod
    def read(cls, text: str) -> "Reason":
        """What was stored. What names no sort is something that both share."""
        sort, found, what = text.partition(":")
        return cls(Sort(sort), what) if found and sort in set(Sort) else cls(Sort.TAG, text)


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

    @property
    def reason(self) -> Reason:
        return Reason.read(self.because)


def monthly_id(workspace_id: str, member_id: str, day: date) -> str:
    """The id of a member's good turn of one month: its natural key, so that there is never a second one."""
    return blake2b(f"{workspace_id} {member_id} {day.isoformat()}".encode(), digest_size=16).hexdigest()


def first_tuesday(year: int, month: int) -> date:
    """The day of the month on which one pays forward (E15)."""
    first = date(year, month, 1)
    return first + timedelta(days=(TUESDAY - first.weekday()) % 7)


def first_tuesdays(after: date) -> Iterator[date]:
    """First Tuesdays that are not before a day, one a month, for as long as anybody asks."""
    month = after.replace(day=1)
    while True:
        if (tuesday := first_tuesday(month.year, month.month)) >= after:
            yield tuesday
        month = (month + timedelta(days=31)).replace(day=1)
