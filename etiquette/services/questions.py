"""The bot's own questions, each asked once: whether to stop a kind of nudge (N3), and where somebody is (N1)."""

from collections.abc import Collection
from datetime import datetime

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind, Nudge, State
from etiquette.rules.planning import is_open, next_morning, said_once
from etiquette.rules.questions import IN_A_ROW, NEVER_IGNORED, Asked, Question, QuestionState, zone_question_id
from etiquette.services.nudging import Doing, answered, hold
from etiquette.services.switches import mute, mute_change
from etiquette.store import kinds, nudges, questions
from etiquette.store.matters import subjects_of
from etiquette.store.records import change, find, remove
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id

LOOKED_AT = 50


async def ask_zone(tx: Transaction, member: Member, now: datetime) -> None:
    """Inside a transaction: asks where a member is, once, if they use the bot and Slack was asked and told no zone."""
    if member.zone_is_slacks or member.zone_checked_at is None or member.started_at is None:
        return
    await _ask(tx, member, Asked.WHICH_ZONE, "", Kind.WHICH_ZONE, now)


async def ask_about_ignored(store: Store, member: Member, said: Collection[Kind], now: datetime) -> list[Kind]:
    """Asks whether to stop those kinds of which the last three nudges were let pass; gives back which these are.

    The question comes the next working morning, so that there was a day to answer the third; about a kind it is asked
    once, ever.
    """
    async with store.reading() as tx:
        ignored = [kind for kind in sorted(set(said)) if await _is_ignored(tx, member, kind)]
    if ignored:
        async with store.writing() as tx:
            morning = next_morning(member, now, 1).at
            for kind in ignored:
                await _ask(tx, member, Asked.STOP_KIND, kind, Kind.STOP_KIND, morning)
    return ignored


async def still_to_ask(tx: Transaction, member: Member, due: list[Nudge]) -> list[Nudge]:
    """Inside a transaction: what is due, without the questions whose reason is gone, for something was answered since.

    Such a question was not asked: it is forgotten, and may be asked another time.
    """
    asked = [nudge for nudge in due if nudge.kind is Kind.STOP_KIND]
    needless = [nudge for nudge in asked if not await _has_reason(tx, member, nudge)]
    await nudges.settle(tx, [nudge.id for nudge in needless], State.WITHDRAWN)
    return [nudge for nudge in due if nudge not in needless]


async def question_of(store: Store, member: Member, question_id: str) -> Question:
    """One question. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        question = await find(tx, Question, member.who, question_id)
    if question is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return question


async def say_yes(doing: Doing, question_id: str) -> Question:
    """“Stop it”: nothing is said of that kind any more."""
    async with doing.act(Verb.ANSWER_QUESTION) as tx:
        question = await settle_question(tx, doing, question_id, Answer.DONE)
        kind = Kind(question.about)
        tx.changes.append(mute_change(kind, was_muted=kind in doing.member.muted))
        await mute(tx, doing.member, {kind})
        return question


async def say_no(doing: Doing, question_id: str) -> Question:
    """“Go on”, or “It is right as it is”: nothing changes, and it is not asked again."""
    async with doing.act(Verb.ANSWER_QUESTION) as tx:
        return await settle_question(tx, doing, question_id, Answer.NOT_THIS_TIME)


async def settle_question(tx: Transaction, doing: Doing, question_id: str, chosen: Answer) -> Question:
    """Inside a transaction: a question is answered. Refused as ALREADY_SETTLED the second time."""
    question = await hold(tx, Question, doing.member, question_id)
    tx.contact_id = None
    if question.state is not QuestionState.OPEN:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    settled = await change(tx, question, state=QuestionState.ANSWERED, revision=question.revision + 1)
    await answered(tx, settled, doing.member, chosen, doing.now)
    return settled


async def _ask(tx: Transaction, member: Member, asked: Asked, about: str, kind: Kind, at: datetime) -> None:
    question_id = zone_question_id(member.who) if asked is Asked.WHICH_ZONE else new_id()
    question = Question(
        question_id, member.workspace_id, member.id, asked, about, QuestionState.OPEN, revision=1, created_at=at
    )
    if await questions.ask(tx, question):
        await nudges.plan(tx, member.workspace_id, [said_once(member, question, kind, at)], at)


async def _has_reason(tx: Transaction, member: Member, nudge: Nudge) -> bool:
    question = await find(tx, Question, member.who, nudge.subject_id)
    if question is None or question.state is not QuestionState.OPEN:
        return False
    kind = Kind(question.about)
    if kind not in member.muted and await _is_ignored(tx, member, kind):
        return True
    await remove(tx, question)
    return False


async def _is_ignored(tx: Transaction, member: Member, kind: Kind) -> bool:
    """Whether a kind was let pass in the last three messages that spoke of it: no answer, and it is open still."""
    if kind in NEVER_IGNORED:
        return False
    latest = await kinds.last_said(tx, member.who, kind, LOOKED_AT)
    messages = list(dict.fromkeys(nudge.delivery_id for nudge in latest))[:IN_A_ROW]
    said = [nudge for nudge in latest if nudge.delivery_id in messages]
    if len(messages) < IN_A_ROW or any(nudge.answer for nudge in said):
        return False
    subjects = await subjects_of(tx, said)
    return all(nudge.subject_id in subjects and is_open(subjects[nudge.subject_id], kind) for nudge in said)
