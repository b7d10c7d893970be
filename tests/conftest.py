"""What every test may ask for. The plugins bring the databases, the browser and the closed door."""

import gc

import pytest

pytest_plugins = ("tests.sockets", "tests.databases", "tests.browser")


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: the garbage collector need not walk through it again and again."""
    _keep()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Nor through what a file of tests leaves behind, such as caches: else it walks for seconds, and Slack gives up."""
    if nextitem is None or nextitem.path != item.path:
        _keep()


def _keep() -> None:
    gc.collect()
    gc.freeze()
