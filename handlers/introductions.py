"""Introductions: by words, by form, corrected (E1 to E3)."""

from typing import Any

from etiquette.messages.introductions import IntroductionFields, form, noted
from etiquette.messages.vocabulary import metadata
from etiquette.rules.drafts import Draft
from etiquette.services.contacts import Somebody
from etiquette.services.introductions import (
    REFERRED_LIMIT,
    Introduced,
    Logged,
    edit_introduction,
    introduction_of,
    log_introduction,
)
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.introduction_words import IntroductionWords, read_introduction
from handlers.questions import begun, keep_if_typed, or_which, somebody
from handlers.reception import Visit

VERB = "intro"


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """`/coop intro Dana Reyes via @Sam https://linkedin.com/in/dana`"""
    words = await _words(visit, text)
    is_too_long = len(words.how_referred) > REFERRED_LIMIT
    if words.rest or is_too_long or not (words.contact_name or words.contact_user_id):
        return await _form_for(visit, text, words, draft)
    return await or_which(visit, VERB, words.typed, text, draft, _logged(visit, words, draft))


async def unfinished(visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before, or an empty one."""
    return await _form_for(visit, text, await _words(visit, text), draft)


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: a new introduction, or a correction of one."""
    fields = Fields.of(view)
    contact = somebody(fields, fields.text("profile_url") or None)
    by = Introduced(fields.text("introducer"), fields.user("introducer_user"), fields.text("how_referred"))
    introduction_id, draft_id = fields.kept("id"), fields.kept("draft")
    if introduction_id:
        return _reply(await edit_introduction(visit.doing, introduction_id, contact, by))
    text = await begun(visit, draft_id)
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
    )
    return Opens(form(known, editing=True, meta=metadata(id=introduction_id)))


async def _logged(visit: Visit, words: IntroductionWords, draft: Draft | None) -> Answer:
    contact = Somebody(
        words.contact_name or f"@{words.contact_user_id}",
        contact_id=draft.contact_id if draft else None,
        slack_user_id=words.contact_user_id,
        profile_url=words.profile_url,
    )
    # Slack's handle is not how one greets somebody: the name of an introducer in Slack is looked up.
    name = None if words.introducer_user_id else words.introducer_name
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


def _reply(logged: Logged) -> Answer:
    return noted(logged.introduction, logged.contact)
