"""Plain words in a direct message to the bot: they work as the command's text does (design §2)."""

import pytest

from etiquette.rules.calls import Call
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.introductions import Introduction
from tests.handlers.manners import drafts, facts, filled
from tests.handlers.telling import tell
from tests.whole import Whole


async def test_words_are_understood_and_answered_in_the_same_conversation(either: Whole) -> None:
    await either.ada.say("app", "intro Bo Lindqvist via <@U0SAM>")
    await either.ada.say("app", "call Bo tomorrow 3pm")
    await either.quiet()

    noted, fixed = either.ada.inbox
    assert "Bo Lindqvist" in noted.plain
    assert "Wednesday 25 November, 15:00" in fixed.plain
    assert len(await facts(either, Introduction)) == 1
    assert len(await facts(either, Call)) == 1


async def test_words_that_need_a_form_get_a_button_that_opens_it(either: Whole) -> None:
    await either.ada.say("app", "deliverable Bo Lindqvist: the deck")
    await either.quiet()
    asked = either.ada.inbox[-1]
    assert asked.buttons == ["Log a deliverable"]
    assert either.ada.views == []

    await either.ada.press(asked, "open_form")
    form = either.ada.views[-1]
    assert (filled(form, "contact"), filled(form, "what")) == ("Bo Lindqvist", "the deck")
    await either.ada.submit(form, {"due": "2026-11-27"})

    assert len(await facts(either, Deliverable)) == 1
    assert await drafts(either) == []


async def test_a_bare_word_gets_the_button_of_the_empty_form(story: Whole) -> None:
    for word in ("intro", "call", "deliverable"):
        await story.ada.say("app", word)
        await story.quiet()
        await story.ada.press(story.ada.inbox[-1], "open_form")
        assert not filled(story.ada.views[-1], "contact")
    assert await drafts(story) == []


async def test_a_reply_in_a_dm_is_edited_and_undone_where_it_stands(story: Whole) -> None:
    await story.ada.say("app", "deliverable Bo Lindqvist: the deck by Friday")
    await story.quiet()
    said = story.ada.inbox[-1]

    await story.ada.press(said, "delete")
    await story.quiet()
    assert "“the deck” is deleted" in story.again(said).plain
    await story.ada.press(story.again(said), "undo")
    await story.quiet()
    assert "Undone" in story.again(said).plain
    assert len(await facts(story, Deliverable)) == 1


async def test_a_question_in_a_dm_is_answered_where_it_stands(story: Whole) -> None:
    await story.ada.say("app", "intro Bo Lindqvist")
    await story.ada.say("app", "intro Bo Marchetti")
    await story.ada.say("app", "thanks Bo")
    await story.quiet()
    asked = story.ada.inbox[-1]

    await story.ada.press(asked, "choose_contact")
    await story.quiet()

    assert "Thank Bo Lindqvist" in story.again(asked).plain


@pytest.mark.parametrize("words", ["help", "?", "hello there", "thank you!"])
async def test_any_words_get_a_friendly_answer(story: Whole, words: str) -> None:
    await story.ada.say("app", words)
    await story.quiet()

    [answer] = story.ada.inbox
    assert "reference" not in answer.plain
    assert "wrong" not in answer.plain


@pytest.mark.parametrize(
    "words", ["thank you!", "Thank you very much", "thanks!", "thanks a lot :pray:", "Many thanks"]
)
async def test_whoever_says_thank_you_to_the_bot_is_answered_in_kind(story: Whole, words: str) -> None:
    await story.ada.say("app", words)
    await story.quiet()
    assert "You are very welcome." in story.ada.inbox[-1].plain


async def test_a_greeting_is_answered_with_the_welcome_once_and_then_with_what_is_due(story: Whole) -> None:
    dan = story.slack.person("U0DAN")
    await dan.say("app", "Hello!")
    await story.quiet()
    [welcome] = dan.inbox
    assert welcome.buttons == ["Log an introduction", "How it works"]
    assert "not sure" not in welcome.plain

    await dan.say("app", "good morning")
    await story.quiet()
    assert "Nothing is waiting for you" in dan.inbox[-1].plain


async def test_a_name_alone_shows_whose_it_is(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes via @sam")

    await story.ada.say("app", "dana?")
    await story.quiet()

    assert "*Dana Reyes*" in str(story.ada.inbox[-1].blocks)
    assert "not sure" not in story.ada.inbox[-1].plain


async def test_words_that_are_no_command_are_said_back_above_the_help(story: Whole) -> None:
    told = await story.ada.command("/coop foo")
    helped = await story.ada.command("/coop help")
    await story.ada.say("app", "foo & bar")
    await story.quiet()

    assert told.message is not None
    assert helped.message is not None
    assert told.message.plain.startswith("I am not sure what to do with “foo”. Here is what I can do:\n")
    assert "not sure what to do with “foo &amp; bar”" in story.ada.inbox[-1].raw["text"]
    assert "not sure" not in helped.message.plain


async def test_what_is_due_can_be_asked_in_words_that_are_not_a_command(story: Whole) -> None:
    await story.ada.say("app", "settings")
    await story.quiet()
    assert story.ada.inbox[-1].buttons == ["Open the settings"]


async def test_a_message_that_was_changed_or_deleted_is_let_be(story: Whole) -> None:
    said = await story.ada.say("app", "help")
    await story.quiet()
    before = len(story.ada.inbox)

    await change(story, said.ts)
    await story.quiet()

    assert len(story.ada.inbox) == before


async def test_words_in_a_thread_are_answered_in_it_and_a_file_may_come_with_them(story: Whole) -> None:
    said = await story.ada.say("app", "help")
    await story.ada.say("app", "intro Bo Lindqvist", thread_ts=said.ts)
    await story.quiet()
    assert story.ada.inbox[-1].thread_ts == said.ts

    shared = {"type": "message", "subtype": "file_share", "user": "U0ADA", "text": "call Bo tomorrow 3pm", "files": []}
    tell(story, {**shared, "channel": story.ada.dm, "channel_type": "im", "ts": "1795528801.000100"})
    await story.slack.quiet()
    await story.quiet()
    assert "Wednesday 25 November, 15:00" in story.ada.inbox[-1].plain


async def test_words_in_a_channel_are_let_be(story: Whole) -> None:
    await story.ada.say("#general", "intro Bo Lindqvist")
    await story.quiet()

    assert [call.method for call in story.slack.calls if call.method.startswith("chat.")] == []


async def change(story: Whole, ts: str) -> None:
    """Slack tells of a message of Ada's that she changed, and of one that she deleted; and of another bot's."""
    for more in (
        {"subtype": "message_changed", "message": {"user": "U0ADA", "text": "intro Bo", "ts": ts}, "hidden": True},
        {"subtype": "message_deleted", "deleted_ts": ts, "hidden": True},
        {"user": "U0BOT", "bot_id": "B0OTHER", "text": "intro Bo"},
        {"text": "intro Bo"},
    ):
        tell(story, {"type": "message", "channel": story.ada.dm, "channel_type": "im", "ts": ts, **more})
    await story.slack.quiet()
