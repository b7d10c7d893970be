"""Who the member knows somewhere, in a line each: what binds them, and what to do about it (E1)."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from etiquette.messages.dates import full_day
from etiquette.messages.parts import button, context, section, undo_button
from etiquette.messages.text import first, fitted, introducer, link, named, one_line, person
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.acquaintances import Acquaintance, Tie
from etiquette.rules.contacts import Contact
from etiquette.rules.imports import Connection
from etiquette.rules.members import Member

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PLACE_SHOWN = 200


def ask_whom() -> Message:
    """`/coop who`, and nothing else."""
    said = "Whom are you looking for? Name a company, a role, a place, a tag or a person: `/coop who Acme`"
    return message(said, [section(said)])


def nobody(asked: str, *, has_connections: bool) -> Message:
    """Nobody fits."""
    said = f"I found nobody you know for “{one_line(asked)}”."
    hint = (
        "Another word may find somebody: I look at names, companies, roles, places and tags."
        if has_connections
        else "I do not have your LinkedIn connections yet: `/coop import` says how to send them to me."
    )
    return message(f"{said} {hint}", [section(f"{said}\n{hint}")])


def found(
    asked: str,
    acquaintances: Sequence[Acquaintance],
    count: int,
    member: Member,
    now: datetime,
    *,
    has_connections: bool,
) -> Message:
    """Whom the member knows, the strongest tie first, and why each of them might open a door."""
    said = f"For “{one_line(asked)}” I found {_people(count)} you know, the closest first."
    blocks: list[Block] = [section(said)]
    for each in acquaintances:
        if each.tie:
            blocks += _known(each.tie, member, now)
        elif each.connection:
            blocks.append(_connected(each.connection))
    more = []
    if count > len(acquaintances):
        more.append(f"And {count - len(acquaintances):,} more; another word narrows it.")
    if not has_connections:
        more.append("With your LinkedIn connections I could look further: `/coop import` says how.")
    return message(said, [*blocks, *([context(*more)] if more else [])])


def added(contact: Contact, act_id: str | None) -> Message:
    """A connection is one of the member's people now."""
    next_step = f"When you have a time for a call, tell me: `/coop call {_typable(contact)} Tuesday 3pm`"
    said = f"*{person(contact)}* is among your people now. {next_step}"
    return message(f"{named(contact)} is among your people now.", [section(said, undo_button(act_id))])


def _known(tie: Tie, member: Member, now: datetime) -> list[Block]:
    contact, through = tie.contact, tie.introduction
    said = f"You know *{person(contact)}*{_place(contact.role, contact.company)}{_history(tie, member, now)}."
    ask = button(f"Ask {contact.first_name} to introduce me", Action.ASK_TO_INTRODUCE, value("contact", contact.id))
    if through is None:
        return [section(said, ask)]
    led = f"{introducer(through)} introduced you to {first(contact)}{_at(contact.company)}."
    about = value("introduction", through.id)
    ask_them = button(f"Ask {through.introducer_name or 'them'}", Action.ASK_TO_INTRODUCE, about)
    return [section(said, ask), section(led, ask_them)]


def _connected(connection: Connection) -> Block:
    name = link(connection.url, connection.name) if connection.url else one_line(connection.name)
    since = f" since {connection.connected_on.year}" if connection.connected_on else ""
    place = _place(connection.position, connection.company).removeprefix(", ")
    said = f"*{name}*\nConnected on LinkedIn{since}{f': {place}' if place else ''}"
    return section(said, button("Add to my people", Action.ADD_CONNECTION, value("connection", connection.id)))


def _history(tie: Tie, member: Member, now: datetime) -> str:
    told = []
    if tie.calls and tie.last_call:
        last = full_day(member.hours.local(tie.last_call).date(), member, now)
        told.append(f"one call, on {last}" if tie.calls == 1 else f"{_number(tie.calls)} calls, the last on {last}")
    if tie.kept:
        told.append("they kept what they promised")
    if tie.connected:
        told.append("you are connected on LinkedIn")
    return f": {'; '.join(told)}" if told else ""


def _place(role: str | None, company: str | None) -> str:
    """“, Product lead at Acme”, as far as it is known."""
    told = _shown(role)
    return f"{f', {told}' if told else ''}{_at(company)}"


def _at(company: str | None) -> str:
    return f" at {_shown(company)}" if _shown(company) else ""


def _shown(words: str | None) -> str:
    return fitted(" ".join((words or "").split()), _PLACE_SHOWN)


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{_number(count)} people"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _typable(contact: Contact) -> str:
    return named(contact).replace("`", "'")
