"""A running workspace, the official client, and a Bolt app by either transport."""

from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person
from tests.emulator.workplace import ADA, APP_TOKEN, BOT_TOKEN, SECRET, make_installed, make_seed

Connect = Callable[[], Awaitable[None]]


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    local = LocalSlack(make_installed(), make_seed(), patience=0.5, retry_pace=0.001)
    await local.start()
    yield local
    await local.stop()


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def http(slack: LocalSlack) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(slack.url) as session:
        yield session


@pytest.fixture
def ada(slack: LocalSlack) -> Person:
    return slack.person(ADA)


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, signing_secret=SECRET)


@pytest.fixture
async def by_socket(slack: LocalSlack, app: AsyncApp) -> AsyncIterator[Connect]:
    handlers: list[AsyncSocketModeHandler] = []

    async def connect() -> None:
        handler = AsyncSocketModeHandler(app, APP_TOKEN)
        handlers.append(handler)
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it unannotated
        await slack.connected()

    yield connect
    for handler in handlers:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it unannotated


@pytest.fixture
async def by_http(slack: LocalSlack, app: AsyncApp) -> AsyncIterator[Connect]:
    runner = web.AppRunner(app.web_app(), access_log=None)
    await runner.setup()

    async def connect() -> None:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        slack.set_request_url(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")

    yield connect
    await runner.cleanup()


@pytest.fixture(params=["by_socket", "by_http"])
def connect(request: pytest.FixtureRequest) -> Connect:
    """The app listens, once by each transport."""
    way: Connect = request.getfixturevalue(request.param)
    return way
