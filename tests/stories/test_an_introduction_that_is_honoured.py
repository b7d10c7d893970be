"""The main job, walked whole: an introduction, a call, its debrief, the thanks, the invitation, the promises."""

from datetime import UTC, datetime

import pytest

from tests.whole import Whole, whole


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_an_introduction_is_honoured_from_the_first_word_to_the_accepted_invitation(
    emptied_url: str, transport: str
) -> None:
    """E9 to E13, N3: everything that is due comes as a direct message, and is answered where it stands."""
    async with whole(emptied_url, transport) as story:
        await _logs_an_introduction_and_a_call(story)
        await _debriefs_it(story)
        await _thanks_them(story)
        await _keeps_the_promises_and_invites(story)


async def _logs_an_introduction_and_a_call(story: Whole) -> None:
    introduced = await story.ada.command("/coop intro Dana Reyes via @sam https://linkedin.com/in/dana")
    assert introduced.message is not None
    assert "Dana Reyes" in introduced.message.plain

    called = await story.ada.command("/coop call Dana today 1pm")
    assert called.message is not None
    assert "Debrief" in called.message.buttons


async def _debriefs_it(story: Whole) -> None:
    await story.ada.press(story.ada.ephemeral[-1], "debrief")
    outcome = await story.ada.submit(
        story.ada.views[-1],
        {
            "happened": "yes",
            "discussed": "How they run onboarding",
            "two_way": "yes",
            "what-0": "the deck",
            "owner-0": "mine",
            "due-0": "2026-11-26",
            "what-1": "her notes",
            "owner-1": "theirs",
            "due-1": "2026-11-27",
        },
    )
    assert outcome.ok


async def _thanks_them(story: Whole) -> None:
    [thanks] = await story.move_to(datetime(2026, 11, 24, 16, 30, tzinfo=UTC))
    assert "Thank" in thanks.plain
    assert "onboarding" in thanks.plain

    await story.ada.press(thanks, "nudge_done")
    await story.quiet()
    assert "Marked as sent" in story.again(thanks).plain

    await story.ada.press(story.again(thanks), "undo")
    await story.quiet()
    assert "Sent" in story.again(thanks).buttons

    await story.ada.press(story.again(thanks), "nudge_done")
    await story.quiet()


async def _keeps_the_promises_and_invites(story: Whole) -> None:
    [wednesday] = await story.move_to(datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    for said in ("The deck", "introducing", "Invite"):
        assert said in wednesday.plain

    await story.ada.press(wednesday, "nudge_done", value=_value(wednesday.blocks, "invitation"))
    await story.quiet()
    assert "Marked as sent" in story.again(wednesday).plain

    later = await story.move_to(datetime(2026, 12, 10, 12, 0, tzinfo=UTC))
    everything = "\n".join(message.plain for message in later)
    assert "Her notes" in everything
    assert "accepted your invitation" in everything


def _value(blocks: list[dict[str, object]], noun: str) -> str:
    """The value of the first button about a noun."""
    elements = [element for block in blocks for element in block.get("elements", [])]  # type: ignore[attr-defined]
    return next(str(e["value"]) for e in elements if str(e.get("value", "")).startswith(f"{noun}:"))
