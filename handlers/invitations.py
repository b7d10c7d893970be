"""`/coop invite Dana`: the note within LinkedIn's limit, and then "sent" (E12, E13)."""

from typing import Any

from etiquette.messages.invitations import draft_form, draft_message, thanks_first
from etiquette.messages.vocabulary import metadata
from etiquette.rules.drafts import Draft
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.nudges import Noun
from etiquette.services.contacts import Somebody
from etiquette.services.drafts import finish_draft
from etiquette.services.invitations import begin_invitation, write_invitation
from etiquette.services.matters import matter_of
from handlers import today
from handlers.answers import Answer, Opens
from handlers.fields import Fields
from handlers.name_words import NameWords, read_name
from handlers.questions import or_which
from handlers.reception import Visit

VERB = "invite"


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """The invitation of a contact; where they were not thanked yet, the thank-you first. Bare: whatever is due."""
    words = read_name(text, [contact.name for contact in await visit.contacts()])
    if not (words.name or words.user_id):
        return await today.due(visit)
    return await or_which(visit, VERB, words.typed, text, draft, _begun(visit, words, draft))


async def edit(visit: Visit, invitation_id: str) -> Opens:
    """The form of the note."""
    matter = await matter_of(visit.store, visit.member, Noun.INVITATION, invitation_id)
    meta = metadata(noun=Noun.INVITATION, id=invitation_id)
    return Opens(draft_form(matter, visit.member, visit.now, meta=meta))


async def written(visit: Visit, view: dict[str, Any]) -> Answer:
    """The member's own words, kept."""
    fields = Fields.of(view)
    return await shown(visit, await write_invitation(visit.doing, fields.kept("id") or "", fields.text("draft")))


async def shown(visit: Visit, invitation: Invitation) -> Answer:
    """One invitation with its note and its buttons; or what has to come before it."""
    matter = await matter_of(visit.store, visit.member, Noun.INVITATION, invitation.id)
    if invitation.state is InvitationState.WAITING:
        return thanks_first(matter.contact)
    return draft_message(matter, visit.member, visit.now)


async def _begun(visit: Visit, words: NameWords, draft: Draft | None) -> Answer:
    somebody = Somebody(words.name or "", draft.contact_id if draft else None, words.user_id)
    invitation = await begin_invitation(visit.doing, somebody)
    if draft is not None:
        await finish_draft(visit.store, visit.member, draft.id)
    return await shown(visit, invitation)
