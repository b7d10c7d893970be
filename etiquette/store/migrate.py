"""Migrations: run by whoever starts first, under a lock; they ship inside the package.

Alembic is loaded where something is to be migrated: a start that finds the newest schema does without it.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from etiquette.store.session import Store

MIGRATIONS = Path(__file__).with_name("migrations")
REVISIONS = tuple(sorted(script.name.split("_")[0] for script in (MIGRATIONS / "versions").glob("[0-9]*.py")))
"""Every revision that this program knows, by the names of their files, the newest last."""
NEWEST = REVISIONS[-1]
LOCK = 7_205_102_026


class NewerSchemaError(Exception):
    """A newer program has changed the database: this one would not understand what is in it."""


async def upgrade(url: str) -> None:
    """Brings a database to the newest schema. Of two that start at once, the second waits and finds it done.

    Raises NewerSchemaError, with a sentence, where it is newer than this program, and leaves it as it is.
    """
    store = Store(url)
    try:
        async with store.altering() as tx:
            await tx.connection.run_sync(_upgrade)
    finally:
        await store.close()


async def pending(store: Store) -> str | None:
    """What keeps the schema from being the newest, as a sentence; None when it is."""
    async with store.reading() as tx:
        current = await tx.connection.run_sync(_current)
    if current == NEWEST:
        return None
    if _is_newer(current):
        return _too_new(current)
    return f"The database is at version {current or 'none'}, the program at {NEWEST}: run `coopetiquette migrate`."


def revision_of(connection: Connection) -> str | None:
    """The revision of a database's schema; None where there is none yet."""
    return _current(connection)


def is_known(revision: str) -> bool:
    """Whether this program has been at a revision, or is."""
    return revision in REVISIONS


def lay_anew(connection: Connection, revision: str) -> None:
    """Inside a transaction: takes all tables away, and makes them again, empty, as they were at a revision."""
    if _current(connection) is not None:
        _run(connection, "downgrade", "base")
    _run(connection, "upgrade", revision)


def bring_up(connection: Connection) -> None:
    """Inside a transaction: brings the schema to the newest revision, with all that is in it."""
    _upgrade(connection)


def hold_schema(connection: Connection) -> None:
    """Inside a transaction: nobody else changes the schema until its end. SQLite has one writer in any case."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _upgrade(connection: Connection) -> None:
    hold_schema(connection)
    current = _current(connection)
    if current == NEWEST:
        return
    if _is_newer(current):
        raise NewerSchemaError(_too_new(current))
    _run(connection, "upgrade", "head")


def _run(connection: Connection, way: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    getattr(command, way)(config, revision)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _is_newer(current: str | None) -> bool:
    """Whatever this program does not know was made after it."""
    return current is not None and not is_known(current)


def _too_new(current: str | None) -> str:
    return (
        f"The database is at version {current}, which is newer than this program (at {NEWEST}): "
        "install the version that made it, or a later one."
    )
