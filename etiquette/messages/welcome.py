"""The first words to somebody, once and for all: what the bot does, and two ways to go on."""

from slack_sdk.models.blocks import Block

from etiquette.messages.parts import actions, button, section
from etiquette.messages.vocabulary import Action, Message, message, value

HELLO = (
    "Hello, good to meet you. When somebody introduces you to a person worth knowing, I remember what good manners "
    "ask for next: to prepare, to call, to keep a promise, to say thank you, to give back. I remind you at the right "
    "moment, in your working hours, and you answer with one press. What you log stays with you."
)


def welcome() -> Message:
    """What the bot does, with two buttons."""
    blocks: list[Block] = [
        section(HELLO),
        actions(
            button("Log an introduction", Action.OPEN_FORM, value("intro", ""), primary=True),
            button("How it works", Action.HOW_IT_WORKS, "help"),
        ),
    ]
    return message(HELLO, blocks)
