"""An invitation to connect that was asked for, and the form of its note (E12, E13)."""

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block

from etiquette.messages.matters import draft
from etiquette.messages.nudges import alone
from etiquette.messages.parts import TEXT_LIMIT, actions, button, context, field, modal, section, words
from etiquette.messages.text import first, person
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.messages.voices.invitations import counted
from etiquette.rules.contacts import Contact
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member


def draft_message(matter: Matter, member: Member, now: datetime) -> Message:
    """An invitation for `/coop invite Dana`: the note, its length, and what can be answered."""
    return alone(matter, member, now)


def thanks_first(contact: Contact) -> Message:
    """An invitation was asked for, and the contact has not been thanked yet: the thank-you is offered first (E12)."""
    said = f"Before you invite {first(contact)}, a thank-you is the kinder first step."
    blocks: list[Block] = [
        section(f"Before you invite *{person(contact)}*, a thank-you is the kinder first step."),
        actions(button("Show me a draft", Action.THANKS_DRAFT, value("contact", contact.id), primary=True)),
        context("Once it is sent, I will have the invitation ready the day after."),
    ]
    return message(said, blocks)


def draft_form(matter: Matter, member: Member, now: datetime, *, meta: str = "") -> dict[str, Any]:
    """The form of the note: no longer than LinkedIn takes."""
    text, limit = draft(matter, member, now) or "", min(max(member.invite_limit, 1), TEXT_LIMIT)
    hint = f"Now {counted(text, limit)}. LinkedIn counts most emoji as two."
    blocks: list[Block] = [field("draft", f"To {matter.contact.name}", words(text, most=limit, lines=True), hint=hint)]
    return modal(Form.DRAFT, "Your invitation", blocks, meta=meta)
