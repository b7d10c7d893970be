"""The loop that everybody writes first: what is due is read, and each row is posted, marked and committed, one by one.

At its fair best: Slack's SDK on one shared session, which keeps its connection open; SQLAlchemy without asyncio in
between, on a durable database.
"""

import asyncio
import json
import sys
from datetime import timedelta
from time import perf_counter
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, Table, Text, insert, select, update

from benchmarks.peers.bolt import durable
from benchmarks.peers.sdk import to_somebody
from benchmarks.processes import BOT_TOKEN
from bot.clock import Clock

reminders = Table(
    "reminders",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("due_at", DateTime(timezone=True), index=True, nullable=False),
    Column("posted_at", DateTime(timezone=True)),
    Column("ts", Text),
)


async def posted(api_url: str, message: dict[str, Any], count: int, engine: Engine) -> float:
    """Posts and marks so many reminders; how many seconds it took."""
    reminders.metadata.create_all(engine)
    now = Clock().now()
    with engine.begin() as connection:
        rows = [{"id": number, "due_at": now - timedelta(minutes=1)} for number in range(1, count + 1)]
        connection.execute(insert(reminders), rows)
    began = perf_counter()
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(BOT_TOKEN, base_url=api_url, session=session)
        with engine.begin() as connection:
            is_due = (reminders.c.posted_at.is_(None), reminders.c.due_at <= now)
            due = connection.execute(select(reminders.c.id).where(*is_due).order_by(reminders.c.due_at)).scalars().all()
        for number in due:
            answer = await client.chat_postMessage(**to_somebody(message, number))
            marked = {"posted_at": Clock().now(), "ts": answer["ts"]}
            with engine.begin() as connection:
                connection.execute(update(reminders).where(reminders.c.id == number).values(marked))
    return perf_counter() - began


if __name__ == "__main__":
    api_url, message, count, url = sys.argv[1:]
    took = asyncio.run(posted(api_url, json.loads(message), int(count), durable(url)))
    sys.stdout.write(json.dumps({"elapsed": took}) + "\n")
