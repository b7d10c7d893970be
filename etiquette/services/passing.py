"""Inside a transaction: an introduction moves on; words pass between a member and whoever introduces them (E2, E3)."""

from datetime import datetime
from typing import Any

from etiquette.rules.introductions import Introduction
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import PASSED, TO_INTRODUCER, anchors_of, said_once
from etiquette.services.nudging import plan
from etiquette.store import members, nudges
from etiquette.store.records import change
from etiquette.store.session import Transaction


async def moved(
    tx: Transaction, introduction: Introduction, owner: Member, chosen: Answer | None, now: datetime, **values: Any
) -> Introduction:
    """An introduction with new values, and what it calls for now in place of what it called for before.

    What it calls for as before goes on as it was. `chosen` is shown on what the change has settled; None where it was
    not its owner who did it.
    """
    after = await change(tx, introduction, **values, revision=introduction.revision + 1)
    before, now_open = anchors_of(introduction), anchors_of(after)
    touched = {kind for kind in {*before, *now_open} if before.get(kind) != now_open.get(kind)}
    await plan(tx, after, owner, now, touched)
    if chosen and touched - now_open.keys():
        await nudges.answer(tx, owner.who, after.id, chosen, now, kinds=touched - now_open.keys())
    await pass_along(tx, after, now)
    return after


async def pass_along(tx: Transaction, introduction: Introduction, now: datetime) -> None:
    """Plans what is still to be said to an introducer, and of them, as things stand; withdraws what is not any more.

    What was said stays said: nobody is asked the same twice, and what was said is drawn anew (N4). What was asked of
    somebody before it went to another, and is asked of them again, is a new request.
    """
    apt = PASSED & anchors_of(introduction).keys()
    await nudges.withdraw(tx, introduction.id, PASSED - apt)
    for kind in sorted(apt):
        recipient = await members.get(tx, _recipient(introduction, kind))
        if recipient and not await _is_said(tx, introduction, kind, recipient.who):
            once = said_once(recipient, introduction, kind, now)
            await nudges.plan(tx, introduction.workspace_id, [once], now)
    await nudges.redraw_for_all(tx, introduction.id)


async def _is_said(tx: Transaction, introduction: Introduction, kind: Kind, who: Who) -> bool:
    return await nudges.is_known(tx, who, introduction.id, kind, _since(introduction, kind))


def _since(introduction: Introduction, kind: Kind) -> datetime | None:
    """When what is to be said came about: what was said before that was said of something else."""
    match kind:
        case Kind.INTRODUCER_ANSWERED:
            return introduction.replied_at
        case Kind.REFERRAL_ASKED:
            return introduction.referral_asked_at
        case _:
            return introduction.passed_on_at


def _recipient(introduction: Introduction, kind: Kind) -> Who:
    to = introduction.introducer_user_id if kind in TO_INTRODUCER else introduction.member_id
    return Who(introduction.workspace_id, to or "")
