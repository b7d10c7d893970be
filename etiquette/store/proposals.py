"""Proposals of both sides, thing by thing: whoever asks holds the partnership, or has a side in it (C7)."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.proposals import Proposal, ProposalState, Thread
from etiquette.store.records import TABLES, add, from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import proposals


async def ask(tx: Transaction, proposal: Proposal) -> None:
    """Saves a new proposal. Refused while another one is open about the same thing, whoever was quicker."""
    try:
        await add(tx, proposal)
    except IntegrityError:
        raise EtiquetteError(Refusal.PROPOSED_ALREADY) from None


async def open_of(tx: Transaction, partnership_id: str) -> list[Proposal]:
    """What is proposed in a partnership and not answered, soonest to lapse first."""
    query = select(proposals).where(
        proposals.c.partnership_id == partnership_id, proposals.c.state == ProposalState.OPEN
    )
    rows = await tx.connection.execute(query.order_by(proposals.c.lapses_at, proposals.c.id))
    return [from_row(Proposal, row) for row in rows]


async def open_about(tx: Transaction, target_id: str) -> Proposal | None:
    """What is proposed about one thing, and not answered: there is never a second one."""
    query = select(proposals).where(proposals.c.target_id == target_id, proposals.c.state == ProposalState.OPEN)
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else from_row(Proposal, row)


async def threads_of(tx: Transaction, target_ids: Collection[str]) -> dict[str, Thread]:
    """All that was ever proposed about some things, each with the thing itself; what is gone has no thread."""
    wanted = set(target_ids)
    if not wanted:
        return {}
    said: dict[str, list[Proposal]] = defaultdict(list)
    query = select(proposals).where(proposals.c.target_id.in_(wanted))
    for row in await tx.connection.execute(query.order_by(proposals.c.proposed_at, proposals.c.id)):
        said[row.target_id].append(from_row(Proposal, row))
    targets = {**await _all(tx, Contribution, wanted), **await _all(tx, Deliverable, wanted)}
    return {target_id: Thread(target, tuple(said[target_id])) for target_id, target in targets.items()}


async def _all(
    tx: Transaction, record: type[Contribution] | type[Deliverable], ids: Collection[str]
) -> dict[str, Contribution | Deliverable]:
    table = TABLES[record]
    rows = await tx.connection.execute(select(table).where(table.c.id.in_(ids)))
    return {row.id: from_row(record, row) for row in rows}
