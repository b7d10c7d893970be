"""A channel's digest: set up, changed, removed by whoever wants it there, and what it would say now (E17)."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from etiquette.rules.acts import Verb
from etiquette.rules.digests import Digest, Standing, Telling, checked_channel, next_day, weeks_until
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.lessons import Lesson
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Cargo
from etiquette.rules.workdays import instant
from etiquette.services.nudging import Doing, hold
from etiquette.store import digests, dispatches, members
from etiquette.store.records import all_of, change, find, remove
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Weekly:
    """When a digest is to come: the day of the week (0 is Monday), and the wall time."""

    weekday: int
    clock: time


async def set_digest(doing: Doing, channel: str, weekly: Weekly) -> Digest:
    """A channel's digest, in the member's own zone; one that they set up there before is changed.

    Whether they and the bot are in the channel is asked of Slack soon after. Refused as CHANNEL_HAS_DIGEST where
    somebody else's is posted there; one that cannot be, or whose owner has left, makes room.
    """
    channel = checked_channel(channel)
    async with doing.act(Verb.SET_DIGEST) as tx:
        known = await digests.of_channel(tx, doing.member.workspace_id, channel)
        if known is not None and known.member_id == doing.member.id:
            return await _changed(tx, doing, known, weekly)
        if known is not None:
            await _make_room(tx, known)
        digest = _new(doing, channel, weekly)
        await digests.add(tx, digest)
        return digest


async def change_digest(doing: Doing, digest_id: str, weekly: Weekly) -> Digest:
    """Another day or time, in the zone that the member is in by now."""
    async with doing.act(Verb.SET_DIGEST) as tx:
        return await _changed(tx, doing, await hold(tx, Digest, doing.member, digest_id), weekly)


async def remove_digest(doing: Doing, digest_id: str) -> tuple[Digest, str | None]:
    """No more of it; gives it back as it was, and the act that undoes it."""
    async with doing.act(Verb.REMOVE_DIGEST) as tx:
        digest = await hold(tx, Digest, doing.member, digest_id)
        await remove(tx, digest)
        return digest, tx.act_id


async def digests_of(store: Store, member: Member) -> list[Digest]:
    """The digests that a member set up."""
    async with store.reading() as tx:
        return await all_of(tx, Digest, member.who)


async def digest_of(store: Store, member: Member, digest_id: str) -> Digest:
    """One of them. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        digest = await find(tx, Digest, member.who, digest_id)
    if digest is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return digest


async def lesson_of(store: Store, member: Member, lesson_id: str) -> Lesson:
    """A lesson of the member's own. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        lesson = await find(tx, Lesson, member.who, lesson_id)
    if lesson is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return lesson


async def preview(store: Store, digest: Digest, now: datetime) -> Telling:
    """What a digest would tell if it were posted now."""
    spans = weeks_until(now, digest.zone)
    async with store.reading() as tx:
        last = await dispatches.last_posted(tx, digest.workspace_id, Cargo.DIGEST, digest.id)
        return await digests.telling(tx, digest.workspace_id, spans, last or digest.since)


def begun_anew(digest: Digest, now: datetime) -> Digest:
    """A digest that is brought back: it comes when it is due next, and whether it may go there is asked anew."""
    day = next_day(digest.weekday, digest.clock, digest.zone, now)
    at = instant(day, digest.clock, digest.zone)
    return replace(digest, next_day=day, next_at=at, since=max(digest.since, now - WEEK), standing=Standing.NEW)


def _new(doing: Doing, channel: str, weekly: Weekly) -> Digest:
    day = next_day(weekly.weekday, weekly.clock, doing.member.zone, doing.now)
    return Digest(
        id=new_id(),
        workspace_id=doing.member.workspace_id,
        member_id=doing.member.id,
        channel=channel,
        weekday=weekly.weekday,
        clock=weekly.clock,
        zone=doing.member.zone,
        next_day=day,
        next_at=instant(day, weekly.clock, doing.member.zone),
        since=doing.now - WEEK,
        standing=Standing.NEW,
        revision=1,
        created_at=doing.now,
    )


async def _changed(tx: Transaction, doing: Doing, digest: Digest, weekly: Weekly) -> Digest:
    """On a local day that had its digest already there is no second one: the next is a week later."""
    zone = doing.member.zone
    day = next_day(weekly.weekday, weekly.clock, zone, doing.now)
    if await dispatches.is_planned(tx, digest.workspace_id, Cargo.DIGEST, digest.id, day.isoformat()):
        day += WEEK
    return await change(
        tx,
        digest,
        weekday=weekly.weekday,
        clock=weekly.clock,
        zone=zone,
        next_day=day,
        next_at=instant(day, weekly.clock, zone),
        standing=Standing.NEW,
        revision=digest.revision + 1,
    )


async def _make_room(tx: Transaction, known: Digest) -> None:
    owner = await members.get(tx, Who(known.workspace_id, known.member_id))
    if known.standing is not Standing.BARRED and owner is not None and owner.is_active:
        raise EtiquetteError(Refusal.CHANNEL_HAS_DIGEST)
    await digests.give_up(tx, known)
