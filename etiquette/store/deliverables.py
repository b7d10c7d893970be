"""Deliverables as they went: how their dates were agreed anew, and a member's own record."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import bindparam, select

from etiquette.rules.deliverables import Deliverable, Owner
from etiquette.rules.members import Who
from etiquette.rules.reliability import Record, record_of
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.workdays import Hours
from etiquette.store import members
from etiquette.store.records import all_of, from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import renegotiations

AGREED_ANEW = (
    select(renegotiations)
    .where(renegotiations.c.deliverable_id.in_(bindparam("ids", expanding=True)))
    .order_by(renegotiations.c.at, renegotiations.c.id)
)


async def agreed_anew(tx: Transaction, deliverable_ids: Collection[str]) -> dict[str, list[Renegotiation]]:
    """How the dates of these were agreed anew, oldest first."""
    found: dict[str, list[Renegotiation]] = defaultdict(list)
    if not deliverable_ids:
        return found
    for row in await tx.connection.execute(AGREED_ANEW, {"ids": list(deliverable_ids)}):
        found[row.deliverable_id].append(from_row(Renegotiation, row))
    return found


async def record_of_member(tx: Transaction, who: Who) -> Record:
    """A member's own record (E10), which is for nobody else."""
    member = await members.get(tx, who)
    hours = member.hours if member else Hours("UTC")
    promises = await all_of(tx, Deliverable, who, owner=Owner.MINE)
    return record_of(promises, await all_of(tx, Renegotiation, who), hours)
