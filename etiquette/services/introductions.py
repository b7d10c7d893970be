"""Introductions: logged and corrected (E1 to E3)."""

from dataclasses import dataclass, replace

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import NAME_LIMIT, Contact, checked_name
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Answer, Kind
from etiquette.services.contacts import Somebody, checked_link, known_or_new
from etiquette.services.nudging import Doing, answered, hold, plan
from etiquette.store import drafts, introductions, nudges
from etiquette.store.records import add, all_of, change, find
from etiquette.store.session import Store, Transaction
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
            state=IntroductionState.MADE,
            note=None,
            passed_on_at=None,
            referral_asked_at=None,
            call_fixed_at=None,
            call_held_at=None,
            closed=(),
            moved_at=doing.now,
            revision=1,
            typed=typed,
            created_at=doing.now,
            **_checked(by),
        )
        introduction = await _with_first_calls(tx, doing, introduction)
        await add(tx, introduction)
        await plan(tx, introduction, doing.member, doing.now)
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
        introduction = await change(tx, introduction, **_checked(by), revision=introduction.revision + 1)
        await answered(tx, introduction, doing.member, Answer.DONE, doing.now, told_by(introduction))
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


async def call_stands(tx: Transaction, doing: Doing, call: Call) -> None:
    """Inside a transaction: a call is fixed, so nobody is asked any more to secure a date for it (E4)."""
    for known in await all_of(tx, Introduction, doing.member.who, contact_id=call.contact_id):
        if known.call_fixed_at is None:
            fixed = await change(tx, known, call_fixed_at=call.starts_at, revision=known.revision + 1)
            await answered(tx, fixed, doing.member, Answer.DONE, doing.now, {Kind.SECURE_CALL})


async def call_held(tx: Transaction, doing: Doing, call: Call) -> None:
    """Inside a transaction: a call was held, so it is too late to ask how one will be referred (E3)."""
    for known in await all_of(tx, Introduction, doing.member.who, contact_id=call.contact_id):
        if known.call_held_at is None:
            held = await change(tx, known, call_held_at=call.starts_at, revision=known.revision + 1)
            await plan(tx, held, doing.member, doing.now, {Kind.HOW_REFERRED})


def told_by(introduction: Introduction) -> set[Kind]:
    """The kinds of nudges that a corrected introduction settles or plans anew."""
    return {Kind.HOW_REFERRED} if introduction.how_referred or introduction.call_held_at else set()


async def _with_first_calls(tx: Transaction, doing: Doing, introduction: Introduction) -> Introduction:
    """An introduction that is logged after its call: nobody is asked for what has happened."""
    calls = await all_of(tx, Call, doing.member.who, contact_id=introduction.contact_id)
    fixed = min((call.starts_at for call in calls if call.state is not CallState.NOT_HELD), default=None)
    held = min((call.starts_at for call in calls if call.state is CallState.HELD), default=None)
    return replace(introduction, call_fixed_at=fixed, call_held_at=held)


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
