"""How things stand with people after each act: who was in touch when (E19), and to whom the ledger leans (E14).

Both follow from the facts alone. They are kept inside the act's transaction, by no service of their own, so that none
can forget it; and they are in no journal, so that they keep nothing from being undone.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from etiquette.rules.acts import Change
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.favours import Favour
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Turn
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.ledger import leaning
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import nudges_for
from etiquette.rules.suggestions import offer
from etiquette.services.weighing import weigh
from etiquette.store import good_turns, ledger, members, nudges, signs
from etiquette.store.records import NOUNS, Fact, add, all_of, change, remove
from etiquette.store.session import Transaction
from etiquette.store.types import new_id

OFFERS_REST = timedelta(days=30)
WEIGHED: dict[str, frozenset[str]] = {
    NOUNS[Contact]: frozenset({"name", "slack_user_id"}),
    NOUNS[Introduction]: frozenset({"state", "introducer_name", "introducer_user_id"}),
    NOUNS[Deliverable]: frozenset({"state", "owner", "contact_id"}),
    NOUNS[Favour]: frozenset({"direction", "contact_id", "whom"}),
    NOUNS[GoodTurn]: frozenset({"state", "contact_id", "other_id"}),
}
"""What the ledger is made of: of each noun, what may move it; of a contact, what makes them known as an introducer."""
DONE = {NOUNS[Introduction]: IntroductionState.MADE, NOUNS[Deliverable]: DeliverableState.DELIVERED}
"""What is promised, or asked for, weighs nothing before it is done."""


async def keep_up(tx: Transaction, member: Member, now: datetime) -> None:
    """Inside an act's transaction, at its end: what follows from its changes by itself."""
    if not tx.changes:
        return
    aside = Transaction(tx.connection, act_id=tx.act_id)
    for part in signs.parts(await signs.concerned(tx, tx.changes)):
        await _touched(aside, part, member, now)
    if any(_weighs(each, tx.added.get(each.id)) for each in tx.changes):
        await _offered(aside, member, now)
    await weigh(aside, tx.changes, now)


async def _touched(tx: Transaction, contact_ids: Sequence[str], member: Member, now: datetime) -> None:
    """Keeps the last sign of life of each contact, and plans their check-in from it (E19)."""
    latest = await signs.latest(tx, contact_ids)
    for contact in await signs.several(tx, contact_ids):
        touched_at = max(filter(None, [contact.created_at, contact.wrote_at, latest.get(contact.id)]))
        if touched_at == contact.touched_at:
            continue
        whose = await _whose(tx, contact, member)
        touched = await change(tx, contact, touched_at=touched_at, revision=contact.revision + 1)
        await nudges.withdraw(tx, contact.id, {Kind.CHECK_IN})
        if whose:
            await nudges.plan(tx, contact.workspace_id, nudges_for(touched, whose, now, {Kind.CHECK_IN}), now)
        if contact.touched_at is None or touched_at > contact.touched_at:
            who = Who(contact.workspace_id, contact.member_id)
            await nudges.answer(tx, who, contact.id, Answer.DONE, now, kinds={Kind.CHECK_IN})


async def _whose(tx: Transaction, contact: Contact, member: Member) -> Member | None:
    """Whose contact it is: an act may concern somebody else's, as an introducer's answer does."""
    if contact.member_id == member.id:
        return member
    return await members.get(tx, Who(contact.workspace_id, contact.member_id))


def _weighs(changed: Change, added: Fact | None) -> bool:
    """Whether a change may move the ledger."""
    if changed.before is not None:
        return changed.noun in WEIGHED and not WEIGHED[changed.noun].isdisjoint(changed.before)
    is_still_to_be_done = changed.noun in DONE and getattr(added, "state", None) not in {None, DONE[changed.noun]}
    return changed.noun in WEIGHED and not is_still_to_be_done


async def _offered(tx: Transaction, member: Member, now: datetime) -> None:
    """Has something offered to whom the ledger leans, one offer in thirty days; and lets go of what is in balance."""
    leans = leaning(await ledger.shares(tx, member.who))
    offers = await all_of(tx, GoodTurn, member.who, turn=Turn.OFFER)
    waiting: set[str | None] = set()
    for each in offers:
        is_second = each.state is GoodTurnState.OPEN and each.contact_id in waiting
        if each.contact_id not in leans or is_second:
            await _let_go(tx, member, each, now)
        elif each.state in {GoodTurnState.OPEN, GoodTurnState.DECLINED}:
            waiting.add(each.contact_id)
    for contact_id in leans:
        if contact_id not in waiting:
            await _plan_offer(tx, member, contact_id, now)


async def _let_go(tx: Transaction, member: Member, turn: GoodTurn, now: datetime) -> None:
    """The balance has come by itself: nothing more is said of it; what was never said is as if it had not been."""
    if turn.state not in {GoodTurnState.OPEN, GoodTurnState.DECLINED}:
        return
    await nudges.withdraw(tx, turn.id)
    if turn.state is GoodTurnState.OPEN and not await good_turns.is_said(tx, turn.id):
        await remove(tx, turn)
        return
    await change(tx, turn, state=GoodTurnState.BALANCED, settled_at=now, revision=turn.revision + 1)
    await nudges.redraw(tx, member.who, turn.id)


async def _plan_offer(tx: Transaction, member: Member, contact_id: str, now: datetime) -> None:
    offers = await all_of(tx, GoodTurn, member.who, turn=Turn.OFFER)
    today = member.hours.local(now).date()
    last = max((member.hours.on_or_after(each.planned_for + timedelta(days=1)) for each in offers), default=None)
    planned_for = max(today, last + OFFERS_REST - timedelta(days=1)) if last else today
    contacts = await all_of(tx, Contact, member.who)
    contact = next(each for each in contacts if each.id == contact_id)
    calls = await all_of(tx, Call, member.who, contact_id=contact_id)
    idea = offer(contact, contacts, calls)
    turn = GoodTurn(
        id=new_id(),
        workspace_id=member.workspace_id,
        member_id=member.id,
        turn=idea.turn,
        contact_id=idea.contact_id,
        other_id=idea.other_id,
        because=str(idea.reason),
        planned_for=planned_for,
        state=GoodTurnState.OPEN,
        settled_at=None,
        revision=1,
        created_at=now,
    )
    await add(tx, turn)
    await nudges.plan(tx, member.workspace_id, nudges_for(turn, member, now), now)
