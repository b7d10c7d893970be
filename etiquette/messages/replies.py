"""Replies in their plainest shapes: a sentence, and what a form shows once it has been sent."""

from typing import Any

from slack_sdk.models.blocks import Block, DividerBlock, SectionBlock
from slack_sdk.models.views import View

from etiquette.messages.parts import section
from etiquette.messages.vocabulary import Message, message


def plain(said: str) -> Message:
    """A sentence by itself. `said` is mrkdwn, escaped already."""
    blocks: list[Block] = [section(said)]
    return message(said, blocks)


def joined(first: Message, second: Message) -> Message:
    """Two messages as one, a line between them."""
    return Message(first.text, [*first.blocks, DividerBlock().to_dict(), *second.blocks])


def result(said: Message, title: str = "Noted", close: str = "Done") -> dict[str, Any]:
    """What a form turns into once it was sent: the reply, to be read and closed."""
    view: dict[str, Any] = View(type="modal", title=title, close=close, blocks=[SectionBlock(text=" ")]).to_dict()
    return {**view, "blocks": said.blocks}


def reading(said: Message) -> dict[str, Any]:
    """What a press leads to where it was no form: a page, a question, word of what was done. It claims nothing."""
    return result(said, "Coopetiquette", "Close")
