"""The whole program with a heart in its event loop: it has got ready, and then, all at once, many nudges are due."""

import asyncio
import json
import sys
from datetime import timedelta

from sqlalchemy import text

from benchmarks.heart import beating
from bot import config, logs
from bot.app import running
from bot.clock import MovableClock
from etiquette.store.session import Store

BEFORE = timedelta(days=30)
A_WHILE = 0.25


async def watched() -> float:
    """The longest stall of the loop while everything that is due is posted, in milliseconds."""
    settings, clock = config.load(), MovableClock()
    logs.configure(settings.log_level, settings.log_format)
    now = clock.now()
    clock.set(now - BEFORE)
    async with running(settings, clock) as program:
        await program.quiet()
        async with beating() as heart:
            clock.set(now)
            while await _is_something_left(program.store):
                await asyncio.sleep(A_WHILE)
        return heart.stall * 1000


async def _is_something_left(store: Store) -> bool:
    async with store.reading() as tx:
        left = await tx.connection.execute(text("SELECT 1 FROM nudges WHERE state <> 'posted' LIMIT 1"))
        return left.first() is not None


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"stall": asyncio.run(watched())}) + "\n")
