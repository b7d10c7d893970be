"""Nudges: planned, withdrawn, answered; what is due, and whose. Claiming and marking is in `deliveries`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from etiquette.rules.members import Who
from etiquette.rules.nudges import Answer, Kind, Moment, Nudge, Plan, State
from etiquette.store import tables, turns
from etiquette.store.records import Found, from_row, readable
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, nudges, workspaces
from etiquette.store.types import literally, new_id

KNOWN = tuple(Kind)
PLANNED = literally(State.PLANNED)
CHUNK = 500
CONTACTS_SUBJECTS = (
    *(tables.introductions, tables.calls, tables.deliverables),
    *(tables.thank_yous, tables.invitations, tables.good_turns),
)

IS_KNOWN = nudges.c.kind.in_([literally(kind) for kind in KNOWN])
"""What a newer version planned, of kinds that this one does not know, waits for that version."""
KINDS = nudges.c.kind.in_(bindparam("kinds", expanding=True))
OF_SUBJECT = nudges.c.subject_id == bindparam("its_id")
OF_RECIPIENT = nudges.c.recipient == bindparam("its_recipient")
WITHDRAW = update(nudges).where(OF_SUBJECT, nudges.c.state == State.PLANNED, KINDS).values(state=State.WITHDRAWN)
WITHDRAW_FROM = WITHDRAW.where(OF_RECIPIENT)
SAID = (
    *(OF_SUBJECT, nudges.c.workspace_id == bindparam("of_workspace"), OF_RECIPIENT),
    nudges.c.state.in_([State.POSTED, State.CLAIMED]),
)
ANSWER = update(nudges).where(*SAID, nudges.c.answer.is_(None), KINDS)
REDRAW = (
    update(deliveries)
    .where(deliveries.c.id.in_(select(nudges.c.delivery_id).where(*SAID)))
    .values(wanted=deliveries.c.wanted + 1)
)
OF_DELIVERIES = select(nudges).where(nudges.c.delivery_id.in_(bindparam("ids", expanding=True)))
SAID_OF = select(nudges).where(
    nudges.c.subject_id.in_(bindparam("ids", expanding=True)), nudges.c.state == State.POSTED, IS_KNOWN
)
IS_DUE = (nudges.c.state == PLANNED, nudges.c.due_at <= bindparam("now"), IS_KNOWN)
IN_WORKSPACE = nudges.c.workspace_id == bindparam("its_workspace")
TO_WHOM = select(nudges.c.recipient).where(IN_WORKSPACE, *IS_DUE).order_by(nudges.c.due_at).limit(bindparam("most"))
TO_THEM = nudges.c.recipient.in_(bindparam("recipients", expanding=True))
DUE = select(nudges).where(IN_WORKSPACE, TO_THEM, *IS_DUE).order_by(nudges.c.due_at).with_for_update(skip_locked=True)


async def plan(tx: Transaction, workspace_id: str, plans: Iterable[Plan], now: datetime) -> None:
    """Saves nudges. One whose natural key is there already is left as it is, so that planning twice is harmless."""
    rows = [_row(workspace_id, each, now) for each in plans]
    if rows:
        await tx.connection.execute(tx.insert(nudges).on_conflict_do_nothing(), rows)


async def withdraw(
    tx: Transaction, subject_id: str, kinds: Collection[Kind] = KNOWN, recipient: str | None = None
) -> None:
    """Takes back whatever was planned of these kinds for a subject, for one recipient or for all, and not said yet."""
    planned = {"its_id": subject_id, "kinds": list(kinds)}
    if recipient:
        withdrawn = await tx.connection.execute(WITHDRAW_FROM, {**planned, "its_recipient": recipient})
    else:
        withdrawn = await tx.connection.execute(WITHDRAW, planned)
    tx.ends(State.WITHDRAWN, withdrawn.rowcount)


async def carry_over(tx: Transaction, subject_id: str, revision: int, apart_from: Collection[Kind]) -> None:
    """What was not said yet of the other kinds of a subject goes on under its new revision, at the same moments."""
    await carry_over_all(tx, {subject_id: revision}, apart_from)


async def carry_over_all(tx: Transaction, revisions: Mapping[str, int], apart_from: Collection[Kind]) -> None:
    """The same of many subjects, each with its new revision."""
    ids = sorted(revisions)
    for start in range(0, len(ids), CHUNK):
        others = (
            nudges.c.subject_id.in_(ids[start : start + CHUNK]),
            nudges.c.state.in_([State.PLANNED, State.CLAIMED]),
            nudges.c.kind.not_in(apart_from),
        )
        await _hold(tx, select(nudges.c.delivery_id).where(*others))
        unsaid = select(nudges.c.id, nudges.c.subject_id, nudges.c.occasion).where(*others)
        carried = [
            {"nudge_id": row.id, "goes_on": f"{revisions[row.subject_id]}/{row.occasion.partition('/')[2]}"}
            for row in (await tx.connection.execute(unsaid.order_by(nudges.c.id).with_for_update())).all()
        ]
        if carried:
            one = update(nudges).where(nudges.c.id == bindparam("nudge_id")).values(occasion=bindparam("goes_on"))
            await tx.connection.execute(one, carried)


async def answer(
    tx: Transaction,
    who: Who,
    subject_id: str,
    chosen: Answer,
    now: datetime,
    later_at: datetime | None = None,
    kinds: Collection[Kind] = KNOWN,
) -> None:
    """Writes what the member chose on every posted and unanswered nudge of a subject, and has its messages redrawn."""
    await redraw(tx, who, subject_id)  # deliveries before nudges, as whoever marks one takes them
    answered = {"answer": chosen, "answered_at": now, "act_id": tx.act_id, "later_at": later_at}
    await tx.connection.execute(ANSWER, {**_of(who, subject_id), "kinds": list(kinds), **answered})


async def unanswer(tx: Transaction, act_id: str) -> None:
    """Clears what an act had answered, and has those messages redrawn with their buttons."""
    held = select(nudges.c.delivery_id).where(nudges.c.act_id == act_id)
    await _want(tx, held)
    await tx.connection.execute(
        update(nudges)
        .where(nudges.c.act_id == act_id)
        .values(answer=None, answered_at=None, act_id=None, later_at=None)
    )


async def forget_put_off(tx: Transaction, who: Who, subject_id: str, now: datetime, kinds: Collection[Kind]) -> None:
    """Clears "later" where the nudge that was put off is withdrawn: its messages get their buttons back."""
    await redraw(tx, who, subject_id)
    put_off = (nudges.c.answer == Answer.LATER, nudges.c.later_at > now, nudges.c.kind.in_(kinds))
    await tx.connection.execute(
        update(nudges)
        .where(*_said(who, subject_id), *put_off)
        .values(answer=None, answered_at=None, act_id=None, later_at=None)
    )


async def redraw(tx: Transaction, who: Who, subject_id: str) -> None:
    """Has every message that speaks of a subject drawn anew from the facts."""
    await tx.connection.execute(REDRAW, _of(who, subject_id))


async def redraw_for_all(tx: Transaction, subject_id: str) -> None:
    """Has every message that speaks of a subject drawn anew, to whomever it was said."""
    said = (nudges.c.subject_id == subject_id, nudges.c.state.in_([State.POSTED, State.CLAIMED]))
    await _want(tx, select(nudges.c.delivery_id).where(*said))


async def redraw_contact(tx: Transaction, who: Who, contact_id: str) -> None:
    """Has every message that speaks of a contact drawn anew."""
    await redraw(tx, who, contact_id)
    for table in CONTACTS_SUBJECTS:
        subjects = select(table.c.id).where(table.c.contact_id == contact_id)
        said = (nudges.c.subject_id.in_(subjects), *_to(who))
        await _want(tx, select(nudges.c.delivery_id).where(*said))


async def of_delivery(tx: Transaction, delivery_id: str) -> list[Nudge]:
    """What one message carries."""
    return (await of_deliveries(tx, [delivery_id]))[delivery_id]


async def of_deliveries(tx: Transaction, delivery_ids: Collection[str]) -> Mapping[str, list[Nudge]]:
    """What several messages carry, each apart."""
    found: dict[str, list[Nudge]] = defaultdict(list)
    for nudge in await _fetch(tx, OF_DELIVERIES, ids=list(delivery_ids)):
        found[str(nudge.delivery_id)].append(nudge)
    return found


async def said_of(tx: Transaction, subject_ids: Collection[str]) -> list[Nudge]:
    """What was said of some subjects already."""
    return await _fetch(tx, SAID_OF, ids=list(subject_ids))


async def was_told(tx: Transaction, who: Who, subject_id: str, kind: Kind) -> bool:
    """Whether this was said to somebody, or is being said: then they may answer it."""
    said = select(nudges.c.id).where(*_said(who, subject_id), nudges.c.kind == kind)
    return (await tx.connection.execute(said.limit(1))).first() is not None


async def is_known(tx: Transaction, who: Who, subject_id: str, kind: Kind, since: datetime | None = None) -> bool:
    """Whether this was said to somebody, or is about to be; `since`: because of what happened then."""
    said = nudges.c.state == State.POSTED
    query = select(nudges.c.id).where(
        nudges.c.subject_id == subject_id,
        nudges.c.kind == kind,
        *_to(who),
        nudges.c.state.in_([State.PLANNED, State.CLAIMED]) | (said & (nudges.c.created_at >= since) if since else said),
    )
    return (await tx.connection.execute(query.limit(1))).first() is not None


async def recipients_due(tx: Transaction, workspace_id: str, now: datetime, limit: int) -> list[str]:
    """To whom something is due in one workspace, as far as the longest due tell."""
    asked = {"its_workspace": workspace_id, "now": now, "most": limit}
    return list(dict.fromkeys((await tx.connection.execute(TO_WHOM, asked)).scalars()))


async def due(tx: Transaction, workspace_id: str, recipients: Collection[str], now: datetime) -> Found[Nudge]:
    """All that is due to these members, longest due first, held against other workers: it comes together (N2)."""
    asked = {"its_workspace": workspace_id, "recipients": list(recipients), "now": now}
    return await readable(tx, DUE, nudges.c.id, lambda row: from_row(Nudge, row), asked)


async def kinds_planned_at(tx: Transaction, subject_id: str, at: datetime) -> set[Kind]:
    """The kinds of which something was planned for a subject at a moment: that of the act which planned it."""
    query = select(nudges.c.kind).where(nudges.c.subject_id == subject_id, nudges.c.created_at == at)
    return set((await tx.connection.execute(query)).scalars())


async def put_off(tx: Transaction, who: Who, now: datetime) -> set[tuple[Kind, str]]:
    """The matters that the member put off until later than now: their kinds and subjects."""
    query = select(nudges.c.kind, nudges.c.subject_id).where(
        *_to(who), nudges.c.state == State.PLANNED, nudges.c.due_at > now, nudges.c.occasion.like("%/later")
    )
    return {(row.kind, row.subject_id) for row in await tx.connection.execute(query)}


async def workspaces_due(tx: Transaction, now: datetime, worker: str, machine_now: datetime) -> Sequence[str]:
    """The workspaces in which something is due and this worker may post, that with the longest due first."""
    oldest = select(nudges.c.due_at).where(nudges.c.workspace_id == workspaces.c.id, *IS_DUE).params(now=now)
    longest_due = oldest.order_by(nudges.c.due_at).limit(1).correlate(workspaces).scalar_subquery()
    return await turns.in_order(tx, longest_due, worker, machine_now)


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """When the next nudge is due after now, in UTC."""
    query = select(func.min(nudges.c.due_at)).where(nudges.c.state == PLANNED, nudges.c.due_at > now)
    soonest: datetime | None = (await tx.connection.execute(query)).scalar()
    return soonest


async def settle(tx: Transaction, nudge_ids: Collection[str], state: State) -> None:
    """Ends nudges that were not said in a final state: no message carries them any more."""
    if nudge_ids:
        unsaid = (nudges.c.id.in_(nudge_ids), nudges.c.state.in_([State.PLANNED, State.CLAIMED]))
        ended = await tx.connection.execute(update(nudges).where(*unsaid).values(state=state, delivery_id=None))
        tx.ends(state, ended.rowcount)


def when(moment: Moment) -> dict[str, Any]:
    """A moment as a nudge's columns hold it."""
    return {
        "local_day": moment.day,
        "local_time": moment.clock,
        "zone": moment.zone,
        "due_at": moment.at,
        "chosen": moment.chosen,
    }


async def _want(tx: Transaction, delivery_ids: Select[Any]) -> None:
    await tx.connection.execute(
        update(deliveries).where(deliveries.c.id.in_(delivery_ids)).values(wanted=deliveries.c.wanted + 1)
    )


async def _hold(tx: Transaction, delivery_ids: Select[Any]) -> None:
    """Deliveries before nudges, as whoever marks one takes them: two who wait for one another would wait for ever."""
    held = select(deliveries.c.id).where(deliveries.c.id.in_(delivery_ids)).order_by(deliveries.c.id)
    await tx.connection.execute(held.with_for_update())


def _of(who: Who, subject_id: str) -> dict[str, str]:
    return {"its_id": subject_id, "of_workspace": who.workspace_id, "its_recipient": who.member_id}


def _said(who: Who, subject_id: str) -> tuple[Any, ...]:
    return nudges.c.subject_id == subject_id, *_to(who), nudges.c.state.in_([State.POSTED, State.CLAIMED])


def _to(who: Who) -> tuple[Any, ...]:
    return nudges.c.workspace_id == who.workspace_id, nudges.c.recipient == who.member_id


async def _fetch(tx: Transaction, query: Select[Any], **asked: Any) -> list[Nudge]:
    return [from_row(Nudge, row) for row in await tx.connection.execute(query, asked)]


def _row(workspace_id: str, each: Plan, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "recipient": each.recipient,
        "kind": each.kind,
        "subject_id": each.subject_id,
        "occasion": each.occasion,
        "state": State.PLANNED,
        "attempts": 0,
        "created_at": now,
        **when(each.moment),
    }
