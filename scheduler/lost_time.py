"""After a restore: what may have been said since the backup is looked for before it is said again (N4).

The messages' metadata carries digests of natural keys, so that a database that lost some time can see what was said in
it. Where a conversation cannot be read now, what is unclear stays unsaid, with the reason in its row: never a guess.
"""

import asyncio
import contextlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from etiquette.rules.errors import AwayError
from etiquette.rules.members import Who
from etiquette.rules.nudges import Cargo, Delivery, Nudge, State
from etiquette.store import deliveries, dispatches, lost_time, members
from etiquette.store.deliveries import Claim
from etiquette.store.lost_time import LostTime
from etiquette.store.records import Found
from etiquette.store.session import Transaction
from scheduler.desk import Desk
from scheduler.slack import EVENT_TYPE, DeliveryError, Verdict

AT_ONCE = 8
CHANNEL_IS_GONE = "channel_not_found"
REVISIONS = 50
"""More changes of one thing than there are in a time that anybody loses."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the bot's, as it stands in a conversation: the delivery, and what it said, by their digests."""

    ts: str
    delivery_id: str
    digests: frozenset[str]

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(float(self.ts), UTC)


@dataclass(frozen=True, slots=True)
class LookedBack:
    """The time that was lost, and the nudges that were looked for in it: those that were found are posted by now."""

    lost: LostTime
    nudge_ids: frozenset[str]

    async def clear(self, tx: Transaction, due: Found[Nudge]) -> Found[Nudge]:
        """What of this may be said."""
        return await lost_time.clear(tx, due, self.lost, self.nudge_ids)


async def look_back(desk: Desk, workspace_id: str, recipients: Collection[str]) -> LookedBack | None:
    """Looks for what is due to these members, and may have been said in lost time. None where no time was lost."""
    async with desk.store.reading() as tx:
        lost = await lost_time.of_workspace(tx, workspace_id)
        if lost is None:
            return None
        unclear = await lost_time.unclear_to(tx, workspace_id, lost, recipients, desk.now())
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(member_id: str, nudge_ids: list[str]) -> list[str]:
        async with gate:
            return nudge_ids if await _looked_for(desk, Who(workspace_id, member_id), nudge_ids, lost) else []

    looked_for = await asyncio.gather(*(one(*each) for each in unclear.items()))
    return LookedBack(lost, frozenset(nudge_id for ids in looked_for for nudge_id in ids))


async def lost_with(desk: Desk, workspace_id: str, planned_at: datetime) -> LostTime | None:
    """The lost time in which something may have been said that was planned then; None where it was not."""
    async with desk.store.reading() as tx:
        lost = await lost_time.of_workspace(tx, workspace_id)
    return lost if lost is not None and lost.may_hold(planned_at) else None


async def was_said(desk: Desk, delivery: Delivery) -> bool:
    """Whether a delivery of no nudges was posted in lost time, as is seen in its conversation: then it is settled."""
    lost = await lost_with(desk, delivery.workspace_id, delivery.created_at)
    if lost is None:
        return False
    channel = delivery.channel or await _conversation(desk, Who(delivery.workspace_id, str(delivery.recipient)))
    since = max(lost.since, delivery.created_at) if delivery.cargo is Cargo.DIGEST else lost.since
    for said in await _said_since(desk, delivery.workspace_id, channel, since):
        if said.delivery_id == delivery.id or delivery.digest in said.digests:
            return await _settle(desk, delivery, channel, said)
    return False


async def _settle(desk: Desk, delivery: Delivery, channel: str, said: Said) -> bool:
    async with desk.store.writing() as tx:
        kept = await dispatches.keep(tx, delivery, desk.lease(), channel=channel)
        if kept is not None:
            await deliveries.mark_posted(tx, kept, said.ts, said.at)
    log.info("said_in_lost_time", delivery=delivery.id, cargo=delivery.cargo)
    return True


async def _looked_for(desk: Desk, who: Who, nudge_ids: list[str], lost: LostTime) -> bool:
    """Whether a member's conversation could be read: then all of theirs that is found in it is posted."""
    channel = None
    try:
        channel = await _conversation(desk, who)
        await _mark(desk, who, lost, channel, await _said_since(desk, who.workspace_id, channel, lost.since))
    except DeliveryError as error:
        await _leave_unsaid(desk, who, lost, nudge_ids, channel, error)
        return False
    except AwayError:
        raise  # it is looked for again at the next tick
    except Exception as error:  # what is wrong with one member's must not keep the others from being looked for
        log.exception("look_back_failed", member=who.member_id, error=type(error).__name__)
        unknown = DeliveryError(Verdict.UNKNOWN, type(error).__name__)
        await _leave_unsaid(desk, who, lost, nudge_ids, channel, unknown)
        return False
    return True


async def _mark(desk: Desk, who: Who, lost: LostTime, channel: str, heard: list[Said]) -> None:
    async with desk.store.writing() as tx:
        planned = await lost_time.planned_to(tx, who, lost)
        by_digest = {digest: nudge for nudge in planned for digest in _digests(nudge, lost)}
        left = {nudge.id: nudge for nudge in planned}
        for said in heard:
            ids = {by_digest[digest].id for digest in said.digests & by_digest.keys()} & left.keys()
            if ids:
                found = [left.pop(nudge_id) for nudge_id in sorted(ids)]
                is_whole = said.digests <= by_digest.keys()
                await lost_time.was_said(tx, _posted(who, channel, said), found, drawn_anew=is_whole)
                log.info("said_in_lost_time", delivery=said.delivery_id, nudges=len(found))


def _digests(nudge: Nudge, lost: LostTime) -> list[str]:
    """What a nudge was said by. By then it may have gone on under a later revision, for something else had changed."""
    later = range(1, REVISIONS if nudge.due_at <= lost.until else 1)
    gone_on = [replace(nudge, occasion=f"{nudge.revision + more}/{nudge.step}") for more in later]
    return [each.digest for each in (nudge, *gone_on)]


async def _leave_unsaid(
    desk: Desk, who: Who, lost: LostTime, nudge_ids: list[str], channel: str | None, error: DeliveryError
) -> None:
    """What is unclear stays claimed, with the reason beside it, and is looked for again when its lease runs out."""
    log.warning("look_back_waits", member=who.member_id, verdict=error.verdict, reason=error.reason)
    async with desk.store.writing() as tx:
        unclear = [nudge for nudge in await lost_time.planned_to(tx, who, lost) if nudge.id in nudge_ids]
        if not unclear:
            return
        if error.reason == CHANNEL_IS_GONE:
            await members.change(tx, who, dm_channel=None)
            channel = None
        [delivery] = await deliveries.claim(tx, [Claim(who, tuple(unclear), channel)], desk.now(), desk.lease())
        match error.verdict:
            case Verdict.PASSING:
                again = desk.now() + error.wait
                await deliveries.release(tx, delivery, error.reason, again, attempted=False)
            case Verdict.PERMANENT:
                await deliveries.abandon(tx, delivery.id, error.reason)
            case _:
                await deliveries.hold(tx, delivery, desk.lease(), error.reason)


async def _conversation(desk: Desk, who: Who) -> str:
    async with desk.store.reading() as tx:
        channel = await lost_time.conversation_of(tx, who)
    if channel is not None:
        return channel
    channel = await desk.slack.open(who.workspace_id, who.member_id)
    async with desk.store.writing() as tx:
        await members.change(tx, who, dm_channel=channel)
    return channel


async def _said_since(desk: Desk, workspace_id: str, channel: str, since: datetime) -> list[Said]:
    async with contextlib.aclosing(desk.slack.history(workspace_id, channel, since)) as history:
        metadata = [(each, each.get("metadata") or {}) async for each in history]
    return [
        Said(str(each["ts"]), str(told.get("delivery")), frozenset(str(told.get("nudges")).split(",")))
        for each, about in metadata
        if about.get("event_type") == EVENT_TYPE and (told := about.get("event_payload") or {})
    ]


def _posted(who: Who, channel: str, said: Said) -> Delivery:
    return Delivery(
        id=said.delivery_id,
        workspace_id=who.workspace_id,
        cargo=Cargo.NUDGES,
        recipient=who.member_id,
        state=State.POSTED,
        channel=channel,
        ts=said.ts,
        digests=tuple(sorted(said.digests)),
        attempts=1,
        created_at=said.at,
        posted_at=said.at,
    )
