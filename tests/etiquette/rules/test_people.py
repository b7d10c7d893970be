"""A member's people, searched and paged."""

from datetime import timedelta

import pytest

from etiquette.rules.contacts import Contact
from etiquette.rules.people import Look, fitting, page_of, pages_of
from tests.builders import TUESDAY, make_contact

DANA = make_contact(name="Dana Reyes", company="Acme Holdings", role="Head of pricing", tags=("hiring",))
JOSE = make_contact(id="c-jose", name="José Álvarez", place="Lisbon", touched_at=TUESDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", [JOSE, DANA]),
        ("   ", [JOSE, DANA]),
        ("dana", [DANA]),
        ("REY", [DANA]),
        ("acme dan", [DANA]),
        ("hold", [DANA]),
        ("pricing", [DANA]),
        ("hiring", [DANA]),
        ("jose alv", [JOSE]),
        ("lisbon", [JOSE]),
        ("eyes", []),
        ("dana lisbon", []),
    ],
)
def test_home_finds_people_by_the_beginnings_of_what_is_known_of_them(wanted: str, found: list[Contact]) -> None:
    assert fitting([DANA, JOSE], wanted) == found


@pytest.mark.parametrize(("page", "seen", "first"), [(0, 0, 0), (2, 2, 20), (99, 2, 20), (-5, 0, 0), (10**30, 2, 20)])
def test_home_turns_to_the_last_page_where_there_is_no_such_page(page: int, seen: int, first: int) -> None:
    everybody = [make_contact(id=f"c-{n}") for n in range(23)]

    look, shown = page_of(everybody, Look(page, "x"))

    assert (look, shown[0].id) == (Look(seen, "x"), f"c-{first}")


def test_home_has_one_page_for_nobody_and_for_ten() -> None:
    assert [pages_of(count) for count in (0, 1, 10, 11, 1000)] == [1, 1, 1, 2, 100]
