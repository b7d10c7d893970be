"""Errands: short work that nobody waits for, but that is finished before the program stops."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)


class Errands:
    """What was begun after somebody had their answer. An errand that fails is logged; what it was about is saved."""

    def __init__(self) -> None:
        self._running: set[asyncio.Future[None]] = set()

    def run(self, errand: Coroutine[Any, Any, None]) -> None:
        """Begins an errand now."""
        running = asyncio.ensure_future(_careful(errand))
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def finished(self) -> None:
        """Waits until none is left."""
        while self._running:
            await asyncio.gather(*self._running)


async def _careful(errand: Coroutine[Any, Any, None]) -> None:
    try:
        await errand
    except Exception as error:  # noqa: BLE001  # Slack may refuse or be away; the facts are saved, and Home shows them
        log.warning("errand_failed", error=type(error).__name__)
