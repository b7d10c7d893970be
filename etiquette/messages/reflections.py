"""Reflections in words: the five questions, what both answered side by side, and the one next step (L7)."""

from typing import Any

from slack_sdk.models.blocks import Block, SectionBlock

from etiquette.messages.letters import greeting, letter, short, signature
from etiquette.messages.parts import actions, button, context, field, modal, mrkdwn, section, words
from etiquette.messages.text import fitted, one_line, printable, quoted
from etiquette.messages.vocabulary import Action, Form, Message, message, metadata, value
from etiquette.rules.members import Member
from etiquette.rules.nudges import Noun
from etiquette.rules.partnerships import PartnershipState, Together
from etiquette.rules.reflections import (
    ANSWER_LIMIT,
    QUESTIONS,
    STEP_LIMIT,
    AnswerState,
    Reflecting,
    Reflection,
    ReflectionAnswer,
    ReflectionState,
)

REFLECTION = "reflection"
PARTNERSHIP = "partnership"
ASKED: dict[str, str] = {
    "went_well": "What went well?",
    "was_hard": "What was hard?",
    "gave": "What did you give?",
    "received": "What did you receive?",
    "change": "What should change?",
}
ALONE = "Each answers alone. Both answers open at the same moment, when both are in."
LET_GO = "Not this time, then, for either of you. I tell them kindly, and nobody reads what was written."
NO_PLAN = "You do not plan anything together that is running just now. `/coop plan` and a name begin it."
WHICH = "With whom would you like to reflect?"
MOST = 20


def form(seen: Reflecting, answer: ReflectionAnswer) -> dict[str, Any]:
    """The five questions, in one form, with what this side wrote before."""
    blocks: list[Block] = [context(_whose(seen, answer))]
    blocks += [
        field(name, label, words(getattr(answer, name), most=ANSWER_LIMIT, lines=True)) for name, label in ASKED.items()
    ]
    title = "Reflect" if answer.side_id == seen.together.mine.id else "What they answered"
    return modal(Form.REFLECTION, title, blocks, submit="Keep", meta=metadata(id=answer.id))


def step_form(seen: Reflecting, reflection: Reflection) -> dict[str, Any]:
    """One field: the one next step, as it is proposed now."""
    hint = f"One thing that both of you will do or change. {_name(seen.together)} agrees, or suggests another."
    step = field("step", "The next step", words(reflection.next_step, most=STEP_LIMIT, lines=True), hint=hint)
    meta = metadata(id=reflection.id, seen=seen.mark or None)
    return modal(Form.NEXT_STEP, "One next step", [step], submit="Propose", meta=meta)


def reflecting(seen: Reflecting, member: Member) -> Message:
    """How a reflection stands for one side: to be answered, waiting for the other, let rest, or open to both."""
    reflection = seen.reflection
    if reflection is None:
        return never(seen.together)
    match reflection.state:
        case ReflectionState.OPENED:
            return both(seen, reflection)
        case ReflectionState.SKIPPED:
            return _rests(seen.together)
        case ReflectionState.DUE:
            return _waits(seen, member)


def never(together: Together) -> Message:
    """The two have not reflected yet: they can today."""
    text = f"You and {_name(together)} have not reflected on what you do together yet."
    return message(text, [section(f"{text}\n{ALONE}"), *_offers(together)])


def both(seen: Reflecting, reflection: Reflection) -> Message:
    """What both answered, side by side, question by question; and under it the one next step."""
    name = _name(seen.together)
    text = f"What you and {name} answered"
    if seen.mine is None or seen.theirs is None:  # one of them was forgotten since
        said = "What was answered is not here any more."
        return message(said, [section(said)])
    blocks: list[Block] = [section(f"*{text}*")]
    for question, asked in ASKED.items():
        ours = _told("You", getattr(seen.mine, question)), _told(name, getattr(seen.theirs, question))
        blocks.append(SectionBlock(text=mrkdwn(f"*{asked}*"), fields=[mrkdwn(each) for each in ours]))
    return message(text, [*blocks, *_step(seen, reflection), *_offers(seen.together)])


def which(running: list[Together]) -> Message:
    """With whom, where nobody was named: a press each."""
    if not running:
        return message(NO_PLAN, [section(NO_PLAN)])
    blocks: list[Block] = [section(WHICH)]
    for together in running[:MOST]:
        about = value(PARTNERSHIP, together.partnership.id)
        blocks.append(section(f"*{_name(together)}*", button("Reflect", Action.REFLECT, about)))
    return message(WHICH, blocks)


def no_plan_with(name: str) -> Message:
    """There is nothing that the two do together."""
    shown = one_line(name)
    text = f"You and {shown} have no plan together yet. `/coop plan {shown.replace('`', '')}` begins one."
    return message(text, [section(text)])


def questions_to_send(together: Together, member: Member) -> str:
    """The five questions as a letter to somebody outside Slack: plain text, to be sent by the member."""
    asked = "\n".join(f"{at}. {ASKED[name]}" for at, name in enumerate(QUESTIONS, start=1))
    names = together.theirs.name.split()
    return letter(
        greeting(short(names[0]) if names else None),
        "I have been looking back on what we do together, and would love to hear how it is for you. "
        "A line to each of these five will do:",
        asked,
        "My own answers are written down already. You have them as soon as I have yours.",
        signature("Thank you", member),
    )


def _waits(seen: Reflecting, member: Member) -> Message:
    together, mine = seen.together, seen.mine
    name = _name(together)
    if mine is None or mine.state is not AnswerState.ANSWERED:
        text = f"Five short questions on what you do with {name}"
        offered = [button("Answer", Action.EDIT, value(Noun.REFLECTION_ANSWER, mine.id), primary=True)] if mine else []
        return message(text, [section(f"*{text}*\n{ALONE}"), *([actions(*offered)] if offered else [])])
    change = button("Change my answers", Action.EDIT, value(Noun.REFLECTION_ANSWER, mine.id))
    if seen.outside is None:
        text = f"Your answers are kept. {name} cannot see them; you both see both as soon as theirs are in, too."
        return message(text, [section(text), actions(change)])
    record = button(f"Write down {name}'s answers", Action.EDIT, value(Noun.REFLECTION_ANSWER, seen.outside.id))
    text = f"Your answers are kept. Here are the questions for {name}, to send as yourself:"
    quote = section(quoted(questions_to_send(together, member), 2900))
    return message(text, [section(text), quote, actions(record), actions(change)])  # one action_id, once in a block


def _rests(together: Together) -> Message:
    text = f"The last reflection with {_name(together)} was let rest. What anybody wrote for it stays theirs, unread."
    return message(text, [section(text), *_offers(together)])


def _step(seen: Reflecting, reflection: Reflection) -> list[Block]:
    """The one next step: to be proposed, to be answered, waiting for the other side, or agreed."""
    name, about = _name(seen.together), value(REFLECTION, reflection.id, seen.mark)
    if not reflection.next_step:
        if seen.together.partnership.state is PartnershipState.CLOSED:
            return []
        propose = button("Propose a next step", Action.PROPOSE_STEP, about, primary=True)
        return [section("One next step makes it worth more than words. What would it be?"), actions(propose)]
    quote = quoted(reflection.next_step, 2 * STEP_LIMIT)
    if reflection.next_step_agreed_at:
        return [section(f"*Your next step, agreed by both*\n{quote}")]
    is_own = reflection.next_step_by == seen.together.mine.id
    said = f"*You proposed a next step to {name}*" if is_own else f"*{name} proposes a next step*"
    return [section(f"{said}\n{quote}"), actions(*step_presses(seen.together, about, is_own=is_own))]


def step_presses(together: Together, about: str, *, is_own: bool) -> list[Any]:
    """What can be answered to a proposed next step. Somebody outside Slack agrees by way of whoever acts for them."""
    other = button("Change it" if is_own else "Suggest another", Action.PROPOSE_STEP, about)
    if not is_own:
        return [button("Agree", Action.AGREE_STEP, about, primary=True), other]
    is_outside = together.theirs.is_outside
    return (
        [button(f"{_name(together)} agrees", Action.AGREE_STEP, about, primary=True), other] if is_outside else [other]
    )


def _offers(together: Together) -> list[Block]:
    """The way to the next one, while the two do something together."""
    about = value(PARTNERSHIP, together.partnership.id)
    return [actions(button("Reflect together today", Action.REFLECT_TODAY, about))] if together.is_running else []


def _whose(seen: Reflecting, answer: ReflectionAnswer) -> str:
    name = _name(seen.together)
    if answer.side_id != seen.together.mine.id:
        return f"What {name} answered to you, in their words. Both answers open when you keep it."
    if seen.together.theirs.is_outside:
        return f"First your own answers; then I give you the questions for {name}."
    return f"{name} sees this only when their own answers are in, and you see theirs at the same moment."


def _told(who: str, text: str) -> str:
    return f"*{who}*\n{fitted(printable(text).strip(), ANSWER_LIMIT)}"


def _name(together: Together) -> str:
    return one_line(together.theirs.name)
