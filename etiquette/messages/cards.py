"""The two cards before a call, the parts that they share, and the form in which one prepares (E5 to E8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages.dates import full_moment, near_moment
from etiquette.messages.parts import actions, button, context, field, link_button, modal, section, undo_button, words
from etiquette.messages.text import address, escape, first, fitted, introducer, is_web, link, named, person
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.calls import Call, Reading
from etiquette.rules.contacts import NOTE_LIMIT, Contact
from etiquette.rules.introductions import Introduction
from etiquette.rules.links import LONGEST
from etiquette.rules.members import Member
from etiquette.rules.preparing import MOST_QUESTIONS, QUESTION_LIMIT, pages_of

SHOWN = 180
LINK_SHOWN = 250  # four links stand in one paragraph, and Slack takes 3000 characters of it
PAGES: dict[Reading, str] = {
    Reading.PROFILE: "LinkedIn profile",
    Reading.COMPANY: "Company page",
    Reading.WEBSITE: "Website",
    Reading.SOCIAL: "Social page",
}
_IN_A_SENTENCE: dict[Reading, str] = {
    Reading.PROFILE: "LinkedIn profile",
    Reading.COMPANY: "company page",
    Reading.WEBSITE: "website",
    Reading.SOCIAL: "social page",
}
LINKS: dict[str, str] = {
    "profile_url": "Their LinkedIn profile",
    "company_url": "Their company's page",
    "website_url": "Their website",
    "social_url": "Their social page",
}
NOTES: dict[str, tuple[str, str]] = {
    "common_ground": ("Common ground", "What you share: people, places, questions that keep you both busy."),
    "past": ("Their past", "Where they come from, and what they are proud of."),
    "present": ("Their present", "What keeps them busy now."),
    "future": ("Their future", "Where they want to go."),
}
UNREAD = "unread"
_TICKS = {
    Reading.PROFILE: Action.TICK_PROFILE,
    Reading.COMPANY: Action.TICK_COMPANY,
    Reading.WEBSITE: Action.TICK_WEBSITE,
    Reading.SOCIAL: Action.TICK_SOCIAL,
}


def preparation(call: Call, contact: Contact, introduction: Introduction | None) -> list[Block]:
    """What one has before a call: how one was referred, what one wants and brings; and what to read, to be ticked."""
    told = [
        *_referred(introduction),
        *_note("Common ground", contact.common_ground),
        *_note("To learn", call.learn),
        *_note("To offer", call.offer),
        *_questions(call),
    ]
    if not (call.learn or call.offer or call.questions):
        told.append(f"What would you like to learn from {first(contact)}, and what can you offer?")
    facts = "\n".join([*told, *_pages(call, contact)])
    ticks = [_tick(call, reading, url) for reading, url in pages_of(contact).items() if url]
    return [section(facts), *([actions(*ticks)] if ticks else [])]


def cues(call: Call, contact: Contact, introduction: Introduction | None) -> list[Block]:
    """What one has in front of oneself while one speaks: their past, present and future, and one's own questions."""
    about = [
        *_note("Past", contact.past),
        *_note("Present", contact.present),
        *_note("Future", contact.future),
    ]
    nothing = "_Ask where they come from, what keeps them busy now, and where they want to go._"
    lines = [
        *_referred(introduction),
        *_note("Common ground", contact.common_ground),
        *(about or [nothing]),
        *_note("To learn", call.learn),
        *_note("To offer", call.offer),
        *_questions(call),
    ]
    return [section("\n".join(lines))]


def has_profile(contact: Contact) -> bool:
    """Whether there is a profile that can be opened."""
    return bool(contact.profile_url) and is_web(contact.profile_url or "")


def profile_button(contact: Contact, about: str) -> ButtonElement:
    """The first button of the call card: it opens the profile, or the form where there is none yet (E7)."""
    opens = link_button("Open their profile", contact.profile_url, primary=True)
    return opens or button("Add their profile", Action.PREPARE, about, primary=True)


def notes_button(call: Call, about: str) -> ButtonElement:
    """Opens the form in which one prepares."""
    has_notes = call.learn or call.offer or call.questions
    return button("Edit your notes" if has_notes else "Make notes", Action.PREPARE, about)


def prepared(
    call: Call,
    contact: Contact,
    introduction: Introduction | None,
    member: Member,
    now: datetime,
    act_id: str | None = None,
) -> Message:
    """What was noted for a call, said back."""
    when = near_moment(call.starts_at, member, now)
    said = f"Noted for your call with {named(contact)} {when}."
    blocks: list[Block] = [
        section(f"Noted for your call with *{person(contact)}* {when}.", undo_button(act_id)),
        *preparation(call, contact, introduction),
        actions(notes_button(call, value("call", call.id)), open_button(contact)),
    ]
    return message(said, blocks)


def open_button(contact: Contact) -> ButtonElement:
    """Opens all that is known of a contact."""
    return button(f"All about {contact.first_name}", Action.OPEN_CONTACT, value("contact", contact.id))


def form(
    call: Call, contact: Contact, introduction: Introduction | None, member: Member, now: datetime, *, meta: str = ""
) -> dict[str, Any]:
    """The form in which one prepares: the four links, what one wants and brings, and what is known of them."""
    asked = [*(call.questions or "").split("\n"), *[""] * MOST_QUESTIONS][:MOST_QUESTIONS]
    blocks: list[Block] = [
        context(
            f"Your call with {named(contact)}, {full_moment(call.starts_at, member, now)}", *_referred(introduction)
        ),
        field("learn", "What do you hope to learn?", words(call.learn, most=NOTE_LIMIT, lines=True), optional=True),
        field("offer", "What can you offer?", words(call.offer, most=NOTE_LIMIT, lines=True), optional=True),
        *[
            field(f"question-{at}", f"Question {at + 1}", words(question, most=QUESTION_LIMIT), optional=True)
            for at, question in enumerate(asked)
        ],
        *note_fields(contact),
        *link_fields(contact),
    ]
    return modal(Form.PREPARE, "Prepare for the call", blocks, meta=meta)


def link_fields(contact: Contact) -> Sequence[Block]:
    """The four links of a contact (E5)."""
    example = {"profile_url": "https://www.linkedin.com/in/dana"}
    return [
        field(name, label, words(getattr(contact, name), most=LONGEST, example=example.get(name)), optional=True)
        for name, label in LINKS.items()
    ]


def note_fields(contact: Contact) -> Sequence[Block]:
    """Common ground, and their past, present and future (E6, E8)."""
    return [
        field(name, label, words(getattr(contact, name), most=NOTE_LIMIT), hint=hint, optional=True)
        for name, (label, hint) in NOTES.items()
    ]


def one_line(text: str, limit: int = SHOWN) -> str:
    """A note in a line of a card."""
    return fitted(" ".join(text.split()), limit)


def page_link(reading: Reading, url: str) -> str:
    """A page by its label, linked as far as its address has room in a line with three others."""
    return link(url, PAGES[reading]) if len(escape(address(url))) <= LINK_SHOWN else PAGES[reading]


def _note(label: str, text: str | None) -> list[str]:
    return [f"*{label}:* {one_line(text)}"] if text else []


def _referred(introduction: Introduction | None) -> list[str]:
    if introduction is None:
        return []
    if introduction.how_referred:
        return _note("How you were described", introduction.how_referred)
    asks = f"not known yet; {introducer(introduction)} can tell you."
    return [f"*How you were described:* {asks}"] if introduction.has_introducer else []


def _questions(call: Call) -> list[str]:
    asked = [line for line in (call.questions or "").split("\n") if line.strip()]
    lines = [f"{at}. {one_line(question)}" for at, question in enumerate(asked[:MOST_QUESTIONS], start=1)]
    return ["*Your questions:*", *lines] if lines else []


def _pages(call: Call, contact: Contact) -> list[str]:
    """What was read, each with its link; and what is not known yet."""
    pages = pages_of(contact)
    read = [page_link(reading, url) for reading, url in pages.items() if url and reading in call.ticked]
    missing = [label for reading, label in _IN_A_SENTENCE.items() if not pages[reading]]
    return [
        *([f"*Read:* {', '.join(read)}"] if read else []),
        *([f"_Not known yet: {', '.join(missing)}._"] if missing else []),
    ]


def _tick(call: Call, reading: Reading, url: str) -> ButtonElement:
    """A box that opens its page when it is ticked; ticked, it can be emptied again."""
    label, is_read = PAGES[reading], reading in call.ticked
    return ButtonElement(
        text=f"{'☑' if is_read else '☐'} {label}",
        action_id=_TICKS[reading],
        value=value("call", call.id, f"{reading}.{UNREAD}" if is_read else reading),
        url=None if is_read or not is_web(url) else address(url),
        accessibility_label=f"{label}: read" if is_read else f"{label}: open it, and tick it",
    )
