"""Inside a transaction: what a changed record calls for now, in place of what was planned before."""

from collections.abc import Collection
from datetime import datetime

from etiquette.rules.deliverables import Deliverable
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.planning import PASSED, Subject, nudges_for
from etiquette.store import contributions, nudges
from etiquette.store.records import add
from etiquette.store.session import Transaction

ALL_KINDS = tuple(Kind)


async def plan(
    tx: Transaction, subject: Subject, member: Member, now: datetime, kinds: Collection[Kind] = ALL_KINDS
) -> None:
    """Plans what a record calls for as it stands now, in place of whatever was planned before.

    `kinds` are those that its new revision changes; what was planned of any other goes on as it was. So does what is
    passed on between a member and an introducer: see `passing`. What belongs to a plan that rests, rests with it (C9).
    """
    kinds = set(kinds) - PASSED
    await nudges.withdraw(tx, subject.id, kinds, recipient=member.id)
    await nudges.carry_over(tx, subject.id, subject.revision, kinds)
    await _plan(tx, subject, member, now, kinds)


async def add_and_plan(tx: Transaction, subject: Subject, member: Member, now: datetime) -> None:
    """Saves a new record, and plans what it calls for: before it there was nothing to take back."""
    await add(tx, subject)
    await _plan(tx, subject, member, now, set(ALL_KINDS) - PASSED)


async def _plan(tx: Transaction, subject: Subject, member: Member, now: datetime, kinds: Collection[Kind]) -> None:
    if not await rests(tx, subject):
        await nudges.plan(tx, member.workspace_id, nudges_for(subject, member, now, kinds), now)


async def rests(tx: Transaction, subject: Subject) -> bool:
    """Whether a record is an occurrence of a plan that is paused: nothing is said of it until that goes on."""
    contribution_id = subject.contribution_id if isinstance(subject, Deliverable) else None
    return contribution_id is not None and await contributions.is_resting(tx, contribution_id)
