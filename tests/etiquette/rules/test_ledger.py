"""The ledger: what was given and received, weighed from the lines alone (E14)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.deliverables import DeliverableState, Owner
from etiquette.rules.favours import Direction
from etiquette.rules.good_turns import GoodTurnState, Turn
from etiquette.rules.ledger import (
    LEANS_AT,
    Balance,
    Facts,
    Line,
    Whom,
    balance,
    by_person,
    leaning,
    lines_of,
    shares_of,
)
from tests.builders import (
    TUESDAY,
    WANTED,
    make_contact,
    make_deliverable,
    make_favour,
    make_good_turn,
    make_introduction,
    make_lesson,
)

DANA = make_contact()
SAM = make_contact(id="c-sam", name="Sam Rivera", slack_user_id="U0SAM")
GIVEN, RECEIVED = Direction.GIVEN, Direction.RECEIVED
DELIVERED = make_deliverable(state=DeliverableState.DELIVERED, settled_at=TUESDAY)
MET = make_good_turn(contact_id="c-dana", other_id="c-sam", state=GoodTurnState.DONE, settled_at=TUESDAY)

lines = st.lists(
    st.builds(
        Line,
        direction=st.sampled_from(Direction),
        form=st.none(),
        what=st.just(""),
        at=st.just(TUESDAY),
        whom=st.builds(Whom, contact_id=st.sampled_from([None, "c-1", "c-2", "c-3"])),
    )
)


@given(lines)
def test_e14_the_balance_adds_up_from_the_lines_alone(those: list[Line]) -> None:
    total, people = balance(those), by_person(shares_of(those))
    nobodys = balance(line for line in those if not line.whom.key)

    assert total.given + total.received == len(those)
    assert total.given == nobodys.given + sum(each.given for each in people.values())
    assert total.received == nobodys.received + sum(each.received for each in people.values())
    assert total.lean == nobodys.lean + sum(each.lean for each in people.values())


@given(lines)
def test_e14_it_leans_to_whom_gave_two_more_whatever_the_order(those: list[Line]) -> None:
    leans = leaning(shares_of(those))

    assert leans == leaning(reversed(shares_of(those)))
    assert set(leans) == {
        whom.contact_id for whom, each in by_person(shares_of(those)).items() if each.lean >= LEANS_AT
    }


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            Facts([DANA, SAM], introductions=[make_introduction()]),
            [(RECEIVED, "c-sam", "Dana Reyes")],
            id="introduced",
        ),
        pytest.param(
            Facts([DANA], introductions=[make_introduction(introducer_name=None, introducer_user_id="U0SAM")]),
            [(RECEIVED, "U0SAM", "Dana Reyes")],
            id="introduced by somebody in Slack who is no contact",
        ),
        pytest.param(Facts([DANA, SAM], introductions=[WANTED]), [], id="wanted only"),
        pytest.param(Facts([DANA], deliverables=[DELIVERED]), [(GIVEN, "c-dana", "the deck")], id="delivered"),
        pytest.param(Facts([DANA], deliverables=[make_deliverable()]), [], id="still owed"),
        pytest.param(
            Facts([DANA], deliverables=[make_deliverable(owner=Owner.THEIRS, state=DeliverableState.DELIVERED)]),
            [(RECEIVED, "c-dana", "the deck")],
            id="arrived",
        ),
        pytest.param(
            Facts([DANA], lessons=[make_lesson(channel="C0GENERAL")]),
            [(GIVEN, "", make_lesson().text)],
            id="shared with a channel",
        ),
        pytest.param(Facts([DANA], lessons=[make_lesson(in_digest=False)]), [], id="written down for oneself"),
        pytest.param(
            Facts([DANA, SAM], good_turns=[MET]),
            [(GIVEN, "c-sam", "Dana Reyes"), (GIVEN, "c-dana", "Sam Rivera")],
            id="brought together: given to both",
        ),
        pytest.param(
            Facts([DANA, SAM], good_turns=[make_good_turn(turn=Turn.OFFER, state=GoodTurnState.BALANCED)]),
            [],
            id="in balance by itself",
        ),
        pytest.param(
            Facts([DANA], favours=[make_favour()]), [(RECEIVED, "c-dana", "an hour on pricing")], id="by hand"
        ),
    ],
)
def test_e14_what_each_fact_says_in_the_ledger(facts: Facts, expected: list[tuple[Direction, str, str]]) -> None:
    told = [(line.direction, line.whom.key, line.what) for line in lines_of(facts)]

    assert sorted(told) == sorted(expected)


def test_e14_the_latest_stands_first() -> None:
    before = make_favour(id="f-old", what="before", at=TUESDAY - timedelta(days=1))

    assert [line.what for line in lines_of(Facts([DANA], favours=[before, make_favour()]))][-1] == "before"
    assert Balance(1, 3).lean == LEANS_AT
