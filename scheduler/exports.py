"""Exports: everything of a member's is written, uploaded, and handed over in one go (N7).

1. Claim, with the conversation. 2. Upload, and keep the files' ids. 3. Hand them over. 4. Mark. After a crash Slack is
asked whether the files were handed over; a file can be handed over only once, so that doing it again doubles nothing.
What is forgotten meanwhile is handed over to nobody.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from etiquette.messages.exports import comment, failed, papers
from etiquette.rules.erasures import Erasure
from etiquette.rules.errors import AwayError
from etiquette.rules.imports import Export, ExportState, next_try
from etiquette.rules.members import Who
from etiquette.services.exports import everything_of
from etiquette.store import erasures, exports
from etiquette.store.types import new_id
from scheduler.desk import Desk
from scheduler.files import hand_over, shares, upload
from scheduler.queues import one_of_each
from scheduler.slack import DeliveryError, Verdict
from scheduler.turns import side_by_side

STEP_ASIDE = timedelta(hours=1)

log = structlog.get_logger()


class GoneError(Exception):
    """Something that it tells of was forgotten on the way, or all of it: whatever is left is written anew."""


async def write_exports(desk: Desk) -> int:
    """Hands over the exports that wait, in each workspace one by one. Gives back how many were brought to their end."""
    return await side_by_side(partial(one_of_each, desk, exports, _handled))


async def _handled(desk: Desk, claimed: Export) -> bool:
    """One export to its end. What goes wrong is settled here, and never raised."""
    export = claimed
    try:
        export = await _with_channel(desk, claimed)
        shared = await _shared(desk, export)
        if shared is None:
            export = await _uploaded(desk, export)
        if export.channel not in (shared or {}):
            await _hand_over(desk, export)
    except GoneError:
        return False
    except DeliveryError as error:
        return await _try_again(desk, export, error)
    except AwayError:
        raise  # it is tried again when the lease has run out
    except Exception as error:  # a mistake of ours in one export must not keep the others waiting
        log.exception("export_failed", export=export.id, error=type(error).__name__)
        return await _later(desk, export, STEP_ASIDE)
    return await _end(desk, export, ExportState.SENT)


async def _with_channel(desk: Desk, export: Export) -> Export:
    if export.channel:
        return export
    channel = await desk.slack.open(export.workspace_id, export.member_id)
    return await _kept(desk, export, channel=channel)


async def _kept(desk: Desk, export: Export, **values: Any) -> Export:
    async with desk.store.writing() as tx:
        kept = await exports.go_on(tx, export, **values)
    if kept is None:
        raise GoneError
    return kept


async def _uploaded(desk: Desk, export: Export) -> Export:
    """With everything uploaded, and the files' ids kept: none of them is seen by anybody yet."""
    archive = await everything_of(desk.store, Who(export.workspace_id, export.member_id))
    if archive is None:
        raise GoneError
    written = await asyncio.to_thread(papers, archive, desk.now())
    file_ids = [await upload(desk.slack, export.workspace_id, paper) for paper in written]
    try:
        return await _kept(desk, export, file_ids=",".join(file_ids))
    except GoneError:
        await _erase(desk, export.workspace_id, file_ids)
        raise


async def _hand_over(desk: Desk, export: Export) -> None:
    await hand_over(desk.slack, export.workspace_id, export.files, export.channel, comment())


async def _shared(desk: Desk, export: Export) -> dict[str, list[str]] | None:
    """Where the first of the files stands; None where nothing was uploaded yet, or it is not there any more."""
    first = export.file_ids.partition(",")[0]
    return await shares(desk.slack, export.workspace_id, first) if first else None


async def _try_again(desk: Desk, export: Export, error: DeliveryError) -> bool:
    """Slack is away, or it is not clear what has become of the files: they are looked for, ever more rarely.

    Where Slack refuses to hand them over, that was done before, and they are on their way.
    """
    log.warning("export_waits", export=export.id, verdict=error.verdict, reason=error.reason)
    wait = next_try(export.attempts)
    if error.verdict is Verdict.PERMANENT or wait is None:
        return await _give_up(desk, export)
    return await _later(desk, export, max(wait, error.wait))


async def _give_up(desk: Desk, export: Export) -> bool:
    await _erase(desk, export.workspace_id, export.files)
    if not await _end(desk, export, ExportState.FAILED):
        return False
    said = failed()
    try:
        await desk.slack.call(
            export.workspace_id,
            "chat.postMessage",
            channel=export.channel or export.member_id,
            text=said.text,
            blocks=said.blocks,
        )
    except DeliveryError as error:
        log.warning("export_end_untold", export=export.id, reason=error.reason)
    return True


async def _erase(desk: Desk, workspace_id: str, file_ids: Sequence[str]) -> None:
    """Files that are nobody's any more go from Slack."""
    gone = [Erasure(new_id(), workspace_id, None, None, each, None, 0, desk.now()) for each in file_ids]
    async with desk.store.writing() as tx:
        await erasures.add(tx, gone)


async def _later(desk: Desk, export: Export, wait: timedelta) -> bool:
    async with desk.store.writing() as tx:
        await exports.go_on(tx, export, due_at=desk.now() + wait)
    return False


async def _end(desk: Desk, export: Export, state: ExportState) -> bool:
    """False: something that it tells of was forgotten meanwhile, so that it is written anew."""
    async with desk.store.writing() as tx:
        ended = await exports.go_on(tx, export, state=state)
    log.info("export_ended" if ended else "export_overtaken", export=export.id, state=state)
    return ended is not None
