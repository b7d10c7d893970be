"""Mentions: notes about others that name somebody who is to be forgotten (N7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select, update

from etiquette.rules.contacts import Contact
from etiquette.rules.members import Who
from etiquette.rules.mentions import naming
from etiquette.store import nudges
from etiquette.store.session import Transaction
from etiquette.store.tables import calls, contacts, deliverables, favours, introductions, invitations, thank_yous

NOTES: dict[Table, tuple[str, ...]] = {
    contacts: ("common_ground", "past", "present", "future"),
    introductions: ("how_referred", "note", "blurb"),
    calls: ("discussed", "learn", "offer", "questions"),
    deliverables: ("what",),
    thank_yous: ("draft",),
    invitations: ("draft",),
    favours: ("what",),
}
"""What a member writes in their own words, for themselves or as a draft."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One note that names somebody, in a record about somebody else: `about` them, where that is known."""

    table: Table
    record_id: str
    column: str
    text: str
    about: str | None


async def mentions_of(tx: Transaction, contact: Contact) -> list[Mention]:
    """The notes about others that name a contact in full."""
    name, found = naming(contact.name), []
    for table, columns in NOTES.items():
        about = table.c.id if table is contacts else table.c.contact_id
        own = table.c.workspace_id == contact.workspace_id, table.c.member_id == contact.member_id
        query = select(table.c.id, about.label("about"), *(table.c[each] for each in columns)).where(*own)
        for row in await tx.connection.execute(query.where(about.is_distinct_from(contact.id))):
            texts = {column: str(row._mapping[column] or "") for column in columns}  # noqa: SLF001 - the documented way
            found += [Mention(table, row.id, at, text, row.about) for at, text in texts.items() if name.search(text)]
    return found


async def unname(tx: Transaction, contact: Contact, instead: str) -> None:
    """Writes `instead` wherever a note about somebody else names a contact; what was said of it is drawn anew."""
    name, mentions = naming(contact.name), await mentions_of(tx, contact)
    for each in mentions:
        record = update(each.table).where(each.table.c.id == each.record_id)
        await tx.connection.execute(record.values({each.column: name.sub(lambda _: instead, each.text)}))
    await _redraw(tx, Who(contact.workspace_id, contact.member_id), mentions)


async def _redraw(tx: Transaction, who: Who, mentions: Sequence[Mention]) -> None:
    for contact_id in sorted({each.about for each in mentions if each.about}):
        await nudges.redraw_contact(tx, who, contact_id)
