"""What every test may ask for. The plugins bring the databases, the browser and the closed door."""

import gc

pytest_plugins = ("tests.sockets", "tests.databases", "tests.browser")


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: the garbage collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
