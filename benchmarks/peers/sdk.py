"""Posting with Slack's own SDK alone: AsyncWebClient on one shared session, so many calls at once, and nothing besides.

At its fair best: connections are kept open, and of the numbers of calls at once that were tried this one was fastest.
"""

import asyncio
import json
import sys
from time import perf_counter
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.processes import BOT_TOKEN

AT_ONCE = 16


async def posted(api_url: str, message: dict[str, Any], count: int) -> float:
    """Posts the same message to so many people; how many seconds it took."""
    numbers = iter(range(1, count + 1))
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(BOT_TOKEN, base_url=api_url, session=session)

        async def one_after_another() -> None:
            for number in numbers:
                await client.chat_postMessage(**to_somebody(message, number))

        began = perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        return perf_counter() - began


def to_somebody(message: dict[str, Any], number: int) -> dict[str, Any]:
    """The message that our program posts, to one of many people, told apart by its metadata as ours are."""
    payload = {"delivery": str(number), "nudges": str(number)}
    metadata = {"event_type": "reminder", "event_payload": payload}
    return {**message, "channel": f"D0M{number}", "metadata": metadata}


if __name__ == "__main__":
    took = asyncio.run(posted(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])))
    sys.stdout.write(json.dumps({"elapsed": took}) + "\n")
