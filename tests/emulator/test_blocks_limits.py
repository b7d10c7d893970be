"""How long and how many: each of Block Kit's limits, at it and one over it."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.blocks import problems
from tests.emulator.block_builders import (
    Json,
    actions,
    asks,
    button,
    confirm,
    error,
    grouped,
    header,
    image,
    marked,
    option,
    options,
    plain,
    section,
    select,
    table,
    trash,
    typed,
    video,
)

Sized = Callable[[int], Json]

# what is long, how long it may be, where Slack points when it is longer
LENGTHS: dict[str, tuple[Sized, int, str]] = {
    "a block_id": (lambda n: section(block_id="x" * n), 255, "/block_id"),
    "a section's text": (lambda n: section(text=marked(n)), 3000, "/text/text"),
    "a section's field": (lambda n: section(fields=[marked(n)]), 2000, "/fields/0/text"),
    "a header": (header, 150, "/text/text"),
    "a context's text": (lambda n: {"type": "context", "elements": [marked(n)]}, 3000, "/elements/0/text"),
    "an image's address": (lambda n: image(image_url="https:" + "x" * (n - 6)), 3000, "/image_url"),
    "an image's description": (lambda n: image(alt_text="x" * n), 2000, "/alt_text"),
    "an image's title": (lambda n: image(title=plain(n)), 2000, "/title/text"),
    "a video's title": (lambda n: video(title=plain(n)), 199, "/title/text"),
    "a video's author": (lambda n: video(author_name="x" * n), 49, "/author_name"),
    "a label": (lambda n: asks(typed(), label=plain(n)), 2000, "/label/text"),
    "a hint": (lambda n: asks(typed(), hint=plain(n)), 2000, "/hint/text"),
    "markdown": (lambda n: {"type": "markdown", "text": "x" * n}, 12000, "/text"),
    "an action_id": (lambda n: actions(button(action_id="x" * n)), 255, "/elements/0/action_id"),
    "a button's text": (lambda n: actions(button(text=plain(n))), 75, "/elements/0/text/text"),
    "a button's value": (lambda n: actions(button(value="x" * n)), 2000, "/elements/0/value"),
    "a button's address": (lambda n: actions(button(url="https:" + "x" * (n - 6))), 3000, "/elements/0/url"),
    "a button's label": (
        lambda n: actions(button(accessibility_label="x" * n)),
        75,
        "/elements/0/accessibility_label",
    ),
    "a dialog's title": (
        lambda n: section(accessory=button(confirm=confirm(title=plain(n)))),
        100,
        "/accessory/confirm/title/text",
    ),
    "a dialog's text": (
        lambda n: section(accessory=button(confirm=confirm(text=marked(n)))),
        300,
        "/accessory/confirm/text/text",
    ),
    "a dialog's yes": (
        lambda n: section(accessory=button(confirm=confirm(confirm=plain(n)))),
        30,
        "/accessory/confirm/confirm/text",
    ),
    "a dialog's no": (
        lambda n: section(accessory=button(confirm=confirm(deny=plain(n)))),
        30,
        "/accessory/confirm/deny/text",
    ),
    "a placeholder": (lambda n: asks(typed(placeholder=plain(n))), 150, "/element/placeholder/text"),
    "an option's text": (
        lambda n: section(accessory=select(options=[option(text=plain(n))])),
        75,
        "/accessory/options/0/text/text",
    ),
    "an option's value": (
        lambda n: section(accessory=select(options=[option(value="x" * n)])),
        150,
        "/accessory/options/0/value",
    ),
    "a group's label": (
        lambda n: section(accessory=grouped([{"label": plain(n), "options": options(1)}])),
        75,
        "/accessory/option_groups/0/label/text",
    ),
    "what is typed at first": (
        lambda n: asks(typed(initial_value="x" * n)),
        3000,
        "/element/initial_value",
    ),
}


@pytest.mark.parametrize("what", LENGTHS)
def test_a_string_at_its_limit_passes_and_one_character_more_is_refused(what: str) -> None:
    build, limit, at = LENGTHS[what]
    assert problems([build(limit)], "message") == []
    said = error(f"must be less than {limit + 1} characters", f"/blocks/0{at}")
    assert problems([build(limit + 1)], "message") == [said]


# what is counted, how many of them there may be, where Slack points when there are more
COUNTS: dict[str, tuple[Sized, int, str]] = {
    "a section's fields": (lambda n: section(fields=[marked()] * n), 10, "/fields"),
    "a context's elements": (lambda n: {"type": "context", "elements": [marked()] * n}, 10, "/elements"),
    "buttons in a row": (lambda n: actions(*[button()] * n), 25, "/elements"),
    "feedback buttons": (lambda n: {"type": "context_actions", "elements": [trash()] * n}, 5, "/elements"),
    "options of a menu": (lambda n: section(accessory=select(options=options(n))), 100, "/accessory/options"),
    "groups of a menu": (
        lambda n: section(accessory=grouped([{"label": plain(), "options": options(1)}] * n)),
        100,
        "/accessory/option_groups",
    ),
    "options of a group": (
        lambda n: section(accessory=grouped([{"label": plain(), "options": options(n)}])),
        100,
        "/accessory/option_groups/0/options",
    ),
    "overflow options": (
        lambda n: section(accessory={"type": "overflow", "options": options(n)}),
        5,
        "/accessory/options",
    ),
    "checkboxes": (lambda n: asks({"type": "checkboxes", "options": options(n)}), 10, "/element/options"),
    "radio buttons": (
        lambda n: asks({"type": "radio_buttons", "options": options(n)}),
        10,
        "/element/options",
    ),
    "a table's rows": (lambda n: table(rows=n), 100, "/rows"),
    "a row's cells": (lambda n: table(columns=n), 20, "/rows/0"),
    "column settings": (lambda n: table(column_settings=[{"align": "right"}] * n), 20, "/column_settings"),
}


@pytest.mark.parametrize("what", COUNTS)
def test_a_list_at_its_limit_passes_and_one_entry_more_is_refused(what: str) -> None:
    build, limit, at = COUNTS[what]
    assert problems([build(limit)], "message") == []
    said = error(f"no more than {limit} items allowed", f"/blocks/0{at}")
    assert problems([build(limit + 1)], "message") == [said]


@pytest.mark.parametrize("what", COUNTS)
def test_an_empty_list_is_refused(what: str) -> None:
    build, _limit, at = COUNTS[what]
    assert problems([build(0)], "message") == [error("no less than 1 items allowed", f"/blocks/0{at}")]


@pytest.mark.parametrize(("surface", "limit"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_holds_its_number_of_blocks_and_not_one_more(surface: Any, limit: int) -> None:
    at = "/blocks" if surface == "message" else "/view/blocks"
    assert problems([section()] * limit, surface) == []
    assert problems([section()] * (limit + 1), surface) == [error(f"no more than {limit} items allowed", at)]
