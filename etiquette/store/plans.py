"""What both sides give, by the partnership: read only for whoever was found to have a side in it."""

from collections.abc import Collection

from sqlalchemy import select

from etiquette.rules.contributions import Contribution
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import contributions


async def contributions_in(tx: Transaction, partnership_id: str) -> list[Contribution]:
    """The contributions of both sides to one partnership, oldest first."""
    return (await contributions_of_each(tx, [partnership_id])).get(partnership_id, [])


async def contributions_of_each(tx: Transaction, ids: Collection[str]) -> dict[str, list[Contribution]]:
    """The same of several partnerships, by their ids."""
    if not ids:
        return {}
    query = select(contributions).where(contributions.c.partnership_id.in_(ids))
    found: dict[str, list[Contribution]] = {}
    for row in await tx.connection.execute(query.order_by(contributions.c.created_at, contributions.c.id)):
        found.setdefault(row.partnership_id, []).append(from_row(Contribution, row))
    return found
