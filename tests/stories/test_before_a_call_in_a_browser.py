"""The two cards before a call, and all of one person on one page, seen in a real browser; with pictures (E5 to E8)."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser import PageFor
from tests.stories.test_the_demo_in_a_browser import (
    WINDOW,
    _demo,
    _finds_what_was_due_already,
    _last,
    _next,
    _picture,
    _type,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.timeout(120)
async def test_e5_to_e8_a_call_is_prepared_for_and_looked_up_in_the_browser(page_for: PageFor, tmp_path: Path) -> None:
    """The day before: read, ticked, noted. Ten minutes before: the profile first, and what to ask about."""
    async with _demo(tmp_path) as url:
        page = await page_for(url, "U0ADA", viewport=WINDOW, device_scale_factor=2)
        await _finds_what_was_due_already(page)
        await _type(page, "/coop intro Dana Reyes via @sam https://linkedin.com/in/dana the one who knows pricing")
        await expect(_last(page)).to_contain_text("Noted: Dana Reyes")
        await _type(page, "/coop call Dana tomorrow 8am")
        card = _last(page)
        await expect(card).to_contain_text("Prepare for your call with Dana Reyes")
        await _prepares(page)
        await _type(page, "/coop contact Dana")
        await expect(_last(page)).to_contain_text("Future: A book on pricing")
        await expect(_last(page)).to_be_in_viewport()
        await _picture(page, "contact")
        await _next(page)
        await expect(_last(page)).to_contain_text("Your call is about to begin.")
        await expect(_last(page)).to_be_in_viewport()
        await expect(_last(page)).to_contain_text("Past: Founded two start-ups")
        await expect(_last(page).get_by_role("link", name="Open their profile").first).to_be_visible()
        await _picture(page, "call-card")


async def _prepares(page: Page) -> None:
    await _last(page).get_by_role("button", name="Make notes").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("What do you hope to learn?").fill("How they run onboarding in one afternoon")
    await form.get_by_label("Question 1").fill("Who else should I meet?")
    await form.get_by_label("Their past").fill("Founded two start-ups")
    await form.get_by_label("Their present").fill("Hiring a team of six")
    await form.get_by_label("Their future").fill("A book on pricing")
    await form.get_by_label("Their website").fill("https://dana.example")
    await _picture(page, "preparing")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_contain_text("Noted for your call")
    await form.get_by_role("button", name="Done").click()
    await expect(form).to_have_count(0)
    await _type(page, "/coop")
    await expect(_last(page)).to_contain_text("To learn: How they run onboarding")
    await _last(page).get_by_role("link", name="Website: open it, and tick it").click()
    await expect(_last(page)).to_contain_text("Read: Website")
    await page.bring_to_front()
    await _picture(page, "preparation-card")
