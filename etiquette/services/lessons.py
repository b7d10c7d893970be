"""Lessons: what was learned, shared with a channel or in digests by a press, and never without one (E16)."""

from dataclasses import dataclass

from etiquette.rules.acts import Act, Verb
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.lessons import LESSON_LIMIT, Lesson
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Cargo, Kind
from etiquette.rules.planning import is_open
from etiquette.services.contacts import Somebody, known
from etiquette.services.nudging import Doing, answered, hold
from etiquette.store import deliveries, lessons
from etiquette.store.records import NOUNS, add, all_of, change
from etiquette.store.session import Transaction
from etiquette.store.types import new_id

ONCE = "once"


@dataclass(frozen=True, slots=True)
class Learned:
    """What was written down: the words, of which call, and where they may be told."""

    text: str
    call_id: str | None = None
    channel: str | None = None
    in_digest: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A lesson with whom it was learned from, where that was said. `act_id` takes it back until it is posted."""

    lesson: Lesson
    contact: Contact | None
    act_id: str | None = None


async def share_lesson(doing: Doing, somebody: Somebody | None, learned: Learned) -> Shared:
    """Keeps a lesson, settles the question about its call, and plans the post where a channel was chosen."""
    text = _checked(learned.text)
    async with doing.act(Verb.SHARE_LESSON) as tx:
        contact = await known(tx, doing, somebody) if somebody else None
        call = await hold(tx, Call, doing.member, learned.call_id) if learned.call_id else None
        if call and contact is None:
            contact = await hold(tx, Contact, doing.member, call.contact_id)
        lesson = Lesson(
            id=new_id(),
            workspace_id=doing.member.workspace_id,
            member_id=doing.member.id,
            contact_id=contact.id if contact else None,
            call_id=call.id if call else None,
            text=text,
            channel=learned.channel,
            in_digest=learned.in_digest,
            created_at=doing.now,
        )
        await add(tx, lesson)
        for each in await _asked_about(tx, doing.member, call, contact):
            await _answer(tx, doing, each)
        if lesson.channel:
            cargo, workspace_id = Cargo.LESSON, lesson.workspace_id
            await deliveries.plan(tx, workspace_id, cargo, lesson.id, ONCE, lesson.channel, doing.now)
        return Shared(lesson, contact, tx.act_id)


async def take_back(tx: Transaction, act: Act) -> None:
    """Inside an undo: what the act had planned for a channel is withdrawn, or planned again where it was taken back.

    Refused once it is on its way to the channel.
    """
    for undone in act.changes:
        if undone.noun != NOUNS[Lesson]:
            continue
        if undone.before is None and not await lessons.withdraw_post(tx, undone.id):
            raise EtiquetteError(Refusal.ALREADY_POSTED)
        if undone.before and "text" in undone.before:
            await lessons.plan_post_again(tx, undone.id)


async def _asked_about(tx: Transaction, member: Member, call: Call | None, contact: Contact | None) -> list[Call]:
    """The calls of which nobody needs to be asked any more what was learned."""
    calls = await all_of(tx, Call, member.who, contact_id=contact.id) if contact and not call else [call]
    return [each for each in calls if each and is_open(each, Kind.SHARE)]


async def _answer(tx: Transaction, doing: Doing, call: Call) -> None:
    told = await change(tx, call, closed=(*call.closed, Kind.SHARE), revision=call.revision + 1)
    await answered(tx, told, doing.member, Answer.DONE, doing.now, {Kind.SHARE})


def _checked(text: str) -> str:
    if not text.strip():
        raise EtiquetteError(Refusal.NO_DESCRIPTION)
    if len(text.strip()) > LESSON_LIMIT:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=LESSON_LIMIT)
    return text.strip()
