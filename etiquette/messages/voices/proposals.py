"""How a proposed change is spoken of, to whoever is to answer it (C7)."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, InteractiveElement

from etiquette.messages.parts import button, context
from etiquette.messages.proposals import change_of, thread_lines, title_of
from etiquette.messages.text import one_line
from etiquette.messages.vocabulary import Action
from etiquette.messages.voices.voice import Voice
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.proposals import Proposal, Thread


def _what(matter: Matter, _member: Member, _now: datetime) -> str:
    proposal, together = matter.subject, matter.together
    if not isinstance(proposal, Proposal) or together is None:
        return "A change is proposed"
    return title_of(proposal, matter.thread, together)


def _change(matter: Matter, member: Member, now: datetime) -> str:
    proposal, together = matter.subject, matter.together
    if not isinstance(proposal, Proposal) or together is None:
        return ""
    return change_of(proposal, matter.thread, together, member, now)


def _note(matter: Matter, _member: Member, _now: datetime) -> str | None:
    return matter.subject.note or None if isinstance(matter.subject, Proposal) else None


def _earlier(matter: Matter, member: Member, now: datetime) -> Sequence[Block]:
    """What was proposed before about the same thing."""
    proposal, thread, together = matter.subject, matter.thread, matter.together
    if not isinstance(proposal, Proposal) or thread is None or together is None:
        return ()
    before = tuple(each for each in thread.proposals if each.proposed_at < proposal.proposed_at)
    lines = thread_lines(Thread(thread.target, before), together, member, now)
    return [context("Before that:", *lines)] if lines else ()


def _counter(_matter: Matter, about: str) -> Sequence[InteractiveElement | None]:
    return [button("Propose something else", Action.COUNTER, about)]


def _countered(matter: Matter, _member: Member, _now: datetime) -> str:
    name = one_line(matter.together.theirs.name) if matter.together else "they"
    return f"You proposed something else, and {name} hears of it"


VOICES = {
    Kind.PROPOSAL: Voice(
        title="{what}",
        why="a middle point that both can live with keeps a plan alive",
        what=_what,
        standing=_change,
        draft=_note,
        card=_earlier,
        done="Agreed",
        was_done="Agreed, and changed",
        after_done=_change,
        drop="Leave it as it was",
        let_go="It stays as it was agreed.",
        more=_counter,
        changed=_countered,
    ),
}
