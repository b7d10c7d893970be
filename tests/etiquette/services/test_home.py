"""Home of somebody who knows a thousand people, by the facts in the database."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import insert

from emulator.blocks import view_problems
from etiquette.messages.home import home
from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, Owner
from etiquette.rules.introductions import Introduction
from etiquette.rules.journeys import Stage
from etiquette.rules.people import Look
from etiquette.rules.thanks import ThankYou
from etiquette.services.overview import overview
from etiquette.store.records import TABLES, Fact
from etiquette.store.session import Store
from tests.builders import (
    TUESDAY,
    make_call,
    make_contact,
    make_deliverable,
    make_introduction,
    make_thank_you,
)
from tests.cast import ADA, Hand, opened

PEOPLE = 1000


@pytest.fixture
async def ada(sqlite_url: str) -> AsyncIterator[Hand]:
    """She has met somebody every three hours, and owes every second of them something."""
    async with opened(sqlite_url) as store:
        hand = await Hand.of(store, ADA)
        await _meets_everybody(store)
        yield hand


async def test_home_with_a_thousand_people_is_within_slacks_limits_wherever_one_looks(ada: Hand) -> None:
    for look in (Look(), Look(500), Look(0, "person 77")):
        seen = await overview(ada.store, ada.member, ada.now, look)
        view = home(seen, ada.member, ada.now)
        assert view_problems(view) == []
        assert seen.people.known == PEOPLE

    second = (await overview(ada.store, ada.member, ada.now, Look(1))).people
    found = (await overview(ada.store, ada.member, ada.now, Look(0, "firm7"))).people
    assert [each.contact.id for each in second.shown] == [f"c-{n}" for n in range(10, 20)]
    assert {each.journey.stage for each in second.shown} == {Stage.HELD, Stage.INTRODUCED}
    assert (found.found, [each.contact.id for each in found.shown[:2]]) == (20, ["c-7", "c-57"])


async def _meets_everybody(store: Store) -> None:
    met = [fact for n in range(PEOPLE) for fact in _met(n)]
    async with store.writing() as tx:
        for record in (Contact, Introduction, Call, ThankYou, Deliverable):
            rows = [asdict(fact) for fact in met if isinstance(fact, record)]
            await tx.connection.execute(insert(TABLES[record]), rows)


def _met(n: int) -> list[Fact]:
    at, who = TUESDAY - timedelta(hours=3 * n), f"c-{n}"
    of = {"contact_id": who, "created_at": at}
    known: list[Fact] = [
        make_contact(id=who, name=f"Person {n}", company=f"Firm{n % 50}", touched_at=at),
        make_introduction(id=f"i-{n}", moved_at=at, **of),
    ]
    if n % 2:
        held = make_call(id=f"k-{n}", state=CallState.HELD, starts_at=at, debriefed_at=at, **of)
        return [*known, held, make_thank_you(id=f"t-{n}", call_id=held.id, due_since=at, **of)]
    owner = Owner.MINE if n % 4 else Owner.THEIRS
    return [*known, make_deliverable(id=f"d-{n}", owner=owner, due_on=at.date(), **of)]
