"""What the local workspace refuses in a block, in Slack's words and places, and what it takes."""

import pytest

from emulator.blocks import problems
from tests.emulator.block_builders import (
    Json,
    actions,
    asks,
    button,
    error,
    grouped,
    image,
    marked,
    number,
    option,
    options,
    plain,
    rich,
    section,
    select,
    table,
    text,
    typed,
)

# what is wrong, and all that Slack says about it
WRONG: dict[str, tuple[Json, str, str]] = {
    "an unknown block": ({"type": "foo"}, "unsupported type: foo", "/type"),
    "no type": ({"text": plain()}, "missing required field: type", ""),
    "a type that is no string": ({"type": ["section"]}, "must provide a string", "/type"),
    "an empty section": ({"type": "section"}, "must define either `text` or `fields`", ""),
    "an empty text": (section(text=marked(0)), "must be more than 0 characters", "/text/text"),
    "a bare string": (section(text="Hi"), "must provide an object", "/text"),
    "null": (section(accessory=None), "must provide an object", "/accessory"),
    "a field nobody knows": (section(colour="red"), "invalid additional property: colour", ""),
    "emoji with marks": (
        section(text={**marked(), "emoji": True}),
        "invalid additional property: emoji",
        "/text",
    ),
    "marks in a header": ({"type": "header", "text": marked()}, "unsupported type: mrkdwn", "/text/type"),
    "a header without text": ({"type": "header"}, "missing required field: text", ""),
    "an image from nowhere": (
        {"type": "image", "alt_text": "a"},
        "must define either `image_url` or `slack_file`",
        "",
    ),
    "an image from two places": (
        image(slack_file={"id": "F1"}),
        "must define only one of `image_url` or `slack_file`",
        "",
    ),
    "an image for the sighted": (
        {"type": "image", "slack_file": {"id": "F1"}},
        "missing required field: alt_text",
        "",
    ),
    "a question without a label": (
        {"type": "input", "element": typed()},
        "missing required field: label",
        "",
    ),
    "a question with a button": (asks(button()), "unsupported type: button", "/element/type"),
    "typing in a row of buttons": (
        actions(typed()),
        "unsupported type: plain_text_input",
        "/elements/0/type",
    ),
    "a button in a context": (
        {"type": "context", "elements": [button()]},
        "unsupported type: button",
        "/elements/0/type",
    ),
    "a section with a moment": (
        section(accessory={"type": "datetimepicker"}),
        "unsupported type: datetimepicker",
        "/accessory/type",
    ),
    "an odd style": (actions(button(style="big")), "must be a valid enum value", "/elements/0/style"),
    "an address without a scheme": (actions(button(url="example.org")), "invalid url", "/elements/0/url"),
    "an address in a menu": (
        section(accessory=select(options=[option(url="https://example.org")])),
        "invalid additional property: url",
        "/accessory/options/0",
    ),
    "half a dialog": (
        actions(button(confirm={"title": plain(), "text": plain(), "confirm": plain()})),
        "missing required field: deny",
        "/elements/0/confirm",
    ),
    "two buttons of one name": (
        actions(button(action_id="done"), button(action_id="done")),
        '`action_id` "done" already exists',
        "/elements/1/action_id",
    ),
    "a menu of nothing": (
        asks({"type": "static_select"}),
        "must define either `options` or `option_groups`",
        "/element",
    ),
    "a menu of both": (
        asks(select(option_groups=[{"label": plain(), "options": options(1)}])),
        "must define only one of `options` or `option_groups`",
        "/element",
    ),
    "a choice that is not offered": (
        asks(select(initial_option=option(7))),
        "must exactly match one of the options",
        "/element/initial_option",
    ),
    "a choice in other words": (
        asks(select(initial_option=option(0, text=plain(2)))),
        "must exactly match one of the options",
        "/element/initial_option",
    ),
    "a tick that is not offered": (
        asks({"type": "checkboxes", "options": options(2), "initial_options": [option(1), option(2)]}),
        "must exactly match one of the options",
        "/element/initial_options/1",
    ),
    "a day nobody lives": (
        asks({"type": "datepicker", "initial_date": "2025-02-30"}),
        "must be a date in the format YYYY-MM-DD",
        "/element/initial_date",
    ),
    "a day as week": (
        asks({"type": "datepicker", "initial_date": "2025-W01-1"}),
        "must be a date in the format YYYY-MM-DD",
        "/element/initial_date",
    ),
    "an hour too late": (
        asks({"type": "timepicker", "initial_time": "24:00"}),
        "must be a time in the format HH:mm",
        "/element/initial_time",
    ),
    "a moment in milliseconds": (
        asks({"type": "datetimepicker", "initial_date_time": 10_000_000_000}),
        "must be less than 10000000000",
        "/element/initial_date_time",
    ),
    "a moment of nine digits": (
        asks({"type": "datetimepicker", "initial_date_time": 999_999_999}),
        "must be greater than 999999999",
        "/element/initial_date_time",
    ),
    "a moment as text": (
        asks({"type": "datetimepicker", "initial_date_time": "1700000000"}),
        "must provide an integer",
        "/element/initial_date_time",
    ),
    "too much to ask for": (
        asks(typed(max_length=3001)),
        "must be less than 3001",
        "/element/max_length",
    ),
    "least above most": (
        asks(typed(min_length=3, max_length=2)),
        "must be less than or equal to `max_length`",
        "/element/min_length",
    ),
    "too short at first": (
        asks(typed(min_length=3, initial_value="ab")),
        "must be at least `min_length` characters",
        "/element/initial_value",
    ),
    "too long at first": (
        asks(typed(max_length=1, initial_value="ab")),
        "must be at most `max_length` characters",
        "/element/initial_value",
    ),
    "a number out of bounds": (
        asks(number(min_value="5", initial_value="4.5")),
        "must be greater than or equal to `min_value`",
        "/element/initial_value",
    ),
    "too many files": (
        asks({"type": "file_input", "max_files": 11}),
        "must be less than 11",
        "/element/max_files",
    ),
    "a list of text": (
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [text()]}],
        },
        "unsupported type: text",
        "/elements/0/elements/0/type",
    ),
    "a style nobody knows": (
        {"type": "rich_text", "elements": [rich(text(style={"loud": True}))]},
        "invalid additional property: loud",
        "/elements/0/elements/0/style",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_with_its_place(what: str) -> None:
    block, message, at = WRONG[what]
    assert problems([block], "message") == [error(message, f"/blocks/0{at}")]


FINE: dict[str, Json] = {
    "fields without text": {"type": "section", "fields": [plain(), marked()]},
    "a context of pictures and words": {"type": "context", "elements": [image(), marked(), plain()]},
    "the same name in two rows": section(accessory=button(action_id="done")),
    "two buttons without a name": actions(button(), button()),
    "a choice out of a group": asks(
        {**grouped([{"label": plain(), "options": options(3)}]), "initial_option": option(2)}
    ),
    "the last minute of a day": asks({"type": "timepicker", "initial_time": "23:59"}),
    "a leap day": asks({"type": "datepicker", "initial_date": "2028-02-29"}),
    "a column left as it is": table(column_settings=[None, {"is_wrapped": True}]),
}


@pytest.mark.parametrize("what", FINE)
def test_what_slack_takes_is_taken(what: str) -> None:
    assert problems([FINE[what]], "message") == []


def test_a_number_field_takes_its_bounds_as_strings() -> None:
    assert problems([asks(number(min_value="-1", initial_value="-1", max_value="2.5"))], "message") == []
    said = error("must provide a string", "/blocks/0/element/min_value")
    assert problems([asks(number(min_value=-1))], "message") == [said]
