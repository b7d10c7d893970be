"""Slack hears that something came once it is saved, soon, and after one call to Slack at the most."""

import asyncio
from collections.abc import Awaitable, Callable

from emulator import Outcome
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.introductions import Introduction
from tests.handlers.manners import facts
from tests.handlers.test_slow_slack import timed
from tests.whole import Whole


async def test_no_answer_before_the_commit(story: Whole) -> None:
    """While somebody else writes, nothing can be saved; so nothing is acknowledged."""
    told = await story.ada.command("/coop deliverable Bo Lindqvist: the deck by Friday")
    assert told.message is not None
    await story.ada.command("/coop intro")
    form = story.ada.views[-1]

    async with story.program.store.writing():
        waiting = [
            asyncio.ensure_future(doing)
            for doing in (
                story.ada.command("/coop intro Cleo Marchetti"),
                story.ada.press(told.message, "delete"),
                story.ada.submit(form, {"contact": "Dana Reyes"}),
            )
        ]
        done, _ = await asyncio.wait(waiting, timeout=0.4)
        assert done == set()
    assert all(each.ok for each in await asyncio.gather(*waiting))

    assert len(await facts(story, Introduction)) == 2
    assert await facts(story, Deliverable) == []


async def test_what_was_answered_is_in_the_database(either: Whole) -> None:
    for at in range(5):
        assert (await either.ada.command(f"/coop deliverable Bo Lindqvist: part {at} by Friday")).ok
        assert len(await facts(either, Deliverable)) == at + 1


async def test_everything_is_answered_well_inside_three_seconds(story: Whole) -> None:
    await story.ada.command("/coop")
    for typed in ("/coop", "/coop help", "/coop intro Bo Lindqvist", "/coop call Bo tomorrow 3pm", "/coop intro"):
        took, [told] = await timed(story.ada.command(typed))
        assert told.ok
        assert took < 1.0, typed


async def test_one_call_to_slack_at_the_most_before_the_answer(either: Whole) -> None:
    await either.ada.command("/coop")
    said = await either.ada.say("#general", "the deck for Bo by Friday")
    steps: list[tuple[Callable[[], Awaitable[Outcome]], list[str]]] = [
        (lambda: either.ada.command("/coop intro Bo Lindqvist"), []),
        (lambda: either.ada.command("/coop deliverable Bo"), ["views.open"]),
        (lambda: either.ada.submit(either.ada.views[-1], {"what": "x", "due": "2026-11-27"}), []),
        (lambda: either.ada.shortcut("make_deliverable", said), ["views.open"]),
        (lambda: either.ada.shortcut("log_introduction"), ["views.open"]),
        (lambda: either.ada.press(either.ada.ephemeral[-1], "edit"), ["views.open"]),
    ]
    for doing, expected in steps:
        before = len(either.slack.calls)
        assert (await doing()).ok
        assert [call.method for call in either.slack.calls[before:]] == expected
        await either.quiet()


async def test_the_very_first_command_asks_for_the_profile_and_no_more(story: Whole) -> None:
    assert (await story.dan.command("/coop deliverable Bo Lindqvist: the deck by Friday")).ok

    assert [call.method for call in story.slack.calls if call.method.startswith(("users.", "views.", "chat."))] == [
        "users.info"
    ]
