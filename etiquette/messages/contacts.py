"""What is said when something that was logged goes, or comes back."""

from slack_sdk.models.blocks import Block

from etiquette.messages.parts import section, undo_button
from etiquette.messages.text import fitted
from etiquette.messages.vocabulary import Message, message

_NOUNS = {
    "introduction": "The introduction to {label}",
    "call": "The call with {label}",
    "deliverable": "“{label}”",
    "favour": "“{label}”",
    "contact": "{label}",
}


def deleted(noun: str, label: str, act_id: str | None) -> Message:
    """Something is gone, and what was planned for it. `label`: the contact's name, or what was promised."""
    what = _NOUNS.get(noun, "{label}").format(label=fitted(label, 300))
    said = f"{what} is deleted, and I will not speak of it any more."
    blocks: list[Block] = [section(said, undo_button(act_id))]
    return message(said, blocks)


def undone(label: str | None = None) -> Message:
    """Something was taken back, and everything stands as before."""
    said = f"Undone: {fitted(label, 300)}." if label else "Undone. Everything stands as before."
    return message(said, [section(said)])
