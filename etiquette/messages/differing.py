"""A difference: its form, in which what both share comes first, and what is said once it is named (C2, C8)."""

from typing import Any

from slack_sdk.models.blocks import Block

from etiquette.messages.celebrating import delete_button
from etiquette.messages.parting import difference_lines, shared
from etiquette.messages.parts import actions, context, field, modal, section, words
from etiquette.messages.text import clip, one_line, printable
from etiquette.messages.vocabulary import Form, Message, message
from etiquette.rules.partings import Parting
from etiquette.rules.partnerships import Together
from etiquette.rules.remarks import REMARK_LIMIT, Remark


def form(parting: Parting, *, meta: str = "") -> dict[str, Any]:
    """What both share stands above, and has to be named first."""
    plan = parting.together.partnership
    who = clip(printable(parting.together.theirs.name), 60)
    blocks: list[Block] = [
        *shared(parting),
        field(
            "beside",
            "What do you share here?",
            words(plan.purpose.strip() or plan.belief, most=REMARK_LIMIT, lines=True),
            hint="It stands beside the difference: that is how it keeps its size.",
        ),
        field(
            "text",
            "Where do you differ?",
            words(None, most=REMARK_LIMIT, lines=True, example="I would rather charge by value than by the hour."),
            hint=f"It stands on your plan, where {who} reads it, too.",
        ),
    ]
    return modal(Form.DIFFER, "A difference", blocks, meta=meta)


def named(remark: Remark, together: Together) -> Message:
    """A difference, said back beside what is shared. Its author may take it back."""
    said = f"Noted, beside what you share with {one_line(together.theirs.name)}."
    small = context("It stands on your plan for both of you. A proposal is a way to a middle point.")
    return message(said, [section(said), *difference_lines([remark], together), small, actions(delete_button(remark))])
