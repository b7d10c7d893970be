"""`/coop forget Dana`, `/coop forget me`: asked first, then at once and for good (N7)."""

from etiquette.messages import forgetting as words
from etiquette.messages.vocabulary import Message, read_value
from etiquette.rules.contacts import folded
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.services.contacts import candidates
from etiquette.services.forgetting import forget_contact, forget_member, kept_of_contact, kept_of_member
from handlers.arguments import plain, read_name
from handlers.reception import Visit

MYSELF = frozenset({"me", "myself", "me please", "everything", "all"})


async def typed(visit: Visit, text: str) -> Message:
    """What would go is told, and nothing goes before a press."""
    if folded(plain(text)) in MYSELF:
        return await _ask_me(visit)
    contacts = await visit.contacts()
    named = read_name(text, [contact.name for contact in contacts])
    if not (named.name or named.user_id):
        return words.ask_whom()
    if named.user_id:
        meant = [contact for contact in contacts if contact.slack_user_id == named.user_id]
    else:
        meant = [contact for contact, _, _ in await candidates(visit.store, visit.member, named.name or "")]
    if not meant:
        raise EtiquetteError(Refusal.UNKNOWN_CONTACT, name=named.name)
    return await _ask(visit, meant[0].id) if len(meant) == 1 else words.ask_which(named.name or "of them", meant)


async def asked(visit: Visit, pressed_value: str) -> Message:
    """“Forget”, on a person's page: what would go with them."""
    noun, contact_id = read_value(pressed_value)
    return await (_ask_me(visit) if noun == words.ME else _ask(visit, contact_id))


async def forgotten(visit: Visit, pressed_value: str) -> Message:
    """The press that forgets."""
    noun, contact_id = read_value(pressed_value)
    if noun == words.ME:
        await forget_member(visit.doing)
        said = words.member_forgotten()
    else:
        await forget_contact(visit.doing, contact_id)
        said = words.contact_forgotten()
    visit.reception.changed()
    return said


async def forgotten_by_name(visit: Visit, pressed_value: str) -> Message:
    """The press that forgets a contact, in the notes about others, too."""
    await forget_contact(visit.doing, read_value(pressed_value)[1], instead=words.SOMEONE)
    visit.reception.changed()
    return words.contact_forgotten()


async def kept(_visit: Visit, _pressed_value: str) -> Message:
    """Nothing is forgotten after all."""
    return words.kept()


async def _ask(visit: Visit, contact_id: str) -> Message:
    kept = await kept_of_contact(visit.store, visit.member, contact_id)
    if kept.contact is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return words.ask_contact(kept.contact, kept.counts, kept.mentions)


async def _ask_me(visit: Visit) -> Message:
    return words.ask_me((await kept_of_member(visit.store, visit.member)).counts)
