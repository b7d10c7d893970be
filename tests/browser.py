"""A pytest plugin: tests marked `browser` get a real Chromium, and are named loudly where there is none."""

from pathlib import Path

import pytest

from tools.system import INSTALL_CHROMIUM, find_chromium

NOT_RUN = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser's program, for Playwright's `executable_path`."""
    found = find_chromium()
    if found is None:
        pytest.skip(INSTALL_CHROMIUM)
    return found


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what cannot run here, and remember its name."""
    if find_chromium() is not None:
        return
    wanting = [test for test in items if test.get_closest_marker("browser")]
    for test in wanting:
        test.add_marker(pytest.mark.skip(reason=INSTALL_CHROMIUM))
    config.stash[NOT_RUN] = [test.nodeid for test in wanting]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say it where nobody overlooks it."""
    names = config.stash.get(NOT_RUN, [])
    if not names:
        return
    terminalreporter.section(f"NOT RUN: {len(names)} tests in the browser", sep="!", red=True, bold=True)
    terminalreporter.line(f"To run them, {INSTALL_CHROMIUM}.", red=True, bold=True)
    for name in names:
        terminalreporter.line(f"NOT RUN {name}")
