"""Blocks in messages: what is drawn, and what a press or a choice tells the app."""

from typing import Any

import pytest
from playwright.async_api import Page, expect
from slack_bolt.async_app import AsyncApp

from emulator import LocalSlack
from tests.emulator.page.conftest import WindowOf, until
from tests.emulator.workplace import ADA, actions, button, option, section

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def cell(text: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


async def post(app: AsyncApp, *blocks: dict[str, Any], text: str = "A message") -> None:
    await app.client.chat_postMessage(channel=ADA, text=text, blocks=list(blocks))


def keep(app: AsyncApp, action_id: str) -> list[dict[str, Any]]:
    """The actions of that name that reach the app."""
    kept: list[dict[str, Any]] = []

    @app.action(action_id)
    async def _(ack: Any, action: dict[str, Any]) -> None:
        kept.append(action)
        await ack()

    return kept


async def settled(page: Page) -> None:
    await expect(page.locator("article [aria-busy=true]")).to_have_count(0)


async def test_a_press_waits_visibly_and_then_the_message_changes_where_it_stands(
    slack: LocalSlack, app: AsyncApp, window: WindowOf
) -> None:
    slack.faults.delay("chat.update", 0.2)

    @app.action("done")
    async def _(ack: Any, body: dict[str, Any], client: Any) -> None:
        at = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        said = section(f"Done by <@{body['user']['id']}>.")
        await client.chat_update(**at, text="Done", blocks=[said, actions(button("undo", "Undo"))])
        await ack()

    await post(app, section("Thank *Bo*?"), actions(button("done", "I thanked him", "7")))
    page = await window()
    article = page.get_by_role("article")
    await article.get_by_role("button", name="I thanked him").press("Enter")

    await expect(article.get_by_role("button", name="I thanked him")).to_have_attribute("aria-busy", "true")
    await expect(article).to_contain_text("Done by @Ada Okafor.")
    await expect(article.get_by_role("button", name="Undo")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(article).to_be_focused()


async def test_a_press_that_nobody_answers_says_so_at_the_message(app: AsyncApp, window: WindowOf) -> None:
    await post(app, actions(button("unheard", "Press me")))
    page = await window()
    await page.get_by_role("button", name="Press me").click()

    await expect(page.get_by_role("article").get_by_role("alert")).to_contain_text("did not work")
    await expect(page.get_by_role("button", name="Press me")).not_to_have_attribute("aria-busy", "true")


async def test_a_press_is_asked_about_first_where_the_app_wants_it(app: AsyncApp, window: WindowOf) -> None:
    kept = keep(app, "delete")
    sure = {
        "title": words("Delete this?"),
        "text": words("It is gone then."),
        "confirm": words("Delete"),
        "deny": words("Keep"),
    }
    await post(app, actions({**button("delete", "Delete…", "1"), "style": "danger", "confirm": sure}))
    page = await window()
    dialog = page.get_by_role("dialog", name="Delete this?")

    await page.get_by_role("button", name="Delete…").click()
    await expect(dialog).to_contain_text("It is gone then.")
    await dialog.get_by_role("button", name="Keep").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="Delete…")).to_be_focused()
    assert kept == []
    await page.get_by_role("button", name="Delete…").click()
    await dialog.get_by_role("button", name="Delete", exact=True).click()
    await expect(dialog).to_have_count(0)
    await until(lambda: kept)

    assert [action["value"] for action in kept] == ["1"]


async def test_what_is_chosen_in_a_message_reaches_the_app_in_slacks_words(app: AsyncApp, window: WindowOf) -> None:
    chosen = {name: keep(app, name) for name in ("more", "kind", "who", "where", "day", "hour", "which", "also", "any")}
    options = [option("tomorrow"), option("monday")]
    await post(
        app,
        actions(
            {"type": "overflow", "action_id": "more", "options": options},
            {
                "type": "static_select",
                "action_id": "kind",
                "placeholder": words("Move it to"),
                "options": options,
            },
            {"type": "users_select", "action_id": "who", "placeholder": words("Hand it to")},
            {"type": "channels_select", "action_id": "where", "placeholder": words("Share in")},
            {"type": "datepicker", "action_id": "day", "placeholder": words("Due")},
            {"type": "timepicker", "action_id": "hour", "placeholder": words("At")},
            {"type": "radio_buttons", "action_id": "which", "options": options},
            {"type": "checkboxes", "action_id": "also", "options": options},
            {
                "type": "multi_static_select",
                "action_id": "any",
                "placeholder": words("Any of"),
                "options": options,
            },
        ),
    )
    page = await window()
    article = page.get_by_role("article")

    await article.get_by_role("button", name="More options").click()
    await page.get_by_role("menuitem", name="Monday").click()
    await article.get_by_role("combobox", name="Move it to").click()
    await page.get_by_role("option", name="Tomorrow").click()
    await article.get_by_role("combobox", name="Hand it to").press("ArrowDown")
    await page.keyboard.press("b")
    await page.keyboard.press("Enter")
    await article.get_by_role("combobox", name="Share in").click()
    await page.get_by_role("option", name="#quiet").click()
    await article.get_by_label("Due").fill("2026-12-01")
    await article.get_by_label("Due").press("Enter")
    await article.get_by_label("At", exact=True).fill("15:30")
    await article.get_by_label("At", exact=True).press("Enter")
    await article.get_by_role("radio", name="Monday").check()
    await article.get_by_role("checkbox", name="Tomorrow").check()
    await article.get_by_role("combobox", name="Any of").click()
    await page.get_by_role("option", name="Monday").click()
    await page.get_by_role("option", name="Tomorrow").click()
    await page.keyboard.press("Escape")
    await expect(article.get_by_role("combobox", name="Any of")).to_have_text("Monday, Tomorrow")
    await until(lambda: all(chosen.values()))
    await settled(page)

    assert chosen["more"][0]["selected_option"]["value"] == "monday"
    assert chosen["kind"][0]["selected_option"]["value"] == "tomorrow"
    assert chosen["who"][0]["selected_user"] == "U0BO"
    assert chosen["where"][0]["selected_channel"] == "C0QUIET"
    assert chosen["day"][0]["selected_date"] == "2026-12-01"
    assert chosen["hour"][0]["selected_time"] == "15:30"
    assert chosen["which"][0]["selected_option"]["value"] == "monday"
    assert [one["value"] for one in chosen["also"][0]["selected_options"]] == ["tomorrow"]
    assert [one["value"] for one in chosen["any"][0]["selected_options"]] == ["monday", "tomorrow"]
    assert all(len(kept) == 1 for kept in chosen.values())


async def test_the_calendar_knows_the_workspaces_today(app: AsyncApp, window: WindowOf) -> None:
    kept = keep(app, "day")
    await post(app, actions({"type": "datepicker", "action_id": "day", "placeholder": words("Due")}))
    page = await window()
    await page.get_by_role("button", name="Open the calendar").click()
    calendar = page.get_by_role("dialog", name="Choose a day")

    await expect(calendar.locator("[aria-current=date]")).to_have_accessible_name("Tue, 24 Nov 2026")
    await expect(calendar.get_by_role("button", name="Tue, 24 Nov 2026")).to_be_focused()
    for key in ("PageDown", "ArrowDown", "ArrowRight", "Enter"):
        await page.keyboard.press(key)
    await expect(calendar).to_have_count(0)
    await until(lambda: kept)

    assert [action["selected_date"] for action in kept] == ["2027-01-01"]


async def test_blocks_of_every_sort_are_drawn(app: AsyncApp, window: WindowOf) -> None:
    leaf = {"type": "text", "text": "structured", "style": {"bold": True}}
    rich = {
        "type": "rich_text_list",
        "style": "ordered",
        "elements": [{"type": "rich_text_section", "elements": [leaf]}],
    }
    await post(
        app,
        {"type": "header", "text": words("A header :wave:")},
        section("A *section*", fields=[{"type": "mrkdwn", "text": "*Left*\n1"}, words("Right")]),
        {"type": "divider"},
        {"type": "image", "image_url": "https://nowhere.invalid/x.png", "alt_text": "a chart"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "by _Sam_"}]},
        {"type": "rich_text", "elements": [rich]},
        {"type": "markdown", "text": "## Plain\n- one\n- **two** [three](https://example.com/)"},
        {"type": "table", "rows": [[cell("Who"), cell("Given")], [cell("Bo"), cell("4")]]},
    )
    page = await window()
    article = page.get_by_role("article")

    await expect(article.get_by_role("heading", name="A header 👋")).to_be_visible()
    await expect(article.locator(".section-fields")).to_contain_text("Left")
    await expect(article.get_by_role("separator")).to_have_count(1)
    await expect(article.locator("em")).to_have_text("Sam")
    await expect(article.locator("ol strong")).to_have_text("structured")
    await expect(article.get_by_role("link", name="three")).to_have_attribute("href", "https://example.com/")
    await expect(article.get_by_role("columnheader", name="Given")).to_be_visible()
    await expect(article.get_by_role("cell", name="4")).to_be_visible()
