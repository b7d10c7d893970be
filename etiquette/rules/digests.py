"""A digest: what a channel reads once a week, at a local time of its own; and what it may tell (E17).

Every step is computed anew from the local day, the wall time and the zone, so that a clock change moves nothing: an
hour that is skipped moves forward, one that comes twice is the first of the two.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.workdays import Hours, instant

LEAST_MEMBERS = 3
"""No count is told that fewer members stand behind: it would single somebody out."""
WEEKS = 12
LATEST = timedelta(hours=24)
"""A digest that was missed is posted up to so late, and skipped after that."""

_WEEK = timedelta(days=7)
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")


class Standing(StrEnum):
    """Whether a digest may be posted: nobody has looked yet; it may; or something in its channel is in the way."""

    NEW = "new"
    WELCOME = "welcome"
    BARRED = "barred"


class Trouble(StrEnum):
    """What keeps something from being posted in a channel. Whoever set it up can mend it."""

    NOT_INVITED = "not_invited"
    NOT_A_MEMBER = "not_a_member"
    ARCHIVED = "archived"
    SHARED_OUTSIDE = "shared_outside"
    READ_ONLY = "read_only"


class Deed(StrEnum):
    """What a digest counts: introductions made, thank-yous sent, promises kept on time, calls held."""

    INTRODUCTION = "introduction"
    THANKS = "thanks"
    KEPT = "kept"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Digest:
    """A channel's digest, in the zone of whoever set it up. `weekday`: 0 is Monday.

    `next_day` and `next_at` (UTC) are the one to come; the first one tells of what was shared since `since`.
    """

    id: str
    workspace_id: str
    member_id: str
    channel: str
    weekday: int
    clock: time
    zone: str
    next_day: date
    next_at: datetime
    since: datetime
    standing: Standing
    revision: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A week that ends at a digest's local time: its first local day, and the instants between which it lies."""

    starts_on: date
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that one member did, and when."""

    deed: Deed
    member_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """What may be told of a week: each count that enough members stand behind, and nothing of the others."""

    starts_on: date
    counts: Mapping[Deed, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """What somebody learned, and agreed to have told. By `lesson_id` it is found again where it was told."""

    name: str | None
    text: str
    lesson_id: str


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """What two do together, and both agreed to have told: their names, and what it is for.

    Who is outside the workspace is not named: `names` are those of members, None where one has none.
    """

    names: tuple[str | None, ...]
    purpose: str
    partnership_id: str


@dataclass(frozen=True, slots=True)
class Telling:
    """All that a digest may tell: twelve weeks, of which the last is its own, and what was shared since."""

    weeks: tuple[Week, ...]
    shared: tuple[Shared, ...]
    plans: tuple[SharedPlan, ...] = ()

    @property
    def counts(self) -> Mapping[Deed, int]:
        return self.weeks[-1].counts if self.weeks else {}

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw: a count in any of the weeks."""
        return any(week.counts for week in self.weeks)

    @property
    def is_empty(self) -> bool:
        """Nothing shared, and no count to tell: then it is not posted at all."""
        return not (self.shared or self.plans or self.counts)


def next_day(weekday: int, clock: time, zone: str, after: datetime) -> date:
    """The local day of the next one after an instant: a time that has passed today is next week's."""
    day = Hours(zone).local(after).date() - timedelta(days=1)  # a skipped hour before midnight may lie behind it
    day += timedelta(days=(weekday - day.weekday()) % 7)
    while instant(day, clock, zone) <= after:
        day += _WEEK
    return day


def last_day(weekday: int, clock: time, zone: str, until: datetime) -> date:
    """The local day of the last one that was due by an instant."""
    return next_day(weekday, clock, zone, until) - _WEEK


def is_missed(due_at: datetime, now: datetime) -> bool:
    """Whether it is too late to post what was due then."""
    return now - due_at > LATEST


def weeks_until(at: datetime, zone: str, weeks: int = WEEKS) -> tuple[Span, ...]:
    """So many weeks, each from one local time to the same a week later; the last one ends at this instant."""
    here = Hours(zone).local(at)
    days = [here.date() - _WEEK * back for back in range(weeks, 0, -1)]
    ends = [*(instant(day, here.time(), zone) for day in days), at]
    return tuple(Span(*bounds) for bounds in zip(days, ends, ends[1:], strict=False))


def tallied(spans: Sequence[Span], happened: Iterable[Happened]) -> tuple[Week, ...]:
    """Each week with the counts that at least three members stand behind."""
    told = list(happened)
    return tuple(Week(span.starts_on, _counts(each for each in told if _lies_in(each, span))) for span in spans)


def checked_channel(channel: str | None) -> str:
    """A channel's id. Refused where there is none: a direct message is no channel."""
    if not channel or not _CHANNEL.fullmatch(channel):
        raise EtiquetteError(Refusal.NO_CHANNEL)
    return channel


def _lies_in(happened: Happened, span: Span) -> bool:
    return span.starts_at <= happened.at < span.ends_at


def _counts(happened: Iterable[Happened]) -> dict[Deed, int]:
    doers: dict[Deed, list[str]] = defaultdict(list)
    for each in happened:
        doers[each.deed].append(each.member_id)
    return {deed: len(doers[deed]) for deed in Deed if len(set(doers[deed])) >= LEAST_MEMBERS}
