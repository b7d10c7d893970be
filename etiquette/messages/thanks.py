"""A thank-you that was asked for, and the form of a draft (E11)."""

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block

from etiquette.messages.drafts import GENERIC_HINT, introducer_name, is_generic
from etiquette.messages.matters import draft
from etiquette.messages.nudges import alone
from etiquette.messages.parts import field, modal, words
from etiquette.messages.vocabulary import Form, Message
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.thanks import DRAFT_LIMIT


def draft_message(matter: Matter, member: Member, now: datetime) -> Message:
    """A thank-you for `/coop thanks Dana`: the draft, and what can be answered."""
    return alone(matter, member, now)


def draft_form(matter: Matter, member: Member, now: datetime, *, meta: str = "") -> dict[str, Any]:
    """The form in which a draft becomes the member's own words."""
    text = draft(matter, member, now) or ""
    blocks: list[Block] = [
        field("draft", _to_whom(matter), words(text, most=DRAFT_LIMIT, lines=True), hint=_hint(matter, text))
    ]
    return modal(Form.DRAFT, "Your thank-you", blocks, meta=meta)


def _to_whom(matter: Matter) -> str:
    if matter.kind is Kind.THANK_INTRODUCER:
        return f"To {introducer_name(matter) or 'your introducer'}"
    return f"To {matter.contact.name}"


def _hint(matter: Matter, text: str) -> str:
    generic = matter.kind is Kind.THANK_CONTACT and is_generic(text, matter)
    return GENERIC_HINT if generic else "Copy it from here, or from my message, and send it as yourself."
