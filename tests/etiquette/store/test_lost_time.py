"""What may have been said in lost time, and what is new for certain (N4)."""

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from etiquette.rules.nudges import Kind, Nudge, State
from etiquette.store import lost_time, nudges
from etiquette.store.lost_time import CATCHING_UP, LostTime
from etiquette.store.records import Found
from etiquette.store.session import Store
from etiquette.store.tables import nudges as table
from etiquette.store.types import new_id
from tests.builders import TUESDAY, make_nudge
from tests.cast import ADA, WORKSPACE, Hand

LOST = LostTime(TUESDAY, TUESDAY + timedelta(days=2))
BEFORE, AFTER = LOST.until - timedelta(minutes=1), LOST.until + timedelta(minutes=1)
NOW = LOST.until + timedelta(days=30)


async def planned(store: Store, kind: Kind, at: datetime, subject_id: str = "s-1") -> str:
    """A nudge that was planned then, and is due since."""
    nudge = make_nudge(id=new_id(), kind=kind, subject_id=subject_id, occasion=f"1/{at:%d %H:%M}", due_at=at)
    moment = {"local_day": at.date(), "local_time": at.time(), "zone": "UTC", "created_at": at}
    columns = {name: getattr(nudge, name) for name in Nudge.__slots__ if name in table.c}
    async with store.writing() as tx:
        await tx.connection.execute(table.insert().values(columns | moment))
    return nudge.id


async def unclear(store: Store) -> Collection[str]:
    async with store.reading() as tx:
        found = await lost_time.unclear_to(tx, WORKSPACE, LOST, [ADA.member_id, "U0NOBODY"], NOW)
    return found.get(ADA.member_id, [])


@pytest.mark.parametrize(
    ("kind", "at", "is_known", "is_unclear"),
    [
        (Kind.DELIVERABLE_MINE, LOST.since - timedelta(days=90), True, True),
        (Kind.DELIVERABLE_MINE, BEFORE, True, True),
        (Kind.DELIVERABLE_MINE, AFTER, True, False),
        (Kind.PAY_FORWARD, AFTER, False, True),
        (Kind.ONE_SIDED, AFTER, True, True),
        (Kind.PAY_FORWARD, LOST.until + CATCHING_UP + timedelta(seconds=1), False, False),
        (Kind.ONE_SIDED, LOST.until + CATCHING_UP + timedelta(seconds=1), True, False),
    ],
    ids=[
        "planned before the backup",
        "planned before it was restored",
        "a member's act afterwards, on what was known",
        "what time makes again, of which nothing was known",
        "what time weighs again",
        "what time makes when it has caught up",
        "what time weighs when it has caught up",
    ],
)
async def test_n4_what_is_unclear_is_what_was_planned_or_would_have_been(
    store: Store, ada: Hand, kind: Kind, at: datetime, is_known: bool, is_unclear: bool
) -> None:
    nudge_id = await planned(store, kind, at)
    if is_known and at > LOST.until:
        await planned(store, Kind.SUPPORT, BEFORE)

    assert (nudge_id in await unclear(store)) == is_unclear


async def test_n4_what_is_unclear_and_was_not_looked_for_is_not_said(store: Store, ada: Hand) -> None:
    """It fell due between looking and claiming."""
    old = [await planned(store, Kind.DELIVERABLE_MINE, BEFORE, f"s-{number}") for number in range(2)]
    await planned(store, Kind.SUPPORT, BEFORE, "s-0")
    new = await planned(store, Kind.DELIVERABLE_MINE, AFTER, "s-0")
    async with store.writing() as tx:
        due: Found[Nudge] = await nudges.due(tx, WORKSPACE, [ADA.member_id], NOW)
        clear = await lost_time.clear(tx, due, LOST, {old[0]})

    assert {nudge.id for nudge in clear.records} == {old[0], new}
    assert all(nudge.state is State.PLANNED for nudge in clear.records)
