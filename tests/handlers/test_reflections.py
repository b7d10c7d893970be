"""Two people reflect in Slack: each alone, both at one moment, one next step (L7)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from emulator import Message, Person, View
from etiquette.rules.contacts import new_contact
from etiquette.rules.members import Profile
from etiquette.rules.reflections import QUESTIONS
from etiquette.services.members import arrive, meet, member_of
from etiquette.services.nudging import Doing
from etiquette.services.parting import part
from etiquette.store import partnerships
from etiquette.store.records import add
from tests.handlers.manners import ADA, DAN, drafts, elements, value_of
from tests.partners import make_partnership, make_side, their_side
from tests.running import PLAN, runs
from tests.whole import TUESDAY, Whole

DANS_PROFILE = Profile("America/Los_Angeles", "en-US", "Dan Whitlock", is_active=True)
HOUR = timedelta(hours=1)
WEEKLY: dict[str, Any] = {
    "rhythm": "FREQ=WEEKLY",
    "rhythm_from": date(2026, 11, 26),
    "reflect_on": None,
    "next_at": TUESDAY + HOUR,
}
# Thursday, a quarter past ten in Los Angeles, where the day has begun by then; a quarter past six in London.
THURSDAY = datetime(2026, 11, 26, 18, 15, tzinfo=UTC)


async def started(story: Whole) -> None:
    """Their workshop runs, and they look back on it every Thursday."""
    dan = await meet(story.program.store, DAN, DANS_PROFILE, TUESDAY)
    await arrive(story.program.store, dan, TUESDAY, uses=True, greets=True)
    await runs(story.program.store, ADA, DAN, TUESDAY, plan=WEEKLY)


async def planned_outside(story: Whole) -> None:
    """The same with Dana, who is in no Slack: Ada acts for her."""
    place = {"workspace_id": ADA.workspace_id, "member_id": ADA.member_id}
    async with story.program.store.writing() as tx:
        await add(tx, new_contact("c-dana", ADA.workspace_id, ADA.member_id, "Dana Reyes", TUESDAY))
        await partnerships.add(tx, make_partnership(**WEEKLY, workspace_id=ADA.workspace_id))
        await add(tx, make_side(**place))
        await add(tx, their_side(**place, contact_id="c-dana", is_outside=True))


def words(word: str) -> dict[str, str]:
    return {name: f"{word} {name}" for name in QUESTIONS}


def told(person: Person, what: str) -> Message:
    return [each for each in person.inbox if what in each.plain][-1]


async def answers(person: Person, where: Message, action_id: str) -> None:
    """A press on what is said of the reflection, among whatever else is due."""
    assert (await person.press(where, action_id, value_of(where, "reflection_answer", action_id))).ok


def offered(shown: Message | View) -> list[str]:
    return [str(each["text"]["text"]) for each in elements(shown) if each.get("type") == "button"]


async def submits(story: Whole, person: Person, values: dict[str, Any]) -> View:
    """The form that is open, sent; gives what stands in its place."""
    assert (await person.submit(person.views[-1], values)).ok
    await story.quiet()
    return person.views[-1]


def everything(person: Person) -> str:
    """All that the bot ever showed somebody."""
    messages, views = [*person.inbox, *person.ephemeral], [*person.views, *([person.home] if person.home else [])]
    return str([*(each.raw for each in messages), *(each.blocks for each in views)])


async def test_l7_each_answers_alone_both_open_at_one_moment_and_one_step_comes_of_it(either: Whole) -> None:
    story = either
    await started(story)
    await story.move_to(THURSDAY)
    asked = told(story.ada, "Time to reflect on what you do with Dan Whitlock")
    assert "Each answers alone" in asked.plain
    assert {"Answer", "Not this time"} <= set(offered(asked))
    assert "Time to reflect on what you do with Ada Okafor" in told(story.dan, "Time to reflect").plain

    # Ada answers where it stands. A question left out is said at its place.
    await answers(story.ada, asked, "nudge_done")
    assert not (await story.ada.submit(story.ada.views[-1], {**words("HERS"), "gave": "  "})).ok
    kept = await submits(story, story.ada, words("HERS"))
    assert "Dan Whitlock cannot see them" in kept.plain
    answered = story.again(asked)
    assert "✓ Answered" in answered.plain
    assert "Undo" not in offered(answered)

    # Dan finds his own five questions by a command, and nothing of hers; neither does anything else he was shown.
    await story.dan.command("/coop reflect Ada")
    assert "HERS" not in everything(story.dan)
    both = await submits(story, story.dan, words("HIS"))
    assert all(f"{word} {name}" in both.plain for word in ("HERS", "HIS") for name in QUESTIONS)

    # Ada is told, and reads both, and proposes one next step.
    assert "HIS" not in everything(story.ada)
    await story.move(hours=24)
    await story.ada.press(told(story.ada, "both answers are open now"), "see_answers")
    await story.quiet()
    shown = story.ada.ephemeral[-1]
    assert "HIS was_hard" in shown.plain
    await story.ada.press(shown, "propose_step")
    step = await submits(story, story.ada, {"step": "A second evening in May."})
    assert "You proposed a next step to Dan Whitlock" in step.plain
    assert offered(step) == ["Change it", "Reflect together today"]

    # Dan agrees where he is told of it.
    await story.move(hours=24)
    proposed = told(story.dan, "A second evening in May.")
    assert {"Agree", "Suggest another"} <= set(offered(proposed))
    await story.dan.press(proposed, "agree_step")
    await story.quiet()
    assert "Your next step, agreed by both" in story.dan.ephemeral[-1].plain


async def test_l7_not_this_time_is_told_kindly_and_nothing_is_read(story: Whole) -> None:
    await started(story)
    await story.move_to(THURSDAY)
    await answers(story.ada, told(story.ada, "Time to reflect"), "nudge_done")
    await submits(story, story.ada, words("HERS"))

    declined = told(story.dan, "Time to reflect")
    await answers(story.dan, declined, "nudge_drop")
    await story.quiet()
    let_go = next(each for each in story.dan.inbox if each.ts == declined.ts)
    assert "Not this time" in let_go.plain
    assert "Undo" not in offered(let_go)
    assert "HERS" not in everything(story.dan)

    await story.move(hours=24)
    assert "unread" in told(story.ada, "would rather not look back together this time").plain

    # Today both can reflect after all.
    shown = (await story.dan.command("/coop reflect Ada")).message
    assert shown is not None
    assert offered(shown) == ["Reflect together today"]
    await story.dan.press(shown, "reflect_today")
    await submits(story, story.dan, words("HIS"))
    again = (await story.ada.command("/coop reflect Dan")).message
    assert again is None
    assert "HIS" not in everything(story.ada)
    assert "HERS went_well" not in str(story.ada.views[-1].blocks)


async def test_l7_an_answer_is_changed_while_the_other_is_not_in(story: Whole) -> None:
    await started(story)
    await story.move_to(THURSDAY)
    await story.ada.command("/coop reflect Dan")
    await submits(story, story.ada, words("FIRST"))
    assert await drafts(story) == []

    stands = (await story.ada.command("/coop reflect")).message
    assert stands is not None
    await story.ada.press(stands, "edit")
    assert "FIRST gave" in str(story.ada.views[-1].blocks)
    await submits(story, story.ada, words("SECOND"))
    await story.dan.command("/coop reflect")
    both = await submits(story, story.dan, words("HIS"))
    assert "SECOND gave" in both.plain
    assert "FIRST" not in both.plain


async def test_l7_somebody_outside_is_asked_by_letter_once_ones_own_are_in(story: Whole) -> None:
    await planned_outside(story)
    await story.move_to(THURSDAY)
    asked = told(story.ada, "Time to reflect")
    await answers(story.ada, asked, "nudge_done")
    kept = await submits(story, story.ada, words("MINE"))

    assert "Hi Dana," in kept.plain
    assert "5. What should change?" in kept.plain
    assert "MINE" not in kept.plain
    record = next(each for each in elements(kept) if "Write down" in str(each))
    await story.ada.press(kept, "edit", record["value"])
    assert "MINE" not in str(story.ada.views[-1].blocks)
    both = await submits(story, story.ada, words("HERS"))
    assert "MINE gave" in both.plain
    assert "HERS gave" in both.plain


async def test_l7_whoever_is_named_or_not_there_is_an_answer(story: Whole) -> None:
    """Nobody known, nothing planned, and words in a direct message, where no form opens by itself."""
    nobody = (await story.ada.command("/coop reflect")).message
    assert nobody is not None
    assert "running just now" in nobody.plain
    await story.ada.command("/coop intro Bo Larsen via Sam")
    without = (await story.ada.command("/coop reflect Bo")).message
    assert without is not None
    assert "no plan together yet" in without.plain

    await started(story)
    never = (await story.ada.command("/coop reflect Dan")).message
    assert never is not None
    assert "have not reflected" in never.plain
    await story.move_to(THURSDAY)
    await story.ada.say("app", "reflect Dan")
    await story.quiet()
    assert "Answer" in offered(story.ada.inbox[-1])


async def test_l7_the_next_one_waits_for_no_step(story: Whole) -> None:
    """Whatever came of the last: where both would look back again, they can; and where nothing runs, they cannot."""
    await started(story)
    await story.move_to(THURSDAY)
    for person in (story.ada, story.dan):
        asked = told(person, "Time to reflect")
        await answers(person, asked, "nudge_done")
        both = await submits(story, person, words("THEIRS"))

    assert {"Propose a next step", "Reflect together today"} <= set(offered(both))

    member = await member_of(story.program.store, ADA)
    assert member is not None
    await part(Doing(story.program.store, member, "parts", story.clock.now()), PLAN, [], "Thank you.")
    shown = (await story.ada.command("/coop reflect Dan Whitlock")).message
    assert shown is not None
    assert offered(shown) == []
