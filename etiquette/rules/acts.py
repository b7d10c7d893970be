"""An act: one thing that a member did, remembered so that it has one effect and can be undone (N3, N4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Verb(StrEnum):
    """What was done."""

    LOG_INTRODUCTION = "log_introduction"
    EDIT_INTRODUCTION = "edit_introduction"
    FIX_CALL = "fix_call"
    EDIT_CALL = "edit_call"
    DEBRIEF = "debrief"
    AGREE_DELIVERABLE = "agree_deliverable"
    EDIT_DELIVERABLE = "edit_deliverable"
    DELIVER = "deliver"
    DROP_DELIVERABLE = "drop_deliverable"
    BEGIN_THANKS = "begin_thanks"
    SEND_THANKS = "send_thanks"
    DROP_THANKS = "drop_thanks"
    EDIT_DRAFT = "edit_draft"
    BEGIN_INVITATION = "begin_invitation"
    SEND_INVITATION = "send_invitation"
    DROP_INVITATION = "drop_invitation"
    ANSWER_INVITATION = "answer_invitation"
    ASK_FOR_INTRODUCTION = "ask_for_introduction"
    MOVE_INTRODUCTION = "move_introduction"
    ASK_INTRODUCER = "ask_introducer"
    REPLY = "reply"
    PREPARE_CALL = "prepare_call"
    EDIT_CONTACT = "edit_contact"
    MERGE_CONTACTS = "merge_contacts"
    SHARE_LESSON = "share_lesson"
    SET_DIGEST = "set_digest"
    REMOVE_DIGEST = "remove_digest"
    RECORD_FAVOUR = "record_favour"
    ADD_CONNECTION = "add_connection"
    SETTLE_GOOD_TURN = "settle_good_turn"
    ANSWER_QUESTION = "answer_question"
    STOP_KIND = "stop_kind"
    WRITE_PLAN = "write_plan"
    OFFER_PLAN = "offer_plan"
    ANSWER_PLAN = "answer_plan"
    START_PLAN = "start_plan"
    CONTRIBUTE = "contribute"
    PROPOSE = "propose"
    ANSWER_PROPOSAL = "answer_proposal"
    REFLECT = "reflect"
    TAKE_STEP = "take_step"
    REMARK = "remark"
    BALANCE = "balance"
    GO_ON = "go_on"
    SUPPORT = "support"
    SHARE_PLAN = "share_plan"
    PART = "part"
    CLOSE = "close"
    LATER = "later"
    KEEP_DRAFT = "keep_draft"
    DELETE = "delete"
    UNDO = "undo"


# Acts that put something off or take something back: nothing is built upon them.
WEIGHTLESS = frozenset({Verb.LATER, Verb.UNDO, Verb.EDIT_DRAFT, Verb.KEEP_DRAFT})


@dataclass(frozen=True, slots=True)
class Change:
    """One record before an act touched it; `before` is None where the act made it, empty where it only rests on it."""

    noun: str
    id: str
    before: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act as stored. `key` is what made it happen once: an event, trigger or view of Slack's."""

    id: str
    workspace_id: str
    member_id: str
    verb: Verb
    contact_id: str | None
    changes: tuple[Change, ...]
    at: datetime
    undone_at: datetime | None

    @property
    def touched(self) -> frozenset[str]:
        return frozenset(change.id for change in self.changes)

    @property
    def changed(self) -> frozenset[str]:
        """What it did something to: not what it merely rests on."""
        return frozenset(change.id for change in self.changes if change.before != {})

    @property
    def planned_anew(self) -> frozenset[str]:
        """The records whose nudges the act planned, or withdrew: those that it made, removed, or gave a revision."""
        return frozenset(each.id for each in self.changes if each.before is None or "revision" in each.before)


def builds_on(later: Act, earlier: Act) -> bool:
    """Whether `later` rests on what `earlier` did, so that `earlier` cannot be undone any more (N3).

    A wording rests on nothing but an earlier wording, which must not come back over it.
    """
    rests = later.verb not in WEIGHTLESS or later.verb is earlier.verb is Verb.EDIT_DRAFT
    return later.undone_at is None and rests and bool(later.touched & earlier.changed)
