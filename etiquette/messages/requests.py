"""What is said of an introduction that is asked for, and the forms around it (E2, E3)."""

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block

from etiquette.messages import openings
from etiquette.messages.drafts import introducer_name
from etiquette.messages.nudges import alone
from etiquette.messages.parts import actions, context, edit_and_delete, field, modal, words
from etiquette.messages.text import clip, named, printable
from etiquette.messages.vocabulary import Form, Message
from etiquette.rules.introductions import BLURB_LIMIT, NOTE_LIMIT
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member

REFERRAL_LIMIT = 3000
NAME_LIMIT = 80
THANKED = "Thank you. They will hear it from me."
UNDERSTOOD = "Understood. I will tell them kindly, and not ask you again."
PUT_OFF = "Gladly. I will ask you again then."
FILE_ON_ITS_WAY = "The calendar file is on its way into our conversation."
FILE_FAILED = "I could not bring you the calendar file just now. Another press in a minute may do it."


def noted(matter: Matter, member: Member, now: datetime) -> Message:
    """Whom the member would like to meet, said back: the request as a draft, and what can be done with it."""
    said = alone(matter, member, now)
    what = f"The request about {matter.contact.name}"
    rest: list[Block] = [
        actions(*edit_and_delete("introduction", matter.subject.id, what)),
        context("Noted. Nothing is sent in your name. If you have not asked by tomorrow, I will remind you."),
    ]
    text = f"Noted: you would like to meet {named(matter.contact)}. A draft of your request is ready."
    return Message(text, [*said.blocks, *[block.to_dict() for block in rest]])


def request_form(matter: Matter, member: Member, *, meta: str = "") -> dict[str, Any]:
    """The form in which the request becomes the member's own words."""
    blocks: list[Block] = [
        field(
            "note",
            clip(f"To {printable(introducer_name(matter) or 'your introducer')}", NAME_LIMIT),
            words(openings.request(matter, member), most=NOTE_LIMIT, lines=True),
        ),
        field(
            "blurb",
            "What they can forward",
            words(openings.blurb(matter, member), most=BLURB_LIMIT, lines=True),
            hint="Who you are, and where they can read more.",
        ),
    ]
    return modal(Form.REQUEST, "Your request", blocks, meta=meta)


def referral_form(asked: str, known: str | None = None, *, hint: str, meta: str = "") -> dict[str, Any]:
    """One field: how somebody is referred. `asked` is its label, in plain text."""
    blocks: list[Block] = [field("how", clip(asked, 200), words(known, most=REFERRAL_LIMIT, lines=True), hint=hint)]
    return modal(Form.REFERRAL, "A few words", blocks, meta=meta)


def own_referral_form(matter: Matter, *, meta: str = "") -> dict[str, Any]:
    """How the introducer put it, as the member heard it."""
    who = printable(introducer_name(matter) or "your introducer")
    known = matter.introduction.how_referred if matter.introduction else None
    hint = "In their own words, if you have them. I show it to you before every call."
    return referral_form(f"How did {clip(who, NAME_LIMIT)} describe you?", known, hint=hint, meta=meta)


def asked_referral_form(contact_name: str, asker: str | None, *, meta: str = "") -> dict[str, Any]:
    """How the introducer would put it: only whoever asked reads the answer."""
    whom = clip(printable(asker or ""), NAME_LIMIT)
    asked = f"How would you describe {whom or 'them'} to {clip(printable(contact_name), NAME_LIMIT)}?"
    hint = f"What you would say, and what the two have in common. Only {whom or 'whoever asked you'} reads it."
    return referral_form(asked, hint=hint, meta=meta)
