"""Revisions: up to which one anything was ever planned of a record, so that what is made anew is planned, too (N4)."""

from collections.abc import Collection

from sqlalchemy import select

from etiquette.store.session import Transaction
from etiquette.store.tables import nudges

CHUNK = 500


async def latest_revision(tx: Transaction, subject_ids: Collection[str]) -> dict[str, int]:
    """The last revision for which anything was ever planned, of those records that were here before."""
    found: dict[str, int] = {}
    ids = list(subject_ids)
    for start in range(0, len(ids), CHUNK):
        query = select(nudges.c.subject_id, nudges.c.occasion).where(
            nudges.c.subject_id.in_(ids[start : start + CHUNK])
        )
        for row in await tx.connection.execute(query):
            found[row.subject_id] = max(found.get(row.subject_id, 0), int(row.occasion.partition("/")[0]))
    return found
