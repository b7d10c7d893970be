"""Claims stay index scans in a table of any size (design §10): with 20,000 nudges; in the soak, 200,000.

A plan is looked at, not a clock.
"""

import re
import sqlite3
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.engine import make_url

from etiquette.rules.members import Who
from etiquette.store import allowance, dispatches, drawings, leases, nudges, turns
from etiquette.store.session import Store
from tests.cast import TUESDAY
from tests.etiquette.store.explaining import Ask, plans_of

WORKSPACES, MEMBERS = 100, 2_000
PLACE, ANN, WORKER = "T7", Who("T7", "U7"), "a-worker"
COLLEAGUES = [f"U{number}" for number in range(7, MEMBERS, WORKSPACES)]
LATER = TUESDAY + timedelta(seconds=90)

# How it is to be found; and, of the two tables, neither is ever read from one end to the other.
CLAIMS: dict[str, tuple[Ask, str]] = {
    "where something is due": (lambda tx: nudges.workspaces_due(tx, TUESDAY, WORKER, TUESDAY), "ix_nudges_due"),
    "to whom it is due": (lambda tx: nudges.recipients_due(tx, PLACE, TUESDAY, 50), "ix_nudges_due"),
    "what is due": (lambda tx: nudges.due(tx, PLACE, COLLEAGUES, TUESDAY), "ix_nudges_(due|waiting)"),
    "when something is due next": (lambda tx: nudges.next_due(tx, TUESDAY), "ix_nudges_soonest"),
    "whose turn it is": (lambda tx: turns.take(tx, PLACE, WORKER, TUESDAY, LATER), ""),
    "whether a lease ran out": (lambda tx: leases.has_expired(tx, TUESDAY), "ix_deliveries_claimed"),
    "whose lease ran out": (lambda tx: leases.expired(tx, TUESDAY, LATER, 50), "ix_deliveries_claimed"),
    "the same elsewhere": (lambda tx: leases.expired(tx, TUESDAY, LATER, 50, [PLACE]), "ix_deliveries_claimed"),
    "whether any is stale": (lambda tx: drawings.has_stale(tx, TUESDAY), "ix_deliveries_stale"),
    "what is stale": (lambda tx: drawings.claim_stale(tx, TUESDAY, LATER, 50), "ix_deliveries_stale"),
    "where a digest is due": (lambda tx: dispatches.workspaces_due(tx, TUESDAY, WORKER, TUESDAY), "ix_deliveries_due"),
    "which digest is due": (lambda tx: dispatches.claim_due(tx, PLACE, TUESDAY, LATER, 50), "ix_deliveries_due"),
    "the day's messages": (
        lambda tx: allowance.posted_since(tx, PLACE, {ANN.member_id: TUESDAY}),
        "ix_deliveries_(day|in_hand)",
    ),
    "what a message carries": (lambda tx: nudges.of_delivery(tx, "d1"), "ix_nudges_delivery_id"),
}

WORKSPACES_FILLED = """
INSERT INTO workspaces (id, bot_user_id, zone, ladders, created_at)
SELECT 'T' || n, 'U0BOT', 'UTC', '{}', '2026-01-01' FROM numbers WHERE n < 100
"""
# One in a hundred is due, one in seven is to come, the others were said.
NUDGES_FILLED = """
INSERT INTO nudges (id, workspace_id, recipient, kind, subject_id, occasion, state, local_day, local_time, zone, due_at,
    chosen, attempts, delivery_id, created_at)
SELECT 'n' || n, 'T' || n % 100, 'U' || n % 2000, 'deliverable_mine', 's' || n, '1/on',
    CASE WHEN n % 101 = 0 OR n % 7 = 0 THEN 'planned' ELSE 'posted' END, '2026-11-24', '09:30:00', 'UTC',
    CASE WHEN n % 101 <> 0 AND n % 7 = 0 THEN moment('2027-01-01 00:00:00') ELSE moment('2026-11-23 00:00:00') END,
    false, 0, 'd' || n, moment('2026-11-01 00:00:00') FROM numbers
"""
# Some are in hand, some stale, some planned; the others were posted.
DELIVERIES_FILLED = """
INSERT INTO deliveries (id, workspace_id, cargo, recipient, subject_id, occasion, due_at, state, counted, lease_until,
    channel, ts, digests, attempts, wanted, drawn, created_at, posted_at)
SELECT 'd' || n, 'T' || n % 100, CASE WHEN n % 997 = 0 THEN 'digest' ELSE 'nudges' END, 'U' || n % 2000, 's' || n, 'x',
    moment('2026-11-23 00:00:00'),
    CASE WHEN n % 997 = 0 THEN 'planned' WHEN n % 1009 = 0 THEN 'claimed' ELSE 'posted' END, true,
    CASE WHEN n % 1009 = 0 THEN moment('2026-11-23 00:00:00') END, 'D' || n % 2000, '1.' || n, '[]', 1,
    CASE WHEN n % 503 = 0 THEN 1 ELSE 0 END, 0, moment('2026-11-01 00:00:00'),
    CASE WHEN n % 997 <> 0 AND n % 1009 <> 0 THEN moment('2026-11-22 00:00:00') END FROM numbers
"""
FILLED = (WORKSPACES_FILLED, DELIVERIES_FILLED, NUDGES_FILLED)


@pytest.mark.parametrize("rows", [20_000, pytest.param(200_000, marks=pytest.mark.soak)])
async def test_every_claim_is_an_index_scan_however_much_is_stored(database_url: str, rows: int) -> None:
    """By the statistics of such a table, whether or not the plan knows the values."""
    (fill_sqlite if database_url.startswith("sqlite") else fill_postgres)(database_url, rows)
    store = Store(database_url)
    plans = {}
    for name, (ask, _) in CLAIMS.items():
        async with store.writing() as tx:
            plans[name] = await plans_of(tx, ask)
    await store.close()

    lost = [(name, plan) for name, made in plans.items() for plan in made if not re.search(CLAIMS[name][1], plan)]
    read_whole = [(name, plan) for name, made in plans.items() for plan in made if READ_WHOLE.search(plan)]
    assert (lost, read_whole) == ([], [])


READ_WHOLE = re.compile(r"Seq Scan on (nudges|deliveries)|SCAN (nudges|deliveries)(?! USING)")


def fill_sqlite(url: str, rows: int) -> None:
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows}) SELECT"  # noqa: S608  # our own number
    connection = sqlite3.connect(str(make_url(url).database))
    connection.execute("PRAGMA synchronous = OFF")
    connection.create_function("moment", 1, lambda said: f"{said}.000000", deterministic=True)
    for statement in FILLED:
        connection.execute(statement.replace("SELECT", numbers, 1))
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def fill_postgres(url: str, rows: int) -> None:
    numbers = f"WITH numbers AS (SELECT generate_series(1, {rows}) AS n) SELECT"
    with psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    ) as connection:
        connection.execute(FREED.encode())
        for statement in FILLED:
            moments = re.sub(r"moment\(('[^']*')\)", r"timestamptz \1", statement)
            connection.execute(moments.replace("SELECT", numbers, 1).encode())
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


FREED = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT conrelid::regclass AS its, conname FROM pg_constraint
        WHERE conrelid IN ('nudges'::regclass, 'deliveries'::regclass) AND contype = 'f'
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', each.its, each.conname); END LOOP;
END $$
"""
