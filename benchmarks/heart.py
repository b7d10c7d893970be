"""A heart in an event loop: it would beat every millisecond, and remembers the longest that it was kept from it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

BEAT = 0.001


@dataclass(slots=True)
class Heart:
    """`stall` in seconds, beyond the beat itself."""

    stall: float = 0.0

    async def beat(self) -> None:
        """Beats until it is cancelled."""
        now = asyncio.get_running_loop().time
        while True:
            began = now()
            await asyncio.sleep(BEAT)
            self.stall = max(self.stall, now() - began - BEAT)


@asynccontextmanager
async def beating() -> AsyncIterator[Heart]:
    """A heart that beats for the length of the block."""
    heart = Heart()
    beats = asyncio.ensure_future(heart.beat())
    try:
        yield heart
    finally:
        beats.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beats
