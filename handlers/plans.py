"""`/coop plan Dana`: the plan of a partnership, by words, by form, and edited by both sides at once (C1 to C3)."""

from collections.abc import Awaitable, Callable
from typing import Any

from etiquette.messages.plan_cards import plan_card
from etiquette.messages.plan_forms import BLANK, NO_RHYTHM, plan_form
from etiquette.messages.plan_replies import listed, saved_beside
from etiquette.messages.plans import text_view
from etiquette.messages.questions import NOBODY_KNOWN, WHICH
from etiquette.messages.refusals import field_error
from etiquette.messages.vocabulary import Action, Form, Message, metadata, read_value
from etiquette.rules.contacts import Contact
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who
from etiquette.rules.partnerships import checked_plan
from etiquette.rules.plans import NEVER, RHYTHMS, TEXTS, Written, digests, written
from etiquette.services.contacts import Somebody, portrait_of, whom
from etiquette.services.drafts import finish_draft
from etiquette.services.members import member_of
from etiquette.services.plan_views import plan_view, waiting_for
from etiquette.services.plans import Saved, edit_plan, offered_by, plan_of, plan_with, was_planned_with, write_plan
from etiquette.services.together import partnerships_of
from handlers.answers import Answer, Opens, Refused
from handlers.fields import Fields
from handlers.name_words import NameWords, read_name
from handlers.questions import keep_if_typed, or_which
from handlers.reception import Visit

VERB = "plan"


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """The plan with somebody; where there is none yet, its form. Bare: every plan."""
    words = await _words(visit, text)
    if not (words.name or words.user_id):
        return listed(await partnerships_of(visit.store, visit.member), await waiting_for(visit.store, visit.member))
    return await or_which(visit, VERB, words.typed, text, draft, _begun(visit, text, words, draft))


async def unfinished(visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before; where they name nobody, it asks with whom."""
    words = await _words(visit, text)
    if not (words.name or words.user_id):
        return Opens(plan_form("", BLANK, meta=_meta(BLANK, draft=draft.id if draft else None)))
    somebody = await _meant(visit, words, draft)
    found = await whom(visit.store, visit.member, somebody)
    return await _form_for(visit, text, words, found[0] if len(found) == 1 else None, somebody, draft)


async def with_contact(visit: Visit, pressed_value: str) -> Answer:
    """“Plan something together”, beside somebody."""
    contact = (await portrait_of(visit.store, visit.member, read_value(pressed_value)[1])).contact
    known = await plan_with(visit.store, visit.member, contact)
    if known is not None:
        return await shown(visit, known.partnership.id)
    _checked_partner(visit, contact.slack_user_id)
    return Opens(plan_form(contact.name, BLANK, meta=_meta(BLANK, contact=contact.id)))


async def opened(visit: Visit, pressed_value: str) -> Answer:
    """A plan, from wherever it is named."""
    return await shown(visit, read_value(pressed_value)[1])


async def shown(visit: Visit, partnership_id: str, said: str = "") -> Message:
    """A plan as it stands, with what can be done with it."""
    view = await plan_view(visit.store, visit.member, partnership_id)
    return plan_card(view, visit.member, visit.now, said)


async def edit(visit: Visit, pressed_value: str) -> Opens:
    """The form of a plan, as the side fills it in that asks for it."""
    plan = await plan_of(visit.store, visit.member, read_value(pressed_value)[1])
    known = written(plan.together)
    meta = _meta(known, id=plan.together.partnership.id)
    return Opens(plan_form(plan.together.theirs.name, known, meta=meta))


async def read_all(visit: Visit, pressed_value: str) -> Opens:
    """The whole plan in plain text, to be read, copied and sent."""
    plan = await plan_of(visit.store, visit.member, read_value(pressed_value)[1])
    return Opens(text_view(plan.together, plan.contributions, visit.member, visit.now), above=False)


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: a new plan, or an edit. Where both changed the same, the form again, with both sides' words."""
    fields = Fields.of(view)
    mine, errors = _checked(fields)
    if errors:
        return Refused(errors)
    before = {str(name): str(each) for name, each in _kept(fields).items()}
    try:
        saved = await _saved(visit, fields, mine, before)
    except EtiquetteError as error:
        if error.code is not Refusal.BOTH_CHANGED:
            raise
        return _both_changed(fields, mine, before, error)
    return await shown(visit, saved.partnership_id, saved_beside(saved.kept, saved.too_late))


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {
    Action.PLAN_WITH: with_contact,
    Action.OPEN_PLAN: opened,
    Action.EDIT_PLAN: edit,
    Action.PLAN_TEXT: read_all,
}


async def _saved(visit: Visit, fields: Fields, mine: Written, before: dict[str, str]) -> Saved:
    partnership_id, draft_id = fields.kept("id"), fields.kept("draft")
    if partnership_id:
        return await edit_plan(visit.doing, partnership_id, mine, before)
    which = fields.choice(WHICH)
    contact_id = fields.kept("contact") if which in {None, NOBODY_KNOWN} else which
    name = fields.kept("name") or fields.text("contact")
    somebody = Somebody(name, contact_id, fields.kept("user"), is_new=which == NOBODY_KNOWN)
    return await write_plan(visit.doing, somebody, mine, before, draft_id)


def _both_changed(fields: Fields, mine: Written, before: dict[str, str], error: EtiquetteError) -> Answer:
    """What the other wrote stands under each field; saved again, what stands in the field counts."""
    current: dict[str, str] = dict(error.values["current"])  # type: ignore[call-overload]  # as the service gives it
    names = [str(each) for each in error.values["fields"]]  # type: ignore[attr-defined]  # likewise
    theirs = {name: current[name] for name in names}
    shown_now = {**before, **digests(theirs)}
    kept = {name: fields.kept(name) for name in ("id", "draft", "contact", "name", "user")}
    which = fields.choice(WHICH)
    if which not in {None, NOBODY_KNOWN}:
        kept["contact"] = which
    name = str(error.values["name"])
    return Opens(plan_form(name, mine, theirs=theirs, meta=metadata(shown=shown_now, **kept)))


def _checked(fields: Fields) -> tuple[dict[str, str], dict[str, str]]:
    """What was filled in, and what is wrong with it, by field."""
    values: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name in TEXTS:
        if not fields.has(name):
            continue
        try:
            values[name] = checked_plan(fields.text(name))
        except EtiquetteError as error:
            errors[name] = field_error(error, Form.PLAN)[1]
    chosen = fields.choice("rhythm") or NO_RHYTHM
    values["rhythm"] = chosen if chosen in RHYTHMS else NEVER
    return values, errors


async def _begun(visit: Visit, text: str, words: NameWords, draft: Draft | None) -> Answer:
    somebody = await _meant(visit, words, draft)
    found = await whom(visit.store, visit.member, somebody)
    if len(found) > 1:
        raise EtiquetteError(Refusal.SEVERAL_CONTACTS, name=somebody.name, contacts=tuple(found))
    known = await plan_with(visit.store, visit.member, found[0]) if found else None
    known = known or await offered_by(visit.store, visit.member, somebody)
    if known is None and found and not _purpose(words):
        known = await was_planned_with(visit.store, visit.member, found[0])
    if known is not None:
        if draft and not _purpose(words):
            await finish_draft(visit.store, visit.member, draft.id)
        return await shown(visit, known.partnership.id)
    return await _form_for(visit, text, words, found[0] if found else None, somebody, draft)


async def _form_for(
    visit: Visit, text: str, words: NameWords, contact: Contact | None, somebody: Somebody, draft: Draft | None
) -> Opens:
    _checked_partner(visit, contact.slack_user_id if contact else somebody.slack_user_id)
    draft_id = await keep_if_typed(visit, VERB, words.typed, text, draft)
    purpose = _purpose(words)
    who = {"contact": contact.id} if contact else {"name": somebody.name, "user": somebody.slack_user_id}
    name = contact.name if contact else somebody.name
    known = {**BLANK, "purpose": purpose}
    wrote = words.typed.replace(f"@{words.user_id}", f"@{name}")
    return Opens(plan_form(name, known, wrote=wrote, meta=_meta(BLANK, draft=draft_id, **who)), VERB, draft_id)


def _purpose(words: NameWords) -> str:
    return words.rest.strip(" :,.–—-")


async def _words(visit: Visit, text: str) -> NameWords:
    return read_name(text, [contact.name for contact in await visit.contacts()])


async def _meant(visit: Visit, words: NameWords, draft: Draft | None) -> Somebody:
    """Who is named; somebody in Slack by their own name, for they read it in the plan."""
    name = words.name or (await _name_in_slack(visit, words.user_id) if words.user_id else "")
    return Somebody(name, draft.contact_id if draft else None, words.user_id)


async def _name_in_slack(visit: Visit, user_id: str) -> str:
    who = Who(visit.member.workspace_id, user_id)
    known = await member_of(visit.store, who) or await visit.reception.profile(who)
    return (known.name if known else None) or f"@{user_id}"


def _checked_partner(visit: Visit, user_id: str | None) -> None:
    if user_id == visit.member.id:
        raise EtiquetteError(Refusal.PLAN_WITH_YOURSELF)


def _meta(seen: Written, **values: str | None) -> str:
    return metadata(shown=digests(seen), **values)


def _kept(fields: Fields) -> dict[str, Any]:
    kept = fields.meta.get("shown")
    return kept if isinstance(kept, dict) else {}
