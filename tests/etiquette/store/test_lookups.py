"""Every tick is an indexed look-up: however much has been said, a sweep reads what is due (design §10)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from etiquette.rules.nudges import Cargo, Kind
from etiquette.store import deliveries, digests, dispatches, drawings, good_turns, introductions, kinds, nudges
from etiquette.store.session import Store, Transaction
from tests.cast import ADA, TUESDAY, WORKSPACE, Hand

Ask = Callable[[Transaction], Awaitable[Any]]
LATER = TUESDAY + timedelta(seconds=90)

LOOK_UPS: dict[str, tuple[Ask, str]] = {
    # Either of the two indexes of what is planned: on so few rows they cost PostgreSQL the same.
    "what is due": (lambda tx: nudges.due(tx, WORKSPACE, ["U0ADA"], TUESDAY), "ix_nudges_due|ix_nudges_soonest"),
    "where something is due": (lambda tx: nudges.workspaces_due(tx, TUESDAY, "w", TUESDAY), "ix_nudges_due|ix_nudges_soonest"),
    "when something is due next": (lambda tx: nudges.next_due(tx, TUESDAY), "ix_nudges_soonest"),
    "whose lease ran out": (lambda tx: deliveries.expired(tx, TUESDAY, LATER, 50), "ix_deliveries_claimed"),
    "what is to be drawn anew": (lambda tx: drawings.claim_stale(tx, TUESDAY, LATER, 50), "ix_deliveries_stale"),
    "the day's messages": (lambda tx: deliveries.posted_since(tx, ADA, TUESDAY), "ix_deliveries_day"),
    "who has no name yet": (lambda tx: introductions.unnamed(tx, 20), "ix_introductions_unnamed"),
    "what was said last of a kind": (lambda tx: kinds.last_said(tx, ADA, Kind.INVITE, 3), "ix_nudges_said"),
    "whose month it is": (lambda tx: good_turns.members_due(tx, TUESDAY, 20), "ix_members_good_turn"),
    "whose month is next": (lambda tx: good_turns.next_at(tx, TUESDAY), "ix_members_good_turn"),
    "what is due of no nudges": (lambda tx: dispatches.workspaces_due(tx, TUESDAY, "w", TUESDAY), "ix_deliveries_due"),
    "whether it was planned": (
        lambda tx: dispatches.is_planned(tx, WORKSPACE, Cargo.DIGEST, "x", "2026-11-27"),
        "uq_deliveries_natural_key|sqlite_autoindex_deliveries_1|sqlite_autoindex_deliveries_2",
    ),
    "whose digest is due": (lambda tx: digests.has_due(tx, TUESDAY), "ix_digests_next"),
    "which digest is new": (lambda tx: digests.new(tx, 50), "ix_digests_new"),
    "what a message carries": (lambda tx: nudges.of_delivery(tx, "x"), "ix_nudges_delivery_id"),
}


@pytest.mark.parametrize("name", LOOK_UPS)
async def test_it_is_looked_up_by_its_index(store: Store, ada: Hand, name: str) -> None:
    ask, index = LOOK_UPS[name]
    await ada.promises()
    async with store.writing() as tx:
        if tx.connection.dialect.name == "postgresql":
            await tx.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        async with overheard(tx) as statements:
            await ask(tx)
        plan = await explained(tx, *statements[0])

    assert any(name in plan for name in index.split("|"))


@asynccontextmanager
async def overheard(tx: Transaction) -> AsyncIterator[list[tuple[str, Any]]]:
    """What is asked of the database in the block, as the driver gets it."""
    heard: list[tuple[str, Any]] = []

    def listen(_c: Any, _k: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        heard.append((statement, parameters))

    engine = tx.connection.engine.sync_engine
    event.listen(engine, "before_cursor_execute", listen)
    yield heard
    event.remove(engine, "before_cursor_execute", listen)


async def explained(tx: Transaction, statement: str, parameters: Any) -> str:
    word = "EXPLAIN QUERY PLAN" if tx.connection.dialect.name == "sqlite" else "EXPLAIN"
    rows = await tx.connection.exec_driver_sql(f"{word} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)
