"""A breath: whoever was at work for long lets the others in."""

import asyncio
from time import monotonic

from etiquette.breath import LONGEST, breath


async def test_whoever_was_at_work_for_long_lets_the_others_in() -> None:
    waiting: list[str] = []
    asyncio.get_running_loop().call_soon(waiting.append, "let in")
    began = monotonic()
    while monotonic() - began <= LONGEST:
        assert waiting == []

    await breath()

    assert waiting == ["let in"]
