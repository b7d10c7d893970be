"""What a member switches: a kind of nudge off and on, and their zone; with what is planned following, and Undo.

These are settings, and no records: an act's journal keeps them beside its records, as changes of the noun SWITCH.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from etiquette.rules.acts import Change
from etiquette.rules.ladder import at_instant
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind, Moment, Noun, Nudge, Plan
from etiquette.rules.planning import ONCE, SUBJECTS, Subject, falls_due, nudges_for
from etiquette.rules.rulebook import ROWS
from etiquette.rules.workdays import after_silence, instant, next_working_moment
from etiquette.services.replanning import rests
from etiquette.store import kinds, members, moving, nudges
from etiquette.store.matters import subjects_of
from etiquette.store.records import all_of, revise
from etiquette.store.session import Transaction

SWITCH = "switches"
HELD_IN_ORDER = (
    *(Noun.SIDE, Noun.PROPOSAL, Noun.REFLECTION_ANSWER, Noun.NEWS),
    *(Noun.CALL, Noun.THANK_YOU, Noun.INVITATION, Noun.DELIVERABLE),
    *(Noun.INTRODUCTION, Noun.GOOD_TURN, Noun.CONTACT),
)
"""As acts come to their records, the contact last: two who wait for one another would wait for ever."""


async def mute(tx: Transaction, member: Member, muted: Collection[Kind]) -> Member:
    """Speaks of these kinds no more: all that was planned of them is withdrawn, at once (N3)."""
    quiet = await _keep_muted(tx, member, {*member.muted, *muted})
    await kinds.take_back(tx, member.who, muted)
    return quiet


async def unmute(tx: Transaction, member: Member, unmuted: Collection[Kind], now: datetime) -> Member:
    """Speaks of these kinds again: what is open is held, and plans its nudges anew, from now on."""
    heard = await _keep_muted(tx, member, {*member.muted} - {*unmuted})
    ladders = set(unmuted) - ONCE
    nouns = {ROWS[kind].subject for kind in ladders}
    for noun in filter(nouns.__contains__, HELD_IN_ORDER):
        anew: dict[str, int] = {}
        plans: list[Plan] = []
        for subject in await all_of(tx, SUBJECTS[noun], member.who, held=True):  # type: ignore[type-var]  # any of them
            again: Subject = replace(subject, revision=subject.revision + 1)
            if (called_for := nudges_for(again, heard, now, ladders)) and not await rests(tx, again):
                anew[again.id] = again.revision
                plans += called_for
        await revise(tx, SUBJECTS[noun], anew)
        await nudges.carry_over_all(tx, anew, ladders)
        await nudges.plan(tx, member.workspace_id, plans, now)
    return heard


async def move_zone(tx: Transaction, member: Member, zone: str, now: datetime) -> None:
    """Another zone: planned nudges keep their local time, calls their instant; a pause ends at its local time, too."""
    if zone == member.zone:
        return
    moved = replace(member, zone=zone, paused_until=_same_wall_time(member, zone, now))
    await members.change(tx, member.who, zone=zone, paused_until=moved.paused_until)
    await moving.keep_local_times(tx, moved)


async def follow(tx: Transaction, before: Member, member: Member, now: datetime) -> None:
    """After other hours, days or pauses: what is planned moves to where its ladder has it by now.

    What has fallen due, and was held back, comes in the next working hours, or after the pause; so does what was put
    off by the member, and then held back by the pause that they had `before`.
    """
    waiting = await moving.planned(tx, member.who)
    rungs = _rungs(waiting, await subjects_of(tx, waiting), member)
    held_until = after_silence(before.hours, before.paused_until, member.id) if before.paused_until else None
    soonest = at_instant(_soonest(member, now), member.hours, chosen=False)
    moves: list[tuple[Nudge, Moment]] = []
    for nudge in waiting:
        moment = rungs[nudge.subject_id, nudge.kind].get(nudge.step)
        if (moment is None and nudge.due_at == held_until) or (moment is not None and moment.at <= now):
            moment = soonest
        if moment is not None and moment.at != nudge.due_at:
            moves.append((nudge, moment))
    await moving.move(tx, moves)


def mute_change(kind: Kind, *, was_muted: bool) -> Change:
    """For an act's journal: whether a kind was muted before."""
    return Change(SWITCH, kind, {"was_muted": was_muted})


def zone_change(member: Member) -> Change:
    """For an act's journal: where a member was before."""
    return Change(SWITCH, "zone", {"zone": member.zone})


async def switch_back(tx: Transaction, member: Member, undone: Change, now: datetime) -> Member:
    """Takes one switch back, and gives back the member as they are then. The journal learns of it, as of any change."""
    before, member = undone.before or {}, await members.get(tx, member.who) or member
    if undone.id == "zone":
        tx.changes.append(zone_change(member))
        await move_zone(tx, member, str(before["zone"]), now)
        return replace(member, zone=str(before["zone"]))
    kind = Kind(undone.id)
    tx.changes.append(mute_change(kind, was_muted=kind in member.muted))
    if before["was_muted"]:
        return await mute(tx, member, {kind})
    return await unmute(tx, member, {kind}, now)


async def _keep_muted(tx: Transaction, member: Member, muted: Collection[Kind]) -> Member:
    kept = tuple(kind for kind in Kind if kind in muted)
    await members.change(tx, member.who, muted=kept)
    return replace(member, muted=kept)


def _rungs(
    waiting: Iterable[Nudge], subjects: Mapping[str, Subject], member: Member
) -> dict[tuple[str, Kind], dict[str, Moment]]:
    """The ladder of each subject and kind that something waits of, climbed once. Who is gone has no rungs."""
    return {
        (subject_id, kind): falls_due(kind, subjects[subject_id], member) if subject_id in subjects else {}
        for subject_id, kind in {(nudge.subject_id, nudge.kind) for nudge in waiting}
    }


def _soonest(member: Member, now: datetime) -> datetime:
    if member.paused_until is not None and member.is_paused(now):
        return after_silence(member.hours, member.paused_until, member.id)
    return next_working_moment(member.hours, now, member.id)


def _same_wall_time(member: Member, zone: str, now: datetime) -> datetime | None:
    if member.paused_until is None or not member.is_paused(now):
        return member.paused_until
    here = member.hours.local(member.paused_until)
    return instant(here.date(), here.time(), zone)
