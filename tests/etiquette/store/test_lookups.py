"""Every tick is an indexed look-up: however much has been said, a sweep reads what is due (design §10)."""

import re
from datetime import timedelta

import pytest

from etiquette.rules.nudges import Cargo, Kind
from etiquette.store import (
    allowance,
    digests,
    dispatches,
    drawings,
    erasures,
    exports,
    figures,
    good_turns,
    imports,
    introductions,
    kinds,
    leases,
    nudges,
    partnerships,
)
from etiquette.store.session import Store
from tests.cast import ADA, TUESDAY, WORKSPACE, Hand
from tests.etiquette.store.explaining import Ask, plans_of

LATER = TUESDAY + timedelta(seconds=90)
WORKER = "a-worker"
NATURAL_KEY = "uq_deliveries_natural_key|sqlite_autoindex_deliveries_1|sqlite_autoindex_deliveries_2"

# Where there are several indexes, they cost the same on so few rows. What they cost on many: test_lookups_at_size.
LOOK_UPS: dict[str, tuple[Ask, str]] = {
    "what is due": (lambda tx: nudges.due(tx, WORKSPACE, ["U0ADA"], TUESDAY), "ix_nudges_(due|soonest|waiting)"),
    "to whom it is due": (
        lambda tx: nudges.recipients_due(tx, WORKSPACE, TUESDAY, 50),
        "ix_nudges_(due|soonest|waiting)",
    ),
    "where something is due": (
        lambda tx: nudges.workspaces_due(tx, TUESDAY, WORKER, TUESDAY),
        "ix_nudges_(due|soonest|waiting)",
    ),
    "when something is due next": (lambda tx: nudges.next_due(tx, TUESDAY), "ix_nudges_(due|soonest|waiting)"),
    "whose lease ran out": (lambda tx: leases.expired(tx, TUESDAY, LATER, 50), "ix_deliveries_claimed"),
    "what is to be drawn anew": (lambda tx: drawings.claim_stale(tx, TUESDAY, LATER, 50), "ix_deliveries_stale"),
    "the day's messages": (
        lambda tx: allowance.posted_since(tx, WORKSPACE, {"U0ADA": TUESDAY}),
        "ix_deliveries_(day|in_hand)",
    ),
    "who has no name yet": (lambda tx: introductions.unnamed(tx, 20), "ix_introductions_unnamed"),
    "what was said last of a kind": (lambda tx: kinds.last_said(tx, ADA, Kind.INVITE, 3), "ix_nudges_said"),
    "whose month it is": (lambda tx: good_turns.members_due(tx, TUESDAY, 20), "ix_members_good_turn"),
    "whose month is next": (lambda tx: good_turns.next_at(tx, TUESDAY), "ix_members_good_turn"),
    "where a digest is due": (
        lambda tx: dispatches.workspaces_due(tx, TUESDAY, WORKER, TUESDAY),
        "ix_deliveries_due",
    ),
    "what is due of no nudges": (
        lambda tx: dispatches.claim_due(tx, WORKSPACE, TUESDAY, LATER, 50),
        "ix_deliveries_due",
    ),
    "whether it was planned": (
        lambda tx: dispatches.is_planned(tx, WORKSPACE, Cargo.DIGEST, "x", "2026-11-27"),
        NATURAL_KEY,
    ),
    "whose digest is due": (lambda tx: digests.due(tx, TUESDAY, 50), "ix_digests_next"),
    "which digest is new": (lambda tx: digests.new(tx, 50), "ix_digests_new"),
    "what a message carries": (lambda tx: nudges.of_delivery(tx, "x"), "ix_nudges_delivery_id"),
    "which file is to be read": (lambda tx: imports.claim(tx, TUESDAY, LATER), "ix_imports_due"),
    "which export is to be written": (lambda tx: exports.claim(tx, TUESDAY, LATER), "ix_exports_due"),
    "what is to be deleted": (lambda tx: erasures.claim(tx, TUESDAY, LATER, 50), "ix_erasures_due"),
    "which partnership is due": (lambda tx: partnerships.due(tx, TUESDAY, 20), "ix_partnerships_next"),
}


@pytest.mark.parametrize("name", LOOK_UPS)
async def test_it_is_looked_up_by_its_index(store: Store, ada: Hand, name: str) -> None:
    """Whether or not the plan knows the values: it uses no index that is partial to a word which it cannot read."""
    ask, index = LOOK_UPS[name]
    await ada.promises()
    async with store.writing() as tx:
        if tx.connection.dialect.name == "postgresql":
            await tx.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plans = await plans_of(tx, ask)

    for plan in plans:
        assert re.search(index, plan)


async def test_whoever_asks_for_the_figures_reads_no_table_from_end_to_end(store: Store, ada: Hand) -> None:
    await ada.promises()
    async with store.writing() as tx:
        if tx.connection.dialect.name == "postgresql":
            await tx.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plans = await plans_of(tx, lambda tx: figures.in_hand(tx, TUESDAY, TUESDAY))

    assert len(plans) in {4, 8}
    assert [plan for plan in plans if not re.search("(?i)using (covering )?index|index (only )?scan", plan)] == []
