"""The people whom a member knows: as a list, in the form that edits one; and what is said when something goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, ConfirmObject, ExternalDataSelectElement, Option, PlainTextObject

from etiquette.messages.cards import link_fields, note_fields
from etiquette.messages.dates import full_day, near_day
from etiquette.messages.parts import (
    LABEL_LIMIT,
    actions,
    button,
    context,
    field,
    modal,
    name_field,
    section,
    undo_button,
    user_picker,
    words,
)
from etiquette.messages.text import clip, fitted, introducer, named, one_line, person, printable
from etiquette.messages.vocabulary import VALUE, Action, Form, Message, message, value
from etiquette.rules.contacts import MOST_TAGS, NAME_LIMIT, TAG_LIMIT, Contact
from etiquette.rules.members import Member
from etiquette.rules.portraits import Entry, Page

A_PAGE = 10
SEARCH_SHOWN = 100
NOBODY_YET = "You have not told me of anybody yet. Type `/coop intro` and a name, and they will be here."

_NOUNS = {
    "introduction": "The introduction to {label}",
    "call": "The call with {label}",
    "deliverable": "“{label}”",
    "favour": "“{label}”",
    "contact": "{label}",
}


def deleted(noun: str, label: str, act_id: str | None) -> Message:
    """Something is gone, and what was planned for it. `label`: the contact's name, or what was promised."""
    what = _NOUNS.get(noun, "{label}").format(label=fitted(label, 300))
    whom = "them" if noun == "contact" else "it"
    said = f"{what} is deleted, and I will not speak of {whom} any more."
    blocks: list[Block] = [section(said, undo_button(act_id))]
    return message(said, blocks)


def delete_first(noun: str, record_id: str, contact: Contact) -> Message:
    """Asks before something of a contact's goes: with what, and that it can come back."""
    what = _NOUNS.get(noun, "{label}").format(label=named(contact))
    said = f"Delete {what[0].lower()}{what[1:]}? What I had planned for it goes with it. You can undo it."
    sure = button("Delete", Action.DELETE, value(noun, record_id))
    sure.style = "danger"
    keep = button("Keep", Action.OPEN_CONTACT, value("contact", contact.id))
    return message(said, [section(said), actions(sure, keep)])


def undone(label: str | None = None) -> Message:
    """Something was taken back, and everything stands as before."""
    said = f"Undone: {fitted(label, 300)}." if label else "Undone. Everything stands as before."
    return message(said, [section(said)])


def listed(page: Page, member: Member, now: datetime) -> Message:
    """One page of the people whom a search found, by name; each with a button that shows all of them."""
    said = _found(page)
    lines = [
        section(_line(entry, member, now), button("Open", Action.OPEN_CONTACT, value("contact", entry.contact.id)))
        for entry in page.entries
    ]
    return message(said, [section(said), *lines, *_turning(page)])


def edit_form(contact: Contact, *, meta: str = "") -> dict[str, Any]:
    """Everything that is known of a contact, to be corrected and added to."""
    blocks: list[Block] = [
        name_field(contact.name),
        _line_field("role", "What they do", contact.role, "Head of Pricing"),
        _line_field("company", "Company", contact.company, "Acme"),
        _line_field("place", "Place", contact.place, "Lisbon"),
        field(
            "tags",
            "Tags",
            words(", ".join(contact.tags), most=MOST_TAGS * (TAG_LIMIT + 2), example="pricing, hiring"),
            hint=f"At most {MOST_TAGS}, with commas between them. They help me to see who should meet whom.",
            optional=True,
        ),
        _line_field("email", "E-mail", contact.email, "dana@example.com"),
        field("slack_user", "In this Slack", user_picker(contact.slack_user_id), optional=True),
        *link_fields(contact),
        *note_fields(contact),
    ]
    return modal(Form.CONTACT, clip(f"About {contact.first_name}", 24), blocks, meta=meta)


def merge_form(contact: Contact, *, meta: str = "") -> dict[str, Any]:
    """The form that makes one entry of two: the other one is searched for by name."""
    who = named(contact)
    chooser = ExternalDataSelectElement(action_id=VALUE, placeholder="Search by name or company", min_query_length=0)
    blocks: list[Block] = [
        section(
            f"Is *{who}* here twice? Choose the other entry. Everything that belongs to it moves to this one, what "
            f"is still empty here is filled in, and the name stays {who}. You can undo it."
        ),
        field("other", "The other entry", chooser),
    ]
    return modal(Form.MERGE, "Merge two entries", blocks, submit="Merge", meta=meta)


def choices(contacts: Sequence[Contact]) -> list[dict[str, Any]]:
    """Contacts as the options of a menu."""
    return [
        Option(
            value=each.id,
            text=PlainTextObject(text=_in_menu(each.name)),
            description=PlainTextObject(text=about) if (about := _in_menu(_place_of(each))) else None,
        ).to_dict()
        for each in contacts
    ]


def merged(contact: Contact, act_id: str) -> Message:
    """Two entries are one."""
    said = f"Done: the two entries are one now, under {named(contact)}."
    opens = button("Open", Action.OPEN_CONTACT, value("contact", contact.id))
    return message(said, [section(said), actions(opens, undo_button(act_id))])


def confirm_delete(contact: Contact, goes: str) -> ConfirmObject:
    """Asks before a contact goes, and says what goes with them."""
    return ConfirmObject(
        title="Delete this person?",
        text=PlainTextObject(text=clip(f"{clip(printable(contact.name), 80)} goes, {goes}. You can undo it.", 300)),
        confirm="Delete",
        deny="Keep",
        style="danger",
    )


def role_of(contact: Contact) -> str:
    """“Head of Pricing at Acme, Lisbon”, as far as it is known; escaped."""
    at = " at ".join(one_line(each) for each in (contact.role, contact.company) if each)
    return ", ".join(filter(None, [at, one_line(contact.place or "")]))


def _found(page: Page) -> str:
    if not page.search:
        return NOBODY_YET if not page.found else f"*{_people(page.found)}* you know{_which(page)}."
    search = fitted(page.search, SEARCH_SHOWN)
    if not page.found:
        return f"Nobody fits “{search}”. I look at names, companies, roles, places and tags."
    return f"*{_people(page.found)}* for “{search}”{_which(page)}."


def _which(page: Page) -> str:
    first = page.number * A_PAGE + 1
    return f", {first} to {first + len(page.entries) - 1}" if page.pages > 1 else ""


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _line(entry: Entry, member: Member, now: datetime) -> str:
    contact, told = entry.contact, []
    if entry.introduction and entry.introduction.has_introducer:
        told.append(f"via {introducer(entry.introduction)}")
    if entry.call:
        was = "was " if entry.call.is_over(now) else ""
        told.append(f"call {was}{near_day(member.hours.local(entry.call.starts_at).date(), member, now)}")
    since = f"known since {full_day(member.hours.local(contact.created_at).date(), member, now)}"
    first = " · ".join(filter(None, [f"*{person(contact)}*", role_of(contact)]))
    return f"{first}\n{' · '.join(told or [since])}"


def _turning(page: Page) -> list[Block]:
    if page.pages == 1:
        return [context("`/coop contact` and a name shows all of one person.")] if page.found else []
    search = page.search[:SEARCH_SHOWN]
    before = button("‹ Previous", Action.CONTACTS_BEFORE, value("contacts", str(page.number - 1), search))
    after = button("Next ›", Action.CONTACTS_AFTER, value("contacts", str(page.number + 1), search))
    hint = "A word after `/coop contacts` finds people faster: a name, a company, a role, a place or a tag."
    return [
        actions(before if page.number else None, after if page.number + 1 < page.pages else None),
        context(hint),
    ]


def _line_field(name: str, label: str, known: str | None, example: str) -> Block:
    return field(name, label, words(known, most=NAME_LIMIT, example=example), optional=True)


def _place_of(contact: Contact) -> str:
    return ", ".join(filter(None, [contact.role, contact.company, contact.place]))


def _in_menu(text: str) -> str:
    return clip(" ".join(printable(text).split()), LABEL_LIMIT)
