"""`coopetiquette check --live`: posts to the workspace, reads that back, and cleans up after itself."""

from collections.abc import AsyncIterator
from uuid import uuid4

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.check import UNREACHABLE, Finding, client, told
from bot.config import Settings

WORDS = "Coopetiquette checks that it can write here. This message goes away by itself."
EVENT_TYPE = "coop_check"


async def live_findings(settings: Settings, channel: str | None) -> AsyncIterator[Finding]:
    """Post to `channel`, else to the direct messages of the workspace's owner, or of the first member."""
    async with aiohttp.ClientSession() as session:
        slack = client(settings, session)
        try:
            place = channel or await _direct_message(slack)
        except UNREACHABLE as error:
            yield Finding("live: a direct message", told(error, "SLACK_BOT_TOKEN"))
            return
        if place is None:
            yield Finding("live: a direct message", "The workspace has no member to write to: name a --channel.")
            return
        async for finding in _posted_and_read(slack, place):
            yield finding


async def _direct_message(slack: AsyncWebClient) -> str | None:
    people = (await slack.users_list(limit=200))["members"]
    members = [one for one in people if not (one.get("deleted") or one.get("is_bot") or one["id"] == "USLACKBOT")]
    if not members:
        return None
    owner = next((one for one in members if one.get("is_primary_owner")), members[0])
    return str((await slack.conversations_open(users=owner["id"]))["channel"]["id"])


async def _posted_and_read(slack: AsyncWebClient, place: str) -> AsyncIterator[Finding]:
    mark = uuid4().hex
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"check": mark}}
    try:
        ts = (await slack.chat_postMessage(channel=place, text=WORDS, metadata=metadata))["ts"]
    except UNREACHABLE as error:
        yield Finding("live: posts", told(error, "SLACK_BOT_TOKEN"))
        return
    yield Finding("live: posts")
    try:
        yield Finding("live: reads it back", await _read_back(slack, place, ts, mark))
    except UNREACHABLE as error:
        yield Finding("live: reads it back", told(error, "SLACK_BOT_TOKEN"))
    try:
        await slack.chat_delete(channel=place, ts=ts)
    except UNREACHABLE as error:
        yield Finding("live: cleans up", told(error, "SLACK_BOT_TOKEN"))
    else:
        yield Finding("live: cleans up")


async def _read_back(slack: AsyncWebClient, place: str, ts: str, mark: str) -> str | None:
    answer = await slack.conversations_history(
        channel=place, oldest=ts, latest=ts, inclusive=True, limit=1, include_all_metadata=True
    )
    marks = [message.get("metadata", {}).get("event_payload", {}).get("check") for message in answer["messages"]]
    return None if mark in marks else "The message came back without its metadata, by which lost posts are found."
