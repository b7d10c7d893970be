"""Nudges that are stuck, as an operator sees them: given up, set aside, or posted perhaps. And another try for them.

Of a row that cannot be read only what is needed is looked at, and as it stands in the database. What is stuck of no
nudges is in `stuck_deliveries`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Row, Select, String, cast, func, or_, select, update

from etiquette.rules.nudges import State, digest_of
from etiquette.store.leases import LONG_OUT
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, nudges

MOST = 500
CHUNK = 500
LOOKED_BACK = 50


class Stuck(StrEnum):
    """How something is stuck."""

    ABANDONED = "abandoned"
    SET_ASIDE = "set aside"
    UNCLEAR = "unclear"


class Tried(StrEnum):
    """What comes of another try: it is due now, looked for in its conversation first, or refused for what it is."""

    PLANNED = "planned"
    LOOKED_FOR = "looked_for"
    UNKNOWN = "unknown"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"
    ON_ITS_WAY = "on_its_way"
    WAITS = "waits"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class StuckRow:
    """What is stuck: since when (in UTC, as it is written there), and Slack's word or ours.

    Of a nudge `since` is its last try; of anything else, when it was to come. `what` is a nudge's kind, or a delivery's
    cargo; `to` a member, or a channel.
    """

    id: str
    workspace_id: str
    to: str
    what: str
    how: Stuck
    tries: int
    since: str | None
    reason: str | None


async def stuck(tx: Transaction, machine_now: datetime, most: int = MOST) -> list[StuckRow]:
    """Whatever is stuck, as many as that, the oldest first."""
    rows = (await tx.connection.execute(_stuck(machine_now).order_by(nudges.c.due_at, nudges.c.id).limit(most))).all()
    return [await _told(tx, row) for row in rows]


async def count_stuck(tx: Transaction, machine_now: datetime) -> int:
    """How many are."""
    return (await tx.connection.execute(select(func.count()).select_from(_stuck(machine_now).subquery()))).scalar_one()


async def ids_stuck(tx: Transaction, machine_now: datetime) -> list[str]:
    """All of their ids."""
    return [row.id for row in (await tx.connection.execute(_stuck(machine_now))).all()]


async def retry(tx: Transaction, nudge_ids: Sequence[str], now: datetime, machine_now: datetime) -> dict[str, Tried]:
    """Another try for each of these, at once. What was posted already, or may be, is never planned again (N4).

    What had come as far as its conversation is looked for there first: its delivery goes back under a lease that ran
    out, with all that it carries.
    """
    found: dict[str, Tried] = dict.fromkeys(nudge_ids, Tried.UNKNOWN)
    for start in range(0, len(nudge_ids), CHUNK):
        these = nudges.c.id.in_(nudge_ids[start : start + CHUNK])
        # Deliveries before nudges, as whoever marks one takes them.
        carry = select(nudges.c.delivery_id).where(these)
        held = select(deliveries.c.id).where(deliveries.c.id.in_(carry)).order_by(deliveries.c.id)
        await tx.connection.execute(held.with_for_update())
        query = _looked_at(machine_now).where(these).order_by(nudges.c.id).with_for_update(of=nudges)
        rows = (await tx.connection.execute(query)).all()
        found |= {row.id: outcome_of(row, _given_up) for row in rows}
        to_plan = [row for row in rows if found[row.id] is Tried.PLANNED]
        to_look_for = {row.delivery_id for row in rows if found[row.id] is Tried.LOOKED_FOR}
        await _plan_again(tx, [row.id for row in to_plan], now)
        await look_for(tx, to_look_for, machine_now)
    return found


def outcome_of(row: Row[Any], given_up: Callable[[Row[Any]], Tried]) -> Tried:
    """What comes of another try for something that stands as this row has it; where it was `given_up`, that says."""
    match row.state:
        case State.POSTED:
            return Tried.POSTED
        case State.WITHDRAWN:
            return Tried.WITHDRAWN
        case State.PLANNED:
            return Tried.PLANNED if row.attempts > 0 else Tried.WAITS
        case State.CLAIMED:
            return Tried.ON_ITS_WAY if row.is_held and row.reason is None else Tried.LOOKED_FOR
    return given_up(row)


def _given_up(row: Row[Any]) -> Tried:
    if row.delivery_state == State.POSTED:
        return Tried.POSTED
    return Tried.LOOKED_FOR if row.channel is not None else Tried.PLANNED


async def _plan_again(tx: Transaction, nudge_ids: list[str], now: datetime) -> None:
    unsaid = (nudges.c.id.in_(nudge_ids), nudges.c.state.in_([State.PLANNED, State.ABANDONED]))
    again = {"state": State.PLANNED, "delivery_id": None, "attempts": 0, "due_at": now}
    await tx.connection.execute(update(nudges).where(*unsaid).values(**again))


async def look_for(tx: Transaction, delivery_ids: Collection[str], machine_now: datetime) -> None:
    """Whoever looks next for what was lost finds these, with all that they carry, as after a crash."""
    these, unsaid = deliveries.c.id.in_(delivery_ids), [State.CLAIMED, State.ABANDONED]
    expired = {"state": State.CLAIMED, "lease_until": machine_now - LONG_OUT, "attempts": 1}
    await tx.connection.execute(update(deliveries).where(these, deliveries.c.state.in_(unsaid)).values(**expired))
    carried = (nudges.c.delivery_id.in_(delivery_ids), nudges.c.state == State.ABANDONED)
    await tx.connection.execute(update(nudges).where(*carried).values(state=State.CLAIMED, attempts=0))


def _stuck(machine_now: datetime) -> Select[Any]:
    unclear = deliveries.c.error.is_not(None) | (deliveries.c.lease_until <= machine_now)
    return _looked_at(machine_now).where(
        or_(
            nudges.c.state == State.ABANDONED,
            (nudges.c.state == State.PLANNED) & (nudges.c.attempts > 0),
            (nudges.c.state == State.CLAIMED) & unclear,
        )
    )


def _looked_at(machine_now: datetime) -> Select[Any]:
    return select(
        nudges.c.id,
        nudges.c.workspace_id,
        nudges.c.recipient,
        cast(nudges.c.kind, String).label("kind"),
        nudges.c.state,
        cast(nudges.c.attempts, Integer).label("attempts"),
        cast(func.coalesce(deliveries.c.attempts, nudges.c.attempts), Integer).label("tries"),
        nudges.c.delivery_id,
        nudges.c.subject_id,
        nudges.c.occasion,
        cast(deliveries.c.created_at, String).label("since"),
        (deliveries.c.lease_until > machine_now).label("is_held"),
        deliveries.c.channel,
        deliveries.c.error.label("reason"),
        deliveries.c.state.label("delivery_state"),
    ).select_from(nudges.outerjoin(deliveries, deliveries.c.id == nudges.c.delivery_id))


async def _told(tx: Transaction, row: Row[Any]) -> StuckRow:
    how = {State.ABANDONED: Stuck.ABANDONED, State.PLANNED: Stuck.SET_ASIDE}.get(row.state, Stuck.UNCLEAR)
    since, reason = await _last_try(tx, row) if how is Stuck.SET_ASIDE else (row.since, row.reason)
    return StuckRow(row.id, row.workspace_id, row.recipient, row.kind, how, row.tries, since, reason)


async def _last_try(tx: Transaction, row: Row[Any]) -> tuple[str | None, str | None]:
    """When a nudge that is planned again was tried last, and what was wrong: no delivery holds it any more."""
    ended = (deliveries.c.posted_at.is_(None), deliveries.c.state == State.WITHDRAWN, deliveries.c.error.is_not(None))
    said = cast(deliveries.c.digests, String).label("digests")  # as it is written: it may be damaged
    query = (
        select(cast(deliveries.c.created_at, String).label("since"), deliveries.c.error, said)
        .where(deliveries.c.workspace_id == row.workspace_id, deliveries.c.recipient == row.recipient, *ended)
        .order_by(deliveries.c.created_at.desc())
        .limit(LOOKED_BACK)
    )
    mine = digest_of(row.workspace_id, row.kind, row.subject_id, row.recipient, row.occasion)
    for tried in await tx.connection.execute(query):
        if mine in tried.digests or tried.digests == "[]":  # one that could not even be read was alone, and has none
            return tried.since, tried.error
    return None, None
