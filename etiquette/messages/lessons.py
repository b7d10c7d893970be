"""What was learned, written down: the form, and where it goes (E16). Nothing goes anywhere without a press."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block

from etiquette.messages.parts import (
    actions,
    channel_picker,
    context,
    field,
    modal,
    section,
    several,
    undo_button,
    words,
)
from etiquette.messages.stories import story_button
from etiquette.messages.text import named, quoted
from etiquette.messages.vocabulary import Form, Message, message
from etiquette.rules.contacts import NAME_LIMIT, Contact
from etiquette.rules.lessons import LESSON_LIMIT, Lesson

SHOWN = 2500
DIGESTS = "digests"
INVITE_ME = "If I am not in that channel yet, `/invite` me there first, or I cannot post it."


@dataclass(frozen=True, slots=True)
class LessonFields:
    """The fields of the form, as far as they are known."""

    contact: str | None = None
    text: str | None = None


def form(known: LessonFields = LessonFields(), *, meta: str = "") -> dict[str, Any]:
    """What was learned, of whom, and where it may be told."""
    questions: list[Block] = [
        field(
            "text",
            "What could others here use?",
            words(known.text, most=LESSON_LIMIT, lines=True, example="Small teams pay for time saved, not for seats."),
            hint="As you would say it to a colleague. Leave out what was told to you alone.",
        ),
        field(
            "contact",
            "Whom did you learn it from?",
            words(known.contact, most=NAME_LIMIT, example="Dana Reyes"),
            hint="For your own memory. I name them nowhere.",
            optional=True,
        ),
        field(
            "channel",
            "Post it in a channel",
            channel_picker(None),
            hint="I post it, under your name. Left empty, it is posted nowhere.",
            optional=True,
        ),
        field("digest", "Digests", several({DIGESTS: "It may stand in digests, too"}, ()), optional=True),
    ]
    return modal(Form.LESSON, "What did you learn?", questions, meta=meta)


def shared(lesson: Lesson, contact: Contact | None, act_id: str | None) -> Message:
    """What was written down, and what becomes of it."""
    said = f"Written down{f', from your talk with {named(contact)}' if contact else ''}. {_goes(lesson)}"
    undo = undo_button(act_id)
    blocks: list[Block] = [
        section(said),
        section(quoted(lesson.text, SHOWN)),
        actions(*([undo] if undo else []), story_button(lesson)),
    ]
    if lesson.channel:
        blocks.append(context(INVITE_ME))
    return message(said, blocks)


def _goes(lesson: Lesson) -> str:
    digest = "it may stand in digests"
    if lesson.channel:
        also = f", and {digest}" if lesson.in_digest else ""
        return f"I post it in <#{lesson.channel}> in a moment{also}."
    return f"{digest.capitalize()}, without a name." if lesson.in_digest else "It stays between us."
