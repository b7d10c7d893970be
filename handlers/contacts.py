"""The people whom a member knows: listed, searched, shown whole, edited, merged."""

from collections.abc import Callable, Iterable
from typing import Any

from etiquette.messages.calls import CallFields
from etiquette.messages.calls import form as call_form
from etiquette.messages.contacts import A_PAGE, choices, delete_first, edit_form, listed, merge_form, merged
from etiquette.messages.portraits import portrait
from etiquette.messages.refusals import field_error
from etiquette.messages.vocabulary import Form, Message, metadata, read_kind, read_value
from etiquette.rules.contacts import (
    NAME_LIMIT,
    Contact,
    checked_email,
    checked_name,
    checked_note,
    checked_tags,
    folded,
    searched,
)
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Noun
from etiquette.services.calls import call_of
from etiquette.services.contacts import Somebody, checked_link, edit_contact, page_of, portrait_of, whom
from etiquette.services.introductions import introduction_of
from etiquette.services.merging import merge_contacts
from handlers.answers import Answer, Opens, Refused
from handlers.fields import Fields
from handlers.name_words import read_name
from handlers.reception import Visit
from handlers.typed import typed as as_typed

SEARCH_LIMIT = 100
OFFERED = 100

CHECKED: dict[str, Callable[[str], Any]] = {
    "name": checked_name,
    "role": lambda text: checked_note(text, NAME_LIMIT),
    "company": lambda text: checked_note(text, NAME_LIMIT),
    "place": lambda text: checked_note(text, NAME_LIMIT),
    "tags": checked_tags,
    "email": checked_email,
    "profile_url": checked_link,
    "company_url": checked_link,
    "website_url": checked_link,
    "social_url": checked_link,
    "common_ground": checked_note,
    "past": checked_note,
    "present": checked_note,
    "future": checked_note,
}
# The field that names the contact is called the same in every form.
_FIELDS = {"name": "contact"}


async def listed_by(visit: Visit, text: str) -> Answer:
    """`/coop contacts acme`: those whom a search finds, or everybody."""
    return await _page(visit, as_typed(text).line, 0)


async def turned(visit: Visit, pressed_value: str) -> Answer:
    """Another page of the same search."""
    number = read_value(pressed_value)[1]
    return await _page(visit, read_kind(pressed_value), int(number) if number.isdecimal() else 0)


async def named(visit: Visit, text: str) -> Answer | None:
    """Somebody's name and nothing else: all that is known of them. None where nobody known is called that."""
    name = as_typed(text).line.strip(" ?!.")
    is_one = 0 < len(name) <= NAME_LIMIT and await whom(visit.store, visit.member, Somebody(name))
    return await typed(visit, name) if is_one else None


async def typed(visit: Visit, text: str) -> Answer:
    """`/coop contact Dana`: all that is known of one person; of several, the question which. Bare: everybody."""
    words = read_name(text, [contact.name for contact in await visit.contacts()])
    if not (words.name or words.user_id):
        return await _page(visit, words.typed, 0)
    somebody = Somebody(words.name or "", slack_user_id=words.user_id)
    found = await whom(visit.store, visit.member, somebody)
    if len(found) == 1:
        return await shown(visit, found[0].id)
    if found:
        return await _page(visit, words.name or "", 0)
    raise EtiquetteError(Refusal.UNKNOWN_CONTACT, name=somebody.name)


async def opened(visit: Visit, pressed_value: str) -> Answer:
    """One person, from a list or a card."""
    return await shown(visit, read_value(pressed_value)[1])


async def shown(visit: Visit, contact_id: str, act_id: str | None = None) -> Message:
    """All that is known of one person."""
    return portrait(await portrait_of(visit.store, visit.member, contact_id), visit.member, visit.now, act_id)


async def edit(visit: Visit, contact_id: str) -> Opens:
    """The form of a contact."""
    known = await portrait_of(visit.store, visit.member, contact_id)
    return Opens(edit_form(known.contact, meta=metadata(id=contact_id)))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent. What cannot be kept is said at its field."""
    fields = Fields.of(view)
    values, errors = checked(fields, CHECKED, Form.CONTACT)
    if errors:
        return Refused(errors)
    contact_id = fields.kept("id") or ""
    act_id = await edit_contact(visit.doing, contact_id, {**values, "slack_user_id": fields.user("slack_user")})
    return await shown(visit, contact_id, act_id)


async def call_logged(visit: Visit, pressed_value: str) -> Answer:
    """The form of a new call with somebody."""
    known = await portrait_of(visit.store, visit.member, read_value(pressed_value)[1])
    return Opens(call_form(CallFields(known.contact.name)))


async def merging(visit: Visit, pressed_value: str) -> Answer:
    """The form that asks for the other entry of the same person."""
    contact_id = read_value(pressed_value)[1]
    known = await portrait_of(visit.store, visit.member, contact_id)
    return Opens(merge_form(known.contact, meta=metadata(id=contact_id)))


async def merge_submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """Two entries made one."""
    fields = Fields.of(view)
    kept_id = fields.kept("id") or ""
    act_id = await merge_contacts(visit.doing, kept_id, fields.choice("other") or "")
    return merged((await portrait_of(visit.store, visit.member, kept_id)).contact, act_id)


async def others(visit: Visit, view: dict[str, Any], search: str) -> list[dict[str, Any]]:
    """Who may be the same person, as the options of a menu: those of a like name first."""
    contact_id = Fields.of(view).kept("id")
    contacts = await visit.contacts()
    names = next((_words(each) for each in contacts if each.id == contact_id), frozenset())
    found = searched([each for each in contacts if each.id != contact_id], search)
    return choices(sorted(found, key=lambda each: not names & _words(each))[:OFFERED])


async def managed(visit: Visit, noun: str, record_id: str) -> Answer:
    """Asks before a contact's introduction or call is deleted."""
    if noun == Noun.CALL:
        contact = (await call_of(visit.store, visit.member, record_id)).contact
    else:
        contact = (await introduction_of(visit.store, visit.member, record_id)).contact
    return delete_first(noun, record_id, contact)


def checked(fields: Fields, names: Iterable[str], form: Form) -> tuple[dict[str, Any], dict[str, str]]:
    """What was filled in of a contact, and what is wrong with it, by field."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name in names:
        field = _FIELDS.get(name, name)
        try:
            values[name] = CHECKED[name](fields.text(field))
        except EtiquetteError as error:
            errors[field] = field_error(error, form)[1]
    return values, errors


async def _page(visit: Visit, search: str, number: int) -> Answer:
    page = await page_of(visit.store, visit.member, search[:SEARCH_LIMIT].strip(), number, A_PAGE)
    return listed(page, visit.member, visit.now)


def _words(contact: Contact) -> frozenset[str]:
    return frozenset(folded(contact.name).split())
