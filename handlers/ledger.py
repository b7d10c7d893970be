"""`/coop ledger`: what was given and received, and a form for what no other fact tells of (E14)."""

from typing import Any

from etiquette.messages.ledger import FavourFields, form, ledger, recorded, with_one
from etiquette.messages.vocabulary import metadata
from etiquette.rules.drafts import Draft
from etiquette.rules.favours import Direction, FavourForm
from etiquette.rules.ledger import balance
from etiquette.services.contacts import Somebody, contact_of
from etiquette.services.drafts import finish_draft
from etiquette.services.ledger import Good, Ledger, Recorded, edit_favour, favour_of, ledger_of, record_favour
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.name_words import NameWords, read_name
from handlers.questions import or_which, somebody
from handlers.reception import Visit

VERB = "ledger"
NOUN = "favour"


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """The whole ledger; with a name, what there was with one person."""
    known = await ledger_of(visit.store, visit.member)
    words = read_name(text, [contact.name for contact in known.contacts.values()])
    if not (words.name or words.user_id):
        return ledger(known, visit.member, visit.now)
    return await or_which(visit, VERB, words.typed, text, draft, _with_one(visit, known, words, draft))


async def unfinished(_visit: Visit, _text: str, _draft: Draft | None) -> Opens:
    """The form of something given or received."""
    return Opens(form(), VERB)


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: a new line of the ledger, or a corrected one."""
    fields = Fields.of(view)
    whom = somebody(fields)
    good = Good(
        Direction(fields.choice("direction") or Direction.GIVEN),
        FavourForm(fields.choice("form") or FavourForm.KNOWLEDGE),
        fields.text("what"),
    )
    if favour_id := fields.kept("id"):
        return _said(await edit_favour(visit.doing, favour_id, whom, good))
    return _said(await record_favour(visit.doing, whom, good, fields.text("what")))


async def edit(visit: Visit, favour_id: str) -> Opens:
    """The form of a line that was recorded by hand."""
    known = await favour_of(visit.store, visit.member, favour_id)
    fields = FavourFields(known.name, known.favour.direction, known.favour.form, known.favour.what)
    return Opens(form(fields, editing=True, meta=metadata(id=favour_id)))


async def _with_one(visit: Visit, known: Ledger, words: NameWords, draft: Draft | None) -> Answer:
    who = Somebody(words.name or "", draft.contact_id if draft else None, words.user_id)
    contact = await contact_of(visit.store, visit.member, who)
    if draft is not None:
        await finish_draft(visit.store, visit.member, draft.id)
    lines = [line for line in known.lines if line.whom.contact_id == contact.id]
    return with_one(known, contact, lines, balance(lines), visit.member, visit.now)


def _said(known: Recorded) -> Answer:
    return recorded(known.favour, known.contact, known.act_id)
