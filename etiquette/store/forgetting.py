"""Wiping, for good (N7): records, what was planned and said of them, the journals that remember them.

What is left to be deleted at Slack becomes erasures: ids, and nothing else. A table that holds a member's things is
wiped by its columns, so that a new one is not left out.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, Table, delete, func, or_, select, update

from etiquette.rules.contacts import Contact, folded
from etiquette.rules.erasures import Erasure
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Cargo, Nudge, State
from etiquette.store import erasures
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import (
    acts,
    calls,
    connections,
    deliverables,
    deliveries,
    digests,
    drafts,
    exports,
    favours,
    introductions,
    members,
    metadata,
    nudges,
    renegotiations,
)
from etiquette.store.types import new_id

CHUNK = 500
IN_FLIGHT = timedelta(minutes=3)
"""What was claimed when it was forgotten may still be posted: it is looked for once more after that."""
ABOUT = ("contact_id", "other_id")


async def count_contact(tx: Transaction, contact: Contact) -> dict[str, int]:
    """How many records of each noun are about a contact, and how many messages (`deliveries`)."""
    counts = {table.name: await _count(tx, _of_contact(table, contact)) for table in _tables_about()}
    ids = await _ids_of_contact(tx, contact)
    alike = await _alike(tx, contact)
    names_it = [row.id for row in await _drafts_about(tx, contact)]
    return {
        **counts,
        "connections": len(alike),
        "drafts": len(names_it),
        "deliveries": len({each.id for each in await _deliveries_about(tx, contact.workspace_id, ids)}),
    }


async def count_member(tx: Transaction, who: Who) -> dict[str, int]:
    """How many records of each noun a member has, and how many messages they were sent (`deliveries`)."""
    counts = {
        table.name: await _count(tx, select(table.c.id).where(*_own(table, who))) for table in _tables_of_members()
    }
    sent = select(deliveries.c.id).where(*_to(who), deliveries.c.state == State.POSTED)
    return {**counts, "deliveries": await _count(tx, sent)}


async def wipe_contact(tx: Transaction, member: Member, contact: Contact, now: datetime) -> None:
    """Forgets one contact: their records and what others say of them by name, journals, drafts, nudges, messages."""
    ids = await _ids_of_contact(tx, contact)
    unsure = await _wipe_said(tx, contact.workspace_id, ids, member.id, now)
    here = member.dm_channel or member.id
    walks = [_walk(contact.workspace_id, here, sorted(ids), now)]
    if unsure:
        walks.append(_walk(contact.workspace_id, here, unsure, now + IN_FLIGHT))
    await erasures.add(tx, walks)
    await _wipe_journals(tx, contact, ids)
    for row in await _drafts_about(tx, contact):
        await tx.connection.execute(delete(drafts).where(drafts.c.id == row.id))
    for connection_id in await _alike(tx, contact):
        await tx.connection.execute(delete(connections).where(connections.c.id == connection_id))
    await _unname(tx, contact)
    await _let_go(tx, contact)
    for table in _tables_about():
        await tx.connection.execute(delete(table).where(table.c.id.in_(_of_contact(table, contact))))
    await tx.connection.execute(
        delete(metadata.tables["contacts"]).where(metadata.tables["contacts"].c.id == contact.id)
    )


async def wipe_member(tx: Transaction, member: Member, now: datetime) -> None:
    """Forgets a member: all that is theirs, what was said to them, and what others were told on their behalf."""
    who = member.who
    ids = await _ids_of_member(tx, who)
    here = member.dm_channel or member.id
    unsure = await _in_flight(tx, who)
    walks = [_walk(who.workspace_id, here, None, now)]
    if unsure:
        walks.append(_walk(who.workspace_id, here, unsure, now + IN_FLIGHT))
    await erasures.add(tx, [*walks, *await _files_of(tx, who, now)])
    await _wipe_told(tx, who)
    await _wipe_said(tx, who.workspace_id, ids, None, now)
    for table in reversed(_tables_of_members()):
        await tx.connection.execute(delete(table).where(*_own(table, who)))
    await tx.connection.execute(
        delete(members).where(members.c.workspace_id == who.workspace_id, members.c.id == who.member_id)
    )


async def _wipe_told(tx: Transaction, who: Who) -> None:
    """What the member was told, or was to be, and what their digests were to tell."""
    set_up = select(digests.c.id).where(*_own(digests, who))
    of_digests = deliveries.c.cargo == Cargo.DIGEST, deliveries.c.subject_id.in_(set_up)
    to_them = nudges.c.workspace_id == who.workspace_id, nudges.c.recipient == who.member_id
    await tx.connection.execute(delete(nudges).where(*to_them))
    await tx.connection.execute(delete(deliveries).where(*of_digests))
    await tx.connection.execute(delete(deliveries).where(*_to(who)))


async def _in_flight(tx: Transaction, who: Who) -> list[str]:
    """The deliveries to a member that somebody is posting."""
    query = select(deliveries.c.id).where(*_to(who), deliveries.c.state == State.CLAIMED)
    return list((await tx.connection.execute(query)).scalars())


async def _wipe_said(
    tx: Transaction, workspace_id: str, ids: Collection[str], member_id: str | None, now: datetime
) -> list[str]:
    """Nudges of these records, whoever they were for; their messages are drawn without them, or deleted at Slack.

    Gives the deliveries in `member_id`'s conversation that may yet be posted; of others they are looked for later.
    """
    unsure: list[str] = []
    said = await _deliveries_about(tx, workspace_id, ids)
    for chunk in _chunks(ids):
        about = nudges.c.workspace_id == workspace_id, nudges.c.subject_id.in_(chunk)
        await tx.connection.execute(delete(nudges).where(*about))
    for row in said:
        if await _goes_on(tx, row):
            continue
        if row.state == State.CLAIMED and row.recipient == member_id:
            unsure.append(row.id)
        elif row.state == State.CLAIMED and row.channel:
            await erasures.add(tx, [_walk(workspace_id, row.channel, [row.id], now + IN_FLIGHT)])
        if row.ts and row.channel:
            await erasures.add(tx, [_erasure(workspace_id, now, channel=row.channel, ts=row.ts)])
        await tx.connection.execute(delete(deliveries).where(deliveries.c.id == row.id))
    return unsure


async def _goes_on(tx: Transaction, row: Row[Any]) -> bool:
    """Whether a message has something else to say: it says only that from now on."""
    rows = (await tx.connection.execute(select(nudges).where(nudges.c.delivery_id == row.id))).all()
    if rows:
        told = [from_row(Nudge, each).digest for each in rows]
        drawn_anew = update(deliveries).where(deliveries.c.id == row.id)
        await tx.connection.execute(drawn_anew.values(digests=told, wanted=deliveries.c.wanted + 1))
    return bool(rows)


async def _deliveries_about(tx: Transaction, workspace_id: str, ids: Collection[str]) -> list[Row[Any]]:
    """The messages that carry nudges of these records, or are about one themselves."""
    found: dict[str, Row[Any]] = {}
    for chunk in _chunks(ids):
        carried = select(nudges.c.delivery_id).where(
            nudges.c.workspace_id == workspace_id, nudges.c.subject_id.in_(chunk), nudges.c.delivery_id.is_not(None)
        )
        about = or_(deliveries.c.id.in_(carried), deliveries.c.subject_id.in_(chunk))
        query = select(deliveries).where(deliveries.c.workspace_id == workspace_id, about)
        found |= {row.id: row for row in await tx.connection.execute(query)}
    return list(found.values())


async def _wipe_journals(tx: Transaction, contact: Contact, ids: Collection[str]) -> None:
    """Empties the journals that remember a contact. The acts stay, so that none of them happens twice, but no Undo."""
    name = folded(contact.name)
    query = select(acts.c.id, acts.c.contact_id, acts.c.changes, acts.c.at).where(
        *_own(acts, Who(contact.workspace_id, contact.member_id))
    )
    for row in (await tx.connection.execute(query)).all():
        touches = row.contact_id == contact.id or any(change["id"] in ids for change in row.changes)
        if touches or name in folded(json.dumps(row.changes, ensure_ascii=False)):
            emptied = update(acts).where(acts.c.id == row.id)
            await tx.connection.execute(emptied.values(changes=[], contact_id=None, undone_at=row.at))


async def _unname(tx: Transaction, contact: Contact) -> None:
    """Where the contact introduced others, or a favour went to somebody of their name, they are named no more."""
    who, name = Who(contact.workspace_id, contact.member_id), folded(contact.name)
    query = select(introductions.c.id, introductions.c.introducer_name, introductions.c.introducer_user_id)
    for row in (await tx.connection.execute(query.where(*_own(introductions, who)))).all():
        is_same = contact.slack_user_id is not None and row.introducer_user_id == contact.slack_user_id
        if is_same or folded(row.introducer_name or "") == name:
            unnamed = update(introductions).where(introductions.c.id == row.id)
            await tx.connection.execute(unnamed.values(introducer_name=None, introducer_user_id=None))
    by_name = select(favours.c.id, favours.c.whom).where(*_own(favours, who), favours.c.whom.is_not(None))
    for row in (await tx.connection.execute(by_name)).all():
        if folded(row.whom) == name:
            await tx.connection.execute(delete(favours).where(favours.c.id == row.id))


async def _let_go(tx: Transaction, contact: Contact) -> None:
    """Records about others that rest on this contact's stand by themselves; what cannot goes with them."""
    theirs = select(calls.c.id).where(calls.c.contact_id == contact.id)
    for table in metadata.sorted_tables:
        if "call_id" in table.c:
            await tx.connection.execute(update(table).where(table.c.call_id.in_(theirs)).values(call_id=None))
    promised = select(deliverables.c.id).where(deliverables.c.contact_id == contact.id)
    await tx.connection.execute(delete(renegotiations).where(renegotiations.c.deliverable_id.in_(promised)))


async def _alike(tx: Transaction, contact: Contact) -> list[str]:
    """The imported connections that are the same person: of the same profile, or the same name."""
    query = select(connections.c.id, connections.c.name, connections.c.url).where(
        *_own(connections, Who(contact.workspace_id, contact.member_id)),
        or_(
            connections.c.folded.contains(folded(contact.name), autoescape=True),
            connections.c.url == contact.profile_url,
        ),
    )
    name = folded(contact.name)
    rows = (await tx.connection.execute(query)).all()
    return [row.id for row in rows if folded(row.name) == name or (row.url and row.url == contact.profile_url)]


async def _drafts_about(tx: Transaction, contact: Contact) -> list[Row[Any]]:
    """Unfinished words that are for the contact, or that name them."""
    query = select(drafts).where(*_own(drafts, Who(contact.workspace_id, contact.member_id)))
    name = folded(contact.name)
    rows = (await tx.connection.execute(query)).all()
    return [row for row in rows if row.contact_id == contact.id or name in folded(f"{row.typed} {row.raw}")]


async def _ids_of_contact(tx: Transaction, contact: Contact) -> set[str]:
    ids = {contact.id}
    for table in _tables_about():
        ids |= set((await tx.connection.execute(_of_contact(table, contact))).scalars())
    return ids


async def _ids_of_member(tx: Transaction, who: Who) -> set[str]:
    ids: set[str] = set()
    for table in _tables_of_members():
        if table not in (acts, connections):
            ids |= set((await tx.connection.execute(select(table.c.id).where(*_own(table, who)))).scalars())
    return ids


async def _files_of(tx: Transaction, who: Who, now: datetime) -> list[Erasure]:
    """The files that were sent to a member: theirs to keep if they saved them, and gone from Slack."""
    rows = (await tx.connection.execute(select(exports.c.file_ids).where(*_own(exports, who)))).scalars().all()
    file_ids = [each for row in rows for each in row.split(",") if each]
    return [_erasure(who.workspace_id, now, file_id=each) for each in file_ids]


async def _count(tx: Transaction, ids: Select[Any]) -> int:
    return int((await tx.connection.execute(select(func.count()).select_from(ids.subquery()))).scalar_one())


def _of_contact(table: Table, contact: Contact) -> Select[Any]:
    about = or_(*(table.c[name] == contact.id for name in ABOUT if name in table.c))
    return select(table.c.id).where(*_own(table, Who(contact.workspace_id, contact.member_id)), about)


def _tables_about() -> list[Table]:
    """The tables whose rows are about a contact, those first that rest on others."""
    apart = (acts, drafts)
    tables = [table for table in metadata.sorted_tables if "contact_id" in table.c and table not in apart]
    return tables[::-1]


def _tables_of_members() -> list[Table]:
    """The tables that hold members' things, those last that rest on others."""
    return [table for table in metadata.sorted_tables if "member_id" in table.c]


def _own(table: Table, who: Who) -> tuple[Any, ...]:
    return table.c.workspace_id == who.workspace_id, table.c.member_id == who.member_id


def _to(who: Who) -> tuple[Any, ...]:
    return deliveries.c.workspace_id == who.workspace_id, deliveries.c.recipient == who.member_id


def _walk(workspace_id: str, channel: str, ids: Sequence[str] | None, at: datetime) -> Erasure:
    """Whatever in a conversation carries one of these ids, or everything that the bot said there."""
    return _erasure(workspace_id, at, channel=channel, ids=None if ids is None else tuple(ids))


def _erasure(
    workspace_id: str,
    at: datetime,
    *,
    channel: str | None = None,
    ts: str | None = None,
    file_id: str | None = None,
    ids: tuple[str, ...] | None = None,
) -> Erasure:
    return Erasure(new_id(), workspace_id, channel, ts, file_id, ids, 0, at)


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(ids)
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))
