"""`coopetiquette backup` and `restore`, as an operator types them: what is said, and what is left (design §3, N4)."""

import asyncio
import stat
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import cli
from bot.app import Program, running
from bot.backups import _written_beside
from bot.clock import MovableClock
from bot.config import MisconfiguredError, Settings
from emulator import Person
from etiquette.rules.nudges import FINAL
from etiquette.store.backups import back_up
from etiquette.store.restoring import restore
from etiquette.store.session import Store
from etiquette.store.tables import metadata, nudges
from tests.cast import ADA, Hand, opened
from tests.databases import is_deleted
from tests.whole import TUESDAY, OtherSide, local_slack, settings_for, whole

Said = pytest.CaptureFixture[str]
UNTOUCHED = "Nothing was changed."


@pytest.fixture
def at(bare: pytest.MonkeyPatch, sqlite_url: str) -> str:
    """The operator's shell: its settings name a migrated database, and nothing else."""
    bare.setenv("DATABASE_URL", sqlite_url)
    return sqlite_url


async def typed(*words: str) -> int:
    """One command, beside whatever runs in this process."""
    return await asyncio.to_thread(cli.main, list(words))


async def promised(url: str, *what: str) -> None:
    async with opened(url) as store:
        ada = await Hand.of(store, ADA)
        ada.acts = len(await promises(url))
        for each in what:
            await ada.promises(what=each)


async def promises(url: str) -> list[str]:
    store = Store(url)
    async with store.reading() as tx:
        rows = await tx.connection.exec_driver_sql("SELECT what FROM deliverables ORDER BY what")
        found = [str(row[0]) for row in rows]
    await store.close()
    return found


def left_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_a_backup_is_made_and_restored_in_two_commands(at: str, bare: pytest.MonkeyPatch, capsys: Said) -> None:
    await promised(at, "the deck")

    assert await typed("backup", "monday.gz") == 0
    assert capsys.readouterr().out.startswith("Backed up into monday.gz, as of 20")
    bare.setenv("DATABASE_URL", "sqlite:///new.db")
    assert await typed("restore", "monday.gz") == 0

    said = capsys.readouterr()
    assert said.out.startswith("Restored monday.gz, as of 20")
    assert "looked for at Slack before anything is said again" in said.out
    assert said.err == ""
    assert await promises("sqlite:///new.db") == ["the deck"]


async def test_a_backup_is_for_its_owner_alone_and_nothing_else_is_left(at: str, tmp_path: Path) -> None:
    await promised(at, "the deck")

    await typed("backup", "monday.gz")

    assert left_in(tmp_path) == ["monday.gz"]
    assert stat.S_IMODE((tmp_path / "monday.gz").stat().st_mode) == 0o600


async def test_no_file_is_written_over_unless_it_is_said(at: str, tmp_path: Path, capsys: Said) -> None:
    await promised(at, "the deck")
    (tmp_path / "monday.gz").write_text("precious")

    assert await typed("backup", "monday.gz") == 1
    assert "monday.gz is there already: choose another name, or say --replace" in capsys.readouterr().err
    assert (tmp_path / "monday.gz").read_text() == "precious"

    assert await typed("backup", "--replace", "monday.gz") == 0
    assert (tmp_path / "monday.gz").read_bytes().startswith(b"\x1f\x8b")
    assert stat.S_IMODE((tmp_path / "monday.gz").stat().st_mode) == 0o600


async def test_where_no_backup_can_be_written_it_says_so_and_leaves_nothing(at: str, capsys: Said) -> None:
    assert await typed("backup", "no/such/folder/monday.gz") == 1

    assert capsys.readouterr().err == (
        "no/such/folder/monday.gz cannot be written: No such file or directory. No backup was made.\n"
    )


async def test_of_a_database_that_is_not_there_no_backup_is_made(
    bare: pytest.MonkeyPatch, tmp_path: Path, capsys: Said
) -> None:
    bare.setenv("DATABASE_URL", "sqlite:///gone.db")

    assert await typed("backup", "monday.gz") == 1

    assert capsys.readouterr().err == "There is no gone.db, and nothing to back up: is DATABASE_URL right?\n"
    assert left_in(tmp_path) == []


async def test_of_a_database_that_is_not_migrated_no_backup_is_made(
    bare: pytest.MonkeyPatch, tmp_path: Path, capsys: Said
) -> None:
    bare.setenv("DATABASE_URL", "sqlite:///empty.db")
    (tmp_path / "empty.db").touch()

    assert await typed("backup", "monday.gz") == 1

    assert "run `coopetiquette migrate`" in capsys.readouterr().err
    assert not (tmp_path / "monday.gz").exists()


@pytest.mark.parametrize("command", [("backup",), ("restore", "--replace")])
async def test_a_database_that_does_not_answer_is_said_without_its_password(
    at: str, bare: pytest.MonkeyPatch, capsys: Said, command: tuple[str, ...]
) -> None:
    await typed("backup", "monday.gz")
    bare.setenv("DATABASE_URL", "postgresql://ada:hush@127.0.0.1:1/coop")
    capsys.readouterr()

    assert await typed(*command, {"backup": "tuesday.gz", "restore": "monday.gz"}[command[0]]) == 1

    said = capsys.readouterr().err
    assert said.startswith("DATABASE_URL leads to no database that answers: ")
    assert "hush" not in said


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda whole: whole[:-9], "it is cut short"),
        (lambda _: b"SQLite format 3\x00", "it is no backup of this program's"),
        (lambda _: b"", "it is no backup of this program's"),
    ],
)
async def test_a_file_that_is_none_of_ours_or_not_whole_is_refused(
    at: str, tmp_path: Path, capsys: Said, spoil: Callable[[bytes], bytes], said: str
) -> None:
    await promised(at, "the deck")
    await typed("backup", "monday.gz")
    file = tmp_path / "monday.gz"
    file.write_bytes(spoil(file.read_bytes()))

    assert await typed("restore", "--replace", "monday.gz") == 1

    assert capsys.readouterr().err == f"monday.gz cannot be restored: {said}. {UNTOUCHED}\n"
    assert await promises(at) == ["the deck"]


async def test_a_file_that_is_not_there_is_said(at: str, capsys: Said) -> None:
    assert await typed("restore", "sunday.gz") == 1

    assert capsys.readouterr().err == f"sunday.gz cannot be opened: No such file or directory. {UNTOUCHED}\n"


async def test_a_place_where_no_database_can_be_is_said(at: str, bare: pytest.MonkeyPatch, capsys: Said) -> None:
    await typed("backup", "monday.gz")
    bare.setenv("DATABASE_URL", "sqlite:///no/such/folder/coop.db")

    assert await typed("restore", "monday.gz") == 1

    assert capsys.readouterr().err == (
        f"Beside the database, no/such/folder/coop.db.lock cannot be opened: No such file or directory. {UNTOUCHED}\n"
    )


async def test_a_database_that_is_not_empty_is_replaced_only_when_that_is_said(at: str, capsys: Said) -> None:
    await promised(at, "the deck")
    await typed("backup", "monday.gz")
    await promised(at, "the notes")

    assert await typed("restore", "monday.gz") == 1
    assert "The database is not empty: `restore --replace` takes everything out of it" in capsys.readouterr().err
    assert await promises(at) == ["the deck", "the notes"]

    assert await typed("restore", "--replace", "monday.gz") == 0
    assert await promises(at) == ["the deck"]


async def test_a_newer_database_is_left_alone(at: str, capsys: Said) -> None:
    await typed("backup", "monday.gz")
    store = Store(at)
    async with store.writing() as tx:
        await tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await store.close()

    assert await typed("restore", "--replace", "monday.gz") == 1

    assert "The database is at version 9999, of which this program does not know" in capsys.readouterr().err


async def test_backup_works_while_the_program_runs_and_restore_does_not(
    emptied_url: str, bare: pytest.MonkeyPatch, capsys: Said
) -> None:
    """The whole program, at work in a workspace."""
    bare.setenv("DATABASE_URL", emptied_url)
    async with whole(emptied_url) as it:
        await it.ada.command("/coop deliverable Dana: the deck by Friday")
        await it.quiet()

        assert await typed("backup", "monday.gz") == 0
        capsys.readouterr()
        assert await typed("restore", "--replace", "monday.gz") == 1

        assert capsys.readouterr().err == f"The program is running on this database: stop it first. {UNTOUCHED}\n"
    assert await typed("restore", "--replace", "monday.gz") == 0
    assert await promises(emptied_url) == ["the deck"]


class FullError(OSError):
    """The disk is full."""


@pytest.mark.parametrize("replaces", [False, True])
def test_what_does_not_become_whole_never_has_its_name(tmp_path: Path, replaces: bool) -> None:
    path = tmp_path / "monday.gz"

    def begins() -> None:
        with _written_beside(path, replaces=replaces) as file:
            file.write(b"half of it")
            assert not path.exists()
            raise FullError

    with pytest.raises(FullError):
        begins()

    assert left_in(tmp_path) == []


def test_a_file_that_came_there_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "monday.gz"

    def ends_too_late() -> None:
        with _written_beside(path, replaces=False) as file:
            file.write(b"a backup")
            path.write_text("precious")

    with pytest.raises(MisconfiguredError, match="is there already"):
        ends_too_late()

    assert path.read_text() == "precious"
    assert left_in(tmp_path) == [path.name]


async def test_n4_a_program_whose_disk_was_lost_begins_again_and_doubles_nothing(emptied_url: str) -> None:
    """The whole program, twice, in one workspace: with its real ticks, its own start, and everything between."""
    slack, clock = local_slack("socket", TUESDAY), MovableClock()
    clock.set(TUESDAY)
    other = OtherSide(clock)
    slack.clock.other_side = other
    await slack.start()
    try:
        settings, ada, kept = settings_for(slack, emptied_url, "socket"), slack.person("U0ADA"), BytesIO()
        async with at_work(other, settings) as program:
            await ada.command("/coop deliverable Dana: the deck by Friday")
            await slack.quiet()
            await back_up(program.store, kept, clock.now())
            await ada.command("/coop deliverable Kim: a list by Friday")
            await slack.clock.move_to(TUESDAY + timedelta(days=2))
        before = digests_in(ada)
        assert len(before) == 2

        await loses_everything(emptied_url)
        store = Store(emptied_url)
        await restore(store, kept, clock.now())
        await store.close()
        async with at_work(other, settings) as program:
            await program.quiet()
            assert digests_in(ada) == before
            await slack.clock.move_to(TUESDAY + timedelta(days=14))
    finally:
        await slack.stop()

    assert set(digests_in(ada).values()) == {1}
    assert (await states(emptied_url))["posted"] == len(digests_in(ada)) - 1  # Kim's list is lost, and was said
    assert len(digests_in(ada)) > len(before)
    assert not await left_unsaid(emptied_url, clock.now())


async def states(url: str) -> Counter[str]:
    store = Store(url)
    async with store.reading() as tx:
        found = Counter((await tx.connection.execute(select(nudges.c.state))).scalars())
    await store.close()
    return found


async def left_unsaid(url: str, now: datetime) -> list[str]:
    """What is due, and neither said nor let go."""
    store = Store(url)
    async with store.reading() as tx:
        query = select(nudges.c.id).where(nudges.c.due_at <= now, nudges.c.state.not_in(FINAL))
        found = list((await tx.connection.execute(query)).scalars())
    await store.close()
    return found


@asynccontextmanager
async def at_work(other: OtherSide, settings: Settings) -> AsyncIterator[Program]:
    """The program runs, and follows the workspace's clock."""
    async with running(settings, other.clock) as program:
        other.program = program
        yield program
        await program.quiet()
        other.program = None


async def loses_everything(url: str) -> None:
    """The file is gone; of a server's database, whatever was in it."""
    if is_deleted(url):
        return
    store = Store(url)
    async with store.writing() as tx:
        for table in reversed(metadata.sorted_tables):
            await tx.connection.execute(table.delete())
    await store.close()


def digests_in(person: Person) -> Counter[str]:
    """How often each nudge was said, by the digests in the messages' metadata."""
    told = [message.metadata["event_payload"]["nudges"] for message in person.inbox if message.metadata]
    return Counter(digest for each in told for digest in each.split(",") if digest)
