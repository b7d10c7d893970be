"""Calls: by words, by form, moved, and debriefed (E4, E9)."""

from datetime import date, datetime
from typing import Any

from etiquette.messages.calls import CallFields, fixed, form, not_held, past
from etiquette.messages.debriefs import DebriefFields, RowFields, debrief_form, debriefed
from etiquette.messages.questions import which_moment
from etiquette.messages.refusals import field_error
from etiquette.messages.vocabulary import Form, Message, metadata
from etiquette.rules.calls import DEFAULT_MINUTES, CallState
from etiquette.rules.deliverables import Owner, Promise, checked_due, checked_what
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.workdays import instant
from etiquette.services.calls import Fixed, call_of, debrief, did_not_happen, edit_call, fix_call
from etiquette.services.contacts import Somebody
from etiquette.services.drafts import keep_draft
from handlers.answers import Answer, Opens, Refused
from handlers.call_words import CallWords, read_call
from handlers.date_words import misspelt_day
from handlers.fields import Fields
from handlers.preparing import with_card
from handlers.questions import begun, keep_if_typed, or_which, or_who_first, somebody
from handlers.reception import Visit

VERB = "call"
ROWS = 2


async def typed(visit: Visit, text: str, draft: Draft | None = None, at: datetime | None = None) -> Answer:
    """`/coop call Dana Reyes Tuesday 3pm`. `at`: the moment that the member chose, where they were asked."""
    words = await _words(visit, text)
    starts_at = at or _said(visit, words)
    named = words.contact_name or words.contact_user_id
    choices = _choices(visit, words)
    if named and starts_at is None and choices:
        kept = draft or await _kept(visit, words, text)
        name = None if words.contact_user_id else words.contact_name
        return await or_who_first(visit, kept, name, which_moment(kept, choices, visit.member, visit.now))
    if not named or starts_at is None or (at is None and misspelt_day(words.rest)):
        return await _form_for(visit, text, words, draft)
    return await or_which(visit, VERB, words.typed, text, draft, _fixed(visit, words, starts_at, draft))


async def unfinished(visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before, or an empty one."""
    return await _form_for(visit, text, await _words(visit, text), draft)


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent: a new call, or another time for one."""
    fields = Fields.of(view)
    day, clock = fields.day("day"), fields.clock("clock")
    if day is None or clock is None:
        return Refused(dict([field_error(EtiquetteError(Refusal.NO_DATE), Form.CALL)]))
    starts_at, minutes = instant(day, clock, visit.member.zone), fields.number("minutes") or DEFAULT_MINUTES
    call_id, draft_id = fields.kept("id"), fields.kept("draft")
    if call_id:
        return await reply(visit, await edit_call(visit.doing, call_id, somebody(fields), starts_at, minutes))
    contact = somebody(fields)
    text = await begun(visit, draft_id)
    return await reply(visit, await fix_call(visit.doing, contact, starts_at, minutes, text, draft_id))


async def edit(visit: Visit, call_id: str) -> Opens:
    """The form of a call that was logged; of one that was debriefed, the debrief."""
    known = await call_of(visit.store, visit.member, call_id)
    if known.call.state is CallState.HELD:
        return await debrief_of(visit, call_id)
    here = visit.member.hours.local(known.call.starts_at)
    fields = CallFields(known.contact.name, here.date(), here.time(), known.call.minutes)
    return Opens(form(fields, editing=True, meta=metadata(id=call_id)))


async def debrief_of(visit: Visit, call_id: str, rows: int = ROWS) -> Opens:
    """The debrief's form, with what was noted already where it was debriefed before."""
    known = await call_of(visit.store, visit.member, call_id)
    if known.call.starts_at > visit.now:
        raise EtiquetteError(Refusal.CALL_NOT_OVER)
    fields = DebriefFields(discussed=known.call.discussed, two_way=known.call.two_way)
    return Opens(_debrief_form(visit, known, rows, fields))


async def one_more_row(visit: Visit, view: dict[str, Any]) -> Opens:
    """The debrief's form with room for one more promise. What was typed stays, for the fields keep their names."""
    fields = Fields.of(view)
    known = await call_of(visit.store, visit.member, fields.kept("id") or "")
    rows = int(fields.meta.get("rows") or ROWS) + 1
    return Opens(_debrief_form(visit, known, rows, _filled(fields, rows)))


async def debrief_submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The debrief, sent: what was noted and what comes next; or, where there was no call, two courteous ways on."""
    fields = Fields.of(view)
    call_id = fields.kept("id") or ""
    if fields.choice("happened") == "no":
        gone = await did_not_happen(visit.doing, call_id)
        return not_held(gone.call, gone.contact, visit.member, visit.now, gone.act_id)
    promises, errors = _promises(visit, fields)
    if errors:
        return Refused(errors)
    two_way = fields.choice("two_way") == "yes"
    done = await debrief(visit.doing, call_id, fields.text("discussed"), promises, two_way=two_way)
    return debriefed(done, visit.member, visit.now)


async def reply(visit: Visit, known: Fixed) -> Message:
    """A call said back: one to come with its date, and with its card where that is late; else with its debrief."""
    said = past if known.call.is_over(visit.now) else fixed
    return await with_card(visit, known, said(known.call, known.contact, visit.member, visit.now))


def at_local(visit: Visit, chosen: datetime) -> datetime:
    """A wall time of the member's, as an instant."""
    return instant(chosen.date(), chosen.time(), visit.member.zone)


def _said(visit: Visit, words: CallWords) -> datetime | None:
    """The moment that was understood, if a time was said with it."""
    moment = words.understanding.moment
    if moment is None or moment.time is None:
        return None
    return instant(moment.day, moment.time, visit.member.zone)


def _choices(visit: Visit, words: CallWords) -> list[datetime]:
    """The moments between which the member is asked to choose."""
    return [
        instant(moment.day, moment.time, visit.member.zone)
        for moment in words.understanding.choices
        if moment.time is not None
    ]


async def _kept(visit: Visit, words: CallWords, text: str) -> Draft:
    return await keep_draft(visit.doing, VERB, words.typed, text)


async def _fixed(visit: Visit, words: CallWords, starts_at: datetime, draft: Draft | None) -> Answer:
    contact = Somebody(
        words.contact_name or f"@{words.contact_user_id}",
        contact_id=draft.contact_id if draft else None,
        slack_user_id=words.contact_user_id,
    )
    draft_id = draft.id if draft else None
    known = await fix_call(visit.doing, contact, starts_at, words.duration_minutes, words.typed, draft_id)
    return await reply(visit, known)


async def _words(visit: Visit, text: str) -> CallWords:
    names = [contact.name for contact in await visit.contacts()]
    return read_call(text, names, visit.now, visit.member.zone, visit.member.locale)


async def _form_for(visit: Visit, text: str, words: CallWords, draft: Draft | None) -> Opens:
    draft_id = await keep_if_typed(visit, VERB, words.typed, text, draft)
    moment = words.understanding.moment
    known = CallFields(
        words.contact_name, moment.day if moment else None, moment.time if moment else None, words.duration_minutes
    )
    return Opens(form(known, wrote=words.typed, meta=metadata(draft=draft_id)), VERB, draft_id)


def _debrief_form(visit: Visit, known: Fixed, rows: int, fields: DebriefFields) -> dict[str, Any]:
    meta = metadata(id=known.call.id, rows=rows)
    return debrief_form(known.call, known.contact, visit.member, rows, fields, meta=meta)


def _filled(fields: Fields, rows: int) -> DebriefFields:
    two_way = fields.choice("two_way")
    return DebriefFields(
        happened=fields.choice("happened") != "no",
        discussed=fields.text("discussed") or None,
        two_way=None if two_way is None else two_way == "yes",
        rows=tuple(
            RowFields(
                fields.text(f"what-{at}") or None,
                Owner(fields.choice(f"owner-{at}") or Owner.MINE),
                fields.day(f"due-{at}"),
            )
            for at in range(rows)
        ),
    )


def _promises(visit: Visit, fields: Fields) -> tuple[list[Promise], dict[str, str]]:
    """The promises of a debrief, and what is wrong with them. A date is required for every item (E9)."""
    promises: list[Promise] = []
    errors: dict[str, str] = {}
    today = visit.member.hours.local(visit.now).date()
    for at in range(int(fields.meta.get("rows") or ROWS)):
        what, due = fields.text(f"what-{at}"), fields.day(f"due-{at}")
        if not what and due is None:
            continue
        try:
            promises.append(_promise(Owner(fields.choice(f"owner-{at}") or Owner.MINE), what, due, today))
        except EtiquetteError as error:
            errors |= dict([field_error(error, Form.DEBRIEF, at)])
    return promises, errors


def _promise(owner: Owner, what: str, due: date | None, today: date) -> Promise:
    checked = checked_what(what)
    if due is None:
        raise EtiquetteError(Refusal.NO_DATE)
    return Promise(owner, checked, checked_due(due, today))
