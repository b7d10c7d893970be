"""The plan of a partnership: looked up, written, and edited by both sides at once without losing a word (C1 to C3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import Contact, is_named
from etiquette.rules.contributions import Contribution
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member, Who
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import NAME_LIMIT, Partnership, PartnershipState, Side, SideState, Together
from etiquette.rules.plans import NEVER, RHYTHMS, Written, first_reflection, merged, written
from etiquette.services.contacts import Somebody, known_or_new
from etiquette.services.nudging import Doing, answered, hold
from etiquette.services.partnership_days import look_again
from etiquette.services.supporting import suggest_support
from etiquette.services.together import beside, hold_together, tell, touched
from etiquette.services.unsharing import unshared
from etiquette.store import drafts, nudges, partnerships
from etiquette.store.plans import contributions_in
from etiquette.store.records import add, all_of, change, find
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id

WRITERS = frozenset({SideState.INVITED, SideState.AGREED})
_SHARED = ("belief", "purpose", "rules")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as one side sees it, with what both give; `partner_id`: whom in Slack it can be offered to, if anybody."""

    together: Together
    contributions: Sequence[Contribution] = ()
    partner_id: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of an edit: `kept` are fields in which the other side's words stay, `too_late` what was not saved."""

    partnership_id: str
    kept: tuple[str, ...] = ()
    too_late: str = ""


async def plan_of(store: Store, member: Member, partnership_id: str) -> Plan:
    """A plan, to be shown. Refused as NOT_FOUND where the member has no side in it (N6)."""
    async with store.reading() as tx:
        together = await partnerships.seen_by(tx, member.who, partnership_id)
        if together is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        given = await contributions_in(tx, partnership_id)
        contact = await find(tx, Contact, member.who, together.mine.contact_id)
    is_unasked = together.theirs.is_outside and together.theirs.state is SideState.UNASKED
    return Plan(together, given, contact.slack_user_id if contact and is_unasked else None)


async def plan_with(store: Store, member: Member, contact: Contact) -> Together | None:
    """What is planned, or done, with somebody at present."""
    async with store.reading() as tx:
        return await _going(tx, member, contact)


async def was_planned_with(store: Store, member: Member, contact: Contact) -> Together | None:
    """What was planned with somebody last, and is over."""
    async with store.reading() as tx:
        found = [each for each in await partnerships.all_seen_by(tx, member.who) if _is_with(each, contact)]
    over = [each for each in found if each.partnership.state is PartnershipState.CLOSED]
    return max(over, key=lambda each: each.partnership.closed_at or each.partnership.created_at, default=None)


async def offered_by(store: Store, member: Member, somebody: Somebody) -> Together | None:
    """What somebody has offered, whom the member need not know as a contact until they say yes."""
    async with store.reading() as tx:
        seen = await partnerships.all_seen_by(tx, member.who)
    asked = [each for each in seen if each.mine.state is SideState.INVITED]
    if somebody.slack_user_id:
        found = [each for each in asked if each.theirs.member_id == somebody.slack_user_id]
    else:
        found = [each for each in asked if is_named(each.theirs.name, somebody.name)]
    return found[0] if len(found) == 1 else None


async def write_plan(
    doing: Doing, somebody: Somebody, mine: Written, shown: dict[str, str], draft_id: str | None = None
) -> Saved:
    """A new plan; where there is one with them already, what was typed goes into that, by the rules of an edit."""
    async with doing.act(Verb.WRITE_PLAN) as tx:
        contact = await known_or_new(tx, doing, somebody)
        if contact.slack_user_id == doing.member.id:
            raise EtiquetteError(Refusal.PLAN_WITH_YOURSELF)
        await hold(tx, Contact, doing.member, contact.id)  # who writes at the same time finds what is begun here
        going = await _going(tx, doing.member, contact)
        if going is None:
            await through_the_door(tx, doing, contact)
            together = await _begun(tx, doing, contact)
            saved = Saved((await _written(tx, doing, together, {**written(together), **mine})).partnership.id)
        else:
            together = await hold_together(tx, doing, going.partnership.id)
            saved = await _edited(tx, doing, together, mine, shown)
        if draft_id:
            await drafts.remove(tx, doing.member.who, draft_id)
        return saved


async def edit_plan(doing: Doing, partnership_id: str, mine: Written, shown: dict[str, str]) -> Saved:
    """One side's edit, merged with whatever the other wrote since. `shown`: digests of what the writer saw.

    Refused as BOTH_CHANGED, with the fields and what the other wrote in them, where both changed the same.
    """
    async with doing.act(Verb.WRITE_PLAN) as tx:
        return await _edited(tx, doing, await hold_together(tx, doing, partnership_id), mine, shown)


async def tell_changed(tx: Transaction, doing: Doing, together: Together, fields: Collection[str]) -> None:
    """The other side is told what of the plan was changed: once, however often it was, until they are told."""
    theirs = together.theirs
    if theirs.state is not SideState.AGREED or theirs.is_outside:
        return
    told = set(fields)
    for earlier in await changes_told(tx, theirs):
        if not await nudges.was_told(tx, Who(theirs.workspace_id, theirs.member_id), earlier.id, Kind.PLAN_NEWS):
            told |= set(earlier.text.split(","))
        await nudges.withdraw(tx, earlier.id)
    await tell(tx, theirs, Happened.CHANGED, doing.now, ",".join(sorted(told)))


async def changes_told(tx: Transaction, side: Side) -> list[News]:
    """What a side was told, or is about to be, of changes to the plan."""
    who = Who(side.workspace_id, side.member_id)
    return await all_of(tx, News, who, partnership_id=side.partnership_id, happened=Happened.CHANGED)


async def settle_door(tx: Transaction, doing: Doing, side: Side, chosen: Answer) -> Side:
    """The door that was left open has its answer: somebody went through it, or it may close (C9)."""
    settled = await change(tx, side, door_on=None, revision=side.revision + 1)
    await answered(tx, settled, doing.member, chosen, doing.now, {Kind.OPEN_DOOR})
    return settled


async def _going(tx: Transaction, member: Member, contact: Contact) -> Together | None:
    """Of several, the one that is farthest: what runs before what is agreed on, that before what one of them drafts."""
    found = [each for each in await partnerships.all_seen_by(tx, member.who) if _is_with(each, contact)]
    going = [each for each in found if each.partnership.state is not PartnershipState.CLOSED]
    return max(
        going, key=lambda each: (each.partnership.started_at is not None, not each.theirs.is_outside), default=None
    )


def _is_with(together: Together, contact: Contact) -> bool:
    if together.mine.contact_id == contact.id:
        return True
    return not together.theirs.is_outside and together.theirs.member_id == contact.slack_user_id


async def through_the_door(tx: Transaction, doing: Doing, contact: Contact) -> None:
    """What was left open when they parted has its answer, now that it is begun anew (C9)."""
    for each in await partnerships.all_seen_by(tx, doing.member.who):
        if each.mine.door_on is not None and _is_with(each, contact):
            await settle_door(tx, doing, each.mine, Answer.DONE)


async def _begun(tx: Transaction, doing: Doing, contact: Contact) -> Together:
    """A plan of which nothing is written yet. The other side is written by whoever begins, until it is offered."""
    member, now = doing.member, doing.now
    plan = Partnership(
        id=new_id(),
        workspace_id=member.workspace_id,
        belief="",
        purpose="",
        rules="",
        state=PartnershipState.DRAFTED,
        rhythm=None,
        rhythm_from=None,
        reflect_on=None,
        next_at=None,
        shared_at=None,
        purpose_changed_at=now,
        rules_changed_at=now,
        started_at=None,
        closed_at=None,
        version=0,
        created_at=now,
    )
    await partnerships.add(tx, plan)
    mine = _side(doing, plan, contact, member.name or f"@{member.id}", state=SideState.AGREED)
    theirs = _side(doing, plan, contact, contact.name, state=SideState.UNASKED, is_outside=True)
    aside = beside(tx)
    await add(aside, mine)
    await add(aside, theirs)
    return Together(plan, mine, theirs)


def _side(doing: Doing, plan: Partnership, contact: Contact, name: str, **values: Any) -> Side:
    nothing: dict[str, Any] = dict.fromkeys(
        ("agreed_how", "rules_agreed_at", "purpose_confirmed_at", "offered_at", "silent_since", "leans_since")
    )
    side = Side(
        id=new_id(),
        workspace_id=plan.workspace_id,
        member_id=doing.member.id,
        contact_id=contact.id,
        partnership_id=plan.id,
        is_outside=False,
        name=name[:NAME_LIMIT],
        win="",
        initiatives="",
        state=SideState.UNASKED,
        shares=False,
        support_from=None,
        door_on=None,
        closed=(),
        revision=1,
        created_at=doing.now,
        **nothing,
    )
    return replace(side, **values)


async def _edited(tx: Transaction, doing: Doing, together: Together, mine: Written, shown: dict[str, str]) -> Saved:
    if together.partnership.state is PartnershipState.CLOSED or together.mine.state not in WRITERS:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    current = written(together)
    both = merged(shown, mine, current)
    if both.conflicts:
        raise EtiquetteError(Refusal.BOTH_CHANGED, fields=both.conflicts, current=current, name=together.theirs.name)
    await _written(tx, doing, together, both.values)
    return Saved(together.partnership.id, both.kept, both.too_late)


async def _written(tx: Transaction, doing: Doing, together: Together, values: Written) -> Together:
    """Saves a plan. Who writes the rules, or the purpose, agrees to them as they wrote them, once they are in it."""
    before, now = written(together), doing.now
    fields = {name for name, text in values.items() if text != before.get(name)}
    is_new = not together.partnership.version
    if not fields and not is_new:
        return together
    plan = await partnerships.change(tx, together.partnership, **_plan_values(doing, together, values, fields))
    is_in = together.mine.state is SideState.AGREED
    mine_values: dict[str, Any] = {"win": values["my_win"], "initiatives": values["initiatives"]}
    if is_in and (is_new or "rules" in fields):
        mine_values["rules_agreed_at"] = now
    if is_in and (is_new or "purpose" in fields):
        mine_values["purpose_confirmed_at"] = now
    mine = await change(beside(tx), together.mine, **mine_values)
    theirs = await change(beside(tx), together.theirs, win=values.get("their_win", together.theirs.win))
    changed = Together(plan, mine, theirs)
    if "purpose" in fields:  # both let digests tell of another one
        changed = await unshared(tx, changed, *changed.sides)
    await tell_changed(tx, doing, changed, fields)
    return await after_change(tx, doing, changed)


async def after_change(tx: Transaction, doing: Doing, together: Together) -> Together:
    """After any act on a plan: what was said of it is drawn anew, its silence is over, what is to come is planned.

    So is a suggestion to support what the other side has at heart, where it lists anything (C11, C12).
    """
    for side in together.sides:
        await nudges.redraw_for_all(tx, side.id)
    await suggest_support(tx, together, doing.now)
    await touched(tx, together, doing.now)
    await look_again(tx, together.partnership, doing.now)
    return together


def _plan_values(doing: Doing, together: Together, values: Written, fields: set[str]) -> dict[str, Any]:
    saved: dict[str, Any] = {name: values[name] for name in _SHARED} | {"version": together.partnership.version + 1}
    if "rules" in fields:
        saved["rules_changed_at"] = doing.now
    if "purpose" in fields:
        saved["purpose_changed_at"] = doing.now
    if "rhythm" in fields:
        saved |= rhythm_values(doing, together.partnership, values["rhythm"])
    return saved


def rhythm_values(doing: Doing, plan: Partnership, rhythm: str | None) -> dict[str, Any]:
    """A rhythm of reflection (L7): it begins to count when the plan runs."""
    chosen = rhythm if rhythm in RHYTHMS and rhythm != NEVER else None
    runs = plan.started_at is not None
    first = first_reflection(chosen, doing.member.hours.local(doing.now).date()) if runs else None
    return {"rhythm": chosen, "rhythm_from": first, "reflect_on": first}
