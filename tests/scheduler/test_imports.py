"""Files that are read by a tick: whatever crashes or is away, a list is taken in whole, once, and told of once (E1)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from sqlalchemy import text

from etiquette.rules.archives import written
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.imports import SLACKS_FILES, TRIES, SentFile
from etiquette.services.connections import count_connections, receive_files, undo_import
from etiquette.services.digests import digests_of
from etiquette.services.exports import everything_of
from etiquette.services.forgetting import forget_member
from etiquette.services.who import who_is_at
from etiquette.store import imports
from scheduler.files import download
from scheduler.imports import _begun, _taken_in, read_imports
from scheduler.queues import claimed
from scheduler.slack import DeliveryError
from tests.cast import ADA, TUESDAY, Hand
from tests.scheduler.newsroom import GENERAL, sets_up
from tests.scheduler.office import Office

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
DANA = "Dana,Reyes,https://www.linkedin.com/in/dana,,Acme,Product lead,12 Mar 2019"


async def sent(office: Office, content: str = f"{HEADER}\n{DANA}\n", url: str | None = None) -> Hand:
    """A list that Ada sent, saved as what is to be read."""
    ada = await office.hand()
    raw = (await office.person().send_file("Connections.csv", content.encode())).raw["files"][0]
    file = SentFile(raw["id"], raw["name"], url or raw["url_private_download"], raw["size"])
    await receive_files(ada.doing(), office.person().dm, [file])
    office.moves(seconds=2)
    return ada


async def imported(office: Office) -> int:
    ada = await office.hand()
    return await count_connections(office.store, ada.member)


def told(office: Office) -> list[str]:
    return [message.text for message in office.inbox()]


async def test_e1_on_either_database_a_list_is_taken_in_and_told_of(any_office: Office) -> None:
    ada = await sent(any_office)

    assert await read_imports(any_office.desk) == 1

    assert [text[:40] for text in told(any_office)] == ["I have read “Connections.csv”: *1* new."]
    found = await who_is_at(any_office.store, ada.member, "ACMÉ product", any_office.time.domain)
    assert [each.connection.name for each in found.acquaintances if each.connection] == ["Dana Reyes"]


async def test_e1_thirty_thousand_connections_are_taken_in_at_once_and_the_loop_goes_on(office: Office) -> None:
    rows = "\n".join(
        f"First{n},Last{n},https://www.linkedin.com/in/p{n},,Acme{n % 97}x,Role,1 Jan 2020" for n in range(30_000)
    )
    ada = await sent(office, f"{HEADER}\n{rows}\n")

    longest = asyncio.create_task(longest_stall())
    assert await read_imports(office.desk) == 1
    longest.cancel()

    drawn = [call.arguments["text"] for call in office.slack.calls if call.method == "chat.update"]
    assert ["saving them" in text for text in drawn] == [True, False]
    assert told(office) == ["I have read “Connections.csv”: *30,000* new."]
    found = await who_is_at(office.store, ada.member, "acme96x", office.time.domain)
    assert (found.count, len(found.acquaintances)) == (309, 8)


async def longest_stall() -> None:
    """Fails where the loop does nothing else for two seconds."""
    loop = asyncio.get_running_loop()
    before = loop.time()
    while True:
        await asyncio.sleep(0.01)
        assert loop.time() - before < 2
        before = loop.time()


@pytest.mark.parametrize("steps", [1, 2, 3])
async def test_n4_wherever_a_crash_comes_a_list_is_taken_in_once_and_told_of_in_one_message(
    any_office: Office, steps: int
) -> None:
    """After the claim, after its message, after the list was taken in."""
    await sent(any_office)
    known = await claimed(any_office.desk, imports)
    for step in (_begun, _taken_in)[: steps - 1]:
        assert known is not None
        known = await step(any_office.desk, known)
    assert await read_imports(any_office.another_desk()) == 0

    any_office.moves(minutes=6)
    assert await read_imports(any_office.another_desk()) == 1

    assert told(any_office) == ["I have read “Connections.csv”: *1* new."]
    assert await imported(any_office) == 1


async def test_n4_a_message_whose_answer_was_lost_is_found_and_not_said_again(office: Office) -> None:
    await sent(office)
    office.slack.faults.drop_answer("chat.postMessage")
    assert await read_imports(office.desk) == 0

    office.moves(minutes=2)
    assert await read_imports(office.desk) == 1
    assert told(office) == ["I have read “Connections.csv”: *1* new."]


async def test_n4_two_workers_read_a_list_once(any_office: Office) -> None:
    await sent(any_office)

    ended = await asyncio.gather(read_imports(any_office.desk), read_imports(any_office.another_desk()))

    assert sum(ended) == 1
    assert len(told(any_office)) == 1


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_e1_while_slack_is_away_it_is_tried_again(office: Office, status: int) -> None:
    await sent(office)
    office.slack.faults.refuse("url_private", status=status, times=2)

    assert await read_imports(office.desk) == 0
    assert told(office) == [
        "Slack is not handing me “Connections.csv” right now. I will keep trying, and tell you here."
    ]
    for _ in range(2):
        office.moves(minutes=3)
        await read_imports(office.desk)

    assert told(office) == ["I have read “Connections.csv”: *1* new."]


async def test_e1_what_slack_never_hands_over_is_said_so_in_the_end(office: Office) -> None:
    await sent(office)
    office.slack.faults.refuse("url_private", status=502, times=99)

    for _ in range(TRIES):
        await read_imports(office.desk)
        office.moves(minutes=31)

    (text,) = told(office)
    assert "Slack did not hand me that file" in text
    assert await imported(office) == 0


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/Connections.csv",
        f"http://{SLACKS_FILES}/a",
        f"https://{SLACKS_FILES}.evil.example/a",
        "",
        "//x[",
    ],
)
async def test_e1_a_file_is_fetched_from_slacks_own_host_and_nowhere_else(office: Office, url: str) -> None:
    ada = await office.hand()
    await receive_files(ada.doing(), office.person().dm, [SentFile("F1", "a.csv", url, 10)])
    office.moves(seconds=2)

    await read_imports(office.desk)

    assert "fetch files from nowhere else" in told(office)[0]


async def test_e1_the_token_is_not_shown_to_whoever_slack_would_send_it_on_to(office: Office) -> None:
    """A redirect is not followed."""
    seen: list[str] = []
    async with elsewhere(seen) as address, redirecting(address) as api_url:
        desk = office.another_desk(api_url=f"{api_url}/api/")
        with pytest.raises(DeliveryError):
            await download(desk.slack, f"{api_url}/file.csv", "file.csv")

    assert seen == []


@asynccontextmanager
async def elsewhere(seen: list[str]) -> AsyncIterator[str]:
    async def take(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Authorization", ""))
        return web.Response(text="First Name")

    async with serving(take) as address:
        yield address


@asynccontextmanager
async def redirecting(address: str) -> AsyncIterator[str]:
    async def send_on(_request: web.Request) -> web.Response:
        raise web.HTTPFound(address)

    async with serving(send_on) as api_url:
        yield api_url


@asynccontextmanager
async def serving(handle: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_get("/{rest:.*}", handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_e1_what_is_new_of_somebody_known_is_kept(any_office: Office) -> None:
    """People move on: the next list says where they are by now."""
    ada = await sent(any_office)
    await read_imports(any_office.desk)
    await sent(any_office, f"{HEADER}\n{DANA.replace('Acme', 'Globex')}\n")
    await read_imports(any_office.desk)

    found = await who_is_at(any_office.store, ada.member, "globex", any_office.time.domain)
    assert (found.count, await imported(any_office)) == (1, 1)


async def taken_out_and_forgotten(office: Office) -> str:
    """Ada's export, and Ada as a stranger after it."""
    ada = await office.hand()
    archive = await everything_of(office.store, ADA)
    assert archive is not None
    await forget_member(ada.doing())
    office.hands.clear()
    return written(archive, TUESDAY).decode()


async def test_e17_n7_digests_come_back_but_for_those_whose_channel_ada_has_left(office: Office) -> None:
    """And what else is in the way of one that is back, it says itself."""
    for channel in (GENERAL, "C0QUIET", "C0BOARD"):
        await sets_up(office, channel)
    taken_out = await taken_out_and_forgotten(office)

    await sent(office, taken_out)
    assert await read_imports(office.desk) == 1

    assert told(office)[0] == (
        "Welcome back. 2 records of “Connections.csv” are here again. Whatever is still ahead, I will remind you of. "
        "One digest stayed out: its channel has one by now, or you are not in it any more. "
        "`/coop digest` sets up another."
    )
    ada = await office.hand()
    assert {each.channel for each in await digests_of(ada.store, ada.member)} == {GENERAL, "C0QUIET"}
    await office.ticks()
    assert "I am not in <#C0QUIET> yet" in told(office)[-1]


async def test_n7_while_slack_does_not_say_who_is_in_a_channel_nothing_of_an_export_is_left_out(office: Office) -> None:
    await sets_up(office)
    await sent(office, await taken_out_and_forgotten(office))
    office.slack.faults.refuse("conversations.members", status=503)
    assert await read_imports(office.desk) == 0

    office.moves(minutes=3)
    assert await read_imports(office.desk) == 1

    assert told(office)[0].startswith("Welcome back. 1 record")


async def test_e1_an_import_that_was_undone_is_undone_for_good(office: Office) -> None:
    ada = await sent(office)
    await read_imports(office.desk)
    import_id = (await ids(office))[0]

    await undo_import(ada.doing(), import_id)
    office.moves(seconds=2)
    await read_imports(office.desk)
    assert told(office) == ["Taken back: those from “Connections.csv” are gone again. Those that I had before stay."]
    with pytest.raises(EtiquetteError) as refused:
        await undo_import(ada.doing(), import_id)
    assert refused.value.code is Refusal.ALREADY_UNDONE
    assert await imported(office) == 0


async def ids(office: Office) -> list[str]:
    async with office.store.reading() as tx:
        return list((await tx.connection.execute(text("SELECT id FROM imports"))).scalars())
