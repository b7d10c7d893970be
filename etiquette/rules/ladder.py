"""A rulebook row climbed from an anchor: the moments at which its nudges are due, in the member's own days."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from etiquette.rules.members import Member
from etiquette.rules.nudges import Moment
from etiquette.rules.rulebook import Row, Step
from etiquette.rules.workdays import DAYS_KEPT, Hours, morning, next_working_moment

Rung = tuple[Step, Moment]

NEAR_DAYS = 22
"""No run of days off is as long: farther from its day, a step is past or to come whatever day it lands on."""
MINUTES_A_DAY = 24 * 60


def climb(row: Row, anchor: datetime | date, member: Member) -> list[Rung]:
    """Every step of a row with its moment, earliest first; of several steps on one local day only the last.

    A chosen moment yields to no other: it comes when it was chosen, and is that day's only step (N1).
    """
    rungs: list[Rung] = []
    for step in row.steps:
        moment = _moment(step, anchor, rungs, member)
        if not any(kept.chosen and kept.day == moment.day for _, kept in rungs):
            rungs = [rung for rung in rungs if rung[1].day < moment.day]
            rungs.append((step, moment))
    return rungs


def has_begun(row: Row, anchor: datetime | date, member: Member, now: datetime) -> bool:
    """Whether the first step of a row has come. Far from it, on either side, no calendar is needed to say so."""
    first = row.steps[0]
    day = anchor.date() if isinstance(anchor, datetime) else anchor
    away = (now.date() - day).days - (first.days or 0) - (first.minutes or 0) // MINUTES_A_DAY
    return away > 0 if abs(away) > NEAR_DAYS else _moment(first, anchor, [], member).at <= now


def ahead(rungs: list[Rung], now: datetime) -> list[Rung]:
    """The steps that are still to come: what is past is on the Home tab, and is not said late. "At once" is now."""
    return [(step, moment) for step, moment in rungs if moment.at > now or (step.minutes == 0 and moment.at == now)]


def at_instant(moment: datetime, zone: Hours, *, chosen: bool) -> Moment:
    """An instant as a nudge's due moment, with its local wall time beside it."""
    here = zone.local(moment)
    return Moment(here.date(), here.time(), zone.zone, moment, chosen)


def on_day(day: date, member: Member, *, chosen: bool = False) -> Moment:
    """The member's morning of a day: half past nine, spread over half an hour."""
    return _morning_of(day, member.hours, member.id, chosen=chosen)


@lru_cache(maxsize=DAYS_KEPT)
def _morning_of(day: date, hours: Hours, member_id: str, *, chosen: bool) -> Moment:
    return at_instant(morning(hours, day, member_id), hours, chosen=chosen)


def _moment(step: Step, anchor: datetime | date, before: list[Rung], member: Member) -> Moment:
    if step.minutes is not None:
        return _after_minutes(step, step.minutes, anchor, member)
    start = before[-1][1].day if step.later and before else _local_day(anchor, member.hours)
    return on_day(_land(member.hours, start, step.days or 0), member)


def _after_minutes(step: Step, minutes: int, anchor: datetime | date, member: Member) -> Moment:
    if not isinstance(anchor, datetime):
        raise TypeError("a step in minutes needs an instant for its anchor")
    moment = anchor + timedelta(minutes=minutes)
    if not step.chosen:
        moment = next_working_moment(member.hours, moment, member.id)
    return at_instant(moment, member.hours, chosen=step.chosen)


def _land(hours: Hours, start: date, days: int) -> date:
    """Where `days` from `start` lands: a day off yields to the next working day, before the date to the last one."""
    day = start + timedelta(days=days)
    return hours.on_or_after(day) if days > 0 else hours.on_or_before(day)


def _local_day(anchor: datetime | date, hours: Hours) -> date:
    return hours.local(anchor).date() if isinstance(anchor, datetime) else anchor
