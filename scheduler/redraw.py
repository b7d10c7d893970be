"""Redrawing: a posted message shows the facts, and what was chosen on it. What is stale is a count in its row."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import partial

import structlog

from etiquette.messages.digests import lessons_in, plans_in, told_anew, without_picture
from etiquette.messages.nudges import delivery as rendered
from etiquette.rules.errors import AwayError
from etiquette.rules.nudges import Cargo, Delivery
from etiquette.store import digests, drawings, leases
from scheduler.channels import TROUBLES
from scheduler.desk import Desk
from scheduler.parcels import carried
from scheduler.slack import DeliveryError, Verdict
from scheduler.sweep import STEP_ASIDE
from scheduler.turns import Work, by_workspace, side_by_side

BATCH = 50
REST = timedelta(seconds=5)

log = structlog.get_logger()


async def redraw(desk: Desk) -> int:
    """Draws every stale message anew. Gives back how many were; a message that is gone is left alone."""
    return await side_by_side(partial(_stale, desk))


async def _stale(desk: Desk, in_hand: Collection[str]) -> Mapping[str, Work]:
    """What is to be drawn anew, claimed, by workspace."""
    if desk.is_closing:
        return {}
    async with desk.store.reading() as tx:
        if not await drawings.has_stale(tx, desk.machine_now(), in_hand):
            return {}
    async with desk.store.writing() as tx:
        stale = await drawings.claim_stale(tx, desk.machine_now(), desk.lease(), BATCH, in_hand)
        if stale.damaged:
            log.error("deliveries_unreadable", deliveries=stale.damaged)
            await leases.postpone(tx, stale.damaged, desk.machine_now() + STEP_ASIDE)
    return by_workspace(stale.records, lambda claimed: claimed[0].workspace_id, partial(_drawn, desk))


async def _drawn(desk: Desk, claimed: tuple[Delivery, int]) -> bool:
    """One message, drawn. One that cannot be steps aside, so that the others are."""
    delivery, wanted = claimed
    if desk.is_closing:
        return await _later(desk, delivery, timedelta())
    if desk.is_late(delivery):
        return False  # others took their time: another worker may be drawing it by now
    try:
        await _draw(desk, delivery)
    except DeliveryError as error:
        log.warning("redraw_refused", delivery=delivery.id, verdict=error.verdict, reason=error.reason)
        if error.verdict in {Verdict.PASSING, Verdict.UNKNOWN}:
            return await _later(desk, delivery, max(error.wait, REST))
        if delivery.cargo is Cargo.DIGEST and error.reason in TROUBLES:  # until somebody lets us in again (N7)
            return await _later(desk, delivery, STEP_ASIDE)
    except AwayError:
        raise  # it is tried again when the lease has run out
    except Exception as error:  # a bug in one message must not keep the others as they are
        log.exception("redraw_failed", delivery=delivery.id, error=type(error).__name__)
        return await _later(desk, delivery, STEP_ASIDE)
    async with desk.store.writing() as tx:
        await drawings.mark_drawn(tx, delivery, wanted)
    return True


async def _draw(desk: Desk, delivery: Delivery) -> None:
    if delivery.cargo is Cargo.DIGEST:
        await _tell_anew(desk, delivery)
        return
    parcel = await carried(desk, delivery)
    if parcel.member is not None:
        await desk.slack.update(delivery, rendered(parcel.matters, parcel.member, desk.now()))


async def _tell_anew(desk: Desk, delivery: Delivery) -> None:
    """A digest as it was posted, with what may still be told: its counts were true when they were told."""
    said = await desk.slack.read(delivery)
    blocks = said.get("blocks") or [] if said else []
    lessons, plans = lessons_in(blocks), plans_in(blocks)
    async with desk.store.reading() as tx:
        shared = await digests.shared_still(tx, delivery.workspace_id, lessons)
        going = await digests.plans_shared_still(tx, delivery.workspace_id, plans)
    if said is None or (len(shared), len(going)) == (len(lessons), len(plans)):
        return
    anew = told_anew(str(said.get("text")), blocks, shared, going)
    try:
        await desk.slack.update(delivery, anew)
    except DeliveryError as error:
        if error.verdict is not Verdict.REFUSED or error.reason in TROUBLES:
            raise
        await desk.slack.update(delivery, without_picture(anew))


async def _later(desk: Desk, delivery: Delivery, wait: timedelta) -> bool:
    async with desk.store.writing() as tx:
        await drawings.leave_stale(tx, delivery, desk.machine_now() + wait)
    return False
