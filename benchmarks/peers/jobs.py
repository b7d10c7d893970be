"""procrastinate on PostgreSQL: so many jobs that do nothing, deferred before, and run by one worker until none is left.

At its fair best: deferred in one batch, which is not timed; no waiting for notifications; and of the numbers of jobs at
once that were tried this one was fastest.
"""

import asyncio
import json
import logging
import sys
from time import perf_counter

from procrastinate import App, PsycopgConnector

AT_ONCE = 20


async def ran(url: str, count: int) -> float:
    """Runs so many empty jobs; how many seconds it took."""
    logging.disable(logging.WARNING)
    app = App(connector=PsycopgConnector(conninfo=url, min_size=4, max_size=AT_ONCE))

    @app.task(name="nothing")
    async def nothing() -> None:
        """Not even a post."""

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await nothing.batch_defer_async(*({} for _ in range(count)))
        began = perf_counter()
        await app.run_worker_async(concurrency=AT_ONCE, wait=False, listen_notify=False, install_signal_handlers=False)
        return perf_counter() - began


if __name__ == "__main__":
    took = asyncio.run(ran(sys.argv[1], int(sys.argv[2])))
    sys.stdout.write(json.dumps({"elapsed": took}) + "\n")
