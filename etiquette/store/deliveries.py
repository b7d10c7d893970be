"""Deliveries: claimed under a lease, posted, found again after a crash. Leases are in machine time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, cast, delete, select, update
from sqlalchemy import insert as new

from etiquette.rules.members import Who
from etiquette.rules.nudges import FINAL, Cargo, Delivery, Nudge, State
from etiquette.store.records import from_row, values_of
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, nudges
from etiquette.store.types import literally, new_id

CLAIMED = literally(State.CLAIMED)
ONE = (deliveries.c.id == bindparam("its_id"), deliveries.c.state == State.CLAIMED)
NEW = new(deliveries)
SETTLE = update(deliveries).where(*ONE)
ITS_ROW = update(deliveries).where(deliveries.c.id == bindparam("its_id"))
CLAIMS = (
    select(deliveries.c.id, deliveries.c.lease_until)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)), deliveries.c.state == State.CLAIMED)
    .order_by(deliveries.c.id)  # as everybody takes them who holds several
    .with_for_update()
)
HOLD = update(nudges).where(nudges.c.id == bindparam("its_id"), nudges.c.state == State.PLANNED)
HOLD = HOLD.values(state=State.CLAIMED, delivery_id=bindparam("delivery_id"))
HELD_BY = nudges.c.delivery_id.in_(bindparam("held_by", expanding=True))
HELD = update(nudges).where(HELD_BY, nudges.c.state == State.CLAIMED)


@dataclass(frozen=True, slots=True)
class Claim:
    """Nudges that are to be one message to one member, in a conversation where it is known."""

    who: Who
    carried: tuple[Nudge, ...]
    channel: str | None


async def claim(tx: Transaction, claims: Sequence[Claim], now: datetime, lease_until: datetime) -> list[Delivery]:
    """A delivery for each claim, which holds its nudges under a lease. Raises nothing: its caller holds the rows."""
    begun: list[tuple[Delivery, list[str], bool]] = []
    for each in claims:
        attempts = 1 + max(nudge.attempts for nudge in each.carried)
        digests = tuple(nudge.digest for nudge in each.carried)
        delivery = replace(_begun(each.who, attempts, now, lease_until), channel=each.channel, digests=digests)
        counted = not all(nudge.chosen for nudge in each.carried)
        begun.append((delivery, [nudge.id for nudge in each.carried], counted))
    await _claimed(tx, begun)
    return [delivery for delivery, _, _ in begun]


async def claim_unsaid(tx: Transaction, nudge_id: str, now: datetime, lease_until: datetime) -> Delivery:
    """A delivery that says nothing, for a nudge that cannot be said: of its row only what is needed is looked at."""
    tried = cast(nudges.c.attempts, Integer)
    query = select(nudges.c.workspace_id, nudges.c.recipient, tried).where(nudges.c.id == nudge_id)
    workspace_id, recipient, attempts = (await tx.connection.execute(query)).one()
    delivery = _begun(Who(workspace_id, recipient), 1 + attempts, now, lease_until)
    await _claimed(tx, [(delivery, [nudge_id], False)])
    return delivery


async def plan(
    tx: Transaction,
    workspace_id: str,
    cargo: Cargo,
    subject_id: str,
    occasion: str,
    channel: str | None,
    due_at: datetime,
    recipient: str | None = None,
) -> None:
    """A delivery of no nudges, to be posted when it is due: to a channel, or to a recipient.

    One whose natural key is there already is left as it is.
    """
    planned = tx.insert(deliveries).values(
        id=new_id(),
        workspace_id=workspace_id,
        cargo=cargo,
        recipient=recipient,
        subject_id=subject_id,
        occasion=occasion,
        due_at=due_at,
        state=State.PLANNED,
        counted=False,
        channel=channel,
        digests=[],
        attempts=0,
        wanted=0,
        drawn=0,
        created_at=due_at,
    )
    await tx.connection.execute(planned.on_conflict_do_nothing())


async def get(tx: Transaction, delivery_id: str) -> Delivery | None:
    """One delivery, whatever its state."""
    row = (await tx.connection.execute(select(deliveries).where(deliveries.c.id == delivery_id))).one_or_none()
    return None if row is None else of_row(row)


async def keep(
    tx: Transaction, delivery: Delivery, channel: str, digests: Collection[str], lease_until: datetime
) -> Delivery | None:
    """Goes on with a claim under a new lease: its conversation, and what it says, stored so that a crash can look.

    None: its lease had run out, and somebody else looks for it, or has settled it by now.
    """
    return (await keep_all(tx, [(delivery, channel, digests)], lease_until))[0]


async def keep_all(
    tx: Transaction, these: Sequence[tuple[Delivery, str, Collection[str]]], lease_until: datetime
) -> list[Delivery | None]:
    """The same of several, each with its conversation and its digests."""
    leases = await _leases(tx, [delivery.id for delivery, _, _ in these])
    kept = [
        replace(delivery, channel=channel, digests=tuple(digests), lease_until=lease_until)
        if (delivery.id, delivery.lease_until) in leases.items()
        else None
        for delivery, channel, digests in these
    ]
    rows = [
        {"its_id": each.id, "channel": each.channel, "digests": list(each.digests), "lease_until": lease_until}
        for each in kept
        if each is not None
    ]
    if rows:
        await tx.connection.execute(ITS_ROW, rows)
    return kept


async def mark_posted(tx: Transaction, delivery: Delivery, ts: str, now: datetime) -> bool:
    """Settles a delivery and its nudges as posted. False: somebody settled it before."""
    return (await mark_all_posted(tx, [(delivery, ts)], now))[0]


async def mark_all_posted(tx: Transaction, these: Sequence[tuple[Delivery, str]], now: datetime) -> list[bool]:
    """The same of several, each with its `ts`."""
    leases = await _leases(tx, [delivery.id for delivery, _ in these])
    posted = {"state": State.POSTED, "lease_until": None, "posted_at": now}
    rows = [{"its_id": delivery.id, "ts": ts, **posted} for delivery, ts in these if delivery.id in leases]
    if rows:
        await tx.connection.execute(ITS_ROW, rows)
    await _settle_nudges(tx, *leases, state=State.POSTED)
    return [delivery.id in leases for delivery, _ in these]


async def release(tx: Transaction, delivery: Delivery, error: str, again: datetime, *, attempted: bool = True) -> bool:
    """Gives the nudges of a delivery back to be planned for `again`: nothing of it was posted.

    `attempted` counts towards giving up: a refusal that passes by itself (429) does not.
    """
    changed = await _settle(tx, delivery.id, State.WITHDRAWN, error=error)
    if changed:
        more = nudges.c.attempts + (1 if attempted else 0)
        await _settle_nudges(tx, delivery.id, state=State.PLANNED, delivery_id=None, attempts=more, due_at=again)
    return changed


async def put_back(tx: Transaction, claimed: Collection[Delivery]) -> None:
    """Claims that were not begun: their nudges are planned as they were, and of the deliveries nothing is left."""
    for lease_until in {delivery.lease_until for delivery in claimed}:
        ids = [delivery.id for delivery in claimed if delivery.lease_until == lease_until]
        mine = (deliveries.c.id.in_(ids), deliveries.c.state == State.CLAIMED, deliveries.c.lease_until == lease_until)
        held = select(deliveries.c.id).where(*mine).order_by(deliveries.c.id).with_for_update()
        unbegun = list((await tx.connection.execute(held)).scalars())
        carried = (nudges.c.delivery_id.in_(unbegun), nudges.c.state == State.CLAIMED)
        await tx.connection.execute(update(nudges).where(*carried).values(state=State.PLANNED, delivery_id=None))
        await tx.connection.execute(delete(deliveries).where(deliveries.c.id.in_(unbegun)))


async def abandon(tx: Transaction, delivery_id: str, error: str) -> bool:
    """Ends a delivery and its nudges for good: a refusal that does not pass, or one try too many."""
    changed = await _settle(tx, delivery_id, State.ABANDONED, error=error)
    if changed:
        await _settle_nudges(tx, delivery_id, state=State.ABANDONED)
    return changed


async def withdraw(tx: Transaction, delivery: Delivery) -> bool:
    """Ends a delivery that has nothing left to say, and its nudges with it."""
    changed = await _settle(tx, delivery.id, State.WITHDRAWN)
    if changed:
        await _settle_nudges(tx, delivery.id, state=State.WITHDRAWN, delivery_id=None)
    return changed


async def hold(tx: Transaction, delivery: Delivery, lease_until: datetime, error: str) -> None:
    """Keeps a claim whose outcome cannot be told yet: it is looked for when this lease has run out."""
    await tx.connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id, deliveries.c.state == State.CLAIMED)
        .values(lease_until=lease_until, error=error)
    )


async def stands_at(tx: Transaction, who: Who, channel: str, ts: str) -> bool:
    """Whether a message to this member is a delivery."""
    query = select(deliveries.c.id).where(
        deliveries.c.workspace_id == who.workspace_id,
        deliveries.c.recipient == who.member_id,
        deliveries.c.channel == channel,
        deliveries.c.ts == ts,
    )
    return (await tx.connection.execute(query)).first() is not None


def of_row(row: Row[Any]) -> Delivery:
    """A delivery as its row has it."""
    return replace(from_row(Delivery, row), digests=tuple(row.digests), attempts=int(row.attempts))


async def _leases(tx: Transaction, delivery_ids: Collection[str]) -> dict[str, datetime | None]:
    """Which of these are claimed still, and until when; held until the transaction ends."""
    held = await tx.connection.execute(CLAIMS, {"ids": list(delivery_ids)})
    return {row.id: row.lease_until for row in held}


async def _settle(tx: Transaction, delivery_id: str, state: State, **values: Any) -> bool:
    ends = {"its_id": delivery_id, "state": state, "lease_until": None, **values}
    settled = await tx.connection.execute(SETTLE, ends)
    return settled.rowcount == 1


async def _settle_nudges(tx: Transaction, *held_by: str, state: State, **values: Any) -> None:
    if not held_by:
        return
    settled = await tx.connection.execute(HELD.values(state=state, **values), {"held_by": held_by})
    if state in FINAL:
        tx.ends(state, settled.rowcount)


def _begun(who: Who, attempts: int, now: datetime, lease_until: datetime) -> Delivery:
    return Delivery(
        id=new_id(),
        workspace_id=who.workspace_id,
        cargo=Cargo.NUDGES,
        recipient=who.member_id,
        state=State.CLAIMED,
        lease_until=lease_until,
        attempts=attempts,
        created_at=now,
    )


async def _claimed(tx: Transaction, begun: Sequence[tuple[Delivery, list[str], bool]]) -> None:
    """Saves deliveries, each with the ids of its nudges, and whether it counts towards the day's allowance."""
    if not begun:
        return
    drawn = {"wanted": 0, "drawn": 0}
    rows = [{**values_of(each), "digests": list(each.digests), "counted": counts, **drawn} for each, _, counts in begun]
    await tx.connection.execute(NEW, rows)
    held = [{"its_id": nudge_id, "delivery_id": each.id} for each, nudge_ids, _ in begun for nudge_id in nudge_ids]
    await tx.connection.execute(HOLD, held)
