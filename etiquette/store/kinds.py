"""Nudges by their kind: what was said of one last, and what is taken back of a kind that is muted."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select, update

from etiquette.rules.members import Who
from etiquette.rules.nudges import Kind, Nudge, State
from etiquette.store.nudges import IN_WORKSPACE, IS_KNOWN, TO_THEM
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import nudges
from etiquette.store.types import literally

POSTED = literally(State.POSTED)

SAID_OFTEN = (
    select(nudges.c.recipient, nudges.c.kind)
    .where(IN_WORKSPACE, TO_THEM, nudges.c.state == POSTED, IS_KNOWN)
    .group_by(nudges.c.recipient, nudges.c.kind)
    .having(func.count(nudges.c.delivery_id.distinct()) >= bindparam("times"))
)


async def last_said(tx: Transaction, who: Who, kind: Kind, most: int) -> list[Nudge]:
    """What a member was told last of one kind, the latest first."""
    said = (*_to(who), nudges.c.kind == kind, nudges.c.state == POSTED)
    query = select(nudges).where(*said).order_by(nudges.c.due_at.desc(), nudges.c.created_at.desc()).limit(most)
    return [from_row(Nudge, row) for row in await tx.connection.execute(query)]


async def said_often(tx: Transaction, whom: Collection[Who], times: int) -> Mapping[Who, set[Kind]]:
    """Of which kinds there were so many messages, to each of some members who were told of any as often."""
    found: defaultdict[Who, set[Kind]] = defaultdict(set)
    for workspace_id in {who.workspace_id for who in whom}:
        ids = [who.member_id for who in whom if who.workspace_id == workspace_id]
        asked = {"its_workspace": workspace_id, "recipients": ids, "times": times}
        for member_id, kind in await tx.connection.execute(SAID_OFTEN, asked):
            found[Who(workspace_id, member_id)].add(kind)
    return found


async def carried(tx: Transaction, delivery_ids: Collection[str]) -> Mapping[str, set[Kind]]:
    """The kinds of what several messages carry, each apart."""
    found: defaultdict[str, set[Kind]] = defaultdict(set)
    if not delivery_ids:
        return found
    query = select(nudges.c.delivery_id, nudges.c.kind).where(nudges.c.delivery_id.in_(delivery_ids))
    for delivery_id, kind in await tx.connection.execute(query):
        found[delivery_id].add(kind)
    return found


async def was_told(tx: Transaction, who: Who, kind: Kind, subject_id: str) -> bool:
    """Whether a member was told of this, whosever record it is."""
    told = (*_to(who), nudges.c.kind == kind, nudges.c.subject_id == subject_id, nudges.c.state == POSTED)
    return (await tx.connection.execute(select(nudges.c.id).where(*told).limit(1))).first() is not None


async def take_back(tx: Transaction, who: Who, kinds: Collection[Kind]) -> None:
    """Takes back whatever a member was to be told of these kinds, and was not told yet (N3)."""
    if kinds:
        unsaid = (*_to(who), nudges.c.kind.in_(kinds), nudges.c.state == State.PLANNED)
        withdrawn = await tx.connection.execute(update(nudges).where(*unsaid).values(state=State.WITHDRAWN))
        tx.ends(State.WITHDRAWN, withdrawn.rowcount)


def _to(who: Who) -> tuple[Any, ...]:
    return nudges.c.workspace_id == who.workspace_id, nudges.c.recipient == who.member_id
