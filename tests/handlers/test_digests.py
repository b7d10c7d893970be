"""`/coop digest`, typed, filled in, previewed, edited, removed (E17)."""

from datetime import date, time, timedelta

import pytest

from emulator import Message, View
from etiquette.messages.digest_replies import listed
from etiquette.rules.digests import Digest
from etiquette.services.digests import digests_of
from etiquette.store.records import add
from tests.builders import make_digest, make_lesson, make_member
from tests.handlers.manners import ADA, DAN, drafts, elements, filled, member
from tests.handlers.telling import act, command
from tests.whole import TUESDAY, Whole

TYPED = "/coop digest #general Friday 3pm"


async def digests(story: Whole) -> list[Digest]:
    return await digests_of(story.program.store, await member(story))


async def shares(story: Whole) -> None:
    """Ada, who is known by now, has shared a lesson."""
    async with story.program.store.writing() as tx:
        await add(tx, make_lesson(created_at=story.clock.now() - timedelta(hours=1)))


def posted(story: Whole) -> list[Message]:
    written = story.slack.backend.workspace.channels["C0GENERAL"].messages.values()
    return [message for message in written if message.user == story.slack.backend.bot]


def hint_of(view: View, field: str) -> str:
    return next(str(block["hint"]["text"]) for block in view.blocks if block.get("block_id") == field)


async def test_e17_a_digest_is_set_up_by_typing_it_and_comes_on_its_day(either: Whole) -> None:
    """Said back with its next date, previewed before the first; then it comes by itself, and the clock stops at it."""
    await either.ada.command("/coop")
    await shares(either)
    outcome = await either.ada.command(TYPED)

    assert outcome.message is not None
    assert "gets a digest every Friday at 15:00" in outcome.message.plain
    assert "Friday 27 November, 15:00" in outcome.message.plain
    assert "Write the press release first." in outcome.message.plain
    assert either.ada.inbox == []

    await either.move(days=4)
    (told,) = posted(either)
    assert "Write the press release first." in told.plain
    assert float(told.ts) == pytest.approx((await digests(either))[0].next_at.timestamp() - 7 * 86400, abs=5)


async def test_e17_what_was_misspelt_opens_the_form_with_the_reason_at_the_field(either: Whole) -> None:
    await either.ada.command("/coop digest #genral Fryday 3pm")
    view = either.ada.views[-1]
    assert "I know no channel called #genral." in hint_of(view, "channel")
    assert "“Fryday”" in hint_of(view, "clock")

    await either.ada.submit(view, {"channel": "C0GENERAL", "weekday": "Every Friday", "clock": "15:00"})

    (digest,) = await digests(either)
    assert (digest.channel, digest.weekday, digest.clock) == ("C0GENERAL", 4, time(15))
    assert await drafts(either) == []
    assert "gets a digest every Friday" in either.ada.views[-1].plain


async def test_e17_a_form_without_a_time_stays_open_with_the_reason_at_the_field(story: Whole) -> None:
    await story.ada.command("/coop digest #general")
    outcome = await story.ada.submit(story.ada.views[-1], {"weekday": "Every Friday"})

    assert await digests(story) == []
    assert "clock" in outcome.errors


async def test_e17_bare_it_lists_what_ada_set_up_with_what_can_be_done(story: Whole) -> None:
    nothing = await story.ada.command("/coop digest")
    assert nothing.message is not None
    assert "You have set up no digest yet" in nothing.message.plain

    await story.ada.command(TYPED)
    listed = await story.ada.command("/coop digest")
    assert listed.message is not None
    assert "every Friday at 15:00" in listed.message.plain
    his = await story.dan.command("/coop digest")
    assert his.message is not None
    assert "You have set up no digest yet" in his.message.plain

    await story.ada.press(listed.message, "preview_digest")
    await story.quiet()
    assert "There is nothing to tell yet" in story.ada.ephemeral[-1].plain


async def test_e17_a_digest_is_edited_and_removed_by_buttons_and_comes_back_by_undo(either: Whole) -> None:
    reply = (await either.ada.command(TYPED)).message
    assert reply is not None
    await either.ada.press(reply, "edit")
    view = either.ada.views[-1]
    assert (view.title, filled(view, "weekday"), filled(view, "clock")) == ("Change the digest", "4", "15:00")
    await either.ada.submit(view, {"weekday": "Every Monday", "clock": "09:00"})
    (changed,) = await digests(either)
    assert (changed.weekday, changed.next_day) == (0, date(2026, 11, 30))

    await either.ada.press(reply, "remove_digest")
    await either.quiet()
    assert await digests(either) == []
    assert "gets no digest any more" in either.ada.ephemeral[-1].plain

    await either.ada.press(either.ada.ephemeral[-1], "undo")
    await either.quiet()
    assert [each.id for each in await digests(either)] == [changed.id]


async def test_n6_the_digest_of_a_channel_is_nobody_elses_to_change(story: Whole) -> None:
    await story.ada.command(TYPED)
    await story.quiet()

    outcome = await story.dan.command("/coop digest #general Monday 9am")

    assert outcome.message is not None
    assert "has a digest already" in outcome.message.plain
    assert await digests_of(story.program.store, await member(story, DAN)) == []
    assert (await member(story, ADA)).who == ADA


async def test_e17_a_plain_word_in_a_direct_message_does_the_same(story: Whole) -> None:
    await story.ada.say(text="digest <#C0GENERAL> Friday 3pm")
    await story.quiet()

    assert len(await digests(story)) == 1
    assert "gets a digest every Friday at 15:00" in story.ada.inbox[-1].plain


@pytest.mark.parametrize(
    "text",
    [
        "digest <#D0ADA|dm> Friday 3pm",
        "digest \x00 <!channel>",
        "digest " + "#" * 39_000,
        "digest <#C0NOWHERE|x> Fri 3pm",
    ],
    ids=["a direct message", "a broadcast", "long", "a channel that is none"],
)
async def test_e17_strange_words_are_answered_and_nothing_breaks(story: Whole, text: str) -> None:
    answer = await command(story, text)
    await story.quiet()

    assert answer.status == 200
    assert "went wrong" not in str(answer.body)


async def test_e17_a_post_of_adas_own_is_drafted_from_her_lesson_and_nobody_elses(story: Whole) -> None:
    """Wherever the button stands; a forged id finds nothing."""
    await story.ada.command("/coop")
    await shares(story)
    for lesson_id, said in (("l-ada", "One introduction, one conversation"), ("l-other", "not here any more")):
        press = {
            "type": "block_actions",
            "actions": [{"action_id": "story", "block_id": "b", "type": "button", "value": f"lesson:{lesson_id}"}],
            "container": {"type": "message", "message_ts": "1.1", "channel_id": story.ada.dm, "is_ephemeral": True},
        }
        await act(story, press)
        await story.quiet()
        assert said in story.ada.inbox[-1].plain


def test_the_buttons_of_a_list_tell_the_digests_apart() -> None:
    shown = listed([make_digest(), make_digest(id="g-other")], make_member(), TUESDAY)

    values = [each.get("value") for each in elements(Message("D0", {"blocks": shown.blocks}))]
    assert len(set(values)) == 3
