"""A member of whom everything is kept that can be: one record of each noun at least, made of any words."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from etiquette.rules.deliverables import Deliverable
from etiquette.rules.digests import Standing
from etiquette.rules.favours import Direction, Favour, FavourForm
from etiquette.rules.imports import Connection, SentFile
from etiquette.rules.lessons import Lesson
from etiquette.rules.nudges import Kind
from etiquette.rules.reflections import AnswerState, ReflectionState
from etiquette.rules.renegotiations import Renegotiation
from etiquette.services.connections import keep_connections, receive_files
from etiquette.services.drafts import keep_draft
from etiquette.store import members, partnerships
from etiquette.store.records import add, all_of
from etiquette.store.tables import reflections
from etiquette.store.types import new_id
from tests.builders import make_digest, make_good_turn, make_promise, make_question
from tests.cast import DANA, Hand
from tests.partners import make_answer, make_contribution, make_partnership, make_remark, make_side


async def keeps_everything(hand: Hand, words: str = "Pricing", name: str = DANA) -> str:
    """All of it; gives the contact's id."""
    await hand.logs(name)
    fixed = await hand.calls(name=name)
    held = await hand.debriefs(fixed.call.id, make_promise(what=words), discussed=words)
    await hand.calls(hand.now.replace(day=28), name=name)
    await keep_draft(hand.doing(), "call", f"call {name} sometime", words)
    await _keeps_the_rest(hand, held.contact.id, words)
    await _plans(hand, held.contact.id, words, name)
    await a_list_of(hand, name, f"Kim {words}"[:200])
    return held.contact.id


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of connections that was taken in, and the first who is in it."""

    import_id: str
    connection_id: str


async def a_list_of(hand: Hand, *names: str) -> Listed:
    """LinkedIn's list, taken in; of Dana, unless somebody is named."""
    (file,) = await receive_files(hand.doing(), "D0ADA", [SentFile("F0", "Connections.csv", "", 1)])
    rows = [_connection(hand, file.id, name) for name in names or (DANA,)]
    await keep_connections(hand.store, file, rows, duplicates=0, unreadable=0)
    return Listed(file.id, rows[0].id)


async def _keeps_the_rest(hand: Hand, contact_id: str, words: str) -> None:
    mine: dict[str, Any] = {"workspace_id": hand.member.workspace_id, "member_id": hand.member.id}
    at = {"created_at": hand.now}
    async with hand.store.writing() as tx:
        (deck,) = await all_of(tx, Deliverable, hand.member.who)
        about = {**mine, **at, "contact_id": contact_id}
        await add(
            tx,
            Renegotiation(
                id=new_id(),
                deliverable_id=deck.id,
                due_on=date(2026, 11, 27),
                now_due_on=date(2026, 12, 1),
                at=hand.now,
                **about,
            ),
        )
        await add(
            tx,
            Favour(
                id=new_id(),
                whom=None,
                direction=Direction.GIVEN,
                form=FavourForm.REFERRAL,
                what=words,
                at=hand.now,
                typed=words,
                **about,
            ),
        )
        await add(tx, Lesson(id=new_id(), call_id=None, text=words, channel=None, in_digest=True, **about))
        await add(tx, replace(make_good_turn(), id=new_id(), because=words, **about))
        await add(tx, replace(make_question(), id=new_id(), **mine))
        weekly = {"id": new_id(), "channel": f"C0{hand.member.id}", "standing": Standing.NEW}
        await add(tx, make_digest(**mine, **at, **weekly))
        await members.change(tx, hand.member.who, country="GB", muted=(Kind.CHECK_IN,), blurb=words, daily_messages=2)


async def _plans(hand: Hand, contact_id: str, words: str, name: str) -> None:
    """A plan with somebody outside Slack, whose reflection was answered."""
    mine: dict[str, Any] = {"workspace_id": hand.member.workspace_id, "member_id": hand.member.id}
    at = {"created_at": hand.now}
    plan = make_partnership(id=new_id(), workspace_id=mine["workspace_id"], belief=words, reflect_on=None, **at)
    about = {**mine, "contact_id": contact_id, "partnership_id": plan.id, **at}
    side = make_side(id=new_id(), win=words, silent_since=None, **about)
    other = make_side(id=new_id(), win=words, silent_since=None, is_outside=True, name=name, **about)
    of_it = {**about, "side_id": side.id}
    row = {"id": new_id(), "due_on": date(2026, 11, 24), "state": ReflectionState.OPENED, "next_step": words}
    answered = {"state": AnswerState.ANSWERED, "went_well": words, "answered_at": hand.now}
    async with hand.store.writing() as tx:
        await partnerships.add(tx, plan)
        await tx.connection.execute(
            reflections.insert().values(**row, **at, workspace_id=plan.workspace_id, partnership_id=plan.id)
        )
        for fact in (side, other, make_contribution(id=new_id(), what=words, dated_by=side.id, **of_it)):
            await add(tx, fact)
        await add(tx, make_answer(id=new_id(), reflection_id=row["id"], **of_it, **answered))
        await add(tx, make_remark(id=new_id(), text=words, **of_it))


def _connection(hand: Hand, import_id: str, name: str) -> Connection:
    return Connection(
        id=new_id(),
        workspace_id=hand.member.workspace_id,
        member_id=hand.member.id,
        import_id=import_id,
        key=name,
        name=name,
        url=None,
        email=None,
        company="Acme",
        position="Product lead",
        connected_on=date(2019, 3, 12),
        created_at=hand.now,
    )
