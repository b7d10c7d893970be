"""A workspace with a small app in it, and windows onto it; all on the browser's own event loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import Clock, LocalSlack
from tests.browser import PageFor
from tests.emulator.workplace import ADA, BOT_TOKEN, SECRET, make_installed, make_seed

WindowOf = Callable[..., Awaitable[Page]]
START = datetime(2026, 11, 24, 15, 4, tzinfo=UTC)


async def until(holds: Callable[[], Any], seconds: float = 5.0) -> None:
    """Waits for something to hold; what is asserted next says what was missing."""
    for _ in range(int(seconds / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)


@pytest_asyncio.fixture(loop_scope="session")
async def slack(plans: list[float]) -> AsyncIterator[LocalSlack]:
    """The workspace, on Tuesday 24 November 2026, 15:04 in London."""
    runner = web.AppRunner(_planner(plans), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    local = LocalSlack(
        make_installed(), make_seed(), clock=Clock(START), patience=0.6, retry_pace=0.001,
        time_moved_url=f"{url}/moved", next_url=f"{url}/next", note="Ada and her peers are sample data.",
    )  # fmt: skip
    await local.start()
    yield local
    await local.stop()
    await runner.cleanup()


@pytest.fixture
def plans() -> list[float]:
    """When something happens, epoch seconds; what the clock has passed is taken out."""
    return []


def _planner(plans: list[float]) -> web.Application:
    async def moved(request: web.Request) -> web.Response:
        now = (await request.json())["now"]
        plans[:] = [plan for plan in plans if plan > now]
        return web.json_response({})

    async def following(request: web.Request) -> web.Response:
        return web.json_response({"next": min(plans, default=None)})

    planner = web.Application()
    planner.add_routes([web.post("/moved", moved), web.get("/next", following)])
    return planner


@pytest_asyncio.fixture(loop_scope="session")
async def app(slack: LocalSlack) -> AsyncIterator[AsyncApp]:
    """A Bolt app that listens already; a test tells it what to, and what it still does at the end is given up."""
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
    bolt = AsyncApp(client=client, signing_secret=SECRET)
    runner = web.AppRunner(bolt.web_app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.set_request_url(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield bolt
    await runner.cleanup()


@pytest.fixture
def window(slack: LocalSlack, page_for: PageFor) -> WindowOf:
    """Opens a window as somebody, as Ada unless said."""

    async def open_window(person: str = ADA, place: str = "", **window: Any) -> Page:
        return await page_for(slack.url, person, place, **window)

    return open_window
