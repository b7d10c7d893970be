"""Writing: messages, commands and what completes them."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect
from slack_bolt.async_app import AsyncApp

from emulator import LocalSlack
from tests.emulator.page.conftest import WindowOf
from tests.emulator.workplace import GENERAL

LONGER_THAN_PATIENCE = 0.8
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def composer(page: Page, to: str = "Coop") -> Any:
    return page.get_by_role("textbox", name=f"Message {to}")


async def test_a_command_is_completed_by_keyboard_and_answered_for_ones_eyes_only(
    app: AsyncApp, window: WindowOf
) -> None:
    @app.command("/coop")
    async def _(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"Noted: *{command['text']}*")

    page = await window()
    await composer(page).press_sequentially("/r")
    await expect(page.get_by_role("option", name="/raw As it was typed")).to_have_attribute("aria-selected", "true")
    await composer(page).press("Backspace")
    await expect(page.get_by_role("listbox", name="Commands").get_by_role("option")).to_have_count(2)
    await composer(page).press("ArrowDown")
    await composer(page).press("ArrowUp")
    await composer(page).press("Tab")
    await expect(composer(page)).to_have_value("/coop ")
    await expect(page.locator(".usage")).to_have_text("/coop Log something")
    await composer(page).press_sequentially("intro Dana via @sa")
    await composer(page).press("Enter")
    await expect(composer(page)).to_have_value("/coop intro Dana via @sam ")
    await composer(page).press("Enter")

    answer = page.get_by_role("article", name="only visible to you")
    await expect(answer).to_contain_text("Noted: intro Dana via @Sam Reyes")
    await expect(answer.locator("strong")).to_have_text("intro Dana via @Sam Reyes")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(composer(page)).to_have_value("")
    await expect(composer(page)).to_be_focused()


async def test_enter_on_a_command_that_is_whole_sends_it(app: AsyncApp, window: WindowOf) -> None:
    @app.command("/coop")
    async def _(ack: Any) -> None:
        await ack("Nothing is due.")

    page = await window()
    await composer(page).press_sequentially("/coop")
    await composer(page).press("Enter")

    await expect(page.get_by_role("log")).to_contain_text("Nothing is due.")


async def test_a_command_that_nobody_answers_is_said_beside_the_composer_and_not_lost(
    app: AsyncApp, window: WindowOf
) -> None:
    @app.command("/raw")
    async def _(command: dict[str, Any]) -> None:
        await asyncio.sleep(LONGER_THAN_PATIENCE)

    page = await window()
    await composer(page).fill("/raw wait for me")
    await composer(page).press("Enter")

    await expect(page.get_by_role("alert")).to_contain_text("/raw did not work: the app did not answer in time")
    await expect(page.get_by_role("alert")).to_contain_text("operation_timeout")
    await expect(composer(page)).to_have_value("/raw wait for me")
    await expect(page.get_by_role("status").filter(has_text="operation_timeout")).to_have_count(0)


async def test_an_unknown_command_is_said_to_be_none(app: AsyncApp, window: WindowOf) -> None:
    page = await window()
    await composer(page).fill("/nothing at all")
    await composer(page).press("Enter")

    await expect(page.get_by_role("alert")).to_have_text("/nothing is not a valid command.")


async def test_names_in_a_message_become_mentions_and_the_rest_stays_as_typed(
    slack: LocalSlack, app: AsyncApp, window: WindowOf
) -> None:
    page = await window(place=GENERAL)
    box = composer(page, "#general")
    await box.press_sequentially("Hi @Lind")
    await box.press("Tab")
    await box.press_sequentially("see #qu")
    await box.press("Enter")
    await box.press_sequentially("& <b> me@bo.example")
    await box.press("Shift+Enter")
    await box.press_sequentially("second line")
    await box.press("Enter")

    article = page.get_by_role("log").get_by_role("article")
    await expect(article).to_contain_text("Hi @Bo Lindqvist see #quiet & <b> me@bo.example")
    (message,) = slack.history(GENERAL)
    assert message.text == "Hi <@U0BO> see <#C0QUIET|quiet> &amp; &lt;b&gt; me@bo.example\nsecond line"


async def test_what_is_typed_at_nothing_goes_into_the_message_box(app: AsyncApp, window: WindowOf) -> None:
    page = await window()
    await page.keyboard.type("/coop")

    await expect(composer(page)).to_have_value("/coop")
    await expect(page.get_by_role("option", name="/coop")).to_be_visible()


async def test_a_draft_waits_in_its_conversation(app: AsyncApp, window: WindowOf) -> None:
    page = await window()
    await composer(page).fill("Not yet finished")
    await page.get_by_role("link", name="general").click()
    await expect(composer(page, "#general")).to_have_value("")
    await page.get_by_role("link", name="Coop").click()

    await expect(composer(page)).to_have_value("Not yet finished")


async def test_shortcuts_and_commands_are_in_a_menu_beside_the_composer(app: AsyncApp, window: WindowOf) -> None:
    @app.shortcut("log")
    async def _(ack: Any, shortcut: dict[str, Any], client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=shortcut["user"]["id"], text="The shortcut was taken.")

    page = await window()
    await page.get_by_role("button", name="Shortcuts and commands").press("Enter")
    await expect(page.get_by_role("menuitem", name="Log Log something", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("log")).to_contain_text("The shortcut was taken.")
