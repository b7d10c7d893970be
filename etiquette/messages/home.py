"""The Home tab: what is due, the next calls, what is promised, the people, and the member's own record."""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any, Protocol

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock
from slack_sdk.models.views import View

from etiquette.messages import calls as call_words
from etiquette.messages import deliverables as deliverable_words
from etiquette.messages.chart import record_line
from etiquette.messages.matters import standing, title
from etiquette.messages.nudges import divided, drawn
from etiquette.messages.parts import actions, button, context, section
from etiquette.messages.people import look_kept, people
from etiquette.messages.plan_cards import plan_line
from etiquette.messages.settings import pause_notice
from etiquette.messages.vocabulary import Action, value
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, Owner
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.people import People
from etiquette.rules.plan_views import PlanLine
from etiquette.rules.reliability import Record

BLOCKS = 100
IN_FULL = 8
IN_A_LINE = 8
CALLS = 5
PROMISES = 6
PLANS = 6
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


class Seen(Protocol):
    """All that Home shows: `due`, the most pressing first; calls, promises and partnerships, the next first."""

    @property
    def due(self) -> Sequence[Matter]: ...
    @property
    def due_in_all(self) -> int: ...
    @property
    def calls(self) -> Sequence[Called]: ...
    @property
    def promises(self) -> Sequence[Promised]: ...
    @property
    def plans(self) -> Sequence[PlanLine]: ...
    @property
    def people(self) -> People: ...
    @property
    def record(self) -> Record: ...


def home(seen: Seen, member: Member, now: datetime) -> dict[str, Any]:
    """The Home view. What is due gets the room that the rest leaves of Slack's hundred blocks."""
    mine = [each for each in seen.promises if each.deliverable.owner is Owner.MINE]
    theirs = [each for each in seen.promises if each.deliverable.owner is Owner.THEIRS]
    paused = pause_notice(member, now)
    rest: list[Block] = [
        *_calls(seen.calls, member, now),
        *_promises("What you promised", mine, member, now),
        *_record(seen.record, has_heading=bool(mine)),
        *_promises("What was promised to you", theirs, member, now),
        *_plans(seen.plans, member, now),
        *people(seen.people, member, now),
        *_foot(),
    ]
    blocks = [*paused, *_due(seen, member, now, BLOCKS - len(paused) - len(rest)), *rest]
    return View(type="home", blocks=blocks, private_metadata=look_kept(seen.people.look)).to_dict()


def _due(seen: Seen, member: Member, now: datetime, room: int) -> list[Block]:
    heading = HeaderBlock(text="Due now")
    if not seen.due:
        return [heading, section("Nothing is waiting for you. A good moment to introduce two people to each other.")]
    parts = [drawn(matter, member, now, room=DRAFT_ROOM) for matter in seen.due[:IN_FULL]]
    full = sum(end <= room - IN_A_LINE - 3 for end in accumulate(len(part) + 1 for part in parts))
    rest = seen.due[full : full + IN_A_LINE]
    lines = [section(f"*{title(matter, member, now)}* {standing(matter, member, now)}".strip()) for matter in rest]
    return [
        heading,
        *divided(parts[:full]),
        *([DividerBlock()] if lines else []),
        *lines,
        *_more(seen.due_in_all, full + len(rest)),
    ]


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


def _plans(plans: Sequence[PlanLine], member: Member, now: datetime) -> list[Block]:
    if not plans:
        return []
    lines = [plan_line(each, member, now) for each in plans[:PLANS]]
    return [HeaderBlock(text="Partnerships"), *lines, *_more(len(plans), PLANS)]


def _record(record: Record, *, has_heading: bool) -> list[Block]:
    """The member's own record (E10), which stands here and nowhere that anybody else looks."""
    if not record.kept + record.late:
        return []
    said = context(f"{record_line(record.kept, record.late)} · only you see this")
    return [said] if has_heading else [HeaderBlock(text="What you promised"), section("Nothing is open."), said]


def _foot() -> list[Block]:
    return [
        DividerBlock(),
        actions(
            button("Plan something together", Action.OPEN_FORM, value("plan", "")),
            button("Settings", Action.SETTINGS, "home"),
        ),
        context(
            "`/coop intro` · `/coop call` · `/coop deliverable` · `/coop thanks` · `/coop invite` · `/coop plan` · "
            "`/coop help`"
        ),
    ]


def _more(count: int, shown: int) -> list[Block]:
    return [context(f"And {count - shown:,} more.")] if count > shown else []
