"""How things stand with people after each act: signs of life (E19), and to whom the ledger leans (E14)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text

from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Owner
from etiquette.rules.favours import Direction, FavourForm
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Turn
from etiquette.rules.ledger import by_person
from etiquette.rules.nudges import Kind, State
from etiquette.rules.thanks import Addressee
from etiquette.services.checking_in import let_them_rest, wrote_to
from etiquette.services.contacts import Somebody
from etiquette.services.deletion import delete_call
from etiquette.services.deliverables import deliver, drop_deliverable
from etiquette.services.good_turns import settle_good_turn
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.services.invitations import send_invitation
from etiquette.services.ledger import Good, ledger_of, record_favour
from etiquette.services.thanks import drop_thanks, send_thanks
from etiquette.store.ledger import shares
from etiquette.store.records import add, all_of
from tests.builders import make_good_turn
from tests.cast import DANA, SAM, Hand, thanks_to
from tests.etiquette.services.ledger import facts_of, ledger, nudges_of

HOUR = Good(Direction.RECEIVED, FavourForm.KNOWLEDGE, "an hour on pricing")
BACK = replace(HOUR, direction=Direction.GIVEN)
MONTH = timedelta(days=30)
NO_ONE = Introduced()


async def dana_of(ada: Hand) -> Contact:
    [dana] = [fact for fact in await facts_of(ada) if isinstance(fact, Contact) and fact.name == DANA]
    return dana


async def offers_of(ada: Hand) -> list[GoodTurn]:
    return [each for each in await facts_of(ada) if isinstance(each, GoodTurn) and each.turn is Turn.OFFER]


async def check_ins(ada: Hand) -> list[datetime]:
    dana = await dana_of(ada)
    return [nudge.due_at for nudge in await nudges_of(ada, State.PLANNED, subject_id=dana.id)]


async def receives(ada: Hand, good: Good = HOUR, name: str = DANA) -> None:
    await record_favour(ada.doing(), Somebody(name), good, good.what)


async def said(ada: Hand, subject_id: str) -> None:
    """What was planned of it is posted, for all that the facts know."""
    async with ada.store.writing() as tx:
        query = text("UPDATE nudges SET state = 'posted' WHERE subject_id = :id AND state = 'planned'")
        await tx.connection.execute(query, {"id": subject_id})


async def a_promise(ada: Hand) -> str:
    return (await ada.promises()).deliverable.id


async def a_call(ada: Hand) -> str:
    return (await ada.calls()).call.id


async def thanks(ada: Hand) -> str:
    return thanks_to(Addressee.CONTACT, await ada.has_spoken()).id


async def thanks_for_sam(ada: Hand) -> str:
    return thanks_to(Addressee.INTRODUCER, await ada.has_spoken()).id


async def an_invitation(ada: Hand) -> str:
    held = await ada.has_thanked()
    assert held.invitation is not None
    return held.invitation.id


async def nothing(ada: Hand) -> str:
    return (await ada.logs()).contact.id


@pytest.mark.parametrize(
    ("prepare", "act", "is_sign"),
    [
        (nothing, lambda ada, _: ada.promises(due_on=date(2027, 1, 8)), True),
        (nothing, lambda ada, _: receives(ada), True),
        (nothing, lambda ada, c: wrote_to(ada.doing(), c), True),
        (nothing, lambda ada, c: let_them_rest(ada.doing(), c), False),
        (nothing, lambda ada, _: ada.calls(), False),
        (a_promise, lambda ada, d: deliver(ada.doing(), d), True),
        (a_promise, lambda ada, d: drop_deliverable(ada.doing(), d), False),
        (thanks, lambda ada, t: send_thanks(ada.doing(), t), True),
        (thanks, lambda ada, t: drop_thanks(ada.doing(), t), False),
        (thanks_for_sam, lambda ada, t: send_thanks(ada.doing(), t), False),
        (an_invitation, lambda ada, v: send_invitation(ada.doing(), v), True),
    ],
    ids=range(11),
)
async def test_e19_any_contact_is_a_sign_of_life_and_undone_it_is_none(
    ada: Hand,
    prepare: Callable[[Hand], Awaitable[str]],
    act: Callable[[Hand, str], Awaitable[Any]],
    is_sign: bool,
) -> None:
    subject_id = await prepare(ada)
    before = await dana_of(ada)
    ada.waits(days=40)

    await act(ada, subject_id)

    assert (await dana_of(ada)).touched_at == (ada.now if is_sign else before.touched_at)
    await ada.undoes()
    assert (await dana_of(ada)).touched_at == before.touched_at


async def test_e19_a_call_that_was_held_counts_from_when_it_was_and_deleted_not_at_all(ada: Hand) -> None:
    await ada.logs()
    met = (await dana_of(ada)).touched_at
    ada.waits(days=10)
    call = await a_call(ada)
    await ada.debriefs(call)
    assert (await dana_of(ada)).touched_at == ada.now - timedelta(hours=1, seconds=2)

    await delete_call(ada.doing(), call)

    assert (await dana_of(ada)).touched_at == met


async def test_e19_checked_in_with_after_90_and_180_days_of_silence_and_anew_after_any_contact(ada: Hand) -> None:
    await ada.logs()
    assert [at.date() for at in await check_ins(ada)] == [date(2027, 2, 22), date(2027, 5, 24)]

    ada.waits(days=80)
    await receives(ada)

    first, last = await check_ins(ada)
    assert timedelta(days=89) < first - ada.now < timedelta(days=94)
    assert timedelta(days=179) < last - ada.now < timedelta(days=184)


async def test_e19_not_this_time_rests_until_there_is_any_contact(ada: Hand) -> None:
    contact = await nothing(ada)
    ada.waits(days=91)
    await let_them_rest(ada.doing(), contact)
    assert await check_ins(ada) == []

    ada.waits(days=300)
    await receives(ada)
    assert len(await check_ins(ada)) == 2

    await ada.undoes()
    assert await check_ins(ada) == []


async def test_e19_keeping_signs_of_life_keeps_nothing_from_being_undone(ada: Hand) -> None:
    """N3: what follows from the facts is in no journal."""
    await ada.logs()
    first, second = await a_promise(ada), await a_promise(ada)
    await deliver(ada.doing(), first)
    delivered = await ada.last_act()
    before = await ledger(ada)
    await drop_deliverable(ada.doing(), second)
    await ada.undoes()
    assert await ledger(ada) == before

    await deliver(ada.doing(), second)
    await ada.undoes(delivered)


async def test_e14_two_more_received_than_given_calls_for_an_offer_the_next_day(ada: Hand) -> None:
    await ada.logs()
    await receives(ada)
    assert await offers_of(ada) == []

    await receives(ada)

    [offer] = await offers_of(ada)
    [nudge] = await nudges_of(ada, State.PLANNED, subject_id=offer.id)
    assert nudge.kind is Kind.RECIPROCATE
    assert nudge.due_at.date() == ada.now.date() + timedelta(days=1)
    await ada.undoes()
    assert await offers_of(ada) == []


async def test_e14_promises_that_arrived_lean_too_and_one_delivered_sets_it_right(ada: Hand) -> None:
    mine = await a_promise(ada)
    for _ in range(2):
        theirs = await ada.promises(owner=Owner.THEIRS, what="her notes")
        await deliver(ada.doing(), theirs.deliverable.id)
    [offer] = await offers_of(ada)
    await said(ada, offer.id)

    await deliver(ada.doing(), mine)

    assert [each.state for each in await offers_of(ada)] == [GoodTurnState.BALANCED]
    await ada.undoes()
    assert [each.state for each in await offers_of(ada)][-1] is GoodTurnState.OPEN


async def test_e14_introductions_that_are_made_by_the_time_they_are_logged_lean_at_once(ada: Hand) -> None:
    """Of people who are known already: nothing else that the ledger is made of changes with them."""
    for name in (DANA, "Kim Park", "Lee Stone"):
        await ada.logs(name, None)
    for name in ("Kim Park", "Lee Stone"):
        await log_introduction(ada.doing(), Somebody(name), Introduced(DANA), "")

    [offer] = await offers_of(ada)
    assert offer.contact_id == (await dana_of(ada)).id


async def test_e14_once_in_thirty_days_whoever_it_leans_to(ada: Hand) -> None:
    for name in (DANA, "Cleo Marchetti", "Bo Lindqvist"):
        await ada.logs(name, None)
        for _ in range(2):
            await receives(ada, name=name)

    offers = [each.id for each in await offers_of(ada)]
    moments = [nudge.due_at for nudge in await nudges_of(ada, State.PLANNED) if nudge.subject_id in offers]

    assert len(moments) == 3
    assert all(later - earlier >= MONTH for earlier, later in pairwise(moments))


async def test_e14_what_is_counted_where_it_is_kept_is_what_the_ledger_says(ada: Hand) -> None:
    """Of each sort of line one at least, with contacts, by name, by their Slack user, and with nobody in particular."""
    mine = await a_promise(ada)
    theirs = (await ada.promises(owner=Owner.THEIRS, what="her notes")).deliverable.id
    for each in (mine, theirs):
        await deliver(ada.doing(), each)
    await ada.promises(what="never delivered")
    for name, by in (("Kim Park", Introduced("dána reyes")), ("Lee Stone", Introduced(None, "U0SAM")), (SAM, NO_ONE)):
        await log_introduction(ada.doing(), Somebody(name), by, "")
    await receives(ada)
    await receives(ada, BACK, "Somebody Else")
    dana = await dana_of(ada)
    async with ada.store.writing() as tx:
        kim, sam = [await all_of(tx, Contact, ada.member.who, name=name) for name in ("Kim Park", SAM)]
        done = {"state": GoodTurnState.DONE, "settled_at": ada.now}
        met = {"turn": Turn.INTRODUCE, "contact_id": dana.id, "other_id": kim[0].id, "because": "tag:pricing"}
        await add(tx, make_good_turn(id="g-met", **met, **done))
        thanked = {"turn": Turn.THANK, "contact_id": kim[0].id, "other_id": None, "because": f"introducer:{SAM}"}
        await add(tx, make_good_turn(id="g-thanked", **thanked, **done))

    async with ada.store.reading() as tx:
        counted = by_person(await shares(tx, ada.member.who))

    written = (await ledger_of(ada.store, ada.member)).people
    assert {whom.key: each for whom, each in counted.items()} == {whom.key: each for whom, each in written.items()}
    assert list(counted) == list(written)
    assert {whom.contact_id for whom in counted} >= {dana.id, kim[0].id, sam[0].id}


async def test_e14_declined_it_is_not_said_again_until_it_was_in_balance(ada: Hand) -> None:
    await ada.logs()
    for _ in range(2):
        await receives(ada)
    [offer] = await offers_of(ada)
    await settle_good_turn(ada.doing(), offer.id, GoodTurnState.DECLINED)
    await receives(ada)
    assert len(await offers_of(ada)) == 1

    for _ in range(2):
        await receives(ada, BACK)
    ada.waits(days=40)
    await receives(ada)

    assert {each.state for each in await offers_of(ada)} == {GoodTurnState.BALANCED, GoodTurnState.OPEN}


async def test_e14_what_was_offered_counts_as_given(ada: Hand) -> None:
    await ada.logs()
    for _ in range(2):
        await receives(ada)
    [offer] = await offers_of(ada)

    await settle_good_turn(ada.doing(), offer.id, GoodTurnState.DONE)

    assert [each.state for each in await offers_of(ada)] == [GoodTurnState.DONE]
    await receives(ada)
    again = [each for each in await offers_of(ada) if each.state is GoodTurnState.OPEN]
    assert [each.planned_for >= offer.planned_for + MONTH for each in again] == [True]
