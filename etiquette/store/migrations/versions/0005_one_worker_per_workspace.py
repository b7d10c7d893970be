"""One worker at a time in a workspace, and claims that are looked up by an index however much is stored (N4).

Revision: 0005, after 0004. Made 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PLANNED = sa.text("state = 'planned'")
CLAIMED = sa.text("state = 'claimed'")


def upgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("worker", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.create_index(
            "ix_nudges_waiting",
            ["workspace_id", "recipient", "due_at"],
            unique=False,
            sqlite_where=PLANNED,
            postgresql_where=PLANNED,
        )

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_due", sqlite_where=PLANNED, postgresql_where=PLANNED)
        batch_op.create_index(
            "ix_deliveries_due",
            ["workspace_id", "due_at"],
            unique=False,
            sqlite_where=PLANNED,
            postgresql_where=PLANNED,
        )
        batch_op.create_index(
            "ix_deliveries_in_hand",
            ["workspace_id", "recipient"],
            unique=False,
            sqlite_where=CLAIMED,
            postgresql_where=CLAIMED,
        )


def downgrade() -> None:
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_in_hand", sqlite_where=CLAIMED, postgresql_where=CLAIMED)
        batch_op.drop_index("ix_deliveries_due", sqlite_where=PLANNED, postgresql_where=PLANNED)
        batch_op.create_index(
            "ix_deliveries_due", ["due_at"], unique=False, sqlite_where=PLANNED, postgresql_where=PLANNED
        )

    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.drop_index("ix_nudges_waiting", sqlite_where=PLANNED, postgresql_where=PLANNED)

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("rests_until")
        batch_op.drop_column("lease_until")
        batch_op.drop_column("worker")
