"""Introductions: logged and corrected (E1 to E4). One that is only asked for is in `requests`."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import NAME_LIMIT, Contact, checked_name, folded
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Answer, Kind
from etiquette.services.contacts import Somebody, checked_link, known_or_new
from etiquette.services.nudging import Doing, add_and_plan, hold
from etiquette.services.passing import moved
from etiquette.store import drafts, introductions, nudges
from etiquette.store.records import all_of, change, find
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id

REFERRED_LIMIT = 3000
REQUESTED = frozenset({IntroductionState.WANTED, IntroductionState.ASKED})
# What was passed on to one introducer was not said to another; nor does what one would rather not say bind another.
PASSED_TO_THEM = ("passed_on_at", "referral_asked_at", "reply", "replied_at")
CLOSED_BY_THEM = frozenset({Kind.REFERRAL_ASKED, Kind.HOW_REFERRED})


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
    """Saves who introduced whom. A contact of exactly that name is taken to be the same person.

    Where the member had asked for it, it is the same introduction, made now (E2).
    """
    async with doing.act(Verb.LOG_INTRODUCTION) as tx:
        contact = await known_or_new(tx, doing, somebody, whole_name=True)
        requested = await asked_for(tx, doing, contact, by)
        if requested:
            told = {name: value for name, value in _checked(by).items() if value}
            introduction = await made(tx, doing, requested, **told)
        else:
            introduction = await begun(tx, doing, contact, by, IntroductionState.MADE, typed)
        if draft_id:
            await drafts.remove(tx, doing.member.who, draft_id)
        return Logged(introduction, contact, tx.act_id)


async def edit_introduction(
    doing: Doing, introduction_id: str, somebody: Somebody, by: Introduced, state: IntroductionState | None = None
) -> Logged:
    """Corrects an introduction and its contact; what was said already about them is drawn anew.

    `state`: how far it is after all. Of another introducer nothing was asked yet.
    """
    async with doing.act(Verb.EDIT_INTRODUCTION) as tx:
        introduction = await hold(tx, Introduction, doing.member, introduction_id)
        contact = await hold(tx, Contact, doing.member, introduction.contact_id)
        contact = await change(
            tx, contact, name=checked_name(somebody.name), profile_url=checked_link(somebody.profile_url)
        )
        told = {**_checked(by), **_moved_to(introduction, state, doing.now)}
        if introduction.introducer_user_id != by.introducer_user_id:
            told |= {**dict.fromkeys(PASSED_TO_THEM), "closed": _not_by_them(introduction)}
        introduction = await moved(tx, introduction, doing.member, Answer.DONE, doing.now, **told)
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
            await moved(tx, known, doing.member, Answer.DONE, doing.now, call_fixed_at=call.starts_at)


async def call_held(tx: Transaction, doing: Doing, call: Call) -> None:
    """Inside a transaction: a call was held, so it is too late to ask how one will be referred (E3)."""
    for known in await all_of(tx, Introduction, doing.member.who, contact_id=call.contact_id):
        if known.call_held_at is None:
            await moved(tx, known, doing.member, None, doing.now, call_held_at=call.starts_at)


async def call_gone(tx: Transaction, doing: Doing, contact_id: str) -> None:
    """Inside a transaction: a call to come is deleted, or is with somebody else: a date is asked for again."""
    first = await _first_calls(tx, doing, contact_id)
    for known in await all_of(tx, Introduction, doing.member.who, contact_id=contact_id):
        if first["call_fixed_at"] is None and known.call_fixed_at and known.call_held_at is None:
            await moved(tx, known, doing.member, None, doing.now, call_fixed_at=None)


async def begun(
    tx: Transaction, doing: Doing, contact: Contact, by: Introduced, state: IntroductionState, typed: str, **more: Any
) -> Introduction:
    """Inside a transaction: a new introduction, and what it calls for. After its call nobody asks for what has been."""
    introduction = Introduction(
        **{
            **dict.fromkeys(field.name for field in fields(Introduction)),
            **await _first_calls(tx, doing, contact.id),
            **_checked(by),
            **more,
            "id": new_id(),
            "workspace_id": doing.member.workspace_id,
            "member_id": doing.member.id,
            "contact_id": contact.id,
            "state": state,
            "closed": (),
            "moved_at": doing.now,
            "revision": 1,
            "typed": typed,
            "created_at": doing.now,
        }
    )
    await add_and_plan(tx, introduction, doing.member, doing.now)
    return introduction


async def made(tx: Transaction, doing: Doing, introduction: Introduction, **told: Any) -> Introduction:
    """Inside a transaction: the introducer has introduced them."""
    first = await _first_calls(tx, doing, introduction.contact_id)
    values = {**first, **told, "state": IntroductionState.MADE, "moved_at": doing.now}
    now_made = await moved(tx, introduction, doing.member, Answer.DONE, doing.now, **values)
    await nudges.answer(tx, doing.member.who, now_made.id, Answer.DONE, doing.now, kinds={Kind.INTRODUCER_ANSWERED})
    return now_made


async def asked_for(tx: Transaction, doing: Doing, contact: Contact, by: Introduced) -> Introduction | None:
    """Inside a transaction: what the member would like, or asked, the same introducer for, if they do."""
    name = folded(by.introducer_name or "")
    for known in await all_of(tx, Introduction, doing.member.who, contact_id=contact.id):
        is_same = (
            known.introducer_user_id == by.introducer_user_id
            if by.introducer_user_id
            else bool(name) and folded(known.introducer_name or "") == name
        )
        if known.state in REQUESTED and is_same:
            return known
    return None


async def _first_calls(tx: Transaction, doing: Doing, contact_id: str) -> dict[str, datetime | None]:
    """When a first call with a contact stood, and when one was held."""
    calls = await all_of(tx, Call, doing.member.who, contact_id=contact_id)
    return {
        "call_fixed_at": min((c.starts_at for c in calls if c.state is not CallState.NOT_HELD), default=None),
        "call_held_at": min((c.starts_at for c in calls if c.state is CallState.HELD), default=None),
    }


def _not_by_them(introduction: Introduction) -> tuple[Kind, ...]:
    """What stays closed without its introducer: where they would rather not say, another can be asked (E3)."""
    closed = introduction.closed
    return tuple(k for k in closed if k not in CLOSED_BY_THEM) if Kind.REFERRAL_ASKED in closed else closed


def _moved_to(introduction: Introduction, state: IntroductionState | None, now: datetime) -> dict[str, Any]:
    """Where an introduction stands after all, where that is not where it stood."""
    is_same = state is introduction.state or (state is IntroductionState.WANTED and introduction.state in REQUESTED)
    return {} if state is None or is_same else {"state": state, "moved_at": now}


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
