import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person
from tests.emulator.conftest import Connect
from tests.emulator.workplace import APP_TOKEN


class Line:
    """A bare socket, read frame by frame."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self) -> dict[str, Any]:
        received: dict[str, Any] = await self.socket.receive_json(timeout=3)
        return received

    async def ack(self, envelope: dict[str, Any], **payload: Any) -> None:
        answer = {"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})}
        await self.socket.send_str(json.dumps(answer))


@pytest.fixture
async def line(slack: LocalSlack, http: aiohttp.ClientSession) -> AsyncIterator[Line]:
    socket = await http.ws_connect(await ticket(slack), autoping=False)
    yield Line(socket)
    await socket.close()


async def ticket(slack: LocalSlack) -> str:
    opened = await AsyncWebClient(base_url=slack.api_url).apps_connections_open(app_token=APP_TOKEN)
    return str(opened["url"])


async def test_a_socket_is_greeted_and_its_pings_are_echoed(slack: LocalSlack, line: Line) -> None:
    hello = await line.frame()

    await line.socket.ping(b"sdk-ping-pong:1")
    pong = await line.socket.receive(timeout=3)

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": slack.app.app_id}
    assert (pong.type, pong.data) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1")


async def test_an_envelope_is_answered_by_its_id(line: Line, ada: Person) -> None:
    await line.frame()
    running = asyncio.create_task(ada.command("/coop hello"))
    envelope = await line.frame()

    await line.socket.send_str("not json")
    await line.socket.send_str("[]")
    await line.socket.send_str('{"envelope_id": "another"}')
    await line.ack(envelope, text="Noted.")
    outcome = await running

    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["text"] == "hello"
    assert "retry_attempt" not in envelope
    assert outcome.message is not None
    assert outcome.message.text == "Noted."


async def test_a_global_shortcut_takes_no_answer(line: Line, ada: Person) -> None:
    await line.frame()
    running = asyncio.create_task(ada.shortcut("log"))
    envelope = await line.frame()
    await line.ack(envelope)

    assert (await running).ok
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", False)


async def test_an_event_that_is_not_acked_comes_again_three_times(slack: LocalSlack, line: Line, ada: Person) -> None:
    await line.frame()
    saying = asyncio.create_task(ada.say("app", "hello"))
    envelopes = [await line.frame() for _ in range(3)]
    last = await line.frame()
    await line.ack(last)
    await saying
    await slack.quiet()

    attempts = [(e["retry_attempt"], e["retry_reason"]) for e in [*envelopes, last]]
    assert attempts == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({e["payload"]["event_id"] for e in [*envelopes, last]}) == 1
    with pytest.raises(TimeoutError):
        await line.socket.receive(timeout=0.6)


async def test_what_happened_while_nobody_listened_is_told_later(
    slack: LocalSlack, http: aiohttp.ClientSession, ada: Person
) -> None:
    await ada.say("app", "are you there?")
    async with http.ws_connect(await ticket(slack)) as socket:
        line = Line(socket)
        await line.frame()
        envelope = await line.frame()
        await line.ack(envelope)
        await slack.quiet()

    assert envelope["payload"]["event"]["text"] == "are you there?"
    assert envelope["retry_attempt"] == 1


async def test_each_payload_goes_to_one_of_several_sockets(
    slack: LocalSlack, app: AsyncApp, ada: Person, by_socket: Connect
) -> None:
    seen: list[str] = []

    @app.command("/coop")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body["text"])
        await ack()

    for __ in range(3):
        await by_socket()
    for number in range(6):
        await ada.command(f"/coop {number}")

    assert seen == [str(number) for number in range(6)]
    assert slack.backend.sockets.count == 3


async def test_ten_sockets_are_enough(slack: LocalSlack, http: aiohttp.ClientSession) -> None:
    url = await ticket(slack)
    sockets = [await http.ws_connect(url) for _ in range(10)]

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(url)

    assert refused.value.status == 429
    for socket in sockets:
        await socket.close()


async def test_an_old_ticket_is_as_good_as_a_new_one_but_not_for_another_app(
    slack: LocalSlack, http: aiohttp.ClientSession
) -> None:
    async with http.ws_connect(f"/link/?ticket=old&app_id={slack.app.app_id}") as socket:
        assert (await socket.receive_json(timeout=3))["type"] == "hello"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.ws_connect("/link/?ticket=old&app_id=A0OTHER")


def opened(slack: LocalSlack) -> int:
    return len([call for call in slack.calls if call.method == "apps.connections.open"])


@pytest.mark.parametrize("way", ["cut", "disconnect"])
async def test_an_app_that_lost_its_socket_opens_another(
    slack: LocalSlack, app: AsyncApp, ada: Person, way: str
) -> None:
    @app.command("/coop")
    async def _(ack: Any) -> None:
        await ack("still here")

    handler = AsyncSocketModeHandler(app, APP_TOKEN, ping_interval=0.1)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it unannotated
    await slack.connected()
    before = opened(slack)
    await (slack.cut_sockets() if way == "cut" else slack.disconnect("refresh_requested"))
    for __ in range(500):
        if opened(slack) > before:
            break
        await asyncio.sleep(0.01)
    await slack.connected()
    await slack.quiet()

    assert (await ada.command("/coop")).ok
    await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it unannotated
