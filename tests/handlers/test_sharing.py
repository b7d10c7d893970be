"""`/coop share Dana`, and the day after a good call: what was learned goes where the member says (E16)."""

from typing import Any

import pytest
from sqlalchemy import text

from etiquette.rules.lessons import Lesson
from etiquette.store.records import all_of
from tests.handlers.manners import ADA
from tests.whole import Whole

TEXT = "Small teams pay for time saved, not for <seats>."


async def lessons(story: Whole) -> list[Lesson]:
    async with story.program.store.reading() as tx:
        return await all_of(tx, Lesson, ADA)


async def posts(story: Whole) -> list[tuple[str, str]]:
    """What is planned for channels, or was: where, and how far it is."""
    async with story.program.store.reading() as tx:
        rows = await tx.connection.execute(text("SELECT channel, state FROM deliveries WHERE cargo = 'lesson'"))
        return [(str(row.channel), str(row.state)) for row in rows]


async def test_e16_the_day_after_a_good_call_it_is_asked_written_down_and_planned_for_a_channel(either: Whole) -> None:
    await either.ada.command("/coop call Dana Reyes today 9am for 30 minutes")
    await either.ada.press(either.ada.ephemeral[-1], "debrief")
    sent = await either.ada.submit(
        either.ada.views[-1], {"happened": "yes", "discussed": "Pricing for small teams", "two_way": "yes"}
    )
    assert sent.ok
    for view in list(either.ada.views):
        await either.ada.close(view)

    asked = [each for each in await either.move(hours=20) if "others here could use" in each.plain]

    assert "You talked about: Pricing for small teams" in asked[0].plain
    shares = [each for each in _elements(asked[0].blocks) if ":share" in str(each.get("value"))]
    await either.ada.press(asked[0], shares[0]["action_id"], shares[0]["value"])
    await either.ada.submit(either.ada.views[-1], {"text": TEXT, "channel": "C0GENERAL"})
    assert "It stays" not in either.ada.views[-1].plain
    assert [(each.text, each.channel, each.in_digest) for each in await lessons(either)] == [(TEXT, "C0GENERAL", False)]
    assert (await posts(either))[0][0] == "C0GENERAL"
    await either.quiet()
    assert "Written down" in either.again(asked[0]).plain


async def test_e17_a_post_of_their_own_is_offered_beside_it(story: Whole) -> None:
    await story.ada.command("/coop share")

    await story.ada.submit(story.ada.views[-1], {"text": TEXT})

    assert "Draft a post of my own" in story.ada.views[-1].buttons


async def test_e16_nothing_goes_anywhere_without_a_word(story: Whole) -> None:
    await story.ada.command("/coop share")

    assert (await story.ada.submit(story.ada.views[-1], {"text": TEXT})).ok

    assert "It stays between us" in story.ada.views[-1].plain
    assert await posts(story) == []
    assert [(each.channel, each.in_digest) for each in await lessons(story)] == [(None, False)]


async def test_e16_it_may_stand_in_digests_by_a_tick_and_is_taken_back_by_undo(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes")
    await story.ada.command("/coop share Dana")
    assert (await story.ada.submit(story.ada.views[-1], {"text": TEXT, "digest": ["digests"]})).ok
    assert "without a name" in story.ada.views[-1].plain
    assert [each.in_digest for each in await lessons(story)] == [True]

    await story.ada.press(story.ada.views[-1], "undo")
    await story.quiet()

    assert await lessons(story) == []


async def test_e16_it_cannot_be_taken_back_once_it_stands_in_its_channel(story: Whole) -> None:
    """Until then its post is withdrawn with it, and comes back with it."""
    await story.ada.command("/coop share")
    await story.ada.submit(story.ada.views[-1], {"text": TEXT, "channel": "C0GENERAL"})
    shared = story.ada.views[-1]
    async with story.program.store.writing() as tx:
        await tx.connection.execute(text("UPDATE deliveries SET state = 'posted' WHERE cargo = 'lesson'"))

    await story.ada.press(shared, "undo")
    await story.quiet()

    assert "is in its channel already" in story.ada.views[-1].plain
    assert len(await lessons(story)) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [({"text": " \x00 "}, "text"), ({"text": TEXT, "contact": "Nobody Known"}, "contact")],
)
async def test_e16_what_is_missing_is_said_at_its_field(story: Whole, values: dict[str, str], field: str) -> None:
    await story.ada.command("/coop share")

    sent = await story.ada.submit(story.ada.views[-1], values)

    assert list(sent.errors) == [field]
    assert await lessons(story) == []


def _elements(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for child in node for found in _elements(child)]
    if isinstance(node, dict):
        here = [node] if "action_id" in node else []
        return [*here, *[found for child in node.values() for found in _elements(child)]]
    return []
