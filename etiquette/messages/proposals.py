"""Changes that are proposed: their form, their thread, and what is said of them (C7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from slack_sdk.models.blocks import Block

from etiquette.messages.dates import full_day, stamp
from etiquette.messages.parts import actions, button, context, field, modal, one_of, section, words
from etiquette.messages.recurrences import said
from etiquette.messages.text import clip, fitted, one_line, quoted
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.contributions import Contribution
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import Together
from etiquette.rules.proposals import NOTE_LIMIT, Aspect, Proposal, ProposalState, Thread
from etiquette.rules.recurrences import When

NOUN = "proposal"
BY_ME, BY_THEM = "me", "them"
WHAT_LIMIT = 3000
WHEN_LIMIT = 200
SHOWN = 300
EARLIER = 6
_ASPECTS = {Aspect.DATE: "another day", Aspect.SCOPE: "something else"}
_ENDED = {
    ProposalState.OPEN: "waits for an answer",
    ProposalState.ACCEPTED: "agreed",
    ProposalState.COUNTERED: "answered with another proposal",
    ProposalState.DECLINED: "left as it was",
    ProposalState.LAPSED: "lapsed",
}


class Proposed(Protocol):
    """What is proposed, as one side sees it."""

    @property
    def thread(self) -> Thread: ...
    @property
    def together(self) -> Together: ...
    @property
    def proposal(self) -> Proposal | None: ...


@dataclass(frozen=True, slots=True)
class ProposalFields:
    """The fields of the form, as far as they are known; `recurs` where a recurrence can be proposed."""

    what: str = ""
    when: str = ""
    aspect: Aspect = Aspect.DATE
    recurs: bool = False
    is_counter: bool = False


def form(together: Together, known: ProposalFields, above: Sequence[str] = (), *, meta: str = "") -> dict[str, Any]:
    """The form of a proposal, or of one that answers another; `above`: what was proposed so far."""
    partner = together.theirs.name
    aspects = {
        Aspect.DATE.value: "When it is done",
        Aspect.SCOPE.value: "What is done",
        Aspect.OWNER.value: "Who does it: the other of us",
    }
    by = {BY_ME: "I do", BY_THEM: clip(f"{partner} does", 70)}
    asks_by = together.theirs.is_outside and not known.is_counter
    hint = "A date, or how often, such as “every other Tuesday”." if known.recurs else "The new day."
    questions: list[Block] = [
        *([context(*above)] if above else []),
        *([field("by", "Who proposes it?", one_of(by, BY_ME))] if asks_by else []),
        field("aspect", "What would change?", one_of(aspects, known.aspect)),
        field("when", "When?", words(known.when, most=WHEN_LIMIT), hint=hint, optional=True),
        field("what", "What?", words(known.what, most=WHAT_LIMIT), optional=True),
        field("note", "A word on why", words(None, most=NOTE_LIMIT, lines=True), optional=True),
    ]
    title = "Propose something else" if known.is_counter else "Propose a change"
    return modal(Form.PROPOSAL, title, questions, submit="Propose", meta=meta)


def title_of(proposal: Proposal, thread: Thread | None, together: Together) -> str:
    """Who proposes what about which thing, in a line."""
    name = one_line(together.theirs.name)
    what = f"“{fitted(' '.join(thread.target.what.split()), 120)}”" if thread else "what you agreed on"
    if proposal.aspect is Aspect.OWNER:
        return _handed_over(proposal, what, together)
    if proposal.side_id == together.mine.id:
        return f"What does {name} say to {_ASPECTS[proposal.aspect]} for {what}?"
    return f"{name} proposes {_ASPECTS[proposal.aspect]} for {what}"


def _handed_over(proposal: Proposal, what: str, together: Together) -> str:
    """Who asks whom to take something on, or offers to."""
    name, is_for_me = one_line(together.theirs.name), proposal.proposed == together.mine.id
    if proposal.side_id == together.mine.id:
        return f"What does {name} say to your taking on {what}?" if is_for_me else f"Would {name} take on {what}?"
    return f"{name} asks whether you would take on {what}" if is_for_me else f"{name} offers to take on {what}"


def change_of(proposal: Proposal, thread: Thread | None, together: Together, member: Member, now: datetime) -> str:
    """What would be, instead of what is, in a sentence."""
    match proposal.aspect:
        case Aspect.DATE:
            before = f" instead of {_as_it_is(thread, member, now)}" if thread and _is_open(proposal) else ""
            return f"{_upper(said(When.of(proposal.proposed), member, now))}{before}."
        case Aspect.SCOPE:
            return f"It would be: {fitted(proposal.proposed, SHOWN)}."
        case Aspect.OWNER:
            is_mine = proposal.proposed == together.mine.id
            return "You would do it." if is_mine else f"{one_line(together.theirs.name)} would do it."


def thread_lines(thread: Thread, together: Together, member: Member, now: datetime) -> list[str]:
    """All that was proposed about one thing, oldest first, each with what became of it; of a long story, the end."""
    lines = [_line(each, together, member, now) for each in thread.proposals]
    return lines if len(lines) <= EARLIER else [f"… {len(lines) - EARLIER} before", *lines[-EARLIER:]]


def noted(proposed: Proposed, member: Member, now: datetime) -> str:
    """A proposal on its way, or to be answered by whoever acts for somebody outside."""
    proposal, together = proposed.proposal, proposed.together
    name = one_line(together.theirs.name)
    if proposal is None:
        return ""
    change = change_of(proposal, proposed.thread, together, member, now)
    if proposal.side_id != together.mine.id:
        return f"Noted what {name} proposes. {change} “Answer”, below, is yours."
    if together.theirs.is_outside:
        return f"Noted. {change} Telling {name} is yours to do; I will ask you what they said."
    return f"I will ask {name}, in their working hours. {change}"


def shown(proposed: Proposed, member: Member, now: datetime) -> Message:
    """The whole thread about one thing."""
    thread, together = proposed.thread, proposed.together
    what = fitted(" ".join(thread.target.what.split()), SHOWN)
    is_open = next((each for each in thread.proposals if _is_open(each)), None)
    lines = thread_lines(thread, together, member, now)
    blocks: list[Block] = [
        section(f"*What was proposed about “{what}”*\n{_upper(_as_it_is(thread, member, now))}, as agreed."),
        *[section(line) for line in lines],
        *([] if lines else [section("Nothing yet. It is as you both agreed.")]),
        *(_answers(is_open, together, member) if is_open else [_propose(thread)]),
    ]
    return message(f"What was proposed about “{what}”", blocks)


def _answers(proposal: Proposal, together: Together, member: Member) -> list[Block]:
    """What whoever is asked may answer; nothing for whoever asks."""
    if proposal.member_id != member.id or not _is_open(proposal):
        return []
    if proposal.side_id == together.mine.id and not together.theirs.is_outside:
        return []
    about = value(NOUN, proposal.id, Kind.PROPOSAL)
    return [
        actions(
            button("Agreed", Action.NUDGE_DONE, about, primary=True),
            button("Leave it as it was", Action.NUDGE_DROP, about),
            button("Propose something else", Action.COUNTER, about),
        )
    ]


def _propose(thread: Thread) -> Block:
    noun = "contribution" if isinstance(thread.target, Contribution) else "deliverable"
    return actions(button("Propose a change", Action.PROPOSE, value(noun, thread.target.id)))


def _line(proposal: Proposal, together: Together, member: Member, now: datetime) -> str:
    who = "You" if proposal.side_id == together.mine.id else one_line(together.theirs.name)
    change = change_of(proposal, None, together, member, now)
    note = f"\n{quoted(proposal.note, SHOWN)}" if proposal.note else ""
    return f"{who}, {stamp(proposal.proposed_at, member, now)}: {change} _{_ENDED[proposal.state]}_{note}"


def _as_it_is(thread: Thread, member: Member, now: datetime) -> str:
    target = thread.target
    if isinstance(target, Contribution):
        return said(target.when, member, now)
    return f"by {full_day(target.due_on, member, now)}"


def _is_open(proposal: Proposal) -> bool:
    return proposal.state is ProposalState.OPEN


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def day_typed(day: date, member: Member, now: datetime) -> str:
    """A day as it can be typed into the form."""
    return full_day(day, member, now)
