"""Who the tests are about: Ada was introduced to Dana by Sam; Bo is a colleague of Ada's; Dan is outside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from etiquette.rules.acts import Act
from etiquette.rules.deliverables import Promise
from etiquette.rules.members import Member, Profile, Who
from etiquette.rules.nudges import Kind
from etiquette.rules.questions import Asked, Question, QuestionState
from etiquette.rules.thanks import Addressee, ThankYou
from etiquette.rules.workspaces import Workspace
from etiquette.services.answers import act_of, undo
from etiquette.services.calls import Debriefed, Fixed, debrief, fix_call
from etiquette.services.contacts import Somebody
from etiquette.services.deliverables import Agreed, agree_deliverable
from etiquette.services.introductions import Introduced, Logged, log_introduction
from etiquette.services.members import keep_workspace, meet
from etiquette.services.nudging import Doing
from etiquette.services.thanks import send_thanks
from etiquette.store.records import add
from etiquette.store.session import Store
from etiquette.store.types import new_id
from tests.builders import ADA, BO, DAN, DAN_ELSEWHERE, TUESDAY, WORKSPACE, ZONES, make_promise

SAM, DANA = "Sam Rivera", "Dana Reyes"


def utc(day: int, hour: int = 0, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """A moment of that November, in UTC, which is London's own time in winter."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@asynccontextmanager
async def opened(database_url: str) -> AsyncIterator[Store]:
    """The database, with everybody's workspace in it."""
    store = Store(database_url)
    for workspace_id in (ADA.workspace_id, DAN_ELSEWHERE.workspace_id):
        await keep_workspace(store, Workspace(workspace_id, "Coop", "U0BOT", "UTC"), TUESDAY)
    yield store
    await store.close()


@dataclass(slots=True)
class Hand:
    """A member at work, at a time that the test sets. Every act has a key of its own unless one is given."""

    store: Store
    member: Member
    now: datetime = TUESDAY
    key: str = ""
    acts: int = 0

    @classmethod
    async def of(cls, store: Store, who: Who) -> "Hand":
        """Somebody whom the bot meets now."""
        profile = Profile(ZONES[who], "en-GB", who.member_id, is_active=True)
        return cls(store, await meet(store, who, profile, TUESDAY))

    def doing(self, key: str | None = None) -> Doing:
        """What comes next, a second later."""
        self.acts += 1
        self.now += timedelta(seconds=1)
        self.key = key or f"{self.member.id} {self.acts}"
        return Doing(self.store, self.member, self.key, self.now)

    def waits(self, **by: float) -> None:
        """Time goes on, by timedelta's words."""
        self.now += timedelta(**by)

    async def logs(self, name: str = DANA, by: str | None = SAM) -> Logged:
        """An introduction."""
        return await log_introduction(self.doing(), Somebody(name), Introduced(by), f"{name} via {by}")

    async def calls(self, starts_at: datetime | None = None, name: str = DANA) -> Fixed:
        """A call of half an hour: an hour ago, unless it is said when."""
        when = starts_at or self.now - timedelta(hours=1)
        return await fix_call(self.doing(), Somebody(name), when, 30, f"call {name}")

    async def debriefs(self, call_id: str, *promises: Promise, two_way: bool = True, **more: Any) -> Debriefed:
        """A call that was held."""
        discussed = more.get("discussed", "Pricing")
        return await debrief(self.doing(), call_id, discussed, promises, two_way=two_way)

    async def has_spoken(self, *promises: Promise, two_way: bool = True) -> Debriefed:
        """Introduced by Sam, called, debriefed."""
        await self.logs()
        fixed = await self.calls()
        return await self.debriefs(fixed.call.id, *promises, two_way=two_way)

    async def promises(self, name: str = DANA, **values: Any) -> Agreed:
        """The deck, by Friday."""
        return await agree_deliverable(self.doing(), Somebody(name), make_promise(**values), "the deck")

    async def has_thanked(self, *promises: Promise) -> Debriefed:
        """A two-way call, for which Dana was thanked."""
        held = await self.has_spoken(*promises)
        await send_thanks(self.doing(), thanks_to(Addressee.CONTACT, held).id)
        return held

    async def last_act(self) -> str:
        """What was done last, so that it can be undone."""
        act_id = await act_of(Doing(self.store, self.member, self.key, self.now))
        assert act_id is not None
        return act_id

    async def undoes(self, act_id: str | None = None) -> Act:
        """What was done last, or a given act."""
        undone = act_id or await self.last_act()
        return await undo(self.doing(), undone)


async def asked(hand: Hand, kind: Kind | None) -> str:
    """The bot has asked whether to stop a kind of nudge, or, of none, where somebody is. The question's id."""
    about = Asked.STOP_KIND if kind else Asked.WHICH_ZONE
    question = Question(
        new_id(), hand.member.workspace_id, hand.member.id, about, kind or "", QuestionState.OPEN, 1, hand.now
    )
    async with hand.store.writing() as tx:
        await add(tx, question)
    return question.id


def thanks_to(addressee: Addressee, held: Debriefed) -> ThankYou:
    """The thanks that a debrief called for."""
    return next(each for each in held.thank_yous if each.addressee is addressee)


__all__ = [
    "ADA",
    "BO",
    "DAN",
    "DANA",
    "DAN_ELSEWHERE",
    "SAM",
    "TUESDAY",
    "WORKSPACE",
    "Hand",
    "asked",
    "opened",
    "thanks_to",
    "utc",
]
