"""What a database that was restored from a backup does not know of: since when, and until when.

Revision: 0004, after 0003. Made 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lost_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("lost_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("lost_until")
        batch_op.drop_column("lost_since")
