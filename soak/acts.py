"""What members do, drawn from chance and done by the bot's own services: all of a journey, in any order."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any

from etiquette.rules.deliverables import Owner, Promise
from etiquette.rules.errors import EtiquetteError
from etiquette.rules.invitations import InvitationState
from etiquette.rules.thanks import Addressee
from etiquette.services.calls import Debriefed, debrief, did_not_happen, edit_call, fix_call
from etiquette.services.deliverables import agree_deliverable, deliver, drop_deliverable, edit_deliverable
from etiquette.services.introductions import Introduced as By
from etiquette.services.introductions import edit_introduction, log_introduction
from etiquette.services.invitations import answer_invitation, drop_invitation, send_invitation
from etiquette.services.requests import ask_for_introduction, drop_request, introduced, request_made
from etiquette.services.thanks import drop_thanks, send_thanks
from soak.calendars import there
from soak.facts import Call, Contact, Introduction, Invitation, Thanks
from soak.facts import Promise as Promised
from soak.happenings import (
    Agreed,
    Asked,
    FellThrough,
    Fixed,
    Held,
    Introduced,
    Invited,
    Moved,
    Settled,
    Thanked,
    Told,
)
from soak.lives import Life
from soak.presses import concentrates, goes_away, lets_rest, puts_off, takes_back

Act = Callable[[Life], Awaitable[None]]
SAM = "Sam Rivera"
HALF_AN_HOUR = timedelta(minutes=30)


async def introduces(life: Life) -> None:
    """Somebody is introduced, perhaps one who is known already; mostly by Sam, at times with a word of theirs."""
    met = [each for each in life.facts(Contact) if f"introduction of {each}" not in life.standing.facts]
    contact = life.one_of(met) if met and life.chance.random() < 0.5 else life.new("contact")
    assert contact is not None
    by = By(SAM if life.chance.random() < 0.8 else None, None, life.chance.choice([None, None, "A clear head"]))
    logged = await log_introduction(life.doing(), life.somebody(contact), by, contact)
    life.called(contact, logged.contact.id)
    life.called(f"introduction of {contact}", logged.introduction.id)
    life.has_done(Introduced(contact, by.introducer_name is not None, by.how_referred is not None))


async def meets_many(life: Life) -> None:
    """A conference: a dozen introductions, one after another."""
    for _ in range(life.chance.randrange(9, 14)):
        await introduces(life)


async def wants_to_meet(life: Life) -> None:
    """Sam could introduce somebody."""
    contact = life.new("contact")
    wanted = await ask_for_introduction(life.doing(), life.somebody(contact), By(SAM), None, contact)
    life.called(contact, wanted.contact.id)
    life.called(f"introduction of {contact}", wanted.introduction.id)
    life.has_done(Asked(contact))


async def asks_sam(life: Life) -> None:
    """Sam is asked, introduces them, or is not asked this time."""
    open_ones = [*life.facts(Introduction, state="wanted"), *life.facts(Introduction, state="asked")]
    if name := life.one_of(open_ones):
        state = life.chance.choice(["asked", "made", "made", "dropped"])
        if name in life.facts(Introduction, state="asked") and state == "asked":
            state = "made"
        await {"asked": request_made, "made": introduced, "dropped": drop_request}[state](life.doing(), life.ids[name])
        life.has_done(Moved(life.contact_of(name), state))


async def learns_how(life: Life) -> None:
    """Sam's words become known."""
    known = life.one_of(life.facts(Introduction, state="made", is_told=False, by_somebody=True))
    if known:
        contact = life.contact_of(known)
        by = By(SAM, None, "Somebody who keeps her word")
        await edit_introduction(life.doing(), life.ids[known], life.somebody(contact), by)
        life.has_done(Told(contact))


async def fixes_a_call(life: Life) -> None:
    """A call, ahead or past; with a new contact now and then."""
    contact = life.one_of(life.facts(Contact))
    if contact is None or life.chance.random() < 0.1:
        contact = life.new("contact")
    starts, minutes = _some_time(life), life.chance.choice([15, 30, 30, 60])
    fixed = await fix_call(life.doing(), life.somebody(contact), starts, minutes, contact)
    call = life.new("call")
    life.called(contact, fixed.contact.id)
    life.called(call, fixed.call.id)
    if life.chance.random() < 0.15:
        life.forgotten.add(call)
    life.has_done(Fixed(call, contact, starts, starts + timedelta(minutes=minutes)))


async def moves_a_call(life: Life) -> None:
    """One that stands, or one that fell through."""
    call = life.one_of([*life.facts(Call, state="planned"), *life.facts(Call, state="fell through")])
    if call:
        contact = life.contact_of(call)
        starts = _some_time(life)
        await edit_call(life.doing(), life.ids[call], life.somebody(contact), starts, 30)
        life.has_done(Fixed(call, contact, starts, starts + HALF_AN_HOUR))


async def debriefs(life: Life) -> None:
    """A call that has begun, with up to two promises; one that did not happen, at times; some are never debriefed."""
    begun = [each for each in life.facts(Call, state="planned") if _began(life, each) and each not in life.forgotten]
    call = life.one_of(begun)
    if call is None:
        return
    if life.chance.random() < 0.15:
        await did_not_happen(life.doing(), life.ids[call])
        life.has_done(FellThrough(call))
        return
    contact = life.contact_of(call)
    promises = [_some_promise(life) for _ in range(life.chance.choice([0, 1, 1, 2]))]
    two_way = life.chance.random() < 0.7
    held = await debrief(life.doing(), life.ids[call], "Pricing", promises, two_way=two_way)
    _name_what_followed(life, call, contact, held)
    agreed = tuple(
        Agreed(life.world.names[each.id], contact, each.owner is Owner.MINE, each.due_on) for each in held.deliverables
    )
    life.has_done(Held(call, two_way, agreed))


async def catches_up(life: Life) -> None:
    """Whatever calls have begun are debriefed, one after another."""
    for _ in life.facts(Call, state="planned"):
        await debriefs(life)


async def promises(life: Life) -> None:
    """Something, by a day: theirs or the contact's."""
    contact = life.one_of(life.facts(Contact))
    if contact:
        promise = _some_promise(life)
        agreed = await agree_deliverable(life.doing(), life.somebody(contact), promise, contact)
        name = life.new("promise")
        life.called(name, agreed.deliverable.id)
        life.has_done(Agreed(name, contact, promise.owner is Owner.MINE, promise.due_on))


async def settles_a_promise(life: Life) -> None:
    """Delivered, dropped, or agreed on anew for another day."""
    name = life.one_of(life.facts(Promised, state="open"))
    if name is None:
        return
    promised = life.standing.facts[name]
    assert isinstance(promised, Promised)
    match life.chance.randrange(5):
        case 0:
            await drop_deliverable(life.doing(), life.ids[name])
            life.has_done(Settled(name, is_kept=False))
        case 1:
            due = life.today + timedelta(days=life.chance.randrange(1, 15))
            if due != promised.due:
                promise = Promise(Owner.MINE if promised.is_mine else Owner.THEIRS, "the deck", due)
                await edit_deliverable(life.doing(), life.ids[name], life.somebody(promised.contact), promise)
                life.has_done(Agreed(name, promised.contact, promised.is_mine, due))
        case _:
            await deliver(life.doing(), life.ids[name])
            life.has_done(Settled(name, is_kept=True))


async def thanks(life: Life) -> None:
    """Sent, or now and then dropped."""
    name = life.one_of(life.facts(Thanks, state="owed"))
    if name:
        is_sent = life.chance.random() < 0.85
        await (send_thanks if is_sent else drop_thanks)(life.doing(), life.ids[name])
        life.has_done(Thanked(name, is_sent))


async def invites(life: Life) -> None:
    """The invitation goes on: sent or dropped, and then accepted or not."""
    name = life.one_of([*life.facts(Invitation, state="due"), *life.facts(Invitation, state="sent")])
    if name is None:
        return
    invitation_id, is_well = life.ids[name], life.chance.random() < 0.75
    if name in life.facts(Invitation, state="due"):
        await (send_invitation if is_well else drop_invitation)(life.doing(), invitation_id)
        life.has_done(Invited(name, "sent" if is_well else "dropped"))
    else:
        state = InvitationState.ACCEPTED if is_well else InvitationState.NOT_ACCEPTED
        await answer_invitation(life.doing(), invitation_id, state)
        life.has_done(Invited(name, "accepted" if is_well else "not accepted"))


ACTS: dict[Act, int] = {
    introduces: 9,
    meets_many: 1,
    wants_to_meet: 5,
    asks_sam: 8,
    learns_how: 5,
    fixes_a_call: 14,
    moves_a_call: 3,
    debriefs: 20,
    catches_up: 4,
    promises: 8,
    settles_a_promise: 14,
    thanks: 16,
    invites: 8,
    lets_rest: 4,
    puts_off: 12,
    takes_back: 6,
    goes_away: 1,
    concentrates: 1,
}
"""What they do, and how often."""


async def does_something(life: Life) -> None:
    """Whatever chance has them do; what is refused in words is no harm."""
    act = life.chance.choices(list(ACTS), list(ACTS.values()))[0]
    try:
        await act(life)
    except EtiquetteError as error:
        life.refused.append(f"{act.__name__}: {error.code}")


def _name_what_followed(life: Life, call: str, contact: str, held: Debriefed) -> None:
    for each in held.thank_yous:
        to_contact = each.addressee is Addressee.CONTACT
        life.called(f"thanks for {call}" if to_contact else f"thanks for introducing {contact}", each.id)
    for promise in held.deliverables:
        life.called(life.new("promise"), promise.id)
    if held.invitation:
        life.called(f"invitation of {contact}", held.invitation.id)


def _some_time(life: Life) -> datetime:
    """Ahead by up to three weeks, mostly; else within the last three days."""
    if life.chance.random() < 0.25:
        return (life.now - timedelta(minutes=life.chance.randrange(5, 4000))).replace(microsecond=0)
    day = life.today + timedelta(days=life.chance.randrange(0, 21))
    return there(life.person, day, time(life.chance.randrange(7, 22), life.chance.choice([0, 15, 30, 45])))


def _some_promise(life: Life) -> Promise:
    due_on = life.today + timedelta(days=life.chance.randrange(0, 15))
    return Promise(life.chance.choice([Owner.MINE, Owner.MINE, Owner.THEIRS]), "the deck", due_on)


def _began(life: Life, name: str) -> bool:
    call: Any = life.standing.facts[name]
    return bool(call.starts <= life.now)
