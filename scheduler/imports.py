"""Imports: a file that a member sent is fetched, read off the loop, taken in whole, and told of in one message.

1. Claim. 2. Say that it is read: its message is looked for before it is posted again. 3. Fetch, read, save in one
transaction. 4. Tell what came of it, in the same message; only then is nothing left to do.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import structlog

from etiquette.messages import imports as words
from etiquette.messages.refusals import sentence, went_wrong
from etiquette.messages.vocabulary import Message
from etiquette.rules.archives import is_archive
from etiquette.rules.digests import Trouble
from etiquette.rules.errors import AwayError, EtiquetteError, Refusal
from etiquette.rules.imports import Connection, Import, ImportState, checked_size, next_try
from etiquette.rules.members import Who
from etiquette.services.connections import keep_connections, read_list
from etiquette.services.exports import bring_back, channels_of, read_archive
from etiquette.store import imports
from etiquette.store.archives import Revived
from scheduler.channels import trouble_in
from scheduler.desk import Desk
from scheduler.files import download
from scheduler.lost_time import lost_with
from scheduler.queues import one_of_each
from scheduler.slack import DeliveryError, Verdict
from scheduler.turns import side_by_side

EVENT_TYPE = "coopetiquette_import"
STEP_ASIDE = timedelta(hours=1)
TRIES = 5
LONG = 2000
"""Connections from which on it is said how far it is."""

log = structlog.get_logger()

List = tuple[Sequence[Connection], int, int]


async def read_imports(desk: Desk) -> int:
    """Reads the files that wait, in each workspace one by one. Gives back how many were brought to their end."""
    return await side_by_side(partial(one_of_each, desk, imports, _handled))


async def _handled(desk: Desk, claimed: Import) -> bool:
    """One file to its end. What goes wrong is settled here, and never raised."""
    known = claimed
    try:
        known = await _begun(desk, claimed)
        if known.state is ImportState.WAITING:
            taken = await _taken_in(desk, known)
            if taken is None:
                return False  # forgotten, or taken in, meanwhile
            known = taken
        await _tell(desk, known, words.report(known))
    except EtiquetteError as error:
        return await _refuse(desk, known, error)
    except DeliveryError as error:
        return await _try_again(desk, known, error)
    except AwayError:
        raise  # it is tried again when the lease has run out
    except Exception as error:  # a mistake of ours in one file must not keep the others waiting
        log.exception("import_failed", import_id=known.id, error=type(error).__name__)
        return await _step_aside(desk, known)
    log.info("import_told", import_id=known.id, new=known.new, known=known.known, unreadable=known.unreadable)
    return True


async def _begun(desk: Desk, known: Import) -> Import:
    """With its message, whose `ts` is kept: found where a crash came between posting and keeping, or lost time."""
    if known.ts is not None:
        return known
    may_be_there = known.attempts > 1 or await lost_with(desk, known.workspace_id, known.created_at)
    ts = await _found(desk, known) if may_be_there else None
    if ts is None:
        said = words.reading(known)
        answer = await desk.slack.call(
            known.workspace_id,
            "chat.postMessage",
            channel=known.channel,
            text=said.text,
            blocks=said.blocks,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"import": known.id}},
        )
        ts = str(answer["ts"])
    async with desk.store.writing() as tx:
        return await imports.change(tx, known, ts=ts)


async def _found(desk: Desk, known: Import) -> str | None:
    async with contextlib.aclosing(desk.slack.history(known.workspace_id, known.channel, known.created_at)) as said:
        async for each in said:
            metadata = each.get("metadata") or {}
            if (metadata.get("event_payload") or {}).get("import") == known.id:
                return str(each["ts"])
    return None


async def _taken_in(desk: Desk, known: Import) -> Import | None:
    checked_size(known.size)
    content = await download(desk.slack, known.url, known.name)
    read = await asyncio.to_thread(_read, content, known)
    if isinstance(read, Revived):
        return await bring_back(desk.store, known, read, desk.now(), await _left(desk, read))
    rows, duplicates, unreadable = read
    if len(rows) > LONG:
        with contextlib.suppress(DeliveryError):
            await _draw(desk, known, words.saving(known, len(rows)))
    return await keep_connections(desk.store, known, rows, duplicates=duplicates, unreadable=unreadable)


async def _left(desk: Desk, brought: Revived) -> set[str]:
    """The channels of an export's digests in which the member is no more. What else is in the way, a digest tells."""
    return {channel for channel in channels_of(brought) if await _has_left(desk, channel, brought.who)}


async def _has_left(desk: Desk, channel: str, who: Who) -> bool:
    try:
        return await trouble_in(desk, channel, who, reads_outside=True) is Trouble.NOT_A_MEMBER
    except DeliveryError as error:
        if error.verdict in {Verdict.PASSING, Verdict.UNKNOWN}:
            raise
        return False


def _read(content: bytes, known: Import) -> List | Revived:
    return read_archive(content, known) if is_archive(content) else read_list(content, known)


async def _tell(desk: Desk, known: Import, said: Message) -> None:
    await _draw(desk, known, said)
    await _end(desk, known, known.state)


async def _draw(desk: Desk, known: Import, said: Message) -> None:
    """The import's message, drawn anew."""
    if known.ts is not None:
        await desk.slack.call(
            known.workspace_id,
            "chat.update",
            channel=known.channel,
            ts=known.ts,
            text=said.text,
            blocks=said.blocks,
        )


async def _refuse(desk: Desk, known: Import, error: EtiquetteError) -> bool:
    """Nothing was taken from a file, and the member hears why. Told again after a crash, it reads the same."""
    log.info("import_refused", import_id=known.id, reason=error.code)
    try:
        await _draw(desk, known, words.refused(known, sentence(error)))
    except DeliveryError as failed:
        if _may_pass(failed, known):
            return await _later(desk, known, failed)
    await _end(desk, known, ImportState.REFUSED)
    return True


async def _try_again(desk: Desk, known: Import, error: DeliveryError) -> bool:
    """Slack is away, or does not hand it over: again and again, ever more rarely, until it is said so."""
    log.warning("import_waits", import_id=known.id, verdict=error.verdict, reason=error.reason)
    if _may_pass(error, known):
        if known.state is ImportState.WAITING:
            with contextlib.suppress(DeliveryError):
                await _draw(desk, known, words.patient(known))
        return await _later(desk, known, error)
    if known.state is ImportState.WAITING:
        return await _refuse(desk, known, EtiquetteError(Refusal.FILE_OUT_OF_REACH))
    await _end(desk, known, known.state)  # its message is gone, and what was taken in stays
    return True


def _may_pass(error: DeliveryError, known: Import) -> bool:
    return error.verdict in {Verdict.PASSING, Verdict.UNKNOWN} and next_try(known.attempts) is not None


async def _later(desk: Desk, known: Import, error: DeliveryError) -> bool:
    wait = max(error.wait, next_try(known.attempts) or STEP_ASIDE)
    async with desk.store.writing() as tx:
        await imports.change(tx, known, due_at=desk.now() + wait)
    return False


async def _step_aside(desk: Desk, known: Import) -> bool:
    """A mistake of ours: the file is looked at again in an hour, and given up in the end, in so many words."""
    if known.attempts < TRIES:
        async with desk.store.writing() as tx:
            await imports.change(tx, known, due_at=desk.now() + STEP_ASIDE)
        return False
    with contextlib.suppress(DeliveryError):
        await _draw(desk, known, words.refused(known, went_wrong(known.id[:8])))
    await _end(desk, known, ImportState.REFUSED)
    return True


async def _end(desk: Desk, known: Import, state: ImportState) -> None:
    """Nothing is left to do; a press that came meanwhile is told of in its turn."""
    async with desk.store.writing() as tx:
        await imports.end(tx, known, state)
