"""The whole journey of an introduction: its rules E1 to E19, and the manners N1 to N8.

Revision: 0002, after 0001. Made 2026-11-25
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GIVEN: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "calls": {"ticked": sa.Text(), "closed": sa.Text()},
    "contacts": {"tags": sa.Text(), "closed": sa.Text(), "revision": sa.Integer()},
    "deliveries": {"cargo": sa.String(length=32)},
    "introductions": {"state": sa.String(length=32), "closed": sa.Text(), "revision": sa.Integer()},
    "members": {
        "muted": sa.Text(),
        "says_why": sa.Boolean(),
        "is_guest": sa.Boolean(),
        "is_admin": sa.Boolean(),
        "zone_is_slacks": sa.Boolean(),
    },
    "workspaces": {"ladders": sa.JSON()},
}


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("ids", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_erasures_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index("ix_erasures_due", ["due_at"], unique=False)

    op.create_table(
        "digests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("next_day", sa.Date(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("standing IN ('new', 'welcome', 'barred')", name=op.f("ck_digests_standing")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["members.workspace_id", "members.id"], name=op.f("fk_digests_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("workspace_id", "channel", name=op.f("uq_digests_workspace_id_channel")),
    )
    with op.batch_alter_table("digests", schema=None) as batch_op:
        batch_op.create_index("ix_digests_next", ["next_at"], unique=False)
        batch_op.create_index(
            "ix_digests_new",
            ["id"],
            unique=False,
            sqlite_where=sa.text("standing = 'new'"),
            postgresql_where=sa.text("standing = 'new'"),
        )

    op.create_table(
        "exports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("file_ids", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name=op.f("ck_exports_state")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["members.workspace_id", "members.id"], name=op.f("fk_exports_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_exports_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            batch_op.f("ix_exports_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("holds", sa.String(length=32), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("holds IN ('connections', 'export')", name=op.f("ck_imports_holds")),
        sa.CheckConstraint("state IN ('waiting', 'read', 'refused', 'undone')", name=op.f("ck_imports_state")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["members.workspace_id", "members.id"], name=op.f("fk_imports_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_imports_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("NOT told"),
            postgresql_where=sa.text("NOT told"),
        )
        batch_op.create_index(
            batch_op.f("ix_imports_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("asked IN ('stop_kind', 'which_zone')", name=op.f("ck_questions_asked")),
        sa.CheckConstraint("state IN ('open', 'answered')", name=op.f("ck_questions_state")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["members.workspace_id", "members.id"], name=op.f("fk_questions_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint(
            "workspace_id", "member_id", "asked", "about", name=op.f("uq_questions_workspace_id_member_id_asked_about")
        ),
    )
    op.create_table(
        "connections",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("connected_on", sa.Date(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_connections_imports")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["members.workspace_id", "members.id"], name=op.f("fk_connections_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
        sa.UniqueConstraint("workspace_id", "member_id", "key", name=op.f("uq_connections_workspace_id_member_id_key")),
    )
    with op.batch_alter_table("connections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connections_import_id"), ["import_id"], unique=False)

    op.create_table(
        "favours",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=True),
        sa.Column("whom", sa.Text(), nullable=True),
        sa.Column("direction", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("direction IN ('given', 'received')", name=op.f("ck_favours_direction")),
        sa.CheckConstraint(
            "form IN ('introduction', 'deliverable', 'knowledge', 'referral')", name=op.f("ck_favours_form")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_favours_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favours")),
    )
    with op.batch_alter_table("favours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_favours_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_favours_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "good_turns",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=True),
        sa.Column("other_id", sa.String(length=32), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'declined', 'balanced')", name=op.f("ck_good_turns_state")),
        sa.CheckConstraint("turn IN ('offer', 'introduce', 'recommend', 'thank')", name=op.f("ck_good_turns_turn")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_good_turns_contacts")),
        sa.ForeignKeyConstraint(["other_id"], ["contacts.id"], name="fk_good_turns_other"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_turns")),
    )
    with op.batch_alter_table("good_turns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_good_turns_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_good_turns_other_id"), ["other_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_good_turns_workspace_id_member_id_state"),
            ["workspace_id", "member_id", "state"],
            unique=False,
        )

    op.create_table(
        "lessons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=True),
        sa.Column("call_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("in_digest", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_lessons_calls")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_lessons_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
    )
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lessons_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lessons_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lessons_workspace_id_created_at"), ["workspace_id", "created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lessons_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "renegotiations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("deliverable_id", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("now_due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_renegotiations_contacts")),
        sa.ForeignKeyConstraint(["deliverable_id"], ["deliverables.id"], name=op.f("fk_renegotiations_deliverables")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renegotiations")),
    )
    with op.batch_alter_table("renegotiations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renegotiations_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_renegotiations_deliverable_id"), ["deliverable_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_renegotiations_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("learn", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("offer", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("questions", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("ticked", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("closed", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("company", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("role", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("place", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("tags", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("company_url", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("website_url", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("social_url", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("common_ground", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("past", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("present", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("future", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("wrote_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("let_rest_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("deliverables", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.Text(), nullable=True))

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cargo", sa.String(length=32), server_default="nudges", nullable=False))
        batch_op.add_column(sa.Column("subject_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("occasion", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("file_id", sa.String(length=32), nullable=True))
        batch_op.alter_column("recipient", existing_type=sa.VARCHAR(length=32), nullable=True)
        batch_op.create_index(
            "ix_deliveries_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        cargoes = "cargo IN ('nudges', 'digest', 'lesson', 'trouble')"
        batch_op.create_check_constraint(batch_op.f("ck_deliveries_cargo"), cargoes)
        batch_op.create_index("ix_deliveries_place", ["channel", "ts"], unique=False)
        batch_op.create_unique_constraint(
            "uq_deliveries_natural_key", ["subject_id", "cargo", "occasion", "workspace_id"]
        )

    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=32), server_default="made", nullable=False))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("blurb", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("referral_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reply", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("call_fixed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("call_held_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_index(
            batch_op.f("ix_introductions_workspace_id_member_id_state"),
            ["workspace_id", "member_id", "state"],
            unique=False,
        )

    op.execute("UPDATE introductions SET moved_at = created_at")
    for column, state in (("call_fixed_at", ""), ("call_held_at", " AND calls.state = 'held'")):
        first = f"SELECT min(starts_at) FROM calls WHERE calls.contact_id = introductions.contact_id{state}"  # noqa: S608
        op.execute(f"UPDATE introductions SET {column} = ({first})")  # noqa: S608  # our own names
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.alter_column("moved_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_check_constraint(
            batch_op.f("ck_introductions_state"), "state IN ('wanted', 'asked', 'made', 'dropped')"
        )
        batch_op.create_check_constraint(batch_op.f("ck_introductions_reply"), "reply IN ('willing', 'not_now')")

    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acts_contact_id"), ["contact_id"], unique=False)

    answers = "answer IN ('done', 'later', 'not_this_time', 'no', 'edited', 'stopped')"
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_nudges_answer"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_nudges_answer"), answers)
        batch_op.create_index(
            "ix_nudges_said",
            ["workspace_id", "recipient", "kind", "due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'posted'"),
            postgresql_where=sa.text("state = 'posted'"),
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("country", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("muted", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("profile_url", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("blurb", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("says_why", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("is_guest", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("is_admin", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("zone_is_slacks", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("good_turn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_members_good_turn",
            ["good_turn_at"],
            unique=False,
            sqlite_where=sa.text("started_at IS NOT NULL"),
            postgresql_where=sa.text("started_at IS NOT NULL"),
        )

    op.execute("UPDATE members SET started_at = created_at, welcomed_at = created_at")
    op.execute("UPDATE contacts SET touched_at = created_at")

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ladders", sa.JSON(), server_default="{}", nullable=False))

    # What was there has its values by now; from here on the program gives them.
    for table, columns in GIVEN.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column, kind in columns.items():
                batch_op.alter_column(column, existing_type=kind, existing_nullable=False, server_default=None)


def downgrade() -> None:
    op.execute("UPDATE nudges SET answer = 'no' WHERE answer = 'stopped'")
    answers = "answer IN ('done', 'later', 'not_this_time', 'no', 'edited')"
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_nudges_said",
            sqlite_where=sa.text("state = 'posted'"),
            postgresql_where=sa.text("state = 'posted'"),
        )
        batch_op.drop_constraint(batch_op.f("ck_nudges_answer"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_nudges_answer"), answers)

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("ladders")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("zone_is_slacks")
        batch_op.drop_index("ix_members_good_turn")
        batch_op.drop_column("good_turn_at")
        batch_op.drop_column("welcomed_at")
        batch_op.drop_column("started_at")
        batch_op.drop_column("is_admin")
        batch_op.drop_column("is_guest")
        batch_op.drop_column("says_why")
        batch_op.drop_column("blurb")
        batch_op.drop_column("profile_url")
        batch_op.drop_column("muted")
        batch_op.drop_column("paused_until")
        batch_op.drop_column("country")

    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acts_contact_id"))

    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_introductions_reply"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_introductions_state"), type_="check")
        batch_op.drop_index(batch_op.f("ix_introductions_workspace_id_member_id_state"))
        batch_op.drop_column("revision")
        batch_op.drop_column("moved_at")
        batch_op.drop_column("closed")
        batch_op.drop_column("call_held_at")
        batch_op.drop_column("call_fixed_at")
        batch_op.drop_column("replied_at")
        batch_op.drop_column("reply")
        batch_op.drop_column("referral_asked_at")
        batch_op.drop_column("passed_on_at")
        batch_op.drop_column("blurb")
        batch_op.drop_column("note")
        batch_op.drop_column("state")

    with op.batch_alter_table("deliverables", schema=None) as batch_op:
        batch_op.drop_column("link")

    op.execute("DELETE FROM deliveries WHERE cargo != 'nudges'")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_deliveries_cargo"), type_="check")
        batch_op.drop_index("ix_deliveries_place")
        batch_op.drop_constraint("uq_deliveries_natural_key", type_="unique")
        batch_op.drop_index(
            "ix_deliveries_due",
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.alter_column("recipient", existing_type=sa.VARCHAR(length=32), nullable=False)
        batch_op.drop_column("file_id")
        batch_op.drop_column("due_at")
        batch_op.drop_column("occasion")
        batch_op.drop_column("subject_id")
        batch_op.drop_column("cargo")

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_column("revision")
        batch_op.drop_column("closed")
        batch_op.drop_column("let_rest_at")
        batch_op.drop_column("wrote_at")
        batch_op.drop_column("touched_at")
        batch_op.drop_column("future")
        batch_op.drop_column("present")
        batch_op.drop_column("past")
        batch_op.drop_column("common_ground")
        batch_op.drop_column("social_url")
        batch_op.drop_column("website_url")
        batch_op.drop_column("company_url")
        batch_op.drop_column("tags")
        batch_op.drop_column("place")
        batch_op.drop_column("role")
        batch_op.drop_column("company")
        batch_op.drop_column("email")

    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_column("closed")
        batch_op.drop_column("ticked")
        batch_op.drop_column("questions")
        batch_op.drop_column("offer")
        batch_op.drop_column("learn")

    with op.batch_alter_table("renegotiations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renegotiations_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_renegotiations_deliverable_id"))
        batch_op.drop_index(batch_op.f("ix_renegotiations_contact_id"))

    op.drop_table("renegotiations")
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lessons_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_lessons_workspace_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_lessons_contact_id"))
        batch_op.drop_index(batch_op.f("ix_lessons_call_id"))

    op.drop_table("lessons")
    with op.batch_alter_table("good_turns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_good_turns_workspace_id_member_id_state"))
        batch_op.drop_index(batch_op.f("ix_good_turns_other_id"))
        batch_op.drop_index(batch_op.f("ix_good_turns_contact_id"))

    op.drop_table("good_turns")
    with op.batch_alter_table("favours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_favours_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_favours_contact_id"))

    op.drop_table("favours")
    with op.batch_alter_table("connections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connections_import_id"))

    op.drop_table("connections")
    op.drop_table("questions")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_workspace_id_member_id"))
        batch_op.drop_index("ix_imports_due", sqlite_where=sa.text("NOT told"), postgresql_where=sa.text("NOT told"))

    op.drop_table("imports")
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exports_workspace_id_member_id"))
        batch_op.drop_index(
            "ix_exports_due", sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'")
        )

    op.drop_table("exports")
    with op.batch_alter_table("digests", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_digests_new", sqlite_where=sa.text("standing = 'new'"), postgresql_where=sa.text("standing = 'new'")
        )
        batch_op.drop_index("ix_digests_next")

    op.drop_table("digests")
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.drop_index("ix_erasures_due")

    op.drop_table("erasures")
