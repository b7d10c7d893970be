"""The demo, lived through in a real browser, as somebody without a Slack account does; with pictures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from demo.wiring import living
from tests.browser import PageFor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PICTURES = Path(__file__).parents[2] / "build" / "pictures"
# A Tuesday, 14:00 in London.
TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
WINDOW = {"width": 1280, "height": 900}


@pytest.mark.timeout(240)
async def test_a_week_of_etiquette_is_lived_through_in_the_browser(page_for: PageFor, tmp_path: Path) -> None:
    """E9 to E13 and N3, seen: typed, filled in, debriefed, thanked, undone, invited, delivered."""
    async with _demo(tmp_path) as url:
        page = await page_for(url, "U0ADA", viewport=WINDOW, device_scale_factor=2)
        await _finds_what_was_due_already(page)
        await _logs_an_introduction_by_typing_it(page)
        await _logs_a_past_call_by_its_form(page)
        await _debriefs_it_with_two_promises(page)
        await _is_nudged_to_thank_dana_and_takes_it_back_once(page)
        await _is_nudged_to_thank_sam_and_to_invite(page)
        await _is_reminded_of_the_promises(page)


async def test_home_and_the_dark_are_drawn(page_for: PageFor, tmp_path: Path) -> None:
    """What waits is on the Home tab, in either theme."""
    async with _demo(tmp_path) as url:
        page = await page_for(url, "U0ADA", viewport=WINDOW, device_scale_factor=2, color_scheme="dark")
        await page.get_by_role("tab", name="Home").click()
        await expect(page.get_by_text("VP Product, Tidewater")).to_be_visible()
        await _picture(page, "home-dark")
        await page.emulate_media(color_scheme="light")
        await _picture(page, "home")
        await page.get_by_role("button", name="Settings").click()
        await expect(page.get_by_role("dialog")).to_contain_text("Messages a day")
        await _picture(page, "settings")


@asynccontextmanager
async def _demo(folder: Path) -> AsyncIterator[str]:
    async with living(folder, 0, is_new=True, start=TUESDAY) as url:
        yield url


async def _finds_what_was_due_already(page: Page) -> None:
    """The cast has a past, and something of it is due."""
    await expect(_last(page)).to_contain_text("accepted your invitation?")


async def _logs_an_introduction_by_typing_it(page: Page) -> None:
    await _type(page, "/coop intro Dana Reyes via @sam https://linkedin.com/in/dana")
    noted = _last(page)
    await expect(noted).to_contain_text("Noted: Dana Reyes, introduced by @Sam Rivera")
    await _picture(page, "introduction")


async def _logs_a_past_call_by_its_form(page: Page) -> None:
    await _type(page, "/coop-call")
    form = page.get_by_role("dialog")
    await form.get_by_label("Who").fill("Dana Reyes")
    await _pick_day(form, "day", "2026-11-24")
    await _pick_time(form, "clock", "13:00")
    await _picture(page, "call-form")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_role("button", name="Debrief")).to_be_visible()


async def _debriefs_it_with_two_promises(page: Page) -> None:
    form = page.get_by_role("dialog")
    await form.get_by_role("button", name="Debrief").click()
    await form.get_by_label("What did you talk about?").fill("How they run onboarding in one afternoon")
    await form.locator("[data-block-id='two_way']").get_by_label("Yes").check()
    await form.get_by_label("Promise 1").fill("our onboarding deck")
    await _pick_day(form, "due-0", "2026-11-26")
    await form.get_by_label("Promise 2").fill("her checklist")
    await _pick_option(form, "owner-1", "They do")
    await _pick_day(form, "due-1", "2026-11-27")
    await _picture(page, "debrief")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_text("What comes next")).to_be_visible()
    await _picture(page, "debriefed")
    await form.get_by_role("button", name="Done").click()
    await expect(form).to_have_count(0)


async def _is_nudged_to_thank_dana_and_takes_it_back_once(page: Page) -> None:
    await _next(page)
    thanks = _last(page)
    await expect(thanks).to_contain_text("Thank Dana Reyes")
    await expect(thanks).to_contain_text("How they run onboarding in one afternoon")
    await _picture(page, "nudge")

    await thanks.get_by_role("button", name="Sent").click()
    await expect(thanks).to_contain_text("Marked as sent")
    await _picture(page, "answered")
    await thanks.get_by_role("button", name="Undo").click()
    await expect(thanks.get_by_role("button", name="Sent")).to_be_visible()
    await thanks.get_by_role("button", name="Sent").click()
    await expect(thanks).to_contain_text("Marked as sent")


async def _is_nudged_to_thank_sam_and_to_invite(page: Page) -> None:
    await _next(page)
    wednesday = _last(page)
    await expect(wednesday).to_contain_text("Thank @Sam Rivera for introducing Dana Reyes")
    await expect(wednesday).to_contain_text("Invite Dana Reyes to connect")
    await expect(wednesday).to_contain_text("of 200 characters")
    await expect(wednesday).to_contain_text("Our onboarding deck for Dana Reyes")
    await _picture(page, "together")


async def _is_reminded_of_the_promises(page: Page) -> None:
    for _ in range(6):
        await page.get_by_role("button", name="+1 day").click()
        await expect(page.get_by_role("button", name="+1 day")).to_be_enabled()
    await expect(page.get_by_text("Her checklist from Dana Reyes").first).to_be_visible()
    await expect(page.get_by_text("Has it arrived?").first).to_be_visible()


async def _type(page: Page, words: str) -> None:
    composer = page.get_by_role("textbox", name="Message Coopetiquette")
    await composer.fill(words)
    await composer.press("Escape")
    await composer.press("Enter")


async def _next(page: Page) -> None:
    messages = page.get_by_role("article")
    before = await messages.count()
    await page.get_by_role("button", name="To what happens next").click()
    await expect(messages).to_have_count(before + 1)


def _last(page: Page) -> Locator:
    return page.get_by_role("article").last


async def _picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")


async def _pick_day(form: Locator, field: str, day: str) -> None:
    """Types a day into a field that also has a calendar."""
    await form.locator(f"[data-block-id='{field}'] input").fill(day)


async def _pick_time(form: Locator, field: str, clock: str) -> None:
    """Types a time of day."""
    await form.locator(f"[data-block-id='{field}'] input").fill(clock)


async def _pick_option(form: Locator, field: str, label: str) -> None:
    """Picks from the menu of a field."""
    await form.locator(f"[data-block-id='{field}']").get_by_role("combobox").click()
    await form.page.get_by_role("option", name=label).click()
