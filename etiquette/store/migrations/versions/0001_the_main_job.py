"""The main job.

Revision: 0001, after None. Made 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("verb", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=True),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_acts_workspace_id_key")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acts_workspace_id_member_id_at"), ["workspace_id", "member_id", "at"], unique=False
        )

    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("bot_user_id", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
    )
    op.create_table(
        "members",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("dm_channel", sa.String(length=32), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("invite_limit", sa.Integer(), nullable=False),
        sa.Column("daily_messages", sa.Integer(), nullable=False),
        sa.Column("working_days", sa.String(length=7), nullable=False),
        sa.Column("work_start", sa.Time(), nullable=False),
        sa.Column("work_end", sa.Time(), nullable=False),
        sa.Column("zone_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_members_workspaces")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index("ix_members_checked", ["zone_checked_at"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=True),
        sa.Column("profile_url", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["members.workspace_id", "members.id"], name=op.f("fk_contacts_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contacts_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'claimed', 'posted', 'withdrawn', 'abandoned')", name=op.f("ck_deliveries_state")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "recipient"], ["members.workspace_id", "members.id"], name=op.f("fk_deliveries_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deliveries_claimed",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("state = 'claimed'"),
            postgresql_where=sa.text("state = 'claimed'"),
        )
        batch_op.create_index("ix_deliveries_day", ["workspace_id", "recipient", "posted_at"], unique=False)
        batch_op.create_index(
            "ix_deliveries_stale",
            ["id"],
            unique=False,
            sqlite_where=sa.text("wanted > drawn"),
            postgresql_where=sa.text("wanted > drawn"),
        )

    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("verb", sa.String(length=32), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["members.workspace_id", "members.id"], name=op.f("fk_drafts_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_drafts_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "calls",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("discussed", sa.Text(), nullable=True),
        sa.Column("two_way", sa.Boolean(), nullable=True),
        sa.Column("debriefed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'held', 'not_held')", name=op.f("ck_calls_state")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_calls_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calls_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_calls_workspace_id_member_id_state"), ["workspace_id", "member_id", "state"], unique=False
        )

    op.create_table(
        "introductions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("introducer_name", sa.Text(), nullable=True),
        sa.Column("introducer_user_id", sa.String(length=32), nullable=True),
        sa.Column("how_referred", sa.Text(), nullable=True),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_introductions_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introductions_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            "ix_introductions_unnamed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("introducer_user_id IS NOT NULL AND introducer_name IS NULL"),
            postgresql_where=sa.text("introducer_user_id IS NOT NULL AND introducer_name IS NULL"),
        )

    op.create_table(
        "nudges",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("occasion", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("later_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("act_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer IN ('done', 'later', 'not_this_time', 'no', 'edited')", name=op.f("ck_nudges_answer")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'claimed', 'posted', 'withdrawn', 'abandoned')", name=op.f("ck_nudges_state")
        ),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_nudges_deliveries")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "recipient"], ["members.workspace_id", "members.id"], name=op.f("fk_nudges_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint(
            "workspace_id", "recipient", "kind", "subject_id", "occasion", name="uq_nudges_natural_key"
        ),
    )
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nudges_act_id"), ["act_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nudges_delivery_id"), ["delivery_id"], unique=False)
        batch_op.create_index(
            "ix_nudges_due",
            ["workspace_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.create_index(
            "ix_nudges_soonest",
            ["due_at", "workspace_id"],
            unique=False,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.create_index(batch_op.f("ix_nudges_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "deliverables",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("owner IN ('mine', 'theirs')", name=op.f("ck_deliverables_owner")),
        sa.CheckConstraint("state IN ('open', 'delivered', 'dropped')", name=op.f("ck_deliverables_state")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_deliverables_calls")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_deliverables_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverables")),
    )
    with op.batch_alter_table("deliverables", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliverables_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliverables_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deliverables_workspace_id_member_id_state"),
            ["workspace_id", "member_id", "state"],
            unique=False,
        )

    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'due', 'sent', 'accepted', 'not_accepted', 'dropped')",
            name=op.f("ck_invitations_state"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_invitations_calls")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_invitations_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitations_workspace_id_member_id_state"),
            ["workspace_id", "member_id", "state"],
            unique=False,
        )

    op.create_table(
        "thank_yous",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=True),
        sa.Column("addressee", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("due_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("addressee IN ('contact', 'introducer')", name=op.f("ck_thank_yous_addressee")),
        sa.CheckConstraint("state IN ('due', 'sent', 'dropped')", name=op.f("ck_thank_yous_state")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_thank_yous_calls")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_thank_yous_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thank_yous")),
    )
    with op.batch_alter_table("thank_yous", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thank_yous_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_thank_yous_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_thank_yous_workspace_id_member_id_state"),
            ["workspace_id", "member_id", "state"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("thank_yous", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thank_yous_workspace_id_member_id_state"))
        batch_op.drop_index(batch_op.f("ix_thank_yous_contact_id"))
        batch_op.drop_index(batch_op.f("ix_thank_yous_call_id"))

    op.drop_table("thank_yous")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_workspace_id_member_id_state"))
        batch_op.drop_index(batch_op.f("ix_invitations_contact_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_call_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("deliverables", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliverables_workspace_id_member_id_state"))
        batch_op.drop_index(batch_op.f("ix_deliverables_contact_id"))
        batch_op.drop_index(batch_op.f("ix_deliverables_call_id"))

    op.drop_table("deliverables")
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nudges_subject_id"))
        batch_op.drop_index(
            "ix_nudges_soonest",
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.drop_index(
            "ix_nudges_due", sqlite_where=sa.text("state = 'planned'"), postgresql_where=sa.text("state = 'planned'")
        )
        batch_op.drop_index(batch_op.f("ix_nudges_delivery_id"))
        batch_op.drop_index(batch_op.f("ix_nudges_act_id"))

    op.drop_table("nudges")
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_introductions_unnamed",
            sqlite_where=sa.text("introducer_user_id IS NOT NULL AND introducer_name IS NULL"),
            postgresql_where=sa.text("introducer_user_id IS NOT NULL AND introducer_name IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_introductions_contact_id"))

    op.drop_table("introductions")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calls_workspace_id_member_id_state"))
        batch_op.drop_index(batch_op.f("ix_calls_contact_id"))

    op.drop_table("calls")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_workspace_id_member_id"))

    op.drop_table("drafts")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deliveries_stale", sqlite_where=sa.text("wanted > drawn"), postgresql_where=sa.text("wanted > drawn")
        )
        batch_op.drop_index("ix_deliveries_day")
        batch_op.drop_index(
            "ix_deliveries_claimed",
            sqlite_where=sa.text("state = 'claimed'"),
            postgresql_where=sa.text("state = 'claimed'"),
        )

    op.drop_table("deliveries")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contacts_workspace_id_member_id"))

    op.drop_table("contacts")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index("ix_members_checked")

    op.drop_table("members")
    op.drop_table("workspaces")
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acts_workspace_id_member_id_at"))

    op.drop_table("acts")
