"""Records in and out of their tables. Rows never leave: what comes out, and what goes in, is a record of the rules.

A change made here is written into the transaction's journal, so that the act that made it can be undone.
"""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Date, Insert, Row, Select, Table, Time, Update, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from etiquette.rules.acts import Change
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.digests import Digest
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Favour
from etiquette.rules.good_turns import GoodTurn
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.lessons import Lesson
from etiquette.rules.members import Who
from etiquette.rules.news import News
from etiquette.rules.partnerships import Side
from etiquette.rules.proposals import Proposal
from etiquette.rules.questions import Question
from etiquette.rules.reflections import ReflectionAnswer
from etiquette.rules.remarks import Remark
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.thanks import ThankYou
from etiquette.store import tables
from etiquette.store.away import is_away
from etiquette.store.session import Transaction
from etiquette.store.types import Instant, Word, Words

Fact = (
    Contact
    | Introduction
    | Call
    | Deliverable
    | Renegotiation
    | ThankYou
    | Invitation
    | Favour
    | GoodTurn
    | Lesson
    | Side
    | Contribution
    | Proposal
    | ReflectionAnswer
    | Remark
    | News
    | Question
    | Digest
)
F = TypeVar(
    "F",
    Contact,
    Introduction,
    Call,
    Deliverable,
    Renegotiation,
    ThankYou,
    Invitation,
    Favour,
    GoodTurn,
    Lesson,
    Side,
    Contribution,
    Proposal,
    ReflectionAnswer,
    Remark,
    News,
    Question,
    Digest,
)
R = TypeVar("R")
CHUNK = 500

TABLES: dict[type[Fact], Table] = {
    Contact: tables.contacts,
    Introduction: tables.introductions,
    Call: tables.calls,
    Deliverable: tables.deliverables,
    Renegotiation: tables.renegotiations,
    ThankYou: tables.thank_yous,
    Invitation: tables.invitations,
    Favour: tables.favours,
    GoodTurn: tables.good_turns,
    Lesson: tables.lessons,
    Side: tables.sides,
    Contribution: tables.contributions,
    Proposal: tables.proposals,
    ReflectionAnswer: tables.reflection_answers,
    Remark: tables.remarks,
    News: tables.news,
    Question: tables.questions,
    Digest: tables.digests,
}
NOUNS: dict[type[Fact], str] = {record: table.name for record, table in TABLES.items()}
RECORDS: dict[str, type[Fact]] = {name: record for record, name in NOUNS.items()}


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """What a query found: the records; and, by id, what is wrong with each row that cannot be read."""

    records: list[R]
    damaged: dict[str, str]


async def readable(
    tx: Transaction, query: Select[Any], key: Column[str], record: Callable[[Row[Any]], R], asked: Any = None
) -> Found[R]:
    """What a query finds. Where a row cannot be read each is read alone, so that it keeps no other from being read."""
    try:
        return Found([record(row) for row in await tx.connection.execute(query, asked)], {})
    except Exception as error:
        if is_away(error):
            raise  # it is no row that is wrong
        ids = (await tx.connection.execute(query.with_only_columns(key), asked)).scalars().all()
    found: Found[R] = Found([], {})
    for row_id in ids:
        try:
            found.records.extend(
                [record(row) for row in await tx.connection.execute(query.where(key == row_id), asked)]
            )
        except Exception as error:
            if is_away(error):
                raise
            found.damaged[row_id] = type(error).__name__
    return found


def from_row(record: type[R], row: Row[Any]) -> R:
    """The record of a row: a table's columns bear the names of its record's fields."""
    mapping = row._mapping  # noqa: SLF001 - the documented way to a row's columns by name
    return record(**{name: mapping[name] for name in _names(record)})  # type: ignore[arg-type]  # a class is hashable


@cache
def _names(record: type[Any]) -> tuple[str, ...]:
    """The fields of a record. A page of Home reads thousands of rows, and would look them up for each."""
    return tuple(field.name for field in fields(record))


async def find(tx: Transaction, record: type[F], who: Who, record_id: str, *, held: bool = False) -> F | None:
    """One record of this member's; a forged id finds nothing. `held`: against other writers, until the end of it."""
    query = _one(TABLES[record], held=held)
    row = (await tx.connection.execute(query, {"its_id": record_id, **_of(who)})).one_or_none()
    return None if row is None else from_row(record, row)


async def all_of(tx: Transaction, record: type[F], who: Who, *, held: bool = False, **values: object) -> list[F]:
    """This member's records with the given values, oldest first. `held`: as `find` holds one, and in that order."""
    given = {name: value for name, value in values.items() if value is not None}
    query = _every(TABLES[record], tuple(given), tuple(values.keys() - given.keys()), held=held)
    rows = await tx.connection.execute(query, {**given, **_of(who)})
    return [from_row(record, row) for row in rows]


async def add(tx: Transaction, fact: Fact) -> None:
    """Saves a new record."""
    await tx.connection.execute(_new(TABLES[type(fact)]), values_of(fact))
    tx.changes.append(Change(NOUNS[type(fact)], fact.id, None))
    tx.added[fact.id] = fact


async def change(tx: Transaction, fact: F, **values: Any) -> F:
    """Saves new values of a record, and gives it back with them. The journal keeps those that they replaced."""
    await tx.connection.execute(_changed(TABLES[type(fact)]), {"its_id": fact.id, **values})
    before = {name: value for name, value in _plain(fact).items() if name in values}
    tx.changes.append(Change(NOUNS[type(fact)], fact.id, before))
    return replace(fact, **values)


def rest_on(tx: Transaction, fact: Fact) -> None:
    """What is done rests on a record that it leaves as it is: the act that made that one cannot be undone under it."""
    tx.changes.append(Change(NOUNS[type(fact)], fact.id, {}))


async def revise(tx: Transaction, record: type[Any], ids: Collection[str]) -> None:
    """Records go on with their next revision, and are as they were: it is in no journal."""
    table, every = TABLES[record], sorted(ids)
    for start in range(0, len(every), CHUNK):
        these = table.c.id.in_(every[start : start + CHUNK])
        await tx.connection.execute(update(table).where(these).values(revision=table.c.revision + 1))


async def remove(tx: Transaction, fact: Fact) -> None:
    """Deletes a record. The journal keeps it for as long as the act can be undone.

    Refused as BUILT_UPON while other records rest on it: the database knows which do.
    """
    table = TABLES[type(fact)]
    try:
        await tx.connection.execute(delete(table).where(table.c.id == fact.id))
    except IntegrityError:
        raise EtiquetteError(Refusal.BUILT_UPON) from None
    tx.changes.append(Change(NOUNS[type(fact)], fact.id, _plain(fact)))


async def restore(tx: Transaction, who: Who, undone: Change) -> Fact | None:
    """Takes one change back, and gives back the record as it stands then: None where the act had made it.

    A revision never goes back: what was planned for a revision that has been cannot be planned again (N4). Refused as
    NOT_FOUND where the record that was changed is gone.
    """
    record = RECORDS[undone.noun]
    table = TABLES[record]
    current = await find(tx, record, who, undone.id, held=True)  # type: ignore[type-var]
    if undone.before is None:
        if current is not None:
            await remove(tx, current)
        return None
    values = {name: _revived(table.c[name], value) for name, value in undone.before.items()}
    if "revision" in values:
        values["revision"] = max(values["revision"], getattr(current, "revision", 0)) + 1
    if current is None:
        if len(values) < len(fields(record)):
            raise EtiquetteError(Refusal.NOT_FOUND)
        fact: Fact = record(**values)
        try:
            await add(tx, fact)
        except IntegrityError:  # another has its place by now
            raise EtiquetteError(Refusal.BUILT_UPON) from None
        return fact
    return await change(tx, current, **values)  # type: ignore[type-var]


def values_of(record: Any) -> dict[str, Any]:
    """A record's fields by name, as they are: `asdict` copies each of them, which takes its time over thousands."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


# Statements are made once and asked with values: to make one takes as long as to carry it out.


@cache
def _one(table: Table, *, held: bool) -> Select[Any]:
    query = select(table).where(table.c.id == bindparam("its_id"), *_own(table))
    return query.with_for_update(key_share=True) if held else query


@cache
def _every(table: Table, given: tuple[str, ...], missing: tuple[str, ...], *, held: bool) -> Select[Any]:
    matches = [table.c[name] == bindparam(name) for name in given]
    lacks = [table.c[name].is_(None) for name in missing]
    query = select(table).where(*_own(table), *matches, *lacks).order_by(table.c.created_at, table.c.id)
    return query.with_for_update(key_share=True) if held else query


@cache
def _new(table: Table) -> Insert:
    return insert(table)


@cache
def _changed(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("its_id"))


def _own(table: Table) -> tuple[Any, ...]:
    return table.c.workspace_id == bindparam("of_workspace"), table.c.member_id == bindparam("of_member")


def _of(who: Who) -> dict[str, str]:
    return {"of_workspace": who.workspace_id, "of_member": who.member_id}


def _plain(fact: Fact) -> dict[str, Any]:
    """A record as JSON can hold it."""
    return {name: _flat(value) for name, value in asdict(fact).items()}


def _flat(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value


def _revived(column: Column[Any], value: Any) -> Any:
    """A value from the journal, as its column wants it."""
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Word):
        return kind.words(value)
    if isinstance(kind, Words):
        return tuple(kind.words(word) for word in value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return time.fromisoformat(value) if isinstance(kind, Time) else value
