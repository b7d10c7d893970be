"""Which good turn fits: found among the member's own people, and never the same twice in a year (E14, E15)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from etiquette.rules.deliverables import DeliverableState, Owner
from etiquette.rules.good_turns import GoodTurnState, Reason, Sort, Turn, first_tuesday
from etiquette.rules.suggestions import Known, Suggestion, offer, pay_forward
from etiquette.rules.thanks import ThankYouState
from tests.builders import (
    TUESDAY,
    make_call,
    make_contact,
    make_deliverable,
    make_good_turn,
    make_introduction,
    make_thank_you,
)

DAY = date(2026, 12, 1)
LONG_AGO = TUESDAY - timedelta(days=200)
DANA = make_contact(tags=("Pricing", "hiring"), place="Lisbon", company="Acme")
ARRIVED = make_deliverable(owner=Owner.THEIRS, state=DeliverableState.DELIVERED, settled_at=LONG_AGO)
THANKED = make_thank_you(state=ThankYouState.SENT, settled_at=LONG_AGO)


def cleo(**values: Any) -> Any:
    return make_contact(**{"id": "c-cleo", "name": "Cleo Marchetti", **values})


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (cleo(tags=("pricing",)), Reason(Sort.TAG, "pricing")),
        (cleo(place="lisbon"), Reason(Sort.PLACE, "lisbon")),
        (cleo(company="ACME"), Reason(Sort.COMPANY, "acme")),
    ],
)
def test_e15_two_who_share_something_could_know_one_another(other: Any, reason: Reason) -> None:
    found = pay_forward(Known([DANA, other]), DAY, TUESDAY)

    assert found == Suggestion(Turn.INTRODUCE, "c-cleo", reason, "c-dana")


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(Known([DANA, cleo(tags=("bees",))]), id="they share nothing"),
        pytest.param(Known([DANA, cleo(name="dana reyes", tags=("pricing",))]), id="they may be one person"),
        pytest.param(
            Known([DANA, cleo(tags=("pricing",))], introductions=[make_introduction(introducer_name="Cleo Marchetti")]),
            id="one introduced the other",
        ),
        pytest.param(Known([DANA], deliverables=[make_deliverable(owner=Owner.THEIRS)]), id="a promise that is open"),
        pytest.param(
            Known([DANA], thank_yous=[make_thank_you(state=ThankYouState.SENT, settled_at=TUESDAY)]), id="of late"
        ),
        pytest.param(Known([DANA], thank_yous=[THANKED, make_thank_you(id="t-2")]), id="thanks wait already"),
    ],
)
def test_e15_where_nothing_fits_nothing_is_suggested(known: Known) -> None:
    assert pay_forward(known, DAY, TUESDAY) is None


def test_e15_the_sort_that_was_suggested_longest_ago_comes_first_and_nothing_twice_in_a_year() -> None:
    people = [DANA, cleo(tags=("pricing",))]
    past: list[Any] = []
    told = []
    for month in range(14):
        day = first_tuesday(2026 + month // 12, 1 + month % 12)
        found = pay_forward(Known(people, deliverables=[ARRIVED], thank_yous=[THANKED], good_turns=past), day, TUESDAY)
        told.append(found.turn if found else None)
        if found:
            turn = make_good_turn(turn=found.turn, contact_id=found.contact_id, other_id=found.other_id)
            past.append(replace(turn, planned_for=day))

    assert told[:3] == [Turn.INTRODUCE, Turn.RECOMMEND, Turn.THANK]
    assert told[3:12] == [None] * 9
    assert told[13] is not None


def test_e15_two_who_were_brought_together_are_not_brought_together_again() -> None:
    met = make_good_turn(contact_id="c-dana", other_id="c-cleo", state=GoodTurnState.DONE, planned_for=date(2020, 1, 7))

    assert pay_forward(Known([DANA, cleo(tags=("pricing",))], good_turns=[met]), DAY, TUESDAY) is None


@pytest.mark.parametrize(
    ("contact", "calls", "idea"),
    [
        (DANA, [make_call(offer="review her deck")], Reason(Sort.NOTED, "review her deck")),
        (DANA, [], Reason(Sort.TAG, "pricing")),
        (make_contact(common_ground="We both keep bees"), [], Reason(Sort.COMMON, "We both keep bees")),
        (make_contact(), [], Reason(Sort.WORD)),
    ],
)
def test_e14_there_is_always_an_idea_of_what_to_offer(contact: Any, calls: Any, idea: Reason) -> None:
    assert offer(contact, [contact, cleo(tags=("pricing",))], calls).reason == idea


@pytest.mark.parametrize(("month", "day"), [(9, 1), (11, 3), (12, 1), (6, 2)])
def test_e15_the_first_tuesday_of_a_month(month: int, day: int) -> None:
    assert first_tuesday(2026, month) == date(2026, month, day)


@pytest.mark.parametrize("reason", [Reason(Sort.TAG, "a:b"), Reason(Sort.WORD), Reason(Sort.KEPT, "2")])
def test_a_reason_reads_back(reason: Reason) -> None:
    assert Reason.read(str(reason)) == reason
    assert Reason.read("pricing") == Reason(Sort.TAG, "pricing")
