"""Windows of several people, the app's Home, the clock, and what the page does when the workspace goes and comes."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect
from slack_bolt.async_app import AsyncApp

from emulator import Clock, LocalSlack
from tests.browser import PageFor
from tests.emulator.page.conftest import START, WindowOf
from tests.emulator.workplace import (
    ADA,
    BO,
    CLEO,
    GENERAL,
    actions,
    button,
    make_installed,
    make_seed,
    section,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_two_windows_are_two_people(slack: LocalSlack, app: AsyncApp, window: WindowOf) -> None:
    ada, cleo = await window(ADA, GENERAL), await window(CLEO)
    await ada.get_by_role("textbox", name="Message #general").fill("Good morning, Cleo")
    await ada.keyboard.press("Enter")

    await expect(cleo.get_by_role("link", name="general, 1 unread")).to_be_visible()
    await expect(cleo).to_have_title("(1) Coop – Cleo Marchetti")
    await cleo.get_by_role("link", name="general, 1 unread").click()
    await expect(cleo.get_by_role("article", name="Ada Okafor, 10:04")).to_contain_text("Good morning, Cleo")
    await expect(cleo.get_by_role("link", name="general", exact=True)).to_have_attribute("aria-current", "page")
    await expect(ada.get_by_role("article", name="Ada Okafor, 15:04")).to_be_visible()


async def test_who_one_is_stands_in_the_address_and_is_switched_in_the_sidebar(app: AsyncApp, window: WindowOf) -> None:
    page = await window(ADA)
    await page.get_by_role("button", name="You are: Ada Okafor").click()
    await expect(page.get_by_role("menu", name="Who you are").get_by_role("menuitem", name="Dan Wu")).to_have_count(0)
    await page.get_by_role("menuitem", name="Bo Lindqvist").click()

    await expect(page.get_by_role("button", name="You are: Bo Lindqvist")).to_be_visible()
    assert f"?as={BO}" in page.url
    await expect(page.get_by_role("link", name="secrets")).to_be_visible()


async def test_one_can_write_to_somebody_one_never_wrote_to(slack: LocalSlack, app: AsyncApp, window: WindowOf) -> None:
    page = await window(ADA)
    await page.keyboard.press("Control+k")
    jump = page.get_by_role("dialog", name="Jump to")
    await jump.get_by_role("combobox", name="Jump to").press_sequentially("marc")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Cleo Marchetti", level=1)).to_be_visible()
    await expect(page.get_by_role("textbox", name="Message Cleo Marchetti")).to_be_focused()
    await page.keyboard.type("Hello")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("article")).to_contain_text("Hello")


async def test_home_is_drawn_anew_when_the_app_publishes(app: AsyncApp, window: WindowOf) -> None:
    @app.event("app_home_opened")
    async def _(event: dict[str, Any], client: Any) -> None:
        if event["tab"] == "home":
            due = [section("*Thank Sam*"), actions(button("done", "Done", "1"))]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": due})

    @app.action("done")
    async def _(ack: Any, body: dict[str, Any], client: Any) -> None:
        nothing = [section("Nothing is due.")]
        await client.views_publish(user_id=body["user"]["id"], view={"type": "home", "blocks": nothing})
        await ack()

    page = await window()
    await page.get_by_role("tab", name="Messages").press("ArrowLeft")
    panel = page.get_by_role("tabpanel", name="Home")
    await expect(panel).to_contain_text("Thank Sam")
    await expect(page.get_by_role("tab", name="Home")).to_be_focused()
    await panel.get_by_role("button", name="Done").press("Enter")
    await expect(panel).to_contain_text("Nothing is due.")
    assert page.url.endswith("/home")
    await page.go_back()

    await expect(page.get_by_role("tabpanel", name="Messages")).to_be_visible()


async def test_a_message_shortcut_is_in_the_messages_menu(app: AsyncApp, window: WindowOf) -> None:
    taken: list[dict[str, Any]] = []

    @app.shortcut("keep")
    async def _(ack: Any, shortcut: dict[str, Any]) -> None:
        taken.append(shortcut)
        await ack()

    await app.client.chat_postMessage(channel=GENERAL, text="The deck by Friday")
    page = await window(place=GENERAL)
    await page.get_by_role("button", name="More actions").press("Enter")
    await page.get_by_role("menuitem", name="Keep").press("Enter")
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(page.get_by_role("button", name="More actions")).to_be_focused()

    assert taken[0]["message"]["text"] == "The deck by Friday"


async def test_the_clock_moves_by_hours_days_and_to_what_happens_next(
    app: AsyncApp, window: WindowOf, plans: list[float]
) -> None:
    plans.append(START.timestamp() + 3 * 86400)
    page = await window()
    clock = page.get_by_role("complementary", name="Clock")
    following = clock.get_by_role("button", name="To what happens next")

    await expect(clock).to_contain_text("Tue, 24 November 2026 15:04")
    await expect(following).to_have_accessible_description("Fri 27 Nov, 15:04")
    await clock.get_by_role("button", name="+1 hour").click()
    await expect(clock).to_contain_text("16:04")
    await clock.get_by_role("button", name="+1 day").click()
    await expect(clock).to_contain_text("Wed, 25 November 2026 16:04")
    await following.click()
    await expect(clock).to_contain_text("Fri, 27 November 2026 15:04")
    await expect(following).to_have_attribute("aria-disabled", "true")
    await expect(following).to_have_accessible_description("Nothing is planned")
    await expect(following).to_be_focused()


async def test_what_came_elsewhere_while_time_passed_is_offered(
    app: AsyncApp, window: WindowOf, slack: LocalSlack
) -> None:
    slack.faults.delay("chat.postMessage", 0.3)
    page = await window(place=GENERAL)
    posting = asyncio.create_task(app.client.chat_postMessage(channel=ADA, text="Thank Sam?"))
    await asyncio.sleep(0.1)
    await page.get_by_role("button", name="+1 day").click()
    await page.get_by_role("status").get_by_role("button", name="Show").click()
    await posting

    await expect(page.get_by_role("article")).to_contain_text("Thank Sam?")
    await expect(page.get_by_role("status").get_by_role("button", name="Show")).to_have_count(0)


async def test_the_strip_is_busy_while_time_passes(slack: LocalSlack, app: AsyncApp, window: WindowOf) -> None:
    @app.action("never")
    async def _() -> None:
        await asyncio.sleep(0.4)

    page = await window()
    pressing = asyncio.create_task(_press_something(slack, app))
    await asyncio.sleep(0.1)
    await page.get_by_role("button", name="+1 day").click()

    await expect(page.get_by_role("complementary", name="Clock")).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("button", name="+1 hour")).to_have_attribute("aria-disabled", "true")
    await expect(page.get_by_role("complementary", name="Clock")).to_have_attribute("aria-busy", "false")
    await pressing


async def _press_something(slack: LocalSlack, app: AsyncApp) -> None:
    await app.client.chat_postMessage(channel=ADA, text="x", blocks=[actions(button("never", "Never"))])
    ada = slack.person(ADA)
    await ada.press(ada.inbox[-1], "never")


async def test_today_becomes_yesterday(slack: LocalSlack, app: AsyncApp, window: WindowOf) -> None:
    await app.client.chat_postMessage(channel=ADA, text="First")
    page = await window()
    await expect(page.get_by_role("separator", name="Today")).to_be_visible()
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.get_by_role("separator", name="Yesterday")).to_be_visible()
    await app.client.chat_postMessage(channel=ADA, text="Second")

    await expect(page.get_by_role("separator")).to_have_count(2)


async def test_messages_of_one_author_are_joined_changed_and_removed(app: AsyncApp, window: WindowOf) -> None:
    page = await window()
    sent = [await app.client.chat_postMessage(channel=ADA, text=text) for text in ("One", "Two", "Three")]
    articles = page.get_by_role("article")
    await expect(articles).to_have_count(3)
    await expect(articles.nth(1)).to_have_class(re.compile("grouped"))
    await app.client.chat_update(channel=sent[1]["channel"], ts=str(sent[1]["ts"]), text="Two, mended")
    await expect(articles.nth(1)).to_contain_text("Two, mended")
    await app.client.chat_delete(channel=sent[0]["channel"], ts=str(sent[0]["ts"]))

    await expect(articles).to_have_count(2)
    await expect(articles.nth(0).get_by_text("Coop")).to_be_visible()


async def test_a_restart_of_the_workspace_passes_quietly(page_for: PageFor, tmp_path: Any) -> None:
    state = tmp_path / "state.json"
    first = LocalSlack(make_installed(), make_seed(), state=state, clock=Clock(START))
    await first.start()
    page = await page_for(first.url, ADA, GENERAL)
    await first.person(BO).say(GENERAL, "Before")
    await expect(page.get_by_role("article")).to_have_count(1)
    await first.stop()
    second = LocalSlack(make_installed(), make_seed(), port=int(first.url.rpartition(":")[2]), state=state)
    await second.start()
    await second.person(BO).say(GENERAL, "While nobody listened")

    await expect(page.get_by_role("article")).to_have_count(2)
    await second.person(BO).say(GENERAL, "Live again")
    await expect(page.get_by_role("article")).to_have_count(3)
    await second.stop()
