"""Invitations to connect: wanted after a two-way call, due once the contact is thanked, sent, answered (E12, E13)."""

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.invitations import Invitation, InvitationState, linkedin_length
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState
from etiquette.services.contacts import Somebody, known
from etiquette.services.nudging import Doing, add_and_plan, answered, hold, plan
from etiquette.store import nudges
from etiquette.store.records import all_of, change
from etiquette.store.session import Transaction
from etiquette.store.types import new_id

LIVE = frozenset({InvitationState.WAITING, InvitationState.DUE, InvitationState.SENT, InvitationState.ACCEPTED})
ANSWERS = {InvitationState.ACCEPTED: Answer.DONE, InvitationState.NOT_ACCEPTED: Answer.NO}


async def begin_invitation(doing: Doing, somebody: Somebody) -> Invitation:
    """The invitation of a contact. It waits where the contact was not thanked yet: never before the thanks (E12)."""
    async with doing.act(Verb.BEGIN_INVITATION) as tx:
        contact = await known(tx, doing, somebody)
        thanked = await all_of(
            tx,
            ThankYou,
            doing.member.who,
            contact_id=contact.id,
            addressee=Addressee.CONTACT,
            state=ThankYouState.SENT,
        )
        state = InvitationState.DUE if thanked else InvitationState.WAITING
        invitation = await wanted(tx, doing, contact, None, state)
        if thanked and invitation.state is InvitationState.WAITING:
            invitation = await now_due(tx, doing, invitation)
        return invitation


async def send_invitation(doing: Doing, invitation_id: str) -> Invitation:
    """Marked as sent by the member: in two weeks they are asked whether it was accepted."""
    async with doing.act(Verb.SEND_INVITATION) as tx:
        invitation = await _in(tx, doing.member, invitation_id, InvitationState.DUE)
        return await _move(tx, doing, invitation, InvitationState.SENT, Answer.DONE)


async def answer_invitation(doing: Doing, invitation_id: str, state: InvitationState) -> Invitation:
    """Accepted, or not."""
    async with doing.act(Verb.ANSWER_INVITATION) as tx:
        invitation = await _in(tx, doing.member, invitation_id, InvitationState.SENT)
        return await _move(tx, doing, invitation, state, ANSWERS[state])


async def drop_invitation(doing: Doing, invitation_id: str) -> Invitation:
    """Not this time."""
    async with doing.act(Verb.DROP_INVITATION) as tx:
        invitation = await hold(tx, Invitation, doing.member, invitation_id)
        if invitation.state not in {InvitationState.WAITING, InvitationState.DUE}:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        return await _move(tx, doing, invitation, InvitationState.DROPPED, Answer.NOT_THIS_TIME)


async def write_invitation(doing: Doing, invitation_id: str, draft: str) -> Invitation:
    """Keeps the member's own wording, within what LinkedIn takes (E13)."""
    if linkedin_length(draft.strip()) > doing.member.invite_limit:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=doing.member.invite_limit)
    async with doing.act(Verb.EDIT_DRAFT) as tx:
        invitation = await hold(tx, Invitation, doing.member, invitation_id)
        written = await change(tx, invitation, draft=draft.strip() or None)
        await nudges.redraw(tx, doing.member.who, written.id)
        return written


async def wanted(
    tx: Transaction, doing: Doing, contact: Contact, call_id: str | None, state: InvitationState
) -> Invitation:
    """Inside a transaction: the invitation of a contact, the one that lives already or a new one in `state`."""
    existing = [i for i in await all_of(tx, Invitation, doing.member.who, contact_id=contact.id) if i.state in LIVE]
    if existing:
        return existing[-1]
    invitation = Invitation(
        id=new_id(),
        workspace_id=doing.member.workspace_id,
        member_id=doing.member.id,
        contact_id=contact.id,
        call_id=call_id,
        state=state,
        draft=None,
        moved_at=doing.now,
        revision=1,
        created_at=doing.now,
    )
    await add_and_plan(tx, invitation, doing.member, doing.now)
    return invitation


async def now_due(tx: Transaction, doing: Doing, invitation: Invitation) -> Invitation:
    """Inside a transaction: the contact was thanked, so the invitation that waited for it is due."""
    due = await change(tx, invitation, state=InvitationState.DUE, moved_at=doing.now, revision=invitation.revision + 1)
    await plan(tx, due, doing.member, doing.now)
    return due


async def let_rest(tx: Transaction, doing: Doing, invitation: Invitation) -> None:
    """Inside a transaction: the call was no two-way street after all, so an unsent invitation is let go."""
    if invitation.state in {InvitationState.WAITING, InvitationState.DUE}:
        await _move(tx, doing, invitation, InvitationState.DROPPED, Answer.NOT_THIS_TIME)


async def _in(tx: Transaction, member: Member, invitation_id: str, state: InvitationState) -> Invitation:
    invitation = await hold(tx, Invitation, member, invitation_id)
    if invitation.state is InvitationState.WAITING:
        raise EtiquetteError(Refusal.THANKS_FIRST)
    if invitation.state is not state:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return invitation


async def _move(
    tx: Transaction, doing: Doing, invitation: Invitation, state: InvitationState, chosen: Answer
) -> Invitation:
    moved = await change(tx, invitation, state=state, moved_at=doing.now, revision=invitation.revision + 1)
    await answered(tx, moved, doing.member, chosen, doing.now)
    return moved
