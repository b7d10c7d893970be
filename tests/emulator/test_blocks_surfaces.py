"""The rules for all the blocks of a message, a modal or a Home tab together, and for the view around them."""

import timeit
from typing import Any

import pytest

from emulator.blocks import problems, view_problems
from tests.emulator.block_builders import (
    Json,
    actions,
    asks,
    button,
    card,
    container,
    error,
    feedback,
    header,
    home,
    marked,
    modal,
    plain,
    section,
    table,
    trash,
    typed,
)

ONLY_IN_MESSAGES: list[Json] = [
    {"type": "markdown", "text": "x"},
    table(),
    feedback(trash()),
    {"type": "file", "external_id": "F1", "source": "remote"},
    card(),
    container(),
]


@pytest.mark.parametrize("block", ONLY_IN_MESSAGES, ids=lambda block: block["type"])
@pytest.mark.parametrize("surface", ["modal", "home"])
def test_a_block_of_messages_is_unknown_to_views(block: Json, surface: Any) -> None:
    assert problems([block], "message") == []
    said = error(f"unsupported type: {block['type']}", "/view/blocks/0/type")
    assert problems([block], surface) == [said]


def test_every_problem_is_told_in_one_answer() -> None:
    blocks = [section(text=marked(0)), header(151), {"type": "foo"}]
    assert problems(blocks, "message") == [
        error("must be more than 0 characters", "/blocks/0/text/text"),
        error("must be less than 151 characters", "/blocks/1/text/text"),
        error("unsupported type: foo", "/blocks/2/type"),
    ]


def test_two_blocks_may_not_have_the_same_block_id() -> None:
    blocks = [section(block_id="a"), section(block_id="b"), section(block_id="a"), section()]
    assert problems(blocks, "message") == [error('`block_id` "a" already exists', "/blocks/2/block_id")]


def test_the_same_action_id_may_stand_in_two_blocks() -> None:
    assert problems([actions(button(action_id="done"))] * 2, "message") == []


@pytest.mark.parametrize(("surface", "limit"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_holds_its_number_of_blocks_and_not_one_more(surface: Any, limit: int) -> None:
    at = "/blocks" if surface == "message" else "/view/blocks"
    assert problems([section()] * limit, surface) == []
    assert problems([section()] * (limit + 1), surface) == [error(f"no more than {limit} items allowed", at)]


def test_a_message_may_be_without_blocks_and_a_view_may_not() -> None:
    assert problems([], "message") == []
    assert problems([], "home") == [error("no less than 1 items allowed", "/view/blocks")]


def test_a_message_has_one_table_at_most() -> None:
    assert problems([table(), section()], "message") == []
    assert problems([table(), section(), table()], "message") == [error("only_one_table_allowed", "/blocks/2")]


def test_the_markdown_of_a_message_is_counted_in_all() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    rest = {"type": "markdown", "text": "x"}
    assert problems([half, section(), half], "message") == []
    said = error("must be less than 12001 characters", "/blocks/2/text")
    assert problems([half, half, rest], "message") == [said]


def test_a_container_holds_no_container() -> None:
    said = error("unsupported type: container", "/blocks/0/child_blocks/0/type")
    assert problems([container(child_blocks=[container()])], "message") == [said]


VIEW_LENGTHS = {"private_metadata": 3000, "callback_id": 255, "external_id": 255}


@pytest.mark.parametrize("field", VIEW_LENGTHS)
@pytest.mark.parametrize("view", [modal, home])
def test_a_views_string_at_its_limit_passes_and_one_character_more_is_refused(view: Any, field: str) -> None:
    limit = VIEW_LENGTHS[field]
    assert view_problems(view(**{field: "x" * limit})) == []
    said = error(f"must be less than {limit + 1} characters", f"/view/{field}")
    assert view_problems(view(**{field: "x" * (limit + 1)})) == [said]


@pytest.mark.parametrize("field", VIEW_LENGTHS)
@pytest.mark.parametrize("view", [modal, home])
def test_a_views_string_may_be_empty(view: Any, field: str) -> None:
    assert view_problems(view(**{field: ""})) == []


@pytest.mark.parametrize("field", ["title", "submit", "close"])
def test_a_modals_own_words_have_24_characters_at_most(field: str) -> None:
    assert view_problems(modal(**{field: plain(24)})) == []
    said = error("must be less than 25 characters", f"/view/{field}/text")
    assert view_problems(modal(**{field: plain(25)})) == [said]


def test_a_home_tabs_title_is_as_short_as_a_modals() -> None:
    assert view_problems(home(title=plain(24))) == []
    said = error("must be less than 25 characters", "/view/title/text")
    assert view_problems(home(title=plain(25))) == [said]


@pytest.mark.parametrize("field", ["title", "blocks"])
def test_a_modal_needs_a_title_and_blocks(field: str) -> None:
    view = modal()
    del view[field]
    assert view_problems(view) == [error(f"missing required field: {field}", "/view")]


def test_a_modal_that_asks_something_needs_a_submit_button() -> None:
    assert view_problems(modal(asks(typed()), submit=plain())) == []
    assert view_problems(modal(asks(typed()))) == [error("missing required field: submit", "/view")]
    assert view_problems(home(asks(typed()))) == []


@pytest.mark.parametrize("field", ["submit", "close"])
def test_a_home_tab_has_nothing_to_submit_or_close(field: str) -> None:
    said = error(f"invalid additional property: {field}", "/view")
    assert view_problems(home(**{field: plain()})) == [said]


def test_a_views_blocks_are_checked_where_they_stand() -> None:
    said = error("must be less than 151 characters", "/view/blocks/1/text/text")
    assert view_problems(modal(section(), header(151))) == [said]


def test_a_view_is_a_modal_or_a_home_tab() -> None:
    assert view_problems({"type": "dialog"}) == [error("unsupported type: dialog", "/view/type")]
    assert view_problems({}) == [error("missing required field: type", "/view")]


def test_what_slack_added_to_a_view_may_not_be_sent_back() -> None:
    said = error("invalid additional property: hash", "/view")
    assert view_problems(modal(hash="156772938.1827394")) == [said]


def test_an_ordinary_message_is_checked_in_a_fraction_of_a_millisecond() -> None:
    row = actions(*[button(action_id=f"a{n}", value="1", style="primary") for n in range(4)])
    blocks = [header(20), *[section(text=marked(200)), row, {"type": "divider"}] * 6, section()]
    seconds = min(timeit.repeat(lambda: problems(blocks, "message"), number=50, repeat=5)) / 50
    assert len(blocks) == 20
    # 0.0002 is the aim, met by a quiet machine; the rest is for a busy one
    assert seconds < 0.001
