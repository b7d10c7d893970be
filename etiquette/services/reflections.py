"""Reflections: each side answers alone, both answers open at the same moment, one next step comes of them (L7).

What is done here is in no journal: what one has written bears on both, so that it is changed rather than undone.
"""

from dataclasses import asdict
from datetime import timedelta

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.news import Happened, News
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Together
from etiquette.rules.reflections import (
    AnswerState,
    Reflecting,
    Reflection,
    ReflectionAnswer,
    ReflectionState,
    Thoughts,
    are_in,
    checked_step,
    checked_thoughts,
    mark_of,
    reflection_id,
)
from etiquette.services.nudging import Doing, hold, plan
from etiquette.services.reflection_days import ask, asked_of, begin, new_answer, rest
from etiquette.services.together import hold_together, tell, touched
from etiquette.store import nudges, partnerships, reflections
from etiquette.store.records import add, all_of, change, find
from etiquette.store.session import Store, Transaction


async def reflecting_on(store: Store, member: Member, partnership_id: str) -> Reflecting:
    """The last reflection of a partnership, as this member may see it. Refused as NOT_FOUND without a side in it."""
    async with store.reading() as tx:
        together = await _seen(tx, member, partnership_id)
        return await _as_seen(tx, member, together, await reflections.latest(tx, partnership_id))


async def reflection_of(store: Store, member: Member, reflection_id: str) -> Reflecting:
    """One reflection, as this member may see it. Refused as NOT_FOUND without a side in it."""
    async with store.reading() as tx:
        partnership_id = await reflections.partnership_of(tx, member.who, reflection_id)
        together = await _seen(tx, member, partnership_id or "")
        return await _as_seen(tx, member, together, await reflections.get(tx, reflection_id))


async def reflection_to_answer(store: Store, member: Member, answer_id: str) -> tuple[Reflecting, ReflectionAnswer]:
    """What a member is to answer, or has answered and may still change; the other side's is never found."""
    async with store.reading() as tx:
        answer = await find(tx, ReflectionAnswer, member.who, answer_id)
        if answer is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        together = await _seen(tx, member, answer.partnership_id)
        seen = await _as_seen(tx, member, together, await reflections.get(tx, answer.reflection_id))
    if not seen.is_due:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return seen, answer


async def begin_reflection(doing: Doing, partnership_id: str) -> Reflecting:
    """Both reflect today, whatever the rhythm is. Where a reflection waits for an answer already, it is that one."""
    async with doing.act(Verb.REFLECT) as tx:
        together = await _running(tx, doing, partnership_id)
        if not await reflections.due(tx, partnership_id):
            await _begun_today(tx, doing, together)
            await touched(Transaction(tx.connection), together, doing.now)
        return await _as_seen(tx, doing.member, together, await reflections.latest(tx, partnership_id))


async def answer_reflection(doing: Doing, answer_id: str, thoughts: Thoughts) -> Reflecting:
    """Keeps what one side answers, or answers otherwise while the other's is not in. With the second, both open."""
    told = checked_thoughts(thoughts)
    async with doing.act(Verb.REFLECT) as tx:
        together, reflection, answer = await _to_answer(tx, doing, answer_id)
        aside = Transaction(tx.connection)
        values = {**asdict(told), "state": AnswerState.ANSWERED, "answered_at": doing.now}
        answer = await change(aside, answer, **values, revision=answer.revision + 1)
        await plan(aside, answer, doing.member, doing.now)
        await nudges.answer(aside, doing.member.who, answer.id, Answer.DONE, doing.now)
        if together.theirs.is_outside:
            await _ask_for_them(aside, doing, together, reflection)
        if are_in(await reflections.unread(tx, reflection.id)):
            reflection = await _opened(aside, doing, together, reflection)
        await touched(aside, together, doing.now)
        return await _as_seen(tx, doing.member, together, reflection)


async def skip_reflection(doing: Doing, answer_id: str) -> Reflecting:
    """Not this time, for both: the other side is told kindly, and what it wrote stays unread."""
    async with doing.act(Verb.REFLECT) as tx:
        together, reflection, answer = await _to_answer(tx, doing, answer_id)
        if answer.state is not AnswerState.DUE:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        aside = Transaction(tx.connection)
        await nudges.answer(aside, doing.member.who, answer.id, Answer.NOT_THIS_TIME, doing.now)
        await rest(aside, reflection)
        await tell(aside, together.theirs, Happened.SKIPPED, doing.now, about_id=reflection.id)
        await touched(aside, together, doing.now)
        return await _as_seen(tx, doing.member, together, await reflections.get(tx, reflection.id))


async def propose_step(doing: Doing, reflection_id: str, step: str, seen: str) -> Reflecting:
    """One side proposes the one next step, or another in its place. `seen`: the mark of the one that it has before it.

    Refused as STEP_CHANGED where there is another by now, so that nothing is overwritten unseen.
    """
    wanted = checked_step(step)
    async with doing.act(Verb.TAKE_STEP) as tx:
        together, reflection = await _open_step(tx, doing, reflection_id, seen)
        aside = Transaction(tx.connection)
        proposed = await reflections.change(aside, reflection, next_step=wanted, next_step_by=together.mine.id)
        await _answered_news(aside, doing, reflection, Answer.EDITED)
        await tell(aside, together.theirs, Happened.NEXT_STEP, doing.now, wanted, reflection.id)
        await touched(aside, together, doing.now)
        return await _as_seen(tx, doing.member, together, proposed)


async def agree_step(doing: Doing, reflection_id: str, seen: str) -> Reflecting:
    """The other side agrees to the next step that it has `seen`; of somebody outside, whoever acts for them says so."""
    async with doing.act(Verb.TAKE_STEP) as tx:
        together, reflection = await _open_step(tx, doing, reflection_id, seen)
        is_own = reflection.next_step_by == together.mine.id and not together.theirs.is_outside
        if not reflection.next_step or is_own:
            raise EtiquetteError(Refusal.NOT_FOUND)
        aside = Transaction(tx.connection)
        agreed = await reflections.change(aside, reflection, next_step_agreed_at=doing.now)
        await _answered_news(aside, doing, reflection, Answer.DONE)
        for side in together.sides:
            await tell(aside, side, Happened.STEP_AGREED, doing.now, reflection.next_step, reflection.id)
        await touched(aside, together, doing.now)
        return await _as_seen(tx, doing.member, together, agreed)


async def _seen(tx: Transaction, member: Member, partnership_id: str) -> Together:
    together = await partnerships.seen_by(tx, member.who, partnership_id)
    if together is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return together


async def _as_seen(tx: Transaction, member: Member, together: Together, reflection: Reflection | None) -> Reflecting:
    """Only what is this member's own, and what was opened for both."""
    if reflection is None:
        return Reflecting(together)
    own = {each.side_id: each for each in await all_of(tx, ReflectionAnswer, member.who, reflection_id=reflection.id)}
    both = {each.side_id: each for each in await reflections.opened(tx, reflection)}
    mine, theirs = together.mine.id, together.theirs.id
    return Reflecting(together, reflection, own.get(mine), own.get(theirs), both.get(theirs))


async def _running(tx: Transaction, doing: Doing, partnership_id: str) -> Together:
    together = await hold_together(tx, doing, partnership_id)
    if not together.is_running:
        raise EtiquetteError(Refusal.NOT_RUNNING)
    return together


async def _begun_today(tx: Transaction, doing: Doing, together: Together) -> None:
    """The reflection of this day, made now; or taken up again, where it was let rest today."""
    both = await asked_of(tx, together.partnership)
    if not both:
        raise EtiquetteError(Refusal.NOT_RUNNING)
    today = doing.member.hours.local(doing.now).date()
    todays = await reflections.get(tx, reflection_id(together.partnership.id, today))
    if todays is None:
        await begin(tx, together.partnership, both, today, doing.now, by=together.mine.id)
    elif todays.state is ReflectionState.SKIPPED:
        acting = {side.id: side.member_id for side in together.sides}
        if any(each.member_id != acting.get(each.side_id) for each in await reflections.unread(tx, todays.id)):
            raise EtiquetteError(Refusal.ASKED_TODAY)
        await _taken_up(tx, doing, together, todays)


async def _taken_up(tx: Transaction, doing: Doing, together: Together, reflection: Reflection) -> None:
    """Due once more: each side is asked anew, and has before it what it wrote itself.

    Somebody outside Slack is asked again when whoever acts for them has answered.
    """
    await reflections.change(tx, reflection, state=ReflectionState.DUE)
    aside = Transaction(tx.connection)
    members = {side.id: member for side, member in await asked_of(tx, together.partnership)}
    for answer in await reflections.unread(tx, reflection.id):
        if member := members.get(answer.side_id):
            again = await change(aside, answer, state=AnswerState.DUE, revision=answer.revision + 1)
            await ask(aside, again, member, doing.now, at_once=answer.side_id != together.mine.id)


async def _to_answer(tx: Transaction, doing: Doing, answer_id: str) -> tuple[Together, Reflection, ReflectionAnswer]:
    """An answer of this member's own that can still be given, with the partnership held: two cannot pass each other."""
    known = await find(tx, ReflectionAnswer, doing.member.who, answer_id)
    if known is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    together = await _running(tx, doing, known.partnership_id)
    answer = await hold(tx, ReflectionAnswer, doing.member, answer_id)
    reflection = await reflections.get(tx, answer.reflection_id)
    if reflection is None or reflection.state is not ReflectionState.DUE:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return together, reflection, answer


async def _ask_for_them(tx: Transaction, doing: Doing, together: Together, reflection: Reflection) -> None:
    """Of somebody outside Slack the member asks, once their own is in: so neither is written under the other's eyes.

    They have the questions now, to be sent, and are reminded from the next day on.
    """
    who, tomorrow = doing.member.who, doing.member.hours.local(doing.now).date() + timedelta(days=1)
    known = await all_of(tx, ReflectionAnswer, who, reflection_id=reflection.id, side_id=together.theirs.id)
    answer = known[0] if known else new_answer(reflection, together.theirs, tomorrow, doing.now)
    if not known:
        await add(tx, answer)
    elif answer.state is AnswerState.SKIPPED:
        answer = await change(tx, answer, state=AnswerState.DUE, due_on=tomorrow, revision=answer.revision + 1)
    else:
        return
    await plan(tx, answer, doing.member, doing.now)


async def _opened(tx: Transaction, doing: Doing, together: Together, reflection: Reflection) -> Reflection:
    """Both are in: at this moment, and not before, each may read what the other wrote."""
    values = {"state": ReflectionState.OPENED, "opened_at": doing.now}
    opened = await reflections.change(tx, reflection, **values)
    for side in together.sides:
        await tell(tx, side, Happened.OPENED, doing.now, about_id=reflection.id)
    return opened


async def _open_step(tx: Transaction, doing: Doing, reflection_id: str, seen: str) -> tuple[Together, Reflection]:
    """A reflection that is open to both and whose next step is not settled, with the partnership held."""
    partnership_id = await reflections.partnership_of(tx, doing.member.who, reflection_id)
    together = await _running(tx, doing, partnership_id or "")
    reflection = await reflections.get(tx, reflection_id)
    if reflection is None or reflection.state is not ReflectionState.OPENED:
        raise EtiquetteError(Refusal.NOT_FOUND)
    if reflection.next_step_agreed_at is not None:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    if seen != mark_of(reflection.next_step, reflection.next_step_by):
        raise EtiquetteError(Refusal.STEP_CHANGED)
    return together, reflection


async def _answered_news(tx: Transaction, doing: Doing, reflection: Reflection, chosen: Answer) -> None:
    """What this member was told of a next step shows that they have answered it."""
    who = doing.member.who
    for news in await all_of(tx, News, who, about_id=reflection.id, happened=Happened.NEXT_STEP):
        await nudges.answer(tx, who, news.id, chosen, doing.now, kinds={Kind.PLAN_NEWS})
