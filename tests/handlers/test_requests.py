"""Asking to be introduced, as both people see it in Slack: Ada who asks, and Sam who never used the bot (E2 to E4)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from emulator import Message
from etiquette.rules.contacts import Contact
from etiquette.rules.introductions import Introduction, IntroductionState, Reply
from tests.handlers.manners import elements, facts, filled
from tests.handlers.telling import act
from tests.whole import Whole

# Thursday, 10:00 in London: Sam, in New York, is asleep until nine there.
THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
ASK = "/coop intro ask @sam for Dana Reyes at Acme"


async def stands(story: Whole) -> Introduction:
    [found] = await facts(story, Introduction)
    return found


def newest(story: Whole, user_id: str) -> Message:
    """What the bot said to somebody last."""
    return story.slack.person(user_id).inbox[-1]


async def test_e2_a_request_is_drafted_edited_and_said_to_be_made(story: Whole) -> None:
    told = (await story.ada.command(ASK)).message
    assert told is not None
    assert "Would you introduce me to Dana Reyes at Acme?" in told.plain
    assert "/coop settings" in told.plain
    assert told.buttons == ["I have asked", "Not this time", "Edit the draft", "Pass it on for me", "Edit", "Delete"]
    [dana] = await facts(story, Contact)
    assert dana.company == "Acme"

    await story.ada.press(told, "edit_request")
    await story.ada.submit(story.ada.views[-1], {"note": "Dear Sam, Dana?", "blurb": "Ada. https://ada.example"})
    assert ((await stands(story)).note, (await stands(story)).blurb) == ("Dear Sam, Dana?", "Ada. https://ada.example")

    await story.move_to(THURSDAY)
    nudge = newest(story, "U0ADA")
    assert "Dear Sam, Dana?" in nudge.plain
    await story.ada.press(nudge, "nudge_done")
    await story.quiet()
    assert "✓ Asked, 10:00" in story.again(nudge).plain
    assert (await stands(story)).state is IntroductionState.ASKED


async def test_e2_an_introducer_whom_the_bot_knows_is_greeted_by_name_at_once(story: Whole) -> None:
    await story.slack.person("U0SAM").say("app", "help")
    await story.quiet()

    told = (await story.ada.command(ASK)).message

    assert told is not None
    assert "Hi Sam," in told.plain


async def test_e2_a_request_that_is_made_again_is_the_same_one(story: Whole) -> None:
    """Its new words count, and once they were introduced nobody is asked about it any more."""
    await story.ada.command(ASK)
    again = (await story.ada.command(f"{ASK} because of her work on onboarding")).message

    assert again is not None
    assert "her work on onboarding" in again.plain
    assert "her work on onboarding" in str((await stands(story)).note)

    await story.ada.command("/coop intro Dana Reyes via @sam")
    assert (await stands(story)).state is IntroductionState.MADE


async def test_e2_a_request_is_passed_on_and_answered_where_it_stands(story: Whole) -> None:
    """N1, N6: in Sam's hours, under the bot's name, with Ada's words and nothing else of what she logged."""
    sam = story.slack.person("U0SAM")
    await story.move_to(THURSDAY)
    told = (await story.ada.command(f"{ASK} https://www.linkedin.com/in/dana")).message
    assert told is not None
    await story.ada.press(told, "pass_on")
    await story.quiet()
    assert "I will ask <@U0SAM> in their working hours" in story.ada.ephemeral[-1].plain
    assert sam.inbox == []

    await story.move(hours=5)
    [asked] = sam.inbox
    assert "<@U0ADA> asks whether you would introduce them to Dana Reyes" in asked.plain
    assert "Hi Sam," in asked.plain
    assert "Would you introduce me to Dana Reyes at Acme?" in asked.plain
    assert "linkedin.com/in/dana" not in str(asked.raw)
    assert asked.buttons == ["I will introduce them", "Not this time"]

    await sam.press(asked, "nudge_done")
    await story.quiet()
    answered = newest(story, "U0SAM")
    assert "✓ You said that you will introduce them" in answered.plain
    assert answered.buttons == ["Undo"]
    heard = newest(story, "U0ADA")
    assert "<@U0SAM> answered you about" in heard.plain
    assert "They will introduce you." in heard.plain

    await story.ada.press(heard, "introduced")
    await story.quiet()
    assert (await stands(story)).state is IntroductionState.MADE
    await sam.press(answered, "undo")
    await story.quiet()
    assert "Something else depends on that" in sam.ephemeral[-1].plain


async def test_e2_a_no_is_told_kindly_and_can_be_taken_back(story: Whole) -> None:
    sam = story.slack.person("U0SAM")
    told = (await story.ada.command(ASK)).message
    assert told is not None
    await story.ada.press(told, "pass_on")
    await story.move(hours=1)

    await sam.press(newest(story, "U0SAM"), "nudge_drop")
    await story.quiet()
    assert ((await stands(story)).state, (await stands(story)).reply) == (IntroductionState.DROPPED, Reply.NOT_NOW)
    assert "It says nothing about you" in newest(story, "U0ADA").plain

    await sam.press(newest(story, "U0SAM"), "undo")
    await story.quiet()
    assert newest(story, "U0SAM").buttons == ["I will introduce them", "Not this time"]
    assert (await stands(story)).state is IntroductionState.ASKED


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"is_restricted": True}, "They are a guest here"), ({"deleted": True}, "not in this Slack any more")],
)
async def test_e2_a_guest_and_whoever_left_is_not_written_to(story: Whole, changes: dict[str, bool], said: str) -> None:
    told = (await story.ada.command(ASK)).message
    assert told is not None
    await story.slack.person("U0SAM").change(**changes)

    await story.ada.press(told, "pass_on")
    await story.move(days=2)

    assert any(said in each.plain for each in story.ada.ephemeral)
    assert story.slack.person("U0SAM").inbox == []


async def test_e2_the_form_asks_where_it_stands_and_can_be_told_later_that_it_was_made(story: Whole) -> None:
    await story.ada.command("/coop intro")
    form = story.ada.views[-1]
    assert filled(form, "stands") == "made"
    await story.ada.submit(form, {"contact": "Dana Reyes", "introducer": "Cleo Marchetti", "stands": "wanted"})
    assert "Would you introduce me to Dana Reyes?" in story.ada.views[-1].plain
    assert "Pass it on for me" not in story.ada.views[-1].buttons

    await story.ada.press(story.ada.views[-1], "edit")
    await story.ada.submit(story.ada.views[-1], {"stands": "made"})
    assert (await stands(story)).state is IntroductionState.MADE


async def test_e2_words_that_are_not_understood_wait_in_the_form(story: Whole) -> None:
    await story.ada.command("/coop ask for Dana Reyes")

    form = story.ada.views[-1]
    assert (filled(form, "contact"), filled(form, "stands")) == ("Dana Reyes", "wanted")
    assert "ask for Dana Reyes" in form.plain


async def test_e3_sam_is_asked_how_he_would_put_it_and_answers_in_one_field(story: Whole) -> None:
    sam = story.slack.person("U0SAM")
    told = (await story.ada.command("/coop intro Dana Reyes via @sam")).message
    assert told is not None
    await story.ada.press(told, "first_message")
    await story.quiet()
    draft = story.ada.ephemeral[-1]
    assert "Do you know how <@U0SAM> described you?" in draft.plain
    assert "Would you have half an hour for a call?" in draft.plain

    await story.ada.press(draft, "ask_referral")
    await story.move(hours=1)
    await sam.press(newest(story, "U0SAM"), "nudge_done")
    await sam.submit(sam.views[-1], {"how": "as somebody who listens <!channel>"})
    await story.quiet()

    assert "✓ Answered" in newest(story, "U0SAM").plain
    assert "as somebody who listens" in newest(story, "U0ADA").plain
    assert (await stands(story)).how_referred == "as somebody who listens <!channel>"


@pytest.mark.parametrize(
    "action", ["nudge_done", "nudge_drop", "pass_on", "introduced", "edit_request", "first_message"]
)
async def test_e2_a_forged_press_of_somebody_who_was_not_asked_finds_nothing(story: Whole, action: str) -> None:
    """N6: Dan knows an id of Ada's, and no more."""
    await story.ada.command(ASK)
    await story.quiet()
    known = await stands(story)
    for kind in ("request_passed_on", "referral_asked", "request", "nonsense"):
        pressed = press(action, f"introduction:{known.id}:{kind}") | {"user": {"id": "U0DAN", "team_id": "T0COOP"}}
        answer = await act(story, pressed)
        await story.quiet()
        assert answer.error is None

    assert await stands(story) == known
    assert story.dan.views == []
    assert all("Dana" not in message.plain and "wrong" not in message.plain for message in story.dan.inbox)


def press(action: str, value: str) -> dict[str, Any]:
    """A press as Slack tells it, on a message that nobody can answer to."""
    button = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.2"}
    return {"type": "block_actions", "container": {"type": "message"}, "actions": [button]}


async def test_e4_a_call_that_stands_is_fixed_from_the_nudge_and_comes_as_a_calendar_file(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes via Cleo Marchetti")
    await story.move_to(THURSDAY)
    nudge = next(each for each in story.ada.inbox if "Find a time with Dana Reyes" in each.plain)
    values = [str(each.get("value")) for each in elements(nudge) if each.get("action_id") == "nudge_done"]
    find = next(value for value in values if value.endswith(":secure_call"))

    await story.ada.press(nudge, "nudge_done", value=find)
    form = story.ada.views[-1]
    assert filled(form, "contact") == "Dana Reyes"
    await story.ada.submit(form, {"day": "2026-11-30", "clock": "15:00"})
    await story.quiet()
    assert "✓ Call fixed" in story.again(nudge).plain

    await story.ada.press(story.ada.views[-1], "calendar_file")
    await story.quiet()
    [file] = [file for said in story.ada.inbox for file in said.raw.get("files", [])]
    assert file["name"] == "call-with-dana-reyes.ics"


async def test_e4_where_slack_takes_no_file_the_person_is_told(story: Whole) -> None:
    told = (await story.ada.command("/coop call Dana Reyes tomorrow 3pm")).message
    assert told is not None
    story.slack.faults.refuse("files.completeUploadExternal", "file_upload_failed")

    await story.ada.press(told, "calendar_file")
    await story.quiet()

    assert "could not bring you the calendar file" in newest(story, "U0ADA").plain


async def test_e2_whoever_could_introduce_is_asked_from_the_search(story: Whole) -> None:
    """E1 leads here: the form opens with them as the introducer, and as something that Ada would like."""
    await story.ada.command("/coop intro ask Cleo Marchetti for Bo Lindqvist at Acme")
    found = (await story.ada.command("/coop who Acme")).message
    assert found is not None

    await story.ada.press(found, "ask_to_introduce")

    assert filled(story.ada.views[-1], "stands") == "wanted"
    assert filled(story.ada.views[-1], "introducer") in {"Cleo Marchetti", "Bo Lindqvist"}
