"""Files on the page: attached, dropped, shown, saved."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, Page, expect
from slack_bolt.async_app import AsyncApp

from emulator import LocalSlack
from tests.emulator.page.conftest import WindowOf
from tests.emulator.workplace import ADA

CSV: FilePayload = {"name": "Connections.csv", "mimeType": "text/csv", "buffer": b"First Name\n" + b"Dana\n" * 400}
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8")
DROP = """() => {
  const carried = new DataTransfer();
  carried.items.add(new File(["so be it"], "notes.txt", { type: "text/plain" }));
  for (const type of ["dragover", "drop"])
    document.querySelector(".log").dispatchEvent(
      new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }),
    );
}"""
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def attach(page: Page, file: FilePayload) -> None:
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Attach a file").press("Enter")
    await (await choosing.value).set_files(file)


async def test_a_file_is_attached_by_keyboard_or_dropped_and_can_be_saved_again(
    slack: LocalSlack, app: AsyncApp, window: WindowOf
) -> None:
    heard: list[dict[str, Any]] = []

    @app.event({"type": "message", "subtype": "file_share"})
    async def _(event: dict[str, Any]) -> None:
        heard.append(event)

    page = await window()
    await page.get_by_role("textbox", name="Message Coop").fill("Half a sentence")
    await attach(page, CSV)
    link = page.get_by_role("article").get_by_role("link", name="Download Connections.csv, 2 kB")
    await expect(link).to_contain_text("Connections.csv")
    await expect(page.get_by_role("textbox", name="Message Coop")).to_have_value("Half a sentence")
    await page.evaluate(DROP)
    await expect(page.get_by_role("link", name="Download notes.txt, 8 bytes")).to_be_visible()
    await expect(page.locator(".drop")).to_be_hidden()
    async with page.expect_download() as saving:
        await link.click()
    saved = await saving.value
    assert saved.suggested_filename == "Connections.csv"
    assert (await saved.path()).read_bytes() == CSV["buffer"]

    await attach(page, {"name": "nothing.txt", "mimeType": "text/plain", "buffer": b""})
    await expect(page.get_by_role("alert")).to_have_text("nothing.txt is empty.")
    await slack.quiet()
    assert [event["files"][0]["name"] for event in heard] == ["Connections.csv", "notes.txt"]


async def test_pictures_are_drawn_with_their_words_in_blocks_and_as_files(
    slack: LocalSlack, app: AsyncApp, window: WindowOf
) -> None:
    uploaded = await app.client.files_upload_v2(filename="chart.png", content=DOT)
    await slack.quiet()
    reference = {"id": uploaded["files"][0]["id"]}
    block = {"type": "image", "slack_file": reference, "alt_text": "Three introductions on Monday"}
    await app.client.chat_postMessage(channel=ADA, text="Your week", blocks=[block])
    await slack.person(ADA).send_file("photo.png", DOT, size=100 * 1024 * 1024)

    page = await window(color_scheme="dark")

    for name in ("Three introductions on Monday", "photo.png"):
        picture = page.get_by_role("img", name=name)
        await expect(picture).to_be_visible()
        assert await picture.evaluate("async (node) => (await node.decode(), node.naturalWidth)") == 1
    await expect(page.get_by_role("link", name="Download photo.png, 100 MB")).to_be_visible()
    assert await page.evaluate(CONTRAST) == []
