"""`/coop`: what is due now, most pressing first."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages.nudges import together
from etiquette.messages.parts import button, context, section
from etiquette.messages.text import typed
from etiquette.messages.vocabulary import Action, Message, value
from etiquette.rules.drafts import Draft
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member

DRAFTS_SHOWN = 3
NOTHING = "Nothing is waiting for you: everyone is thanked, and no promise is due."
START = "Met somebody new? `/coop intro` and their name. `/coop help` shows the rest."


def due_now(matters: Sequence[Matter], drafts: Sequence[Draft], member: Member, now: datetime) -> Message:
    """What is due, at most eight; the rest in a line; and what was typed but waits for its form."""
    said = together("What is due now, the most pressing first." if matters else NOTHING, matters, member, now)
    start = [] if matters or drafts else [context(START)]
    return Message(said.text, [*said.blocks, *[block.to_dict() for block in (*start, *unfinished(drafts))]])


def unfinished(drafts: Sequence[Draft]) -> list[Block]:
    """What was typed and not understood: each with the button that opens its form."""
    if not drafts:
        return []
    lines = [section(f"“{typed(draft.typed, 300)}”", _open(draft)) for draft in drafts[:DRAFTS_SHOWN]]
    more = f" (the latest {DRAFTS_SHOWN} of {len(drafts)})" if len(drafts) > DRAFTS_SHOWN else ""
    return [section(f"*Not finished yet*{more}"), *lines]


def _open(draft: Draft) -> ButtonElement:
    return button("Open the form", Action.OPEN_FORM, value(draft.verb, draft.id))
