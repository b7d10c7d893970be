"""Preparing for a call: what was read is ticked, what was thought of is kept (E5, E6, E8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call, CallState, Reading
from etiquette.rules.contacts import Contact, checked_note
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import is_open
from etiquette.rules.preparing import checked_questions, has_read_all
from etiquette.services.nudging import Doing, answered, hold
from etiquette.store import nudges
from etiquette.store.records import change
from etiquette.store.session import Transaction


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the member wants of a call, and brings to it: to learn, to offer, to ask (three questions at most)."""

    learn: str = ""
    offer: str = ""
    questions: Sequence[str] = ()


async def prepare_call(doing: Doing, call_id: str, prepared: Prepared, about: Mapping[str, Any]) -> str:
    """Keeps how the member prepared, and what they know of the contact (`about`). Gives the act that undoes it."""
    async with doing.act(Verb.PREPARE_CALL) as tx:
        call = await hold(tx, Call, doing.member, call_id)
        contact = await hold(tx, Contact, doing.member, call.contact_id)
        await change(
            tx,
            call,
            learn=checked_note(prepared.learn),
            offer=checked_note(prepared.offer),
            questions=checked_questions(prepared.questions),
        )
        await change(tx, contact, **about)
        await nudges.redraw_contact(tx, doing.member.who, contact.id)
        return str(tx.act_id)


async def tick(doing: Doing, call_id: str, reading: Reading, *, read: bool) -> tuple[bool, str]:
    """One page of the checklist, read or not after all. With the last of them the card is settled: true, and the act.

    Refused as ALREADY_SETTLED once the call was debriefed.
    """
    async with doing.act(Verb.PREPARE_CALL) as tx:
        call = await hold(tx, Call, doing.member, call_id)
        if call.state is not CallState.PLANNED:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        contact = await hold(tx, Contact, doing.member, call.contact_id)
        others = {*call.ticked} - {reading}
        call = await change(
            tx, call, ticked=tuple(each for each in Reading if each in others or (each is reading and read))
        )
        is_prepared = is_open(call, Kind.PREPARE) and has_read_all(contact, call.ticked)
        if is_prepared:
            await _settle(tx, doing, call)
        await nudges.redraw(tx, doing.member.who, call_id)
        return is_prepared, str(tx.act_id)


async def _settle(tx: Transaction, doing: Doing, call: Call) -> None:
    settled = await change(tx, call, closed=(*call.closed, Kind.PREPARE), revision=call.revision + 1)
    await answered(tx, settled, doing.member, Answer.DONE, doing.now, {Kind.PREPARE})
