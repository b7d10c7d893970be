"""Forgetting is for good (N7): nothing of a person is left in the database, not even in its bytes."""

from pathlib import Path

import pytest
from sqlalchemy import select

from etiquette.rules.acts import Verb
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.good_turns import GoodTurn, Reason, Sort, Turn
from etiquette.rules.introductions import Introduction
from etiquette.rules.nudges import State
from etiquette.services.calls import Debriefed
from etiquette.services.contacts import Somebody
from etiquette.services.deliverables import edit_deliverable
from etiquette.services.forgetting import forget_contact, forget_member, kept_of_contact, kept_of_member
from etiquette.services.introducers import answer_referral
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.services.members import member_of
from etiquette.services.requests import ask_referral
from etiquette.store import nudges
from etiquette.store.records import add, all_of, find
from etiquette.store.session import Store
from etiquette.store.tables import acts, metadata
from tests.builders import make_good_turn, make_promise
from tests.cast import ADA, Hand, opened
from tests.etiquette.services.everything import keeps_everything
from tests.etiquette.services.ledger import facts_of, ledger, nudges_of

NAME = "Xanthippe Quillfeather"


async def rows_left(store: Store) -> dict[str, int]:
    """How many rows there are in each table that holds somebody's things."""
    async with store.reading() as tx:
        counts = {
            table.name: len((await tx.connection.execute(select(table))).all())
            for table in metadata.sorted_tables
            if table.name not in {"workspaces", "erasures"}
        }
    return {name: count for name, count in counts.items() if count}


def bytes_of(database_url: str) -> bytes:
    file = Path(database_url.removeprefix("sqlite:///"))
    log = file.with_name(f"{file.name}-wal")
    return file.read_bytes() + (log.read_bytes() if log.exists() else b"")


async def test_n7_forget_me_leaves_nothing_of_the_member_and_everything_of_others(ada: Hand, dan: Hand) -> None:
    await keeps_everything(dan)
    before, others = await rows_left(ada.store), await ledger(dan)
    await keeps_everything(ada)

    await forget_member(ada.doing())

    before["members"] -= 1
    assert await rows_left(ada.store) == before
    assert await ledger(dan) == others
    assert await member_of(ada.store, ADA) is None


async def test_n7_one_contact_is_forgotten_and_the_others_stay(ada: Hand, dan: Hand) -> None:
    contact_id = await keeps_everything(ada, name=NAME)
    await keeps_everything(dan, name=NAME)
    kim = await ada.logs("Kim Park", NAME)
    others = await ledger(dan)

    await forget_contact(ada.doing(), contact_id)

    assert {getattr(fact, "contact_id", kim.contact.id) for fact in await facts_of(ada)} == {kim.contact.id}
    assert {nudge.subject_id for nudge in await nudges_of(ada)} <= {kim.contact.id, kim.introduction.id}
    async with ada.store.reading() as tx:
        left = await find(tx, Introduction, ADA, kim.introduction.id)
        journals = (await tx.connection.execute(select(acts).where(acts.c.member_id == ADA.member_id))).all()
    assert left is not None
    assert left.introducer_name is None
    assert NAME not in str(journals)
    assert {row.verb for row in journals} >= {Verb.LOG_INTRODUCTION, Verb.DEBRIEF}
    assert await ledger(dan) == others


async def test_n7_what_others_rest_on_goes_and_they_stay(ada: Hand) -> None:
    """A promise that was made in a call with one, and is another's by now."""
    held = await ada.has_spoken(make_promise())
    deck = held.deliverables[0]
    await edit_deliverable(ada.doing(), deck.id, Somebody("Kim Park"), make_promise())

    await forget_contact(ada.doing(), held.contact.id)

    assert [type(fact).__name__ for fact in await facts_of(ada)] == ["Contact", "Deliverable"]


async def test_n7_it_is_told_exactly_what_goes(ada: Hand) -> None:
    contact_id = await keeps_everything(ada)

    kept = (await kept_of_contact(ada.store, ada.member, contact_id)).counts
    all_of_it = (await kept_of_member(ada.store, ada.member)).counts

    expected = {"introductions": 1, "calls": 2, "deliverables": 1, "renegotiations": 1, "thank_yous": 2, "favours": 1}
    assert {noun: kept[noun] for noun in expected} == expected
    assert (kept["connections"], all_of_it["connections"], all_of_it["contacts"]) == (1, 2, 1)


async def test_n7_notes_about_others_that_name_them_are_told_of_and_say_someone_where_it_is_wished(
    sqlite_url: str,
) -> None:
    """However they are spaced and spelled; not what only begins like them."""
    async with opened(sqlite_url) as store:
        ada = await Hand.of(store, ADA)
        contact_id = (await ada.logs(NAME)).contact.id
        kim = await notes_of_kim(ada)

        kept = await kept_of_contact(ada.store, ada.member, contact_id)
        assert kept.mentions == {"Kim Park": 1}
        await forget_contact(ada.doing(), contact_id, instead="someone")

        async with ada.store.reading() as tx:
            held = await find(tx, Call, ADA, kim.call.id)
            deck = await find(tx, Deliverable, ADA, kim.deliverables[0].id)
        assert held is not None
        assert deck is not None
        assert held.discussed == "Pricing, with someone; someone's deck."
        assert deck.what == f"{NAME}s and the deck"
        left = bytes_of(sqlite_url).replace(f"{NAME}s and".encode(), b"")
        assert {each for each in (NAME, NAME.upper()) if each.encode() in left} == set()


async def notes_of_kim(ada: Hand) -> Debriefed:
    """A call with Kim, in whose notes somebody else is named."""
    fixed = await ada.calls(name="Kim Park")
    words = f"Pricing, with {NAME.replace(' ', '  ')}; {NAME.upper()}'s deck."
    return await ada.debriefs(fixed.call.id, make_promise(what=f"{NAME}s and the deck"), discussed=words)


async def test_n7_notes_about_others_stay_as_they_are_where_that_is_wished(ada: Hand) -> None:
    contact_id = (await ada.logs(NAME)).contact.id
    kim = await notes_of_kim(ada)

    await forget_contact(ada.doing(), contact_id)

    async with ada.store.reading() as tx:
        held = await find(tx, Call, ADA, kim.call.id)
    assert held is not None
    assert NAME.upper() in str(held.discussed)


async def test_n7_forgotten_twice_it_says_what_stands(ada: Hand, dan: Hand) -> None:
    contact_id = await keeps_everything(ada)
    await forget_contact(ada.doing(), contact_id)

    for attempt in (forget_contact(ada.doing(), contact_id), forget_contact(dan.doing(), contact_id)):
        with pytest.raises(EtiquetteError) as refused:
            await attempt
        assert refused.value.code is Refusal.NOT_FOUND


@pytest.mark.parametrize("whole", [False, True], ids=["one contact", "all"])
async def test_n7_no_name_is_left_in_the_bytes_of_the_database(sqlite_url: str, whole: bool) -> None:
    """Many records, so that pages were split and rows moved about before."""
    async with opened(sqlite_url) as store:
        ada = await Hand.of(store, ADA)
        for number in range(12):
            await log_introduction(ada.doing(), Somebody(f"Kim {number} Park"), Introduced("Sam"), "words " * 200)
        contact_id = await keeps_everything(ada, "Pricing " * 20, NAME)
        for number in range(12):
            await log_introduction(ada.doing(), Somebody(f"Lee {number} Park"), Introduced(NAME), f"{number}" * 900)
        assert NAME.encode() in bytes_of(sqlite_url)

        await (forget_member(ada.doing()) if whole else forget_contact(ada.doing(), contact_id))

        assert NAME.encode() not in bytes_of(sqlite_url)


async def test_n7_somebody_who_reads_keeps_nothing_alive_for_long(sqlite_url: str) -> None:
    """The log cannot be emptied while they do: it is tried again until it can."""
    async with opened(sqlite_url) as store:
        ada = await Hand.of(store, ADA)
        contact_id = await keeps_everything(ada, name=NAME)
        async with store.reading() as tx:
            assert await all_of(tx, Contact, ADA)
            await forget_contact(ada.doing(), contact_id)
            assert store.remembers
            assert not await store.empty_log()

        assert await store.empty_log()
        assert NAME.encode() not in bytes_of(sqlite_url)


@pytest.mark.parametrize("whole", [False, True], ids=["one contact", "all"])
async def test_n7_what_an_introducer_wrote_of_them_is_forgotten_with_them(ada: Hand, sam: Hand, whole: bool) -> None:
    """Sam's journal remembers what he took back. The act itself stays, so that it does not happen twice."""
    by_sam = Introduced("Sam", sam.member.id)
    logged = await log_introduction(ada.doing(), Somebody(NAME), by_sam, "")
    await ask_referral(ada.doing(), logged.introduction.id, sam.member)
    sam.now = ada.now
    async with ada.store.writing() as tx:
        asked = await nudges_of(sam, State.PLANNED)
        await nudges.settle(tx, [each.id for each in asked], State.POSTED)
    await answer_referral(sam.doing(), logged.introduction.id, f"{NAME} and Ada both price for small teams.")
    await sam.undoes()

    await (forget_member(ada.doing()) if whole else forget_contact(ada.doing(), logged.contact.id))

    async with ada.store.reading() as tx:
        journals = (await tx.connection.execute(select(acts).where(acts.c.member_id == sam.member.id))).all()
    assert NAME not in str(journals)
    assert len(journals) == 2


async def test_n7_a_good_turn_for_somebody_else_names_them_no_more(ada: Hand) -> None:
    """E15: thanks to whoever introduced Kim."""
    contact_id = (await ada.logs(NAME)).contact.id
    kim = await ada.logs("Kim Park", NAME)
    async with ada.store.writing() as tx:
        because = str(Reason(Sort.INTRODUCER, NAME))
        await add(tx, make_good_turn(turn=Turn.THANK, contact_id=kim.contact.id, other_id=None, because=because))

    await forget_contact(ada.doing(), contact_id)

    async with ada.store.reading() as tx:
        turns = await all_of(tx, GoodTurn, ADA)
    assert [each.reason for each in turns] == [Reason(Sort.INTRODUCER)]
