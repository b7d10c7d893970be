"""`/coop`: what is due now, most pressing first."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from etiquette.messages.nudges import together
from etiquette.messages.parts import actions, button, context, section
from etiquette.messages.settings import pause_notice
from etiquette.messages.text import typed
from etiquette.messages.vocabulary import Action, Message, value
from etiquette.rules.drafts import Draft
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member

DRAFTS_SHOWN = 3
ABOVE = 8  # blocks: what was answered just now may stand above it
FROM_A_MESSAGE = "message"
NOTHING = "Nothing is waiting for you: everyone is thanked, and no promise is due."
START = "Met somebody new? `/coop intro` and their name. `/coop help` shows the rest."


def due_now(matters: Sequence[Matter], drafts: Sequence[Draft], member: Member, now: datetime) -> Message:
    """What is due, at most eight; the rest in a line; and what was typed but waits for its form."""
    opening = "What is due now, the most pressing first." if matters else NOTHING
    rest = [*([] if matters or drafts else [context(START)]), *unfinished(drafts)]
    above = [block.to_dict() for block in pause_notice(member, now)]
    said = together(opening, matters, member, now, besides=len(above) + len(rest) + ABOVE)
    return Message(said.text, [*above, *said.blocks, *[block.to_dict() for block in rest]])


def unfinished(drafts: Sequence[Draft]) -> list[Block]:
    """What was typed and not understood: each with the button that opens its form."""
    if not drafts:
        return []
    lines = [line for draft in drafts[:DRAFTS_SHOWN] for line in _unfinished(draft)]
    more = f" (the latest {DRAFTS_SHOWN} of {len(drafts)})" if len(drafts) > DRAFTS_SHOWN else ""
    return [section(f"*Not finished yet*{more}"), *lines]


def _unfinished(draft: Draft) -> list[Block]:
    opens = button("Open the form", Action.OPEN_FORM, value(draft.verb, draft.id))
    let_go = button("Let it go", Action.DROP_DRAFT, value("draft", draft.id))
    return [section(f"“{_asked(draft)}{typed(draft.typed, 300)}”"), actions(opens, let_go)]


def _asked(draft: Draft) -> str:
    """What it was typed for: a bare name says nothing. A message in a channel stands for itself."""
    return "" if draft.verb == FROM_A_MESSAGE else f"{draft.verb} "
