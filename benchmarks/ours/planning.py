"""Planning: promises of one member, each saved with what it calls for in a transaction of its own."""

import asyncio
import json
import sys
from datetime import timedelta
from time import perf_counter

from sqlalchemy import text

from benchmarks.lean import TEAM
from benchmarks.load import member_id
from benchmarks.seeds import SEED
from bot.clock import Clock
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.members import Member, Who
from etiquette.rules.planning import nudges_for
from etiquette.services.members import member_of
from etiquette.services.replanning import add_and_plan
from etiquette.store.session import Store
from etiquette.store.types import new_id

TOGETHER = 50
"""So many promises in one transaction, as when a file of them is read."""


def promise(member: Member, contact_id: str, number: int) -> Deliverable:
    """One of many, due on one of many days."""
    now = Clock().now()
    return Deliverable(
        id=new_id(),
        workspace_id=member.workspace_id,
        member_id=member.id,
        contact_id=contact_id,
        call_id=None,
        owner=Owner.MINE,
        what=f"the deck {number}",
        due_on=(now + timedelta(days=10 + number % 200)).date(),
        state=DeliverableState.OPEN,
        settled_at=None,
        revision=1,
        typed="the deck",
        created_at=now,
    )


async def planned(url: str, count: int) -> tuple[int, float]:
    """Plans so many nudges, or a few more; how many, and how many seconds it took."""
    store = Store(url)
    now = Clock().now()
    member = await member_of(store, Who(TEAM, member_id(SEED)))
    assert member is not None
    async with store.reading() as tx:
        contact_id = (await tx.connection.execute(text("SELECT id FROM contacts LIMIT 1"))).scalar_one()
    each = len(nudges_for(promise(member, contact_id, 0), member, now))
    promises = [promise(member, contact_id, number) for number in range(-(-count // each))]
    began = perf_counter()
    for start in range(0, len(promises), TOGETHER):
        async with store.writing() as tx:
            for fact in promises[start : start + TOGETHER]:
                await add_and_plan(tx, fact, member, now)
    took = perf_counter() - began
    await store.close()
    return each * len(promises), took


if __name__ == "__main__":
    planned_, took = asyncio.run(planned(sys.argv[1], int(sys.argv[2])))
    sys.stdout.write(json.dumps({"planned": planned_, "elapsed": took}) + "\n")
