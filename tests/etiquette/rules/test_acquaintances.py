"""Who could introduce the member, the strongest tie first (E1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from etiquette.rules.acquaintances import Tie, fits, ranked, strength, tie_of, words_of
from etiquette.rules.calls import CallState
from etiquette.rules.deliverables import DeliverableState, Owner
from etiquette.rules.imports import Connection
from etiquette.rules.introductions import IntroductionState
from etiquette.rules.invitations import InvitationState
from tests.builders import TUESDAY, make_call, make_contact, make_deliverable, make_introduction, make_invitation

DANA = make_contact()
WEEK_AGO, YEARS_AGO = TUESDAY - timedelta(days=7), TUESDAY - timedelta(days=900)
SPOKEN = Tie(DANA, calls=1, last_call=WEEK_AGO)


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (SPOKEN, Tie(DANA)),
        (replace(SPOKEN, calls=2), SPOKEN),
        (SPOKEN, replace(SPOKEN, last_call=YEARS_AGO)),
        (replace(SPOKEN, two_way=True), SPOKEN),
        (replace(SPOKEN, kept=1), SPOKEN),
        (replace(SPOKEN, connected=True), SPOKEN),
        (Tie(DANA, introduction=make_introduction()), Tie(DANA)),
        (replace(SPOKEN, calls=3, last_call=YEARS_AGO), SPOKEN),
    ],
)
def test_e1_who_was_spoken_with_and_kept_their_word_comes_first(stronger: Tie, weaker: Tie) -> None:
    assert strength(stronger, TUESDAY) > strength(weaker, TUESDAY)


def test_e1_a_tie_is_made_of_what_was_logged_and_of_nothing_that_was_not_done() -> None:
    held = make_call(state=CallState.HELD, two_way=True)
    kept = make_deliverable(owner=Owner.THEIRS, state=DeliverableState.DELIVERED)
    made = make_introduction()

    tie = tie_of(
        DANA,
        [held, make_call(state=CallState.NOT_HELD), make_call()],
        [kept, make_deliverable(owner=Owner.THEIRS), make_deliverable(state=DeliverableState.DELIVERED)],
        [made, make_introduction(state=IntroductionState.WANTED), make_introduction(introducer_name=None)],
        [make_invitation(state=InvitationState.ACCEPTED)],
    )

    assert tie == Tie(DANA, made, 1, held.starts_at, two_way=True, kept=1, connected=True)


@pytest.mark.parametrize(
    ("asked", "is_meant"),
    [("acme", True), ("ÁCME lisbon", True), ("pricing", True), ("lead reyes", True), ("globex", False), ("", False)],
)
def test_e1_every_word_is_looked_for_in_name_company_role_place_and_tags(asked: str, is_meant: bool) -> None:
    dana = make_contact(company="Acmé", role="Product lead", place="Lisbon", tags=("pricing",))

    assert fits(dana, words_of(asked)) is is_meant


def test_e1_connections_come_after_people_the_longest_known_first_and_nobody_twice() -> None:
    def connection(name: str, year: int | None, url: str | None = None) -> Connection:
        on = date(year, 1, 1) if year else None
        return Connection(name, "T0COOP", "U0ADA", "m", name, name, url, None, "Acme", None, on, TUESDAY)

    dana = replace(DANA, profile_url="https://www.linkedin.com/in/dana")
    others = [connection("Kim", None), connection("Lee", 2021), connection("Bo", 2015), connection("dana reyes", 2019)]
    same = connection("D. Reyes", 2019, dana.profile_url)

    found = ranked([Tie(dana)], [*others, same], TUESDAY)

    assert [each.tie.contact.name if each.tie else each.connection and each.connection.name for each in found] == [
        *("Dana Reyes", "Bo", "Lee", "Kim")
    ]
