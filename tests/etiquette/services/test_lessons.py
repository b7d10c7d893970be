"""A lesson's post: planned by a press, withdrawn by undo while it has not begun, and planned again with it (E16)."""

from sqlalchemy import text

from etiquette.rules.calls import Call
from etiquette.rules.nudges import Kind, State
from etiquette.rules.planning import is_open
from etiquette.services.contacts import Somebody
from etiquette.services.lessons import Learned, share_lesson
from etiquette.store import nudges
from tests.cast import DANA, Hand
from tests.etiquette.services.ledger import facts_of, nudges_of, planned_steps

LEARNED = Learned("Less is more", channel="C0GENERAL")


async def posts(ada: Hand) -> list[str]:
    async with ada.store.reading() as tx:
        query = text("SELECT state FROM deliveries WHERE cargo = 'lesson'")
        return list((await tx.connection.execute(query)).scalars())


async def said_all(ada: Hand) -> None:
    """Whatever has fallen due was said."""
    due = [each for each in await nudges_of(ada, State.PLANNED) if each.due_at <= ada.now]
    async with ada.store.writing() as tx:
        await nudges.settle(tx, [each.id for each in due], State.POSTED)


async def test_e16_its_post_is_withdrawn_with_it_and_comes_back_with_it(ada: Hand) -> None:
    await share_lesson(ada.doing(), None, LEARNED)
    assert await posts(ada) == [State.PLANNED]

    await ada.undoes()
    assert await posts(ada) == [State.WITHDRAWN]

    await ada.undoes()
    assert await posts(ada) == [State.PLANNED]


async def test_e16_told_unasked_it_is_not_asked_any_more(ada: Hand) -> None:
    held = await ada.has_spoken()
    assert await planned_steps(ada, held.call.id, Kind.SHARE) == ["next-day"]

    shared = await share_lesson(ada.doing(), Somebody(DANA), LEARNED)

    assert await planned_steps(ada, held.call.id, Kind.SHARE) == []
    assert shared.lesson.contact_id == held.contact.id
    assert [is_open(each, Kind.SHARE) for each in await facts_of(ada) if isinstance(each, Call)] == [False]


async def test_n4_a_debrief_that_is_amended_asks_no_second_time_what_others_could_use(ada: Hand) -> None:
    """E16: nor is the question shown as answered, which nobody has answered."""
    held = await ada.has_spoken()
    ada.waits(days=2)
    await said_all(ada)

    await ada.debriefs(held.call.id, discussed="Pricing, and hiring")

    assert await planned_steps(ada, held.call.id, Kind.SHARE) == []
    [asked] = [each for each in await nudges_of(ada, subject_id=held.call.id) if each.kind is Kind.SHARE]
    assert (asked.state, asked.answer) == (State.POSTED, None)
