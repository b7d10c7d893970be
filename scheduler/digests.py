"""The digests' tick: what is due is planned, each at its own local time, and new ones are looked into (E17)."""

from datetime import date, timedelta

import structlog

from etiquette.rules.digests import Digest, Standing, Trouble, is_missed, last_day, next_day
from etiquette.rules.members import Who
from etiquette.rules.nudges import Cargo
from etiquette.rules.workdays import instant
from etiquette.store import deliveries, digests, lost_time
from etiquette.store.session import Transaction
from scheduler.channels import trouble_in
from scheduler.desk import Desk
from scheduler.slack import DeliveryError
from scheduler.sweep import STEP_ASIDE

BATCH = 50

log = structlog.get_logger()


async def plan_digests(desk: Desk) -> int:
    """Plans every digest whose moment has come, and looks into new ones. Gives back how many were moved on."""
    moved = await _move_on(desk)
    async with desk.store.reading() as tx:
        new = await digests.new(tx, BATCH)
    return moved + sum([await _looked_into(desk, digest) for digest in new.records])


async def tell_trouble(tx: Transaction, digest: Digest, trouble: Trouble, desk: Desk) -> None:
    """Inside a transaction: something is in a digest's way. Whoever set it up is told, and not again while it stays."""
    if await digests.stands(tx, digest, Standing.BARRED):
        who, now = digest.member_id, desk.now()
        occasion = f"digest/{trouble}/{digest.revision}/{digest.next_day.isoformat()}"
        await deliveries.plan(tx, digest.workspace_id, Cargo.TROUBLE, digest.id, occasion, None, now, who)


async def _move_on(desk: Desk) -> int:
    if desk.is_closing:
        return 0
    async with desk.store.reading() as tx:
        if not await digests.has_due(tx, desk.now()):
            return 0
    async with desk.store.writing() as tx:
        due = await digests.due(tx, desk.now(), BATCH)
        for digest in due.records:
            await _plan(tx, desk, digest)
        if due.damaged:
            log.error("digests_unreadable", digests=due.damaged)
            await digests.put_aside(tx, list(due.damaged), desk.now() + STEP_ASIDE)
    return len(due.records)


async def _plan(tx: Transaction, desk: Desk, digest: Digest) -> None:
    """The last one that was due is planned, unless it is too late for it; those before it were missed (N4).

    Those of lost time are planned in any case: they may have been posted, and are looked for.
    """
    now = desk.now()
    lost = await lost_time.of_workspace(tx, digest.workspace_id)
    last = max(last_day(digest.weekday, digest.clock, digest.zone, now), digest.next_day)
    for day in _weeks(digest.next_day, last):
        due_at = instant(day, digest.clock, digest.zone)
        if (day == last and not is_missed(due_at, now)) or (lost is not None and due_at <= lost.until):
            occasion = day.isoformat()
            await deliveries.plan(tx, digest.workspace_id, Cargo.DIGEST, digest.id, occasion, digest.channel, due_at)
        else:
            log.warning("digest_missed", digest=digest.id, day=day.isoformat())
    coming = next_day(digest.weekday, digest.clock, digest.zone, max(now, due_at))
    await digests.move_on(tx, digest.id, coming, instant(coming, digest.clock, digest.zone))


def _weeks(first: date, last: date) -> list[date]:
    """A day of every week, the last one in any case."""
    return [*(first + timedelta(days=days) for days in range(0, (last - first).days, 7)), last]


async def _looked_into(desk: Desk, digest: Digest) -> bool:
    """Whether a new digest may be posted in its channel: asked early, so that there is time to mend it."""
    try:
        trouble = await trouble_in(desk, digest.channel, Who(digest.workspace_id, digest.member_id))
    except DeliveryError as error:  # asked again at the next tick
        log.warning("channel_untold", digest=digest.id, reason=error.reason)
        return False
    except Exception as error:  # one that cannot be looked into must not keep the others from it
        log.exception("channel_unreadable", digest=digest.id, error=type(error).__name__)
        return False
    async with desk.store.writing() as tx:
        if trouble is None:
            return await digests.stands(tx, digest, Standing.WELCOME)
        await tell_trouble(tx, digest, trouble, desk)
    return True
