"""Drafts: what was typed and not understood, kept until its form is sent."""

from etiquette.rules.acts import Verb
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.services.nudging import Doing
from etiquette.store import drafts
from etiquette.store.session import Store
from etiquette.store.types import new_id


async def keep_draft(doing: Doing, verb: str, typed: str, raw: str) -> Draft:
    """Saves words exactly as they were typed, once however often they are delivered (N4)."""
    draft = Draft(new_id(), doing.member.workspace_id, doing.member.id, verb, typed, raw, None, doing.now)
    async with doing.act(Verb.KEEP_DRAFT) as tx:
        await drafts.add(tx, draft)
    return draft


async def draft_of(store: Store, member: Member, draft_id: str) -> Draft:
    """One draft. Refused as NOT_FOUND when it was finished, or is somebody else's."""
    async with store.reading() as tx:
        draft = await drafts.get(tx, member.who, draft_id)
    if draft is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return draft


async def choose_contact(store: Store, member: Member, draft_id: str, contact_id: str) -> Draft:
    """Remembers whom a draft is about, and gives it back. Refused as NOT_FOUND like any other look at it."""
    async with store.writing() as tx:
        await drafts.choose_contact(tx, member.who, draft_id, contact_id)
    return await draft_of(store, member, draft_id)


async def finish_draft(store: Store, member: Member, draft_id: str) -> None:
    """Ends a draft: what was meant is done, or it is let go."""
    async with store.writing() as tx:
        await drafts.remove(tx, member.who, draft_id)


async def drafts_of(store: Store, member: Member) -> list[Draft]:
    """What a member typed and has not finished, newest first."""
    async with store.reading() as tx:
        return await drafts.of_member(tx, member.who)
