"""Which service settles or deletes what: a press names a noun, and the noun's own service does it."""

from collections.abc import Awaitable, Callable

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.invitations import InvitationState
from etiquette.rules.nudges import Noun
from etiquette.services.calls import call_of, did_not_happen
from etiquette.services.deletion import delete_call, delete_deliverable, delete_introduction
from etiquette.services.deliverables import deliver, deliverable_of, drop_deliverable
from etiquette.services.introductions import introduction_of
from etiquette.services.invitations import answer_invitation, drop_invitation, send_invitation
from etiquette.services.thanks import drop_thanks, send_thanks
from handlers.reception import Visit

Settle = Callable[[Visit, Noun, str], Awaitable[object]]


async def done(visit: Visit, noun: Noun, subject_id: str) -> None:
    """Delivered, sent."""
    match noun:
        case Noun.DELIVERABLE:
            await deliver(visit.doing, subject_id)
        case Noun.THANK_YOU:
            await send_thanks(visit.doing, subject_id)
        case Noun.INVITATION:
            await send_invitation(visit.doing, subject_id)
        case Noun.CALL:
            raise EtiquetteError(Refusal.NOT_FOUND)


async def dropped(visit: Visit, noun: Noun, subject_id: str) -> None:
    """Not this time: nothing is said of it any more."""
    match noun:
        case Noun.DELIVERABLE:
            await drop_deliverable(visit.doing, subject_id)
        case Noun.THANK_YOU:
            await drop_thanks(visit.doing, subject_id)
        case Noun.INVITATION:
            await drop_invitation(visit.doing, subject_id)
        case Noun.CALL:
            await did_not_happen(visit.doing, subject_id)


async def accepted(visit: Visit, _noun: Noun, subject_id: str) -> None:
    """An invitation that was accepted."""
    await answer_invitation(visit.doing, subject_id, InvitationState.ACCEPTED)


async def not_accepted(visit: Visit, _noun: Noun, subject_id: str) -> None:
    """An invitation that was not."""
    await answer_invitation(visit.doing, subject_id, InvitationState.NOT_ACCEPTED)


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
        case _:
            raise EtiquetteError(Refusal.NOT_FOUND)
