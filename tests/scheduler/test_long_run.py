"""Some weeks of people at work and of things going wrong: every nudge ends once, and is said at most once (N4).

What happens is drawn from a seed, so that it is the same every time. Two workers share the database; Slack refuses,
stumbles, answers too late or not at all; workers die between two steps; members press, put off, take back, delete.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

from sqlalchemy import select

from etiquette.rules.calls import Call, CallState
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.errors import EtiquetteError
from etiquette.rules.invitations import Invitation
from etiquette.rules.nudges import FINAL, Later, State
from etiquette.rules.planning import kind_of
from etiquette.rules.thanks import ThankYou
from etiquette.services.answers import later, later_moment
from etiquette.services.deletion import delete_call, delete_deliverable
from etiquette.services.deliverables import deliver as keeps
from etiquette.services.deliverables import drop_deliverable
from etiquette.services.invitations import send_invitation
from etiquette.services.thanks import drop_thanks, send_thanks
from etiquette.store.tables import acts
from scheduler.desk import Desk
from scheduler.sweep import _prepared, claim
from tests.builders import make_promise
from tests.cast import ADA, BO, WORKSPACE, Hand
from tests.etiquette.services.ledger import facts_of, nudges_of
from tests.scheduler.office import LEASE_IS_OUT, Office

STEPS = 70
Act = Callable[[Hand, Random], Awaitable[object]]


async def promises(hand: Hand, chance: Random) -> object:
    due_on = hand.now.date() + timedelta(days=chance.randrange(6))
    owner = chance.choice(list(Owner))
    return await hand.promises(name=f"Peer {chance.randrange(4)}", owner=owner, due_on=due_on)


async def speaks(hand: Hand, chance: Random) -> object:
    when = hand.now + timedelta(minutes=chance.randrange(-90, 600))
    return await hand.calls(when, name=f"Peer {chance.randrange(4)}")


async def debriefs(hand: Hand, _chance: Random) -> object:
    over = [each for each in await facts_of(hand) if isinstance(each, Call) and each.state is CallState.PLANNED]
    return [
        await hand.debriefs(call.id, make_promise(due_on=hand.now.date())) for call in over if call.is_over(hand.now)
    ]


async def settles(hand: Hand, chance: Random) -> object:
    subject = await some(hand, chance)
    match subject:
        case Deliverable(state=DeliverableState.OPEN):
            return await chance.choice([keeps, drop_deliverable])(hand.doing(), subject.id)
        case ThankYou():
            return await chance.choice([send_thanks, drop_thanks])(hand.doing(), subject.id)
        case Invitation():
            return await send_invitation(hand.doing(), subject.id)
        case _:
            return None


async def puts_off(hand: Hand, chance: Random) -> object:
    subject = await some(hand, chance)
    if subject is None:
        return None
    doing = hand.doing()
    again = later_moment(hand.member, chance.choice([Later.HOUR, Later.TOMORROW, Later.WEEK]), doing.now)
    return await later(doing, kind_of(subject), subject.id, again)


async def takes_back(hand: Hand, chance: Random) -> object:
    """Any act of the last few, whether or not something was built upon it."""
    query = select(acts.c.id).where(acts.c.member_id == hand.member.id).order_by(acts.c.at.desc()).limit(3)
    async with hand.store.reading() as tx:
        done = list((await tx.connection.execute(query)).scalars())
    return await hand.undoes(chance.choice(done)) if done else None


async def deletes(hand: Hand, chance: Random) -> object:
    subject = await some(hand, chance)
    match subject:
        case Deliverable():
            return await delete_deliverable(hand.doing(), subject.id)
        case Call():
            return await delete_call(hand.doing(), subject.id)
        case _:
            return None


ACTS: list[Act] = [promises, speaks, debriefs, settles, settles, puts_off, takes_back, deletes]


async def some(hand: Hand, chance: Random) -> Call | Deliverable | ThankYou | Invitation | None:
    found = [each for each in await facts_of(hand) if isinstance(each, (Call, Deliverable, ThankYou, Invitation))]
    found.sort(key=lambda each: (each.created_at, type(each).__name__))
    return chance.choice(found) if found else None


def goes_wrong(office: Office, chance: Random) -> None:
    """Something of Slack's, or nothing."""
    faults, method = office.slack.faults, chance.choice(["chat.postMessage", "chat.update", "conversations.history"])
    match chance.randrange(6):
        case 0:
            faults.drop_answer(method)
        case 1:
            faults.refuse(method, status=500)
        case 2:
            faults.refuse(method, retry_after=20)
        case 3:
            faults.refuse(method, error="internal_error")


async def dies(desk: Desk, chance: Random) -> None:
    """A worker that stops after a claim, after it prepared, or after it posted."""
    claimed = await claim(desk, WORKSPACE) or []
    for delivery in claimed[: chance.randrange(1, 3)]:
        ready = await _prepared(desk, delivery) if chance.random() < 0.7 else None
        if ready is not None and chance.random() < 0.6:
            await desk.slack.post(*ready)


async def one_step(office: Office, desks: list[Desk], chance: Random) -> None:
    hand = await office.hand(chance.choice([ADA, BO]))
    with suppress(EtiquetteError):  # refused in words, as it would be to a person
        await chance.choice(ACTS)(hand, chance)
    office.moves(minutes=chance.choice([1, 5, 30, 90, 400]))
    if chance.random() < 0.15:
        office.slack.faults.clear()
        await dies(chance.choice(desks), chance)
    goes_wrong(office, chance)
    await office.ticks(chance.choice(desks))


async def comes_to_rest(office: Office) -> None:
    """Everything is well again, for as long as the longest ladder goes on."""
    office.slack.faults.clear()
    await passes_days(office, 40)


async def passes_days(office: Office, days: int) -> None:
    """Every day at eleven everything is looked after."""
    today = office.time.domain.replace(hour=11, minute=0, second=0, microsecond=0)
    office.time.machine += timedelta(days=days)
    for day in range(1, days + 1):
        office.moves_to(today + timedelta(days=day))
        await office.ticks()


async def test_n4_in_the_end_every_nudge_has_ended_once_and_was_said_at_most_once(any_office: Office) -> None:
    chance = Random(1)  # noqa: S311  # nothing is secret here
    desks = [any_office.desk, any_office.another_desk()]
    for _ in range(STEPS):
        await one_step(any_office, desks, chance)
    any_office.moves(seconds=LEASE_IS_OUT)
    await comes_to_rest(any_office)

    nudges = [each for who in (ADA, BO) for each in await nudges_of(await any_office.hand(who))]
    said = any_office.said()
    assert len(nudges) > 50
    assert {each.state for each in nudges} <= FINAL
    assert set(said.values()) == {1}
    assert {each.digest for each in nudges if each.state is State.POSTED} == set(said)
    assert not await any_office.errors(State.CLAIMED)


async def test_n5_what_is_never_answered_goes_quiet_in_the_end(office: Office) -> None:
    """After the last step nothing more is said, for years.

    But for one question whether to stop (N3), and two check-ins within half a year (E19).
    """
    ada = await office.hand()
    await ada.promises()
    await passes_days(office, 14)
    reminders = [message for message in office.inbox() if "The deck" in message.plain]
    heard = len(office.inbox())

    for _ in range(24):
        office.moves(days=30)
        await office.ticks()

    assert (len(reminders), heard) == (4, 5)
    assert len([message for message in office.inbox()[heard:] if "Dana" in message.plain]) == 2
    assert len(office.inbox()) == heard + 2
    assert await office.states() == {"posted": 5}
