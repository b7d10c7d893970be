"""Planning: what many promises call for is asked of the rules, and saved, a hundred promises in one transaction."""

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
from etiquette.store import nudges
from etiquette.store.records import add
from etiquette.store.session import Store
from etiquette.store.types import new_id

TOGETHER = 100


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
    async with store.writing() as tx:
        for fact in promises:
            await add(tx, fact)
    began = perf_counter()
    for start in range(0, len(promises), TOGETHER):
        plans = [plan for fact in promises[start : start + TOGETHER] for plan in nudges_for(fact, member, now)]
        async with store.writing() as tx:
            await nudges.plan(tx, member.workspace_id, plans, now)
    took = perf_counter() - began
    await store.close()
    return each * len(promises), took


if __name__ == "__main__":
    planned_, took = asyncio.run(planned(sys.argv[1], int(sys.argv[2])))
    sys.stdout.write(json.dumps({"planned": planned_, "elapsed": took}) + "\n")
