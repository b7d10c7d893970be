"""A partnership: what two sides plan together, and the side of each, which is its own (C1 to C12)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind

# What one side wrote fits whole into the hint under a field of Slack's, where the other side meets it.
PLAN_LIMIT = 1800
NAME_LIMIT = 200
NAMELESS = "Somebody"
"""How the side of whoever was forgotten is called (N7)."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class PartnershipState(StrEnum):
    """`drafted` until both sides agreed and it was started; `paused` while one side is away; `closed` for good."""

    DRAFTED = "drafted"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class SideState(StrEnum):
    """How far a side is: not asked yet, asked, in, not in, or gone. Nobody is in without a yes of their own."""

    UNASKED = "unasked"
    INVITED = "invited"
    AGREED = "agreed"
    DECLINED = "declined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Partnership:
    """What both sides wrote together. It has no owner: whoever has a side in it may read and change it.

    `belief` is what both believe (C2), `rules` the rules of engagement (C1). `rhythm` is how often both reflect, as an
    RFC 5545 rule from `rhythm_from` on (L7); `reflect_on` is the next day of it. `next_at` is when a tick has something
    to do with it. `shared_at` is since when both let digests tell of it (E17), None while one of them does not.
    `version` grows with every change of the plan, so that no edit is lost under another.
    """

    id: str
    workspace_id: str
    belief: str
    purpose: str
    rules: str
    state: PartnershipState
    rhythm: str | None
    rhythm_from: date | None
    reflect_on: date | None
    next_at: datetime | None
    shared_at: datetime | None
    purpose_changed_at: datetime
    rules_changed_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a partnership. It belongs to the member who acts for it: of somebody outside Slack, their partner.

    `contact_id` is the member's contact of the *other* person; of an outside side, of that person themselves. `name` is
    how the side is called. `agreed_how` is what the member recorded of an outside yes. `shares`: whether,
    as far as this side goes, digests may tell of what both do together (E17).

    What follows are anchors of nudges, None where nothing is to be said: `offered_at`, asked for its yes;
    `silent_since`, the last act of anybody while it runs (C12); `leans_since`, since when this side has given far more
    (C10); `support_from`, thirty days before an initiative of the other side is suggested (C11); `door_on`, the day
    until which the door is open after parting (C9). `support_turn` counts how many initiatives had their turn.
    """

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    partnership_id: str
    is_outside: bool
    name: str
    win: str
    initiatives: str
    state: SideState
    agreed_how: str | None
    rules_agreed_at: datetime | None
    purpose_confirmed_at: datetime | None
    shares: bool
    offered_at: datetime | None
    silent_since: datetime | None
    leans_since: datetime | None
    support_from: datetime | None
    door_on: date | None
    closed: tuple[Kind, ...]
    revision: int
    created_at: datetime
    support_turn: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """A partnership as one member sees it: what both wrote, their own side, and the other one."""

    partnership: Partnership
    mine: Side
    theirs: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.mine, self.theirs

    @property
    def is_running(self) -> bool:
        return self.partnership.state is PartnershipState.RUNNING

    @property
    def can_share(self) -> bool:
        """Whether there is something to tell of in digests, to which my side has not said yes (E17)."""
        return self.is_running and bool(self.partnership.purpose) and not self.mine.shares


def checked_plan(text: str, limit: int = PLAN_LIMIT) -> str:
    """A field of the plan as it is kept, which is as a form shows it again; it may be empty. Refused when too long."""
    tidy = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(tidy) > limit:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=limit)
    return tidy


def initiatives_of(side: Side) -> list[str]:
    """A side's initiatives, one a line (C11)."""
    return [line.strip(" \t-•") for line in side.initiatives.splitlines() if line.strip(" \t-•")]


def initiative_for(together: Together) -> str | None:
    """The initiative of the other side's that has its turn: another one each time, until all had theirs (C11)."""
    listed = initiatives_of(together.theirs)
    return listed[together.mine.support_turn % len(listed)] if listed else None
