"""What is said about an introduction, and the form that logs one (E2, E3)."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages.parts import (
    actions,
    button,
    context,
    edit_and_delete,
    field,
    modal,
    name_field,
    one_of,
    section,
    user_picker,
    words,
)
from etiquette.messages.text import first, fitted, introducer, named, one_line, person, printable, profile, typed
from etiquette.messages.vocabulary import Action, Form, Message, message, value
from etiquette.rules.contacts import NAME_LIMIT, Contact
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.nudges import Kind
from etiquette.rules.planning import is_open

TYPED_LIMIT = 2000
URL_LIMIT = 2000
STANDS = {
    IntroductionState.MADE.value: "They introduced us",
    IntroductionState.WANTED.value: "I would like them to",
}


@dataclass(frozen=True, slots=True)
class IntroductionFields:
    """The fields of the form, as far as they are known."""

    contact: str | None = None
    profile_url: str | None = None
    introducer: str | None = None
    introducer_user: str | None = None
    how_referred: str | None = None
    stands: str | None = IntroductionState.MADE


def noted(introduction: Introduction, contact: Contact) -> Message:
    """What was understood of an introduction, said back, with one press to edit."""
    who = introducer(introduction) if introduction.has_introducer else None
    at = f" at {one_line(contact.company)}" if contact.company else ""
    through = f"{at}, introduced by {who}" if who else at
    blocks: list[Block] = [
        section(f"Noted: *{person(contact)}*{through}.{_details(introduction, contact)}"),
        context(_next_step(introduction, contact)),
        actions(
            _first_message(introduction, contact),
            *edit_and_delete("introduction", introduction.id, f"The introduction to {contact.name}"),
        ),
    ]
    return message(f"Noted: {named(contact)}{through}.", blocks)


def form(
    known: IntroductionFields = IntroductionFields(),
    *,
    wrote: str | None = None,
    editing: bool = False,
    meta: str = "",
) -> dict[str, Any]:
    """The form, filled in as far as it was understood; what was typed is shown above it."""
    title = "Edit the introduction" if editing else "Log an introduction"
    return modal(Form.INTRODUCTION, title, [*you_wrote(wrote), *_questions(known)], meta=meta)


def you_wrote(wrote: str | None) -> list[Block]:
    """What was typed, so that nothing of it is lost; nothing where nothing was typed."""
    return [context(f"You wrote: {typed(wrote, TYPED_LIMIT)}")] if wrote and wrote.strip() else []


def _questions(known: IntroductionFields) -> list[Block]:
    return [
        name_field(known.contact),
        field("stands", "Where does it stand?", one_of(STANDS, known.stands), optional=known.stands is None),
        field(
            "profile_url",
            "Their profile",
            words(known.profile_url, most=URL_LIMIT, example="https://www.linkedin.com/in/dana"),
            optional=True,
        ),
        field("introducer_user", "Who introduces you", user_picker(known.introducer_user), optional=True),
        field(
            "introducer",
            "Or their name, if they are not in this Slack",
            words(known.introducer, most=NAME_LIMIT, example="Sam Lindqvist"),
            optional=True,
        ),
        field(
            "how_referred",
            "How did they describe you?",
            words(known.how_referred, lines=True),
            hint="In the introducer's own words, if you have them. It tells you how you are seen.",
            optional=True,
        ),
    ]


def _first_message(introduction: Introduction, contact: Contact) -> ButtonElement | None:
    """A message to the contact, where no call stands yet (E4)."""
    if not is_open(introduction, Kind.SECURE_CALL):
        return None
    first_name = printable(contact.first_name)
    return button(f"Write to {first_name}", Action.FIRST_MESSAGE, value("introduction", introduction.id), primary=True)


def _details(introduction: Introduction, contact: Contact) -> str:
    at = f"\nProfile: {profile(contact.profile_url)}" if contact.profile_url else ""
    how = introduction.how_referred
    return at + (f"\nHow you were described: {fitted(how, 1500)}" if how else "")


def _next_step(introduction: Introduction, contact: Contact) -> str:
    if not introduction.has_introducer:
        return "Who introduced you? Add them under Edit, and I will remind you to thank them too."
    return f"When you and {first(contact)} have a time, tell me: `/coop call {_typable(contact)} Tuesday 3pm`"


def _typable(contact: Contact) -> str:
    return named(contact).replace("`", "'")
