"""Every table, constraint and index, on one page. Every table carries the workspace; only the store imports this."""

from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    false,
    text,
    true,
)

from etiquette.rules.acts import Verb
from etiquette.rules.calls import CallState, Reading
from etiquette.rules.deliverables import DeliverableState, Owner
from etiquette.rules.digests import Standing
from etiquette.rules.favours import Direction, FavourForm
from etiquette.rules.good_turns import GoodTurnState, Turn
from etiquette.rules.imports import ExportState, Holds, ImportState
from etiquette.rules.introductions import IntroductionState, Reply
from etiquette.rules.invitations import InvitationState
from etiquette.rules.nudges import Answer, Cargo, Kind, State
from etiquette.rules.questions import Asked, QuestionState
from etiquette.rules.thanks import Addressee, ThankYouState
from etiquette.store.types import Instant, Word, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _id(name: str = "id", *, nullable: bool = False) -> Column[str]:
    return Column(name, String(32), primary_key=name == "id", nullable=nullable)


def _owned() -> tuple[Column[str], Column[str]]:
    """What every record of a member's carries, and every query is scoped by."""
    return Column("workspace_id", String(32), nullable=False), Column("member_id", String(32), nullable=False)


def _of_contact() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["contact_id"], ["contacts.id"])


workspaces = Table(
    "workspaces",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text),
    Column("bot_user_id", String(32), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("ladders", JSON, nullable=False, server_default="{}"),
    Column("created_at", Instant, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("workspace_id", String(32), nullable=False),
    Column("id", String(32), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("locale", String(32)),
    Column("name", Text),
    Column("dm_channel", String(32)),
    Column("is_active", Boolean, nullable=False),
    Column("invite_limit", Integer, nullable=False),
    Column("daily_messages", Integer, nullable=False),
    Column("working_days", String(7), nullable=False),
    Column("work_start", Time, nullable=False),
    Column("work_end", Time, nullable=False),
    Column("zone_checked_at", Instant),
    Column("country", String(8)),
    Column("paused_until", Instant),
    Column("muted", Words(Kind), nullable=False, server_default=""),
    Column("profile_url", Text),
    Column("blurb", Text),
    Column("says_why", Boolean, nullable=False, server_default=true()),
    Column("is_guest", Boolean, nullable=False, server_default=false()),
    Column("is_admin", Boolean, nullable=False, server_default=false()),
    Column("started_at", Instant),
    Column("welcomed_at", Instant),
    Column("good_turn_at", Instant),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    Index("ix_members_checked", "zone_checked_at"),
    Index(
        "ix_members_good_turn",
        "good_turn_at",
        sqlite_where=text("started_at IS NOT NULL"),
        postgresql_where=text("started_at IS NOT NULL"),
    ),
)

contacts = Table(
    "contacts",
    metadata,
    _id(),
    *_owned(),
    Column("name", Text, nullable=False),
    Column("slack_user_id", String(32)),
    Column("profile_url", Text),
    Column("email", Text),
    Column("company", Text),
    Column("role", Text),
    Column("place", Text),
    Column("tags", Words(), nullable=False, server_default=""),
    Column("company_url", Text),
    Column("website_url", Text),
    Column("social_url", Text),
    Column("common_ground", Text),
    Column("past", Text),
    Column("present", Text),
    Column("future", Text),
    Column("touched_at", Instant),
    Column("wrote_at", Instant),
    Column("let_rest_at", Instant),
    Column("closed", Words(Kind), nullable=False, server_default=""),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    Index(None, "workspace_id", "member_id"),
)

introductions = Table(
    "introductions",
    metadata,
    _id(),
    *_owned(),
    _id("contact_id"),
    Column("introducer_name", Text),
    Column("introducer_user_id", String(32)),
    Column("how_referred", Text),
    Column("state", Word(IntroductionState), nullable=False, server_default="made"),
    Column("note", Text),
    Column("blurb", Text),
    Column("passed_on_at", Instant),
    Column("referral_asked_at", Instant),
    Column("reply", Word(Reply)),
    Column("replied_at", Instant),
    Column("call_fixed_at", Instant),
    Column("call_held_at", Instant),
    Column("closed", Words(Kind), nullable=False, server_default=""),
    Column("moved_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("typed", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    _of_contact(),
    _one_of("state", IntroductionState),
    _one_of("reply", Reply),
    Index(None, "contact_id"),
    Index(None, "workspace_id", "member_id", "state"),
    Index(
        "ix_introductions_unnamed",
        "id",
        sqlite_where=text("introducer_user_id IS NOT NULL AND introducer_name IS NULL"),
        postgresql_where=text("introducer_user_id IS NOT NULL AND introducer_name IS NULL"),
    ),
)

calls = Table(
    "calls",
    metadata,
    _id(),
    *_owned(),
    _id("contact_id"),
    Column("starts_at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("state", Word(CallState), nullable=False),
    Column("discussed", Text),
    Column("two_way", Boolean),
    Column("debriefed_at", Instant),
    Column("learn", Text),
    Column("offer", Text),
    Column("questions", Text),
    Column("ticked", Words(Reading), nullable=False, server_default=""),
    Column("closed", Words(Kind), nullable=False, server_default=""),
    Column("revision", Integer, nullable=False),
    Column("typed", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    _of_contact(),
    _one_of("state", CallState),
    Index(None, "contact_id"),
    Index(None, "workspace_id", "member_id", "state"),
)

deliverables = Table(
    "deliverables",
    metadata,
    _id(),
    *_owned(),
    _id("contact_id"),
    _id("call_id", nullable=True),
    Column("owner", Word(Owner), nullable=False),
    Column("what", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", Word(DeliverableState), nullable=False),
    Column("settled_at", Instant),
    Column("revision", Integer, nullable=False),
    Column("typed", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("link", Text),
    _of_contact(),
    ForeignKeyConstraint(["call_id"], ["calls.id"]),
    Index(None, "call_id"),
    _one_of("owner", Owner),
    _one_of("state", DeliverableState),
    Index(None, "contact_id"),
    Index(None, "workspace_id", "member_id", "state"),
)

thank_yous = Table(
    "thank_yous",
    metadata,
    _id(),
    *_owned(),
    _id("contact_id"),
    _id("call_id", nullable=True),
    Column("addressee", Word(Addressee), nullable=False),
    Column("state", Word(ThankYouState), nullable=False),
    Column("draft", Text),
    Column("due_since", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    _of_contact(),
    ForeignKeyConstraint(["call_id"], ["calls.id"]),
    Index(None, "call_id"),
    _one_of("addressee", Addressee),
    _one_of("state", ThankYouState),
    Index(None, "contact_id"),
    Index(None, "workspace_id", "member_id", "state"),
)

invitations = Table(
    "invitations",
    metadata,
    _id(),
    *_owned(),
    _id("contact_id"),
    _id("call_id", nullable=True),
    Column("state", Word(InvitationState), nullable=False),
    Column("draft", Text),
    Column("moved_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    _of_contact(),
    ForeignKeyConstraint(["call_id"], ["calls.id"]),
    Index(None, "call_id"),
    _one_of("state", InvitationState),
    Index(None, "contact_id"),
    Index(None, "workspace_id", "member_id", "state"),
)

renegotiations = Table(
    "renegotiations",
    metadata,
    _id(),
    *_owned(),
    _id("contact_id"),
    _id("deliverable_id"),
    Column("due_on", Date, nullable=False),
    Column("now_due_on", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    _of_contact(),
    ForeignKeyConstraint(["deliverable_id"], ["deliverables.id"]),
    Index(None, "contact_id"),
    Index(None, "deliverable_id"),
    Index(None, "workspace_id", "member_id"),
)

favours = Table(
    "favours",
    metadata,
    _id(),
    *_owned(),
    _id("contact_id", nullable=True),
    Column("whom", Text),
    Column("direction", Word(Direction), nullable=False),
    Column("form", Word(FavourForm), nullable=False),
    Column("what", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("typed", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    _of_contact(),
    _one_of("direction", Direction),
    _one_of("form", FavourForm),
    Index(None, "contact_id"),
    Index(None, "workspace_id", "member_id"),
)

good_turns = Table(
    "good_turns",
    metadata,
    _id(),
    *_owned(),
    Column("turn", Word(Turn), nullable=False),
    _id("contact_id", nullable=True),
    _id("other_id", nullable=True),
    Column("because", Text, nullable=False),
    Column("planned_for", Date, nullable=False),
    Column("state", Word(GoodTurnState), nullable=False),
    Column("settled_at", Instant),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    _of_contact(),
    ForeignKeyConstraint(["other_id"], ["contacts.id"], name="fk_good_turns_other"),
    _one_of("turn", Turn),
    _one_of("state", GoodTurnState),
    Index(None, "contact_id"),
    Index(None, "other_id"),
    Index(None, "workspace_id", "member_id", "state"),
)

lessons = Table(
    "lessons",
    metadata,
    _id(),
    *_owned(),
    _id("contact_id", nullable=True),
    _id("call_id", nullable=True),
    Column("text", Text, nullable=False),
    Column("channel", String(32)),
    Column("in_digest", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    _of_contact(),
    ForeignKeyConstraint(["call_id"], ["calls.id"]),
    Index(None, "contact_id"),
    Index(None, "call_id"),
    Index(None, "workspace_id", "member_id"),
    Index(None, "workspace_id", "created_at"),
)

questions = Table(
    "questions",
    metadata,
    _id(),
    *_owned(),
    Column("asked", Word(Asked), nullable=False),
    Column("about", String(32), nullable=False),
    Column("state", Word(QuestionState), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    UniqueConstraint("workspace_id", "member_id", "asked", "about"),
    _one_of("asked", Asked),
    _one_of("state", QuestionState),
)

digests = Table(
    "digests",
    metadata,
    _id(),
    *_owned(),
    Column("channel", String(32), nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("clock", Time, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("next_day", Date, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("standing", Word(Standing), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    UniqueConstraint("workspace_id", "channel"),
    _one_of("standing", Standing),
    Index("ix_digests_next", "next_at"),
    Index(
        "ix_digests_new",
        "id",
        sqlite_where=text("standing = 'new'"),
        postgresql_where=text("standing = 'new'"),
    ),
)

imports = Table(
    "imports",
    metadata,
    _id(),
    *_owned(),
    Column("file_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32)),
    Column("state", Word(ImportState), nullable=False),
    Column("holds", Word(Holds), nullable=False),
    Column("new", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("unreadable", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    _one_of("state", ImportState),
    _one_of("holds", Holds),
    Index("ix_imports_due", "due_at", sqlite_where=text("NOT told"), postgresql_where=text("NOT told")),
    Index(None, "workspace_id", "member_id"),
)

connections = Table(
    "connections",
    metadata,
    _id(),
    *_owned(),
    _id("import_id"),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("email", Text),
    Column("company", Text),
    Column("position", Text),
    Column("connected_on", Date),
    Column("folded", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    ForeignKeyConstraint(["import_id"], ["imports.id"]),
    UniqueConstraint("workspace_id", "member_id", "key"),
    Index(None, "import_id"),
)

exports = Table(
    "exports",
    metadata,
    _id(),
    *_owned(),
    Column("state", Word(ExportState), nullable=False),
    Column("channel", String(32)),
    Column("file_ids", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    _one_of("state", ExportState),
    Index(
        "ix_exports_due",
        "due_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(None, "workspace_id", "member_id"),
)

# What forgetting leaves to be deleted at Slack: a message of the bot's, a file, or (neither) whatever in a conversation
# carries one of `ids`, and all that the bot said there where there are none. Ids, and nothing else.
erasures = Table(
    "erasures",
    metadata,
    _id(),
    Column("workspace_id", String(32), nullable=False),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("file_id", String(32)),
    Column("ids", JSON(none_as_null=True)),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    Index("ix_erasures_due", "due_at"),
)

# What was typed and not yet understood: kept until its form is sent, so that nothing typed is ever lost.
drafts = Table(
    "drafts",
    metadata,
    _id(),
    *_owned(),
    Column("verb", String(32), nullable=False),
    Column("typed", Text, nullable=False),
    Column("raw", Text, nullable=False),
    _id("contact_id", nullable=True),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    Index(None, "workspace_id", "member_id"),
)

acts = Table(
    "acts",
    metadata,
    _id(),
    *_owned(),
    Column("verb", Word(Verb), nullable=False),
    _id("contact_id", nullable=True),
    Column("key", String(255), nullable=False),
    Column("changes", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "workspace_id", "member_id", "at"),
    Index(None, "contact_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("workspace_id", String(32), nullable=False),
    Column("cargo", Word(Cargo), nullable=False, server_default="nudges"),
    Column("recipient", String(32)),
    _id("subject_id", nullable=True),
    Column("occasion", String(64)),
    Column("due_at", Instant),
    Column("state", Word(State), nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("lease_until", Instant),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("digests", JSON, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("file_id", String(32)),
    Column("wanted", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("posted_at", Instant),
    ForeignKeyConstraint(["workspace_id", "recipient"], ["members.workspace_id", "members.id"]),
    UniqueConstraint("workspace_id", "cargo", "subject_id", "occasion", name="uq_deliveries_natural_key"),
    _one_of("cargo", Cargo),
    _one_of("state", State),
    Index(
        "ix_deliveries_due",
        "due_at",
        sqlite_where=text("state = 'planned'"),
        postgresql_where=text("state = 'planned'"),
    ),
    Index(
        "ix_deliveries_claimed",
        "lease_until",
        sqlite_where=text("state = 'claimed'"),
        postgresql_where=text("state = 'claimed'"),
    ),
    Index(
        "ix_deliveries_stale",
        "id",
        sqlite_where=text("wanted > drawn"),
        postgresql_where=text("wanted > drawn"),
    ),
    Index("ix_deliveries_day", "workspace_id", "recipient", "posted_at"),
)

nudges = Table(
    "nudges",
    metadata,
    _id(),
    Column("workspace_id", String(32), nullable=False),
    Column("recipient", String(32), nullable=False),
    Column("kind", Word(Kind), nullable=False),
    _id("subject_id"),
    Column("occasion", String(64), nullable=False),
    Column("state", Word(State), nullable=False),
    Column("local_day", Date, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    _id("delivery_id", nullable=True),
    Column("answer", Word(Answer)),
    Column("answered_at", Instant),
    Column("later_at", Instant),
    _id("act_id", nullable=True),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("workspace_id", "recipient", "kind", "subject_id", "occasion", name="uq_nudges_natural_key"),
    ForeignKeyConstraint(["workspace_id", "recipient"], ["members.workspace_id", "members.id"]),
    ForeignKeyConstraint(["delivery_id"], ["deliveries.id"]),
    _one_of("state", State),
    _one_of("answer", Answer),
    Index(
        "ix_nudges_due",
        "workspace_id",
        "due_at",
        sqlite_where=text("state = 'planned'"),
        postgresql_where=text("state = 'planned'"),
    ),
    Index(
        "ix_nudges_soonest",
        "due_at",
        "workspace_id",
        sqlite_where=text("state = 'planned'"),
        postgresql_where=text("state = 'planned'"),
    ),
    Index(None, "subject_id"),
    Index(None, "delivery_id"),
    Index(None, "act_id"),
)
