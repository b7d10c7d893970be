"""Sweeping where nothing is due: how long one sweep takes, over and over."""

import asyncio
import json
import sys
from statistics import median
from time import perf_counter

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from etiquette.store.session import Store
from scheduler.desk import Desk, Watch
from scheduler.slack import WayOut
from scheduler.sweep import sweep

WARM = 20


async def swept(url: str, count: int) -> float:
    """The median of so many empty sweeps, in milliseconds."""
    store, clock = Store(url), Clock()
    desk = Desk(
        store,
        WayOut(AsyncWebClient(), clock.machine_now),
        clock.now,
        clock.machine_now,
        Watch(clock.machine_now, clock.monotonic),
    )
    took = []
    for number in range(WARM + count):
        began = perf_counter()
        if await sweep(desk):
            raise RuntimeError("something was due")
        if number >= WARM:
            took.append(perf_counter() - began)
    await store.close()
    return median(took) * 1000


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"milliseconds": asyncio.run(swept(sys.argv[1], int(sys.argv[2])))}) + "\n")
