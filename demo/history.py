"""What the cast has been doing for some weeks, so that there is something to see: told by the bot's own services."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from demo.cast import CONNECTIONS
from demo.life import Life
from demo.partnerships import planned_together
from etiquette.rules.deliverables import Owner, Promise
from etiquette.rules.favours import Direction, FavourForm
from etiquette.rules.imports import SentFile
from etiquette.rules.members import Profile, Who
from etiquette.rules.settings import preferences_of
from etiquette.rules.thanks import Addressee
from etiquette.services import Store
from etiquette.services.calls import Debriefed, debrief, fix_call
from etiquette.services.connections import keep_connections, read_list, receive_files
from etiquette.services.contacts import Somebody, edit_contact
from etiquette.services.deliverables import deliver
from etiquette.services.digests import Weekly, set_digest
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.services.invitations import send_invitation
from etiquette.services.ledger import Good, record_favour
from etiquette.services.lessons import Learned, share_lesson
from etiquette.services.members import arrive, meet
from etiquette.services.nudging import Doing
from etiquette.services.settings import keep_settings
from etiquette.services.thanks import send_thanks
from etiquette.store import imports

ADA = Profile("Europe/London", "en-GB", "Ada Okafor", is_active=True)
BLURB = "I lead partnerships at Northlight, and like to compare notes with people who do the same elsewhere."
GENERAL, FRIDAY = "C0GENERAL", 4
WEEK = 5  # working days
# Who else has had good conversations; and, by the weeks that have passed since, with whom.
COLLEAGUES = {
    "U0SAM": Profile("America/New_York", "en-US", "Sam Rivera", is_active=True),
    "U0BO": Profile("Europe/Stockholm", "en-GB", "Bo Lindqvist", is_active=True),
    "U0CLEO": Profile("Europe/Rome", "en-GB", "Cleo Marchetti", is_active=True),
}
CONVERSATIONS = {8: "Nora Lind", 5: "Ines Duarte", 2: "Amara Diallo", 0: "Yuki Sato"}
PROMISED = "our list of good questions"
LEARNED = "A first call is better at half an hour than at a whole one: both leave with something to come back to."


async def lived(store: Store, workspace_id: str, now: datetime) -> None:
    """Ada's last weeks: one introduction honoured to the end, one in the middle, one about to begin; and her team's."""
    colleagues = [
        await _begun(store, Who(workspace_id, colleague), profile, now, days=80)
        for colleague, profile in COLLEAGUES.items()
    ]
    for colleague in colleagues:
        await _at_work(colleague)
    life = await _begun(store, Who(workspace_id, "U0ADA"), ADA, now, days=30)
    await _known_by_her_profile(life)
    await _honoured(life)
    await _in_the_middle(life)
    await _about_to_begin(life)
    await _connected(life)
    await planned_together(life, *colleagues)
    weekly = Doing(store, life.member, "demo:digest", now)
    await set_digest(weekly, GENERAL, Weekly(FRIDAY, time(15)))


async def _begun(store: Store, who: Who, profile: Profile, now: datetime, *, days: int) -> Life:
    began = now - timedelta(days=days)
    member = await meet(store, who, profile, began)
    member, _ = await arrive(store, member, began, uses=True, greets=True)
    return Life(store, member, now)


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
    learned = Learned("Interview a customer every week, and keep it light: thirty minutes, one question.", call.call.id)
    await share_lesson(life.doing(17), None, replace(learned, in_digest=True))
    favour = Good(Direction.RECEIVED, FavourForm.KNOWLEDGE, "how they recruit people to interview")
    await record_favour(life.doing(12), Somebody("Priya Nair"), favour, "")
    await _told_of(
        life,
        call.contact.id,
        role="Head of Research",
        company="Fernhill",
        place="London",
        tags=("research", "interviews"),
        past="Ran a small studio for ten years",
        future="Wants to write about listening",
    )


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
    await _told_of(
        life, call.contact.id, role="Founder", company="Kettle", place="Berlin", tags=("pricing", "research")
    )
    contact = [each for each in done.thank_yous if each.addressee is Addressee.CONTACT]
    await send_thanks(life.doing(5, 17), contact[0].id)


async def _about_to_begin(life: Life) -> None:
    by = Introduced("Bo Lindqvist", "U0BO", "Listens first, and then asks the question that you were avoiding")
    mei = Somebody("Mei Tanaka", profile_url="https://www.linkedin.com/in/mei-tanaka-example")
    await log_introduction(life.doing(2), mei, by, "")
    call = await fix_call(life.doing(1, 11), Somebody("Mei Tanaka"), life.at(-1), 30, "")
    await _told_of(
        life,
        call.contact.id,
        role="VP Product",
        company="Tidewater",
        place="Lisbon",
        tags=("onboarding", "pricing"),
        company_url="https://tidewater.example",
        past="Came to product from customer support",
        present="Makes onboarding fit into one afternoon",
    )


async def _connected(life: Life) -> None:
    """A few of Ada's LinkedIn connections, read some time ago."""
    content = CONNECTIONS.encode()
    [sent] = await receive_files(life.doing(8), "", [SentFile("F0LIST", "Connections.csv", "", len(content))])
    rows, duplicates, unreadable = read_list(content, sent)
    read = await keep_connections(life.store, sent, rows, duplicates=duplicates, unreadable=unreadable)
    async with life.store.writing() as tx:
        await imports.change(tx, read or sent, told=True)


async def _at_work(life: Life) -> None:
    """A colleague's own conversations, each honoured to the end: what the digest of a channel counts."""
    for weeks, name in CONVERSATIONS.items():
        first, then = life.working_days_ago(weeks * WEEK + 2), life.working_days_ago(weeks * WEEK + 1)
        await log_introduction(life.doing(first, 9), Somebody(name), Introduced("Ada Okafor", "U0ADA", "One of us"), "")
        call = await fix_call(life.doing(first, 11), Somebody(name), life.at(first), 30, "")
        promises = [Promise(Owner.MINE, PROMISED, life.day(then))]
        done = await debrief(life.doing(first, 16), call.call.id, "what to ask first", promises, two_way=False)
        await deliver(life.doing(then), done.deliverables[0].id)
        await _thanked(life, done, then)
    if life.member.id == "U0SAM":
        await share_lesson(life.doing(1), None, Learned(LEARNED, in_digest=True))


async def _known_by_her_profile(life: Life) -> None:
    wanted = replace(
        preferences_of(life.member), profile_url="https://www.linkedin.com/in/ada-okafor-example", blurb=BLURB
    )
    life.member = await keep_settings(life.store, life.member, wanted, life.at(29))


async def _told_of(life: Life, contact_id: str, **told: object) -> None:
    await edit_contact(life.doing(1, 12), contact_id, told)


async def _thanked(life: Life, done: Debriefed, days: int) -> None:
    for thank_you in done.thank_yous:
        await send_thanks(life.doing(days), thank_you.id)
