"""Contacts: found by what a member types, or made; listed, shown whole, and edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact, checked_name, folded, matching, new_contact, searched
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Favour
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.links import profile_url, safe_url
from etiquette.rules.members import Member
from etiquette.rules.portraits import Entry, Page, Portrait
from etiquette.rules.thanks import ThankYou
from etiquette.services.nudging import Doing, add_and_plan, hold
from etiquette.store import members, nudges
from etiquette.store.matters import latest_of
from etiquette.store.records import all_of, change, find
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id


@dataclass(frozen=True, slots=True)
class Somebody:
    """A contact as a member points at one: by a record, a Slack user, or a name; with what was told of them besides.

    `is_new` says that nobody known is meant, whatever the names are.
    """

    name: str = ""
    contact_id: str | None = None
    slack_user_id: str | None = None
    profile_url: str | None = None
    is_new: bool = False
    company: str | None = None


async def everybody(store: Store, member: Member) -> list[Contact]:
    """All contacts of a member, oldest first."""
    async with store.reading() as tx:
        return await all_of(tx, Contact, member.who)


async def candidates(store: Store, member: Member, name: str) -> list[tuple[Contact, Introduction | None, Call | None]]:
    """Whom a name may mean, each with what tells them from the others: how they came to be known, and the last call."""
    async with store.reading() as tx:
        fitting = matching(await all_of(tx, Contact, member.who), name)
        ids = [contact.id for contact in fitting]
        introductions = await latest_of(tx, Introduction, ids)
        calls = await latest_of(tx, Call, ids)
    return [(contact, introductions.get(contact.id), calls.get(contact.id)) for contact in fitting]


async def page_of(store: Store, member: Member, search: str, number: int, size: int) -> Page:
    """One page of the people whom a search finds, by name; of everybody where nothing is searched for."""
    async with store.reading() as tx:
        found = searched(await all_of(tx, Contact, member.who), search)
        pages = max((len(found) + size - 1) // size, 1)
        at = min(max(number, 0), pages - 1)
        shown = found[at * size : (at + 1) * size]
        ids = [contact.id for contact in shown]
        introductions = await latest_of(tx, Introduction, ids)
        calls = await latest_of(tx, Call, ids)
    entries = [Entry(each, introductions.get(each.id), calls.get(each.id)) for each in shown]
    return Page(entries, at, pages, len(found), search)


async def portrait_of(store: Store, member: Member, contact_id: str) -> Portrait:
    """Everything that is known of one person. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        contact = await find(tx, Contact, member.who, contact_id)
        if contact is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        return Portrait(
            contact,
            tuple(await all_of(tx, Introduction, member.who, contact_id=contact_id)),
            tuple(await all_of(tx, Call, member.who, contact_id=contact_id)),
            tuple(await all_of(tx, Deliverable, member.who, contact_id=contact_id)),
            tuple(await all_of(tx, ThankYou, member.who, contact_id=contact_id)),
            tuple(await all_of(tx, Invitation, member.who, contact_id=contact_id)),
            len(await all_of(tx, Favour, member.who, contact_id=contact_id)),
        )


async def whom(store: Store, member: Member, somebody: Somebody) -> list[Contact]:
    """Whom a member may mean, none included."""
    return _meant(await everybody(store, member), somebody)


async def edit_contact(doing: Doing, contact_id: str, values: Mapping[str, Any]) -> str:
    """Corrects what is known of a contact; whatever was said about them is drawn anew. Gives the act that undoes it."""
    async with doing.act(Verb.EDIT_CONTACT) as tx:
        contact = await hold(tx, Contact, doing.member, contact_id)
        await change(tx, contact, **values)
        await nudges.redraw_contact(tx, doing.member.who, contact_id)
        return str(tx.act_id)


async def contact_of(store: Store, member: Member, somebody: Somebody) -> Contact:
    """The contact who is meant, to be shown. Refused as UNKNOWN_CONTACT, or as SEVERAL_CONTACTS with those who fit."""
    async with store.reading() as tx:
        return _the_one(await all_of(tx, Contact, member.who), somebody)


async def known(tx: Transaction, doing: Doing, somebody: Somebody) -> Contact:
    """The contact who is meant. Refused as UNKNOWN_CONTACT, or as SEVERAL_CONTACTS with those who fit."""
    contact = _the_one(await all_of(tx, Contact, doing.member.who), somebody)
    tx.contact_id = contact.id
    return contact


async def known_or_new(tx: Transaction, doing: Doing, somebody: Somebody, *, whole_name: bool = False) -> Contact:
    """The contact who is meant, made where nobody fits. `whole_name`: a part of a known name is somebody else."""
    found = [] if somebody.is_new else await _fitting(tx, doing, somebody, whole_name=whole_name)
    if not found and not somebody.is_new:
        await members.alone(tx, doing.member.who)  # somebody else may be making them at this moment
        found = await _fitting(tx, doing, somebody, whole_name=whole_name)
    if len(found) > 1:
        raise EtiquetteError(Refusal.SEVERAL_CONTACTS, name=somebody.name, contacts=tuple(found))
    contact = await _completed(tx, found[0], somebody) if found else await _made(tx, doing, somebody)
    tx.contact_id = contact.id
    return contact


async def meant(tx: Transaction, doing: Doing, contact_id: str, somebody: Somebody) -> Contact:
    """Whom a corrected record is about: the same contact where the name still is theirs, else whoever is named."""
    contact = await hold(tx, Contact, doing.member, contact_id)
    same_name = folded(contact.name) == folded(somebody.name) and not (somebody.contact_id or somebody.is_new)
    return contact if same_name else await known_or_new(tx, doing, somebody)


def checked_link(link: str | None) -> str | None:
    """A link in its canonical spelling. Refused when it is not http(s)."""
    if not link or not link.strip():
        return None
    kept = profile_url(link) or safe_url(link)
    if kept is None:
        raise EtiquetteError(Refusal.NOT_A_LINK)
    return kept


async def _fitting(tx: Transaction, doing: Doing, somebody: Somebody, *, whole_name: bool) -> list[Contact]:
    return _meant(await all_of(tx, Contact, doing.member.who), somebody, whole_name=whole_name)


def _the_one(contacts: list[Contact], somebody: Somebody) -> Contact:
    found = _meant(contacts, somebody)
    if not found:
        raise EtiquetteError(Refusal.UNKNOWN_CONTACT, name=somebody.name)
    if len(found) > 1:
        raise EtiquetteError(Refusal.SEVERAL_CONTACTS, name=somebody.name, contacts=tuple(found))
    return found[0]


def _meant(contacts: list[Contact], somebody: Somebody, *, whole_name: bool = False) -> list[Contact]:
    if somebody.contact_id:
        return [each for each in contacts if each.id == somebody.contact_id]
    if somebody.slack_user_id:
        return [each for each in contacts if each.slack_user_id == somebody.slack_user_id]
    if link := checked_link(somebody.profile_url):
        by_link = [each for each in contacts if each.profile_url == link]
        if by_link:
            return by_link
        # One name under two addresses is two people.
        contacts = [each for each in contacts if each.profile_url is None]
    fitting = matching(contacts, somebody.name)
    return [each for each in fitting if folded(each.name) == folded(somebody.name)] if whole_name else fitting


async def _completed(tx: Transaction, contact: Contact, somebody: Somebody) -> Contact:
    """Keeps a link, or a company, that was not known before."""
    told = {"profile_url": checked_link(somebody.profile_url), "company": somebody.company}
    news = {name: value for name, value in told.items() if value and not getattr(contact, name)}
    return await change(tx, contact, **news) if news else contact


async def _made(tx: Transaction, doing: Doing, somebody: Somebody) -> Contact:
    if somebody.contact_id:
        raise EtiquetteError(Refusal.NOT_FOUND)
    contact = new_contact(
        new_id(),
        doing.member.workspace_id,
        doing.member.id,
        checked_name(somebody.name),
        doing.now,
        slack_user_id=somebody.slack_user_id,
        profile_url=checked_link(somebody.profile_url),
        company=somebody.company,
    )
    await add_and_plan(tx, contact, doing.member, doing.now)
    return contact
