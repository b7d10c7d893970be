"""`/coop thanks Dana`: the draft, and then "sent" (E11)."""

from typing import Any

from etiquette.messages.thanks import draft_form, draft_message
from etiquette.messages.vocabulary import metadata
from etiquette.rules.drafts import Draft
from etiquette.rules.nudges import Noun
from etiquette.services.contacts import Somebody
from etiquette.services.drafts import finish_draft
from etiquette.services.matters import matter_of
from etiquette.services.thanks import begin_thanks, write_thanks
from handlers import today
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.name_words import NameWords, read_name
from handlers.questions import or_which
from handlers.reception import Visit

VERB = "thanks"


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """The thank-you that is owed around a contact, the contact's own first. Bare: whatever is due."""
    words = read_name(text, [contact.name for contact in await visit.contacts()])
    if not (words.name or words.user_id):
        return await today.due(visit)
    return await or_which(visit, VERB, words.typed, text, draft, _begun(visit, words, draft))


async def edit(visit: Visit, thank_you_id: str) -> Opens:
    """The form in which a draft becomes the member's own words."""
    matter = await matter_of(visit.store, visit.member, Noun.THANK_YOU, thank_you_id)
    meta = metadata(noun=Noun.THANK_YOU, id=thank_you_id)
    return Opens(draft_form(matter, visit.member, visit.now, meta=meta))


async def written(visit: Visit, view: dict[str, Any]) -> Answer:
    """The member's own words, kept."""
    fields = Fields.of(view)
    thank_you = await write_thanks(visit.doing, fields.kept("id") or "", fields.text("draft"))
    return await shown(visit, thank_you.id)


async def shown(visit: Visit, thank_you_id: str) -> Answer:
    """One thank-you with its draft and its buttons."""
    matter = await matter_of(visit.store, visit.member, Noun.THANK_YOU, thank_you_id)
    return draft_message(matter, visit.member, visit.now)


async def _begun(visit: Visit, words: NameWords, draft: Draft | None) -> Answer:
    somebody = Somebody(words.name or "", draft.contact_id if draft else None, words.user_id)
    due = await begin_thanks(visit.doing, somebody)
    if draft is not None:
        await finish_draft(visit.store, visit.member, draft.id)
    return await shown(visit, due[0].id)
