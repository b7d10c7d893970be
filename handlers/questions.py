"""Questions back: words that were not understood are kept, and asked about; an answer goes on where they stopped."""

from collections.abc import Awaitable
from typing import Any

from etiquette.messages.questions import NOBODY_KNOWN, WHICH, Candidate, which_contact, with_which
from etiquette.messages.vocabulary import Message
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.services.contacts import Somebody, candidates
from etiquette.services.drafts import draft_of, keep_draft
from handlers.answers import Answer, Opens
from handlers.fields import Fields, refilled
from handlers.reception import Visit


async def or_which(
    visit: Visit, verb: str, typed: str, text: str, draft: Draft | None, doing: Awaitable[Answer]
) -> Answer:
    """What is done; or, where a name fits several contacts, the question which of them is meant."""
    try:
        return await doing
    except EtiquetteError as error:
        if error.code is not Refusal.SEVERAL_CONTACTS:
            raise
        name = str(error.values["name"])
    kept = draft or await keep_draft(visit.doing, verb, typed, text)
    return which_contact(kept, await _fitting(visit, name), visit.member, visit.now, name=name)


async def or_who_first(visit: Visit, kept: Draft, name: str | None, question: Message) -> Message:
    """A question back. Where the name fits several contacts, who is meant comes before it, for a draft keeps that."""
    fitting = await _fitting(visit, name) if name and not kept.contact_id else []
    return which_contact(kept, fitting, visit.member, visit.now, name=name) if len(fitting) > 1 else question


async def asking_which(visit: Visit, view: dict[str, Any], name: str) -> Opens:
    """The same form, asking first which of several people of that name is meant."""
    return Opens(with_which(refilled(view), await _fitting(visit, name), visit.member, visit.now))


def somebody(fields: Fields, profile_url: str | None = None) -> Somebody:
    """Whom a form is about: by name, or as chosen where the name fits several."""
    which = fields.choice(WHICH)
    is_new = which == NOBODY_KNOWN
    return Somebody(
        fields.text("contact"), contact_id=None if is_new else which, profile_url=profile_url, is_new=is_new
    )


async def keep_if_typed(visit: Visit, verb: str, typed: str, text: str, draft: Draft | None) -> str | None:
    """The draft that keeps what was typed until its form is sent. None where nothing was typed: a bare form."""
    if draft is not None:
        return draft.id
    if not typed:
        return None
    return (await keep_draft(visit.doing, verb, typed, text)).id


async def begun(visit: Visit, draft_id: str | None) -> str:
    """What was typed before the form was opened; empty for a bare form, or a draft that is finished."""
    if not draft_id:
        return ""
    try:
        return (await draft_of(visit.store, visit.member, draft_id)).typed
    except EtiquetteError:
        return ""


async def _fitting(visit: Visit, name: str) -> list[Candidate]:
    return [Candidate(*each) for each in await candidates(visit.store, visit.member, name)]
