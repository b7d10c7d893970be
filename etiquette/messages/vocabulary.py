"""What all messages share: their shape, and every name by which Slack hands an answer back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import Block

from etiquette.messages.plain import plain
from etiquette.messages.text import clip

FALLBACK_LIMIT = 3000
VALUE = "value"


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: `blocks` where they can be drawn, `text` where they cannot, as in a phone's alert."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to hand over. `alt_text` tells what a picture shows to whoever does not see it."""

    name: str
    content: bytes
    alt_text: str = ""


class Action(StrEnum):
    """The `action_id` of everything that can be pressed or picked outside a form's own fields."""

    NUDGE_DONE = "nudge_done"
    NUDGE_YES = "nudge_yes"
    NUDGE_NO = "nudge_no"
    NUDGE_LATER = "nudge_later"
    NUDGE_EDIT = "nudge_edit"
    NUDGE_DROP = "nudge_drop"
    UNDO = "undo"
    OPEN_FORM = "open_form"
    DROP_DRAFT = "drop_draft"
    CHOOSE_CONTACT = "choose_contact"
    CHOOSE_MOMENT = "choose_moment"
    EDIT = "edit"
    DELETE = "delete"
    DEBRIEF = "debrief"
    RESCHEDULE = "reschedule"
    THANKS_DRAFT = "thanks_draft"
    ADD_ROW = "add_row"
    UNDO_IMPORT = "undo_import"
    ASK_TO_INTRODUCE = "ask_to_introduce"
    ADD_CONNECTION = "add_connection"
    FORGET = "forget"
    FORGET_NOW = "forget_now"
    FORGET_NAME = "forget_name"
    FORGET_NOT = "forget_not"
    OPEN_LINK = "open_link"
    NUDGE_STOP = "nudge_stop"
    SETTINGS = "settings"
    NUMBERS = "numbers"
    DEFAULT_NUMBERS = "default_numbers"
    RESUME = "resume"
    HOW_IT_WORKS = "how_it_works"
    PREVIEW_DIGEST = "preview_digest"
    REMOVE_DIGEST = "remove_digest"
    PEOPLE_PAGE = "people_page"
    PEOPLE_BACK = "people_back"
    PEOPLE_SEARCH = "people_search"
    PREPARE = "prepare"
    TICK_PROFILE = "tick_profile"
    TICK_COMPANY = "tick_company"
    TICK_WEBSITE = "tick_website"
    TICK_SOCIAL = "tick_social"
    OPEN_CONTACT = "open_contact"
    CONTACTS_BEFORE = "contacts_before"
    CONTACTS_AFTER = "contacts_after"
    LOG_CALL = "log_call"
    MERGE_CONTACT = "merge_contact"
    MANAGE = "manage"
    STORY = "story"
    EDIT_REQUEST = "edit_request"
    PASS_ON = "pass_on"  # noqa: S105  # a press, no password
    INTRODUCED = "introduced"
    ASK_REFERRAL = "ask_referral"
    NOTE_REFERRAL = "note_referral"
    FIRST_MESSAGE = "first_message"
    CALENDAR_FILE = "calendar_file"
    CELEBRATE = "celebrate"
    ELEMENTS = "elements"
    CONTRIBUTE = "contribute"
    CONTRIBUTIONS = "contributions"
    ACCEPT_CONTRIBUTION = "accept_contribution"
    LET_GO_CONTRIBUTION = "let_go_contribution"
    PROPOSE = "propose"
    COUNTER = "counter"
    THREAD = "thread"
    PART = "part"
    PART_NOT = "part_not"
    PART_FORM = "part_form"
    PLAN_AGAIN = "plan_again"
    DIFFER = "differ"
    SHARE_PLAN = "share_plan"
    UNSHARE_PLAN = "unshare_plan"
    GO_OUTSIDE = "go_outside"
    PLAN_WITH = "plan_with"
    OPEN_PLAN = "open_plan"
    EDIT_PLAN = "edit_plan"
    OFFER_PLAN = "offer_plan"
    AGREE_PLAN = "agree_plan"
    DECLINE_PLAN = "decline_plan"
    OUTSIDE_ANSWER = "outside_answer"
    PLAN_TEXT = "plan_text"
    START_PLAN = "start_plan"
    REFLECT = "reflect"
    REFLECT_TODAY = "reflect_today"
    SEE_ANSWERS = "see_answers"
    PROPOSE_STEP = "propose_step"
    AGREE_STEP = "agree_step"


class Form(StrEnum):
    """The `callback_id` of every modal."""

    INTRODUCTION = "introduction"
    CALL = "call"
    DEBRIEF = "debrief"
    DELIVERABLE = "deliverable"
    DRAFT = "draft"
    LATER = "later"
    PREPARE = "prepare"
    CONTACT = "contact"
    MERGE = "merge"
    SETTINGS = "settings"
    NUMBERS = "numbers"
    PAUSE = "pause"
    ZONE = "zone"
    FAVOUR = "favour"
    LESSON = "lesson"
    DIGEST = "digest"
    REQUEST = "request"
    REFERRAL = "referral"
    CELEBRATE = "celebrate"
    PLAN = "plan"
    PLAN_ANSWER = "plan_answer"
    REFLECTION = "reflection"
    NEXT_STEP = "next_step"
    PART_WELL = "part_well"
    DIFFER = "differ"
    SHARE_PLAN = "share_plan"
    CONTRIBUTION = "contribution"
    PROPOSAL = "proposal"


def message(text: str, blocks: Sequence[Block]) -> Message:
    """A message of blocks, with `text` (mrkdwn, escaped already) as its fallback."""
    return Message(clip(text, FALLBACK_LIMIT), [plain(block) for block in blocks])


def value(noun: str, record_id: str, kind: str = "") -> str:
    """What a button carries: the noun and the id of the record that it is about; of a nudge, its kind as well."""
    return f"{noun}:{record_id}:{kind}" if kind else f"{noun}:{record_id}"


def read_value(text: str) -> tuple[str, str]:
    """The noun and the id of a button's value. Whatever else it is given, it gives two texts."""
    noun, _, rest = text.partition(":")
    return noun, rest.partition(":")[0]


def read_kind(text: str) -> str:
    """The kind in a button's value; empty where it names none."""
    return text.partition(":")[2].partition(":")[2]


def metadata(**values: object) -> str:
    """A form's `private_metadata`: small JSON, without what is None."""
    return json.dumps({key: each for key, each in values.items() if each is not None}, separators=(",", ":"))


def read_metadata(text: str | None) -> dict[str, Any]:
    """What `metadata` wrote; empty where there is nothing, or nothing that can be read."""
    try:
        read = json.loads(text or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
