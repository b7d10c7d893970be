"""“Tell of it in digests”, as both see it in Slack: read first, asked of the other, and taken back (E17)."""

from emulator import View
from etiquette.rules.members import Who
from etiquette.rules.plans import digest, digests, written
from etiquette.services.nudging import Doing
from etiquette.services.plan_sharing import share_plan
from etiquette.services.plans import edit_plan
from tests.handlers.manners import ADA, DAN, member
from tests.handlers.test_partners_in_balance import asked, offered, presses, started
from tests.partners import make_partnership
from tests.running import PLAN, seen_by
from tests.whole import Whole

TELL, KEEP_OUT = "Tell of it in digests…", "Keep it out of digests"
PURPOSE = make_partnership().purpose


async def reads_what_would_be_told(story: Whole) -> View:
    await presses(story, "share_plan")
    return story.ada.views[-1]


async def test_e17_it_is_read_first_asked_of_the_other_and_told_with_both_yeses(story: Whole) -> None:
    await started(story)
    form = await reads_what_would_be_told(story)
    assert f"*Ada Okafor* and *Dan Whitlock*\n> {PURPOSE}" in form.plain
    assert "It is told once Dan Whitlock has said yes, too." in form.plain

    await story.ada.submit(form, {})
    await story.quiet()

    card = story.ada.views[-1].plain
    assert "I ask Dan Whitlock, and tell nothing before they say yes, too." in card
    assert "Nothing is told before Dan Whitlock says yes, too." in card
    await story.move(hours=23)
    [news] = asked(story.dan, "would let digests tell of what you do together")
    assert "A no needs no word." in news.plain
    await story.dan.press(news, "share_plan")
    await story.quiet()
    assert "Ada Okafor has said yes already" in story.dan.views[-1].plain
    await story.dan.submit(story.dan.views[-1], {})
    await story.quiet()

    assert "Digests may tell of it: you have both said yes." in story.dan.views[-1].plain
    assert (await seen_by(story.program.store, DAN)).partnership.shared_at is not None
    await story.move(hours=23)
    assert asked(story.ada, "digests may tell of what you do together")
    [news] = asked(story.dan, "would let digests tell of what you do together")
    assert (TELL in offered(news), KEEP_OUT in offered(news)) == (False, True)


async def test_e17_one_press_takes_it_back(story: Whole) -> None:
    await started(story)
    await story.ada.submit(await reads_what_would_be_told(story), {})
    await story.quiet()

    card = await presses(story, "unshare_plan")

    assert "Digests tell no more of it" in card.plain
    assert not (await seen_by(story.program.store, DAN)).theirs.shares
    await story.move(days=1)
    assert asked(story.dan, "would let digests tell") == []


async def test_e17_a_form_that_is_older_than_the_purpose_shows_the_plan_instead(story: Whole) -> None:
    await started(story)
    form = await reads_what_would_be_told(story)
    known = written(await seen_by(story.program.store, DAN))
    await edit_plan(await doing_of(story, DAN), PLAN, {**known, "purpose": "A merger."}, digests(known))

    await story.ada.submit(form, {})
    await story.quiet()

    assert "The plan has changed since you read it" in story.ada.views[-1].plain
    assert not (await seen_by(story.program.store, DAN)).theirs.shares


async def test_e17_a_yes_that_was_given_in_another_window_is_said_to_stand(story: Whole) -> None:
    """The form has no field to say it at: it is said in its place."""
    await started(story)
    form = await reads_what_would_be_told(story)
    await share_plan(await doing_of(story, ADA), PLAN, digest(PURPOSE))

    assert (await story.ada.submit(form, {})).ok
    await story.quiet()

    assert "That is settled already" in story.ada.views[-1].plain


async def doing_of(story: Whole, who: Who) -> Doing:
    return Doing(story.program.store, await member(story, who), "elsewhere", story.clock.now())
