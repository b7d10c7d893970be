"""A handler that fails says so, with a reference that stands in the log; what was typed is not lost with it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from structlog.typing import EventDict

from etiquette.rules.deliverables import Deliverable, DeliverableState
from tests.handlers.manners import facts, filled
from tests.whole import Whole

SORRY = re.compile(r"Something went wrong on my side, and I am sorry\..*: ([0-9a-f]{8})", re.DOTALL)


@asynccontextmanager
async def without(story: Whole, table: str) -> AsyncIterator[None]:
    """A table is not where it should be, say for a migration that went wrong."""
    await _run(story, f"ALTER TABLE {table} RENAME TO gone")
    yield
    await _run(story, f"ALTER TABLE gone RENAME TO {table}")


async def _run(story: Whole, statement: str) -> None:
    async with story.program.store.writing() as tx:
        await tx.connection.execute(text(statement))


def assert_told(said: str, log: list[EventDict], event: str = "request_failed") -> None:
    """The sentence, and its reference in the log, where there is no word of what was typed."""
    found = SORRY.search(said)
    assert found, said
    [entry] = [entry for entry in log if entry.get("reference") == found[1]]
    assert entry["event"] == event
    assert "Lindqvist" not in str({key: value for key, value in entry.items() if key != "exc_info"})


@pytest.mark.parametrize("table", ["contacts", "members", "acts"])
async def test_a_command_that_fails_says_so(either: Whole, log: list[EventDict], table: str) -> None:
    await either.ada.command("/coop")

    async with without(either, table):
        told = await either.ada.command("/coop deliverable Bo Lindqvist: the deck by Friday")

    assert told.message is not None
    assert_told(told.message.plain, log)
    assert await facts(either, Deliverable) == []


async def test_a_press_that_fails_says_so_and_the_button_stays(story: Whole, log: list[EventDict]) -> None:
    told = await story.ada.command("/coop deliverable Bo Lindqvist: the deck by Friday")
    assert told.message is not None

    for table in ("deliverables", "members"):
        async with without(story, table):
            assert (await story.ada.press(told.message, "delete")).ok
            await story.slack.quiet()
        assert_told(story.ada.ephemeral[-1].plain, log)
    before = story.ada.ephemeral[0]
    assert before.buttons == ["Edit", "Delete"]
    await story.ada.press(before, "delete")
    await story.quiet()
    assert await facts(story, Deliverable) == []


async def test_what_was_done_and_cannot_be_shown_says_so(story: Whole, log: list[EventDict]) -> None:
    """The promise is kept; the list that was to be shown anew is not to be had."""
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    listed = await story.ada.command("/coop")
    assert listed.message is not None

    async with without(story, "drafts"):
        await story.ada.press(listed.message, "nudge_done")
        await story.slack.quiet()
        await story.program.errands.finished()

    assert_told(story.ada.ephemeral[-1].plain, log, "answer_not_shown")
    [deck] = await facts(story, Deliverable)
    assert deck.state is DeliverableState.DELIVERED


async def test_a_press_on_home_that_fails_says_so(story: Whole, log: list[EventDict]) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    home = await story.ada.open_home()
    assert home is not None

    async with without(story, "deliverables"):
        await story.ada.press(home, "nudge_done")
        await story.slack.quiet()
    assert_told(story.ada.views[-1].plain, log)

    async with without(story, "members"):
        await story.ada.press(home, "nudge_done")
        await story.slack.quiet()
    assert_told(story.ada.inbox[-1].plain, log)


async def test_a_form_that_fails_says_so_and_keeps_everything_typed(either: Whole, log: list[EventDict]) -> None:
    await either.ada.command("/coop deliverable")

    for table in ("deliverables", "members"):
        async with without(either, table):
            sent = await either.ada.submit(
                either.ada.views[-1], {"contact": "Bo Lindqvist", "what": "the deck", "due": "2026-11-27"}
            )
        assert sent.error is None
        assert_told(next(iter(sent.errors.values())), log)
    form = either.ada.views[-1]
    assert (filled(form, "contact"), filled(form, "what")) == ("Bo Lindqvist", "the deck")
    assert (await either.ada.submit(form, {})).ok
    assert [deck.state for deck in await facts(either, Deliverable)] == [DeliverableState.OPEN]


async def test_another_promise_that_fails_says_so_above_the_form_and_keeps_everything_typed(
    story: Whole, log: list[EventDict]
) -> None:
    told = await story.ada.command("/coop call Bo Lindqvist today 1pm")
    assert told.message is not None
    await story.ada.press(told.message, "debrief")
    form = story.ada.views[-1]

    async with without(story, "calls"):
        await story.ada.press(form, "add_row", state={"discussed": "hiring"})
        await story.slack.quiet()

    assert_told(story.ada.views[-1].plain, log)
    await story.ada.close(story.ada.views[-1])
    assert filled(story.ada.views[-1], "discussed") == "hiring"


async def test_words_in_a_dm_that_fail_say_so(story: Whole, log: list[EventDict]) -> None:
    async with without(story, "contacts"):
        await story.ada.say("app", "deliverable Bo Lindqvist: the deck by Friday")
        await story.slack.quiet()
        await story.program.errands.finished()

    assert_told(story.ada.inbox[-1].plain, log)


@pytest.mark.parametrize("callback", ["log_introduction", "make_deliverable"])
async def test_a_shortcut_that_fails_says_so(story: Whole, log: list[EventDict], callback: str) -> None:
    said = await story.ada.say("#general", "the deck for Bo Lindqvist")
    async with without(story, "contacts"):
        await story.ada.shortcut(callback, said if callback == "make_deliverable" else None)
        await story.slack.quiet()
        await story.program.errands.finished()

    assert_told([*story.ada.ephemeral, *story.ada.inbox][-1].plain, log)


async def test_home_that_fails_is_in_the_log_and_opens_the_next_time(story: Whole, log: list[EventDict]) -> None:
    async with without(story, "deliverables"):
        assert await story.ada.open_home() is None

    assert "request_failed" in [entry["event"] for entry in log]
    assert await story.ada.open_home() is not None
