"""The two clocks, and a workspace that goes on where it stopped."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from emulator import Clock, LocalSlack
from tests.emulator.workplace import (
    ADA,
    APP_TOKEN,
    BOT_TOKEN,
    GENERAL,
    SECRET,
    home,
    make_installed,
    make_manifest,
    make_seed,
    modal,
)

MONDAY = datetime(2026, 5, 11, 9, tzinfo=UTC)


class OtherProgram:
    """Somebody whose due moments the clock must not jump over."""

    def __init__(self, *due: float) -> None:
        self.due, self.heard, self.url = list(due), list[float](), ""
        self.forgets = True

    async def moved(self, request: web.Request) -> web.Response:
        now = (await request.json())["now"]
        self.heard.append(now)
        self.due = [moment for moment in self.due if moment > now or not self.forgets]
        return web.json_response({})

    async def next(self, _: web.Request) -> web.Response:
        return web.json_response({"next": min(self.due, default=None)})


@pytest.fixture
async def other() -> AsyncIterator[OtherProgram]:
    start = MONDAY.timestamp()
    other = OtherProgram(start + 600, start + 60, start + 7200)
    app = web.Application()
    app.add_routes([web.post("/moved", other.moved), web.get("/next", other.next)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    other.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield other
    await runner.cleanup()


@pytest.fixture
async def timed(other: OtherProgram) -> AsyncIterator[LocalSlack]:
    slack = LocalSlack(
        make_installed(),
        make_seed(),
        clock=Clock(MONDAY),
        time_moved_url=f"{other.url}/moved",
        next_url=f"{other.url}/next",
    )
    await slack.start()
    yield slack
    await slack.stop()


def client_of(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url)


async def test_a_move_stops_at_every_due_moment_in_order(timed: LocalSlack, other: OtherProgram) -> None:
    await timed.move(hours=1)

    start = MONDAY.timestamp()
    assert [round(now - start, 0) for now in other.heard] == [60, 600, 3600]


async def test_a_move_to_what_happens_next_stops_there(timed: LocalSlack, other: OtherProgram) -> None:
    assert await timed.move_to_next()
    assert round(timed.clock.now() - MONDAY.timestamp()) == 60

    other.due = []
    assert not await timed.move_to_next()


async def test_time_never_goes_backwards(timed: LocalSlack, other: OtherProgram) -> None:
    await timed.move_to(datetime(2020, 1, 1, tzinfo=UTC))

    assert timed.clock.now() >= MONDAY.timestamp()


async def test_a_moment_that_stays_due_does_not_stop_time(timed: LocalSlack, other: OtherProgram) -> None:
    other.forgets = False

    await asyncio.wait_for(timed.move(hours=2), 5)

    assert timed.clock.now() >= MONDAY.timestamp() + 7200
    assert len(other.heard) == 2


async def test_timestamps_are_domain_time_and_triggers_are_not(timed: LocalSlack, other: OtherProgram) -> None:
    client = client_of(timed)
    trigger = timed.backend.triggers.issue(ADA)
    await timed.move(days=3)

    posted = await client.chat_postMessage(channel=GENERAL, text="x")
    await client.views_open(trigger_id=trigger, view=modal())

    assert float(posted["ts"]) >= MONDAY.timestamp() + 3 * 86400


async def test_a_second_start_goes_on_where_the_first_stopped(tmp_path: Path) -> None:
    state = tmp_path / "slack.db"
    first = LocalSlack(make_installed(), make_seed(), state=state, clock=Clock(MONDAY))
    await first.start()
    client = client_of(first)
    posted = await client.chat_postMessage(
        channel=ADA, text="x", metadata={"event_type": "e", "event_payload": {"a": 1}}
    )
    gone = await client.chat_postMessage(channel=ADA, text="gone")
    await client.chat_delete(channel=gone["channel"], ts=gone["ts"])
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    await client.views_publish(user_id=ADA, view=home("Still here"))
    await client.files_upload_v2(channel=posted["channel"], filename="a.txt", content="hello")
    await first.person(ADA).change(tz="Asia/Tokyo")
    await first.person(ADA).join("C0QUIET")
    await first.quiet()
    await first.move(days=2)
    await first.stop()

    second = LocalSlack(make_installed(), make_seed(), state=state)
    await second.start()
    ada, client = second.person(ADA), client_of(second)
    try:
        assert second.clock.moment.date().isoformat() == "2026-05-13"
        assert (ada.inbox[0].text, ada.inbox[0].metadata) == (
            "y",
            {"event_type": "e", "event_payload": {"a": 1}},
        )
        assert len(ada.inbox) == 2
        assert ada.home is not None
        assert ada.home.plain == "Still here"
        assert (await client.users_info(user=ADA))["user"]["tz"] == "Asia/Tokyo"
        assert ADA in (await client.conversations_members(channel="C0QUIET"))["members"]
        assert (await client.files_info(file=ada.inbox[1].raw["files"][0]["id"]))["file"]["mimetype"] == "text/plain"
        assert (await client.chat_postMessage(channel=ADA, text="z"))["ts"] > posted["ts"]
    finally:
        await second.stop()


async def test_the_program_survives_being_killed(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(make_manifest()))

    async def start() -> tuple[asyncio.subprocess.Process, str]:
        tokens = ["--bot-token", BOT_TOKEN, "--app-token", APP_TOKEN, "--signing-secret", SECRET]
        files = ["--manifest", str(manifest), "--state", str(tmp_path / "slack.db"), "--port", "0"]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "emulator", *files, *tokens, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        return process, line.rpartition(" ")[2].strip()

    process, url = await start()
    client = AsyncWebClient(token=BOT_TOKEN, base_url=f"{url}/api/")
    posted = await client.chat_postMessage(channel=ADA, text="kept")
    month = {"seconds": 86400 * 30}
    async with aiohttp.ClientSession(url) as http, http.post("/page/api/clock", json=month) as response:
        moved = (await response.json())["now"]
    process.kill()
    await process.wait()

    process, url = await start()
    try:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=f"{url}/api/")
        history = await client.conversations_history(channel=posted["channel"])
        assert [message["text"] for message in history["messages"]] == ["kept"]
        async with aiohttp.ClientSession(url) as http, http.get("/page/api/clock") as response:
            assert (await response.json())["now"] >= moved
    finally:
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
