"""Patience with a database that says nothing: whoever waits for it gives up in time, whatever becomes of the rest.

What is cancelled may take many seconds until it ends, for the driver asks a silent server to cancel it first.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_LEFT: set["asyncio.Future[Any]"] = set()
"""What nobody waits for any more, until it ends."""


async def in_time(doing: Coroutine[Any, Any, T], seconds: float) -> T:
    """What it gives. Raises TimeoutError where it takes longer, without waiting for its end."""
    work = asyncio.ensure_future(doing)
    try:
        done, _ = await asyncio.wait({work}, timeout=seconds)
    except asyncio.CancelledError:
        work.cancel()
        raise
    if done:
        return work.result()
    _LEFT.add(work)
    work.add_done_callback(_ended)
    work.cancel()
    raise TimeoutError


def _ended(work: "asyncio.Future[Any]") -> None:
    _LEFT.discard(work)
    if not work.cancelled():
        work.exception()  # it was waited for long enough
