"""Contributions: what each side gives, and when (C4, C5). What is agreed changes by proposal only: see `proposals`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etiquette.rules.acts import Verb
from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.deliverables import Deliverable, checked_due, checked_what
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.news import Happened
from etiquette.rules.partnerships import PartnershipState, Side, Together
from etiquette.rules.plans import shown_as
from etiquette.rules.recurrences import Recurrence, When
from etiquette.services.lapsing import let_lapse_about
from etiquette.services.nudging import Doing
from etiquette.services.occurrences import ahead_of, withdraw
from etiquette.services.plans import WRITERS, after_change, tell_changed
from etiquette.services.together import beside, hold_together, tell
from etiquette.store import contributions, partnerships
from etiquette.store.records import add, change, remove
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id

CONTRIBUTIONS = "contributions"
AGREED_ON = frozenset({PartnershipState.RUNNING, PartnershipState.PAUSED})


@dataclass(frozen=True, slots=True)
class Given:
    """A contribution as one side sees it: whose it is, and those occurrences that are promises by now."""

    contribution: Contribution
    together: Together
    occurrences: Sequence[Deliverable] = ()

    @property
    def side(self) -> Side:
        """Whose it is to do."""
        return owner_of(self.contribution, self.together)

    @property
    def is_mine(self) -> bool:
        return self.contribution.side_id == self.together.mine.id

    @property
    def is_agreed(self) -> bool:
        """Whether both agreed on it, so that neither changes it alone."""
        return self.contribution.accepted_at is not None and self.together.partnership.state in AGREED_ON


async def contribute(doing: Doing, partnership_id: str, what: str, when: When, *, is_mine: bool) -> Given:
    """What one side is to give, written by either. What the other side wrote for me waits until I accept it (L3)."""
    async with doing.act(Verb.CONTRIBUTE) as tx:
        together = await hold_together(tx, doing, partnership_id)
        _may_write(together)
        side = together.mine if is_mine else together.theirs
        contribution = Contribution(
            id=new_id(),
            workspace_id=side.workspace_id,
            member_id=side.member_id,
            contact_id=side.contact_id,
            partnership_id=partnership_id,
            side_id=side.id,
            what=checked_what(what),
            next_on=None,
            state=ContributionState.OPEN,
            created_at=doing.now,
            **_dated(together, side, checked_when(when, doing), doing.now),
        )
        await add(beside(tx), contribution)
        return await _told(tx, doing, together, contribution)


async def edit_contribution(doing: Doing, contribution_id: str, what: str, when: When, seen: str) -> Given:
    """Corrects what is not agreed on yet. `seen` is `shown_as` of what was corrected: refused where it has changed."""
    async with doing.act(Verb.CONTRIBUTE) as tx:
        known = await held_contribution(tx, doing, contribution_id)
        before = known.contribution
        if known.is_agreed:
            raise EtiquetteError(Refusal.NEEDS_A_PROPOSAL)
        if shown_as(before) != seen:
            raise EtiquetteError(Refusal.CONTRIBUTION_CHANGED, what=before.what)
        values: dict[str, Any] = {"what": checked_what(what), "state": ContributionState.OPEN}
        if when != before.when:
            values |= _dated(known.together, known.side, checked_when(when, doing), doing.now)
        elif values["what"] != before.what and not known.is_mine:
            values |= {"accepted_at": _accepted(known.together, known.side, doing.now)}
        return await _told(tx, doing, known.together, await change(beside(tx), before, **values, next_on=None))


async def accept_contribution(doing: Doing, contribution_id: str, seen: str) -> Given:
    """Whoever is to do it accepts what the other side wrote for them, and its dates, as they read them (L3).

    `seen` is `shown_as` of what was read: refused as CONTRIBUTION_CHANGED where it is something else by now.
    """
    async with doing.act(Verb.CONTRIBUTE) as tx:
        known = await held_contribution(tx, doing, contribution_id)
        if not (known.is_mine or known.side.is_outside):
            raise EtiquetteError(Refusal.NOT_FOUND)
        if known.contribution.accepted_at is not None:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        if shown_as(known.contribution) != seen:
            raise EtiquetteError(Refusal.CONTRIBUTION_CHANGED, what=known.contribution.what)
        accepted = await change(beside(tx), known.contribution, accepted_at=doing.now, next_on=None)
        await tell(tx, known.together.theirs, Happened.TAKEN_ON, doing.now, accepted.what, accepted.id)
        return await _settled(tx, doing, known.together, accepted)


async def let_go_contribution(doing: Doing, contribution_id: str) -> Given:
    """It is given no more: what was done stays done, what is late is settled by itself, and the other side is told.

    What was only written, and never agreed on, is gone.
    """
    async with doing.act(Verb.CONTRIBUTE) as tx:
        known = await held_contribution(tx, doing, contribution_id)
        if not (known.is_agreed or known.occurrences):
            await remove(beside(tx), known.contribution)
            await tell_changed(tx, doing, known.together, {CONTRIBUTIONS})
            await after_change(tx, doing, known.together)
            return known
        ended = await change(beside(tx), known.contribution, state=ContributionState.ENDED, next_on=None)
        await let_lapse_about(tx, ended.id, doing.now)
        await withdraw(tx, await ahead_of(tx, ended, known.side, doing.now), doing.now)
        return await _told(tx, doing, known.together, ended)


async def contribution_of(store: Store, member: Member, contribution_id: str) -> Given:
    """One contribution, to be shown or edited. Refused as NOT_FOUND where the member has no side in its plan (N6)."""
    async with store.reading() as tx:
        return await seen_contribution(tx, member, contribution_id)


async def contributions_of(store: Store, member: Member, partnership_id: str) -> list[Given]:
    """What both sides give, oldest first, to be shown. Refused as NOT_FOUND where the member has no side in it (N6)."""
    async with store.reading() as tx:
        together = await partnerships.seen_by(tx, member.who, partnership_id)
        if together is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        given = await contributions.of_partnership(tx, partnership_id)
        occurrences = await contributions.occurrences_of(tx, [each.id for each in given])
    return [Given(each, together, [one for one in occurrences if one.contribution_id == each.id]) for each in given]


async def seen_contribution(tx: Transaction, member: Member, contribution_id: str) -> Given:
    """Inside a transaction: the same, of one."""
    contribution = await contributions.get(tx, member.workspace_id, contribution_id)
    together = await partnerships.seen_by(tx, member.who, contribution.partnership_id) if contribution else None
    if contribution is None or together is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return Given(contribution, together, await contributions.occurrences_of(tx, [contribution_id]))


async def held_contribution(tx: Transaction, doing: Doing, contribution_id: str, *, ended: bool = False) -> Given:
    """Inside a transaction: one contribution, its plan held first, as everybody holds it first.

    Refused when the plan is over; and when nothing more is to come of it, unless `ended` is as good.
    """
    unheld = await seen_contribution(tx, doing.member, contribution_id)
    await hold_together(tx, doing, unheld.together.partnership.id)
    known = await seen_contribution(tx, doing.member, contribution_id)
    _may_write(known.together)
    if known.contribution.state is ContributionState.ENDED and not ended:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return known


def owner_of(contribution: Contribution, together: Together) -> Side:
    """The side whose it is to do."""
    return next(side for side in together.sides if side.id == contribution.side_id)


def checked_when(when: When, doing: Doing) -> When:
    """A date, or a rule that comes at all, from today on. Refused with the reason."""
    checked_due(when.first, doing.member.hours.local(doing.now).date())
    if when.rule is not None:
        Recurrence.of(when.rule).counted_from(when.first).checked()
    return when


async def _told(tx: Transaction, doing: Doing, together: Together, contribution: Contribution) -> Given:
    """The other side hears of what was changed, once they are in it; several changes are told together."""
    await tell_changed(tx, doing, together, {CONTRIBUTIONS})
    return await _settled(tx, doing, together, contribution)


async def _settled(tx: Transaction, doing: Doing, together: Together, contribution: Contribution) -> Given:
    await after_change(tx, doing, together)
    return await seen_contribution(tx, doing.member, contribution.id)


def _dated(together: Together, side: Side, when: When, now: datetime) -> dict[str, Any]:
    """Its dates, who set them, and whether whoever does the work has accepted them (L3)."""
    dated = {"due_on": when.first, "rule": when.rule, "dated_by": together.mine.id}
    return {**dated, "accepted_at": _accepted(together, side, now)}


def _accepted(together: Together, side: Side, now: datetime) -> datetime | None:
    """What one writes for oneself is accepted. Of somebody outside, their partner writes what they said."""
    is_told = side.is_outside and together.partnership.state in AGREED_ON
    return now if side.id == together.mine.id or is_told else None


def _may_write(together: Together) -> None:
    """Whoever is asked, or is in it, writes what is given, until it is over."""
    if together.partnership.state is PartnershipState.CLOSED or together.mine.state not in WRITERS:
        raise EtiquetteError(Refusal.PLAN_IS_OVER)
