"""Erasures: what was forgotten here is deleted at Slack, too (N7); and the database's own log is emptied of it."""

import contextlib
import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from etiquette.rules.erasures import LAST_WORD, Erasure
from etiquette.rules.errors import AwayError
from etiquette.rules.imports import next_try
from etiquette.store import erasures
from scheduler.desk import Desk
from scheduler.files import shares
from scheduler.slack import DeliveryError, Verdict
from scheduler.turns import Work, by_workspace, side_by_side

LEASE = timedelta(minutes=5)
BATCH = 100
TRIES = 50
CALENDAR = ".ics"

log = structlog.get_logger()


async def erase(desk: Desk) -> int:
    """Deletes at Slack what is to be deleted by now. Gives back how many erasures were brought to their end."""
    if desk.store.remembers:
        await desk.store.empty_log()
    return await side_by_side(partial(_claimed, desk))


async def _claimed(desk: Desk, in_hand: Collection[str]) -> Mapping[str, Work]:
    """What is to be deleted by now, claimed, by workspace."""
    if desk.is_closing:
        return {}
    async with desk.store.reading() as tx:
        if not await erasures.has_due(tx, desk.now(), in_hand):
            return {}
    async with desk.store.writing() as tx:
        claimed = await erasures.claim(tx, desk.now(), desk.now() + LEASE, BATCH, in_hand)
    return by_workspace(claimed, lambda erasure: erasure.workspace_id, partial(_handled, desk))


async def _handled(desk: Desk, erasure: Erasure) -> bool:
    """One erasure to its end; what Slack cannot do now is done later, and what is gone is gone."""
    try:
        await _erased(desk, erasure)
    except DeliveryError as error:
        is_away = error.verdict is Verdict.UNKNOWN and erasure.attempts < TRIES
        if error.verdict is Verdict.PASSING or is_away:
            log.warning("erasure_waits", erasure=erasure.id, reason=error.reason)
            await _later(desk, erasure, error.wait or next_try(erasure.attempts) or LEASE)
            return False
        log.warning("erasure_refused", erasure=erasure.id, reason=error.reason)
    except AwayError:
        raise  # it is tried again when the lease has run out
    except Exception as error:  # a mistake of ours in one must not keep the others from being erased
        log.exception("erasure_failed", erasure=erasure.id, error=type(error).__name__)
        await _later(desk, erasure, LEASE)
        return False
    async with desk.store.writing() as tx:
        await erasures.done(tx, erasure)
    return True


async def _later(desk: Desk, erasure: Erasure, wait: timedelta) -> None:
    async with desk.store.writing() as tx:
        await erasures.put_off(tx, erasure, desk.now() + wait)


async def _erased(desk: Desk, erasure: Erasure) -> None:
    if erasure.file_id:
        await _erase_file(desk, erasure, erasure.file_id)
    elif erasure.channel and erasure.ts:
        await _delete(desk, erasure, erasure.channel, erasure.ts)
    elif erasure.channel:
        await _walk(desk, erasure, erasure.channel)


async def _erase_file(desk: Desk, erasure: Erasure, file_id: str) -> None:
    """A file of the bot's, and the messages that share it."""
    shared = await shares(desk.slack, erasure.workspace_id, file_id)
    for channel, messages in (shared or {}).items():
        for ts in messages:
            await _delete(desk, erasure, channel, ts)
    if shared is not None:
        await desk.slack.call(erasure.workspace_id, "files.delete", file=file_id)


async def _walk(desk: Desk, erasure: Erasure, where: str) -> None:
    """What the bot said in a conversation, as far as it carries one of the ids: in a button, or in its metadata.

    What still has its row here is drawn anew without it, and so is the last word left. A file goes with its message.
    """
    channel = await desk.slack.open(erasure.workspace_id, where) if where[:1] in {"U", "W"} else where
    async with contextlib.aclosing(desk.slack.history(erasure.workspace_id, channel)) as said:
        found = [(str(each["ts"]), _files_in(each)) async for each in said if _is_meant(each, erasure)]
    for ts, files in found:
        for file_id in files:
            await _erase_file(desk, erasure, file_id)
        async with desk.store.reading() as tx:
            stands = await erasures.stands(tx, erasure.workspace_id, channel, ts)
        if not stands:
            await _delete(desk, erasure, channel, ts)


def _is_meant(said: Mapping[str, Any], erasure: Erasure) -> bool:
    if not said.get("bot_id"):
        return False
    blocks = said.get("blocks") or []
    if any(block.get("block_id") == LAST_WORD for block in blocks):
        return False
    shown = json.dumps([blocks, said.get("metadata")])
    return erasure.ids is None or _is_calendar(said) or any(each in shown for each in erasure.ids)


def _is_calendar(said: Mapping[str, Any]) -> bool:
    """A call as a file carries no id: all of them go, as exports do. They are theirs to keep if they saved them."""
    return any(str(file.get("name")).endswith(CALENDAR) for file in said.get("files") or [])


def _files_in(said: Mapping[str, Any]) -> list[str]:
    return [str(file["id"]) for file in said.get("files") or [] if file.get("id")]


async def _delete(desk: Desk, erasure: Erasure, channel: str, ts: str) -> None:
    """One message; one that is gone, or not ours, is let be."""
    try:
        await desk.slack.call(erasure.workspace_id, "chat.delete", channel=channel, ts=ts)
    except DeliveryError as error:
        if error.verdict in {Verdict.PASSING, Verdict.UNKNOWN}:
            raise
        log.info("message_not_erased", erasure=erasure.id, reason=error.reason)
