"""Connections: LinkedIn's list is taken in whole or not at all, taken back, and made into people one knows (E1)."""

from collections.abc import Sequence
from hashlib import blake2b

from etiquette.rules.acts import Verb
from etiquette.rules.connections import read_connections
from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.imports import LONGEST_NAME, MOST_FILES, Connection, Holds, Import, ImportState, SentFile
from etiquette.rules.members import Member, Who
from etiquette.services.contacts import Somebody, known_or_new
from etiquette.services.nudging import Doing
from etiquette.store import connections, imports
from etiquette.store.records import change
from etiquette.store.session import Store
from etiquette.store.types import new_id

EMAIL_LIMIT = 300


async def receive_files(doing: Doing, channel: str, files: Sequence[SentFile]) -> list[Import]:
    """Saves that files are to be read, one row each. Its id is made of the request's key, so that it is saved once."""
    received = [_import(doing, channel, each) for each in files[:MOST_FILES]]
    async with doing.store.writing() as tx:
        await imports.add(tx, received)
    return received


def read_list(content: bytes, known: Import) -> tuple[list[Connection], int, int]:
    """The connections in LinkedIn's list, how many rows named somebody again, and how many nobody. Not for the loop."""
    found = read_connections(content)
    rows = [
        Connection(
            id=new_id(),
            workspace_id=known.workspace_id,
            member_id=known.member_id,
            import_id=known.id,
            key="\n".join(each.key),
            name=each.name,
            url=each.url,
            email=each.email[:EMAIL_LIMIT] if each.email else None,
            company=each.company,
            position=each.position,
            connected_on=each.connected_on,
            created_at=known.created_at,
        )
        for each in found.rows
    ]
    return rows, found.duplicates, found.unreadable


async def keep_connections(
    store: Store, known: Import, rows: Sequence[Connection], *, duplicates: int, unreadable: int
) -> Import | None:
    """Takes in a whole list, in one transaction. None: it was taken in, or forgotten, meanwhile."""
    who = Who(known.workspace_id, known.member_id)
    async with store.writing() as tx:
        current = await imports.find(tx, who, known.id, held=True)
        if current is None or current.state is not ImportState.WAITING:
            return None
        await connections.save(tx, rows)
        new = await connections.count(tx, who, known.id)
        return await imports.change(
            tx,
            current,
            state=ImportState.READ,
            new=new,
            known=len(rows) - new + duplicates,
            unreadable=unreadable,
        )


async def undo_import(doing: Doing, import_id: str) -> Import:
    """Takes back whom an import brought. Refused as NOT_FOUND, or as ALREADY_UNDONE the second time."""
    who = doing.member.who
    async with doing.store.writing() as tx:
        known = await imports.find(tx, who, import_id, held=True)
        if known is None or known.holds is not Holds.CONNECTIONS:
            raise EtiquetteError(Refusal.NOT_FOUND)
        if known.state is ImportState.UNDONE:
            raise EtiquetteError(Refusal.ALREADY_UNDONE)
        if known.state is not ImportState.READ:
            raise EtiquetteError(Refusal.NOT_FOUND)
        await connections.remove_import(tx, who, import_id)
        return await imports.change(tx, known, state=ImportState.UNDONE, told=False, attempts=0, due_at=doing.now)


async def add_to_people(doing: Doing, connection_id: str) -> tuple[Contact, str | None]:
    """Makes a connection one of the member's people, with what LinkedIn says of them; and the act that undoes it."""
    async with doing.act(Verb.ADD_CONNECTION) as tx:
        found = await connections.find(tx, doing.member.who, connection_id)
        if found is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        somebody = Somebody(found.name, profile_url=found.url)
        contact = await known_or_new(tx, doing, somebody, whole_name=True)
        told = {"company": found.company, "role": found.position, "email": found.email}
        missing = {name: value for name, value in told.items() if value and not getattr(contact, name)}
        return (await change(tx, contact, **missing) if missing else contact), tx.act_id


async def count_connections(store: Store, member: Member) -> int:
    """How many connections a member has brought."""
    async with store.reading() as tx:
        return await connections.count(tx, member.who)


def _import(doing: Doing, channel: str, file: SentFile) -> Import:
    return Import(
        id=blake2b(f"{doing.key} {file.id}".encode(), digest_size=16).hexdigest(),
        workspace_id=doing.member.workspace_id,
        member_id=doing.member.id,
        file_id=file.id[:32],
        name=" ".join(file.name.split())[:LONGEST_NAME],
        url=file.url,
        size=min(max(file.size, 0), 2**31 - 1),
        channel=channel,
        ts=None,
        state=ImportState.WAITING,
        holds=Holds.CONNECTIONS,
        new=0,
        known=0,
        unreadable=0,
        told=False,
        attempts=0,
        due_at=doing.now,
        created_at=doing.now,
    )
