"""Recovery: a delivery whose lease ran out is looked for in its conversation before anything is posted again (N4)."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog

from etiquette.rules.members import Who
from etiquette.rules.nudges import Cargo, Delivery
from etiquette.store import deliveries, dispatches, leases, members
from etiquette.store.losses import LOST, losses
from scheduler.channels import TROUBLES
from scheduler.desk import Desk
from scheduler.dispatch import given_up
from scheduler.ignored import notice_ignored
from scheduler.slack import DeliveryError, Verdict
from scheduler.sweep import CHANNEL_IS_GONE, STEP_ASIDE, TRIES
from scheduler.turns import Work, by_workspace, side_by_side

BATCH = 50
LATELY = 3 * STEP_ASIDE

log = structlog.get_logger()


async def recover(desk: Desk) -> int:
    """Settles what a crash, a timeout or a lost answer left open. Gives back how many deliveries were settled."""
    return await side_by_side(partial(_lost, desk))


async def _lost(desk: Desk, in_hand: Collection[str]) -> Mapping[str, Work]:
    """Claims whose lease ran out, taken over, by workspace."""
    now = desk.watch.tells()
    if desk.is_closing or now is None:
        return {}
    if desk.watch.is_news:
        async with desk.store.writing() as tx:
            await leases.set_right(tx, desk.lease())
        desk.watch.is_news = False
    async with desk.store.reading() as tx:
        if not await leases.has_expired(tx, now, in_hand):
            return {}
    async with desk.store.writing() as tx:
        lost = await leases.expired(tx, now, desk.lease(), BATCH, in_hand)
        for delivery_id, damage in lost.damaged.items():
            log.error("delivery_unreadable", delivery=delivery_id, error=damage)
            await leases.set_aside(tx, delivery_id, damage, desk.machine_now() + STEP_ASIDE, TRIES)
    return by_workspace(lost.records, lambda delivery: delivery.workspace_id, partial(_settle, desk))


async def _settle(desk: Desk, delivery: Delivery) -> bool:
    """Found means posted, not found means not posted. Where history can't be read it stays as it is: never a guess.

    What was lost in a crash comes together again, as it was to (N2); what is lost again and again goes alone.
    """
    if desk.is_closing:
        async with desk.store.writing() as tx:
            await leases.give_back(tx, delivery.id, desk.machine_now())
        return False  # it is for whoever looks next
    if desk.is_late(delivery):
        return False  # others took their time: whoever takes it over next looks for it
    try:
        ts = await desk.slack.find(delivery) if delivery.channel else None
    except DeliveryError as error:
        if delivery.cargo is not Cargo.NUDGES and error.reason in TROUBLES:
            await given_up(desk, delivery, error.reason, TROUBLES[error.reason] if delivery.recipient is None else None)
            return True
        if error.verdict is Verdict.PERMANENT or error.reason == CHANNEL_IS_GONE:
            return await _give_up(desk, delivery, error.reason)
        return await _wait(desk, delivery, error.reason)
    except Exception as error:  # one that cannot be looked for must not keep the others from being found
        log.exception("recovery_failed", delivery=delivery.id, error=type(error).__name__)
        return await _wait(desk, delivery, type(error).__name__)
    async with desk.store.writing() as tx:
        if ts is not None:
            await deliveries.mark_posted(tx, delivery, ts, desk.now())
        elif delivery.cargo is Cargo.NUDGES:
            before = await losses(tx, delivery, desk.now() - LATELY)
            again = _again(desk, twice=before > 0)
            await deliveries.release(tx, delivery, LOST, again, attempted=before > 1)
        else:
            await dispatches.release(tx, delivery, LOST, _again(desk, twice=delivery.attempts > 1))
    log.info("delivery_recovered", delivery=delivery.id, found=ts is not None)
    if ts is not None:
        await notice_ignored(desk, delivery)
    return True


async def _give_up(desk: Desk, delivery: Delivery, reason: str) -> bool:
    """Nobody is there to be told, now or later."""
    log.warning("recovery_gave_up", delivery=delivery.id, reason=reason)
    async with desk.store.writing() as tx:
        if reason == CHANNEL_IS_GONE:
            await members.change(tx, Who(delivery.workspace_id, str(delivery.recipient)), dm_channel=None)
        return await deliveries.abandon(tx, delivery.id, reason)


async def _wait(desk: Desk, delivery: Delivery, reason: str) -> bool:
    log.warning("recovery_waits", delivery=delivery.id, reason=reason)
    async with desk.store.writing() as tx:
        await deliveries.hold(tx, delivery, desk.lease(), reason)
    return False


def _again(desk: Desk, *, twice: bool) -> datetime:
    """At once after a crash; what is lost for a second time steps aside, so that an hour without Slack costs no try."""
    return desk.now() + (STEP_ASIDE if twice else timedelta())
