"""`/coop digest #channel Friday 3pm`: a channel's weekly digest, by words and by form; a post of one's own (E17)."""

from typing import Any

from etiquette.messages import digest_replies as said
from etiquette.messages.digest_replies import DigestFields
from etiquette.messages.stories import story_message
from etiquette.messages.text import clip
from etiquette.messages.vocabulary import Message, metadata, read_value
from etiquette.rules.digests import Digest
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.services.digests import (
    Weekly,
    change_digest,
    digest_of,
    digests_of,
    lesson_of,
    preview,
    remove_digest,
    set_digest,
)
from etiquette.services.drafts import finish_draft
from handlers.answers import Answer, Opens
from handlers.digest_words import DigestWords, read_digest
from handlers.fields import Fields
from handlers.questions import keep_if_typed
from handlers.reception import Visit

VERB = "digest"
WEEKDAYS = range(7)
HINT_SHOWN = 60


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """A digest in words; bare, those that the member has set up."""
    if not text.strip():
        return said.listed(await digests_of(visit.store, visit.member), visit.member, visit.now)
    words = _words(visit, text)
    if not words.is_whole or words.channel is None or words.weekday is None or words.clock is None:
        return await _form_for(visit, text, words, draft)
    return await _set(visit, words.channel, Weekly(words.weekday, words.clock), draft.id if draft else None)


async def unfinished(visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before, or an empty one."""
    return await _form_for(visit, text, _words(visit, text), draft)


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: a new digest, or another day or time of one."""
    fields = Fields.of(view)
    weekly = _weekly(fields)
    if digest_id := fields.kept("id"):
        return await _shown(visit, await change_digest(visit.doing, digest_id, weekly))
    return await _set(visit, fields.conversation("channel"), weekly, fields.kept("draft"))


async def edit(visit: Visit, digest_id: str) -> Opens:
    """The form of a digest that was set up."""
    digest = await digest_of(visit.store, visit.member, digest_id)
    known = DigestFields(digest.channel, digest.weekday, digest.clock)
    return Opens(said.form(known, editing=True, meta=metadata(id=digest.id)))


async def previewed(visit: Visit, pressed: str) -> Message:
    """What a digest would say now."""
    digest = await digest_of(visit.store, visit.member, read_value(pressed)[1])
    return said.preview(digest, await preview(visit.store, digest, visit.now), visit.member, visit.now)


async def removed(visit: Visit, pressed: str) -> Message:
    """A digest, removed."""
    return said.removed(*await remove_digest(visit.doing, read_value(pressed)[1]))


async def story(visit: Visit, pressed: str) -> Message:
    """A post of the member's own about a lesson that they shared."""
    return story_message(await lesson_of(visit.store, visit.member, read_value(pressed)[1]))


async def _set(visit: Visit, channel: str | None, weekly: Weekly, draft_id: str | None) -> Message:
    digest = await set_digest(visit.doing, channel or "", weekly)
    if draft_id:
        await finish_draft(visit.store, visit.member, draft_id)
    return await _shown(visit, digest)


async def _shown(visit: Visit, digest: Digest) -> Message:
    return said.set_up(digest, await preview(visit.store, digest, visit.now), visit.member, visit.now)


def _weekly(fields: Fields) -> Weekly:
    weekday, clock = fields.number("weekday"), fields.clock("clock")
    if weekday is None or weekday not in WEEKDAYS or clock is None:
        raise EtiquetteError(Refusal.NO_TIME)
    return Weekly(weekday, clock.replace(second=0, microsecond=0, tzinfo=None))


def _words(visit: Visit, text: str) -> DigestWords:
    return read_digest(text, visit.now, visit.member.zone, visit.member.locale)


async def _form_for(visit: Visit, text: str, words: DigestWords, draft: Draft | None) -> Opens:
    draft_id = await keep_if_typed(visit, VERB, words.typed, text, draft)
    return Opens(said.form(_known(words), wrote=words.typed, meta=metadata(draft=draft_id)), VERB, draft_id)


def _known(words: DigestWords) -> DigestFields:
    """What was understood, and at its field what was not."""
    channel_hint = time_hint = None
    if words.channel_name:
        channel_hint = f"I know no channel called {clip(words.channel_name, HINT_SHOWN)}. Which one do you mean?"
    if words.rest:
        time_hint = f"I did not understand “{clip(words.rest, HINT_SHOWN)}”. On which day, and at what time?"
    elif words.typed and words.clock is None:
        time_hint = "At what time? It is in your own time zone."
    return DigestFields(words.channel, words.weekday, words.clock, channel_hint, time_hint)
