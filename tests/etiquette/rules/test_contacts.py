"""What is known of a person: tags, addresses, notes; and how they are found again (E1, E5, E8)."""

import pytest

from etiquette.rules.contacts import checked_email, checked_note, checked_tags, searched
from etiquette.rules.errors import EtiquetteError, Refusal
from tests.builders import make_contact

DANA = make_contact(id="1", company="Acme", role="Head of Pricing", place="Lisbon", tags=("hiring",))
JOSE = make_contact(id="2", name="José Ñandú", company="Acme", email="jose@acme.example")
BO = make_contact(id="3", name="Bo Lindqvist")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [BO, DANA, JOSE]),
        ("acme", [DANA, JOSE]),
        ("ACME pricing", [DANA]),
        ("nandu", [JOSE]),
        ("hiring lisbon", [DANA]),
        ("jose@acme", [JOSE]),
        ("acmelisbon", []),
    ],
)
def test_people_are_found_by_every_word_whatever_its_case_and_accents(words: str, found: list[object]) -> None:
    assert searched([JOSE, BO, DANA], words) == found


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", ()),
        (" , ,, ", ()),
        ("pricing, #Hiring,PRICING", ("pricing", "Hiring")),
        ("early  stage", ("early stage",)),
        (",".join(map(str, range(10))), tuple(map(str, range(10)))),
    ],
)
def test_people_have_each_tag_once(typed: str, tags: tuple[str, ...]) -> None:
    assert checked_tags(typed) == tags


@pytest.mark.parametrize(
    ("typed", "code"), [(",".join(map(str, range(11))), Refusal.TOO_MANY_TAGS), ("x" * 41, Refusal.TEXT_TOO_LONG)]
)
def test_people_have_ten_tags_at_most_and_short_ones(typed: str, code: Refusal) -> None:
    with pytest.raises(EtiquetteError) as refused:
        checked_tags(typed)
    assert refused.value.code is code


def test_e8_a_note_is_tidied_and_no_longer_than_it_may_be() -> None:
    assert (checked_note("  a book\n"), checked_note("  ")) == ("a book", None)
    with pytest.raises(EtiquetteError):
        checked_note("x" * 1001)


@pytest.mark.parametrize(("typed", "kept"), [("", None), (" dana@acme.example ", "dana@acme.example")])
def test_people_have_an_address(typed: str, kept: str | None) -> None:
    assert checked_email(typed) == kept


@pytest.mark.parametrize(
    "typed", ["dana", "@acme.example", "dana@acme", "dana @acme.example", "x" * 200 + "@a.example"]
)
def test_people_have_no_address_that_is_none(typed: str) -> None:
    with pytest.raises(EtiquetteError) as refused:
        checked_email(typed)
    assert refused.value.code is Refusal.NOT_AN_ADDRESS
