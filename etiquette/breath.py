"""A breath: whoever works in the event loop for long lets the others in between."""

import asyncio
from time import monotonic

LONGEST = 0.005
"""Seconds for which work may keep the event loop to itself."""


class Breath:
    """Awaited between one piece of work and the next. There is one, as there is one event loop."""

    _taken_at = 0.0

    async def __call__(self) -> None:
        """Lets the others in, unless they were let in a moment ago."""
        if monotonic() - self._taken_at > LONGEST:
            await asyncio.sleep(0)
            self._taken_at = monotonic()


breath = Breath()
