"""Everything of a member's, out of its tables as plain values, and back into them: nothing is taken on trust."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Date, Integer, Table, Time, func, select
from sqlalchemy import insert as new

from etiquette.rules.archives import NOUNS, ONLY_OUT, SETTINGS, ZONE, Archive, Entry
from etiquette.rules.calls import LONGEST_MINUTES, Call
from etiquette.rules.contacts import Contact, checked_name
from etiquette.rules.contributions import Contribution
from etiquette.rules.digests import Digest, checked_channel, next_day
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.imports import Connection
from etiquette.rules.members import Member, Who
from etiquette.rules.partnerships import Partnership
from etiquette.rules.plans import RHYTHMS
from etiquette.rules.recurrences import Recurrence
from etiquette.rules.reflections import Reflection
from etiquette.rules.workdays import Hours
from etiquette.store import archived_plans, connections, tables
from etiquette.store.archived_plans import SHARED
from etiquette.store.records import RECORDS, Fact, from_row, values_of
from etiquette.store.session import Transaction
from etiquette.store.tables import members, metadata
from etiquette.store.types import Instant, Word, Words

Kept = Fact | Draft | Connection | Partnership | Reflection

KEPT: dict[str, type[Kept]] = {
    **RECORDS,
    "drafts": Draft,
    "connections": Connection,
    "partnerships": Partnership,
    "reflections": Reflection,
}
OURS = frozenset({"workspace_id", "member_id", "import_id"})
"""What is known of a record without its entry: whose it is, and which import brought it."""
RESTS_ON = {
    "contact_id": "contacts",
    "other_id": "contacts",
    "call_id": "calls",
    "deliverable_id": "deliverables",
    "contribution_id": "contributions",
}
ONLY_ONCE = (tables.questions, tables.digests)
CHUNK = 500
LONGEST_TEXT = 400_000
SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
WEEKDAYS = range(7)
BEGINNING = date(2026, 1, 1)
YEARS = range(1900, 2200)
MOST = 1_000_000

_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Revived:
    """An archive whose every value is one that its column takes. `zone` is the one that they chose, if they did."""

    who: Who
    settings: Mapping[str, Any]
    zone: str | None
    records: Mapping[str, tuple[Kept, ...]]


async def taken_out(tx: Transaction, member: Member) -> Archive:
    """Everything of a member's, as it stands."""
    planned = await archived_plans.taken_out(tx, member.who)
    nouns = (*NOUNS, *ONLY_OUT)
    kept = {noun: planned[noun] if noun in planned else await _all_of(tx, noun, member.who) for noun in nouns}
    records = {noun: [_entry(each) for each in of_noun] for noun, of_noun in kept.items()}
    settings = {name: _plain(getattr(member, name)) for name in SETTINGS}
    settings[ZONE] = None if member.zone_is_slacks else member.zone
    return Archive(member.who, settings, records)


def revived(archive: Archive, import_id: str) -> Revived:
    """An archive's records. Refused as NOT_AN_EXPORT where a single one is none. Takes its time: not for the loop."""
    try:
        records = {
            noun: tuple(_record(noun, each, archive.who, import_id) for each in archive.records[noun]) for noun in NOUNS
        }
        settings, zone = _settings(archive.settings), _zone(archive.settings)
    except (ValueError, TypeError, KeyError, OverflowError, EtiquetteError):
        raise EtiquetteError(Refusal.NOT_AN_EXPORT) from None
    if any(len({each.id for each in kept}) < len(kept) for kept in records.values()):
        raise EtiquetteError(Refusal.NOT_AN_EXPORT)
    return Revived(archive.who, settings, zone, records)


async def missing(tx: Transaction, brought: Revived) -> dict[str, list[Kept]]:
    """Those records that are not here, by noun. Refused where one is somebody else's, or rests on what is nobody's."""
    known = {
        noun: set() if noun in SHARED else await _known(tx, noun, {each.id for each in records}, brought.who)
        for noun, records in brought.records.items()
    }
    mine = {noun: known[noun] | {each.id for each in records} for noun, records in brought.records.items()}
    for records in brought.records.values():
        for record in records:
            await _checked_rests(tx, record, mine, brought.who)
    return {noun: [each for each in records if each.id not in known[noun]] for noun, records in brought.records.items()}


async def put_back(tx: Transaction, absent: Mapping[str, list[Kept]]) -> None:
    """Saves records that are not here; of what may be there only once, what is here stays."""
    for noun in NOUNS:
        records = absent[noun]
        if noun == "connections":
            await connections.save(tx, [each for each in records if isinstance(each, Connection)], fresh=False)
            continue
        table = metadata.tables[noun]
        insert = tx.insert(table).on_conflict_do_nothing() if table in ONLY_ONCE else new(table)
        for start in range(0, len(records), CHUNK):
            await tx.connection.execute(insert, [values_of(each) for each in records[start : start + CHUNK]])


async def is_empty(tx: Transaction, who: Who) -> bool:
    """Whether nothing was logged by this member yet. What the bot asked them is nothing of theirs."""
    for noun in set(NOUNS) - SHARED - {"questions"}:
        table = metadata.tables[noun]
        if (await tx.connection.execute(select(table.c.id).where(*_own(table, who)).limit(1))).first() is not None:
            return False
    return True


async def count(tx: Transaction, who: Who) -> dict[str, int]:
    """How many records of each noun a member has."""
    counts = {}
    for noun in NOUNS:
        table = metadata.tables[noun]
        whose = [_seen(noun, who)] if noun in SHARED else _own(table, who)
        counts[noun] = (await tx.connection.execute(select(func.count(table.c.id)).where(*whose))).scalar_one()
    return counts


async def _all_of(tx: Transaction, noun: str, who: Who) -> list[Kept]:
    table = metadata.tables[noun]
    query = select(table).where(*_own(table, who)).order_by(table.c.created_at, table.c.id)
    return [from_row(KEPT[noun], row) for row in await tx.connection.execute(query)]


async def _known(tx: Transaction, noun: str, ids: Collection[str], who: Who) -> set[str]:
    """Which of these ids are here already. Refused where one is not this member's."""
    table, known, wanted = metadata.tables[noun], set(), list(ids)
    for start in range(0, len(wanted), CHUNK):
        query = select(table.c.id, table.c.workspace_id, table.c.member_id).where(
            table.c.id.in_(wanted[start : start + CHUNK])
        )
        for row in await tx.connection.execute(query):
            if Who(row.workspace_id, row.member_id) != who:
                raise EtiquetteError(Refusal.EXPORT_OF_ANOTHER)
            known.add(row.id)
    return known


async def _checked_rests(tx: Transaction, record: Kept, mine: dict[str, set[str]], who: Who) -> None:
    """What a record rests on is in the archive, or here and this member's own."""
    for name, noun in RESTS_ON.items():
        rests_on = getattr(record, name, None)
        if rests_on is None or rests_on in mine[noun]:
            continue
        mine[noun] |= await _known(tx, noun, {rests_on}, who)
        if rests_on not in mine[noun]:
            raise EtiquetteError(Refusal.NOT_AN_EXPORT)


def _entry(record: Kept) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values_of(record).items() if name not in OURS}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return value.isoformat() if isinstance(value, (date, time)) else value


def _record(noun: str, entry: Entry, who: Who, import_id: str) -> Kept:
    record, table = KEPT[noun], metadata.tables[noun]
    names = {field.name for field in fields(record)}
    if entry.keys() != names - OURS:
        raise ValueError(noun)
    ours: dict[str, Any] = {"workspace_id": who.workspace_id, "member_id": who.member_id, "import_id": import_id}
    values = {name: _value(table.c[name], value) for name, value in entry.items()}
    found = record(**values, **{name: ours[name] for name in names & OURS})
    if not _is_sound(found):
        raise ValueError(noun)
    return found


def _settings(entry: Entry) -> dict[str, Any]:
    if entry.keys() != {*SETTINGS, ZONE}:
        raise ValueError("settings")
    settings = {name: _value(members.c[name], entry[name]) for name in SETTINGS}
    days = settings["working_days"]
    hours = Hours("UTC", frozenset(map(int, days)), settings["work_start"], settings["work_end"], settings["country"])
    is_sound = len(days) == len(hours.days) and set(days) <= set("0123456")
    if not is_sound or not 0 < settings["daily_messages"] <= MOST or not 0 < settings["invite_limit"] <= MOST:
        raise ValueError("settings")
    return settings


def _zone(entry: Entry) -> str | None:
    if entry[ZONE] is None:
        return None
    hours = Hours(_text(entry[ZONE], 64))
    hours.local(SOME_TIME)
    return hours.zone


def _is_sound(record: Kept) -> bool:
    """What the columns cannot tell."""
    if not _ID.fullmatch(record.id) or not 0 < getattr(record, "revision", 1) <= MOST:
        return False
    if isinstance(record, Contact):
        return checked_name(record.name) == record.name
    if isinstance(record, Call):
        Hours(record.zone).local(record.starts_at)
        return 0 < record.minutes <= LONGEST_MINUTES
    if isinstance(record, Partnership | Contribution):
        return _is_bounded(record)
    if isinstance(record, Digest):
        next_day(record.weekday, record.clock, record.zone, record.next_at)
        return record.weekday in WEEKDAYS and checked_channel(record.channel) == record.channel
    return True


def _is_bounded(record: Partnership | Contribution) -> bool:
    """A rhythm, or a rule, is one that a form would have taken; no day of it is before there was a program."""
    if isinstance(record, Partnership):
        days = record.rhythm_from, record.reflect_on
        is_known = record.rhythm is None or record.rhythm in RHYTHMS
    else:
        days = record.due_on, record.next_on
        is_known = record.rule is None or bool(Recurrence.of(record.rule).counted_from(record.due_on).checked())
    return is_known and all(day is None or day >= BEGINNING for day in days)


def _value(column: Column[Any], value: Any) -> Any:
    """A plain value as its column wants it; ValueError or TypeError for any other."""
    if value is None:
        if not column.nullable:
            raise ValueError(column.name)
        return None
    match column.type:
        case Words() as kind:
            return tuple(kind.words(_text(each, 100)) for each in value if "," not in each)
        case Word() as kind:
            return kind.words(value)
        case Instant():
            return _near(datetime.fromisoformat(value))
        case Date():
            return _near(date.fromisoformat(value))
        case Time():
            return time.fromisoformat(value)
        case Boolean():
            return _exactly(bool, value)
        case Integer():
            return _exactly(int, value)
        case kind:
            return _text(value, getattr(kind, "length", None) or LONGEST_TEXT)


def _exactly(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind or abs(value) > MOST:
        raise ValueError(value)
    return value


def _near(when: Any) -> Any:
    if when.year not in YEARS or (isinstance(when, datetime) and when.tzinfo is None):
        raise ValueError(when)
    return when


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or _UNKEEPABLE.search(value):
        raise ValueError("text")
    return value


def _seen(noun: str, who: Who) -> ColumnElement[bool]:
    """What belongs to both, and this member has a side in."""
    own = select(tables.sides.c.partnership_id).where(*_own(tables.sides, who))
    column = tables.partnerships.c.id if noun == "partnerships" else tables.reflections.c.partnership_id
    return column.in_(own)


def _own(table: Table, who: Who) -> tuple[Any, ...]:
    return table.c.workspace_id == who.workspace_id, table.c.member_id == who.member_id
