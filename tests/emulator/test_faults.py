"""Faults on demand, rate limits, and response URLs that wear out."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person, RateLimits
from emulator.api import METHODS
from tests.emulator.conftest import Connect
from tests.emulator.test_chat import refusal
from tests.emulator.workplace import ADA, BO, GENERAL, actions, button


async def test_a_refusal_strikes_as_often_as_told_and_where(client: AsyncWebClient, slack: LocalSlack) -> None:
    slack.faults.refuse("chat.postMessage", error="channel_not_found", channel=GENERAL, times=2)

    assert (await client.chat_postMessage(channel=ADA, text="x"))["ok"]
    assert await refusal(client.chat_postMessage(channel=GENERAL, text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=GENERAL, text="x")) == "channel_not_found"
    assert (await client.chat_postMessage(channel=GENERAL, text="x"))["ok"]
    assert [call.error for call in slack.calls] == [None, "channel_not_found", "channel_not_found", None]


async def test_a_429_says_when_to_come_again(client: AsyncWebClient, slack: LocalSlack) -> None:
    slack.faults.refuse("chat.postMessage", retry_after=30)

    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel=ADA, text="x")

    response = limited.value.response
    assert (response.status_code, response.headers["Retry-After"]) == (429, "30")
    assert (await client.auth_test())["ok"]


async def test_a_server_can_fail(client: AsyncWebClient, slack: LocalSlack) -> None:
    slack.faults.refuse("chat.postMessage", status=503)

    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=ADA, text="x")

    assert failed.value.response.status_code == 503


async def test_a_dropped_answer_leaves_the_message_standing(
    client: AsyncWebClient, slack: LocalSlack, ada: Person
) -> None:
    slack.faults.drop_answer("chat.postMessage")

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel=ADA, text="once")

    assert [message.text for message in ada.inbox] == ["once"]


async def test_the_sdks_own_retry_posts_twice_after_a_dropped_answer(slack: LocalSlack, ada: Person) -> None:
    slack.faults.drop_answer("chat.postMessage")

    await AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url).chat_postMessage(channel=ADA, text="x")

    assert len(ada.inbox) == 2


async def test_an_answer_can_take_its_time(client: AsyncWebClient, slack: LocalSlack) -> None:
    slack.faults.delay("auth.test", 0.2)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.auth_test(), 0.05)
    await asyncio.wait_for(client.auth_test(), 1)


async def test_history_can_lag_behind(client: AsyncWebClient, slack: LocalSlack) -> None:
    await client.chat_postMessage(channel=GENERAL, text="before")
    slack.faults.hold_history(GENERAL)
    await client.chat_postMessage(channel=GENERAL, text="after")

    async def told() -> list[str]:
        answer = await client.conversations_history(channel=GENERAL)
        return [message["text"] for message in answer["messages"]]

    assert await told() == ["before"]
    slack.faults.release_history()
    assert await told() == ["after", "before"]


async def test_cleared_faults_strike_nobody(client: AsyncWebClient, slack: LocalSlack) -> None:
    slack.faults.refuse("*", error="fatal_error", times=9)
    slack.faults.clear()

    assert (await client.auth_test())["ok"]


async def test_a_tier_is_counted_in_a_sliding_minute(client: AsyncWebClient, slack: LocalSlack) -> None:
    slack.rate_limits = RateLimits.slack()
    for _ in range(20):
        await client.users_list()

    with pytest.raises(SlackApiError) as limited:
        await client.users_list()
    assert limited.value.response["error"] == "ratelimited"
    assert 55 <= int(limited.value.response.headers["Retry-After"]) <= 60
    assert (await client.conversations_info(channel=GENERAL))["ok"]

    slack.clock.pass_machine_time(60)
    assert (await client.users_list())["ok"]


async def test_a_channel_takes_about_a_message_a_second(client: AsyncWebClient, slack: LocalSlack) -> None:
    slack.rate_limits = RateLimits.slack()
    for _ in range(3):
        await client.chat_postMessage(channel=GENERAL, text="x")

    assert await refusal(client.chat_postMessage(channel=GENERAL, text="x")) == "ratelimited"
    assert (await client.chat_postMessage(channel=BO, text="x"))["ok"]
    slack.clock.pass_machine_time(3)
    assert (await client.chat_postMessage(channel=GENERAL, text="x"))["ok"]
    await slack.move(hours=1)
    for _ in range(2):
        await client.chat_postMessage(channel=GENERAL, text="x")
    assert await refusal(client.chat_postMessage(channel=GENERAL, text="x")) == "ratelimited"


@pytest.fixture
async def response_url(app: AsyncApp, client: AsyncWebClient, ada: Person, by_socket: Connect) -> str:
    """That of a press on a message of the app's."""
    urls: list[str] = []

    @app.action("done")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        urls.append(body["response_url"])
        await ack()

    await by_socket()
    await client.chat_postMessage(channel=ADA, text="x", blocks=[actions(button("done"))])
    await ada.press(ada.inbox[-1], "done")
    return urls[0]


async def use(http: aiohttp.ClientSession, url: str, **body: Any) -> tuple[int, str]:
    async with http.post(url, json=body or {"text": "again"}) as response:
        return response.status, await response.text()


async def test_a_response_url_is_good_for_five_uses(http: aiohttp.ClientSession, response_url: str) -> None:
    assert [(await use(http, response_url))[0] for _ in range(5)] == [200] * 5
    status, text = await use(http, response_url)
    assert (status, "used_url" in text) == (404, True)


async def test_a_response_url_is_good_for_thirty_minutes(
    http: aiohttp.ClientSession, slack: LocalSlack, response_url: str
) -> None:
    slack.clock.pass_machine_time(1799)
    assert (await use(http, response_url))[0] == 200
    slack.clock.pass_machine_time(2)
    status, text = await use(http, response_url)
    assert (status, "expired_url" in text) == (404, True)


async def test_a_response_url_refuses_what_cannot_be_shown(
    http: aiohttp.ClientSession, response_url: str, ada: Person
) -> None:
    status, text = await use(http, response_url, text="x", blocks=[{"type": "nonsense"}])

    assert (status, "invalid_blocks" in text) == (400, True)
    assert (await use(http, response_url, replace_original=True))[0] == 400
    assert ada.inbox[-1].text == "x"


async def test_a_press_delivered_twice_is_the_same_press_twice(
    slack: LocalSlack, app: AsyncApp, client: AsyncWebClient, ada: Person, connect: Connect
) -> None:
    bodies: list[dict[str, Any]] = []

    @app.action("done")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bodies.append(body)
        await ack()

    await connect()
    await client.chat_postMessage(channel=ADA, text="x", blocks=[actions(button("done"))])
    slack.faults.deliver_twice()
    await ada.press(ada.inbox[-1], "done")

    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("body", [b"{oops", b"[]", b"\xff\xfe", b'{"payload": "{oops"}'])
async def test_a_response_url_takes_no_nonsense(http: aiohttp.ClientSession, response_url: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with http.post(response_url, data=body, headers=headers) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    "arguments",
    [
        {"channel": {"a": 1}, "text": ["x"], "blocks": 7, "metadata": 7},
        {"channel": GENERAL, "users": 7, "view": [], "trigger_id": 7, "limit": "x", "ts": "x", "files": {}},
        {
            "channel": GENERAL,
            "oldest": "-1",
            "cursor": 7,
            "ts": {},
            "timestamp": [],
            "name": {},
            "user": None,
        },
    ],
)
async def test_no_argument_is_too_strange_for_an_answer(
    slack: LocalSlack, http: aiohttp.ClientSession, arguments: dict[str, Any]
) -> None:
    headers = {"Authorization": f"Bearer {slack.app.bot_token}"}
    for method in set(METHODS) - {"auth.revoke"}:
        async with http.post(f"/api/{method}", json=arguments, headers=headers) as response:
            assert (response.status, "ok" in await response.json()) == (200, True), method
