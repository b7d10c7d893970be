"""Digests: when each is to come, whether it may, and the facts of a workspace that it may tell (E17)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from etiquette.rules.calls import CallState
from etiquette.rules.deliverables import DeliverableState, Owner
from etiquette.rules.digests import Deed, Digest, Happened, Shared, SharedPlan, Span, Standing, Telling, tallied
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import IntroductionState
from etiquette.rules.lessons import Lesson
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.thanks import ThankYouState
from etiquette.rules.workdays import Hours
from etiquette.store import records
from etiquette.store.records import Found, from_row, readable
from etiquette.store.session import Transaction
from etiquette.store.tables import (
    calls,
    deliverables,
    digests,
    introductions,
    lessons,
    members,
    partnerships,
    sides,
    thank_yous,
)
from etiquette.store.types import literally

MOST_SHARED = 50


async def add(tx: Transaction, digest: Digest) -> None:
    """Saves a new digest. Refused where its channel has one by now."""
    try:
        await records.add(tx, digest)
    except IntegrityError:
        raise EtiquetteError(Refusal.CHANNEL_HAS_DIGEST) from None


async def of_channel(tx: Transaction, workspace_id: str, channel: str) -> Digest | None:
    """The digest of a channel, whoever set it up, held until the transaction ends."""
    query = select(digests).where(digests.c.workspace_id == workspace_id, digests.c.channel == channel)
    row = (await tx.connection.execute(query.with_for_update())).one_or_none()
    return None if row is None else from_row(Digest, row)


async def channels_taken(tx: Transaction, workspace_id: str) -> set[str]:
    """The channels that have a digest, whoever set it up."""
    query = select(digests.c.channel).where(digests.c.workspace_id == workspace_id)
    return set((await tx.connection.execute(query)).scalars())


async def get(tx: Transaction, workspace_id: str, digest_id: str) -> Digest | None:
    """One digest of a workspace, whoever set it up."""
    query = select(digests).where(digests.c.id == digest_id, digests.c.workspace_id == workspace_id)
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else from_row(Digest, row)


async def lesson(tx: Transaction, workspace_id: str, lesson_id: str) -> Lesson | None:
    """One lesson of a workspace, whoever shares it."""
    query = select(lessons).where(lessons.c.id == lesson_id, lessons.c.workspace_id == workspace_id)
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else from_row(Lesson, row)


async def give_up(tx: Transaction, digest: Digest) -> None:
    """Takes away a digest that somebody else's is to replace."""
    await tx.connection.execute(delete(digests).where(digests.c.id == digest.id))


async def has_due(tx: Transaction, now: datetime) -> bool:
    """Whether any digest's moment has come."""
    query = select(digests.c.id).where(digests.c.next_at <= now).limit(1)
    return (await tx.connection.execute(query)).first() is not None


async def due(tx: Transaction, now: datetime, limit: int) -> Found[Digest]:
    """Digests whose moment has come, held against other workers."""
    query = select(digests).where(digests.c.next_at <= now).order_by(digests.c.next_at).limit(limit)
    return await _readable(tx, query.with_for_update(skip_locked=True))


async def move_on(tx: Transaction, digest_id: str, day: date, at: datetime) -> None:
    """The next one to come."""
    await tx.connection.execute(update(digests).where(digests.c.id == digest_id).values(next_day=day, next_at=at))


async def put_aside(tx: Transaction, digest_ids: Sequence[str], again: datetime) -> None:
    """Digests whose rows cannot be read: looked at again then."""
    await tx.connection.execute(update(digests).where(digests.c.id.in_(digest_ids)).values(next_at=again))


async def new(tx: Transaction, limit: int) -> Found[Digest]:
    """Digests of whose channel nobody has asked Slack yet."""
    return await _readable(tx, select(digests).where(digests.c.standing == literally(Standing.NEW)).limit(limit))


async def stands(tx: Transaction, digest: Digest, standing: Standing) -> bool:
    """What Slack said of a digest's channel. False: it was changed meanwhile, or somebody else was told the same."""
    judged = await tx.connection.execute(
        update(digests)
        .where(digests.c.id == digest.id, digests.c.revision == digest.revision, digests.c.standing != standing)
        .values(standing=standing)
    )
    return judged.rowcount == 1


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """When the next digest is due after now, in UTC."""
    soonest: datetime | None = (
        await tx.connection.execute(select(func.min(digests.c.next_at)).where(digests.c.next_at > now))
    ).scalar()
    return soonest


async def telling(tx: Transaction, workspace_id: str, spans: Sequence[Span], since: datetime) -> Telling:
    """What a digest may tell of these weeks, and of what was shared since then and before the last of them ends."""
    happened = [
        *await _introductions(tx, workspace_id, spans),
        *await _thanks(tx, workspace_id, spans),
        *await _kept(tx, workspace_id, spans),
        *await _calls(tx, workspace_id, spans),
    ]
    until = spans[-1].ends_at
    shared, plans = await _shared(tx, workspace_id, since, until), await _begun(tx, workspace_id, since, until)
    return Telling(tallied(spans, happened), shared, plans)


async def shared_still(tx: Transaction, workspace_id: str, lesson_ids: Sequence[str]) -> list[Shared]:
    """Those of these lessons that are still here, as they are by now."""
    query = _agreed(workspace_id).where(lessons.c.id.in_(lesson_ids))
    return [from_row(Shared, row) for row in await tx.connection.execute(query)]


async def plans_shared_still(tx: Transaction, workspace_id: str, partnership_ids: Sequence[str]) -> list[SharedPlan]:
    """Those of these partnerships of which digests may tell by now, over or not."""
    return await _plans(tx, workspace_id, partnerships.c.id.in_(partnership_ids))


async def _shared(tx: Transaction, workspace_id: str, since: datetime, until: datetime) -> tuple[Shared, ...]:
    since_then = lessons.c.created_at >= since, lessons.c.created_at < until
    query = _agreed(workspace_id).where(*since_then).order_by(lessons.c.created_at, lessons.c.id).limit(MOST_SHARED)
    return tuple(from_row(Shared, row) for row in await tx.connection.execute(query))


async def _begun(tx: Transaction, workspace_id: str, since: datetime, until: datetime) -> tuple[SharedPlan, ...]:
    """What two do together by now, and let digests tell of since then."""
    runs = partnerships.c.state == PartnershipState.RUNNING
    shared_since = partnerships.c.shared_at >= since, partnerships.c.shared_at < until
    return tuple(await _plans(tx, workspace_id, runs, *shared_since))


async def _plans(tx: Transaction, workspace_id: str, *which: ColumnElement[bool]) -> list[SharedPlan]:
    """Plans of which both agreed to have told, with the names of those who are members."""
    agreed = partnerships.c.workspace_id == workspace_id, partnerships.c.shared_at.is_not(None)
    told = select(partnerships).where(*agreed, *which).order_by(partnerships.c.shared_at, partnerships.c.id)
    plans = list(await tx.connection.execute(told.limit(MOST_SHARED)))
    named = (
        select(sides.c.partnership_id, members.c.name)
        .join(members, (members.c.workspace_id == sides.c.workspace_id) & (members.c.id == sides.c.member_id))
        .where(sides.c.partnership_id.in_([plan.id for plan in plans]), ~sides.c.is_outside)
        .order_by(members.c.name, members.c.id)
    )
    names: dict[str, list[str | None]] = defaultdict(list)
    for row in await tx.connection.execute(named):
        names[row.partnership_id].append(row.name)
    return [SharedPlan(tuple(names[plan.id]), plan.purpose, plan.id) for plan in plans]


def _agreed(workspace_id: str) -> Select[Any]:
    """What members agreed to have told, and nothing else."""
    return (
        select(members.c.name, lessons.c.text, lessons.c.id.label("lesson_id"))
        .join(members, (members.c.workspace_id == lessons.c.workspace_id) & (members.c.id == lessons.c.member_id))
        .where(lessons.c.workspace_id == workspace_id, lessons.c.in_digest)
    )


async def _introductions(tx: Transaction, workspace_id: str, spans: Sequence[Span]) -> list[Happened]:
    made = introductions.c.state == IntroductionState.MADE
    return await _happened(tx, Deed.INTRODUCTION, introductions, introductions.c.moved_at, workspace_id, spans, made)


async def _thanks(tx: Transaction, workspace_id: str, spans: Sequence[Span]) -> list[Happened]:
    sent = thank_yous.c.state == ThankYouState.SENT
    return await _happened(tx, Deed.THANKS, thank_yous, thank_yous.c.settled_at, workspace_id, spans, sent)


async def _calls(tx: Transaction, workspace_id: str, spans: Sequence[Span]) -> list[Happened]:
    held = calls.c.state == CallState.HELD
    return await _happened(tx, Deed.CALL, calls, calls.c.starts_at, workspace_id, spans, held)


async def _kept(tx: Transaction, workspace_id: str, spans: Sequence[Span]) -> list[Happened]:
    """Promises of members' own that were delivered by the agreed day, as it was where they live."""
    settled_at = deliverables.c.settled_at
    query = (
        select(deliverables.c.member_id, settled_at, deliverables.c.due_on, members.c.zone)
        .join(members, (members.c.workspace_id == deliverables.c.workspace_id) & _is_owner())
        .where(deliverables.c.workspace_id == workspace_id, deliverables.c.state == DeliverableState.DELIVERED)
        .where(deliverables.c.owner == Owner.MINE, *_within(settled_at, spans))
    )
    return [
        Happened(Deed.KEPT, row.member_id, row.settled_at)
        for row in await tx.connection.execute(query)
        if Hours(row.zone).local(row.settled_at).date() <= row.due_on
    ]


def _is_owner() -> ColumnElement[bool]:
    return members.c.id == deliverables.c.member_id


async def _happened(
    tx: Transaction,
    deed: Deed,
    table: Table,
    at: ColumnElement[datetime],
    workspace_id: str,
    spans: Sequence[Span],
    is_done: ColumnElement[bool],
) -> list[Happened]:
    query = select(table.c.member_id, at).where(table.c.workspace_id == workspace_id, is_done, *_within(at, spans))
    return [Happened(deed, member_id, moment) for member_id, moment in await tx.connection.execute(query)]


def _within(at: ColumnElement[Any], spans: Sequence[Span]) -> tuple[ColumnElement[bool], ...]:
    return at >= spans[0].starts_at, at < spans[-1].ends_at


async def _readable(tx: Transaction, query: Select[Any]) -> Found[Digest]:
    return await readable(tx, query, digests.c.id, lambda row: from_row(Digest, row))
