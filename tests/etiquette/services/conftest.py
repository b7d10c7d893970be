"""A database of each kind, and the people who write into it."""

from collections.abc import AsyncIterator

import pytest

from etiquette.store.session import Store
from tests.builders import SAM
from tests.cast import ADA, DAN, DAN_ELSEWHERE, Hand, opened


@pytest.fixture
async def store(emptied_url: str) -> AsyncIterator[Store]:
    async with opened(emptied_url) as store:
        yield store


@pytest.fixture
async def ada(store: Store) -> Hand:
    return await Hand.of(store, ADA)


@pytest.fixture
async def sam(store: Store) -> Hand:
    """Who introduces people, in New York."""
    return await Hand.of(store, SAM)


@pytest.fixture
async def dan(store: Store) -> Hand:
    """Who has nothing to do with it."""
    return await Hand.of(store, DAN)


@pytest.fixture
async def dan_elsewhere(store: Store) -> Hand:
    """The same id in another workspace."""
    return await Hand.of(store, DAN_ELSEWHERE)
