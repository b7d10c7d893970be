"""Inside a transaction: a reflection's day comes, and one that nobody waits for any more is let go (L7)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, SideState
from etiquette.rules.planning import nudges_for, said_once
from etiquette.rules.reflections import (
    LATE_DAYS,
    AnswerState,
    Reflection,
    ReflectionAnswer,
    ReflectionState,
    answer_id,
    days_of,
    reflection_id,
)
from etiquette.rules.workdays import instant
from etiquette.services.nudging import plan
from etiquette.services.together import acting_for
from etiquette.store import nudges, partnerships, reflections
from etiquette.store.records import add, change
from etiquette.store.session import Transaction

Asked = tuple[Side, Member]

BOTH = 2


async def reflection_comes(tx: Transaction, partnership: Partnership, now: datetime) -> datetime | None:
    """A step of time: the reflection whose day has come is made, once. Gives back when the next day begins.

    A day that went by unseen is made up for within a week; while the two are paused, or when they have parted, there is
    none, and none waits any more.
    """
    if partnership.state in {PartnershipState.PAUSED, PartnershipState.CLOSED}:
        await let_go(tx, partnership.id)
    both = await asked_of(tx, partnership)
    if partnership.state is not PartnershipState.RUNNING or not partnership.rhythm or not both:
        await _next_is(tx, partnership, None)
        return None
    today = max(member.hours.local(now).date() for _, member in both)
    begun = (partnership.started_at or partnership.created_at).date()
    start = partnership.rhythm_from or begun
    come, following = days_of(partnership.rhythm, start, partnership.reflect_on, begun, today)
    if come is not None and not await _is_young(tx, partnership, come):
        await begin(tx, partnership, both, come, now)
    await _next_is(tx, partnership, following)
    return min(instant(following, time(), member.zone) for _, member in both) if following else None


async def asked_of(tx: Transaction, partnership: Partnership) -> list[Asked]:
    """The sides that are asked, each with its member: nobody at all unless both sides are in.

    Of somebody outside Slack, whoever acts for them is asked when they have answered themselves.
    """
    sides = await partnerships.sides_of(tx, partnership.id)
    if len(sides) < BOTH or any(side.state is not SideState.AGREED for side in sides):
        return []
    acting = [(side, await acting_for(tx, side)) for side in sides if not side.is_outside]
    known = [(side, member) for side, member in acting if member is not None]
    return known if len(known) == len(acting) else []


async def begin(
    tx: Transaction, partnership: Partnership, both: Sequence[Asked], day: date, now: datetime, by: str | None = None
) -> None:
    """Makes the reflection of a day, in place of an older one that was never finished. Twice changes nothing.

    `by`: the side that wanted it now, and needs no word of it.
    """
    reflection = Reflection(
        reflection_id(partnership.id, day),
        partnership.workspace_id,
        partnership.id,
        day,
        ReflectionState.DUE,
        opened_at=None,
        next_step=None,
        next_step_by=None,
        next_step_agreed_at=None,
        created_at=now,
    )
    if not await reflections.add(tx, reflection):
        return
    await let_go(tx, partnership.id, apart_from=reflection.id)
    aside = Transaction(tx.connection)
    for side, member in both:
        answer = new_answer(reflection, side, day, now)
        await add(aside, answer)
        await ask(aside, answer, member, now, at_once=side.id != by)


async def ask(tx: Transaction, answer: ReflectionAnswer, member: Member, now: datetime, *, at_once: bool) -> None:
    """Plans what a side is asked. Where the morning of the day has passed it is asked `at_once`, in working hours.

    Where the ladder speaks by then anyway, that is enough: nobody is asked twice in a day.
    """
    await plan(tx, answer, member, now)
    once = said_once(member, answer, Kind.REFLECTION, now)
    ladder = nudges_for(answer, member, now, {Kind.REFLECTION})
    is_near = any(each.moment.day <= once.moment.day for each in ladder)
    if at_once and not is_near and Kind.REFLECTION not in member.muted:
        await nudges.plan(tx, answer.workspace_id, [once], now)


async def let_go(tx: Transaction, partnership_id: str, apart_from: str | None = None) -> None:
    """What waits for an answer waits no longer. Whatever one side wrote stays its own, and unread."""
    for reflection in await reflections.due(tx, partnership_id):
        if reflection.id != apart_from:
            await rest(tx, reflection)


async def rest(tx: Transaction, reflection: Reflection) -> None:
    """One reflection is let rest, for both sides alike."""
    await reflections.change(tx, reflection, state=ReflectionState.SKIPPED)
    aside = Transaction(tx.connection)
    for answer in await reflections.unread(tx, reflection.id):
        if answer.state is AnswerState.DUE:
            await change(aside, answer, state=AnswerState.SKIPPED, revision=answer.revision + 1)
            await nudges.withdraw(tx, answer.id, {Kind.REFLECTION})
        await nudges.redraw_for_all(tx, answer.id)


def new_answer(reflection: Reflection, side: Side, day: date, now: datetime) -> ReflectionAnswer:
    """What a side is to answer, still empty."""
    return ReflectionAnswer(
        id=answer_id(reflection.id, side.id),
        workspace_id=side.workspace_id,
        member_id=side.member_id,
        contact_id=side.contact_id,
        reflection_id=reflection.id,
        partnership_id=side.partnership_id,
        side_id=side.id,
        due_on=day,
        state=AnswerState.DUE,
        went_well="",
        was_hard="",
        gave="",
        received="",
        change="",
        answered_at=None,
        revision=1,
        created_at=now,
    )


async def _is_young(tx: Transaction, partnership: Partnership, day: date) -> bool:
    """Whether a reflection of the days before still waits for an answer: then it stands for this day, too."""
    return any(day - each.due_on < timedelta(days=LATE_DAYS) for each in await reflections.due(tx, partnership.id))


async def _next_is(tx: Transaction, partnership: Partnership, day: date | None) -> None:
    if partnership.reflect_on != day:
        await partnerships.change(tx, partnership, reflect_on=day)
