"""Files: sent by people, fetched by the app with its token, shared by the app, and shown on the page."""

from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person
from tests.emulator.conftest import Connect
from tests.emulator.test_chat import refusal
from tests.emulator.workplace import ADA, APP_TOKEN, BO, BOT_TOKEN, GENERAL, QUIET, home

CSV = b"First Name,Last Name\nDana,Fox\n"
MB = 1024 * 1024
Fetched = tuple[int, str, bytes]


async def fetch(http: aiohttp.ClientSession, url: str, token: str | None = BOT_TOKEN) -> Fetched:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with http.get(url, headers=headers) as response:
        return response.status, response.content_type, await response.read()


async def upload(client: AsyncWebClient, http: aiohttp.ClientSession, name: str = "chart.png") -> str:
    """A file that was uploaded, and is not completed yet."""
    announced = await client.files_getUploadURLExternal(filename=name, length=4, alt_txt="A chart")
    async with http.post(announced["upload_url"], data=b"\x89PNG") as response:
        assert response.status == 200
    return str(announced["file_id"])


async def test_a_file_from_a_person_reaches_the_app_with_what_was_said(
    app: AsyncApp, ada: Person, http: aiohttp.ClientSession, client: AsyncWebClient, connect: Connect
) -> None:
    events: list[dict[str, Any]] = []

    @app.event({"type": "message", "subtype": "file_share"})
    async def _(event: dict[str, Any]) -> None:
        events.append(event)

    await connect()
    sent = await ada.send_file("Connections.csv", CSV, text="Mine & yours")

    (event,) = events
    (file,) = event["files"]
    assert (event["channel_type"], event["channel"], event["ts"]) == ("im", ada.dm, sent.ts)
    assert (event["user"], event["text"]) == (ADA, "Mine &amp; yours")
    assert (file["name"], file["mimetype"], file["filetype"]) == ("Connections.csv", "text/csv", "csv")
    assert (file["size"], file["user"]) == (len(CSV), ADA)
    assert await fetch(http, file["url_private"]) == (200, "text/csv", CSV)
    assert await fetch(http, file["url_private_download"]) == (200, "text/csv", CSV)
    told = (await client.files_info(file=file["id"]))["file"]
    assert told["shares"]["private"][ada.dm][0]["ts"] == sent.ts
    history = await client.conversations_history(channel=ada.dm)
    assert history["messages"][0]["files"][0]["id"] == file["id"]


async def test_a_file_without_a_good_token_is_a_page_to_sign_in(
    slack: LocalSlack, ada: Person, http: aiohttp.ClientSession
) -> None:
    url = (await ada.send_file("a.csv", CSV)).raw["files"][0]["url_private_download"]
    slack.tokens.grant("xoxb-poor", frozenset({"chat:write"}))

    for token in (None, "xoxb-unknown", "xoxb-poor", APP_TOKEN):
        status, kind, content = await fetch(http, url, token)
        assert (status, kind, b"sign in" in content) == (200, "text/html", True)
    slack.tokens.revoke(BOT_TOKEN)
    assert (await fetch(http, url))[1] == "text/html"
    assert [call.error for call in slack.calls if call.method == "url_private"] == [
        "not_authed",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "token_revoked",
    ]


async def test_what_the_app_may_not_see_it_cannot_fetch(
    ada: Person, client: AsyncWebClient, http: aiohttp.ClientSession
) -> None:
    between_them = (await ada.send_file("secret.csv", CSV, BO)).raw["files"][0]
    open_to_all = (await ada.send_file("open.csv", CSV, QUIET)).raw["files"][0]

    assert await refusal(client.files_info(file=between_them["id"])) == "file_not_found"
    assert (await fetch(http, between_them["url_private"]))[0] == 404
    assert (await client.files_info(file=open_to_all["id"]))["file"]["is_public"] is True


async def test_large_files_come_whole_and_larger_ones_are_only_announced(
    ada: Person, http: aiohttp.ClientSession
) -> None:
    large = (await ada.send_file("large.csv", bytes(10 * MB))).raw["files"][0]
    larger = (await ada.send_file("film", b"beginning", mimetype="video/mp4", size=100 * MB)).raw["files"][0]

    assert len((await fetch(http, large["url_private"]))[2]) == large["size"] == 10 * MB
    assert (larger["size"], larger["mimetype"]) == (100 * MB, "video/mp4")
    assert await fetch(http, larger["url_private"]) == (200, "video/mp4", b"beginning")


async def test_a_download_can_go_wrong_on_demand(slack: LocalSlack, ada: Person, http: aiohttp.ClientSession) -> None:
    url = (await ada.send_file("a.csv", CSV)).raw["files"][0]["url_private"]
    slack.faults.refuse("url_private", status=503)

    assert (await fetch(http, url))[0] == 503
    assert (await fetch(http, url))[2] == CSV


async def test_files_completed_together_are_one_message_and_say_where(
    slack: LocalSlack, client: AsyncWebClient, http: aiohttp.ClientSession, ada: Person
) -> None:
    chart, table = await upload(client, http), await upload(client, http, "table.csv")
    files: list[dict[str, str | None]] = [{"id": chart, "title": "Chart"}, {"id": table}]
    before = (await client.files_info(file=chart))["file"]

    await client.files_completeUploadExternal(files=files, channel_id=ada.dm, initial_comment="Look")
    await slack.quiet()

    (message,) = ada.inbox
    assert (message.text, [file["id"] for file in message.raw["files"]]) == ("Look", [chart, table])
    told = (await client.files_info(file=table))["file"]
    assert (before["ims"], before["shares"]) == ([], {})
    assert (told["ims"], told["channels"], told["groups"]) == ([ada.dm], [], [])
    assert [share["ts"] for share in told["shares"]["private"][ada.dm]] == [message.ts]
    assert told["permalink"].endswith(f"/files/{slack.app.bot_user_id}/{table}/table.csv")
    assert message.raw["files"][0]["alt_txt"] == "A chart"

    await client.chat_delete(channel=ada.dm, ts=message.ts)
    assert (await client.files_info(file=table))["file"]["shares"] == {}


async def test_a_file_shared_in_channels_is_public(
    slack: LocalSlack, client: AsyncWebClient, http: aiohttp.ClientSession
) -> None:
    chart = await upload(client, http)
    await client.conversations_join(channel=QUIET)

    await client.files_completeUploadExternal(files=[{"id": chart}], channels=[GENERAL, QUIET])
    await slack.quiet()

    told = (await client.files_info(file=chart))["file"]
    assert (told["is_public"], told["channels"], told["ims"]) == (True, [GENERAL, QUIET], [])
    assert told["shares"]["public"].keys() == {GENERAL, QUIET}


async def test_only_its_own_files_can_the_app_delete(
    slack: LocalSlack, client: AsyncWebClient, http: aiohttp.ClientSession, ada: Person
) -> None:
    hers = (await ada.send_file("a.csv", CSV)).raw["files"][0]
    kept, gone = await upload(client, http), await upload(client, http)
    await client.files_completeUploadExternal(files=[{"id": kept}, {"id": gone}], channel_id=ada.dm)
    await slack.quiet()

    assert await refusal(client.files_delete(file=hers["id"])) == "cant_delete_file"
    await client.files_delete(file=gone)
    assert await refusal(client.files_info(file=gone)) == "file_not_found"
    assert await refusal(client.files_delete(file=gone)) == "file_not_found"
    assert [file["id"] for file in ada.inbox[0].raw["files"]] == [kept]


async def test_wherever_a_block_shows_a_file_it_must_be_ready(
    slack: LocalSlack, client: AsyncWebClient, http: aiohttp.ClientSession
) -> None:
    file_id = await upload(client, http)
    link = f"https://files.example/files-pri/T0COOP-{file_id}/chart.png"
    picture = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "A chart"}
    words = {"type": "mrkdwn", "text": "Look"}
    ways: list[dict[str, Any]] = [
        picture,
        {**picture, "slack_file": {"url": link}},
        {"type": "section", "text": words, "accessory": picture},
        {"type": "context", "elements": [words, picture]},
    ]

    for block in ways:
        posting = client.chat_postMessage(channel=ADA, text="x", blocks=[block])
        assert await refusal(posting) == "invalid_blocks", block
    publishing = client.views_publish(user_id=ADA, view={**home(), "blocks": [picture]})
    assert await refusal(publishing) == "invalid_arguments"

    await client.files_completeUploadExternal(files=[{"id": file_id}])
    await slack.quiet()
    assert (await client.chat_postMessage(channel=ADA, text="x", blocks=ways))["ok"]
    assert (await client.views_publish(user_id=ADA, view={**home(), "blocks": [picture]}))["ok"]


@pytest.mark.parametrize(
    ("channel", "name", "content", "answer"),
    [
        (GENERAL, "a.csv", CSV, {"ok": True}),
        (GENERAL, "a.csv", b"", {"ok": False, "error": "a.csv is empty."}),
        (QUIET, "a.csv", CSV, {"ok": False, "error": "Join the channel to write in it."}),
    ],
)
async def test_the_page_sends_a_file_where_one_may_write(
    slack: LocalSlack, http: aiohttp.ClientSession, channel: str, name: str, content: bytes, answer: dict[str, Any]
) -> None:
    address = f"/page/api/as/{BO}/conversations/{channel}/files"
    raw = {"Content-Type": "application/octet-stream"}
    async with http.post(address, params={"name": name}, data=content, headers=raw) as response:
        assert await response.json() == answer

    assert [m.raw["files"][0]["name"] for m in slack.history(channel)] == ([name] if answer["ok"] else [])


@pytest.mark.parametrize(
    ("name", "shown", "disposition"),
    [
        ("photo.png", "image/png", "inline; filename*=UTF-8''photo.png"),
        ("page.html", "text/html", "attachment; filename*=UTF-8''page.html"),
        ('a "b"/é.svg', "image/svg+xml", "attachment; filename*=UTF-8''a%20%22b%22%2F%C3%A9.svg"),
    ],
)
async def test_the_page_shows_pictures_and_saves_all_else(
    ada: Person, http: aiohttp.ClientSession, name: str, shown: str, disposition: str
) -> None:
    await ada.send_file(name, b"bytes")
    async with http.get(f"/page/api/as/{ADA}/conversations/{ada.dm}/messages") as response:
        (file,) = (await response.json())["messages"][0]["files"]

    async with http.get(file["address"]) as response:
        assert (response.content_type, await response.read()) == (shown, b"bytes")
        assert response.headers["Content-Disposition"] == disposition
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file["is_picture"] is (name == "photo.png")
