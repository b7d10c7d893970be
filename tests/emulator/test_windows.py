"""The page's own API: what a window asks, does and is told; and who may not."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person
from emulator.other_side import OtherSideUrls
from tests.emulator.conftest import Connect
from tests.emulator.workplace import (
    ADA,
    BO,
    GENERAL,
    SECRETS,
    actions,
    button,
    field,
    home,
    modal,
    option,
    typed,
)

Json = dict[str, Any]


class Window:
    """A window in which somebody is Ada, unless said otherwise."""

    def __init__(self, http: aiohttp.ClientSession, user: str = ADA) -> None:
        self.http, self.base = http, f"/page/api/as/{user}"

    async def get(self, path: str, status: int = 200) -> Json:
        async with self.http.get(self.base + path) as response:
            assert response.status == status
            return dict(await response.json())

    async def post(self, path: str, status: int = 200, /, **body: Any) -> Json:
        async with self.http.post(self.base + path, json=body) as response:
            assert response.status == status
            return dict(await response.json())


@pytest.fixture
def window(http: aiohttp.ClientSession) -> Window:
    return Window(http)


async def told(stream: aiohttp.ClientResponse, name: str) -> Json:
    """The next thing of that name on the stream."""
    async with asyncio.timeout(3):
        async for line in stream.content:
            if line == f"event: {name}\n".encode():
                return dict(json.loads((await stream.content.readline()).removeprefix(b"data: ")))
    raise AssertionError(name)


async def test_the_workspace_introduces_itself(http: aiohttp.ClientSession, slack: LocalSlack) -> None:
    async with http.get("/page/api/workspace") as response:
        answer = await response.json()

    assert answer["team"] == {"id": "T0COOP", "name": "Coop"}
    assert answer["app"]["bot_user_id"] == slack.app.bot_user_id
    assert [command["command"] for command in answer["app"]["commands"]] == ["/coop", "/raw"]
    assert {shortcut["type"] for shortcut in answer["app"]["shortcuts"]} == {"global", "message"}
    assert {person["id"]: person["deleted"] for person in answer["people"]}["U0DAN"] is True
    assert [person["name"] for person in answer["people"] if person["is_app"]] == ["coop"]


async def test_a_list_holds_what_one_may_see_and_how_much_is_new(window: Window, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=ADA, text="one")
    await client.chat_postMessage(channel=ADA, text="two")

    listed = {one["name"]: one for one in (await window.get("/conversations"))["conversations"]}

    assert set(listed) == {"general", "quiet", "Coop"}
    assert (listed["Coop"]["kind"], listed["Coop"]["unread"]) == ("app", 2)
    await window.post(f"/conversations/{listed['Coop']['id']}/read")
    again = (await window.get("/conversations"))["conversations"]
    assert [one["unread"] for one in again if one["kind"] == "app"] == [0]
    assert (await window.get(f"/conversations/{SECRETS}/messages", status=404))["error"]


async def test_what_is_written_and_whispered_comes_in_order(
    window: Window, http: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    assert await window.post(f"/conversations/{GENERAL}/messages", text="1 < 2") == {"ok": True}
    await client.chat_postEphemeral(channel=GENERAL, user=ADA, text="psst")
    await client.chat_postMessage(channel=GENERAL, text="all")

    hers = (await window.get(f"/conversations/{GENERAL}/messages"))["messages"]
    his = (await Window(http, BO).get(f"/conversations/{GENERAL}/messages"))["messages"]

    assert [(m["text"], m["ephemeral"], m["app"]) for m in hers] == [
        ("1 &lt; 2", False, False),
        ("psst", True, True),
        ("all", False, True),
    ]
    assert [message["text"] for message in his] == ["1 &lt; 2", "all"]
    assert len((await window.get(f"/conversations/{GENERAL}/messages?limit=1"))["messages"]) == 2


async def test_a_slash_makes_a_command(window: Window, app: AsyncApp, ada: Person, by_socket: Connect) -> None:
    @app.command("/coop")
    async def _(ack: Any) -> None:
        await ack("Noted.")

    await by_socket()

    assert await window.post(f"/conversations/{ada.dm}/messages", text="/coop hi") == {"ok": True}
    unknown = await window.post(f"/conversations/{ada.dm}/messages", text="/foo")
    assert unknown == {"ok": False, "error": "/foo is not a valid command."}
    silent = await window.post(f"/conversations/{ada.dm}/messages", text="/raw")
    assert silent["error"] == "operation_timeout"


async def test_a_form_is_opened_filled_in_and_submitted(
    window: Window, app: AsyncApp, client: AsyncWebClient, slack: LocalSlack, ada: Person, connect: Connect
) -> None:
    @app.action("open")
    async def _(ack: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("note", typed("text"))))

    @app.view("form")
    async def _(ack: Any, body: Json) -> None:
        value = body["view"]["state"]["values"]["note"]["text"]["value"]
        await (ack() if value == "good" else ack(response_action="errors", errors={"note": "No."}))

    await connect()
    posted = await client.chat_postMessage(channel=ADA, text="x", blocks=[actions(button("open", value="1"))])
    container = {"type": "message", "channel": posted["channel"], "ts": posted["ts"]}
    block_id = posted["message"]["blocks"][0]["block_id"]
    press = {"container": container, "block_id": block_id, "action_id": "open", "action": {"value": "1"}}

    assert await window.post("/actions", **press) == {"ok": True}
    await slack.quiet()
    view = (await window.get("/views"))["views"][-1]

    def filled(value: str) -> Json:
        return {"values": {"note": {"text": {"type": "plain_text_input", "value": value}}}}

    assert (await window.post(f"/views/{view['id']}/submit", **filled("")))["errors"]
    refused = await window.post(f"/views/{view['id']}/submit", **filled("bad"))
    assert refused == {"ok": False, "errors": {"note": "No."}}
    assert await window.post(f"/views/{view['id']}/submit", **filled("good")) == {"ok": True}
    assert (await window.get("/views"))["views"] == []
    gone = await window.post(f"/views/{view['id']}/close", 404)
    assert gone["error"] == "That view is not open any more."


async def test_options_home_shortcuts_and_direct_messages(
    window: Window, app: AsyncApp, client: AsyncWebClient, slack: LocalSlack, by_socket: Connect
) -> None:
    @app.options("who")
    async def _(ack: Any) -> None:
        await ack(options=[option("dana")])

    @app.event("app_home_opened")
    async def _(event: Json) -> None:
        select = {"type": "external_select", "action_id": "who"}
        await client.views_publish(user_id=event["user"], view={**home(), "blocks": [actions(select)]})

    @app.global_shortcut("log")
    async def _(ack: Any) -> None:
        await ack()

    await by_socket()
    assert (await window.post("/home"))["view"] is None
    await slack.quiet()
    view = (await window.get("/home"))["view"]
    block_id = view["blocks"][0]["block_id"]
    container = {"type": "view", "view_id": view["id"]}
    offered = await window.post("/options", container=container, block_id=block_id, action_id="who", value="d")

    assert offered["options"][0]["value"] == "dana"
    assert await window.post("/shortcuts", callback_id="log") == {"ok": True}
    opened = await window.post("/dms", 200, **{"with": BO})
    assert await window.post(f"/conversations/{opened['id']}/messages", text="hi Bo") == {"ok": True}
    assert slack.history(opened["id"])[0].user == ADA


async def test_a_window_is_told_what_concerns_its_person(
    window: Window, http: aiohttp.ClientSession, client: AsyncWebClient, slack: LocalSlack
) -> None:
    async with http.get("/page/api/as/U0ADA/stream") as hers, http.get("/page/api/as/U0BO/stream") as his:
        assert hers.content_type == "text/event-stream"
        await client.chat_postMessage(channel=ADA, text="for Ada")
        posted = await client.chat_postMessage(channel=GENERAL, text="for all")
        await client.chat_update(channel=GENERAL, ts=posted["ts"], text="changed")
        await client.chat_delete(channel=GENERAL, ts=posted["ts"])
        await client.views_publish(user_id=ADA, view=home())
        await slack.move(hours=1)

        assert (await told(hers, "message"))["message"]["text"] == "for Ada"
        assert (await told(his, "message"))["message"]["text"] == "for all"
        assert (await told(hers, "message_changed"))["message"]["text"] == "changed"
        assert (await told(hers, "message_deleted"))["ts"] == posted["ts"]
        assert (await told(hers, "home"))["view"]["type"] == "home"
        assert (await told(hers, "clock"))["now"] > 0


async def test_the_clock_moves_from_the_page(http: aiohttp.ClientSession, slack: LocalSlack) -> None:
    before = slack.clock.now()
    moves: list[Json] = [{"move": "hour"}, {"move": "day"}, {"seconds": 60}, {"move": "next"}]
    for body in moves:
        async with http.post("/page/api/clock", json=body) as response:
            answer = await response.json()

    assert answer["next"] is None
    assert 90060 <= answer["now"] - before < 90070
    nonsense: list[Json] = [{"seconds": -1}, {"seconds": "nan"}, {"seconds": 1e12}, {"move": "week"}, {}]
    for body in nonsense:
        async with http.post("/page/api/clock", json=body) as response:
            assert response.status in (400, 404)


@pytest.mark.parametrize("body", ["{oops", "[]", "null", '"x"', "1"])
async def test_what_cannot_be_understood_is_said_so(http: aiohttp.ClientSession, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    for path in (
        "actions",
        "options",
        "shortcuts",
        "dms",
        "views/V0/submit",
        f"conversations/{GENERAL}/messages",
    ):
        async with http.post(f"/page/api/as/{ADA}/{path}", data=body, headers=headers) as response:
            assert response.status in (400, 404)
            assert (await response.json())["error"]


async def test_nobody_acts_with_what_is_anothers(
    http: aiohttp.ClientSession, client: AsyncWebClient, ada: Person
) -> None:
    await client.views_publish(user_id=ADA, view={**home(), "blocks": [actions(button("done"))]})
    posted = await client.chat_postMessage(channel=ADA, text="x", blocks=[actions(button("done"))])
    assert ada.home
    bo = Window(http, BO)
    of_view = {"type": "view", "view_id": ada.home.id}
    of_message = {"type": "message", "channel": posted["channel"], "ts": posted["ts"]}

    for container in (of_view, of_message):
        await bo.post("/actions", 404, container=container, block_id="b", action_id="done")
    await Window(http, "U0NOBODY").get("/conversations", status=404)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "example.com"},
        {"Host": "127.0.0.1.example.com"},
        {"Host": ""},
        {"Origin": "http://example.com"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
async def test_no_page_from_elsewhere_reaches_the_workspace(
    http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    for path in ("/page/api/workspace", "/api/auth.test"):
        async with http.get(path, headers=headers) as response:
            assert response.status == 403


async def test_the_page_itself_may(http: aiohttp.ClientSession, slack: LocalSlack) -> None:
    ours = {"Origin": slack.url, "Sec-Fetch-Site": "same-origin"}
    async with http.get("/page/api/workspace", headers=ours) as response:
        assert response.status == 200
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with http.get("/", headers=visit) as response:
        assert response.status == 200
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    for path in ("/page/static/..%2F__init__.py", "/page/static/nothing.js", "/page/static/page.py"):
        async with http.get(path) as response:
            assert response.status == 404


async def test_an_app_that_does_not_notice_the_time_is_named(http: aiohttp.ClientSession, slack: LocalSlack) -> None:
    slack.clock.other_side = OtherSideUrls("http://127.0.0.1:9/moved", None, slack.quiet)

    async with http.post("/page/api/clock", json={"move": "hour"}) as response:
        assert response.status == 502
        assert "noticed" in (await response.json())["error"]
    await slack.clock.other_side.close()
