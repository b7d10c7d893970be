"""The page for keyboards, for ears, for weak eyes and for small windows."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect
from slack_bolt.async_app import AsyncApp

from tests.emulator.page.conftest import WindowOf
from tests.emulator.workplace import ADA, actions, button, field, modal, option, section, typed

HERE = Path(__file__).parent
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PLACEHOLDER = {"type": "plain_text", "text": "Move it to"}
BLOCKS = [
    {"type": "header", "text": {"type": "plain_text", "text": "Good morning"}},
    section("*Thank* <@U0SAM> and <@U0ADA>, see <https://example.com/|this> or `code`\n> quoted"),
    actions(
        {**button("yes", "Yes"), "style": "primary"}, {**button("no", "No"), "style": "danger"}, button("so", "So")
    ),
    actions(
        {"type": "static_select", "action_id": "kind", "placeholder": PLACEHOLDER, "options": [option("monday")]},
        {"type": "overflow", "action_id": "more", "options": [option("never")]},
        {"type": "datepicker", "action_id": "day"},
    ),
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "by the rules"}]},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "Who"}], [{"type": "raw_text", "text": "Bo"}]]},
]
INPUTS = [
    field("name", typed("name", max_length=80)),
    field("kind", {"type": "static_select", "action_id": "it", "options": [option("monday")]}),
    field("day", {"type": "datepicker", "action_id": "it"}),
    field("moment", {"type": "datetimepicker", "action_id": "it"}, optional=True),
    field("street", {"type": "radio_buttons", "action_id": "it", "options": [option("yes"), option("no")]}),
]
CONTRAST = (HERE / "contrast.js").read_text("utf-8")
TIDY = (HERE / "tidy.js").read_text("utf-8")
FOCUS = (HERE / "focus.js").read_text("utf-8")
ACTING = {
    "button",
    "link",
    "textbox",
    "combobox",
    "tab",
    "menuitem",
    "option",
    "checkbox",
    "radio",
    "searchbox",
    "log",
    "dialog",
}


async def furnish(app: AsyncApp) -> None:
    """A message with something of everything, a whisper, and a form behind /coop."""
    sent = await app.client.chat_postMessage(channel=ADA, text="x", blocks=BLOCKS)
    await app.client.chat_postEphemeral(channel=str(sent["channel"]), user=ADA, text="For your eyes only")

    @app.command("/coop")
    async def _(ack: Any, command: dict[str, Any], client: Any) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=modal(*INPUTS))
        await ack()


async def open_form(page: Page) -> None:
    await page.get_by_role("textbox", name="Message Coop").fill("/coop")
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog", name="A form").get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Please complete this required field.")).to_have_count(4)


async def nameless(page: Page) -> list[str]:
    """What can be acted on, and has no name to be called by."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    nodes = [node for node in tree["nodes"] if not node.get("ignored")]
    acting = [node for node in nodes if node["role"]["value"] in ACTING]
    assert len(acting) > 8
    return [json.dumps(node["role"]) for node in acting if not node.get("name", {}).get("value", "").strip()]


async def test_the_landmarks_and_the_log_have_names(app: AsyncApp, window: WindowOf) -> None:
    await furnish(app)
    page = await window()

    await expect(page.get_by_role("navigation", name="Conversations")).to_be_visible()
    await expect(page.get_by_role("main", name="Coop")).to_be_visible()
    await expect(page.get_by_role("complementary", name="Clock")).to_be_visible()
    await expect(page.get_by_role("log", name="Messages in Coop")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Coop")
    await expect(page.get_by_role("article", name="Coop, 15:04, only visible to you")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_can_be_called_by_name_and_read(app: AsyncApp, window: WindowOf, scheme: str) -> None:
    await furnish(app)
    page = await window(color_scheme=scheme)
    await expect(page.get_by_role("article")).to_have_count(2)
    tidy = {"twice": [], "nowhere": [], "unordered": 0, "without": 0}

    for place in ("the messages", "the form"):
        assert await nameless(page) == [], place
        assert await page.evaluate(CONTRAST) == [], place
        assert await page.evaluate(TIDY) == tidy, place
        if place == "the messages":
            await open_form(page)


async def test_the_contrast_check_finds_what_is_faint(app: AsyncApp, window: WindowOf) -> None:
    await app.client.chat_postMessage(channel=ADA, text="Faint words")
    page = await window()
    await page.get_by_text("Faint words").evaluate("node => node.style.color = '#999'")

    assert await page.evaluate(CONTRAST) == ["2.85 Faint words"]


async def test_the_whole_page_is_walked_by_tab(app: AsyncApp, window: WindowOf) -> None:
    await furnish(app)
    page = await window()
    await page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(45):
        await page.keyboard.press("Tab")
        where = await page.evaluate(FOCUS)
        if where is None:
            break
        seen.append(where["name"])
        assert where["ring"], seen[-1]

    wanted = [
        "Skip to the message box", "You are: Ada Okafor", "Coop", "general", "New direct message", "Dark theme",
        "Keyboard and help", "+1 hour", "+1 day", "To what happens next", "Messages", "Dismiss the note",
        "Messages in Coop", "Yes", "No", "So", "Move it to", "More options", "Open the calendar", "More actions",
        "Message Coop", "Attach a file", "Shortcuts and commands", "Send",
    ]  # fmt: skip
    places = [seen.index(name) for name in wanted]
    assert places == sorted(places)


async def test_messages_are_walked_by_arrows(app: AsyncApp, window: WindowOf) -> None:
    await furnish(app)
    page = await window()
    log = page.get_by_role("log")
    await expect(page.get_by_role("article")).to_have_count(2)
    await log.focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("article").last).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("article").first).to_be_focused()
    await page.keyboard.press("Tab")

    await expect(page.get_by_role("link", name="this")).to_be_focused()


async def test_the_skip_link_leads_to_the_message_box(app: AsyncApp, window: WindowOf) -> None:
    page = await window()
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("textbox", name="Message Coop")).to_be_focused()
    await expect(page.get_by_role("log", name="Messages in Coop")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (640, 400)])
async def test_a_small_window_scrolls_in_one_direction_only(
    app: AsyncApp, window: WindowOf, width: int, height: int
) -> None:
    await furnish(app)
    page = await window(viewport={"width": width, "height": height})
    sidebar = page.get_by_role("navigation", name="Conversations")

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.get_by_role("log").evaluate("node => node.scrollWidth <= node.clientWidth")
    await expect(sidebar).to_have_count(0)
    await page.get_by_role("button", name="Conversations").click()
    await expect(sidebar.get_by_role("button", name="You are: Ada Okafor")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Conversations")).to_be_focused()
    await page.get_by_role("button", name="Conversations").click()
    await page.get_by_role("link", name="general").click()
    await expect(sidebar).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Message #general")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="To what happens next")).to_be_in_viewport()


async def test_a_chosen_theme_is_remembered(app: AsyncApp, window: WindowOf) -> None:
    page = await window(color_scheme="light")
    light = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.get_by_role("button", name="Dark theme").click()
    dark = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.reload()

    assert dark != light
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    await expect(page.get_by_role("button", name="Light theme")).to_be_visible()


async def test_the_keyboards_ways_are_explained(app: AsyncApp, window: WindowOf) -> None:
    page = await window()
    await page.keyboard.press("Control+/")
    await expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Jump to a conversation or a person")
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
