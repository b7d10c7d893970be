"""`/coop share Dana`, and the press after a good call: what was learned, written down and shared (E16)."""

import re
from typing import Any

from etiquette.messages.lessons import DIGESTS, LessonFields, form, shared
from etiquette.messages.vocabulary import metadata
from etiquette.rules.drafts import Draft
from etiquette.services.calls import call_of
from etiquette.services.contacts import Somebody
from etiquette.services.drafts import finish_draft
from etiquette.services.lessons import Learned, share_lesson
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.name_words import read_name
from handlers.questions import keep_if_typed, somebody
from handlers.reception import Visit

VERB = "share"
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """The form, with whoever was named in it; what else was typed is what was learned."""
    return await unfinished(visit, text, draft)


async def unfinished(visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before, or an empty one."""
    words = read_name(text, [contact.name for contact in await visit.contacts()])
    draft_id = await keep_if_typed(visit, VERB, words.typed, text, draft)
    known = LessonFields(words.name, words.rest.strip(" :,") or None)
    return Opens(form(known, meta=metadata(draft=draft_id)), VERB, draft_id)


async def of_call(visit: Visit, call_id: str) -> Opens:
    """The form after a call: whom it was with is known."""
    known = await call_of(visit.store, visit.member, call_id)
    name = known.contact.name
    return Opens(form(LessonFields(name), meta=metadata(id=call_id, who=known.contact.id, name=name)))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent. It goes where the member says, and nowhere else."""
    fields = Fields.of(view)
    channel = fields.conversation("channel")
    learned = Learned(
        text=fields.text("text"),
        call_id=fields.kept("id"),
        channel=channel if channel and CHANNEL.fullmatch(channel) else None,
        in_digest=DIGESTS in fields.ticked("digest"),
    )
    told = await share_lesson(visit.doing, _whom(fields), learned)
    if draft_id := fields.kept("draft"):
        await finish_draft(visit.store, visit.member, draft_id)
    return shared(told.lesson, told.contact, told.act_id)


def _whom(fields: Fields) -> Somebody | None:
    """Whom it was learned from, where that was said: who was not known before is not made a contact by it."""
    named = somebody(fields)
    if named.name and named.name == " ".join((fields.kept("name") or "").split()):
        return Somebody(contact_id=fields.kept("who"))
    if named.is_new or not (named.name or named.contact_id):
        return None
    return named
