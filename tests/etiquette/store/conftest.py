"""A database of each kind, and Ada, who writes into it."""

from collections.abc import AsyncIterator

import pytest

from etiquette.store.session import Store
from tests.cast import ADA, Hand, opened


@pytest.fixture
async def store(emptied_url: str) -> AsyncIterator[Store]:
    async with opened(emptied_url) as store:
        yield store


@pytest.fixture
async def ada(store: Store) -> Hand:
    return await Hand.of(store, ADA)
