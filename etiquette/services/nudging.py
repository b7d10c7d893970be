"""Inside a transaction: a changed record, and the nudges that follow from it."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Side
from etiquette.rules.planning import SUBJECTS, Subject, is_open
from etiquette.rules.rulebook import ROWS
from etiquette.services.replanning import ALL_KINDS, add_and_plan, plan
from etiquette.services.standing import keep_up
from etiquette.store import nudges
from etiquette.store.acts import acting
from etiquette.store.records import F, Fact, change, find, remove
from etiquette.store.session import Store, Transaction

__all__ = ["ALL_KINDS", "Doing", "add_and_plan", "answered", "close", "gone", "hold", "plan"]


@dataclass(frozen=True, slots=True)
class Doing:
    """Somebody doing something: who, when, and the key under which it happens once (what Slack calls it)."""

    store: Store
    member: Member
    key: str
    now: datetime

    @asynccontextmanager
    async def act(self, verb: Verb) -> AsyncIterator[Transaction]:
        """The transaction in which it happens, with its journal; at its end, what follows from it by itself."""
        async with acting(self.store, self.member.who, verb, self.key, self.now) as tx:
            yield tx
            await keep_up(tx, self.member, self.now)


async def hold(tx: Transaction, record: type[F], member: Member, record_id: str) -> F:
    """A record of this member's, held until the transaction ends. Refused as NOT_FOUND, whoever else's it is (N6)."""
    fact = await find(tx, record, member.who, record_id, held=True)
    if fact is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    tx.contact_id = getattr(fact, "contact_id", fact.id)
    return fact


async def answered(
    tx: Transaction,
    subject: Subject,
    member: Member,
    chosen: Answer,
    now: datetime,
    kinds: Collection[Kind] = ALL_KINDS,
) -> None:
    """Plans anew after a member's answer to these kinds, and shows the answer on what was said of them (N3)."""
    await plan(tx, subject, member, now, kinds)
    await nudges.answer(tx, member.who, subject.id, chosen, now, kinds=kinds)


async def gone(tx: Transaction, fact: Fact) -> None:
    """A record goes: nothing is said of it any more, to anybody, and what was said shows that it is gone."""
    await nudges.withdraw(tx, fact.id)
    await nudges.redraw_for_all(tx, fact.id)
    await remove(tx, fact)


async def close(doing: Doing, kind: Kind, subject_id: str, chosen: Answer) -> Subject:
    """One kind of nudge about a record is settled by a press, and the record's other kinds go on."""
    async with doing.act(Verb.CLOSE) as tx:
        record = SUBJECTS[ROWS[kind].subject]
        subject = await hold(tx, record, doing.member, subject_id)  # type: ignore[type-var]
        if not is_open(subject, kind):
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        if not isinstance(subject, (Contact, Introduction, Call, Side)):
            raise EtiquetteError(Refusal.NOT_FOUND)
        closed = (*subject.closed, kind)
        settled: Subject = await change(  # type: ignore[type-var]  # any of the four
            tx, subject, closed=closed, revision=subject.revision + 1
        )
        await answered(tx, settled, doing.member, chosen, doing.now, {kind})
        return settled
