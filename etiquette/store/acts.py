"""Acts: each has one effect, is remembered with what it changed, and can be taken back while nothing rests on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update

from etiquette.rules.acts import Act, Change, Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who
from etiquette.store.session import Store, Transaction
from etiquette.store.tables import acts
from etiquette.store.types import new_id

JOURNAL = update(acts).where(acts.c.id == bindparam("its_id"))


@asynccontextmanager
async def acting(store: Store, who: Who, verb: Verb, key: str, now: datetime) -> AsyncIterator[Transaction]:
    """One act in one transaction: what is changed in the block is saved with the journal of it.

    `key` is what Slack calls this event, command, press or view; the same key twice is refused as SEEN_BEFORE, so
    that a redelivery changes nothing (N4).
    """
    async with store.writing() as tx:
        tx.act_id = await _begin(tx, who, verb, key, now)
        yield tx
        journal = [asdict(change) for change in tx.changes]
        written = {"its_id": tx.act_id, "changes": journal, "contact_id": tx.contact_id}
        await tx.connection.execute(JOURNAL, written)


async def get(tx: Transaction, who: Who, act_id: str) -> Act | None:
    """One act of this member's, held until the transaction ends."""
    query = select(acts).where(acts.c.id == act_id, *_own(who)).with_for_update()
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else _from_row(row)


async def id_of(tx: Transaction, who: Who, key: str) -> str | None:
    """The act that a key made happen."""
    query = select(acts.c.id).where(acts.c.key == key[:255], *_own(who))
    return (await tx.connection.execute(query)).scalar_one_or_none()


async def later_than(tx: Transaction, act: Act) -> list[Act]:
    """What was done since by the same member; and about the same contact by whoever introduces them."""
    mine = and_(*_own(Who(act.workspace_id, act.member_id)))
    known = (acts.c.workspace_id == act.workspace_id) & (acts.c.contact_id == act.contact_id)
    whose = mine | known if act.contact_id else mine
    query = select(acts).where(whose, acts.c.at >= act.at, acts.c.id != act.id)
    return [_from_row(row) for row in await tx.connection.execute(query.order_by(acts.c.at))]


async def mark_undone(tx: Transaction, act: Act, now: datetime) -> None:
    """Remembers that an act was taken back."""
    await tx.connection.execute(update(acts).where(acts.c.id == act.id).values(undone_at=now))


async def _begin(tx: Transaction, who: Who, verb: Verb, key: str, now: datetime) -> str:
    act_id = new_id()
    new = {
        "id": act_id,
        "workspace_id": who.workspace_id,
        "member_id": who.member_id,
        "verb": verb,
        "key": key[:255],
        "changes": [],
        "at": now,
    }
    once = tx.insert(acts).on_conflict_do_nothing(index_elements=["workspace_id", "key"]).returning(acts.c.id)
    if (await tx.connection.execute(once, new)).first() is None:
        raise EtiquetteError(Refusal.SEEN_BEFORE)
    return act_id


def _own(who: Who) -> tuple[Any, ...]:
    return acts.c.workspace_id == who.workspace_id, acts.c.member_id == who.member_id


def _from_row(row: Row[Any]) -> Act:
    mapping = row._mapping  # noqa: SLF001 - the documented way to a row's columns by name
    return Act(
        id=mapping["id"],
        workspace_id=mapping["workspace_id"],
        member_id=mapping["member_id"],
        verb=mapping["verb"],
        contact_id=mapping["contact_id"],
        changes=tuple(Change(**change) for change in mapping["changes"]),
        at=mapping["at"],
        undone_at=mapping["undone_at"],
    )
