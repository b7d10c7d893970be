"""`/coop who`: who could introduce the member, and why (E1)."""

import json

import pytest

from etiquette.rules.contacts import Contact
from tests.handlers.manners import facts, filled
from tests.whole import Whole


async def test_e1_it_says_who_could_introduce_me_and_why_and_a_press_begins_it(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes via Sam Rivera")
    await story.ada.command("/coop call Dana Reyes yesterday 3pm")
    message = (await story.ada.command("/coop who REYES")).message

    assert message is not None
    assert message.text == "For “REYES” I found one person you know, the closest first."
    shown = json.dumps(message.blocks, ensure_ascii=False)
    assert "You know *Dana Reyes*" in shown
    assert "Sam Rivera introduced you to Dana." in shown

    [dana] = await facts(story, Contact)
    await story.ada.press(message, "ask_to_introduce", f"contact:{dana.id}")
    assert filled(story.ada.views[-1], "introducer") == "Dana Reyes"


async def test_e1_nobody_is_found_kindly_and_a_bare_word_is_asked_about(story: Whole) -> None:
    nobody = (await story.ada.command("/coop who <!channel> Acme")).message
    bare = (await story.ada.command("/coop who")).message

    assert nobody is not None
    assert bare is not None
    assert "`/coop import` says how" in nobody.text
    assert bare.text.startswith("Whom are you looking for?")


@pytest.mark.parametrize(
    "words",
    ["do I know at Acme?", "could introduce me at Acme", "else do I know in Acme", "can introduce me to Acme ?"],
)
async def test_e1_the_question_may_be_asked_in_full(story: Whole, words: str) -> None:
    await story.ada.command("/coop ask @sam for Dana Reyes at Acme")

    message = (await story.ada.command(f"/coop who {words}")).message

    assert message is not None
    assert message.text.startswith("For “Acme” I found ")
