"""What is said of the program is true where a database falls silent, a row is damaged, or a rush takes long (N4)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO

import aiohttp
import pytest
from sqlalchemy.engine import URL, make_url
from structlog.testing import capture_logs

from bot.stuck import listed
from etiquette.rules.nudges import State
from etiquette.store.away import Witness
from etiquette.store.backups import back_up
from etiquette.store.restoring import restore
from etiquette.store.session import Store
from scheduler.desk import Desk
from scheduler.sweep import sweep
from scheduler.timetable import LONGEST_SWEEP, Timetable
from tests.bot.test_nudges_cli import At, settings
from tests.cast import ADA, BO, utc
from tests.scheduler.crowd import RUSH
from tests.scheduler.office import Office, make_desk, office_in
from tests.whole import whole

DECK = "/coop deliverable Bo Lindqvist: the deck by tomorrow"
AWAY = "My memory is away for a moment, so nothing of this was kept. Please try again in a minute."


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    """Ada and Bo each have a promise that is to be recalled now."""
    async with office_in(sqlite_url) as office:
        for who in (ADA, BO):
            await (await office.hand(who)).promises()
        office.moves_to(RUSH)
        yield office


# -- a database that falls silent --------------------------------------------------------------------------------------


class Cable:
    """What lies between the program and its server: while it is cut, nothing comes through, and nobody is told."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._whole = asyncio.Event()
        self._whole.set()
        self._ends: list[asyncio.StreamWriter] = []

    def cut(self) -> None:
        self._whole.clear()

    def mend(self) -> None:
        self._whole.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carries what one guest and the server say to one another."""
        theirs, ours = await asyncio.open_unix_connection(self._socket)
        self._ends += [writer, ours]
        with suppress(asyncio.CancelledError, OSError):
            await asyncio.gather(self._through(reader, ours), self._through(theirs, writer))

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(65536):
            await self._whole.wait()
            writer.write(said)
        writer.close()

    def close(self) -> None:
        for each in self._ends:
            each.close()


@asynccontextmanager
async def by_cable(database_url: str) -> AsyncIterator[tuple[str, Cable]]:
    """The same database, by a cable; and the cable."""
    url = make_url(database_url)
    cable = Cable(f"{url.query['host']}/.s.PGSQL.5432")
    server = await asyncio.start_server(cable.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    there = URL.create(url.drivername, url.username, None, "127.0.0.1", port, url.database)
    yield there.render_as_string(hide_password=False), cable
    cable.mend()
    cable.close()
    server.close()


@pytest.mark.postgres
async def test_a_server_that_falls_silent_keeps_nobody_waiting(postgres_url: str) -> None:
    """Its connections stand, and nothing comes by them: the page and the checks are there in time all the same."""
    async with by_cable(postgres_url) as (url, cable), whole(url, "http") as story, aiohttp.ClientSession() as session:
        await story.ada.command(DECK)
        cable.cut()
        try:
            for path, within in (("metrics", 2), ("readyz", 6)):
                async with (
                    asyncio.timeout(within),
                    session.get(f"http://127.0.0.1:{story.program.port}/{path}") as answer,
                ):
                    said = await answer.text()
                assert "coopetiquette_database_up 0.0" in said or '"ready": false' in said
            failed = await story.ada.command(DECK)
        finally:
            cable.mend()

    assert failed.message is not None
    assert failed.message.plain == AWAY


# -- figures -----------------------------------------------------------------------------------------------------------


class Counts(Witness):
    """Adds up what comes to its end."""

    def __init__(self) -> None:
        self.ended_so_far: Counter[State] = Counter()

    def answered(self, ended: Counter[State]) -> None:
        self.ended_so_far += ended


def counting(office: Office) -> tuple[Desk, Counts]:
    counts = Counts()
    store = Store(office.database_url, witness=counts)
    office.stack.push_async_callback(store.close)
    return make_desk(store, office.time, office.session, office.slack.api_url, 5.0), counts


async def test_what_was_undone_for_a_damaged_row_is_counted_once(office: Office) -> None:
    """Ada's deck is delivered, though its nudge was left; Bo's nudge cannot be judged: both are looked at anew."""
    bos = "due_at <= '2026-11-26 11:00:00.000000' AND recipient = 'U0BO'"
    await office.run(f"UPDATE nudges SET occasion = 'broken', due_at = '2026-11-26 10:59:00.000000' WHERE {bos}")  # noqa: S608
    await office.run("UPDATE deliverables SET state = 'delivered' WHERE member_id = 'U0ADA'")
    desk, counts = counting(office)

    await sweep(desk)

    [(withdrawn,)] = await office.rows("SELECT count(*) FROM nudges WHERE state = 'withdrawn'")
    assert counts.ended_so_far == {State.WITHDRAWN: withdrawn}


async def test_what_is_found_in_lost_time_is_counted_as_posted(office: Office) -> None:
    """`nudges_posted_total`: nudges that this process posted, or found posted."""
    file = BytesIO()
    office.moves_to(utc(25, 11))
    await back_up(office.store, file, office.time.domain)
    office.moves_to(RUSH)
    assert await sweep(office.desk) == 2
    await restore(office.store, file, office.time.domain, replaces=True)
    desk, counts = counting(office)

    await sweep(desk)

    assert len(office.inbox()) == 1
    assert counts.ended_so_far[State.POSTED] == 2


# -- what is stuck, and what takes its time ----------------------------------------------------------------------------


async def test_a_delivery_whose_digests_cannot_be_read_hides_nothing_that_is_stuck(office: Office) -> None:
    await office.run("UPDATE members SET zone = 'Mars/Olympus'")
    await office.ticks()
    assert len(await listed(settings(office), At(office))) == 3
    await office.run("UPDATE deliveries SET digests = '{'")

    said = await listed(settings(office), At(office))

    assert [line.partition("  ")[2][:9] for line in said[:-1]] == ["set aside", "set aside"]


async def test_a_sweep_that_has_much_to_say_is_not_overdue(office: Office) -> None:
    """20,000 messages take more than an hour at the pace that Slack takes: one that goes on well is not stuck."""
    timetable = Timetable(office.desk, 10)
    timetable._ended[sweep] = asyncio.get_running_loop().time()
    office.slack.faults.delay("chat.postMessage", 0.8)
    sweeping = asyncio.create_task(timetable._run(sweep))
    await asyncio.sleep(0)
    for kept in (timetable._at_work, timetable._ended):
        kept[sweep] -= LONGEST_SWEEP + 1

    assert timetable.overdue() > LONGEST_SWEEP
    async with asyncio.timeout(5):
        while timetable.overdue():  # noqa: ASYNC110  # until one of the two messages is posted
            await asyncio.sleep(0.01)
    assert not sweeping.done()
    assert await sweeping == 2
