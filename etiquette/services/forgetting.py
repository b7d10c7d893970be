"""Forgetting (N7): one contact, or all of a member's, at once and for good. It asks first, and is not undone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.news import Happened
from etiquette.services.nudging import Doing
from etiquette.services.together import tell
from etiquette.store import forgetting, members
from etiquette.store.mentions import mentions_of, unname
from etiquette.store.records import all_of, find
from etiquette.store.session import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept, and would go: how many of each noun, by its table. `contact` is None where it is all.

    `mentions`: how many notes would stay, and name the contact, by the name of whom they are about; None of nobody.
    """

    contact: Contact | None
    counts: Mapping[str, int]
    mentions: Mapping[str | None, int] = field(default_factory=dict)


async def kept_of_contact(store: Store, member: Member, contact_id: str) -> Kept:
    """What would go with a contact. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        contact = await find(tx, Contact, member.who, contact_id)
        if contact is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        names = {each.id: each.name for each in await all_of(tx, Contact, member.who)}
        mentions = Counter(names.get(each.about or "") for each in await mentions_of(tx, contact))
        return Kept(contact, await forgetting.count_contact(tx, contact), mentions)


async def kept_of_member(store: Store, member: Member) -> Kept:
    """What would go with the member."""
    async with store.reading() as tx:
        return Kept(None, await forgetting.count_member(tx, member.who))


async def forget_contact(doing: Doing, contact_id: str, instead: str | None = None) -> None:
    """Forgets a contact. What the bot said of them goes from Slack as soon as it can. Refused as NOT_FOUND.

    `instead`: what notes about others are to say in place of their name; None leaves those as they are.
    """
    async with doing.store.forgetting() as tx:
        contact = await find(tx, Contact, doing.member.who, contact_id, held=True)
        if contact is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        if instead is not None:
            await unname(tx, contact, instead)
        for side in await forgetting.wipe_contact(tx, doing.member, contact, doing.now):
            await tell(tx, side, Happened.CLOSED, doing.now)


async def forget_member(doing: Doing) -> None:
    """Forgets the member, and the digests that they set up. Who comes back is met anew."""
    async with doing.store.forgetting() as tx:
        member = await members.get(tx, doing.member.who)
        if member is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        for side in await forgetting.wipe_member(tx, member, doing.now):
            await tell(tx, side, Happened.CLOSED, doing.now)
