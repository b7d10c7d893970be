"""A member: a person in the workspace who uses the bot, and when they may be spoken to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from etiquette.rules.nudges import Kind
from etiquette.rules.workdays import Hours

DAILY_MESSAGES = 3
INVITE_LIMIT = 200
WORKING_DAYS = "01234"


@dataclass(frozen=True, slots=True)
class Who:
    """One person in one workspace: what every query is scoped by."""

    workspace_id: str
    member_id: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member as stored. `zone` is an IANA name; `zone_checked_at` says when Slack last confirmed it.

    `muted`: the kinds that they do not want to hear of (N3). `started_at`: when they first used the bot themselves; who
    was only written to has none, and guests are left alone until then. `ladders` are their workspace's own numbers.
    `zone_is_slacks`: Slack tells their zone; where it tells none, it is the workspace's, or the one they chose (N1).
    """

    workspace_id: str
    id: str
    zone: str
    locale: str | None
    name: str | None
    dm_channel: str | None
    is_active: bool
    invite_limit: int
    daily_messages: int
    working_days: str
    work_start: time
    work_end: time
    zone_checked_at: datetime | None
    country: str | None
    paused_until: datetime | None
    muted: tuple[Kind, ...]
    profile_url: str | None
    blurb: str | None
    says_why: bool
    is_guest: bool
    is_admin: bool
    started_at: datetime | None
    welcomed_at: datetime | None
    created_at: datetime
    ladders: Mapping[str, Any] = field(default_factory=dict)
    zone_is_slacks: bool = True

    @property
    def who(self) -> Who:
        return Who(self.workspace_id, self.id)

    @property
    def hours(self) -> Hours:
        """The member's working hours (N1)."""
        return _hours(self.zone, self.working_days, self.work_start, self.work_end, self.country)

    @property
    def is_left_alone(self) -> bool:
        """Whether the bot says nothing of its own accord: to a guest who has not used it themselves."""
        return self.is_guest and self.started_at is None

    def is_paused(self, now: datetime) -> bool:
        """Whether they asked for silence until later than now (N1)."""
        return self.paused_until is not None and self.paused_until > now


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person: `users.info`, read carefully, for any of it may be missing.

    A colleague is a person of this workspace: no app, and nobody who is only shared with it.
    """

    zone: str | None
    locale: str | None
    name: str | None
    is_active: bool
    is_guest: bool = False
    is_admin: bool = False
    is_colleague: bool = True


@lru_cache(maxsize=1024)
def _hours(zone: str, days: str, start: time, end: time, country: str | None) -> Hours:
    """Asked for at each rung of each ladder, of which a member climbs thousands at once."""
    return Hours(zone, frozenset(map(int, days)), start, end, country)
