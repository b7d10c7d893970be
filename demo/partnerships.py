"""What the cast plans together: one plan that runs, one that waits for a yes, one that has ended well (C1 to C9)."""

from datetime import date, timedelta

from demo.life import Life
from etiquette.rules.deliverables import DeliverableState
from etiquette.rules.news import News
from etiquette.rules.plans import FORTNIGHTLY, NEVER, digest, fingerprint
from etiquette.rules.proposals import Aspect
from etiquette.rules.recurrences import DAYS, When
from etiquette.rules.reflections import Thoughts
from etiquette.services.agreeing import agree, offer_plan, start_plan
from etiquette.services.celebrating import celebrate
from etiquette.services.contacts import Somebody
from etiquette.services.contributions import contribute, contribution_of
from etiquette.services.deliverables import deliver
from etiquette.services.differing import differ
from etiquette.services.parting import part
from etiquette.services.partnership_days import seen_to
from etiquette.services.plan_sharing import share_plan
from etiquette.services.plans import plan_of, write_plan
from etiquette.services.proposals import Idea, propose
from etiquette.services.reflections import agree_step, answer_reflection, begin_reflection, propose_step
from etiquette.store import nudges
from etiquette.store.records import all_of

CIRCLE = {
    "belief": "Customers say more when nobody is selling to them.",
    "purpose": "A reading circle on customer research, for both our teams.",
    "rules": "We say early what we cannot keep.\nCustomers' names stay with whoever knows them.",
    "my_win": "A research habit that my team keeps up without me.",
    "their_win": "Product people who know what research is for.",
    "initiatives": "The partners' breakfast in spring",
    "rhythm": FORTNIGHTLY,
}
HOURS = {
    "belief": "Nobody should have to guess how we decide.",
    "purpose": "One open hour a week in which anybody may ask about partners and roadmap.",
    "rules": "We take turns, and we cancel a day before.\nWhat is asked there stays there.",
    "my_win": "Fewer surprises in the roadmap.",
    "their_win": "Partners who hear the same from both of us.",
    "initiatives": "",
    "rhythm": "FREQ=MONTHLY",
}
SERIES = {
    "belief": "A good story shows its seams.",
    "purpose": "Three stories of partners, written and drawn together.",
    "rules": "Each of us shows a draft a day before.\nNeither publishes without the other.",
    "my_win": "Stories that our partners pass on.",
    "their_win": "Work to show from outside the product.",
    "initiatives": "",
    "rhythm": NEVER,
}
CLOSING = "Dear Cleo,\n\nthree stories, and I learned to look at each of them twice. Thank you.\n\nWarmly,\nAda"


async def planned_together(ada: Life, sam: Life, bo: Life, cleo: Life) -> None:
    """Ada's plans with her colleagues, by what each of them did."""
    await _ended_well(ada, cleo)
    await _runs(ada, bo)
    await _is_offered(sam, ada)
    for life in (ada, sam, bo, cleo):
        await _has_heard(life)


async def _runs(ada: Life, bo: Life) -> None:
    """Things done and due, a proposal for Ada to answer, a reflection that Bo has answered. Digests may tell of it."""
    plan_id = await _written(ada, bo, "Bo Lindqvist", CIRCLE, 27)
    questions = await _gives(ada, plan_id, "three questions for the circle", _fortnightly(ada.day(20)), days=27)
    summary = await _gives(ada, plan_id, "a page on one good study", _fortnightly(ada.day(18)), days=27, is_mine=False)
    guests = await _gives(ada, plan_id, "a list of guests to invite", When(ada.day(-8)), days=27)
    await _agreed(ada, bo, plan_id, 26)
    await _delivers(ada, questions, 22)
    await _delivers(bo, summary, 19)
    await celebrate(bo.doing(17), plan_id, "Eleven people came, and four of them had read it.")
    await _reflected(ada, bo, plan_id, 12)
    await _delivers(ada, questions, 8)
    await _delivers(bo, summary, 6)
    seen = await begin_reflection(bo.doing(5, 10), plan_id)
    if seen.mine is not None:
        await answer_reflection(bo.doing(5, 11), seen.mine.id, _thoughts("People ask for the next date now."))
    later = Idea(Aspect.DATE, When(ada.day(-13)).text, "I could ask two more people by then.")
    await propose(bo.doing(1, 9), guests, later)
    await share_plan(bo.doing(1, 10), plan_id, digest(CIRCLE["purpose"]))
    await share_plan(ada.doing(1, 11), plan_id, digest(CIRCLE["purpose"]))


async def _is_offered(sam: Life, ada: Life) -> None:
    """Sam would do something with Ada, who has not answered yet."""
    plan_id = await _written(sam, ada, "Ada Okafor", HOURS, 5)
    await _gives(sam, plan_id, "an hour of open questions", _fortnightly(sam.day(-3)), days=5)
    await _gives(sam, plan_id, "a note on what was asked", _fortnightly(sam.day(-4)), days=5, is_mine=False)
    await offer_plan(sam.doing(4), plan_id, ada.member)


async def _ended_well(ada: Life, cleo: Life) -> None:
    """It was good, and it is over; the door is open for a while."""
    plan_id = await _written(ada, cleo, "Cleo Marchetti", SERIES, 28)
    story = await _gives(ada, plan_id, "the story of Fernhill", When(ada.day(20)), days=28)
    drawn = await _gives(ada, plan_id, "drawings for Fernhill", When(ada.day(18)), days=28, is_mine=False)
    await _agreed(ada, cleo, plan_id, 27)
    await _delivers(ada, story, 21)
    await _delivers(cleo, drawn, 19)
    await celebrate(ada.doing(16), plan_id, "Fernhill asked whether they may print it.")
    await differ(cleo.doing(11), plan_id, SERIES["purpose"], "I would rather draw one a quarter, and take longer.")
    await part(ada.doing(6), plan_id, set(), CLOSING, ada.day(-45))


async def _written(life: Life, other: Life, name: str, plan: dict[str, str], days: int) -> str:
    somebody = Somebody(name, slack_user_id=other.member.id)
    return (await write_plan(life.doing(days, 9), somebody, plan, {})).partnership_id


async def _gives(life: Life, plan_id: str, what: str, when: When, *, days: int, is_mine: bool = True) -> str:
    given = await contribute(life.doing(days, 10), plan_id, what, when, is_mine=is_mine)
    return given.contribution.id


async def _agreed(life: Life, other: Life, plan_id: str, days: int) -> None:
    """Offered in the morning, read and agreed to at noon, begun in the afternoon."""
    await offer_plan(life.doing(days, 9), plan_id, other.member)
    plan = await plan_of(other.store, other.member, plan_id)
    await agree(other.doing(days, 12), plan_id, fingerprint(plan.together, plan.contributions))
    await start_plan(life.doing(days, 15), plan_id)


async def _delivers(life: Life, contribution_id: str, days: int) -> None:
    """What comes first of it is done. Time has passed until then, and what recurs has come up."""
    doing = life.doing(days, 14)
    given = await contribution_of(life.store, life.member, contribution_id)
    await seen_to(life.store, given.together.partnership.id, doing.now)
    given = await contribution_of(life.store, life.member, contribution_id)
    still = [each for each in given.occurrences if each.state is DeliverableState.OPEN]
    await deliver(doing, min(still, key=lambda each: each.due_on).id)


async def _reflected(ada: Life, bo: Life, plan_id: str, days: int) -> None:
    """Both have looked back once, and agreed on a next step."""
    begun = await begin_reflection(ada.doing(days, 9), plan_id)
    theirs = await begin_reflection(bo.doing(days, 10), plan_id)
    if begun.mine is None or theirs.mine is None:
        return
    await answer_reflection(ada.doing(days, 11), begun.mine.id, _thoughts("The questions come easily."))
    seen = await answer_reflection(bo.doing(days, 12), theirs.mine.id, _thoughts("The room is full."))
    if seen.reflection is None:
        return
    step = await propose_step(bo.doing(days, 13), seen.reflection.id, "We invite one guest from outside.", seen.mark)
    await agree_step(ada.doing(days, 15), seen.reflection.id, step.mark)


def _thoughts(well: str) -> Thoughts:
    return Thoughts(
        went_well=well,
        was_hard="Finding an hour that suits both teams.",
        gave="Time, and a page to read.",
        received="Questions that I had stopped asking.",
        change="Fewer slides, and a guest now and then.",
    )


def _fortnightly(first: date) -> When:
    return When(first, f"FREQ=WEEKLY;INTERVAL=2;BYDAY={DAYS[first.weekday()]}")


async def _has_heard(life: Life) -> None:
    """What happened was told when it happened, but for the last of it, which is told when the workspace opens."""
    async with life.store.writing() as tx:
        for news in await all_of(tx, News, life.member.who):
            if news.at < life.now - timedelta(days=4):
                await nudges.withdraw(tx, news.id)
