"""Two who do something together, both in Slack or one of them outside, by the services: written, agreed, begun."""

from dataclasses import dataclass
from datetime import date, timedelta

from etiquette.rules.deliverables import Deliverable
from etiquette.rules.partnerships import Together
from etiquette.rules.plans import fingerprint
from etiquette.rules.recurrences import When
from etiquette.services.agreeing import agree, offer_plan, record_yes, start_plan
from etiquette.services.contacts import Somebody
from etiquette.services.contributions import contribute
from etiquette.services.parting import parting_of
from etiquette.services.plans import plan_of, write_plan
from etiquette.services.together import together_of
from tests.cast import DANA, Hand

WRITTEN = {
    "belief": "Prices should say what a thing is worth.",
    "purpose": "A workshop on pricing, for both our circles.",
    "rules": "We say early what we cannot keep.",
    "my_win": "A talk to show to the board.",
    "their_win": "Twenty people who know her work.",
    "initiatives": "",
    "rhythm": "FREQ=MONTHLY",
}
FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@dataclass(slots=True)
class Pair:
    """A plan of Ada's, and of Dan's where he is in it himself."""

    id: str
    ada: Hand
    dan: Hand | None = None

    async def seen(self, hand: Hand | None = None) -> Together:
        """The plan as one of them sees it."""
        looking = hand or self.ada
        return await together_of(looking.store, looking.member, self.id)

    async def open_ones(self, hand: Hand | None = None) -> dict[str, Deliverable]:
        """What is still to be done, by its words."""
        looking = hand or self.ada
        parting = await parting_of(looking.store, looking.member, self.id)
        return {each.what: each for _, each in parting.open_ones}


async def planned(ada: Hand, name: str = DANA, dan: Hand | None = None) -> Pair:
    """A plan, written by Ada."""
    somebody = Somebody(name, slack_user_id=dan.member.id if dan else None)
    return Pair((await write_plan(ada.doing(), somebody, WRITTEN, {})).partnership_id, ada, dan)


async def running_outside(ada: Hand, name: str = DANA) -> Pair:
    """Ada runs it with somebody outside Slack: the slides are hers, the venue is theirs."""
    pair = await planned(ada, name)
    await _gives_both(pair)
    ada.waits(minutes=1)
    await record_yes(ada.doing(), pair.id, "By e-mail", ada.now.date())
    await start_plan(ada.doing(), pair.id)
    return pair


async def running_with(ada: Hand, dan: Hand, name: str = "Dan Whitlock") -> Pair:
    """Ada runs it with Dan, who has said yes himself."""
    pair = await planned(ada, name, dan)
    await _gives_both(pair)
    await offer_plan(ada.doing(), pair.id, dan.member)
    dan.now = max(dan.now, ada.now) + timedelta(minutes=1)
    plan = await plan_of(dan.store, dan.member, pair.id)
    await agree(dan.doing(), pair.id, fingerprint(plan.together, plan.contributions))
    ada.now = max(ada.now, dan.now)
    await start_plan(ada.doing(), pair.id)
    return pair


async def _gives_both(pair: Pair) -> None:
    for what, day, is_mine in (("the slides", FRIDAY, True), ("the venue", MONDAY, False)):
        await contribute(pair.ada.doing(), pair.id, what, When(day), is_mine=is_mine)
