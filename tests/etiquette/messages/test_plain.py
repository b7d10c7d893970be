"""Blocks made plain: by our own way as by Slack's, which is slower, and with all that it refuses."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DatePickerElement,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    OptionGroup,
    OverflowMenuElement,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)

from etiquette.messages.plain import plain

SURE = ConfirmObject(title="Delete?", text="It is gone then.", confirm="Delete", deny="Keep", style="danger")
OPTIONS = [Option(text=f"In {number} days", value=f"{number}", description="or so") for number in range(3)]
EVERYBODY = OptionGroup(label="All", options=OPTIONS)
EDIT = ButtonElement(text="Edit", action_id="a", value="v", style="primary")
DELETE = ButtonElement(text="Delete", action_id="d", confirm=SURE)
BLOCKS: list[Block] = [
    SectionBlock(
        text="*Dana*", block_id="b", accessory=ButtonElement(text="Edit", action_id="a", value="v", style="primary")
    ),
    SectionBlock(fields=[MarkdownTextObject(text="one"), "two"]),
    ActionsBlock(
        elements=[
            ButtonElement(text="Delete", action_id="d", confirm=SURE),
            OverflowMenuElement(action_id="l", options=OPTIONS),
        ]
    ),
    ContextBlock(elements=[MarkdownTextObject(text="Because …", verbatim=True)]),
    InputBlock(
        label="What", element=PlainTextInputElement(action_id="w", multiline=True, initial_value=""), optional=True
    ),
    InputBlock(label="When", element=DatePickerElement(action_id="t", initial_date="2026-11-24"), hint="Or later"),
    InputBlock(
        label="Who",
        element=StaticSelectElement(action_id="s", option_groups=[OptionGroup(label="All", options=OPTIONS)]),
    ),
    HeaderBlock(text="Today"),
    ImageBlock(image_url="https://example.com/a.png", alt_text="a chart", title="Weeks"),
    DividerBlock(),
]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_a_block_is_as_slacks_own_model_has_it(block: Block) -> None:
    assert plain(block) == block.to_dict()


@pytest.mark.parametrize(
    "block",
    [
        SectionBlock(text="x" * 3001),
        SectionBlock(text="*Dana*", accessory=ButtonElement(text="x" * 76, action_id="a")),
        ActionsBlock(elements=[ButtonElement(text="go", action_id="a")] * 26),
        HeaderBlock(text="x" * 151),
    ],
    ids=["text", "part", "parts", "header"],
)
def test_what_slack_would_refuse_is_refused_wherever_it_is(block: Block) -> None:
    for way in (plain, lambda block: block.to_dict()):
        with pytest.raises(SlackObjectFormationError):
            way(block)
