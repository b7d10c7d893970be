"""What is said about a deliverable, and its form (E9, E10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slack_sdk.models.blocks import Block

from etiquette.messages.dates import bare, full_day, full_moment, month_day, near, today_of
from etiquette.messages.introductions import you_wrote
from etiquette.messages.parts import (
    actions,
    context,
    day_picker,
    edit_and_delete,
    field,
    menu,
    modal,
    name_field,
    section,
    words,
)
from etiquette.messages.text import clip, first, fitted, is_web, link, named, person
from etiquette.messages.vocabulary import Form, Message, message
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import WHAT_LIMIT, Deliverable, Owner
from etiquette.rules.members import Member
from etiquette.rules.planning import nudges_for
from etiquette.rules.renegotiations import Renegotiation

OWNERS = {Owner.MINE.value: "I owe it to them", Owner.THEIRS.value: "They owe it to me"}
SHOWN = 1500
DATES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class DeliverableFields:
    """The fields of the form, as far as they are known; the message that it is made of; and what is told above it."""

    contact: str | None = None
    what: str | None = None
    owner: Owner = Owner.MINE
    due: date | None = None
    link: str | None = None
    history: str = ""


def agreed(
    deliverable: Deliverable,
    contact: Contact,
    member: Member,
    now: datetime,
    agreed_anew: Sequence[Renegotiation] = (),
) -> Message:
    """A promise, said back with its full date, when it will be spoken of first, and how the date came to be."""
    due = full_day(deliverable.due_on, member, now)
    blocks: list[Block] = [
        section(
            f"Noted. {_promised(deliverable, person(contact), '*')}: {fitted(deliverable.what, SHOWN)}, by *{due}*."
        ),
        context(*filter(None, _small_print(deliverable, contact, member, now, agreed_anew))),
        actions(*edit_and_delete("deliverable", deliverable.id, f"“{clip(deliverable.what, 80)}”")),
    ]
    said = f"{_promised(deliverable, named(contact))}: {fitted(deliverable.what, 200)}, by {due}."
    return message(f"Noted. {said}", blocks)


def form(
    known: DeliverableFields = DeliverableFields(), *, wrote: str | None = None, editing: bool = False, meta: str = ""
) -> dict[str, Any]:
    """The form, filled in as far as it was understood; what was typed is shown above it."""
    told = list(filter(None, [known.history, from_message(known.link)]))
    questions: list[Block] = [
        *([context(*told)] if told else []),
        name_field(known.contact),
        field("what", "What", words(known.what, most=WHAT_LIMIT, example="the deck")),
        field("owner", "Whose promise is it?", menu(OWNERS, known.owner.value)),
        field("due", "By when?", day_picker(known.due)),
    ]
    title = "Edit the deliverable" if editing else "Log a deliverable"
    return modal(Form.DELIVERABLE, title, [*you_wrote(wrote), *questions], meta=meta)


def line(deliverable: Deliverable, contact: Contact, member: Member, now: datetime) -> str:
    """A promise in a line of a list."""
    preposition = "for" if deliverable.owner is Owner.MINE else "from"
    made_of, due = from_message(deliverable.link), when_due(deliverable, member, now)
    told = [fitted(deliverable.what, 120), f"{preposition} {person(contact)}", due, *([made_of] if made_of else [])]
    return " · ".join(told)


def when_due(deliverable: Deliverable, member: Member, now: datetime) -> str:
    """“by Friday”, “due today”, “was due on Tuesday”: a weekday alone could be either."""
    today = today_of(member, now)
    if deliverable.due_on < today:
        return f"was due {near(deliverable.due_on, member.locale, today)}"
    return "due today" if deliverable.due_on == today else f"by {bare(deliverable.due_on, member.locale, today)}"


def from_message(url: str | None) -> str:
    """“from this message”, which leads to it; empty where a promise was made of none."""
    return f"from {link(url, 'this message')}" if url and is_web(url) else ""


def history(agreed_anew: Sequence[Renegotiation], member: Member, now: datetime) -> str:
    """How a date was agreed anew, in a line; empty where it never was. Of a long story, the last days."""
    if not agreed_anew:
        return ""
    days = [agreed_anew[0].due_on, *(move.now_due_on for move in agreed_anew)]
    shown = [month_day(day, member.locale, today_of(member, now)) for day in days[-DATES_SHOWN:]]
    times = _TIMES.get(len(agreed_anew), f"{len(agreed_anew)} times")
    return f"Agreed anew {times}: {' → '.join([*(['…'] if len(days) > DATES_SHOWN else []), *shown])}."


_TIMES = {1: "once", 2: "twice"}


def _small_print(
    deliverable: Deliverable, contact: Contact, member: Member, now: datetime, agreed_anew: Sequence[Renegotiation]
) -> list[str]:
    made_of = from_message(deliverable.link)
    return [
        _first_word(deliverable, contact, member, now),
        history(agreed_anew, member, now),
        f"It is {made_of}." if made_of else "",
    ]


def _promised(deliverable: Deliverable, who: str, mark: str = "") -> str:
    marked = f"{mark}{who}{mark}"
    return f"You promised {marked}" if deliverable.owner is Owner.MINE else f"{marked} promised you"


def _first_word(deliverable: Deliverable, contact: Contact, member: Member, now: datetime) -> str:
    plans = nudges_for(deliverable, member, now)
    if not plans:
        return "You will find it on my Home tab."
    when = full_moment(plans[0].moment.at, member, now)
    if deliverable.owner is Owner.MINE:
        return f"My first reminder comes on {when}."
    return f"If it has not come by then, I will have a friendly word to {first(contact)} ready for you on {when}."
