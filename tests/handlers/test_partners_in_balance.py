"""A partnership that runs, as both see it in Slack: its silence, its joy, how it stands (C2, C10 to C12, L1 to L8)."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import Message, Person, View
from etiquette.messages.elements_chart import NAMES
from etiquette.rules.favours import Favour
from etiquette.rules.members import Profile
from etiquette.rules.news import News
from etiquette.rules.remarks import Remark
from etiquette.services.deliverables import deliver
from etiquette.services.members import arrive, meet
from etiquette.services.nudging import Doing
from etiquette.store.records import all_of
from tests.handlers.manners import ADA, DAN, elements, member
from tests.running import ADAS, HER_PART, PLAN, days, owes, runs, seen_by
from tests.whole import BOT_TOKEN, TUESDAY, Whole

DANS_PROFILE = Profile("America/Los_Angeles", "en-US", "Dan Whitlock", is_active=True)


async def started(story: Whole, **sides: Any) -> None:
    """Dan has used the bot as well, and their workshop runs."""
    dan = await meet(story.program.store, DAN, DANS_PROFILE, TUESDAY)
    await arrive(story.program.store, dan, TUESDAY, uses=True, greets=True)
    await runs(story.program.store, ADA, DAN, TUESDAY, **sides)


async def presses(story: Whole, action_id: str, value: str = f"partnership:{PLAN}") -> Message:
    """A press of Ada's on a card that has this button; gives the card as it stands then."""
    button = {"type": "button", "action_id": action_id, "value": value, "text": {"type": "plain_text", "text": "Press"}}
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(BOT_TOKEN, story.slack.api_url, session=session)
        await client.chat_postMessage(
            channel=story.ada.dm, text="A card", blocks=[{"type": "actions", "elements": [button]}]
        )
    card = story.ada.inbox[-1]
    await story.ada.press(card, action_id)
    await story.quiet()
    return story.again(card)


def asked(person: Person, words: str) -> list[Message]:
    return [each for each in person.inbox if words in each.plain]


def offered(message: Message | View) -> list[str]:
    return [str(each["text"]["text"]) for each in elements(message) if each.get("type") == "button"]


async def test_c12_a_silence_is_asked_about_on_both_sides_and_one_answer_is_both(story: Whole) -> None:
    await started(story)

    await story.move(days=47)

    [hers], [his] = asked(story.ada, "It has been quiet"), asked(story.dan, "It has been quiet")
    assert "A workshop on pricing" in hers.plain
    assert offered(hers) == offered(his) == ["Go on as planned", "Change it", "Part well"]

    await story.ada.press(hers, "edit_plan")
    assert story.ada.views[-1].title.startswith("Plan with")

    await story.dan.press(his, "nudge_done")
    await story.quiet()

    for person in (story.ada, story.dan):
        [answered] = asked(person, "It has been quiet")
        assert "✓ It goes on" in answered.plain
        assert "Undo" not in answered.buttons
    since = (await seen_by(story.program.store, ADA)).mine.silent_since
    assert since is not None
    assert since > TUESDAY + timedelta(days=46)


async def test_c10_the_giver_is_told_kindly_with_three_ways_on_and_may_leave_it(story: Whole) -> None:
    await started(story)
    ada = await member(story)
    for number, day in enumerate(days(3, TUESDAY.date())):
        doing = Doing(story.program.store, ada, f"gave {number}", story.clock.now())
        owed = await owes(doing, HER_PART, day)
        await deliver(doing, owed.id)

    await story.move(days=1)

    [told] = asked(story.ada, "You have given a good deal")
    assert "Would you take on the next piece?" in told.plain
    assert "(C6, C10)" in told.plain
    assert offered(told) == ["I have asked", "It is fine as it is", "Rebalance the plan", "Part well"]
    assert asked(story.dan, "given a good deal") == []

    await story.ada.press(told, "contributions")
    await story.quiet()
    assert "What you and Dan Whitlock give" in story.ada.ephemeral[-1].plain
    await story.ada.press(told, "nudge_drop")
    await story.quiet()
    assert "Fine as it is" in story.again(told).plain
    await story.ada.press(story.again(told), "undo")
    await story.quiet()
    assert offered(story.again(told)) == offered(told)


async def test_c2_what_went_well_is_asked_told_and_taken_back(story: Whole) -> None:
    await started(story)

    async def kept() -> tuple[list[str], list[str]]:
        async with story.program.store.reading() as tx:
            remarks, news = await all_of(tx, Remark, ADA), await all_of(tx, News, DAN)
        return [each.text for each in remarks], [each.text for each in news]

    await presses(story, "celebrate")
    assert not (await story.ada.submit(story.ada.views[-1], {"text": "  "})).ok
    assert (await story.ada.submit(story.ada.views[-1], {"text": "Forty people <!channel> came."})).ok
    shown = story.ada.views[-1]
    assert "worth celebrating" in shown.plain
    assert await kept() == (["Forty people <!channel> came."], ["Forty people <!channel> came."])
    before = len(story.dan.inbox)
    await story.move(hours=4)
    assert len(story.dan.inbox) == before + 1

    await story.ada.press(shown, "delete")
    await story.quiet()
    assert await kept() == ([], [])
    assert "deleted in the meantime" in story.dan.inbox[-1].plain


async def test_c11_an_initiative_is_suggested_and_its_support_stands_in_the_ledger(story: Whole) -> None:
    await started(story, theirs={"initiatives": "The podcast"})

    await story.move(days=31)
    [told] = asked(story.ada, "you could support")
    assert "On Dan's mind: The podcast." in told.plain
    await story.ada.press(told, "nudge_done")
    await story.quiet()

    assert "✓ Supported" in story.again(told).plain
    async with story.program.store.reading() as tx:
        assert [each.what for each in await all_of(tx, Favour, ADA)] == ["The podcast"]


async def drawn(story: Whole) -> None:
    """A process of its own draws, which on a busy machine takes a while to begin."""
    for _ in range(200):
        if "files" in story.ada.inbox[-1].raw:
            return
        await asyncio.sleep(0.1)


async def test_how_they_stand_is_said_at_once_and_drawn_after_it(story: Whole) -> None:
    """L1 to L8: where nothing happened it says so; the picture has the same in words."""
    await started(story)

    said = await presses(story, "elements")

    assert "How you and Dan Whitlock stand" in said.plain
    assert all(name in said.plain for name in NAMES.values())
    assert "Awareness: 2 of 2 sides confirmed the purpose" in said.plain.replace("*", "")
    assert "Reflection: nothing yet, for no reflection has come due." in said.plain.replace("*", "")
    assert "0 of 0" not in said.plain
    await drawn(story)
    [file] = story.ada.inbox[-1].raw["files"]
    assert file["name"] == "you-and-dan-whitlock.png"
    assert "Awareness: 2 of 2. Motivation: nothing yet." in file["alt_txt"]


async def test_how_they_stand_is_said_where_no_picture_can_be_brought(story: Whole) -> None:
    await started(story)
    story.slack.faults.refuse("files.getUploadURLExternal", error="internal_error", times=5)

    said = await presses(story, "elements")

    assert "How you and Dan Whitlock stand" in said.plain
    assert "I could not draw the picture" in story.ada.inbox[-1].plain


async def test_nobody_sees_or_answers_what_they_have_no_side_in(story: Whole) -> None:
    """N6: a forged value finds nothing."""
    await started(story)
    told = [
        ("elements", "partnership:p-other"),
        ("celebrate", "partnership:"),
        ("nudge_done", "side:s-dan:gone_silent"),
        ("nudge_drop", f"side:{ADAS}:one_sided"),
        ("nudge_done", "side:s-dan:support"),
        ("delete", "remark:m-none"),
    ]

    for action_id, value in told:
        before = len(story.ada.ephemeral)
        await presses(story, action_id, value)
        assert len(story.ada.ephemeral) == before + 1
        assert "That is" in story.ada.ephemeral[-1].plain
