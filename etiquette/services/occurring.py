"""Inside a transaction: what a side contributes becomes deliverables, one an occurrence, each when its time comes (C4).

Each is the owner's own promise, with the reminders of every promise. Whoever holds the partnership writes them; they
are in no journal, for they follow from what was agreed.
"""

from collections.abc import Mapping
from datetime import datetime

from etiquette.rules.contributions import Coming, Contribution, ContributionState, coming, first_from, occurrence_id
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.members import Member, Who
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, SideState
from etiquette.rules.workdays import morning
from etiquette.services.nudging import ALL_KINDS, plan
from etiquette.services.occurrences import whose
from etiquette.services.together import acting_for, beside
from etiquette.store import contributions, members, nudges, partnerships
from etiquette.store.records import add, change
from etiquette.store.revisions import latest_revision
from etiquette.store.session import Transaction


async def occur(tx: Transaction, partnership: Partnership, now: datetime) -> datetime | None:
    """A step of a partnership: everything due within fourteen days is promised, and at least the next of each.

    Only while it runs; what is missed meanwhile is not made up for.
    """
    sides = {side.id: side for side in await partnerships.sides_of(tx, partnership.id)}
    given = await contributions.of_partnership(tx, partnership.id)
    open_ones = [each for each in given if each.state is ContributionState.OPEN]
    if partnership.state is PartnershipState.RUNNING:
        moments = [await _occur(beside(tx), each, sides, now) for each in open_ones]
        return min(filter(None, moments), default=None)
    for each in open_ones:
        await _rest(beside(tx), each)
    return None


async def rest_or_go_on(tx: Transaction, partnership: Partnership, now: datetime) -> None:
    """It was paused, or runs again: reminders of what is open rest with it, and come back with it.

    Back, each is planned from now on: what fell due meanwhile is on Home, and is not said late.
    """
    aside = beside(tx)
    given = await contributions.of_partnership(tx, partnership.id)
    for each in await contributions.occurrences_of(tx, [contribution.id for contribution in given]):
        who = Who(each.workspace_id, each.member_id)
        member = await members.get(aside, who) if each.state is DeliverableState.OPEN else None
        if member is not None:
            await nudges.forget_put_off(aside, who, each.id, now, ALL_KINDS)
            await plan(aside, await change(aside, each, revision=each.revision + 1), member, now)


async def _occur(
    aside: Transaction, contribution: Contribution, sides: Mapping[str, Side], now: datetime
) -> datetime | None:
    side = sides.get(contribution.side_id)
    member = await acting_for(aside, side) if side else None
    if side is None or member is None or contribution.accepted_at is None or side.state is SideState.LEFT:
        return None
    today = member.hours.local(now).date()
    found = coming(contribution.when, contribution.next_on or first_from(contribution.when, today), today)
    await _promise(aside, contribution, side, member, found, now)
    is_over = found.next_on is None and (not found.days or found.days[-1] < today)
    state = ContributionState.ENDED if is_over else ContributionState.OPEN
    if (found.next_on, state) != (contribution.next_on, contribution.state):
        await change(aside, contribution, next_on=found.next_on, state=state)
    return None if is_over or found.again_on is None else morning(member.hours, found.again_on, member.id)


async def _promise(
    aside: Transaction, contribution: Contribution, side: Side, member: Member, found: Coming, now: datetime
) -> None:
    ids = {occurrence_id(contribution.id, day): day for day in found.days}
    known = await contributions.made(aside, ids.keys())
    before = await latest_revision(aside, ids.keys() - known)
    for deliverable_id, day in ids.items():
        if deliverable_id in known:
            continue
        promise = Deliverable(
            id=deliverable_id,
            workspace_id=side.workspace_id,
            call_id=None,
            what=contribution.what,
            due_on=day,
            state=DeliverableState.OPEN,
            settled_at=None,
            revision=before.get(deliverable_id, 0) + 1,
            typed="",
            created_at=now,
            contribution_id=contribution.id,
            **whose(side),
        )
        await add(aside, promise)
        await plan(aside, promise, member, now)


async def _rest(aside: Transaction, contribution: Contribution) -> None:
    """Nothing is made while it does not run; when it runs again, it begins with what comes then."""
    if contribution.next_on is not None:
        await change(aside, contribution, next_on=None)
