"""Forgetting, as a member does it: asked first, then for good (N7)."""

import json
from pathlib import Path

import pytest

from emulator import Message
from tests.handlers.manners import value_of
from tests.handlers.telling import act
from tests.whole import Whole


async def asks(story: Whole, command: str) -> Message:
    message = (await story.ada.command(command)).message
    assert message is not None
    return message


def kept_in(database_url: str) -> bytes:
    """The database, with its log."""
    file = Path(database_url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def seen(story: Whole) -> str:
    return json.dumps([message.raw for message in story.ada.inbox])


async def test_n7_a_contact_is_forgotten_by_a_press_and_not_before_it(story: Whole, sqlite_url: str) -> None:
    await story.ada.say(text="intro Quillfeather via Sam")
    await story.ada.say(text="call Quillfeather sometime")
    await story.quiet()
    assert "Quillfeather" in seen(story)
    assert b"uillfeather" in kept_in(sqlite_url)

    question = await asks(story, "/coop forget quillfeather")
    assert "1 introduction" in json.dumps(question.blocks)
    await story.ada.press(question, "forget_now")
    await story.quiet()

    assert "Quillfeather" not in seen(story)
    assert "Quillfeather" not in json.dumps((await asks(story, "/coop")).blocks)
    assert b"uillfeather" not in kept_in(sqlite_url)


async def test_n7_a_note_about_somebody_else_is_told_of_and_says_someone_by_a_press(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Quillfeather via Sam")
    await story.ada.command("/coop deliverable Kim Park: the deck for Dana Quillfeather by Friday")

    question = await asks(story, "/coop forget dana quillfeather")
    assert "1 note about somebody else names them, too: 1 about Kim Park." in question.plain
    await story.ada.press(question, "forget_name")
    await story.quiet()

    deck = json.dumps((await asks(story, "/coop contact Kim Park")).blocks)
    assert "the deck for someone" in deck
    assert "Quillfeather" not in deck


async def test_n7_forget_me_says_one_last_word_and_that_alone_stays(story: Whole) -> None:
    await story.ada.say(text="intro Dana via Sam")
    await story.ada.say(text="forget me")
    await story.quiet()
    question = story.ada.inbox[-1]
    assert "1 introduction" in json.dumps(question.blocks)

    await story.ada.press(question, "forget_now")
    await story.quiet()

    assert [message.text[:18] for message in story.ada.inbox] == ["Everything is gone"]
    assert [message.text for message in story.ada.conversation if message.user == "U0ADA"] != []


@pytest.mark.parametrize("whom", ["Quillfeather", "me"])
async def test_n7_home_tells_of_nobody_who_was_forgotten(story: Whole, whom: str) -> None:
    """Open or not: Slack keeps what was drawn there last."""
    await story.ada.command("/coop intro Quillfeather via Sam")
    await story.ada.open_home()
    question = await asks(story, f"/coop forget {whom}")
    assert question.raw["blocks"][-1]["elements"][0]["style"] == "danger"

    await story.ada.press(question, "forget_now")
    await story.quiet()

    assert story.ada.home is not None
    assert "Quillfeather" not in story.ada.home.plain


async def test_n7_which_of_two_is_asked_and_nothing_goes_where_it_is_kept(story: Whole) -> None:
    for name in ("Dana Reyes", "Dana Smith"):
        await story.ada.command(f"/coop intro {name} via Sam")
    which = await asks(story, "/coop forget Dana")
    assert which.text == "Which Dana do you mean?"

    await story.ada.press(which, "forget", value_of(which, "contact"))
    await story.quiet()
    question = story.ada.ephemeral[-1]
    await story.ada.press(question, "forget_not")
    await story.quiet()

    assert (await asks(story, "/coop forget Dana")).text == "Which Dana do you mean?"


async def test_n7_a_forged_press_forgets_nothing(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes via Sam")
    for action, value in (
        ("forget_now", "contact:nobody"),
        ("forget", "x"),
        ("undo_import", "import:"),
        ("forget_now", ""),
    ):
        forged = {"type": "block_actions", "actions": [{"type": "button", "action_id": action, "value": value}]}
        await act(story, {**forged, "container": {"type": "message"}})
    await story.quiet()

    assert "1 introduction" in json.dumps((await asks(story, "/coop forget Dana")).blocks)
