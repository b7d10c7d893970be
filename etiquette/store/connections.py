"""A member's imported connections: saved by the thousand, searched by any word of theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, or_, select

from etiquette.rules.imports import Connection, searchable
from etiquette.rules.members import Who
from etiquette.store.records import from_row, values_of
from etiquette.store.session import Transaction
from etiquette.store.tables import connections

CHUNK = 500
NEWS = ("name", "email", "company", "position", "connected_on", "folded")


@dataclass(frozen=True, slots=True)
class Matches:
    """Those whom a search found, who have been known longest first, and how many there are in all."""

    shown: tuple[Connection, ...]
    count: int


async def save(tx: Transaction, rows: Sequence[Connection], *, fresh: bool = True) -> None:
    """Saves connections. Of those who are known only what is new of them is kept, and that where `fresh`."""
    insert = tx.insert(connections)
    key = [connections.c.workspace_id, connections.c.member_id, connections.c.key]
    once = insert.on_conflict_do_nothing()
    if fresh:
        news = {name: insert.excluded[name] for name in NEWS}
        changed = or_(*(connections.c[name].is_distinct_from(insert.excluded[name]) for name in NEWS))
        once = insert.on_conflict_do_update(index_elements=key, set_=news, where=changed)
    for chunk in _chunks(rows):
        await tx.connection.execute(once, [_row(each) for each in chunk])


async def find(tx: Transaction, who: Who, connection_id: str) -> Connection | None:
    """One connection of this member's."""
    query = select(connections).where(connections.c.id == connection_id, *_own(who))
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else from_row(Connection, row)


async def all_of(tx: Transaction, who: Who) -> list[Connection]:
    """All connections of this member's."""
    query = select(connections).where(*_own(who)).order_by(connections.c.created_at, connections.c.id)
    return [from_row(Connection, row) for row in await tx.connection.execute(query)]


async def matching(tx: Transaction, who: Who, words: Sequence[str], limit: int) -> Matches:
    """Connections in whose name, company or position every word stands; `words` are folded."""
    found = (*_own(who), *(connections.c.folded.contains(word, autoescape=True) for word in words))
    count = (await tx.connection.execute(select(func.count()).where(*found))).scalar_one()
    longest_known = connections.c.connected_on.is_(None), connections.c.connected_on, connections.c.name
    query = select(connections).where(*found).order_by(*longest_known, connections.c.id).limit(limit)
    return Matches(tuple(from_row(Connection, row) for row in await tx.connection.execute(query)), count)


async def count(tx: Transaction, who: Who, import_id: str | None = None) -> int:
    """How many connections this member has, or has from one import."""
    of_import = [] if import_id is None else [connections.c.import_id == import_id]
    return (await tx.connection.execute(select(func.count()).where(*_own(who), *of_import))).scalar_one()


async def remove_import(tx: Transaction, who: Who, import_id: str) -> None:
    """Takes back what one import brought."""
    await tx.connection.execute(delete(connections).where(*_own(who), connections.c.import_id == import_id))


def _row(connection: Connection) -> dict[str, Any]:
    words = searchable(connection.name, connection.company, connection.position)
    return {**values_of(connection), "folded": words}


def _chunks(rows: Sequence[Connection]) -> Iterator[Sequence[Connection]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _own(who: Who) -> tuple[Any, ...]:
    return connections.c.workspace_id == who.workspace_id, connections.c.member_id == who.member_id
