"""A digest with its picture, as a channel reads it in the local workspace, in the light and in the dark (E17)."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from etiquette.rules.calls import CallState
from etiquette.rules.deliverables import DeliverableState
from etiquette.rules.thanks import ThankYouState
from etiquette.store.records import Fact, add
from tests.browser import PageFor
from tests.builders import (
    TUESDAY,
    make_call,
    make_contact,
    make_deliverable,
    make_introduction,
    make_lesson,
    make_thank_you,
)
from tests.whole import Whole, whole

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PICTURES = Path(__file__).parents[2] / "build" / "pictures"
WINDOW = {"width": 1280, "height": 1100}
# How many introductions, thank-yous and promises kept each of the three had, week by week, the last one first.
WEEKS = [(2, 3, 1), (1, 2, 1), (3, 2, 2), (1, 1, 0), (2, 2, 1), (1, 0, 1), (0, 1, 0), (1, 2, 1), (2, 1, 1), (1, 1, 0)]
ASK_FOR_BAD_NEWS = "Ask for the bad news first.\nPeople tell you the good news anyway."


@pytest_asyncio.fixture(loop_scope="session")
async def story(sqlite_url: str) -> AsyncIterator[Whole]:
    async with whole(sqlite_url) as told:
        yield told


async def test_e17_a_digest_with_its_picture_is_read_in_either_theme(page_for: PageFor, story: Whole) -> None:
    """Set up by a command, previewed; then the clock moves to Friday, and the channel reads it."""
    await _has_been_busy(story)
    page = await page_for(story.slack.url, "U0ADA", "C0GENERAL", viewport=WINDOW, device_scale_factor=2)
    composer = page.get_by_role("textbox", name="Message")
    await composer.fill("/coop digest #general Friday 3pm")
    await composer.press("Escape")
    await composer.press("Enter")
    await expect(page.get_by_text("gets a digest every Friday at 15:00")).to_be_visible()
    await _picture(page, "digest-set-up")

    await story.move_to(datetime(2026, 11, 27, 15, tzinfo=UTC))

    picture = page.get_by_role("img", name="The 12 weeks from that of")
    await expect(picture).to_be_visible()
    await expect(page.get_by_text("Ask for the bad news first.").last).to_be_visible()
    await picture.scroll_into_view_if_needed()
    await _picture(page, "digest")
    await page.emulate_media(color_scheme="dark")
    await _picture(page, "digest-dark")


async def _has_been_busy(story: Whole) -> None:
    """Ada, Sam and Dan were introduced, spoke, kept promises and gave thanks, in some weeks more than in others."""
    for person in ("U0ADA", "U0SAM", "U0DAN"):
        await story.slack.person(person).command("/coop")
        async with story.program.store.writing() as tx:
            for fact in _facts(person):
                await add(tx, fact)
    async with story.program.store.writing() as tx:
        await add(tx, make_lesson(created_at=TUESDAY - timedelta(hours=2)))
        await add(tx, make_lesson(id="l-sam", member_id="U0SAM", text=ASK_FOR_BAD_NEWS))


def _facts(person: str) -> Iterator[Fact]:
    """Twelve weeks of somebody's, with a contact of their own."""
    contact_id = f"c-{person}"
    yield make_contact(id=contact_id, member_id=person)
    for back, (introduced, thanked, kept) in enumerate(WEEKS):
        at = TUESDAY - timedelta(weeks=back, hours=2)
        own: dict[str, Any] = {"member_id": person, "contact_id": contact_id}
        for number in range(introduced):
            yield make_introduction(id=f"i-{person}-{back}-{number}", moved_at=at, **own)
        for number in range(thanked):
            sent = {"state": ThankYouState.SENT, "settled_at": at}
            yield make_thank_you(id=f"t-{person}-{back}-{number}", **sent, **own)
        for number in range(kept):
            delivered = {"state": DeliverableState.DELIVERED, "settled_at": at}
            yield make_deliverable(id=f"d-{person}-{back}-{number}", **delivered, **own)
        yield make_call(id=f"k-{person}-{back}", state=CallState.HELD, starts_at=at, **own)


async def _picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")
