"""A partnership, lived through by two people in two windows side by side, to its graceful end; with pictures."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import PageFor
from tests.stories.test_the_demo_in_a_browser import _last, _picture, _type
from tests.whole import Whole, whole

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WINDOW = {"width": 960, "height": 1100}
PLAN = {
    "What do you both believe?": "Prices should say what a thing is worth.",
    "What do you want to win?": "A talk to show to the board.",
    "What could Sam Rivera win?": "Twenty people who know his work.",
}
ADAS = ["Forty people came.", "Two rooms.", "The slides.", "A full room.", "Start a week earlier."]
SAMS = ["They stayed for questions.", "Little time.", "The room.", "Good slides.", "One guest more."]
QUESTIONS = [
    "What went well?",
    "What was hard?",
    "What did you give?",
    "What did you receive?",
    "What should change?",
]
LATER = "I could ask two more people."


@pytest.mark.timeout(120)
async def test_two_plan_give_reflect_and_part_well_side_by_side(page_for: PageFor, tmp_path: Path) -> None:
    """C1 to C9, L7: each of them presses in their own window, and sees what the other did."""
    async with whole(f"sqlite:///{tmp_path / 'coop.db'}") as story:
        ada = await page_for(story.slack.url, "U0ADA", viewport=WINDOW)
        sam = await page_for(story.slack.url, "U0SAM", viewport=WINDOW)
        await _plans_and_offers(ada)
        await _reads_it_and_agrees(story, sam)
        await _starts(ada, sam, story)
        await _moves_a_day_by_proposal(ada, sam, story)
        await _both_reflect(ada, sam, story)
        await _name_a_difference(sam)
        await _part_well(ada, sam, story)


async def _plans_and_offers(ada: Page) -> None:
    await _type(ada, "/coop plan @sam: A workshop on pricing")
    form = ada.get_by_role("dialog")
    await expect(form.get_by_label("What is it for?")).to_have_value("A workshop on pricing")
    for label, text in PLAN.items():
        await form.get_by_label(label).fill(text)
    await _picture(ada, "plan-form")
    await _sends(form, "Save")
    await _gives(form, "the slides", "every other Tuesday", "I do")
    await _gives(form, "the room", "1 December", "Sam Rivera does")
    await expect(form).to_contain_text("Before it can start")
    await _presses(form, "Offer it", "I will offer it to")
    await _done(form)


async def _gives(form: Locator, what: str, when: str, who: str) -> None:
    await form.get_by_role("button", name="Add a contribution").click()
    await form.get_by_label("What?").fill(what)
    await form.get_by_label("When?").fill(when)
    await form.get_by_label(who, exact=True).check()
    await _sends(form, "Save")
    await expect(form).to_contain_text(re.compile(f"Noted.*{what}"))


async def _sends(form: Locator, name: str) -> None:
    await form.get_by_role("button", name=name, exact=True).click()
    await expect(form.get_by_role("button", name=name, exact=True)).to_have_count(0)


async def _presses(place: Locator, name: str, then: str) -> None:
    await place.get_by_role("button", name=name, exact=True).first.click()
    await expect(place).to_contain_text(then)


async def _done(form: Locator) -> None:
    await form.get_by_role("button", name=re.compile("Done|Close")).last.click()
    await expect(form).to_have_count(0)


async def _reads_it_and_agrees(story: Whole, sam: Page) -> None:
    await story.move(hours=1)
    offer = _last(sam)
    await expect(offer).to_contain_text("Ada Okafor would like to plan something with you")
    await expect(offer).to_contain_text("You: the room, by Tuesday, December 1")
    await _picture(sam, "plan-offered")
    await offer.get_by_role("button", name="Agree").click()
    await expect(offer).to_contain_text("You agreed")


async def _starts(ada: Page, sam: Page, story: Whole) -> None:
    await story.quiet()
    await _type(ada, "/coop plan Sam")
    card = _last(ada)
    await expect(card).to_contain_text("All is there. Either of you can start it.")
    await card.get_by_role("button", name="Start", exact=True).click()
    await expect(_last(ada)).to_contain_text("It has begun.")
    await story.move(minutes=30)
    await expect(_last(sam)).to_contain_text("Ada Okafor started what you planned together")


async def _moves_a_day_by_proposal(ada: Page, sam: Page, story: Whole) -> None:
    await _type(sam, "/coop plan Ada")
    await _last(sam).get_by_role("button", name="Change what is given").click()
    room = _last(sam)
    await expect(room).to_contain_text("What you and Ada Okafor give")
    await room.get_by_role("button", name="Propose a change").last.click()
    form = sam.get_by_role("dialog")
    await form.get_by_label("When?").fill("4 December")
    await form.get_by_label("A word on why").fill(LATER)
    await _picture(sam, "plan-proposal")
    await _sends(form, "Propose")
    await expect(form).to_contain_text("I will ask Ada Okafor")
    await _done(form)
    await story.move(minutes=30)
    asked = _last(ada)
    await expect(asked).to_contain_text(LATER)
    await asked.get_by_role("button", name="Agreed").click()
    await expect(asked).to_contain_text("Agreed")


async def _both_reflect(ada: Page, sam: Page, story: Whole) -> None:
    await _type(ada, "/coop reflect Sam")
    await _last(ada).get_by_role("button", name="Reflect together today").click()
    await _answers(ada, ADAS)
    await expect(ada.get_by_role("dialog")).to_contain_text("Your answers are kept. Sam Rivera cannot see them")
    await _done(ada.get_by_role("dialog"))
    await _type(sam, "/coop reflect Ada")
    await _answers(sam, SAMS)
    both = sam.get_by_role("dialog")
    await expect(both).to_contain_text(ADAS[0])
    await _picture(sam, "reflection")
    await _done(both)


async def _answers(page: Page, answers: list[str]) -> None:
    form = page.get_by_role("dialog")
    for question, answer in zip(QUESTIONS, answers, strict=True):
        await form.get_by_label(question).fill(answer)
    await _sends(form, "Keep")


async def _name_a_difference(sam: Page) -> None:
    await _type(sam, "/coop plan Ada")
    await _last(sam).get_by_role("button", name="Name a difference").click()
    form = sam.get_by_role("dialog")
    await form.get_by_label("Where do you differ?").fill("I would rather charge by the hour.")
    await _sends(form, "Save")
    await expect(form).to_contain_text("Noted, beside what you share with Ada Okafor.")
    await _done(form)


async def _part_well(ada: Page, sam: Page, story: Whole) -> None:
    await story.move(days=1)
    await _type(ada, "/coop plan Sam")
    await expect(_last(ada)).to_contain_text("Where you differ")
    await _picture(ada, "plan-card")
    await _last(ada).get_by_role("button", name="How you stand").click()
    await expect(ada.get_by_role("img", name=re.compile("How you and Sam Rivera stand"))).to_be_visible()
    await _picture(ada, "elements")
    await _type(ada, "/coop plan Sam")
    await _last(ada).get_by_role("button", name="Part well").click()
    await expect(_last(ada)).to_contain_text("Is what stands between you smaller than that?")
    await _last(ada).get_by_role("button", name="Let us part well").click()
    form = ada.get_by_role("dialog")
    room = form.locator("[data-block-id^='open-']").filter(has_text="the room")
    await room.get_by_label("Let it go").check()
    await form.get_by_label("A closing note").fill("Dear Sam, thank you. It was a good room.")
    await _picture(ada, "parting")
    await _sends(form, "Part well")
    await expect(form).to_contain_text("You parted well.")
    await _done(form)
    await story.move(days=1)
    told = sam.get_by_role("article").filter(has_text="brought what you did together to a close").last
    await expect(told).to_contain_text("It was a good room.")
    await _picture(sam, "parted")
