"""What went well together: the form, what is said once it is told, and its lines on the plan (C2)."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from etiquette.messages.parts import actions, context, edit_and_delete, field, modal, section, words
from etiquette.messages.text import clip, fitted, one_line, quoted
from etiquette.messages.vocabulary import Form, Message, message
from etiquette.rules.partnerships import Together
from etiquette.rules.remarks import REMARK_LIMIT, Remark

REMARK = "remark"
SHOWN = 3
LINE_LIMIT = 300


def form(together: Together, *, meta: str = "") -> dict[str, Any]:
    """One question: what went well."""
    hint = "I tell it in your words." if not together.theirs.is_outside else "It stands on your plan; telling is yours."
    question = field(
        "text",
        f"What went well with {clip(together.theirs.name, 60)}?",
        words(None, most=REMARK_LIMIT, lines=True, example="Forty people came, and stayed for the questions."),
        hint=hint,
    )
    return modal(Form.CELEBRATE, "What went well?", [question], submit="Celebrate", meta=meta)


def celebrated(remark: Remark, together: Together) -> Message:
    """It stands on the plan, and who hears of it. Its author may take it back."""
    other = one_line(together.theirs.name)
    told = (
        f"I tell {other} in your words." if not together.theirs.is_outside else f"{other} will be glad to hear of it."
    )
    said = f"That is worth celebrating: it stands on your plan now. {told}"
    return message(said, [section(said), section(quoted(remark.text, 2900)), actions(delete_button(remark))])


def went_well(remarks: Sequence[Remark], together: Together) -> list[Block]:
    """The last few on the plan, the latest first; nothing where there are none."""
    if not remarks:
        return []
    blocks: list[Block] = [section("*What went well*")]
    blocks += [_line(each, together) for each in remarks[::-1][:SHOWN]]
    more = len(remarks) - SHOWN
    return [*blocks, *([context(f"And {more} more before that.")] if more > 0 else [])]


def delete_button(remark: Remark) -> ButtonElement:
    """Its author takes it back."""
    return edit_and_delete(REMARK, remark.id, f"“{clip(remark.text, 80)}”")[1]


def _line(remark: Remark, together: Together) -> Block:
    said = f"• {fitted(' '.join(remark.text.split()), LINE_LIMIT)} · {_by(remark, together)}"
    return section(said, delete_button(remark) if remark.side_id == together.mine.id else None)


def _by(remark: Remark, together: Together) -> str:
    return "you" if remark.side_id == together.mine.id else one_line(together.theirs.name)
