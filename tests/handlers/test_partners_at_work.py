"""What two partners give one another, and how they change it, as both see it in Slack (C4, C5, C7)."""

from datetime import date, timedelta

import pytest

from emulator import Message, Person, View
from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.deliverables import Deliverable
from etiquette.services.contributions import contributions_of
from etiquette.store.records import all_of
from tests.handlers.manners import ADA, DAN, facts, filled, member, value_of
from tests.handlers.test_partners_in_balance import asked, offered, presses, started
from tests.running import HIS_PART, PLAN
from tests.whole import Whole

REVIEW = {"what": "a review of the slides", "when": "every other Tuesday"}


async def adds(story: Whole, **typed: str) -> View:
    """Ada adds something that she gives, by the form; what she sees then."""
    await presses(story, "contribute")
    sent = await story.ada.submit(story.ada.views[-1], {**REVIEW, **typed})
    assert sent.ok, sent.errors
    await story.quiet()
    return story.ada.views[-1]


async def given(story: Whole) -> Contribution:
    """What was added last."""
    both = await contributions_of(story.program.store, await member(story, ADA), PLAN)
    return both[-1].contribution


async def days(story: Whole, part: str, who: object = ADA) -> list[date]:
    async with story.program.store.reading() as tx:
        found = await all_of(tx, Deliverable, who, contribution_id=part)  # type: ignore[arg-type]
    return sorted(each.due_on for each in found)


async def heard(story: Whole, person: Person, words: str) -> Message:
    """What somebody was told last with these words in it, once it is their morning."""
    await story.move(days=1)
    return asked(person, words)[-1]


async def test_c4_c5_what_recurs_is_typed_said_back_and_promised(story: Whole) -> None:
    await started(story)

    noted = await adds(story)

    said = "You give *Dan Whitlock*: a review of the slides, every other Tuesday, from Tuesday 24 November on."
    assert said in noted.plain
    assert "two weeks ahead, among your promises" in noted.plain
    part = (await given(story)).id
    assert await days(story, part) == [date(2026, 11, 24), date(2026, 12, 8)]
    await story.move(days=13)
    assert any("A review of the slides for" in each.plain for each in story.ada.inbox)
    assert await days(story, part) == [date(2026, 11, 24), date(2026, 12, 8)]
    await story.move(days=3)
    assert (await days(story, part))[-1] == date(2026, 12, 22)
    assert asked(story.dan, "changed what each of you gives")


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("every 30 February", "That day never comes"),
        ("every Monday until 20 November 2026", "That ends before it starts"),
        ("a thousand times a day", "That is more than once a day"),
        ("once in a blue moon", "I could not read when that is"),
        ("1 November 2026", "That has passed already"),
    ],
)
async def test_c5_a_recurrence_that_cannot_be_comes_back_with_the_reason(story: Whole, when: str, reason: str) -> None:
    await started(story)
    await presses(story, "contribute")
    form = story.ada.views[-1]

    sent = await story.ada.submit(form, {**REVIEW, "when": when})

    assert reason in sent.errors["when"]
    assert filled(story.ada.views[-1], "what") == REVIEW["what"]
    assert len(await facts(story, Contribution)) == 1  # type: ignore[type-var]


async def test_l3_what_is_written_for_the_other_side_waits_for_their_press(story: Whole) -> None:
    await started(story)
    noted = await adds(story, whose="theirs", what="the venue's keys", when="every Monday")
    assert "It counts once Dan Whitlock agrees to it" in noted.plain
    part = (await given(story)).id
    assert await days(story, part, DAN) == []

    news = await heard(story, story.dan, "changed what each of you gives")
    assert "Agree" in offered(news)
    await story.dan.press(news, "agree_plan")
    await story.quiet()

    assert await days(story, part, DAN) == [date(2026, 11, 30), date(2026, 12, 7)]


async def test_c7_a_change_is_proposed_countered_and_agreed_in_slack(story: Whole) -> None:
    await started(story)
    await adds(story, when="Friday 4 December")
    part = (await given(story)).id
    [review] = [each for each in await facts(story, Deliverable) if each.contribution_id == part]

    await presses(story, "edit", f"deliverable:{review.id}")
    form = story.ada.views[-1]
    assert form.title == "Propose a change"
    assert (filled(form, "aspect"), filled(form, "when")) == ("date", "Friday 4 December")
    unchanged = await story.ada.submit(form, {})
    assert "That is how it is already" in unchanged.errors["aspect"]
    await story.ada.submit(form, {"when": "Monday 7 December", "note": "The board meets on Friday."})
    assert "I will ask Dan Whitlock, in their working hours." in story.ada.views[-1].plain
    assert await days(story, part) == [date(2026, 12, 4)]

    nudge = await heard(story, story.dan, "proposes another day for “a review of the slides”")
    assert "By Monday, December 7 instead of by Friday, December 4." in nudge.plain
    assert "The board meets on Friday." in nudge.plain
    assert {"Agreed", "Leave it as it was", "Propose something else"} <= set(offered(nudge))
    await story.dan.press(nudge, "counter")
    counter = story.dan.views[-1]
    assert "The board meets on Friday." in counter.plain
    await story.dan.submit(counter, {"when": "Tuesday, December 8"})
    await story.quiet()

    back = await heard(story, story.ada, "Dan Whitlock proposes another day")
    assert "Before that:" in back.plain
    await story.ada.press(back, "nudge_done")
    await story.quiet()

    assert await days(story, part) == [date(2026, 12, 8)]
    settled = story.again(back)
    assert "✓ Agreed, and changed" in settled.plain
    assert "By Tuesday 8 December." in settled.plain
    assert "Undo" not in settled.buttons
    agreed = await heard(story, story.dan, "agrees to what you proposed for “a review of the slides”")
    assert "What was proposed: By Tuesday, December 8." in agreed.plain

    thread = await presses(story, "thread", f"deliverable:{review.id}")
    assert "answered with another proposal" in thread.plain


async def test_c7_of_two_changes_in_one_form_neither_is_lost(story: Whole) -> None:
    await started(story)
    await adds(story, when="Friday 4 December")
    await presses(story, "propose", f"contribution:{(await given(story)).id}")

    both = await story.ada.submit(story.ada.views[-1], {"when": "Monday 7 December", "what": "half a review"})

    assert "One change at a time" in both.errors["what"]
    assert filled(story.ada.views[-1], "what") == "half a review"


async def test_c5_the_words_of_a_form_can_be_typed_again_three_weeks_later(story: Whole) -> None:
    """What began in the past is not said to begin anew."""
    await started(story)
    await adds(story)
    part = (await given(story)).id
    await story.move(days=20)
    await presses(story, "propose", f"contribution:{part}")
    assert filled(story.ada.views[-1], "when") == "every other Tuesday"

    sent = await story.ada.submit(story.ada.views[-1], {"when": "every other Thursday"})

    assert sent.ok, sent.errors


async def test_c7_a_no_is_told_kindly_and_changes_nothing(story: Whole) -> None:
    await started(story)
    await adds(story, when="Friday 4 December")
    part = (await given(story)).id
    await presses(story, "propose", f"contribution:{part}")
    await story.ada.submit(story.ada.views[-1], {"aspect": "scope", "what": "half a review"})
    nudge = await heard(story, story.dan, "proposes something else for")
    assert "It would be: half a review." in nudge.plain

    await story.dan.press(nudge, "nudge_drop")
    await story.quiet()

    await heard(story, story.ada, "would rather leave “a review of the slides” as it was agreed")
    assert (await given(story)).what == "a review of the slides"


async def test_c7_while_one_change_waits_its_thread_is_shown_instead_of_the_form(story: Whole) -> None:
    await started(story)
    await presses(story, "propose", f"contribution:{HIS_PART}")
    await story.ada.submit(story.ada.views[-1], {"aspect": "owner"})
    await presses(story, "propose", f"contribution:{HIS_PART}")
    assert "waits for an answer" in story.ada.views[-1].plain
    assert "You would do it." in story.ada.views[-1].plain


async def test_c9_what_is_given_is_listed_and_let_go(story: Whole) -> None:
    await started(story)
    await adds(story)
    part = (await given(story)).id
    listed = await presses(story, "contributions")
    assert "every other Tuesday" in listed.plain
    assert value_of(listed, "contribution", "propose")

    await presses(story, "let_go_contribution", f"contribution:{part}")

    assert (await given(story)).state is ContributionState.ENDED
    assert await days(story, part) == []


async def test_n6_a_forged_press_finds_nothing(story: Whole) -> None:
    await started(story)
    before = await facts(story, Deliverable)
    for action, value in [
        ("contribute", "partnership:nope"),
        ("propose", "contribution:nope"),
        ("let_go_contribution", "contribution:nope"),
        ("accept_contribution", f"contribution:{HIS_PART}"),
        ("counter", "proposal:nope"),
        ("nudge_done", "proposal:nope:proposal"),
        ("nudge_drop", "proposal:nope:proposal"),
        ("thread", "deliverable:nope"),
    ]:
        await presses(story, action, value)
    await story.move_to(story.slack.clock.moment + timedelta(seconds=1))
    assert await facts(story, Deliverable) == before
    assert any("That is not here any more" in each.plain for each in story.ada.ephemeral)
