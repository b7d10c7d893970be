"""Whether a nudge that is due may be said right now: asked again of every nudge when it is claimed (N1, N2, N4, N5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from etiquette.rules.ladder import at_instant
from etiquette.rules.members import Member
from etiquette.rules.nudges import Moment, Nudge
from etiquette.rules.planning import Subject, still_due
from etiquette.rules.workdays import instant, morning, next_working_moment


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What becomes of one member's due nudges."""

    say: tuple[Nudge, ...]
    withdraw: tuple[Nudge, ...]
    move: tuple[tuple[Nudge, Moment], ...]


def judge(
    due: Collection[Nudge], subjects: dict[str, Subject], member: Member, said_today: int, now: datetime
) -> Verdicts:
    """What is said now, what is withdrawn, and what is put off to a better moment.

    Withdrawn: what no longer applies, and an earlier step of a ladder where a later one is due as well. Put off: what
    falls outside the member's hours, or beyond the day's allowance. What belongs to a chosen moment is never put off.
    """
    apt = [nudge for nudge in due if still_due(nudge, subjects.get(nudge.subject_id))]
    latest = _latest_steps(apt)
    better = _better_moment(member, said_today, now)
    held_back = [] if better is None else [nudge for nudge in latest if not nudge.chosen]
    return Verdicts(
        say=tuple(nudge for nudge in latest if nudge not in held_back),
        withdraw=tuple(nudge for nudge in due if nudge not in latest),
        move=tuple((nudge, better) for nudge in held_back if better is not None),
    )


def day_began(member: Member, now: datetime) -> datetime:
    """The instant at which the member's local day began: what the day's allowance counts from."""
    return instant(member.hours.local(now).date(), time(0), member.zone)


def _latest_steps(apt: Collection[Nudge]) -> list[Nudge]:
    last = {(nudge.kind, nudge.subject_id): nudge for nudge in sorted(apt, key=lambda each: each.due_at)}
    return list(last.values())


def _better_moment(member: Member, said_today: int, now: datetime) -> Moment | None:
    """None where the member may be spoken to now."""
    if said_today >= member.daily_messages:
        tomorrow = member.hours.local(now).date() + timedelta(days=1)
        at = morning(member.hours, member.hours.on_or_after(tomorrow), member.id)
        return at_instant(at, member.hours, chosen=False)
    if member.hours.is_working(now):
        return None
    return at_instant(next_working_moment(member.hours, now, member.id), member.hours, chosen=False)
