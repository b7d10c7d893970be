"""What the cast has been doing for some weeks, so that there is something to see: told by the bot's own services."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from etiquette.rules.deliverables import Owner, Promise
from etiquette.rules.members import Member, Profile, Who
from etiquette.rules.thanks import Addressee
from etiquette.rules.workdays import instant
from etiquette.services import Store
from etiquette.services.calls import Debriefed, debrief, fix_call
from etiquette.services.contacts import Somebody
from etiquette.services.deliverables import deliver
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.services.invitations import send_invitation
from etiquette.services.members import arrive, meet
from etiquette.services.nudging import Doing
from etiquette.services.thanks import send_thanks

ADA = Profile("Europe/London", "en-GB", "Ada Okafor", is_active=True)


async def lived(store: Store, workspace_id: str, now: datetime) -> None:
    """Ada's last weeks: one introduction honoured to the end, one in the middle, one about to begin."""
    began = now - timedelta(days=30)
    ada = await meet(store, Who(workspace_id, "U0ADA"), ADA, began)
    ada, _ = await arrive(store, ada, began, uses=True, greets=True)
    life = Life(store, ada, now)
    await _honoured(life)
    await _in_the_middle(life)
    await _about_to_begin(life)


@dataclass(slots=True)
class Life:
    """A member's past, told act by act, on working days."""

    store: Store
    member: Member
    now: datetime
    acts: int = 0

    def doing(self, days: int, hour: int = 10) -> Doing:
        """Something the member did that many days ago, at that hour."""
        self.acts += 1
        return Doing(self.store, self.member, f"demo:{self.acts}", self.at(days, hour))

    def at(self, days: int, hour: int = 15) -> datetime:
        """An hour of the day that many days ago; below zero, to come."""
        return instant(self.day(days), time(hour), self.member.zone)

    def day(self, days: int) -> date:
        """The working day that many days ago; below zero, to come."""
        there = self.member.hours.local(self.now).date() - timedelta(days=days)
        return self.member.hours.on_or_before(there) if days > 0 else self.member.hours.on_or_after(there)


async def _honoured(life: Life) -> None:
    by = Introduced("Sam Rivera", "U0SAM", "The person who made onboarding feel like a conversation")
    priya = Somebody("Priya Nair", profile_url="https://www.linkedin.com/in/priya-nair-example")
    await log_introduction(life.doing(24), priya, by, "")
    call = await fix_call(life.doing(23), Somebody("Priya Nair"), life.at(20), 30, "")
    done = await debrief(
        life.doing(20, 16),
        call.call.id,
        "how they interview customers every week, and keep it light",
        [Promise(Owner.MINE, "our interview guide", life.day(17))],
        two_way=True,
    )
    await _thanked(life, done, 19)
    await deliver(life.doing(18), done.deliverables[0].id)
    if done.invitation is not None:
        await send_invitation(life.doing(18, 11), done.invitation.id)


async def _in_the_middle(life: Life) -> None:
    by = Introduced("Cleo Marchetti", "U0CLEO", "Somebody who asks before she sells")
    await log_introduction(life.doing(10), Somebody("Jonas Weber"), by, "")
    call = await fix_call(life.doing(9), Somebody("Jonas Weber"), life.at(5), 45, "")
    promises = [
        Promise(Owner.MINE, "the churn dashboard, without our numbers", life.day(-2)),
        Promise(Owner.THEIRS, "the notes on pricing pages", life.day(1)),
    ]
    done = await debrief(
        life.doing(5, 16), call.call.id, "why their pricing page has three lines and no table", promises, two_way=False
    )
    contact = [each for each in done.thank_yous if each.addressee is Addressee.CONTACT]
    await send_thanks(life.doing(5, 17), contact[0].id)


async def _about_to_begin(life: Life) -> None:
    await log_introduction(life.doing(2), Somebody("Mei Tanaka"), Introduced("Bo Lindqvist", "U0BO"), "")
    await fix_call(life.doing(1, 11), Somebody("Mei Tanaka"), life.at(-3), 30, "")


async def _thanked(life: Life, done: Debriefed, days: int) -> None:
    for thank_you in done.thank_yous:
        await send_thanks(life.doing(days), thank_you.id)
