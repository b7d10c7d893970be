"""What a member's database holds, in a form in which two moments can be compared."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import bindparam, exists, literal, select, union_all

from etiquette.rules.nudges import Kind, Nudge, State
from etiquette.store.records import RECORDS, TABLES, Fact, all_of, from_row
from etiquette.store.tables import nudges
from tests.cast import Hand

# Which tables hold anything of a member's: most hold nothing, and need not be read.
HELD = union_all(
    *(
        select(literal(noun)).where(exists().where(TABLES[record].c.member_id == bindparam("member")))
        for noun, record in RECORDS.items()
    )
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All records but for their revisions, which stand aside; and what is planned: what, of what, which step, when."""

    facts: tuple[Fact, ...]
    planned: tuple[tuple[str, str, str, datetime], ...]
    revisions: dict[str, int] = field(compare=False)


async def ledger(hand: Hand) -> Ledger:
    """As it stands now."""
    planned = [
        (nudge.kind.value, nudge.subject_id, nudge.occasion.partition("/")[2], nudge.due_at)
        for nudge in await nudges_of(hand, State.PLANNED)
    ]
    facts = await facts_of(hand)
    revisions = {fact.id: fact.revision for fact in facts if hasattr(fact, "revision")}
    return Ledger(tuple(map(_without_revision, facts)), tuple(sorted(planned)), revisions)


async def facts_of(hand: Hand) -> list[Fact]:
    """Every record of a member's."""
    async with hand.store.reading() as tx:
        held = (await tx.connection.execute(HELD, {"member": hand.member.who.member_id})).scalars().all()
        return [
            fact
            for noun, record in RECORDS.items()
            if noun in held
            for fact in await all_of(tx, record, hand.member.who)  # type: ignore[type-var]  # any of them
        ]


async def nudges_of(hand: Hand, *states: State, subject_id: str | None = None) -> list[Nudge]:
    """A member's nudges, soonest first: in some states, or in any; of one subject, or of all.

    Of all subjects, the check-ins of months from now, which every contact has, are left out.
    """
    query = select(nudges).where(nudges.c.recipient == hand.member.id).order_by(nudges.c.due_at, nudges.c.kind)
    if subject_id is None:
        query = query.where(nudges.c.kind != Kind.CHECK_IN)
    if states:
        query = query.where(nudges.c.state.in_(states))
    if subject_id:
        query = query.where(nudges.c.subject_id == subject_id)
    async with hand.store.reading() as tx:
        return [from_row(Nudge, row) for row in await tx.connection.execute(query)]


async def planned_steps(hand: Hand, subject_id: str, kind: Kind | None = None) -> list[str]:
    """The steps that are planned of a subject, soonest first: of one kind, or of any."""
    planned = await nudges_of(hand, State.PLANNED, subject_id=subject_id)
    return [nudge.occasion.partition("/")[2] for nudge in planned if kind in {None, nudge.kind}]


def _without_revision(fact: Fact) -> Fact:
    return replace(fact, revision=0) if hasattr(fact, "revision") else fact  # type: ignore[arg-type]  # it has one
