"""Two part well, from the first question to the door, as both see it in Slack (C2, C8, C9)."""

from datetime import UTC, datetime

from emulator import Message, Person
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.members import Profile, Who
from etiquette.services.agreeing import decline, offer_plan
from etiquette.services.members import arrive, meet
from etiquette.services.parting import part
from etiquette.store.records import all_of
from tests.cast import DANA, Hand
from tests.etiquette.services.together import Pair, planned, running_outside, running_with
from tests.handlers.manners import drafts, filled
from tests.handlers.test_questions import choices
from tests.whole import Whole

DOOR = datetime(2026, 12, 15, 12, 0, tzinfo=UTC)


async def hand_of(story: Whole, user_id: str, name: str) -> Hand:
    """Somebody who has used the bot before, in London like Ada."""
    profile = Profile("Europe/London", "en-GB", name, is_active=True)
    member = await meet(story.program.store, Who("T0COOP", user_id), profile, story.clock.now())
    await arrive(story.program.store, member, story.clock.now(), uses=True, greets=True)
    return Hand(story.program.store, member, story.clock.now())


async def both(story: Whole) -> Pair:
    ada, dan = await hand_of(story, "U0ADA", "Ada Okafor"), await hand_of(story, "U0DAN", "Dan Whitlock")
    pair = await running_with(ada, dan)
    await story.move_to(max(ada.now, dan.now))
    return pair


async def wants_to_part(story: Whole, person: Person, other: str) -> Message:
    """The plan, and the first thing that is shown on the way out of it."""
    card = (await person.command(f"/coop plan {other}")).message
    assert card is not None
    await person.press(card, "part")
    await story.quiet()
    return person.ephemeral[-1]


async def still_to_do(hand: Hand) -> list[str]:
    """What somebody still has to do, whatever it belongs to."""
    async with hand.store.reading() as tx:
        return [each.what for each in await all_of(tx, Deliverable, hand.member.who, state=DeliverableState.OPEN)]


def said_to(person: Person, since: int = 0) -> str:
    return " ".join(each.plain for each in person.inbox[since:])


async def test_c8_c9_two_part_well_and_one_of_them_comes_back_through_the_door(story: Whole) -> None:
    pair = await both(story)
    first = await wants_to_part(story, story.ada, "Dan Whitlock")
    assert "Prices should say what a thing is worth." in first.plain
    assert "Is what stands between you smaller than that?" in first.plain
    assert first.buttons == ["It is smaller: go on", "Let us part well"]

    await story.ada.press(first, "part_form")
    form = story.ada.views[-1]
    assert "Dear Dan," in filled(form, "note")
    assert "this cannot be undone" in form.plain
    ids = {what: each.id for what, each in (await pair.open_ones()).items()}
    answers = {f"open-{ids['the slides']}": "drop", "door": "2026-12-15", "note": "Thank you, Dan. It was good."}
    await story.ada.submit(form, answers)
    assert "You parted well." in story.ada.views[-1].plain
    assert "Still to be done: the venue. I bring that up as I do any promise." in story.ada.views[-1].plain

    dan = story.dan
    before = len(dan.inbox)
    await story.move(days=1)
    told = said_to(dan, before)
    assert told.count("Ada Okafor has brought what you did together to a close") == 1
    assert "Thank you, Dan. It was good." in told
    assert await pair.open_ones() == {}
    assert pair.dan is not None
    assert await still_to_do(pair.dan) == ["the venue"]

    await story.move_to(DOOR)
    door = next(each for each in reversed(dan.inbox) if "The door between you and" in each.plain)
    await dan.press(door, "plan_again")
    assert filled(dan.views[-1], "purpose") == "A workshop on pricing, for both our circles."
    assert filled(dan.views[-1], "their_win") == "A talk to show to the board."
    await dan.submit(dan.views[-1], {})
    await story.quiet()
    assert "✓ You begin again" in next(each for each in dan.inbox if each.ts == door.ts).plain
    adas = next(each for each in reversed(story.ada.inbox) if "The door between you and" in each.plain)
    await story.ada.press(adas, "nudge_drop")
    await story.quiet()
    assert "Let rest." in story.again(adas).plain


async def test_c8_the_difference_is_smaller_and_is_named_beside_what_is_shared(story: Whole) -> None:
    pair = await both(story)
    first = await wants_to_part(story, story.ada, "Dan Whitlock")

    await story.ada.press(first, "part_not")
    await story.quiet()
    goes_on = story.ada.ephemeral[-1]
    await story.ada.press(goes_on, "differ")
    form = story.ada.views[-1]
    assert filled(form, "beside") == "A workshop on pricing, for both our circles."
    await story.ada.submit(form, {"text": "Dan charges by the hour."})

    assert "Dan charges by the hour." in story.ada.views[-1].plain
    assert "beside" in story.ada.views[-1].plain
    assert (await pair.seen()).is_running
    seen_by_dan = await wants_to_part(story, story.dan, "Ada Okafor")
    assert "Dan charges by the hour. · Ada Okafor" in seen_by_dan.plain


async def test_c9_with_somebody_outside_the_note_is_there_to_copy(story: Whole) -> None:
    ada = await hand_of(story, "U0ADA", "Ada Okafor")
    pair = await running_outside(ada)
    await story.move_to(ada.now)
    await story.ada.press(await wants_to_part(story, story.ada, DANA), "part_form")
    slides = (await pair.open_ones())["the slides"]

    await story.ada.submit(story.ada.views[-1], {f"open-{slides.id}": "drop"})

    shown = story.ada.views[-1].plain
    assert "to copy and send" in shown
    assert "Dear Dana," in shown
    assert slides.state is DeliverableState.OPEN
    assert await still_to_do(ada) == ["the venue"]


async def test_c9_an_impossible_door_is_said_at_its_field_and_nothing_ends(story: Whole) -> None:
    ada = await hand_of(story, "U0ADA", "Ada Okafor")
    pair = await planned(ada)
    await story.move_to(ada.now)
    await story.ada.press(await wants_to_part(story, story.ada, DANA), "part_form")
    form = story.ada.views[-1]
    assert "door" not in form.values
    await story.ada.submit(form, {})
    assert (await pair.seen()).partnership.closed_at is not None


async def test_c9_whoever_declined_may_offer_something_of_their_own(story: Whole) -> None:
    """Dan need not know Ada as a contact to begin again."""
    ada, dan = await hand_of(story, "U0ADA", "Ada Okafor"), await hand_of(story, "U0DAN", "Dan Whitlock")
    pair = await planned(ada, "Dan Whitlock", dan)
    await offer_plan(ada.doing(), pair.id, dan.member)
    await decline(dan.doing(), (await pair.seen(dan)).mine.id)
    await story.move_to(ada.now)
    listed = (await story.dan.command("/coop plan")).message
    assert listed is not None
    await story.dan.press(listed, "open_plan")
    await story.quiet()

    await story.dan.press(story.dan.ephemeral[-1], "plan_again")
    await story.dan.submit(story.dan.views[-1], {"purpose": "Something smaller."})
    await story.quiet()

    assert "Something smaller." in story.dan.views[-1].plain


async def test_c2_an_old_card_celebrates_nothing_that_is_over(story: Whole) -> None:
    pair = await both(story)
    card = (await story.ada.command("/coop plan Dan Whitlock")).message
    assert card is not None
    await story.ada.press(card, "celebrate")
    await part(pair.ada.doing(), pair.id, [], "Thank you.")

    sent = await story.ada.submit(story.ada.views[-1], {"text": "Forty people came."})

    assert "That plan is over" in sent.errors["text"]


async def test_a_name_of_several_that_led_to_a_plan_waits_for_no_form(story: Whole) -> None:
    """Whether it goes on or is over. Words besides the name wait, for nothing typed is lost."""
    ada = await hand_of(story, "U0ADA", "Ada Okafor")
    over, _ = [await planned(ada, name) for name in ("Dana Reyes", "Dana Stone")]
    await part(ada.doing(), over.id, (), "")
    await story.move_to(ada.now)

    for at, name in enumerate(("Dana Reyes", "Dana Stone")):
        await chooses(story, "Dana", at)
        assert f"What you plan with {name}" in story.ada.ephemeral[-1].plain
    assert await drafts(story) == []

    await chooses(story, "Dana: a pricing podcast", 1)
    assert [each.typed for each in await drafts(story)] == ["Dana: a pricing podcast"]


async def chooses(story: Whole, typed: str, at: int) -> None:
    """A name that fits several, and which of them is meant."""
    which = (await story.ada.command(f"/coop plan {typed}")).message
    assert which is not None
    await story.ada.press(which, "choose_contact", value=choices(which, "choose_contact")[at])
    await story.quiet()
