"""What is in a database before a run: true rows, made by the services, multiplied by the database itself."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType

from sqlalchemy import text

from benchmarks.lean import BOT, TEAM
from benchmarks.load import member_id
from bot.clock import Clock
from etiquette.rules.deliverables import Owner, Promise
from etiquette.rules.members import Member, Profile, Who
from etiquette.rules.workspaces import Workspace
from etiquette.services.contacts import Somebody
from etiquette.services.deliverables import Agreed, agree_deliverable
from etiquette.services.members import arrive, keep_workspace, meet
from etiquette.services.nudging import Doing
from etiquette.store import members
from etiquette.store.session import Store, Transaction

LAST_MINUTE = time(23, 59)
EVERY_DAY = "0123456"
CROWD = 1000
"""Members among whom a long history is spread."""


SEED = 0
"""The number of the member from whom the others are made."""


async def everybody(
    store: Store, count: int, workspaces: int = 0, place: Mapping[str, str] = MappingProxyType({})
) -> Member:
    """So many members, and the one from whom they were made; and so many workspaces besides."""
    seed = await somebody(store, SEED)
    async with store.writing() as tx:
        if workspaces:
            await multiply(tx, "workspaces", TEAM, workspaces, {"id": "'T0W' || (n - 1)"})
        told = {**place, "id": "'U0M' || n", "dm_channel": "'D0M' || n"}
        await multiply(tx, "members", seed.id, count, told)
    return seed


async def somebody(store: Store, number: int) -> Member:
    """A member who was welcomed before, and works at all hours, so that it does not matter when we measure."""
    now = Clock().now()
    who = Who(TEAM, member_id(number))
    await keep_workspace(store, Workspace(TEAM, "Coop", BOT, "UTC"), now)
    member = await meet(store, who, Profile("UTC", "en-GB", "Ada Okafor", is_active=True), now)
    await arrive(store, member, now, uses=True, greets=True)
    async with store.writing() as tx:
        hours = {"working_days": EVERY_DAY, "work_start": time(0), "work_end": LAST_MINUTE}
        hours |= {"good_turn_at": now + timedelta(days=20)}
        await members.change(tx, who, dm_channel=f"D0M{number}", **hours)
        kept = await members.get(tx, who)
    assert kept is not None
    return kept


async def everybody_is_owed(store: Store, count: int, workspaces: int = 0) -> None:
    """So many members, each of whom is to be told of one promise, and is told nothing else: the moment has come.

    They are of one workspace, or are dealt out to several.
    """
    place = {"workspace_id": f"'T0W' || (n % {workspaces})"} if workspaces else {}
    seed = await everybody(store, count, workspaces, place)
    known = await promise(store, seed, Clock().now() - timedelta(days=8))
    async with store.writing() as tx:
        nudge_id = await _only_nudge_of(tx, known.deliverable.id)
        mine = place | {"member_id": "'U0M' || n", "contact_id": "'c' || n"}
        await multiply(tx, "contacts", known.contact.id, count, {"id": "'c' || n", **mine})
        await multiply(tx, "deliverables", known.deliverable.id, count, {"id": "'d' || n", **mine})
        told = place | {"id": "'n' || n", "recipient": "'U0M' || n", "subject_id": "'d' || n"}
        await multiply(tx, "nudges", nudge_id, count, told)
        await tx.connection.execute(text("DELETE FROM nudges WHERE id = :id"), {"id": nudge_id})


async def somebody_is_known(store: Store) -> None:
    """One member, who knows one contact."""
    await promise(store, await somebody(store, SEED), Clock().now())
    async with store.writing() as tx:
        await tx.connection.execute(text("DELETE FROM nudges"))


async def history(store: Store, count: int) -> None:
    """So many nudges of long standing: one half was said, the other comes in months; nothing is to be done now."""
    if not count:
        return
    seed = await everybody(store, min(count, CROWD))
    known = await promise(store, seed, Clock().now())
    async with store.writing() as tx:
        nudge_id = await _only_nudge_of(tx, known.deliverable.id)
        whose = f"'U0M' || (1 + n % {min(count, CROWD)})"
        told = {"id": "'n' || n", "recipient": whose, "subject_id": "'d' || n"}
        later = "datetime(seed.due_at, '+' || (30 + n % 300) || ' days')"
        if tx.connection.dialect.name == "postgresql":
            later = "seed.due_at + make_interval(days => 30 + n % 300)"
        state = "CASE n % 2 WHEN 0 THEN 'posted' ELSE 'planned' END"
        await multiply(tx, "nudges", nudge_id, count, {**told, "due_at": later, "state": state})
        await tx.connection.execute(text("DELETE FROM nudges WHERE id = :id"), {"id": nudge_id})


async def _only_nudge_of(tx: Transaction, subject_id: str) -> str:
    """The first nudge of a promise; whatever else was planned goes."""
    first = "SELECT id FROM nudges WHERE subject_id = :subject ORDER BY due_at LIMIT 1"
    nudge_id: str = (await tx.connection.execute(text(first), {"subject": subject_id})).scalar_one()
    await tx.connection.execute(text("DELETE FROM nudges WHERE id <> :id"), {"id": nudge_id})
    return nudge_id


async def promise(store: Store, member: Member, now: datetime) -> Agreed:
    """The member has promised Dana the deck, by next week."""
    wanted = Promise(Owner.MINE, "the deck", (now + timedelta(days=7)).date())
    doing = Doing(store, member, f"seed {member.id}", now)
    return await agree_deliverable(doing, Somebody("Dana Reyes"), wanted, "Dana Reyes: the deck")


async def multiply(tx: Transaction, table: str, seed_id: str, count: int, changed: Mapping[str, str]) -> None:
    """So many rows more, as the seed is, but for the columns that are `changed`: SQL over a number `n` from 1 on."""
    columns = list((await tx.connection.execute(text(f"SELECT * FROM {table} LIMIT 0"))).keys())  # noqa: S608  # our own names
    made = [changed.get(name, f"seed.{name}") for name in columns]
    await tx.connection.execute(
        text(
            "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :count) "  # noqa: S608  # likewise
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(made)} FROM {table} seed, series "
            "WHERE seed.id = :seed_id"
        ),
        {"count": count, "seed_id": seed_id},
    )
