"""How long, how many, how much: each of Block Kit's limits, at it and one beyond it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from emulator.blocks import problems
from tests.emulator.block_builders import (
    Json,
    actions,
    asks,
    button,
    card,
    cell,
    confirm,
    container,
    error,
    feedback,
    grouped,
    header,
    image,
    marked,
    option,
    options,
    overflow,
    plain,
    provider,
    rich,
    section,
    select,
    table,
    text,
    thumb,
    trash,
    typed,
    video,
)

# stands in a block where the value goes that a test makes long, low or high
HERE = "here"
WORDS = {"type": "plain_text", "text": HERE}


def place(value: Any, at: str = "") -> str | None:
    """The JSON pointer to HERE."""
    if value == HERE:
        return at
    return next(filter(None, (place(entry, f"{at}/{key}") for key, entry in entries(value))), None)


def entries(value: Any) -> Iterator[tuple[Any, Any]]:
    return iter(value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()))


def filled(value: Any, put: Any) -> Any:
    """The same with `put` instead of HERE."""
    if isinstance(value, dict):
        return {key: filled(entry, put) for key, entry in value.items()}
    if isinstance(value, list):
        return [filled(entry, put) for entry in value]
    return put if value == HERE else value


def chosen(**fields: Any) -> Json:
    return section(accessory=select(options=[option(**fields)]))


def ticked(**fields: Any) -> Json:
    return asks({"type": "checkboxes", "options": [option(**fields)]})


def pressed(**fields: Any) -> Json:
    return actions(button(**fields))


def picked(kind: str, **fields: Any) -> Json:
    return asks({"type": kind, **fields})


LENGTHS: dict[str, tuple[int, Json]] = {
    "a block_id": (255, section(block_id=HERE)),
    "a section's text": (3000, section(text={"type": "mrkdwn", "text": HERE})),
    "a section's field": (2000, section(fields=[WORDS])),
    "a header": (150, {"type": "header", "text": WORDS}),
    "a context's text": (3000, {"type": "context", "elements": [WORDS]}),
    "a picture's description": (2000, {"type": "context", "elements": [image(alt_text=HERE)]}),
    "an image's description": (2000, image(alt_text=HERE)),
    "an image's title": (2000, image(title=WORDS)),
    "a video's title": (199, video(title=WORDS)),
    "a video's author": (49, video(author_name=HERE)),
    "a video's story": (3000, video(description=WORDS)),
    "a label": (2000, asks(typed(), label=WORDS)),
    "a hint": (2000, asks(typed(), hint=WORDS)),
    "markdown": (12000, {"type": "markdown", "text": HERE}),
    "an alert": (3000, {"type": "alert", "text": WORDS}),
    "a card's title": (150, card(title=WORDS)),
    "a card's subtitle": (150, card(subtitle=WORDS)),
    "a card's body": (200, card(body=WORDS)),
    "a container's title": (150, container(title=WORDS)),
    "a container's subtitle": (150, container(subtitle=WORDS)),
    "a provider's value": (150, provider(value=HERE)),
    "a provider's name": (75, provider(name=WORDS)),
    "a provider's story": (150, provider(description=WORDS)),
    "a provider's account": (75, provider(connected_identity=WORDS)),
    "a provider's place": (75, provider(connected_context=WORDS)),
    "an action_id": (255, pressed(action_id=HERE)),
    "a button's text": (75, pressed(text=WORDS)),
    "a button's value": (2000, pressed(value=HERE)),
    "a button read aloud": (75, pressed(accessibility_label=HERE)),
    "a button's prompt": (4000, pressed(agent_prompt=HERE)),
    "an icon's text": (75, feedback(trash(text=WORDS))),
    "an icon's value": (2000, feedback(trash(value=HERE))),
    "a thumb's text": (75, feedback(thumb(text=WORDS))),
    "a thumb's value": (2000, feedback(thumb(value=HERE))),
    "a workflow's text": (
        75,
        actions({"type": "workflow_button", "workflow": {"trigger": {"url": "a:b"}}, "text": WORDS}),
    ),
    "a dialog's title": (100, pressed(confirm=confirm(title=WORDS))),
    "a dialog's text": (300, pressed(confirm=confirm(text=WORDS))),
    "a dialog's yes": (30, pressed(confirm=confirm(confirm=WORDS))),
    "a dialog's no": (30, pressed(confirm=confirm(deny=WORDS))),
    "an option's text": (75, chosen(text=WORDS)),
    "an option's value": (150, chosen(value=HERE)),
    "an option's story": (75, chosen(description=WORDS)),
    "a checkbox's text": (75, ticked(text=WORDS)),
    "a checkbox's value": (150, ticked(value=HERE)),
    "a checkbox's story": (75, ticked(description=WORDS)),
    "an overflow's text": (75, overflow(option(text=WORDS))),
    "an overflow's value": (150, overflow(option(value=HERE))),
    "an overflow's story": (75, overflow(option(description=WORDS))),
    "a group's label": (75, section(accessory=grouped([{"label": WORDS, "options": options(1)}]))),
    "a menu's placeholder": (150, asks(select(placeholder=WORDS))),
    "a field's placeholder": (150, asks(typed(placeholder=WORDS))),
    "a day's placeholder": (150, picked("datepicker", placeholder=WORDS)),
    "an hour's placeholder": (150, picked("timepicker", placeholder=WORDS)),
    "what is typed at first": (3000, asks(typed(initial_value=HERE))),
}


@pytest.mark.parametrize("what", LENGTHS)
def test_a_string_at_its_limit_passes_and_one_character_more_is_refused(what: str) -> None:
    limit, block = LENGTHS[what]
    assert problems([filled(block, "x" * limit)], "message") == []
    said = error(f"must be less than {limit + 1} characters", f"/blocks/0{place(block)}")
    assert problems([filled(block, "x" * (limit + 1))], "message") == [said]


ADDRESSES: dict[str, Json] = {
    "an image's": image(image_url=HERE),
    "a button's": pressed(url=HERE),
    "an overflow's": overflow(option(url=HERE)),
    "a provider's icon's": provider(icon_url=HERE),
    "a provider's door's": provider(auth_url=HERE),
    "a provider's exit's": provider(disconnect_url=HERE),
}


@pytest.mark.parametrize("what", ADDRESSES)
def test_an_address_has_3000_characters_at_most(what: str) -> None:
    block = ADDRESSES[what]
    address = "https://".ljust(3000, "x")
    assert problems([filled(block, address)], "message") == []
    said = error("must be less than 3001 characters", f"/blocks/0{place(block)}")
    assert problems([filled(block, address + "x")], "message") == [said]


def listed(**fields: Any) -> Json:
    element = {"type": "rich_text_list", "style": "bullet", "elements": [], **fields}
    return {"type": "rich_text", "elements": [element]}


def part(**fields: Any) -> Json:
    return {"type": "rich_text", "elements": [rich(fields)]}


NUMBERS: dict[str, tuple[int, int | None, Json]] = {
    "the least to type": (0, 3000, asks(typed(min_length=HERE))),
    "the most to type": (1, 3000, asks(typed(max_length=HERE))),
    "files": (1, 10, picked("file_input", max_files=HERE)),
    "choices": (1, None, picked("multi_users_select", max_selected_items=HERE)),
    "letters to look for": (0, None, picked("external_select", min_query_length=HERE)),
    "letters to look for several": (0, None, picked("multi_external_select", min_query_length=HERE)),
    "the least lines": (1, None, picked("rich_text_input", min_lines=HERE)),
    "the most lines": (1, None, picked("rich_text_input", max_lines=HERE)),
    "a moment": (1_000_000_000, 9_999_999_999, picked("datetimepicker", initial_date_time=HERE)),
    "an indent": (0, 8, listed(indent=HERE)),
    "an offset": (0, None, listed(offset=HERE)),
    "a border": (0, 1, listed(border=HERE)),
    "a skin tone": (1, 6, part(type="emoji", name="wave", skin_tone=HERE)),
    "a date": (0, None, part(type="date", format="{date}", timestamp=HERE)),
}


@pytest.mark.parametrize("what", NUMBERS)
def test_a_number_within_its_bounds_passes_and_one_beyond_is_refused(what: str) -> None:
    least, most, block = NUMBERS[what]
    at = f"/blocks/0{place(block)}"
    assert problems([filled(block, least)], "message") == []
    assert problems([filled(block, least - 1)], "message") == [error(f"must be greater than {least - 1}", at)]
    if most is not None:
        assert problems([filled(block, most)], "message") == []
        assert problems([filled(block, most + 1)], "message") == [error(f"must be less than {most + 1}", at)]


@pytest.mark.parametrize("wrong", [True, 1.5, "1", None])
def test_a_whole_number_is_neither_a_truth_nor_a_fraction_nor_a_string(wrong: Any) -> None:
    said = error("must provide an integer", "/blocks/0/element/min_length")
    assert problems([asks(typed(min_length=wrong))], "message") == [said]


Many = Callable[[int], Json]


def picks(count: int) -> Json:
    several = {"type": "multi_static_select", "options": options(1)}
    return asks({**several, "initial_options": options(1) * count})


# how many there may be, a block that holds so many, and where Slack points when they are more
COUNTS: dict[str, tuple[int, Many, str]] = {
    "a section's fields": (10, lambda n: section(fields=[marked()] * n), "/fields"),
    "a context's elements": (10, lambda n: {"type": "context", "elements": [marked()] * n}, "/elements"),
    "buttons in a row": (25, lambda n: actions(*[button()] * n), "/elements"),
    "feedback buttons": (5, lambda n: feedback(*[trash()] * n), "/elements"),
    "who sees an icon": (
        10,
        lambda n: feedback(trash(visible_to_user_ids=["U0ADA"] * n)),
        "/elements/0/visible_to_user_ids",
    ),
    "options of a menu": (100, lambda n: asks(select(options=options(n))), "/element/options"),
    "groups of a menu": (
        100,
        lambda n: asks(grouped([{"label": plain(), "options": options(1)}] * n)),
        "/element/option_groups",
    ),
    "options of a group": (
        100,
        lambda n: asks(grouped([{"label": plain(), "options": options(n)}])),
        "/element/option_groups/0/options",
    ),
    "choices made at first": (100, picks, "/element/initial_options"),
    "overflow options": (5, lambda n: overflow(*options(n)), "/accessory/options"),
    "checkboxes": (10, lambda n: picked("checkboxes", options=options(n)), "/element/options"),
    "radio buttons": (10, lambda n: picked("radio_buttons", options=options(n)), "/element/options"),
    "a table's rows": (100, lambda n: table(rows=[[cell()]] * n), "/rows"),
    "a row's cells": (20, lambda n: table(rows=[[cell()] * n]), "/rows/0"),
    "column settings": (20, lambda n: table(column_settings=[None] * n), "/column_settings"),
    "cards in a carousel": (10, lambda n: {"type": "carousel", "elements": [card()] * n}, "/elements"),
    "blocks in a container": (10, lambda n: container(child_blocks=[header()] * n), "/child_blocks"),
    "reasons to tell": (
        2,
        lambda n: asks(typed(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * n})),
        "/element/dispatch_action_config/trigger_actions_on",
    ),
}


@pytest.mark.parametrize("what", COUNTS)
def test_a_list_at_its_limit_passes_and_one_entry_more_is_refused(what: str) -> None:
    limit, build, at = COUNTS[what]
    assert problems([build(limit)], "message") == []
    said = error(f"no more than {limit} items allowed", f"/blocks/0{at}")
    assert problems([build(limit + 1)], "message") == [said]


@pytest.mark.parametrize("what", COUNTS)
def test_an_empty_list_is_refused(what: str) -> None:
    _limit, build, at = COUNTS[what]
    assert problems([build(0)], "message") == [error("no less than 1 items allowed", f"/blocks/0{at}")]


MAY_BE_EMPTY: dict[str, Json] = {
    "a button's value": pressed(value=""),
    "a link's words": part(type="link", url="https://example.org", text=""),
    "a date's fallback": part(type="date", format="{date}", timestamp=1, fallback=""),
    "an address asked for": picked("email_text_input", initial_value=""),
    "a link asked for": picked("url_text_input", initial_value=""),
    "words asked for": asks(typed(initial_value="", min_length=3)),
    "a list": listed(elements=[]),
    "a line": {"type": "rich_text", "elements": [rich()]},
}


@pytest.mark.parametrize("what", MAY_BE_EMPTY)
def test_some_things_may_be_empty(what: str) -> None:
    assert problems([MAY_BE_EMPTY[what]], "message") == []


def test_a_styled_text_may_not_be_empty() -> None:
    said = error("must be more than 0 characters", "/blocks/0/elements/0/elements/0/text")
    assert problems([part(**text(text=""))], "message") == [said]
