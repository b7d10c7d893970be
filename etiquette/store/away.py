"""A database that is away: what is told of it by its errors, and who is told."""

from collections import Counter

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as TakenError

from etiquette.rules.nudges import State

# SQLite: held by somebody else, full, or the disk is failing. PostgreSQL, by class: no connection, no room, shutting
# down, a failing disk; and a standby, which takes nothing in.
SQLITE = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PROTOCOL", "SQLITE_READONLY")
POSTGRES = ("08", "53", "57P", "58", "25006")


class Witness:
    """Told of what comes of transactions. This one lets it pass."""

    def answered(self, ended: Counter[State]) -> None:
        """The database has done what was asked. `ended`: how many nudges came to a final state by it."""

    def away(self, error: Exception) -> None:
        """The database does not answer."""


def is_away(error: Exception) -> bool:
    """Whether an error says that the database does not answer for now, rather than that something was asked wrongly."""
    if isinstance(error, TakenError):
        return True  # all connections are taken: by what waits for an answer, say
    if isinstance(error, PendingRollbackError):
        return True  # somebody went on in a transaction whose connection is gone
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if name := getattr(error.orig, "sqlite_errorname", None):
        return str(name).startswith(SQLITE)
    if not isinstance(error, (OperationalError, InterfaceError, InternalError)):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) if state is None else str(state).startswith(POSTGRES)
