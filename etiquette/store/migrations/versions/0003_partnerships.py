"""Partnerships: a plan in which both win (C1 to C12, L1 to L8).

Revision: 0003, after 0002. Made 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partnerships",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("belief", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("rhythm", sa.String(length=255), nullable=True),
        sa.Column("rhythm_from", sa.Date(), nullable=True),
        sa.Column("reflect_on", sa.Date(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purpose_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('drafted', 'running', 'paused', 'closed')", name=op.f("ck_partnerships_state")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_partnerships_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnerships")),
    )
    with op.batch_alter_table("partnerships", schema=None) as batch_op:
        batch_op.create_index("ix_partnerships_next", ["next_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_partnerships_workspace_id_shared_at"), ["workspace_id", "shared_at"], unique=False
        )

    op.create_table(
        "reflections",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("next_step_by", sa.String(length=32), nullable=True),
        sa.Column("next_step_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('due', 'opened', 'skipped')", name=op.f("ck_reflections_state")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_reflections_partnerships")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_reflections_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflections")),
    )
    with op.batch_alter_table("reflections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reflections_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "news",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.String(length=32), nullable=False),
        sa.Column("happened", sa.String(length=32), nullable=False),
        sa.Column("about_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_news_contacts")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_news_partnerships")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
    )
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False)

    op.create_table(
        "sides",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.String(length=32), nullable=False),
        sa.Column("is_outside", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("win", sa.Text(), nullable=False),
        sa.Column("initiatives", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("agreed_how", sa.Text(), nullable=True),
        sa.Column("rules_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purpose_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shares", sa.Boolean(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silent_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leans_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("support_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("support_turn", sa.Integer(), nullable=False),
        sa.Column("door_on", sa.Date(), nullable=True),
        sa.Column("closed", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('unasked', 'invited', 'agreed', 'declined', 'left')", name=op.f("ck_sides_state")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_sides_contacts")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_sides_partnerships")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sides")),
    )
    with op.batch_alter_table("sides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sides_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sides_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sides_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "contributions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.String(length=32), nullable=False),
        sa.Column("side_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=255), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("dated_by", sa.String(length=32), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'ended')", name=op.f("ck_contributions_state")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contributions_contacts")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_contributions_partnerships")),
        sa.ForeignKeyConstraint(["side_id"], ["sides.id"], name=op.f("fk_contributions_sides")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
    )
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contributions_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contributions_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contributions_side_id"), ["side_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contributions_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "proposals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.String(length=32), nullable=False),
        sa.Column("side_id", sa.String(length=32), nullable=False),
        sa.Column("target_id", sa.String(length=32), nullable=False),
        sa.Column("aspect", sa.String(length=32), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("counters_id", sa.String(length=32), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("aspect IN ('date', 'scope', 'owner')", name=op.f("ck_proposals_aspect")),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'countered', 'declined', 'lapsed')", name=op.f("ck_proposals_state")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_proposals_contacts")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_proposals_partnerships")),
        sa.ForeignKeyConstraint(["side_id"], ["sides.id"], name=op.f("fk_proposals_sides")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_side_id"), ["side_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_target_id"), ["target_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposals_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )
        batch_op.create_index(
            "uq_proposals_open",
            ["target_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "reflection_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("reflection_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.String(length=32), nullable=False),
        sa.Column("side_id", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("went_well", sa.Text(), nullable=False),
        sa.Column("was_hard", sa.Text(), nullable=False),
        sa.Column("gave", sa.Text(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('due', 'answered', 'skipped')", name=op.f("ck_reflection_answers_state")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_reflection_answers_contacts")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_reflection_answers_partnerships")
        ),
        sa.ForeignKeyConstraint(["reflection_id"], ["reflections.id"], name=op.f("fk_reflection_answers_reflections")),
        sa.ForeignKeyConstraint(["side_id"], ["sides.id"], name=op.f("fk_reflection_answers_sides")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection_answers")),
        sa.UniqueConstraint("reflection_id", "side_id", name=op.f("uq_reflection_answers_reflection_id_side_id")),
    )
    with op.batch_alter_table("reflection_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reflection_answers_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reflection_answers_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reflection_answers_side_id"), ["side_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reflection_answers_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "remarks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.String(length=32), nullable=False),
        sa.Column("side_id", sa.String(length=32), nullable=False),
        sa.Column("sort", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sort IN ('went_well', 'difference')", name=op.f("ck_remarks_sort")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_remarks_contacts")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_remarks_partnerships")),
        sa.ForeignKeyConstraint(["side_id"], ["sides.id"], name=op.f("fk_remarks_sides")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remarks_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remarks_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remarks_side_id"), ["side_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_remarks_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    with op.batch_alter_table("deliverables", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contribution_id", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_deliverables_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_deliverables_contributions"), "contributions", ["contribution_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("deliverables", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_deliverables_contributions"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_deliverables_contribution_id"))
        batch_op.drop_column("contribution_id")

    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remarks_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_remarks_side_id"))
        batch_op.drop_index(batch_op.f("ix_remarks_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_remarks_contact_id"))

    op.drop_table("remarks")
    with op.batch_alter_table("reflection_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reflection_answers_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_reflection_answers_side_id"))
        batch_op.drop_index(batch_op.f("ix_reflection_answers_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_reflection_answers_contact_id"))

    op.drop_table("reflection_answers")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_proposals_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_proposals_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_target_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_side_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_contact_id"))

    op.drop_table("proposals")
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contributions_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_contributions_side_id"))
        batch_op.drop_index(batch_op.f("ix_contributions_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_contributions_contact_id"))

    op.drop_table("contributions")
    with op.batch_alter_table("sides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sides_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_sides_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_sides_contact_id"))

    op.drop_table("sides")
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_news_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_news_contact_id"))
        batch_op.drop_index(batch_op.f("ix_news_about_id"))

    op.drop_table("news")
    with op.batch_alter_table("reflections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reflections_partnership_id"))

    op.drop_table("reflections")
    with op.batch_alter_table("partnerships", schema=None) as batch_op:
        batch_op.drop_index("ix_partnerships_next")
        batch_op.drop_index(batch_op.f("ix_partnerships_workspace_id_shared_at"))

    op.drop_table("partnerships")
