"""`coopetiquette backup` and `restore`: everything into one file while the program runs, and back while it does not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.check import what_the_driver_said
from bot.config import MisconfiguredError, OfflineSettings
from etiquette.rules.errors import AwayError
from etiquette.store import backups, restoring
from etiquette.store.backups import Header, UnfitError
from etiquette.store.migrate import pending
from etiquette.store.presence import AtWorkError
from etiquette.store.restoring import NotEmptyError, UnknownSchemaError
from etiquette.store.session import Store

FOR_ITS_OWNER_ALONE = 0o600
UNTOUCHED = "Nothing was changed."


async def back_up(settings: OfflineSettings, path: Path, now: datetime, *, replaces: bool) -> list[str]:
    """Writes a backup beside `path`, and puts it there once it is whole. Gives back what to say of it.

    Raises MisconfiguredError.
    """
    address = settings.database_url.get_secret_value()
    _look_first(path, Path(make_url(address).database or "") if settings.on_sqlite else None, replaces=replaces)
    store = Store(address)
    try:
        trouble = await pending(store)
        if trouble:
            raise MisconfiguredError([trouble])
        with _written_beside(path, replaces=replaces) as file:
            header = await backups.back_up(store, file, now)
    except (AwayError, SQLAlchemyError) as error:
        raise MisconfiguredError([_no_answer(error)]) from error
    except OSError as error:
        raise MisconfiguredError([f"{path} cannot be written: {error.strerror}. No backup was made."]) from error
    finally:
        await store.close()
    return [
        f"Backed up into {path}, {_as_of(header)}.",
        "It holds what members wrote: keep it as safe as the database, and not on the same disk.",
    ]


async def restore(settings: OfflineSettings, path: Path, now: datetime, *, replaces: bool) -> list[str]:
    """Restores the backup in `path`. Gives back what to say of it. Raises MisconfiguredError; then nothing changed."""
    try:
        with path.open("rb") as file:
            store = Store(settings.database_url.get_secret_value())
            try:
                restored = await restoring.restore(store, file, now, replaces=replaces)
            finally:
                await store.close()
    except UnfitError as error:
        raise MisconfiguredError([f"{path} cannot be restored: {error}. {UNTOUCHED}"]) from error
    except AtWorkError as error:
        raise MisconfiguredError([f"The program is running on this database: stop it first. {UNTOUCHED}"]) from error
    except NotEmptyError as error:
        raise MisconfiguredError([_not_empty()]) from error
    except UnknownSchemaError as error:
        newer = f"The database is at version {error}, of which this program does not know: install the newer program."
        raise MisconfiguredError([f"{newer} {UNTOUCHED}"]) from error
    except (AwayError, SQLAlchemyError) as error:
        raise MisconfiguredError([f"{_no_answer(error)} {UNTOUCHED}"]) from error
    except OSError as error:
        where = path if error.filename in {None, str(path)} else f"Beside the database, {error.filename}"
        raise MisconfiguredError([f"{where} cannot be opened: {error.strerror}. {UNTOUCHED}"]) from error
    return _said_of(path, restored)


def _look_first(path: Path, database: Path | None, *, replaces: bool) -> None:
    """A file that is in the way, or a database that is not there, is said before anything begins."""
    if path.exists() and not replaces:
        raise MisconfiguredError([_is_there(path)])
    if database is not None and not database.exists():
        raise MisconfiguredError([f"There is no {database}, and nothing to back up: is DATABASE_URL right?"])


@contextmanager
def _written_beside(path: Path, *, replaces: bool) -> Iterator[BinaryIO]:
    """A file that appears under its name once it is whole and on the disk; where it does not become whole, it goes."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FOR_ITS_OWNER_ALONE)
    try:
        with os.fdopen(opened, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _name(part, path, replaces=replaces)
        _keep(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, path: Path, *, replaces: bool) -> None:
    """The name is taken at the last moment, too, and never from a file that came there meanwhile."""
    if replaces:
        part.replace(path)
        return
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise MisconfiguredError([_is_there(path)]) from None
    except OSError:  # a disk that knows no second name for a file
        part.rename(path)


def _keep(folder: Path) -> None:
    """The name is on the disk as well."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _said_of(path: Path, restored: restoring.Restored) -> list[str]:
    said = [
        f"Restored {path}, {_as_of(restored.header)}.",
        "What was said since then is looked for at Slack before anything is said again; what was logged since is lost.",
    ]
    if restored.without_nul:
        said.append(f"PostgreSQL keeps no NUL characters: they were left out of {restored.without_nul} texts.")
    return said


def _as_of(header: Header) -> str:
    return f"as of {header.taken_at:%Y-%m-%d %H:%M:%S} UTC: {header.rows:,} rows at schema {header.revision}"


def _is_there(path: Path) -> str:
    return f"{path} is there already: choose another name, or say --replace to have it written over."


def _not_empty() -> str:
    return (
        "The database is not empty: `restore --replace` takes everything out of it that is there now, for good, "
        f"and puts the backup in its place. {UNTOUCHED}"
    )


def _no_answer(error: Exception) -> str:
    return f"DATABASE_URL leads to no database that answers: {what_the_driver_said(error)}."
