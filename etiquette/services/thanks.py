"""Thank-yous: owed after a call, to the contact and to the introducer; drafted, sent, let go (E11)."""

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.nudges import Answer
from etiquette.rules.thanks import DRAFT_LIMIT, Addressee, ThankYou, ThankYouState
from etiquette.services.contacts import Somebody, known
from etiquette.services.invitations import now_due
from etiquette.services.nudging import Doing, add_and_plan, answered, hold
from etiquette.store import nudges
from etiquette.store.records import all_of, change
from etiquette.store.session import Transaction
from etiquette.store.types import new_id


async def begin_thanks(doing: Doing, somebody: Somebody) -> list[ThankYou]:
    """The thank-yous that are owed around a contact, the contact's first; one is begun where none is."""
    async with doing.act(Verb.BEGIN_THANKS) as tx:
        contact = await known(tx, doing, somebody)
        due = await all_of(tx, ThankYou, doing.member.who, contact_id=contact.id, state=ThankYouState.DUE)
        if due:
            return sorted(due, key=lambda each: each.addressee is not Addressee.CONTACT)
        calls = await all_of(tx, Call, doing.member.who, contact_id=contact.id)
        return [await _begun(tx, doing, contact, calls[-1].id if calls else None, Addressee.CONTACT)]


async def send_thanks(doing: Doing, thank_you_id: str) -> ThankYou:
    """Marked as sent by the member. Once the contact is thanked, an invitation that waited for it is due (E12)."""
    async with doing.act(Verb.SEND_THANKS) as tx:
        sent = await _settle(tx, doing, thank_you_id, ThankYouState.SENT, Answer.DONE)
        if sent.addressee is Addressee.CONTACT:
            await _release_invitation(tx, doing, sent.contact_id)
        return sent


async def drop_thanks(doing: Doing, thank_you_id: str) -> ThankYou:
    """Not this time. An invitation that waited for it is not nudged."""
    async with doing.act(Verb.DROP_THANKS) as tx:
        return await _settle(tx, doing, thank_you_id, ThankYouState.DROPPED, Answer.NOT_THIS_TIME)


async def write_thanks(doing: Doing, thank_you_id: str, draft: str) -> ThankYou:
    """Keeps the member's own wording; messages that show the draft are drawn anew."""
    if len(draft) > DRAFT_LIMIT:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=DRAFT_LIMIT)
    async with doing.act(Verb.EDIT_DRAFT) as tx:
        thank_you = await hold(tx, ThankYou, doing.member, thank_you_id)
        written = await change(tx, thank_you, draft=draft.strip() or None)
        await nudges.redraw(tx, doing.member.who, written.id)
        return written


async def owed(tx: Transaction, doing: Doing, call: Call, addressee: Addressee) -> ThankYou:
    """Inside a transaction: a thank-you that a call calls for."""
    contact = await hold(tx, Contact, doing.member, call.contact_id)
    return await _begun(tx, doing, contact, call.id, addressee)


async def _begun(
    tx: Transaction, doing: Doing, contact: Contact, call_id: str | None, addressee: Addressee
) -> ThankYou:
    thank_you = ThankYou(
        id=new_id(),
        workspace_id=doing.member.workspace_id,
        member_id=doing.member.id,
        contact_id=contact.id,
        call_id=call_id,
        addressee=addressee,
        state=ThankYouState.DUE,
        draft=None,
        due_since=doing.now,
        settled_at=None,
        revision=1,
        created_at=doing.now,
    )
    await add_and_plan(tx, thank_you, doing.member, doing.now)
    return thank_you


async def _settle(tx: Transaction, doing: Doing, thank_you_id: str, state: ThankYouState, chosen: Answer) -> ThankYou:
    thank_you = await hold(tx, ThankYou, doing.member, thank_you_id)
    if thank_you.state is not ThankYouState.DUE:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    settled = await change(tx, thank_you, state=state, settled_at=doing.now, revision=thank_you.revision + 1)
    await answered(tx, settled, doing.member, chosen, doing.now)
    return settled


async def _release_invitation(tx: Transaction, doing: Doing, contact_id: str) -> None:
    waiting = await all_of(tx, Invitation, doing.member.who, contact_id=contact_id, state=InvitationState.WAITING)
    for invitation in waiting:
        await now_due(tx, doing, invitation)
