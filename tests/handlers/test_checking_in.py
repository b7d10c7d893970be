"""A quiet word after months, with what was last talked about; any contact starts the time anew (E19)."""

from etiquette.rules.contacts import Contact
from tests.handlers.manners import facts, value_of
from tests.whole import Whole


async def silent(story: Whole) -> None:
    """Dana was spoken with, and nothing was heard for three months."""
    await story.ada.command("/coop call Dana Reyes today 9am for 30 minutes")
    await story.ada.press(story.ada.ephemeral[-1], "debrief")
    sent = await story.ada.submit(
        story.ada.views[-1], {"happened": "yes", "discussed": "Pricing for small teams", "two_way": "no"}
    )
    assert sent.ok
    await story.ada.close(story.ada.views[-1])
    await story.move(days=88)


async def test_e19_a_word_after_three_months_and_writing_to_them_starts_the_time_anew(story: Whole) -> None:
    await silent(story)
    [asked] = [each for each in await story.move(days=8) if "Say hello to Dana Reyes?" in each.plain]

    assert "You were last in touch in November 2026. You last talked about: Pricing" in asked.plain
    assert "How did it turn out?" in asked.plain
    await story.ada.press(asked, "nudge_done", value_of(asked, "contact", "nudge_done"))
    await story.quiet()

    assert "In touch again" in story.again(asked).plain
    [dana] = await facts(story, Contact)
    assert dana.touched_at == dana.wrote_at
    await story.ada.press(story.again(asked), "undo")
    await story.quiet()
    [dana] = await facts(story, Contact)
    assert dana.wrote_at is None
    assert "I have written" in story.again(asked).buttons


async def test_e19_any_other_contact_settles_the_word_too(story: Whole) -> None:
    await silent(story)
    [asked] = [each for each in await story.move(days=8) if "Say hello to Dana Reyes?" in each.plain]

    await story.ada.command("/coop deliverable Dana: the deck by Friday")
    await story.quiet()

    assert "In touch again" in story.again(asked).plain
