"""Preparing for a call: the form, the ticks, and the card that comes with the reply where it is late (E5 to E8)."""

from typing import Any

from etiquette.messages.cards import LINKS, NOTES, UNREAD, form, prepared
from etiquette.messages.nudges import alone
from etiquette.messages.refusals import field_error
from etiquette.messages.replies import joined
from etiquette.messages.today import due_now as listed
from etiquette.messages.vocabulary import Form, Message, metadata, read_kind, read_value
from etiquette.rules.calls import Call, Reading
from etiquette.rules.contacts import checked_note
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.nudges import Answer as Choice
from etiquette.rules.nudges import Kind, Noun
from etiquette.rules.preparing import MOST_QUESTIONS, QUESTION_LIMIT, card_due
from etiquette.services.calls import Fixed
from etiquette.services.matters import due_now, matter_of
from etiquette.services.preparing import Prepared, prepare_call, tick
from handlers.answers import Answer, Changed, Opens, Refused
from handlers.contacts import checked
from handlers.fields import Fields
from handlers.reception import Visit

QUESTIONS = tuple(f"question-{at}" for at in range(MOST_QUESTIONS))
LIMITS = {"learn": None, "offer": None, **dict.fromkeys(QUESTIONS, QUESTION_LIMIT)}


async def opened(visit: Visit, pressed_value: str) -> Answer:
    """The form in which one prepares for a call."""
    call_id = read_value(pressed_value)[1]
    call, matter = await _called(visit, call_id)
    meta = metadata(id=call_id)
    return Opens(form(call, matter.contact, matter.introduction, visit.member, visit.now, meta=meta))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent. What cannot be kept is said at its field."""
    fields = Fields.of(view)
    about, errors = checked(fields, [*LINKS, *NOTES], Form.PREPARE)
    errors |= _too_long(fields)
    if errors:
        return Refused(errors)
    call_id = fields.kept("id") or ""
    mine = Prepared(fields.text("learn"), fields.text("offer"), [fields.text(name) for name in QUESTIONS])
    act_id = await prepare_call(visit.doing, call_id, mine, about)
    call, matter = await _called(visit, call_id)
    return prepared(call, matter.contact, matter.introduction, visit.member, visit.now, act_id)


async def ticked(visit: Visit, pressed_value: str) -> Answer:
    """A page of the checklist, read, or not after all; with the last of them the card is settled."""
    call_id, (reading, _, unread) = read_value(pressed_value)[1], read_kind(pressed_value).partition(".")
    if reading not in set(Reading):
        raise EtiquetteError(Refusal.NOT_FOUND)
    is_prepared, act_id = await tick(visit.doing, call_id, Reading(reading), read=unread != UNREAD)
    if is_prepared:
        return Changed(Kind.PREPARE, call_id, Chosen(Choice.DONE, visit.now, None, act_id))
    return Changed(said=await _card(visit, call_id))


async def with_card(visit: Visit, known: Fixed, said: Message) -> Message:
    """A reply about a call; with the card whose moment has passed already, where there is one (design §10)."""
    kind = card_due(known.call, visit.member, visit.now)
    if kind is None:
        return said
    matter = await matter_of(visit.store, visit.member, Noun.CALL, known.call.id, kind)
    return joined(said, alone(matter, visit.member, visit.now))


async def _called(visit: Visit, call_id: str) -> tuple[Call, Matter]:
    matter = await matter_of(visit.store, visit.member, Noun.CALL, call_id, Kind.PREPARE)
    if not isinstance(matter.subject, Call):
        raise EtiquetteError(Refusal.NOT_FOUND)
    return matter.subject, matter


async def _card(visit: Visit, call_id: str) -> Message:
    """The card as it stands after a tick; with whatever else is due, for a reply may have shown both."""
    call, matter = await _called(visit, call_id)
    if not matter.is_open:
        return prepared(call, matter.contact, matter.introduction, visit.member, visit.now)
    card = alone(matter, visit.member, visit.now)
    due = await due_now(visit.store, visit.member, visit.now)
    rest = [each for each in due if (each.kind, each.subject.id) != (Kind.PREPARE, call_id)]
    return joined(card, listed(rest, [], visit.member, visit.now)) if rest else card


def _too_long(fields: Fields) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name, limit in LIMITS.items():
        try:
            checked_note(fields.text(name), *([limit] if limit else []))
        except EtiquetteError as error:
            errors[name] = field_error(error, Form.PREPARE)[1]
    return errors
