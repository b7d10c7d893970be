"""A story of one's own: a draft post about a lesson, to publish elsewhere (E17). Theirs to post (N8)."""

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages.parts import button, context, section
from etiquette.messages.text import quoted
from etiquette.messages.vocabulary import Action, Message, message, value
from etiquette.rules.lessons import Lesson

SHOWN = 2900


def story(lesson: Lesson) -> str:
    """A post in the first person. It names nobody: whom they learned it from never asked to be in it."""
    return f"{_OPENING}\n\n{lesson.text.strip()}\n\n{_THANKS}\n\n{_INVITATION}"


def story_message(lesson: Lesson) -> Message:
    """The draft, to be copied and made one's own."""
    said = "A post of your own, to publish where your peers read. Change whatever does not sound like you."
    blocks: list[Block] = [
        section(said),
        section(quoted(story(lesson), SHOWN)),
        context("It names nobody. If you would like to thank somebody in it, ask them first; they will be glad."),
    ]
    return message(said, blocks)


def story_button(lesson: Lesson) -> ButtonElement:
    """Beside a lesson that was shared: a post about it."""
    return button("Draft a post of my own", Action.STORY, value("lesson", lesson.id))


_OPENING = "One introduction, one conversation, and something that I will not forget soon:"
_THANKS = (
    "I owe it to somebody who does elsewhere what I do here, and to the person who brought us together. "
    "We could have kept our cards to ourselves. We are both better off because we did not."
)
_INVITATION = (
    "Whom in your field, outside your own company, could you learn from? Ask somebody to introduce you. "
    "And when you have learned something, pass it on."
)
