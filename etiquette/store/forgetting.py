"""Wiping, for good (N7): records, what was planned and said of them, the journals that remember them.

What is left to be deleted at Slack becomes erasures: ids, and nothing else. A table that holds a member's things is
wiped by its columns, so that a new one is not left out.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Table, delete, func, or_, select, update

from etiquette.rules.contacts import Contact, folded
from etiquette.rules.good_turns import Reason, Sort
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import State
from etiquette.rules.partnerships import Side
from etiquette.store import erasures, nudges
from etiquette.store.leaving import leave
from etiquette.store.session import Transaction
from etiquette.store.tables import (
    acts,
    calls,
    connections,
    contacts,
    deliverables,
    deliveries,
    digests,
    drafts,
    exports,
    favours,
    good_turns,
    introductions,
    members,
    metadata,
    renegotiations,
)
from etiquette.store.unsaying import (
    IN_FLIGHT,
    deliveries_about,
    files_of,
    in_flight,
    own,
    to,
    walk,
    wipe_said,
    wipe_told,
)

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
        "deliveries": len({each.id for each in await deliveries_about(tx, contact.workspace_id, ids)}),
    }


async def count_member(tx: Transaction, who: Who) -> dict[str, int]:
    """How many records of each noun a member has, and how many messages they were sent (`deliveries`)."""
    counts = {
        table.name: await _count(tx, select(table.c.id).where(*own(table, who))) for table in _tables_of_members()
    }
    sent = select(deliveries.c.id).where(*to(who), deliveries.c.state == State.POSTED)
    return {**counts, "deliveries": await _count(tx, sent)}


async def wipe_contact(tx: Transaction, member: Member, contact: Contact, now: datetime) -> list[Side]:
    """Forgets one contact: their records and what others say of them by name, journals, drafts, nudges, messages.

    Gives the sides for which a plan with this member ended by it: their members are to be told.
    """
    ids = await _ids_of_contact(tx, contact)
    left = await leave(tx, member.who, now, contact.id)
    ids |= left.ids
    unsure = await wipe_said(tx, contact.workspace_id, ids, member.id, now)
    here = member.dm_channel or member.id
    walks = [walk(contact.workspace_id, here, sorted(ids), now)]
    if unsure:
        walks.append(walk(contact.workspace_id, here, unsure, now + IN_FLIGHT))
    who = Who(contact.workspace_id, contact.member_id)
    await erasures.add(tx, [*walks, *await files_of(tx, who, now)])
    anew = {"file_ids": "", "due_at": now}  # one that is being written is written anew: see `exports.go_on`
    await tx.connection.execute(update(exports).where(*own(exports, who)).values(**anew))
    await _wipe_journals(tx, contact, ids)
    await _wipe_journals_of_others(tx, who, ids, left.partners)
    for row in await _drafts_about(tx, contact):
        await tx.connection.execute(delete(drafts).where(drafts.c.id == row.id))
    for connection_id in await _alike(tx, contact):
        await tx.connection.execute(delete(connections).where(connections.c.id == connection_id))
    await _unname(tx, contact)
    await _let_go(tx, contact)
    for table in _tables_about():
        await tx.connection.execute(delete(table).where(table.c.id.in_(_of_contact(table, contact))))
    await tx.connection.execute(delete(contacts).where(contacts.c.id == contact.id))
    return left.ended


async def wipe_member(tx: Transaction, member: Member, now: datetime) -> list[Side]:
    """Forgets a member: all that is theirs, what was said to them, and what others were told on their behalf.

    Gives the sides for which a plan with this member ended by it: their members are to be told.
    """
    who = member.who
    ids = await _ids_of_member(tx, who)
    left = await leave(tx, who, now)
    ids |= left.ids
    here = member.dm_channel or member.id
    unsure = await in_flight(tx, who)
    walks = [walk(who.workspace_id, here, None, now)]
    if unsure:
        walks.append(walk(who.workspace_id, here, unsure, now + IN_FLIGHT))
    await erasures.add(tx, [*walks, *await files_of(tx, who, now)])
    await wipe_told(tx, who)
    await wipe_said(tx, who.workspace_id, ids, None, now)
    await _wipe_journals_of_others(tx, who, ids, left.partners)
    for table in reversed(_tables_of_members()):
        await tx.connection.execute(delete(table).where(*own(table, who)))
    await tx.connection.execute(
        delete(members).where(members.c.workspace_id == who.workspace_id, members.c.id == who.member_id)
    )
    return left.ended


async def _wipe_journals(tx: Transaction, contact: Contact, ids: Collection[str]) -> None:
    """Empties the journals that remember a contact. The acts stay, so that none of them happens twice, but no Undo."""
    name = folded(contact.name)
    query = select(acts.c.id, acts.c.contact_id, acts.c.changes, acts.c.at).where(
        *own(acts, Who(contact.workspace_id, contact.member_id))
    )
    for row in (await tx.connection.execute(query)).all():
        touches = row.contact_id == contact.id or any(change["id"] in ids for change in row.changes)
        if touches or name in folded(json.dumps(row.changes, ensure_ascii=False)):
            await _empty(tx, row.id, row.at)


async def _wipe_journals_of_others(tx: Transaction, who: Who, ids: Collection[str], partners: Collection[str]) -> None:
    """The same of whoever was asked to introduce the member, or planned something with them.

    Their acts remember what they wrote of these records.
    """
    asked = select(introductions.c.introducer_user_id).where(*own(introductions, who))
    known = select(contacts.c.id).where(*own(contacts, who))
    query = select(acts.c.id, acts.c.contact_id, acts.c.changes, acts.c.at).where(
        acts.c.workspace_id == who.workspace_id,
        acts.c.member_id != who.member_id,
        or_(acts.c.member_id.in_(asked), acts.c.member_id.in_(partners), acts.c.contact_id.in_(known)),
    )
    for row in (await tx.connection.execute(query)).all():
        if row.contact_id in ids or any(change["id"] in ids for change in row.changes):
            await _empty(tx, row.id, row.at)


async def _empty(tx: Transaction, act_id: str, at: datetime) -> None:
    emptied = update(acts).where(acts.c.id == act_id)
    await tx.connection.execute(emptied.values(changes=[], contact_id=None, undone_at=at))


async def _unname(tx: Transaction, contact: Contact) -> None:
    """Where the contact introduced others, or a favour went to somebody of their name, they are named no more.

    What was said of those whom they introduced is drawn anew.
    """
    who, name = Who(contact.workspace_id, contact.member_id), folded(contact.name)
    query = select(
        introductions.c.id,
        introductions.c.contact_id,
        introductions.c.introducer_name,
        introductions.c.introducer_user_id,
    )
    for row in (await tx.connection.execute(query.where(*own(introductions, who)))).all():
        is_same = contact.slack_user_id is not None and row.introducer_user_id == contact.slack_user_id
        if is_same or folded(row.introducer_name or "") == name:
            unnamed = update(introductions).where(introductions.c.id == row.id)
            await tx.connection.execute(unnamed.values(introducer_name=None, introducer_user_id=None))
            await nudges.redraw_contact(tx, who, row.contact_id)
    for table in _tables_of_members():
        if "typed" in table.c and table is not drafts:
            await _untype(tx, table, who, name)
    by_name = select(favours.c.id, favours.c.whom).where(*own(favours, who), favours.c.whom.is_not(None))
    for favour_id, whom in (await tx.connection.execute(by_name)).all():
        if folded(whom) == name:
            await tx.connection.execute(delete(favours).where(favours.c.id == favour_id))
    await _unthank(tx, who, name)


async def _unthank(tx: Transaction, who: Who, name: str) -> None:
    """A good turn for somebody whom they introduced keeps its reason without their name (E15)."""
    query = select(good_turns.c.id, good_turns.c.because).where(*own(good_turns, who))
    for turn_id, because in (await tx.connection.execute(query)).all():
        reason = Reason.read(because)
        if reason.sort is Sort.INTRODUCER and folded(reason.what) == name:
            unnamed = update(good_turns).where(good_turns.c.id == turn_id)
            await tx.connection.execute(unnamed.values(because=str(Reason(Sort.INTRODUCER))))
            await nudges.redraw(tx, who, turn_id)


async def _untype(tx: Transaction, table: Table, who: Who, name: str) -> None:
    """The words of a command that named them: what was understood of it is kept elsewhere."""
    query = select(table.c.id, table.c.typed).where(*own(table, who))
    for row in (await tx.connection.execute(query)).all():
        if name in folded(row.typed):
            await tx.connection.execute(update(table).where(table.c.id == row.id).values(typed=""))


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
        *own(connections, Who(contact.workspace_id, contact.member_id)),
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
    query = select(drafts).where(*own(drafts, Who(contact.workspace_id, contact.member_id)))
    name = folded(contact.name)
    rows = (await tx.connection.execute(query)).all()
    return [row for row in rows if row.contact_id == contact.id or name in folded(f"{row.typed} {row.raw}")]


async def _ids_of_contact(tx: Transaction, contact: Contact) -> set[str]:
    ids = {contact.id}
    for table in _tables_about():
        ids |= set((await tx.connection.execute(_of_contact(table, contact))).scalars())
    return ids


async def _ids_of_member(tx: Transaction, who: Who) -> set[str]:
    """What may have been spoken of. What the digests that they set up have told is a channel's, and stays there."""
    ids: set[str] = set()
    for table in _tables_of_members():
        if table not in (acts, connections, digests):
            ids |= set((await tx.connection.execute(select(table.c.id).where(*own(table, who)))).scalars())
    return ids


async def _count(tx: Transaction, ids: Select[Any]) -> int:
    return int((await tx.connection.execute(select(func.count()).select_from(ids.subquery()))).scalar_one())


def _of_contact(table: Table, contact: Contact) -> Select[Any]:
    about = or_(*(table.c[name] == contact.id for name in ABOUT if name in table.c))
    return select(table.c.id).where(*own(table, Who(contact.workspace_id, contact.member_id)), about)


def _tables_about() -> list[Table]:
    """The tables whose rows are about a contact, those first that rest on others."""
    apart = (acts, drafts)
    tables = [table for table in metadata.sorted_tables if "contact_id" in table.c and table not in apart]
    return tables[::-1]


def _tables_of_members() -> list[Table]:
    """The tables that hold members' things, those last that rest on others."""
    return [table for table in metadata.sorted_tables if "member_id" in table.c]
