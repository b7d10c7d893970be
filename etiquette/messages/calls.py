"""What is said about a call, and the form that fixes one (E4, E9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages import drafts
from etiquette.messages.dates import full_moment, near_day, near_moment, today_of
from etiquette.messages.introductions import you_wrote
from etiquette.messages.parts import (
    actions,
    button,
    context,
    day_picker,
    edit_and_delete,
    field,
    modal,
    name_field,
    number,
    section,
    time_picker,
    undo_button,
)
from etiquette.messages.text import first, named, person, quoted
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.calls import DEFAULT_MINUTES, LONGEST_MINUTES, Call
from etiquette.rules.contacts import Contact
from etiquette.rules.members import Member

SHORTEST_MINUTES = 5
QUOTE_LIMIT = 1500


@dataclass(frozen=True, slots=True)
class CallFields:
    """The fields of the form, as far as they are known. `day` and `clock` are in the member's own zone."""

    contact: str | None = None
    day: date | None = None
    clock: time | None = None
    minutes: int = DEFAULT_MINUTES


def fixed(call: Call, contact: Contact, member: Member, now: datetime) -> Message:
    """A call that is to come, said back with its full date."""
    when = full_moment(call.starts_at, member, now)
    blocks: list[Block] = [
        section(f"Your call with *{person(contact)}*: *{when}*, for {_length(call)}."),
        context("Right after it, I will ask you how it went."),
        actions(calendar_button(call), *edit_and_delete("call", call.id, f"The call with {contact.name}")),
    ]
    return message(f"Your call with {named(contact)}: {when}.", blocks)


def calendar_button(call: Call) -> ButtonElement:
    """The call as a file for any calendar, one press away (E4)."""
    return button("Calendar file", Action.CALENDAR_FILE, value("call", call.id))


def past(call: Call, contact: Contact, member: Member, now: datetime) -> Message:
    """A call that has been, said back, and the debrief offered at once."""
    when = full_moment(call.starts_at, member, now)
    said = f"Your call with {named(contact)} was on {when}. How did it go?"
    blocks: list[Block] = [
        section(f"Your call with *{person(contact)}* was on *{when}*. How did it go?"),
        actions(
            button("Debrief", Action.DEBRIEF, value("call", call.id), primary=True),
            *edit_and_delete("call", call.id, f"The call with {contact.name}"),
        ),
    ]
    return message(said, blocks)


def not_held(call: Call, contact: Contact, member: Member, now: datetime, act_id: str | None = None) -> Message:
    """A call that did not happen: another time, or let go, with a courteous note for each (E9)."""
    when = near_day(member.hours.local(call.starts_at).date(), member, now)
    said = f"Noted: there was no call with {named(contact)} {when}. That happens. Here are two kind ways to go on."
    blocks: list[Block] = [
        section(said),
        section("*Find another time*"),
        section(quoted(drafts.reschedule(call, contact, member, now), QUOTE_LIMIT)),
        section("*Let it go, and leave the door open*"),
        section(quoted(drafts.let_go(call, contact, member, now), QUOTE_LIMIT)),
        actions(button("Fix another time", Action.RESCHEDULE, value("call", call.id)), undo_button(act_id)),
        context("Either is yours to change and send. I will not ask about this call again."),
    ]
    return message(said, blocks)


def form(
    known: CallFields = CallFields(), *, wrote: str | None = None, editing: bool = False, meta: str = ""
) -> dict[str, Any]:
    """The form, filled in as far as it was understood; what was typed is shown above it."""
    questions: Sequence[Block] = [
        name_field(known.contact),
        field("day", "Day", day_picker(known.day)),
        field("clock", "Time", time_picker(known.clock), hint="In your own time zone."),
        field("minutes", "Minutes", number(known.minutes, SHORTEST_MINUTES, LONGEST_MINUTES)),
    ]
    title = "Edit the call" if editing else "Log a call"
    return modal(Form.CALL, title, [*you_wrote(wrote), *questions], meta=meta)


def line(call: Call, contact: Contact, member: Member, now: datetime) -> str:
    """A call in a line of a list."""
    here = member.hours.local(call.starts_at)
    when = near_moment(call.starts_at, member, now) if here.date() >= today_of(member, now) else ""
    return f"{person(contact)} · {when or full_moment(call.starts_at, member, now)}"


def held_on(call: Call, contact: Contact, member: Member, now: datetime) -> str:
    """“You and Dana spoke on Tuesday”."""
    return f"You and {first(contact)} spoke {near_day(member.hours.local(call.starts_at).date(), member, now)}"


def _length(call: Call) -> str:
    hours, minutes = divmod(call.minutes, 60)
    if not hours:
        return f"{minutes} minutes"
    whole = "an hour" if hours == 1 else f"{hours} hours"
    return whole if not minutes else f"{whole} and {minutes} minutes"
