"""APScheduler 3 with one job per reminder in its SQLAlchemy job store, as its documentation has it.

`add`: so many reminders are added, each by `add_job`, for there is no way to add several at once.
`run`: all of them are due, and are run; each posts its message with Slack's SDK, on one shared session.
At its fair best: an asyncio scheduler, a job store that is as durable as ours, no job is dropped for being late, and as
many calls to Slack at once as the SDK alone is fastest with.
"""

import asyncio
import json
import logging
import sys
from datetime import timedelta
from time import perf_counter
from typing import Any

import aiohttp
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.heart import beating
from benchmarks.peers.bolt import durable
from benchmarks.peers.sdk import AT_ONCE, to_somebody
from benchmarks.processes import BOT_TOKEN
from bot.clock import Clock

LATE = timedelta(minutes=1)
LATER = timedelta(days=30)


class Slack:
    """Where the jobs find what they post with: a job that is stored names a function, and can hold no session."""

    client: AsyncWebClient
    gate: asyncio.Semaphore
    message: dict[str, Any]
    posted = 0


async def remind(number: int) -> None:
    """One reminder."""
    async with Slack.gate:
        await Slack.client.chat_postMessage(**to_somebody(Slack.message, number))
    Slack.posted += 1


def scheduler_on(url: str) -> AsyncIOScheduler:
    """It holds its jobs in the database; its clock is UTC."""
    return AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(engine=durable(url))}, timezone="UTC")


async def added(url: str, count: int, *, due_in: timedelta) -> float:
    """Adds so many reminders; how many seconds it took."""
    scheduler = scheduler_on(url)
    scheduler.start(paused=True)
    at = Clock().now() + due_in
    began = perf_counter()
    for number in range(1, count + 1):
        scheduler.add_job(remind, "date", run_date=at, args=[number], id=str(number), misfire_grace_time=None)
    took = perf_counter() - began
    scheduler.shutdown()
    return took


async def ran(url: str, count: int, api_url: str, message: dict[str, Any]) -> float:
    """The longest stall of the event loop while so many reminders that are due are posted, in milliseconds."""
    await added(url, count, due_in=-LATE)
    async with aiohttp.ClientSession() as session:
        Slack.client = AsyncWebClient(BOT_TOKEN, base_url=api_url, session=session)
        Slack.gate, Slack.message = asyncio.Semaphore(AT_ONCE), message
        scheduler = scheduler_on(url)
        async with beating() as heart:
            scheduler.start()
            while Slack.posted < count:
                await asyncio.sleep(0.05)
        scheduler.shutdown()
    return heart.stall * 1000


def main() -> None:
    """Says what it came to, in one line of JSON."""
    logging.disable(logging.WARNING)
    does, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if does == "add":
        told = {"elapsed": asyncio.run(added(url, count, due_in=LATER))}
    else:
        told = {"stall": asyncio.run(ran(url, count, sys.argv[4], json.loads(sys.argv[5])))}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    from benchmarks.peers.reminders import main as named  # a stored job names its function by its module

    named()
