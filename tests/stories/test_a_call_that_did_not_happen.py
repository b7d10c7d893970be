"""A call that did not happen: told so in words, given another time, held, and a promise renegotiated before its day."""

from datetime import UTC, datetime

import pytest

from tests.whole import Whole, whole


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_call_is_missed_and_held_a_week_later_all_in_one_conversation(emptied_url: str, transport: str) -> None:
    """E4, E9, E10: Ada writes to the bot as to a person, and answers each message where it stands."""
    async with whole(emptied_url, transport) as story:
        await _fixes_a_call_in_words(story)
        await _tells_that_it_did_not_happen(story)
        await _holds_it_and_promises_something(story)
        await _agrees_on_another_day(story)


async def _fixes_a_call_in_words(story: Whole) -> None:
    await story.ada.say("app", "intro Bo Lindqvist via <@U0SAM>")
    await story.ada.say("app", "call Bo today 3pm for 15 minutes")
    await story.quiet()
    assert "Tuesday 24 November, 15:00" in story.ada.inbox[-1].plain


async def _tells_that_it_did_not_happen(story: Whole) -> None:
    card, asked = await story.move_to(datetime(2026, 11, 24, 15, 21, tzinfo=UTC))
    assert "Your call with Bo Lindqvist" in card.plain
    assert "How was your call with Bo Lindqvist?" in asked.plain

    await story.ada.press(asked, "nudge_done")
    await story.ada.submit(story.ada.views[-1], {"happened": "no"})
    await story.ada.press(story.ada.views[-1], "reschedule")
    await story.quiet()
    await story.ada.submit(story.ada.views[-1], {"day": "2026-12-01", "clock": "10:00"})
    await story.quiet()
    assert "Tuesday 1 December, 10:00" in story.ada.views[-1].plain
    await story.ada.close(story.ada.views[-1])


async def _holds_it_and_promises_something(story: Whole) -> None:
    said = await story.move_to(datetime(2026, 12, 1, 10, 15, tzinfo=UTC))
    assert not any("How was your call" in message.plain for message in said)
    [asked] = await story.move_to(datetime(2026, 12, 1, 10, 21, tzinfo=UTC))

    await story.ada.press(asked, "nudge_done")
    await story.ada.submit(story.ada.views[-1], {"two_way": "no", "what-0": "the deck", "due-0": "2026-12-03"})
    await story.quiet()
    assert "✓ Debriefed" in story.again(asked).plain


async def _agrees_on_another_day(story: Whole) -> None:
    said = await story.move_to(datetime(2026, 12, 2, 12, 0, tzinfo=UTC))
    reminder = next(message for message in said if "The deck" in message.plain)
    assert "now is a good moment to agree on another day" in reminder.plain

    await story.ada.press(reminder, "nudge_edit", value=_of_the_deck(reminder.blocks))
    await story.ada.submit(story.ada.views[-1], {"due": "2026-12-11"})
    await story.quiet()
    assert "Changed: now due Friday 11 December" in story.again(reminder).plain

    quiet = await story.move_to(datetime(2026, 12, 9, 12, 0, tzinfo=UTC))
    assert [message for message in quiet if "The deck" in message.plain] == []
    assert any("The deck" in message.plain for message in await story.move_to(datetime(2026, 12, 10, 12, tzinfo=UTC)))


def _of_the_deck(blocks: list[dict[str, object]]) -> str:
    """The value of the button that changes the deliverable."""
    elements = [element for block in blocks for element in block.get("elements", [])]  # type: ignore[attr-defined]
    return next(str(e["value"]) for e in elements if str(e.get("value", "")).startswith("deliverable:"))
