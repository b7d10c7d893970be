"""The Home tab: what is due, the next calls, what is promised."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock
from slack_sdk.models.views import View

from etiquette.messages import calls as call_words
from etiquette.messages import deliverables as deliverable_words
from etiquette.messages.matters import standing, title
from etiquette.messages.nudges import divided, drawn
from etiquette.messages.parts import button, context, section
from etiquette.messages.settings import pause_notice
from etiquette.messages.vocabulary import Action, value
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, Owner
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member

IN_FULL = 8
IN_A_LINE = 12
CALLS = 6
PROMISES = 8
DRAFT_ROOM = 1000


class Called(Protocol):
    """A call with its contact."""

    @property
    def call(self) -> Call: ...
    @property
    def contact(self) -> Contact: ...


class Promised(Protocol):
    """A deliverable with its contact."""

    @property
    def deliverable(self) -> Deliverable: ...
    @property
    def contact(self) -> Contact: ...


def home(
    matters: Sequence[Matter],
    calls: Sequence[Called],
    promises: Sequence[Promised],
    member: Member,
    now: datetime,
) -> dict[str, Any]:
    """The Home view. `calls`: those to come, the next one first; `promises`: those still open, the next due first."""
    mine = [each for each in promises if each.deliverable.owner is Owner.MINE]
    theirs = [each for each in promises if each.deliverable.owner is Owner.THEIRS]
    blocks: list[Block] = [
        *pause_notice(member, now),
        *_due(matters, member, now),
        *_calls(calls, member, now),
        *_promises("What you promised", mine, member, now),
        *_promises("What was promised to you", theirs, member, now),
        DividerBlock(),
        context("`/coop intro` · `/coop call` · `/coop deliverable` · `/coop thanks` · `/coop invite` · `/coop help`"),
    ]
    return View(type="home", blocks=blocks).to_dict()


def _due(matters: Sequence[Matter], member: Member, now: datetime) -> list[Block]:
    heading = HeaderBlock(text="Due now")
    if not matters:
        return [heading, section("Nothing is waiting for you. A good moment to introduce two people to each other.")]
    full = divided([drawn(matter, member, now, room=DRAFT_ROOM) for matter in matters[:IN_FULL]])
    rest = matters[IN_FULL : IN_FULL + IN_A_LINE]
    lines = [section(f"*{title(matter, member, now)}* {standing(matter, member, now)}".strip()) for matter in rest]
    return [heading, *full, *([DividerBlock()] if lines else []), *lines, *_more(len(matters), IN_FULL + IN_A_LINE)]


def _calls(calls: Sequence[Called], member: Member, now: datetime) -> list[Block]:
    if not calls:
        return []
    lines = [
        section(
            call_words.line(each.call, each.contact, member, now),
            button("Edit", Action.EDIT, value("call", each.call.id)),
        )
        for each in calls[:CALLS]
    ]
    return [HeaderBlock(text="Next calls"), *lines, *_more(len(calls), CALLS)]


def _promises(heading: str, promises: Sequence[Promised], member: Member, now: datetime) -> list[Block]:
    if not promises:
        return []
    lines = [
        section(
            deliverable_words.line(each.deliverable, each.contact, member, now),
            button("Edit", Action.EDIT, value("deliverable", each.deliverable.id)),
        )
        for each in promises[:PROMISES]
    ]
    return [HeaderBlock(text=heading), *lines, *_more(len(promises), PROMISES)]


def _more(count: int, shown: int) -> list[Block]:
    return [context(f"And {count - shown} more.")] if count > shown else []
