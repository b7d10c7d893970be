"""Whom one member knows, and what they typed, is nobody else's: neither by id, nor by name, nor on any page (N6)."""

import pytest

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.reliability import Record
from etiquette.services.calls import fix_call
from etiquette.services.contacts import Somebody, candidates, everybody, page_of, whom
from etiquette.services.deliverables import agree_deliverable
from etiquette.services.drafts import drafts_of, finish_draft
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.services.ledger import record_favour
from etiquette.services.lessons import Learned, share_lesson
from etiquette.services.matters import due_now
from etiquette.services.merging import merge_contacts
from etiquette.services.overview import overview
from etiquette.services.requests import ask_for_introduction
from tests.builders import make_promise
from tests.cast import ADA, DANA, TUESDAY, Hand
from tests.etiquette.services.adas import GOOD, SOMEBODY, everything_of
from tests.etiquette.services.ledger import ledger


async def test_a_forged_contact_is_nobody(ada: Hand, dan: Hand) -> None:
    """N6: by id, whatever is to be logged of them."""
    hers = await everything_of(ada)
    dana = Somebody(DANA, contact_id=hers.contact)

    for attempt in (
        log_introduction(dan.doing(), dana, Introduced(), "Dana"),
        ask_for_introduction(dan.doing(), dana, Introduced(), None, "Dana"),
        fix_call(dan.doing(), dana, TUESDAY, 30, "Dana"),
        agree_deliverable(dan.doing(), dana, make_promise(), "Dana"),
    ):
        with pytest.raises(EtiquetteError) as refused:
            await attempt
        assert refused.value.code is Refusal.NOT_FOUND

    assert (await ledger(dan)).facts == ()


async def test_e16_nobody_shares_what_was_learned_in_somebody_elses_call(ada: Hand, dan: Hand) -> None:
    """N6: nor records a favour with a contact of hers."""
    hers = await everything_of(ada)

    for attempt in (
        share_lesson(dan.doing(), None, Learned("mine", hers.call)),
        record_favour(dan.doing(), Somebody(DANA, contact_id=hers.contact), GOOD, ""),
    ):
        with pytest.raises(EtiquetteError) as refused:
            await attempt
        assert refused.value.code is Refusal.NOT_FOUND

    assert (await ledger(dan)).facts == ()


async def test_a_stranger_ends_no_draft_of_hers(ada: Hand, dan: Hand) -> None:
    """Nothing typed is ever lost, by somebody else's form least of all."""
    hers = await everything_of(ada)

    await finish_draft(dan.store, dan.member, hers.draft)
    await log_introduction(dan.doing(), SOMEBODY, Introduced(), "Dana", hers.draft)
    await ask_for_introduction(dan.doing(), SOMEBODY, Introduced(), None, "Dana", hers.draft)
    await fix_call(dan.doing(), SOMEBODY, TUESDAY, 30, "Dana", hers.draft)
    await agree_deliverable(dan.doing(), SOMEBODY, make_promise(), "Dana", hers.draft)

    assert [draft.id for draft in await drafts_of(ada.store, ada.member)] == [hers.draft]


async def test_what_ada_knows_is_not_on_anybody_elses_page(ada: Hand, dan: Hand, dan_elsewhere: Hand) -> None:
    """N6: lists, Home, names that begin alike."""
    await everything_of(ada)

    for other in (dan, dan_elsewhere):
        home = await overview(other.store, other.member, ada.now)
        assert await everybody(other.store, other.member) == []
        assert await candidates(other.store, other.member, DANA) == []
        assert await whom(other.store, other.member, Somebody(DANA)) == []
        assert (await page_of(other.store, other.member, "", 0, 10)).found == 0
        assert await drafts_of(other.store, other.member) == []
        assert await due_now(other.store, other.member, ada.now) == []
        assert (home.due, home.calls, home.promises, home.people.shown) == ([], [], [], [])
        assert (home.people.known, home.record) == (0, Record())


async def test_a_stranger_is_not_merged_with_whom_she_knows(ada: Hand, dan: Hand) -> None:
    """N6: neither of the two may be somebody else's."""
    hers, his = await everything_of(ada), await dan.logs()

    for kept, other in ((his.contact.id, hers.contact), (hers.contact, his.contact.id)):
        with pytest.raises(EtiquetteError) as refused:
            await merge_contacts(dan.doing(), kept, other)
        assert refused.value.code is Refusal.NOT_FOUND


async def test_two_members_know_the_same_person_each_for_themselves(ada: Hand, dan: Hand) -> None:
    """N6: the same name, twice, and neither knows of the other's."""
    hers, his = await ada.logs(), await dan.logs()

    assert hers.contact.id != his.contact.id
    assert [contact.member_id for contact in await everybody(dan.store, dan.member)] == [dan.member.id]
    assert ada.member.who == ADA
