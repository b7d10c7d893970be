"""Whatever befalls the real program, in a process of its own: nothing is lost, and nothing is said twice (N4)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from sqlalchemy.engine import URL

from etiquette.store.session import Store
from soak.faults.ground import Files, Ground, Server
from soak.faults.judge import differences, said_in
from soak.faults.program import NAMED
from soak.faults.several import lease_runs_out, worker_killed_at, worker_killed_while_typing
from soak.faults.trials import (
    EVERYWHERE,
    Fault,
    Quiet,
    database_away,
    database_away_at_start,
    disk_full,
    killed_at,
    killed_while_typing,
    rate_limited,
    socket_cut,
    tried,
    undisturbed,
)
from soak.faults.world import World, world

pytestmark = pytest.mark.asyncio(loop_scope="session")
AT_ONCE = 3
OF_A_WORKER = ["before chat.postMessage", "after chat.postMessage", "after a commit"]
CARDS = "the deck of cards"
COMMON = [fault for fault in EVERYWHERE if fault.__name__ != "killed_somewhere"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ground, Quiet]:
    """SQLite, and what is said there where nothing happens."""
    ground = await Files.laid(tmp_path_factory.mktemp("faults"))
    return ground, await undisturbed(ground)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(postgres_server: URL) -> tuple[Server, Quiet]:
    """The same on PostgreSQL."""
    ground = await Server.laid(postgres_server)
    return ground, await undisturbed(ground)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def several(server: tuple[Server, Quiet]) -> tuple[Ground, Quiet]:
    """There again, by a web process and two workers."""
    return server[0].shared(), server[1]


async def endures(where: tuple[Ground, Quiet], *faults: Fault, transport: str = "http") -> int:
    """How many faults it took; what is lost or doubled fails the test, with the program's own log."""
    ground, quiet = where
    trial = await tried(ground, quiet.expected, faults, Random(7), transport)
    assert trial.differences == (), trial.log
    return trial.faults


async def test_n4_killed_at_a_step_of_a_nudges_life_it_goes_on_where_it_stopped(files: tuple[Ground, Quiet]) -> None:
    """Every other step as well is `make soak`'s, which draws them at random."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def dies(name: str) -> int:
        async with gate:
            return await endures(files, killed_at(files[1].steps.index(name) + 1))

    assert await asyncio.gather(*map(dies, NAMED)) == [1] * len(NAMED)


@pytest.mark.parametrize("fault", [*COMMON, disk_full], ids=lambda fault: fault.__name__)
async def test_n4_one_fault_on_sqlite(files: tuple[Ground, Quiet], fault: Fault) -> None:
    assert await endures(files, fault) > 0


@pytest.mark.postgres
@pytest.mark.parametrize(
    "fault", [killed_while_typing, database_away, database_away_at_start], ids=lambda fault: fault.__name__
)
async def test_n4_one_fault_on_postgresql(server: tuple[Ground, Quiet], fault: Fault) -> None:
    assert await endures(server, fault) > 0


@pytest.mark.postgres
@pytest.mark.parametrize("step", OF_A_WORKER)
async def test_n4_a_worker_of_two_is_killed_at_a_step_of_a_nudges_life_and_the_other_goes_on(
    several: tuple[Ground, Quiet], step: str
) -> None:
    """Before a step it stays dead, and after one it is started again. Every other step is `make soak`'s."""
    assert await endures(several, worker_killed_at(step, returns=step.startswith("after"))) == 1


@pytest.mark.postgres
@pytest.mark.parametrize(
    "fault",
    [lease_runs_out, worker_killed_while_typing, killed_while_typing, rate_limited, database_away_at_start],
    ids=lambda fault: fault.__name__,
)
async def test_n4_one_fault_among_several(several: tuple[Ground, Quiet], fault: Fault) -> None:
    assert await endures(several, fault) > 0


@pytest.mark.postgres
async def test_n4_the_database_is_away_at_the_start_over_a_socket(server: tuple[Ground, Quiet]) -> None:
    assert await endures(server, database_away_at_start, transport="socket") == 1


async def test_n4_a_socket_cut_in_mid_command(files: tuple[Ground, Quiet]) -> None:
    assert await endures(files, socket_cut, transport="socket") > 0


async def test_n4_one_fault_after_another(files: tuple[Ground, Quiet]) -> None:
    """Killed while Slack is unwell and history cannot be read, and once more."""
    named = {fault.__name__: fault for fault in EVERYWHERE}
    assert await endures(files, named["history_unreadable"], named["killed_somewhere"], named["clock_stepped"]) > 0


@asynccontextmanager
async def settled(files: tuple[Ground, Quiet], folder: Path) -> AsyncIterator[tuple[World, Store]]:
    async with files[0].copy(folder) as url, world(url, folder) as living:
        living.starts()
        assert await living.settled()
        store = Store(url)
        yield living, store
        await store.close()


async def test_the_judge_sees_what_is_lost_doubled_or_left_open(files: tuple[Ground, Quiet], tmp_path: Path) -> None:
    """Else nothing above would mean anything."""
    async with settled(files, tmp_path) as (living, store):
        expected = files[1].expected

        async def found(wanted: frozenset[str] = expected, taken: str | None = None) -> str:
            acknowledged = {taken: True} if taken else {}
            return " ".join(await differences(living.slack, store, living.now(), wanted, acknowledged))

        assert await found() == ""
        assert "a1b2c3 was lost" in await found(expected | {"a1b2c3"})
        assert "was not to be said" in await found(expected - {min(expected)})
        assert f"“{CARDS}” was taken, and is kept 0 times" in await found(taken=CARDS)

        said = await said_in(living.slack, store)
        assert set(said.deliveries.values()) == {1}
        ada = living.slack.person("U0P0")
        channel = living.slack.backend.workspace.channels[ada.dm]
        first = ada.inbox[0]
        channel.messages[f"{first.ts}1"] = first
        assert "stands 2 times in its channel" in await found()
