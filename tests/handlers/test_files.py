"""Files in the member's conversation with the bot: LinkedIn's list, an export, and what is neither (E1, N7)."""

import json

import pytest

from emulator import Message
from tests.handlers.manners import elements
from tests.whole import Whole

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
DANA = "Dana,Reyes,https://www.linkedin.com/in/dana,,Acme,Product lead,12 Mar 2019"
KIM = "Kim,Álvarez,https://www.linkedin.com/in/kim,,Acmé Labs,Engineer,3 Jan 2021"
PREAMBLE = 'Notes:\r\n"When exporting, some are missing"\r\n'
CSV = f"{PREAMBLE}\r\n{HEADER}\r\n{DANA}\r\n{KIM}\r\n,,,,,,\r\n,,,,Acme,,1 Jan 2020"


def last(story: Whole) -> Message:
    return story.ada.inbox[-1]


async def sends(story: Whole, content: str | bytes, name: str = "Connections.csv", size: int | None = None) -> Message:
    """A file of Ada's, and what the bot says of it in the end."""
    sent = content if isinstance(content, bytes) else content.encode()
    await story.ada.send_file(name, sent, size=size)
    await story.quiet()
    return last(story)


async def who(story: Whole, asked: str) -> str:
    outcome = await story.ada.command(f"/coop who {asked}")
    assert outcome.message is not None
    return "\n".join(shown(outcome.message))


def shown(message: Message) -> list[str]:
    return [json.dumps(block, ensure_ascii=False) for block in message.blocks]


async def presses(story: Whole, message: Message, action_id: str) -> None:
    await story.ada.press(message, action_id)
    await story.quiet()


async def test_e1_linkedins_own_list_is_read_told_of_and_taken_back_by_one_press(story: Whole) -> None:
    said = await sends(story, CSV)

    assert "*2* new" in said.text
    assert "1 row without a name" in said.text
    assert len(story.ada.inbox) == 1
    assert "Product lead at Acme" in await who(story, "acme")

    await presses(story, said, "undo_import")
    assert story.again(said).text.startswith("Taken back")
    assert "I found nobody" in await who(story, "acme")


async def test_e1_importing_twice_changes_nothing(story: Whole) -> None:
    await sends(story, CSV)
    again = await sends(story, CSV)

    assert "nobody new, 2 that I had already" in again.text
    assert "undo_import" not in {each.get("action_id") for each in elements(again)}


async def test_e1_a_list_with_nobody_in_it_is_told_of_as_such(story: Whole) -> None:
    said = await sends(story, f"{HEADER}\r\n")

    assert "nobody is in it yet" in said.text
    assert "/coop who" not in said.plain


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("Name;Town\nDana;Lisbon", "people.csv", "it begins with “Name;Town”"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "me.png", "it holds no text"),
        ("\n", "Connections.csv", "it is empty"),
        ('{"coopetiquette": 1}', "export.json", "no export of mine"),
        ('{"coopetiquette": 99}', "export.json", "newer version"),
        ("[" * 100_000, "export.json", "no export of mine"),
    ],
)
async def test_e1_what_is_no_list_gets_a_sentence_that_says_what_was_found(
    story: Whole, content: str | bytes, name: str, told: str
) -> None:
    said = await sends(story, content, name)

    assert said.text.startswith(f"I took nothing from “{name}”")
    assert told in said.text


async def test_e1_a_file_of_100_mb_is_not_even_fetched(story: Whole) -> None:
    said = await sends(story, CSV, size=100 * 1024 * 1024)

    assert "100 MB" in said.text
    assert "url_private" not in {call.method for call in story.slack.calls}


async def test_e1_a_file_that_is_larger_than_it_says_is_put_down_while_it_is_read(story: Whole) -> None:
    said = await sends(story, (HEADER + "\n").encode() + b"x" * (25 * 1024 * 1024), size=10)

    assert "more than 25 MB" in said.text


async def test_e1_other_encodings_and_half_rows_are_read_as_they_are(story: Whole) -> None:
    said = await sends(story, f"{HEADER}\nZoë,Ång,,,Acme,,\nHalf".encode("utf-16"))

    assert "*1* new, 1 row without a name" in said.text


async def test_e1_how_to_get_the_file_is_told_in_one_message(story: Whole) -> None:
    outcome = await story.ada.command("/coop import")

    assert outcome.message is not None
    assert "Connections.csv" in "".join(shown(outcome.message))


async def test_e1_words_beside_a_file_are_understood_too(story: Whole) -> None:
    await story.ada.send_file("Connections.csv", CSV.encode(), text="who Nobody")
    await story.quiet()

    assert sorted(each.text[:14] for each in story.ada.inbox) == ["I found nobody", "I have read “C"]


async def test_e1_a_connection_becomes_one_of_my_people(story: Whole) -> None:
    await sends(story, CSV)
    reply = (await story.ada.command("/coop who dana")).message
    assert reply is not None

    await story.ada.press(reply, "add_connection")
    await story.quiet()

    assert "You know *<https://www.linkedin.com/in/dana|Dana Reyes>*, Product lead at Acme" in await who(story, "acme")
