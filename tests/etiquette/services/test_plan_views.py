"""The card of a partnership, as each of the two sees it while a reflection is under way (L7)."""

from etiquette.messages.plan_cards import plan_card
from etiquette.services.plan_views import plan_view
from etiquette.services.reflections import answer_reflection, begin_reflection
from tests.builders import BO
from tests.cast import Hand
from tests.etiquette.messages.cast import blocks_of, plain
from tests.reflecting import PLAN, planned, thoughts

WAITS = "A reflection waits for your answer."
IS_IN = "You have reflected. Both answers open once {name}'s is in, too."


async def card(hand: Hand) -> tuple[str, bool]:
    """What the card says, and whether it asks above all to reflect."""
    shown = plan_card(await plan_view(hand.store, hand.member, PLAN), hand.member, hand.now)
    presses = [each for block in blocks_of(shown) if block["type"] == "actions" for each in block["elements"]]
    [reflect] = [each for each in presses if each["text"]["text"] == "Reflect"]
    return plain(shown), reflect.get("style") == "primary"


async def answers(hand: Hand, word: str) -> None:
    seen = await begin_reflection(hand.doing(), PLAN)
    assert seen.mine is not None
    await answer_reflection(hand.doing(), seen.mine.id, thoughts(word))


async def test_l7_a_card_says_whose_answers_are_awaited_and_of_the_others_it_says_nothing(ada: Hand) -> None:
    bo = await Hand.of(ada.store, BO)
    await planned(ada.store, ada.member, bo.member)
    await begin_reflection(ada.doing(), PLAN)
    before = await card(bo)
    assert WAITS in before[0]
    assert before[1]

    await answers(ada, "hers")

    told, asks = await card(ada)
    assert IS_IN.format(name=bo.member.name or bo.member.id) in told
    assert WAITS not in told
    assert not asks
    assert await card(bo) == before

    await answers(bo, "his")
    for hand in (ada, bo):
        told, asks = await card(hand)
        assert WAITS not in told
        assert "You have reflected" not in told
        assert not asks


async def test_l7_of_somebody_outside_it_waits_for_whoever_writes_down_their_answers(ada: Hand) -> None:
    await planned(ada.store, ada.member, None)
    await answers(ada, "hers")

    assert "You have reflected. What Dana Reyes answers is still to be written down." in (await card(ada))[0]
    assert (await card(ada))[1]
