"""`/coop plan Dana`, as people meet it: its form, its card, a yes, a no, and edits of both at once (C1 to C3)."""

from typing import Any

import pytest

from emulator import Message, Person, View
from etiquette.rules.contacts import Contact
from etiquette.rules.plans import digests, written
from etiquette.rules.reflections import QUESTIONS
from etiquette.services.nudging import Doing
from etiquette.services.parting import part
from etiquette.services.plans import edit_plan
from etiquette.services.together import partnerships_of
from tests.handlers.manners import ADA, DAN, drafts, facts, filled, member
from tests.handlers.test_partners_in_balance import asked, offered, presses, started
from tests.running import PLAN, seen_by
from tests.whole import Whole

FILLED = {
    "belief": "Prices should say what a thing is worth.",
    "purpose": "A workshop on pricing",
    "my_win": "A talk to show to the board.",
    "their_win": "Twenty people who know her work.",
}


async def types(person: Person, text: str) -> View:
    """The form that a command opens."""
    await person.command(f"/coop plan {text}")
    return person.views[-1]


async def saves(story: Whole, form: View, **values: Any) -> View:
    sent = await story.ada.submit(form, {**FILLED, **values})
    assert sent.ok, sent.errors
    await story.quiet()
    return story.ada.views[-1]


async def card_of(story: Whole, person: Person, name: str) -> Message:
    card = (await person.command(f"/coop plan {name}")).message
    assert card is not None
    return card


async def test_c1_c3_it_is_typed_filled_in_and_says_what_is_missing(either: Whole) -> None:
    form = await types(either.ada, "Dana Reyes: a workshop on pricing")
    assert (form.title, filled(form, "purpose")) == ("Plan with Dana Reyes", "a workshop on pricing")
    assert "Where we compete, we say so" in filled(form, "rules")
    assert len(await drafts(either)) == 1

    card = await saves(either, form, their_win="")

    assert "What you plan with Dana Reyes" in card.plain
    assert "What Dana Reyes wants to win is empty. A plan lasts when both win (C3)." in card.plain
    assert "Nobody gives anything yet." in card.plain
    assert await drafts(either) == []
    assert [each.name for each in await facts(either, Contact)] == ["Dana Reyes"]
    assert "Twenty" not in (await card_of(either, either.ada, "Dana")).plain


async def test_it_is_begun_from_home_and_asks_with_whom(story: Whole) -> None:
    home = await story.ada.open_home()
    assert home is not None
    await story.ada.press(home, "open_form", "plan:")
    form = story.ada.views[-1]
    assert not (await story.ada.submit(form, FILLED)).ok

    await saves(story, form, contact="Dana Reyes")

    home = await story.ada.open_home()
    assert home is not None
    assert "*Dana Reyes* · being written" in home.plain


async def test_it_is_begun_from_a_person(story: Whole) -> None:
    await story.ada.command("/coop deliverable Dana Reyes: the deck by tomorrow")
    person = (await story.ada.command("/coop contact Dana")).message
    assert person is not None

    await story.ada.press(person, "plan_with")

    assert story.ada.views[-1].title == "Plan with Dana Reyes"


async def test_c1_no_yes_is_recorded_of_a_colleague_who_can_press_it(story: Whole) -> None:
    """Nobody is in a plan without a yes of their own."""
    card = await saves(story, await types(story.ada, "<@U0DAN|dan>: a workshop"))
    assert {"Offer it", "Their answer…"} <= set(offered(card))

    await story.ada.press(card, "outside_answer")
    await story.quiet()

    assert "the yes is theirs" in str([each.blocks for each in story.ada.views])
    [plan] = await partnerships_of(story.program.store, await member(story))
    assert plan.theirs.rules_agreed_at is None


async def test_c1_a_no_is_told_kindly_and_offers_nothing_more(story: Whole) -> None:
    card = await saves(story, await types(story.ada, "<@U0DAN|dan>: a workshop"))
    await story.ada.press(card, "offer_plan")
    await story.quiet()
    await story.move(days=1)
    [offer] = asked(story.dan, "would like to plan something with you")

    await story.dan.press(offer, "nudge_drop")
    await story.quiet()

    assert "Not this time. I will tell them kindly." in asked(story.dan, "would like to plan something")[0].plain
    await story.move(days=1)
    [news] = asked(story.ada, "would rather not plan this with you, this time")
    assert "another door may open yet" in news.plain


async def test_edits_of_both_at_once_the_second_sees_what_changed(story: Whole) -> None:
    """Nothing is overwritten: Dan's words stand under Ada's, which are saved when she says so."""
    await started(story)
    await presses(story, "edit_plan")
    form = story.ada.views[-1]
    known = written(await seen_by(story.program.store, DAN))
    dan = Doing(story.program.store, await member(story, DAN), "meanwhile", story.clock.now())
    await edit_plan(dan, PLAN, {**known, "purpose": "Dan's purpose.", "belief": "Dan's belief."}, digests(known))

    await story.ada.submit(form, {"purpose": "Ada's purpose."})

    both = story.ada.views[-1]
    assert "wrote at the same time as you" in both.plain
    assert "Dan's purpose." in str(both.blocks)
    assert filled(both, "purpose") == "Ada's purpose."
    assert (await seen_by(story.program.store, ADA)).partnership.purpose == "Dan's purpose."
    await story.ada.submit(both, {})
    await story.quiet()
    plan = (await seen_by(story.program.store, ADA)).partnership
    assert (plan.purpose, plan.belief) == ("Ada's purpose.", "Dan's belief.")


@pytest.mark.parametrize("typed", ["<@U0ADA|ada>: a workshop", "<@U0ADA|ada>"])
async def test_a_plan_with_oneself_is_answered_in_a_sentence(story: Whole, typed: str) -> None:
    said = (await story.ada.command(f"/coop plan {typed}")).message

    assert said is not None
    assert "That would be you. A plan takes two" in said.plain


async def test_n3_news_of_partners_are_never_asked_to_be_stopped(story: Whole) -> None:
    """They ask for nothing that could be let pass."""
    await started(story)
    for number in range(4):
        await presses(story, "celebrate")
        await story.ada.submit(story.ada.views[-1], {"text": f"The {number}th good thing."})
        await story.move(days=1)

    assert asked(story.dan, "The 3th good thing.")
    assert asked(story.dan, "Shall I stop") == []


async def test_c9_who_has_parted_finds_what_was_planned_and_begins_anew_with_a_purpose(story: Whole) -> None:
    await started(story)
    ada = Doing(story.program.store, await member(story), "parts", story.clock.now())
    await part(ada, PLAN, [], "Thank you.")

    over = await card_of(story, story.ada, "Dan Whitlock")
    assert "over" in over.plain
    assert "Begin again" in over.buttons

    form = await types(story.ada, "Dan Whitlock: something smaller")
    assert filled(form, "purpose") == "something smaller"


async def test_l7_a_card_asks_whoever_has_not_answered_alone(story: Whole) -> None:
    await started(story)
    await presses(story, "reflect_today")
    waits = await card_of(story, story.ada, "Dan Whitlock")
    assert "A reflection waits for your answer." in waits.plain

    form = (await story.ada.command("/coop reflect Dan")).message
    assert form is None
    await story.ada.submit(story.ada.views[-1], dict.fromkeys(QUESTIONS, "A word."))

    hers, his = await card_of(story, story.ada, "Dan Whitlock"), await card_of(story, story.dan, "Ada")
    assert "You have reflected. Both answers open once Dan Whitlock's is in, too." in hers.plain
    assert "A reflection waits for your answer." in his.plain
