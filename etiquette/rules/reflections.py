"""A reflection: five short questions that each side answers alone; both answers open at the same moment (L7)."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.partnerships import Together
from etiquette.rules.workdays import occurs_after

ANSWER_LIMIT = 600
STEP_LIMIT = 600
LATE_DAYS = 7
"""A day that went by unseen is made up for within so many days, once."""


class ReflectionState(StrEnum):
    """Due until both sides answered (`opened`), or one of them skipped it, or the next one came."""

    DUE = "due"
    OPENED = "opened"
    SKIPPED = "skipped"


class AnswerState(StrEnum):
    """What one side has done about it."""

    DUE = "due"
    ANSWERED = "answered"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Reflection:
    """One reflection of a partnership, and the one next step that came of it, proposed by one side, agreed by both.

    `next_step_by` is the side whose proposal it is.
    """

    id: str
    workspace_id: str
    partnership_id: str
    due_on: date
    state: ReflectionState
    opened_at: datetime | None
    next_step: str | None
    next_step_by: str | None
    next_step_agreed_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReflectionAnswer:
    """What one side answers. It belongs to the member who acts for that side, and to nobody else until both are in."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    reflection_id: str
    partnership_id: str
    side_id: str
    due_on: date
    state: AnswerState
    went_well: str
    was_hard: str
    gave: str
    received: str
    change: str
    answered_at: datetime | None
    revision: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Thoughts:
    """What somebody writes to the five questions, in their order."""

    went_well: str = ""
    was_hard: str = ""
    gave: str = ""
    received: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Reflecting:
    """A reflection as one member may see it. Without `reflection`, the two have never reflected.

    `mine` is their own answer; `outside` the one that they record for somebody outside Slack, once theirs is in;
    `theirs` what the other side wrote: None until both are in.
    """

    together: Together
    reflection: Reflection | None = None
    mine: ReflectionAnswer | None = None
    outside: ReflectionAnswer | None = None
    theirs: ReflectionAnswer | None = None

    @property
    def is_due(self) -> bool:
        return self.reflection is not None and self.reflection.state is ReflectionState.DUE

    @property
    def mark(self) -> str:
        """What tells the proposed next step from any other; empty where there is none."""
        return mark_of(self.reflection.next_step, self.reflection.next_step_by) if self.reflection else ""


QUESTIONS: tuple[str, ...] = tuple(field.name for field in fields(Thoughts))


def checked_thoughts(thoughts: Thoughts) -> Thoughts:
    """All five, without the space around them. Refused, naming the `field`, where one is empty or too long.

    An empty answer would be a way to read the other's for nothing.
    """
    tidy = replace(thoughts, **{name: getattr(thoughts, name).strip() for name in QUESTIONS})
    for name in QUESTIONS:
        text = getattr(tidy, name)
        if not text:
            raise EtiquetteError(Refusal.NO_DESCRIPTION, field=name)
        if len(text) > ANSWER_LIMIT:
            raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=ANSWER_LIMIT, field=name)
    return tidy


def checked_step(step: str) -> str:
    """A next step as it is kept. Refused where it is empty or too long."""
    tidy = step.strip()
    if not tidy:
        raise EtiquetteError(Refusal.NO_DESCRIPTION)
    if len(tidy) > STEP_LIMIT:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=STEP_LIMIT)
    return tidy


def are_in(answers: Collection[ReflectionAnswer]) -> bool:
    """Whether both sides answered: before, neither is shown what the other wrote (L7)."""
    return len(answers) > 1 and all(each.state is AnswerState.ANSWERED for each in answers)


def reflection_id(partnership_id: str, day: date) -> str:
    """The id of a reflection: its natural key, so that there is never a second one of a day."""
    return blake2b(f"{partnership_id} {day.isoformat()}".encode(), digest_size=16).hexdigest()


def answer_id(reflection: str, side_id: str) -> str:
    """The id of what a side answers: its natural key, so that no side answers twice."""
    return blake2b(f"{reflection} {side_id}".encode(), digest_size=16).hexdigest()


def mark_of(step: str | None, by: str | None) -> str:
    """What tells one proposed step from another, so that nobody agrees to words they have not seen; empty for none."""
    return blake2b(f"{by} {step}".encode(), digest_size=8).hexdigest() if step else ""


def next_occurrence(rule: str, start: date, after: date) -> date | None:
    """The first day after `after` on which both reflect; None where there is none, or the rule cannot be read."""
    try:
        return occurs_after(rule, start, after)
    except (ValueError, TypeError, OverflowError):
        return None


def days_of(rule: str, start: date, planned: date | None, begun: date, today: date) -> tuple[date | None, date | None]:
    """The last day of the rhythm that has come and was not too long ago, and the first one that is to come.

    `planned` is the day that was to come when it was last looked; None: none was, and nothing before today counts.
    `begun` is the day on which the two began, which has nothing to look back on.
    """
    since = max(min(planned or today, today), today - timedelta(days=LATE_DAYS - 1), begun + timedelta(days=1))
    come, day = None, next_occurrence(rule, start, since - timedelta(days=1))
    while day is not None and day <= today:
        come, day = day, next_occurrence(rule, start, day)
    return come, day
