"""Introductions that are asked for: by words, by form, passed on, made; and how one will be referred (E2 to E4)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from etiquette.messages import calls, introductions
from etiquette.messages.nudges import alone
from etiquette.messages.openings import blurb, new_request, request
from etiquette.messages.requests import noted, own_referral_form
from etiquette.messages.requests import request_form as drawn_form
from etiquette.messages.vocabulary import Action, metadata, read_kind, read_value
from etiquette.rules.contacts import new_contact
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import NOTE_LIMIT, Introduction, IntroductionState
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Answer as Choice
from etiquette.rules.nudges import Kind, Noun
from etiquette.services.answers import act_of
from etiquette.services.contacts import Somebody
from etiquette.services.introducers import somebody_to_ask
from etiquette.services.introductions import Introduced, introduction_of
from etiquette.services.matters import matter_as, matter_of
from etiquette.services.members import member_of
from etiquette.services.requests import (
    ask_for_introduction,
    ask_referral,
    introduced,
    note_referral,
    pass_on,
    write_request,
)
from handlers import introducers
from handlers.answers import Answer, Changed, Opens
from handlers.fields import Fields
from handlers.introduction_words import IntroductionWords, asks, read_request
from handlers.questions import keep_if_typed, or_which
from handlers.reception import Visit

VERB = "intro"
ASK = "ask"


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """`/coop intro ask @Sam for Dana Reyes at Acme`, or `/coop ask …`"""
    raw = text if asks(text) else f"{ASK} {text}".strip()
    words = await _words(visit, raw)
    is_whole = (words.contact_name or words.contact_user_id) and (words.introducer_name or words.introducer_user_id)
    if words.rest or not is_whole or len(words.how_referred) > NOTE_LIMIT // 2:
        return await _form_for(visit, raw, words, draft)
    return await or_which(visit, VERB, words.typed, raw, draft, _begun(visit, words, draft))


async def unfinished(visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before."""
    return await _form_for(visit, text, await _words(visit, text), draft)


async def asked(visit: Visit, contact: Somebody, by: Introduced, text: str, draft_id: str | None) -> Answer:
    """An introduction asked for by the form."""
    logged = await ask_for_introduction(visit.doing, contact, by, None, text, draft_id)
    return await shown(visit, logged.introduction.id)


async def shown(visit: Visit, introduction_id: str) -> Answer:
    """One request with its draft and its buttons."""
    return noted(await _matter(visit, introduction_id, Kind.REQUEST), visit.member, visit.now)


async def request_form(visit: Visit, pressed_value: str) -> Opens:
    """The form in which a request becomes the member's own words."""
    introduction_id = read_value(pressed_value)[1]
    matter = await _matter(visit, introduction_id, Kind.REQUEST)
    return Opens(drawn_form(matter, visit.member, meta=metadata(id=introduction_id)))


async def request_written(visit: Visit, view: dict[str, Any]) -> Answer:
    """The member's own words, kept."""
    fields = Fields.of(view)
    note, own_blurb = fields.text("note"), fields.text("blurb")
    written = await write_request(visit.doing, fields.kept("id") or "", note, own_blurb)
    return await shown(visit, written.id)


async def passed_on(visit: Visit, pressed_value: str) -> Answer:
    """The request goes to the introducer by way of the bot, word for word as the member sees it."""
    introduction_id = read_value(pressed_value)[1]
    matter = await _matter(visit, introduction_id, Kind.REQUEST)
    introducer = await _introducer(visit, introduction_id)
    greets = _named(matter, introducer)
    words = request(greets, visit.member), blurb(greets, visit.member)
    await pass_on(visit.doing, introduction_id, introducer, *words)
    return await _changed(visit, Kind.REQUEST, introduction_id, Choice.EDITED)


async def made(visit: Visit, pressed_value: str) -> Answer:
    """They introduced us, said where the introducer's answer was told."""
    introduction_id = read_value(pressed_value)[1]
    await introduced(visit.doing, introduction_id)
    return await _changed(visit, Kind.INTRODUCER_ANSWERED, introduction_id, Choice.DONE)


async def referral_asked(visit: Visit, pressed_value: str) -> Answer:
    """The bot asks the introducer how they would refer the member."""
    introduction_id, kind = read_value(pressed_value)[1], read_kind(pressed_value)
    introducer = await _introducer(visit, introduction_id)
    await ask_referral(visit.doing, introduction_id, introducer)
    changed = await _changed(visit, Kind.HOW_REFERRED, introduction_id, Choice.EDITED)
    return changed if kind == Kind.HOW_REFERRED else await _said(visit, changed)


async def referral_form(visit: Visit, introduction_id: str) -> Opens:
    """One field: how the introducer put it."""
    matter = await _matter(visit, introduction_id, Kind.HOW_REFERRED)
    return Opens(own_referral_form(matter, meta=metadata(id=introduction_id)))


async def referral_pressed(visit: Visit, pressed_value: str) -> Opens:
    """The same, from a card that is about something else."""
    return await referral_form(visit, read_value(pressed_value)[1])


async def referral_written(visit: Visit, view: dict[str, Any]) -> Answer:
    """How it was put, kept; or answered, where it is the introducer who writes."""
    fields = Fields.of(view)
    introduction_id = fields.kept("id") or ""
    if fields.kept("kind") == Kind.REFERRAL_ASKED:
        return await introducers.referred(visit, introduction_id, fields.text("how"))
    await note_referral(visit.doing, introduction_id, fields.text("how"))
    return await _said(visit, await _changed(visit, Kind.HOW_REFERRED, introduction_id, Choice.DONE))


async def first_message(visit: Visit, pressed_value: str) -> Answer:
    """A message to the contact, which asks for a day and a time."""
    matter = await _matter(visit, read_value(pressed_value)[1], Kind.SECURE_CALL)
    return alone(matter, visit.member, visit.now)


async def call_form(visit: Visit, introduction_id: str) -> Opens:
    """The form of a call with the contact of an introduction."""
    logged = await introduction_of(visit.store, visit.member, introduction_id)
    return Opens(calls.form(calls.CallFields(logged.contact.name)))


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    Action.EDIT_REQUEST: request_form,
    Action.PASS_ON: passed_on,
    Action.INTRODUCED: made,
    Action.ASK_REFERRAL: referral_asked,
    Action.NOTE_REFERRAL: referral_pressed,
    Action.FIRST_MESSAGE: first_message,
}


async def _begun(visit: Visit, words: IntroductionWords, draft: Draft | None) -> Answer:
    contact = Somebody(
        words.contact_name or f"@{words.contact_user_id}",
        contact_id=draft.contact_id if draft else None,
        slack_user_id=words.contact_user_id,
        profile_url=words.profile_url,
        company=words.company,
    )
    name = await introducers.name_of(visit, words.introducer_name, words.introducer_user_id)
    by = Introduced(name, words.introducer_user_id)
    note = await _reasoned(visit, words) if words.how_referred else None
    draft_id = draft.id if draft else None
    logged = await ask_for_introduction(visit.doing, contact, by, note, words.typed, draft_id)
    return await shown(visit, logged.introduction.id)


async def _reasoned(visit: Visit, words: IntroductionWords) -> str:
    """The draft with what else was said of the request in it: nothing typed is lost."""
    who = Who(visit.member.workspace_id, words.introducer_user_id or "")
    introducer = await member_of(visit.store, who) if words.introducer_user_id else None
    names = ((introducer.name if introducer else words.introducer_name) or "").split()
    contact = new_contact("", "", "", words.contact_name or "", visit.now, company=words.company)
    return new_request(names[0] if names else None, contact, visit.member, words.how_referred)


async def _words(visit: Visit, text: str) -> IntroductionWords:
    return read_request(text, [contact.name for contact in await visit.contacts()])


async def _form_for(visit: Visit, text: str, words: IntroductionWords, draft: Draft | None) -> Opens:
    draft_id = await keep_if_typed(visit, VERB, words.typed, text, draft)
    known = introductions.IntroductionFields(
        contact=words.contact_name,
        profile_url=words.profile_url,
        introducer=words.introducer_name,
        introducer_user=words.introducer_user_id,
        stands=IntroductionState.WANTED,
    )
    return Opens(introductions.form(known, wrote=words.typed, meta=metadata(draft=draft_id)), VERB, draft_id)


async def _introducer(visit: Visit, introduction_id: str) -> Member:
    """The introducer, who may never have used the bot. Refused kindly where they cannot be asked."""
    known: Introduction = (await introduction_of(visit.store, visit.member, introduction_id)).introduction
    if not known.introducer_user_id:
        raise EtiquetteError(Refusal.NOT_IN_SLACK)
    who = Who(visit.member.workspace_id, known.introducer_user_id)
    is_met = await member_of(visit.store, who) is not None
    profile = None if is_met else await visit.reception.profile(who)
    return await somebody_to_ask(visit.doing, who, profile, visit.reception.invite_limit)


def _named(matter: Matter, introducer: Member) -> Matter:
    """The matter with its introducer's name in it, where it was not looked up yet: a letter greets by it."""
    known = matter.introduction
    if known is None or known.introducer_name:
        return matter
    return replace(matter, introduction=replace(known, introducer_name=introducer.name))


async def _matter(visit: Visit, introduction_id: str, kind: Kind) -> Matter:
    return await matter_of(visit.store, visit.member, Noun.INTRODUCTION, introduction_id, kind)


async def _changed(visit: Visit, kind: Kind, introduction_id: str, chosen: Choice) -> Changed:
    return Changed(kind, introduction_id, Chosen(chosen, visit.now, None, await act_of(visit.doing)))


async def _said(visit: Visit, changed: Changed) -> Answer:
    """What was chosen, as a reply of its own: it was pressed where something else stands."""
    kind = changed.kind or Kind.HOW_REFERRED
    matter = await matter_as(visit.store, visit.member, kind, changed.subject_id, changed.chosen)
    return alone(matter, visit.member, visit.now)
