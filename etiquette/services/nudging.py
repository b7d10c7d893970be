"""Inside a transaction: a changed record, and the nudges that follow from it."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer
from etiquette.rules.planning import Subject, nudges_for
from etiquette.store import nudges
from etiquette.store.acts import acting
from etiquette.store.records import F, find
from etiquette.store.session import Store, Transaction


@dataclass(frozen=True, slots=True)
class Doing:
    """Somebody doing something: who, when, and the key under which it happens once (what Slack calls it)."""

    store: Store
    member: Member
    key: str
    now: datetime

    def act(self, verb: Verb) -> AbstractAsyncContextManager[Transaction]:
        """The transaction in which it happens, with its journal."""
        return acting(self.store, self.member.who, verb, self.key, self.now)


async def hold(tx: Transaction, record: type[F], member: Member, record_id: str) -> F:
    """A record of this member's, held until the transaction ends. Refused as NOT_FOUND, whoever else's it is (N6)."""
    fact = await find(tx, record, member.who, record_id, held=True)
    if fact is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    tx.contact_id = getattr(fact, "contact_id", fact.id)
    return fact


async def plan(tx: Transaction, subject: Subject, member: Member, now: datetime) -> None:
    """Plans what a record calls for as it stands now, in place of whatever was planned before."""
    await nudges.withdraw(tx, subject.id)
    await nudges.plan(tx, member.workspace_id, nudges_for(subject, member, now), now)


async def answered(tx: Transaction, subject: Subject, member: Member, chosen: Answer, now: datetime) -> None:
    """Plans anew after a member's answer, and shows the answer on what was said already (N3)."""
    await plan(tx, subject, member, now)
    await nudges.answer(tx, member.who, subject.id, chosen, now)
