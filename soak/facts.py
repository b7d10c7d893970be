"""The facts that the table “When” speaks of, as docs/etiquette.md has them, and not as any database does."""

from dataclasses import dataclass
from datetime import date, datetime

Matter = tuple[str, str]
"""A kind of reminder, and what it is about."""
Anchor = datetime | date


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody known, since when; `rests_at`: their check-in was let rest."""

    met_at: datetime
    rests_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Introduction:
    """An introduction: wanted, asked for, made, or dropped; since when, and what has come of it."""

    contact: str
    state: str
    at: datetime
    by_somebody: bool
    is_told: bool
    is_fixed: bool = False
    is_held: bool = False
    rests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Call:
    """A call: planned, held, or fallen through."""

    contact: str
    starts: datetime
    ends: datetime
    state: str = "planned"
    is_two_way: bool = False
    debriefed_at: datetime | None = None
    rests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise: open, kept, or dropped."""

    contact: str
    is_mine: bool
    due: date
    agreed_at: datetime
    state: str = "open"
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Thanks:
    """Thanks that are owed, sent, or dropped."""

    contact: str
    to: str
    since: datetime
    state: str = "owed"
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation: waiting for the thanks, due, sent, accepted, not accepted, or dropped."""

    contact: str
    state: str
    at: datetime


Fact = Contact | Introduction | Call | Promise | Thanks | Invitation
Facts = dict[str, Fact]
