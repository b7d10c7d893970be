"""Inside a transaction: a partner leaves the workspace, or comes back. What two do together rests, and goes on (C9).

Nothing of either is taken from them by it. Who stays is told, and may part, or go on with them outside Slack.
"""

from datetime import datetime

from etiquette.rules.acts import Verb
from etiquette.rules.deliverables import DeliverableState
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who
from etiquette.rules.news import Happened
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import PartnershipState, Side, SideState, Together
from etiquette.services.nudging import Doing
from etiquette.services.occurrences import hand_over
from etiquette.services.occurring import rest_or_go_on
from etiquette.services.partnership_days import look_again
from etiquette.services.reflection_days import rest
from etiquette.services.supporting import suggest_support
from etiquette.services.together import acting_for, anchored, beside, hold_together, tell, touched
from etiquette.store import nudges, partnerships, reflections
from etiquette.store.occurrences import contributions_of, occurrences_of
from etiquette.store.records import change
from etiquette.store.session import Transaction


async def went_away(tx: Transaction, who: Who, now: datetime) -> None:
    """What a member runs with others in Slack rests while they are gone; the others are told."""
    for together in await _all_held(tx, who):
        if together.partnership.state is not PartnershipState.RUNNING or together.theirs.is_outside:
            continue
        await _turn(tx, together, PartnershipState.PAUSED, now)
        await tell(tx, together.theirs, Happened.WENT_AWAY, now)


async def came_back(tx: Transaction, who: Who, now: datetime) -> None:
    """What rested goes on, where the other side is there as well; they are told."""
    for together in await _all_held(tx, who):
        if together.partnership.state is not PartnershipState.PAUSED or not await _is_here(tx, together.theirs):
            continue
        await _turn(tx, together, PartnershipState.RUNNING, now)
        await tell(tx, together.theirs, Happened.CAME_BACK, now)


async def go_on_outside(doing: Doing, partnership_id: str) -> Together:
    """A partner has left, and the two go on outside Slack: whoever stays acts for that side from now on.

    What the partner did, remarked and answered stays theirs; what they still owe becomes a promise of somebody outside.
    Refused as ALREADY_SETTLED where it does not rest because of them.
    """
    async with doing.act(Verb.WRITE_PLAN) as tx:
        together = await hold_together(tx, doing, partnership_id)
        theirs = together.theirs
        is_resting = together.partnership.state is PartnershipState.PAUSED and not theirs.is_outside
        if not is_resting or await _is_here(tx, theirs):
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        for reflection in await reflections.due(tx, partnership_id):  # what was asked of whoever left stays theirs
            await rest(beside(tx), reflection)
        outside = await _outside(tx, together, doing.now)
        going = Together(together.partnership, together.mine, outside)
        return await _turn(tx, going, PartnershipState.RUNNING, doing.now)


async def _all_held(tx: Transaction, who: Who) -> list[Together]:
    """All that a member has a side in, each held against other writers: in one order, so that no two wait for ever."""
    ids = sorted(each.partnership.id for each in await partnerships.all_seen_by(tx, who))
    held = [await partnerships.seen_by(tx, who, each, held=True) for each in ids]
    return [each for each in held if each is not None]


async def _turn(tx: Transaction, together: Together, state: PartnershipState, now: datetime) -> Together:
    """It rests, or runs again: its silence, its occurrences and its reflections follow."""
    turned = Together(await partnerships.change(tx, together.partnership, state=state), together.mine, together.theirs)
    await touched(tx, turned, now)
    await suggest_support(tx, turned, now)
    await _weigh_no_more(tx, turned, now)
    await rest_or_go_on(tx, turned.partnership, now)
    await look_again(tx, turned.partnership, now)
    for side in turned.sides:
        await nudges.redraw_for_all(tx, side.id)
    return turned


async def _weigh_no_more(tx: Transaction, together: Together, now: datetime) -> None:
    """Nobody is told that they give far more while it rests; once it runs, it is weighed anew (C10)."""
    for side in together.sides:
        if not together.is_running and side.leans_since is not None:
            await anchored(tx, side, now, {Kind.ONE_SIDED}, leans_since=None)


async def _outside(tx: Transaction, together: Together, now: datetime) -> Side:
    """The other side, acted for by whoever stays, with what is given and still owed."""
    aside, mine, theirs = beside(tx), together.mine, together.theirs
    keeper = {"member_id": mine.member_id, "contact_id": mine.contact_id}
    outside = await change(
        aside,
        theirs,
        **keeper,
        is_outside=True,
        silent_since=None,
        leans_since=None,
        support_from=None,
        offered_at=None,
        revision=theirs.revision + 1,
    )
    await nudges.withdraw(aside, theirs.id)
    given = await contributions_of(tx, together.partnership.id)
    owed = (await occurrences_of(tx, given)).get(theirs.id, [])
    for each in given:
        if each.side_id == theirs.id:
            await change(aside, each, **keeper)
    for occurrence in owed:
        if occurrence.state is DeliverableState.OPEN:
            await hand_over(tx, occurrence, outside, now)
    return outside


async def _is_here(tx: Transaction, side: Side) -> bool:
    """Whether whoever acts for a side is in the workspace, and still in the plan."""
    member = await acting_for(tx, side)
    return member is not None and member.is_active and side.state is not SideState.LEFT
