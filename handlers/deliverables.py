"""Deliverables: by words, by form, corrected or renegotiated (E10)."""

from datetime import date
from typing import Any

from etiquette.messages.deliverables import DeliverableFields, agreed, form, history
from etiquette.messages.questions import which_moment
from etiquette.messages.refusals import field_error
from etiquette.messages.vocabulary import Form, metadata
from etiquette.rules.deliverables import WHAT_LIMIT, Owner, Promise
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.services.contacts import Somebody
from etiquette.services.deliverables import Agreed, agree_deliverable, deliverable_of, edit_deliverable
from etiquette.services.drafts import keep_draft
from handlers import proposals
from handlers.answers import Answer, Opens, Refused
from handlers.deliverable_words import DeliverableWords, read_deliverable
from handlers.fields import Fields
from handlers.questions import begun, keep_if_typed, or_which, or_who_first, somebody
from handlers.reception import Visit

VERB = "deliverable"


async def typed(visit: Visit, text: str, draft: Draft | None = None, on: date | None = None) -> Answer:
    """`/coop deliverable Dana: the deck by Friday`. `on`: the day that the member chose, where they were asked."""
    words = await _words(visit, text)
    moment = words.understanding.moment
    due_on = on or (moment.day if moment else None)
    named = bool(words.contact_name or words.contact_user_id)
    choices = [choice.day for choice in words.understanding.choices]
    if named and words.what and due_on is None and choices:
        kept = draft or await keep_draft(visit.doing, VERB, words.typed, text)
        name = None if words.contact_user_id else words.contact_name
        return await or_who_first(visit, kept, name, which_moment(kept, choices, visit.member, visit.now))
    is_whole = named and words.what and not words.rest and len(words.what) <= WHAT_LIMIT
    if not is_whole or due_on is None or due_on < _today(visit):
        return await _form_for(visit, text, words, draft)
    return await or_which(visit, VERB, words.typed, text, draft, _agreed(visit, words, due_on, draft))


async def unfinished(visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before, or an empty one."""
    return await _form_for(visit, text, await _words(visit, text), draft)


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: a new promise, or a correction of one."""
    fields = Fields.of(view)
    due_on = fields.day("due")
    if due_on is None:
        return Refused(dict([field_error(EtiquetteError(Refusal.NO_DATE), Form.DELIVERABLE)]))
    owner = Owner(fields.choice("owner") or Owner.MINE)
    promise = Promise(owner, fields.text("what"), due_on, fields.kept("link"))
    deliverable_id, draft_id = fields.kept("id"), fields.kept("draft")
    if deliverable_id:
        return _reply(visit, await edit_deliverable(visit.doing, deliverable_id, somebody(fields), promise))
    contact = somebody(fields)
    text = await begun(visit, draft_id)
    return _reply(visit, await agree_deliverable(visit.doing, contact, promise, text, draft_id))


async def edit(visit: Visit, deliverable_id: str) -> Opens:
    """The form of a promise that was logged; of one in a plan, the form of a proposal (C7)."""
    known = await deliverable_of(visit.store, visit.member, deliverable_id)
    if known.deliverable.is_of_a_plan:
        return await proposals.about(visit, deliverable_id)
    promise, story = known.deliverable, history(known.agreed_anew, visit.member, visit.now)
    fields = DeliverableFields(
        known.contact.name, promise.what, promise.owner, promise.due_on, promise.link, history=story
    )
    return Opens(form(fields, editing=True, meta=metadata(id=deliverable_id)))


async def _agreed(visit: Visit, words: DeliverableWords, due_on: date, draft: Draft | None) -> Answer:
    contact = Somebody(
        words.contact_name or f"@{words.contact_user_id}",
        contact_id=draft.contact_id if draft else None,
        slack_user_id=words.contact_user_id,
    )
    promise = Promise(Owner(words.owner), words.what, due_on)
    return _reply(
        visit,
        await agree_deliverable(visit.doing, contact, promise, words.typed, draft.id if draft else None),
    )


async def _words(visit: Visit, text: str) -> DeliverableWords:
    names = [contact.name for contact in await visit.contacts()]
    return read_deliverable(text, names, visit.now, visit.member.zone, visit.member.locale)


async def _form_for(visit: Visit, text: str, words: DeliverableWords, draft: Draft | None) -> Opens:
    draft_id = await keep_if_typed(visit, VERB, words.typed, text, draft)
    moment = words.understanding.moment
    known = DeliverableFields(
        contact=words.contact_name,
        what=" ".join(filter(None, [words.what, words.rest])) or None,
        owner=Owner(words.owner),
        due=moment.day if moment and moment.day >= _today(visit) else None,
    )
    return Opens(form(known, wrote=words.typed, meta=metadata(draft=draft_id)), VERB, draft_id)


def _reply(visit: Visit, known: Agreed) -> Answer:
    return agreed(known.deliverable, known.contact, visit.member, visit.now, known.agreed_anew)


def _today(visit: Visit) -> date:
    return visit.member.hours.local(visit.now).date()
