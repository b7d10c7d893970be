"""Introductions: by words, by form, corrected (E1 to E4). One that is asked for is in `requests`."""

from typing import Any

from etiquette.messages.introductions import IntroductionFields, form, noted
from etiquette.messages.vocabulary import metadata
from etiquette.rules.drafts import Draft
from etiquette.rules.introductions import IntroductionState
from etiquette.services.contacts import Somebody
from etiquette.services.introductions import (
    REFERRED_LIMIT,
    Introduced,
    Logged,
    edit_introduction,
    introduction_of,
    log_introduction,
)
from handlers import introducers, requests
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.introduction_words import IntroductionWords, asks, read_introduction
from handlers.questions import begun, keep_if_typed, or_which, somebody
from handlers.reception import Visit

VERB = "intro"
STANDS_AS = {
    IntroductionState.MADE: IntroductionState.MADE,
    IntroductionState.WANTED: IntroductionState.WANTED,
    IntroductionState.ASKED: IntroductionState.WANTED,
}


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """`/coop intro Dana Reyes via @Sam https://linkedin.com/in/dana`; with "ask" before it, one that is asked for."""
    if asks(text):
        return await requests.typed(visit, text, draft)
    words = await _words(visit, text)
    is_too_long = len(words.how_referred) > REFERRED_LIMIT
    if words.rest or is_too_long or not (words.contact_name or words.contact_user_id):
        return await _form_for(visit, text, words, draft)
    return await or_which(visit, VERB, words.typed, text, draft, _logged(visit, words, draft))


async def unfinished(visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before, or an empty one."""
    if asks(text):
        return await requests.unfinished(visit, text, draft)
    return await _form_for(visit, text, await _words(visit, text), draft)


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: a new introduction, or a correction of one."""
    fields = Fields.of(view)
    contact = somebody(fields, fields.text("profile_url") or None)
    by = Introduced(fields.text("introducer"), fields.user("introducer_user"), fields.text("how_referred"))
    introduction_id, draft_id = fields.kept("id"), fields.kept("draft")
    state = _state(fields)
    if introduction_id:
        return await _said(visit, await edit_introduction(visit.doing, introduction_id, contact, by, state))
    text = await begun(visit, draft_id)
    if state is IntroductionState.WANTED:
        return await requests.asked(visit, contact, by, text, draft_id)
    return _reply(await log_introduction(visit.doing, contact, by, text, draft_id))


async def edit(visit: Visit, introduction_id: str) -> Opens:
    """The form of an introduction that was logged."""
    logged = await introduction_of(visit.store, visit.member, introduction_id)
    known = IntroductionFields(
        contact=logged.contact.name,
        profile_url=logged.contact.profile_url,
        introducer=logged.introduction.introducer_name,
        introducer_user=logged.introduction.introducer_user_id,
        how_referred=logged.introduction.how_referred,
        stands=STANDS_AS.get(logged.introduction.state),
    )
    return Opens(form(known, editing=True, meta=metadata(id=introduction_id)))


async def _logged(visit: Visit, words: IntroductionWords, draft: Draft | None) -> Answer:
    contact = Somebody(
        words.contact_name or f"@{words.contact_user_id}",
        contact_id=draft.contact_id if draft else None,
        slack_user_id=words.contact_user_id,
        profile_url=words.profile_url,
        company=words.company,
    )
    # Where it is not known yet, it is looked up soon after.
    name = await introducers.name_of(visit, words.introducer_name, words.introducer_user_id)
    by = Introduced(name, words.introducer_user_id, words.how_referred)
    return _reply(await log_introduction(visit.doing, contact, by, words.typed, draft.id if draft else None))


async def _words(visit: Visit, text: str) -> IntroductionWords:
    names = [contact.name for contact in await visit.contacts()]
    return read_introduction(text, names)


async def _form_for(visit: Visit, text: str, words: IntroductionWords, draft: Draft | None) -> Opens:
    draft_id = await keep_if_typed(visit, VERB, words.typed, text, draft)
    known = IntroductionFields(
        contact=words.contact_name,
        profile_url=words.profile_url,
        introducer=words.introducer_name,
        introducer_user=words.introducer_user_id,
        how_referred=" ".join(filter(None, [words.how_referred, words.rest])) or None,
    )
    return Opens(form(known, wrote=words.typed, meta=metadata(draft=draft_id)), VERB, draft_id)


def _state(fields: Fields) -> IntroductionState | None:
    """Where it stands, as the form says; a form without the question says nothing of it."""
    chosen = fields.choice("stands")
    return IntroductionState(chosen) if chosen in set(IntroductionState) else None


async def _said(visit: Visit, logged: Logged) -> Answer:
    """A corrected introduction, said back; one that is asked for, with its draft."""
    if logged.introduction.state is IntroductionState.WANTED:
        return await requests.shown(visit, logged.introduction.id)
    return _reply(logged)


def _reply(logged: Logged) -> Answer:
    return noted(logged.introduction, logged.contact)
