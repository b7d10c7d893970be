"""Introductions: logged and corrected (E1 to E3)."""

from dataclasses import dataclass, replace

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import NAME_LIMIT, Contact, checked_name
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction
from etiquette.rules.members import Member, Who
from etiquette.services.contacts import Somebody, checked_link, known_or_new
from etiquette.services.nudging import Doing, hold
from etiquette.store import drafts, introductions, nudges
from etiquette.store.records import add, change, find
from etiquette.store.session import Store
from etiquette.store.types import new_id

REFERRED_LIMIT = 3000


@dataclass(frozen=True, slots=True)
class Introduced:
    """What was said of an introduction: by whom, and how they put it."""

    introducer_name: str | None = None
    introducer_user_id: str | None = None
    how_referred: str | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """An introduction with its contact. `act_id` takes it back."""

    introduction: Introduction
    contact: Contact
    act_id: str | None = None


async def log_introduction(
    doing: Doing,
    somebody: Somebody,
    by: Introduced,
    typed: str,
    draft_id: str | None = None,
) -> Logged:
    """Saves who introduced whom. A contact of exactly that name is taken to be the same person."""
    async with doing.act(Verb.LOG_INTRODUCTION) as tx:
        contact = await known_or_new(tx, doing, somebody, whole_name=True)
        introduction = Introduction(
            id=new_id(),
            workspace_id=doing.member.workspace_id,
            member_id=doing.member.id,
            contact_id=contact.id,
            typed=typed,
            created_at=doing.now,
            **_checked(by),
        )
        await add(tx, introduction)
        if draft_id:
            await drafts.remove(tx, doing.member.who, draft_id)
        return Logged(introduction, contact, tx.act_id)


async def edit_introduction(doing: Doing, introduction_id: str, somebody: Somebody, by: Introduced) -> Logged:
    """Corrects an introduction and its contact; what was said already about them is drawn anew."""
    async with doing.act(Verb.EDIT_INTRODUCTION) as tx:
        introduction = await hold(tx, Introduction, doing.member, introduction_id)
        contact = await hold(tx, Contact, doing.member, introduction.contact_id)
        contact = await change(
            tx, contact, name=checked_name(somebody.name), profile_url=checked_link(somebody.profile_url)
        )
        introduction = await change(tx, introduction, **_checked(by))
        await nudges.redraw_contact(tx, doing.member.who, contact.id)
        return Logged(introduction, contact, tx.act_id)


async def introduction_of(store: Store, member: Member, introduction_id: str) -> Logged:
    """One introduction, to be shown or edited. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        introduction = await find(tx, Introduction, member.who, introduction_id)
        contact = await find(tx, Contact, member.who, introduction.contact_id) if introduction else None
    if introduction is None or contact is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return Logged(introduction, contact)


async def unnamed_introducers(store: Store, limit: int = 20) -> list[Introduction]:
    """Introductions by somebody in Slack whose name was not looked up yet: a draft is to greet them by it."""
    async with store.reading() as tx:
        return await introductions.unnamed(tx, limit)


async def name_introducer(store: Store, introduction: Introduction, name: str) -> None:
    """Keeps the introducer's name as Slack has it; empty where Slack has none. What was said already is drawn anew."""
    async with store.writing() as tx:
        await introductions.name(tx, introduction, name)
        who = Who(introduction.workspace_id, introduction.member_id)
        await nudges.redraw_contact(tx, who, introduction.contact_id)


def _checked(by: Introduced) -> dict[str, str | None]:
    """The introducer, tidied. A Slack user and a name are kept both; too long a word on the referral is refused."""
    name = " ".join((by.introducer_name or "").split()) or None
    if name and len(name) > NAME_LIMIT:
        raise EtiquetteError(Refusal.NAME_TOO_LONG, limit=NAME_LIMIT)
    referred = (by.how_referred or "").strip() or None
    if referred and len(referred) > REFERRED_LIMIT:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=REFERRED_LIMIT)
    checked = replace(by, introducer_name=name, how_referred=referred)
    return {
        "introducer_name": checked.introducer_name,
        "introducer_user_id": checked.introducer_user_id,
        "how_referred": checked.how_referred,
    }
