"""Which service settles or deletes what: a press names a kind of nudge, and the noun's own service does it."""

from collections.abc import Awaitable, Callable

from etiquette.messages.vocabulary import read_kind, read_value
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.invitations import InvitationState
from etiquette.rules.nudges import Answer, Kind, Noun
from etiquette.services.calls import call_of, did_not_happen
from etiquette.services.contacts import portrait_of
from etiquette.services.deletion import delete_call, delete_contact, delete_deliverable, delete_introduction
from etiquette.services.deliverables import deliver, deliverable_of, drop_deliverable
from etiquette.services.introductions import introduction_of
from etiquette.services.invitations import answer_invitation, drop_invitation, send_invitation
from etiquette.services.ledger import delete_favour, favour_of
from etiquette.services.nudging import close
from etiquette.services.questions import say_no, say_yes
from etiquette.services.requests import drop_request, introduced, request_made
from etiquette.services.thanks import drop_thanks, send_thanks
from handlers import agreeing, balance, celebrating, good_turns, parting
from handlers.reception import Visit

Settle = Callable[[Visit, str], Awaitable[object]]


def matter_in(pressed_value: str) -> tuple[Kind, str]:
    """The matter of a press. A value that names none is refused like a record that is gone."""
    try:
        return Kind(read_kind(pressed_value)), read_value(pressed_value)[1]
    except ValueError:
        raise EtiquetteError(Refusal.NOT_FOUND) from None


def closing(kind: Kind, chosen: Answer) -> Settle:
    """Settles one kind of nudge about a record, which has no other state for it."""

    async def settle(visit: Visit, subject_id: str) -> object:
        return await close(visit.doing, kind, subject_id, chosen)

    return settle


async def delivered(visit: Visit, subject_id: str) -> object:
    """Delivered, or arrived."""
    return await deliver(visit.doing, subject_id)


async def thanked(visit: Visit, subject_id: str) -> object:
    """A thank-you was sent."""
    return await send_thanks(visit.doing, subject_id)


async def invited(visit: Visit, subject_id: str) -> object:
    """An invitation was sent."""
    return await send_invitation(visit.doing, subject_id)


async def accepted(visit: Visit, subject_id: str) -> object:
    """An invitation was accepted."""
    return await answer_invitation(visit.doing, subject_id, InvitationState.ACCEPTED)


async def not_accepted(visit: Visit, subject_id: str) -> object:
    """An invitation was not accepted."""
    return await answer_invitation(visit.doing, subject_id, InvitationState.NOT_ACCEPTED)


async def not_delivered(visit: Visit, subject_id: str) -> object:
    """A promise is let go."""
    return await drop_deliverable(visit.doing, subject_id)


async def not_thanked(visit: Visit, subject_id: str) -> object:
    """A thank-you is let go."""
    return await drop_thanks(visit.doing, subject_id)


async def not_invited(visit: Visit, subject_id: str) -> object:
    """An invitation is let go."""
    return await drop_invitation(visit.doing, subject_id)


async def not_held(visit: Visit, subject_id: str) -> object:
    """A call did not happen."""
    return await did_not_happen(visit.doing, subject_id)


async def requested(visit: Visit, subject_id: str) -> object:
    """An introduction was asked for."""
    return await request_made(visit.doing, subject_id)


async def met(visit: Visit, subject_id: str) -> object:
    """An introduction was made."""
    return await introduced(visit.doing, subject_id)


async def not_requested(visit: Visit, subject_id: str) -> object:
    """An introduction is not asked for any more."""
    return await drop_request(visit.doing, subject_id)


async def stopped(visit: Visit, subject_id: str) -> object:
    """A kind of nudge is stopped, as was asked."""
    return await say_yes(visit.doing, subject_id)


async def not_stopped(visit: Visit, subject_id: str) -> object:
    """It goes on as before; or the zone is right as it is."""
    return await say_no(visit.doing, subject_id)


# What settles a kind at once. What needs a form to be settled is in `presses.FORMS`.
DONE: dict[Kind, Settle] = {
    Kind.PREPARE: closing(Kind.PREPARE, Answer.DONE),
    Kind.CALL_CARD: closing(Kind.CALL_CARD, Answer.DONE),
    Kind.REQUEST: requested,
    Kind.REQUEST_UNANSWERED: met,
    Kind.DELIVERABLE_MINE: delivered,
    Kind.DELIVERABLE_THEIRS: delivered,
    Kind.THANK_CONTACT: thanked,
    Kind.THANK_INTRODUCER: thanked,
    Kind.INVITE: invited,
    Kind.STOP_KIND: stopped,
    Kind.RECIPROCATE: good_turns.done,
    Kind.PAY_FORWARD: good_turns.done,
    Kind.CHECK_IN: good_turns.wrote,
    **balance.DONE,
}

# “Not this time”.
DROPPED: dict[Kind, Settle] = {
    Kind.PREPARE: closing(Kind.PREPARE, Answer.NOT_THIS_TIME),
    Kind.DEBRIEF: not_held,
    Kind.SHARE: closing(Kind.SHARE, Answer.NOT_THIS_TIME),
    Kind.REQUEST: not_requested,
    Kind.REQUEST_UNANSWERED: not_requested,
    Kind.HOW_REFERRED: closing(Kind.HOW_REFERRED, Answer.NOT_THIS_TIME),
    Kind.SECURE_CALL: closing(Kind.SECURE_CALL, Answer.NOT_THIS_TIME),
    Kind.CHECK_IN: good_turns.rested,
    Kind.RECIPROCATE: good_turns.declined,
    Kind.PAY_FORWARD: good_turns.declined,
    Kind.DELIVERABLE_MINE: not_delivered,
    Kind.DELIVERABLE_THEIRS: not_delivered,
    Kind.THANK_CONTACT: not_thanked,
    Kind.THANK_INTRODUCER: not_thanked,
    Kind.INVITE: not_invited,
    Kind.STOP_KIND: not_stopped,
    Kind.WHICH_ZONE: not_stopped,
    **balance.DROPPED,
    **agreeing.DROPPED,
    **parting.DROPPED,
}


async def delete(visit: Visit, noun: str, record_id: str) -> tuple[str, str]:
    """Deletes a record. Gives back what it was about, and the act that undoes it."""
    match noun:
        case "introduction":
            name = (await introduction_of(visit.store, visit.member, record_id)).contact.name
            return name, await delete_introduction(visit.doing, record_id)
        case Noun.CALL:
            name = (await call_of(visit.store, visit.member, record_id)).contact.name
            return name, await delete_call(visit.doing, record_id)
        case Noun.DELIVERABLE:
            what = (await deliverable_of(visit.store, visit.member, record_id)).deliverable.what
            return what, await delete_deliverable(visit.doing, record_id)
        case Noun.CONTACT:
            name = (await portrait_of(visit.store, visit.member, record_id)).contact.name
            return name, await delete_contact(visit.doing, record_id)
        case "favour":
            what = (await favour_of(visit.store, visit.member, record_id)).favour.what
            return what, await delete_favour(visit.doing, record_id)
        case "remark":
            return await celebrating.deleted(visit, record_id)
        case _:
            raise EtiquetteError(Refusal.NOT_FOUND)
