"""The ledger in words: what was given and received, warmly, and never as a grade (E14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from slack_sdk.models.blocks import Block

from etiquette.messages.dates import bare, today_of
from etiquette.messages.letters import sentence
from etiquette.messages.parts import (
    actions,
    button,
    context,
    edit_and_delete,
    field,
    menu,
    modal,
    name_field,
    section,
    undo_button,
    words,
)
from etiquette.messages.text import clip, fitted, named, one_line, person
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.contacts import Contact
from etiquette.rules.favours import Direction, Favour, FavourForm
from etiquette.rules.ledger import LEANS_AT, Balance, Line, Whom
from etiquette.rules.members import Member

PEOPLE = 8
LINES = 8
SHOWN = 200
WHAT_LIMIT = 1000
FAVOUR = "favour"
DIRECTIONS = {Direction.GIVEN.value: "I gave it", Direction.RECEIVED.value: "I received it"}
FORMS = {
    FavourForm.INTRODUCTION.value: "An introduction",
    FavourForm.DELIVERABLE.value: "Something made or done",
    FavourForm.KNOWLEDGE.value: "Knowledge",
    FavourForm.REFERRAL.value: "A referral, or a good word",
}
NOTHING = (
    "Nothing is in your ledger yet. It fills by itself: with an introduction that somebody makes for you, a promise "
    "that is kept, something that you share."
)


class Weighed(Protocol):
    """A ledger: its lines, what they come to in all and with each person, and the contacts they are about."""

    @property
    def lines(self) -> tuple[Line, ...]: ...
    @property
    def total(self) -> Balance: ...
    @property
    def people(self) -> dict[Whom, Balance]: ...
    @property
    def contacts(self) -> dict[str, Contact]: ...


@dataclass(frozen=True, slots=True)
class FavourFields:
    """The fields of the form, as far as they are known."""

    contact: str | None = None
    direction: Direction = Direction.RECEIVED
    form: FavourForm = FavourForm.KNOWLEDGE
    what: str | None = None


def ledger(weighed: Weighed, member: Member, now: datetime) -> Message:
    """The whole ledger on one screen: totals, whom it leans to most, and what came last."""
    record = actions(button("Record something", Action.OPEN_FORM, value("ledger", ""), primary=True))
    if not weighed.lines:
        return message(NOTHING, [section(NOTHING), record])
    total = _total(weighed.total)
    blocks: list[Block] = [
        section(f"*Given and received*\n{total}"),
        section(_people(weighed)),
        section("*Lately*\n" + _lines(weighed.lines[:LINES], weighed.contacts, member, now)),
        record,
        context("`/coop ledger Dana` shows what there was with one person. Nobody but you sees any of this."),
    ]
    return message(f"Given and received: {total}", blocks)


def with_one(
    weighed: Weighed, contact: Contact, lines: Sequence[Line], balance: Balance, member: Member, now: datetime
) -> Message:
    """What there was with one person; what was recorded by hand can be corrected here."""
    said = f"You and {named(contact)}: {_counted(balance)}."
    shown = lines[:LINES]
    blocks: list[Block] = [section(f"*You and {person(contact)}*\n{_capital(_counted(balance))}.{_word(balance)}")]
    blocks += [_one(line, weighed.contacts, member, now) for line in shown]
    if len(lines) > len(shown):
        blocks.append(context(f"And {len(lines) - len(shown)} earlier."))
    blocks.append(actions(button("Record something", Action.OPEN_FORM, value("ledger", ""), primary=True)))
    return message(said, blocks)


def recorded(favour: Favour, contact: Contact | None, act_id: str | None) -> Message:
    """Something recorded by hand, said back."""
    who = person(contact) if contact else one_line(favour.whom or "")
    way = "You gave {who}" if favour.direction is Direction.GIVEN else "{who} gave you"
    plain = way.format(who=named(contact) if contact else who)
    said = f"Noted. {plain}: {sentence(fitted(favour.what, SHOWN))}"
    undo = undo_button(act_id)
    blocks: list[Block] = [
        section(f"Noted. {way.format(who=f'*{who}*')}: {sentence(fitted(favour.what, WHAT_LIMIT))}"),
        actions(*([undo] if undo else []), *edit_and_delete(FAVOUR, favour.id, f"“{clip(favour.what, 80)}”")),
    ]
    return message(said, blocks)


def form(known: FavourFields = FavourFields(), *, editing: bool = False, meta: str = "") -> dict[str, Any]:
    """The form of something given or received."""
    questions: list[Block] = [
        name_field(known.contact),
        field("direction", "Which way did it go?", menu(DIRECTIONS, known.direction.value)),
        field("form", "What was it?", menu(FORMS, known.form.value)),
        field("what", "In a few words", words(known.what, most=WHAT_LIMIT, example="an hour on pricing")),
    ]
    return modal(Form.FAVOUR, "Edit the line" if editing else "Record something", questions, meta=meta)


def _total(total: Balance) -> str:
    return f"{_capital(_counted(total))}.{_leaning(total)}"


def _leaning(total: Balance) -> str:
    """How the whole stands, in words that nobody needs to be ashamed of."""
    if total.lean >= LEANS_AT:
        return " People have been generous to you."
    return " You have been generous." if total.lean <= -LEANS_AT else " It goes both ways."


def _people(weighed: Weighed) -> str:
    told = [
        f"• {_whom(whom, weighed.contacts)}: {_counted(balance)}"
        for whom, balance in [*weighed.people.items()][:PEOPLE]
    ]
    more = len(weighed.people) - len(told)
    rest = [f"And {more} more {'person' if more == 1 else 'people'}."] if more > 0 else []
    return "\n".join(["*With whom*", *(told or ["With nobody in particular so far."]), *rest])


def _word(balance: Balance) -> str:
    return " A good moment to offer something." if balance.lean >= LEANS_AT else ""


def _counted(balance: Balance) -> str:
    gave, received = f"you gave {_times(balance.given)}", f"received {_times(balance.received)}"
    if balance.given and balance.received:
        return f"{gave}, and {received}"
    return gave if balance.given else (f"you {received}" if balance.received else "nothing yet")


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _lines(lines: Sequence[Line], contacts: Mapping[str, Contact], member: Member, now: datetime) -> str:
    return "\n".join(f"• {_told(line, contacts, member, now)}" for line in lines)


def _one(line: Line, contacts: Mapping[str, Contact], member: Member, now: datetime) -> Block:
    edit = button("Edit", Action.EDIT, value(FAVOUR, line.favour_id)) if line.favour_id else None
    return section(_told(line, contacts, member, now), edit)


def _told(line: Line, contacts: Mapping[str, Contact], member: Member, now: datetime) -> str:
    """A line: which way, what, with whom, when."""
    given = line.direction is Direction.GIVEN
    whom = _whom(line.whom, contacts) if line.whom.key else "people here"
    day = bare(member.hours.local(line.at).date(), member.locale, today_of(member, now))
    return f"{'Given to' if given else 'Received from'} {whom}: {_what(line)} · {day}"


def _what(line: Line) -> str:
    what = fitted(" ".join(line.what.split()), SHOWN)
    if line.favour_id:
        return what
    match line.form:
        case FavourForm.INTRODUCTION:
            return f"an introduction to {what}" if what else "an introduction"
        case FavourForm.REFERRAL:
            return "a recommendation"
        case None:
            return "a good turn"
        case _:
            return what or "something"


def _whom(whom: Whom, contacts: Mapping[str, Contact]) -> str:
    contact = contacts.get(whom.contact_id or "")
    if contact:
        return named(contact)
    return one_line(whom.name) or (f"<@{whom.user_id}>" if whom.user_id else "somebody")
