"""Whether a nudge that is due may be said right now: asked again of every nudge when it is claimed (N1, N2, N4, N5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from etiquette.rules.ladder import at_instant
from etiquette.rules.ladder_words import row_for
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind, Moment, Nudge
from etiquette.rules.planning import Subject, still_due
from etiquette.rules.workdays import after_silence, instant, morning, next_working_moment


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What becomes of one member's due nudges. `say`: message by message."""

    say: tuple[tuple[Nudge, ...], ...]
    withdraw: tuple[Nudge, ...]
    move: tuple[tuple[Nudge, Moment], ...]


def judge(
    due: Collection[Nudge],
    subjects: dict[str, Subject],
    member: Member,
    said_today: int,
    now: datetime,
    said: Collection[Nudge] = (),
    silent_until: datetime | None = None,
) -> Verdicts:
    """What is said now, what is withdrawn, and what is put off to a better moment.

    Withdrawn: what no longer applies, what the member does not want to hear of (N3), all that is due to a guest who has
    not used the bot, and an earlier step of a ladder where a later one is due too, or was `said` of the same subject.
    Put off: what falls outside the member's hours, into a silence that they asked for (`silent_until`), or beyond the
    day's allowance. What belongs to a chosen moment is never put off, and does not count towards the allowance.
    """
    wanted = [nudge for nudge in due if nudge.kind not in member.muted and not member.is_left_alone]
    apt = [nudge for nudge in wanted if still_due(nudge, subjects.get(nudge.subject_id), now)]
    latest = _latest_steps(apt, said, member)
    quiet = silent_until is not None and silent_until > now
    room = member.daily_messages - said_today if member.hours.is_working(now) and not quiet else 0
    say: list[tuple[Nudge, ...]] = []
    for together in _together(latest):
        chosen = tuple(nudge for nudge in together if nudge.chosen)
        counts = len(chosen) < len(together)
        say.append(together if not counts or room > 0 else chosen)
        room -= counts
    saying = {nudge.id for message in say for nudge in message}
    put_off = [nudge for nudge in latest if nudge.id not in saying]
    better = _better_moment(member, silent_until if quiet else None, now) if put_off else None
    return Verdicts(
        say=tuple(message for message in say if message),
        withdraw=tuple(nudge for nudge in due if nudge not in latest),
        move=tuple((nudge, better) for nudge in put_off if better),
    )


def day_began(member: Member, now: datetime) -> datetime:
    """The instant at which the member's local day began: what the day's allowance counts from."""
    return instant(member.hours.local(now).date(), time(0), member.zone)


def _latest_steps(apt: Collection[Nudge], said: Collection[Nudge], member: Member) -> list[Nudge]:
    """The last step of each ladder, unless one as late was said already: a ladder never goes back (N4, N5)."""
    place = partial(_place, member)
    reached = {_ladder(nudge): place(nudge) for nudge in sorted(said, key=place)}
    last = {_ladder(nudge): nudge for nudge in sorted(apt, key=place)}
    return [nudge for ladder, nudge in last.items() if place(nudge) > reached.get(ladder, -2)]


def _ladder(nudge: Nudge) -> tuple[Kind, str, int]:
    return nudge.kind, nudge.subject_id, nudge.revision


def _place(member: Member, nudge: Nudge) -> int:
    """Which rung of its ladder a nudge is; one that was put off comes before the rest of them."""
    names = [step.name for step in row_for(nudge.kind, member.ladders).steps]
    return names.index(nudge.step) if nudge.step in names else -1


def _together(nudges: Collection[Nudge]) -> list[tuple[Nudge, ...]]:
    """What is due together comes together (N2); what failed before goes alone, so that it blocks nothing else."""
    fresh = tuple(nudge for nudge in nudges if nudge.attempts == 0)
    alone = [(nudge,) for nudge in nudges if nudge.attempts > 0]
    return [*([fresh] if fresh else []), *alone]


def _better_moment(member: Member, silent_until: datetime | None, now: datetime) -> Moment:
    """When what may not be said now is said: in the next working hours, or tomorrow where today's messages are used."""
    if silent_until is not None:
        return at_instant(after_silence(member.hours, silent_until, member.id), member.hours, chosen=False)
    at = next_working_moment(member.hours, now, member.id)
    if at == now:
        tomorrow = member.hours.local(now).date() + timedelta(days=1)
        at = morning(member.hours, member.hours.on_or_after(tomorrow), member.id)
    return at_instant(at, member.hours, chosen=False)
