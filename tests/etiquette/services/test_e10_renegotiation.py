"""E10: a date agreed anew keeps its history, with all that hangs on it; and the record that comes of it."""

from datetime import date

from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Owner, Promise
from etiquette.rules.nudges import Noun
from etiquette.rules.reliability import Record
from etiquette.rules.renegotiations import Renegotiation
from etiquette.services.contacts import Somebody
from etiquette.services.deletion import delete_deliverable
from etiquette.services.deliverables import deliver, deliverable_of, edit_deliverable
from etiquette.services.matters import matter_of
from etiquette.services.overview import overview
from etiquette.store.records import all_of
from tests.builders import make_promise
from tests.cast import DANA, Hand

FRIDAY, TUESDAY, THURSDAY = date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 3)


async def moves(hand: Hand) -> list[tuple[date, date]]:
    async with hand.store.reading() as tx:
        return [(each.due_on, each.now_due_on) for each in await all_of(tx, Renegotiation, hand.member.who)]


async def moves_to(hand: Hand, deliverable_id: str, due_on: date, name: str = DANA) -> None:
    await edit_deliverable(hand.doing(), deliverable_id, Somebody(name), make_promise(due_on=due_on))


async def test_e10_each_date_that_was_agreed_anew_is_remembered(ada: Hand) -> None:
    deck = (await ada.promises()).deliverable

    await moves_to(ada, deck.id, TUESDAY)
    await moves_to(ada, deck.id, TUESDAY)
    await moves_to(ada, deck.id, THURSDAY)

    known = await deliverable_of(ada.store, ada.member, deck.id)
    assert [(each.due_on, each.now_due_on) for each in known.agreed_anew] == [(FRIDAY, TUESDAY), (TUESDAY, THURSDAY)]


async def test_e10_undo_takes_a_new_date_and_its_history_back(ada: Hand) -> None:
    deck = (await ada.promises()).deliverable
    await moves_to(ada, deck.id, TUESDAY)

    await ada.undoes()

    assert await moves(ada) == []
    assert (await deliverable_of(ada.store, ada.member, deck.id)).deliverable.due_on == FRIDAY


async def test_e10_a_deleted_promise_takes_its_history_along_and_back(ada: Hand) -> None:
    deck = (await ada.promises()).deliverable
    await moves_to(ada, deck.id, TUESDAY)

    await delete_deliverable(ada.doing(), deck.id)
    assert await moves(ada) == []
    await ada.undoes()

    assert await moves(ada) == [(FRIDAY, TUESDAY)]


async def test_e10_the_history_goes_with_the_promise_to_another_contact(ada: Hand) -> None:
    deck = (await ada.promises()).deliverable
    await moves_to(ada, deck.id, TUESDAY)

    await moves_to(ada, deck.id, TUESDAY, name="Cleo Marchetti")

    async with ada.store.reading() as tx:
        cleo = next(each for each in await all_of(tx, Contact, ada.member.who) if each.name == "Cleo Marchetti")
        [move] = await all_of(tx, Renegotiation, ada.member.who)
    assert move.contact_id == cleo.id


async def test_e10_the_record_stands_on_home_and_comes_with_what_was_delivered(ada: Hand) -> None:
    """On time; agreed anew in time; agreed anew too late; theirs, which does not count."""
    kept, moved, late = [(await ada.promises(what=what)).deliverable for what in ("deck", "figures", "guide")]
    theirs = (await ada.promises(owner=Owner.THEIRS)).deliverable
    await deliver(ada.doing(), kept.id)
    await moves_to(ada, moved.id, TUESDAY)
    ada.waits(days=4)
    await moves_to(ada, late.id, TUESDAY)
    for each in (moved, late, theirs):
        await deliver(ada.doing(), each.id)

    home = await overview(ada.store, ada.member, ada.now)
    told = [await matter_of(ada.store, ada.member, Noun.DELIVERABLE, each.id) for each in (late, theirs)]

    assert home.record == Record(kept=2, late=1, open=0)
    assert [each.record for each in told] == [Record(2, 1, 0), None]


async def test_e10_a_promise_keeps_the_message_that_it_was_made_of_and_no_other_address(ada: Hand) -> None:
    message = "https://coop.slack.com/archives/C0/p1795528801000100"
    made = [
        (await ada.promises(what=what, link=link)).deliverable
        for what, link in [("deck", message), ("figures", "javascript:alert(1)"), ("guide", None)]
    ]
    assert [each.link for each in made] == [message, None, None]

    edited = await edit_deliverable(ada.doing(), made[0].id, Somebody(DANA), Promise(Owner.MINE, "slides", FRIDAY))

    assert edited.deliverable.link == message
