"""Signs of life: whom an act's changes concern, and when each of them was last in touch, by the facts (E19)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Column, Select, Table, and_, bindparam, func, select, union_all

from etiquette.rules.acts import Change
from etiquette.rules.calls import CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import DeliverableState
from etiquette.rules.good_turns import GoodTurnState, Sort
from etiquette.rules.introductions import IntroductionState
from etiquette.rules.invitations import InvitationState
from etiquette.rules.thanks import Addressee, ThankYouState
from etiquette.store.records import RECORDS, TABLES, from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import (
    calls,
    contacts,
    deliverables,
    favours,
    good_turns,
    introductions,
    invitations,
    renegotiations,
    thank_yous,
)

CONTACTS = contacts.name
WHOM = ("contact_id", "other_id")
TOGETHER = 400
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
SEVERAL = select(contacts).where(contacts.c.id.in_(IDS))


async def concerned(tx: Transaction, changes: Iterable[Change]) -> list[str]:
    """The contacts whom some changes concern: by the records as they are, and as they were."""
    found: set[str] = set()
    changed: dict[str, set[str]] = defaultdict(set)
    for each in changes:
        if each.noun == CONTACTS:
            found.add(each.id)
            continue
        if each.noun not in RECORDS:
            continue
        if each.before is None and each.id in tx.added:
            found |= {getattr(tx.added[each.id], name, None) for name in WHOM} - {None}  # type: ignore[arg-type]
            continue
        changed[each.noun].add(each.id)
        found |= {(each.before or {}).get(name) for name in WHOM} - {None}  # type: ignore[arg-type]  # ids are texts
    for noun, ids in changed.items():
        query = _whom(TABLES[RECORDS[noun]])
        if query is not None:
            for part in parts(ids):
                rows = await tx.connection.execute(query, {"ids": part})
                found |= {contact_id for row in rows for contact_id in row if contact_id}
    return sorted(found)


async def several(tx: Transaction, contact_ids: Collection[str]) -> list[Contact]:
    """Contacts by id, whosever they are."""
    rows = await tx.connection.execute(SEVERAL, {"ids": list(contact_ids)})
    return [from_row(Contact, row) for row in rows]


async def latest(tx: Transaction, contact_ids: Collection[str]) -> dict[str, datetime]:
    """When each contact was last in touch, as far as the facts tell; who never was is missing."""
    found = await tx.connection.execute(_latest(), {"ids": list(contact_ids)})
    return {contact_id: at for contact_id, at in found if at is not None}


def parts(ids: Collection[str]) -> list[list[str]]:
    """Ids, as many at a time as a database takes in one question."""
    everyone = sorted(ids)
    return [everyone[start : start + TOGETHER] for start in range(0, len(everyone), TOGETHER)]


@cache
def _whom(table: Table) -> Select[Any] | None:
    columns = [table.c[name] for name in WHOM if name in table.c]
    return select(*columns).where(table.c.id.in_(IDS)) if columns else None


@cache
def _latest() -> Select[Any]:
    signs = union_all(*_signs()).subquery()
    return select(signs.c.contact_id, func.max(signs.c.at)).group_by(signs.c.contact_id)


def _signs() -> list[Select[Any]]:
    """Every logged contact there can be: what was introduced, held, agreed, delivered, sent, given, received."""
    delivered = deliverables.c.state == DeliverableState.DELIVERED
    done = and_(good_turns.c.state == GoodTurnState.DONE, good_turns.c.because.not_like(f"{Sort.INTRODUCER}:%"))
    thanked = (thank_yous.c.state == ThankYouState.SENT, thank_yous.c.addressee == Addressee.CONTACT)
    invited = invitations.c.state.in_([InvitationState.SENT, InvitationState.ACCEPTED])
    signs: list[tuple[Table, Column[Any], tuple[Any, ...]]] = [
        (introductions, introductions.c.moved_at, (introductions.c.state == IntroductionState.MADE,)),
        (calls, calls.c.starts_at, (calls.c.state == CallState.HELD,)),
        (deliverables, deliverables.c.created_at, (deliverables.c.contribution_id.is_(None),)),
        (deliverables, deliverables.c.settled_at, (delivered,)),
        (renegotiations, renegotiations.c.at, ()),
        (thank_yous, thank_yous.c.settled_at, thanked),
        (invitations, invitations.c.moved_at, (invited,)),
        (favours, favours.c.at, ()),
        (good_turns, good_turns.c.settled_at, (done,)),
    ]
    by_contact = [
        select(table.c.contact_id, at.label("at")).where(table.c.contact_id.in_(IDS), *where)
        for table, at, where in signs
    ]
    met = select(good_turns.c.other_id.label("contact_id"), good_turns.c.settled_at.label("at"))
    return [*by_contact, met.where(good_turns.c.other_id.in_(IDS), done)]
