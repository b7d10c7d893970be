"""Who has a database in hand: whoever runs shares it with others that run; whoever restores it has it alone.

On PostgreSQL it is an advisory lock, which every connection of a running program holds for as long as it is open; on
SQLite a lock on a file beside the database. Either is gone with its process, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

PRESENT = 7_205_102_027
READABLE = 0o644  # whoever restores may be another user than whoever runs: a lock needs no more


class AtWorkError(Exception):
    """The program is running on the database."""


class BeingRestoredError(Exception):
    """It is being restored."""

    def __str__(self) -> str:
        return "it is being restored"


def share_file(url: str) -> int:
    """Shares a SQLite database with others that run, until what is given back is closed.

    While it is restored it is a database that does not answer, as PostgreSQL's is.
    """
    opened = _opened(url)
    if not _locked(opened, fcntl.LOCK_SH):
        os.close(opened)
        raise OperationalError(None, None, BeingRestoredError())
    return opened


def share_connections(engine: Engine) -> None:
    """Every connection to PostgreSQL that is made from now on shares the database; none is while it is restored."""

    @event.listens_for(engine, "connect")
    def _share(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SELECT pg_try_advisory_lock_shared({PRESENT})")
        (is_shared,) = cursor.fetchone()
        cursor.close()
        connection.commit()
        if not is_shared:
            raise engine.dialect.loaded_dbapi.OperationalError(str(BeingRestoredError()))


@contextmanager
def alone_with_file(url: str) -> Iterator[None]:
    """A SQLite database, for nobody else. Raises AtWorkError. What is no file is held by `hold_alone`."""
    if not url.startswith("sqlite"):
        yield
        return
    opened = _opened(url)
    try:
        if not _locked(opened, fcntl.LOCK_EX):
            raise AtWorkError
        yield
    finally:
        os.close(opened)


def hold_alone(connection: Connection) -> None:
    """Holds a PostgreSQL database until the transaction ends. Raises AtWorkError."""
    if connection.dialect.name == "postgresql":
        held = connection.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": PRESENT})
        if not held.scalar_one():
            raise AtWorkError


def _locked(opened: int, how: int) -> bool:
    try:
        fcntl.flock(opened, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _opened(url: str) -> int:
    return os.open(f"{make_url(url).database}.lock", os.O_RDONLY | os.O_CREAT, READABLE)
