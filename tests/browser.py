"""A pytest plugin: tests marked `browser` get a real Chromium, and are named loudly where there is none.

There is one browser for all of them, and therefore one event loop: mark their module
`pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]`, and give their async fixtures
`loop_scope="session"` too.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import pytest_asyncio

from tools.system import INSTALL_CHROMIUM, find_chromium

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 10_000


class PageFor(Protocol):
    """Opens a window of the local workspace at `url` as somebody, ready to be used.

    `place` is what the address says after #: a conversation's id, with `/home` behind it for the app's Home;
    `window` is for Playwright's `new_context`. Each window has its own memory. A script that fails in one fails the
    test.
    """

    async def __call__(self, url: str, person: str, place: str = "", **window: Any) -> "Page": ...


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser's program, for Playwright's `executable_path`."""
    found = find_chromium()
    if found is None:
        pytest.skip(INSTALL_CHROMIUM)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: Path) -> "AsyncIterator[Browser]":
    """The one Chromium."""
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=chromium_path, args=list(ARGUMENTS))
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page_for(browser: "Browser") -> AsyncIterator[PageFor]:
    """Windows of the local workspace, closed after the test."""
    wrong: list[str] = []
    contexts = []

    async def open_page(url: str, person: str, place: str = "", **window: Any) -> "Page":
        context = await browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **window})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None,
        )
        await page.goto(f"{url}/?as={person}" + (f"#{place}" if place else ""))
        await page.locator("#frame[aria-busy=false]").wait_for()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert wrong == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run here."""
    if find_chromium() is not None:
        return
    for test in items:
        if test.get_closest_marker("browser"):
            test.add_marker(pytest.mark.skip(reason=INSTALL_CHROMIUM))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it where nobody overlooks it."""
    skipped = terminalreporter.stats.get("skipped", [])
    names = [report.nodeid for report in skipped if INSTALL_CHROMIUM in str(report.longrepr)]
    if not names:
        return
    terminalreporter.section(f"NOT RUN: {len(names)} tests in the browser", sep="!", red=True, bold=True)
    terminalreporter.line(f"To run them, {INSTALL_CHROMIUM}.", red=True, bold=True)
    for name in names:
        terminalreporter.line(f"NOT RUN {name}")
