"""When a page is read, when one is prepared, and which card is late (E5 to E7)."""

from datetime import timedelta
from typing import Any

import pytest

from etiquette.rules.calls import CallState, Reading
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind
from etiquette.rules.preparing import card_due, checked_questions, has_read_all
from tests.builders import TUESDAY, make_call, make_contact, make_member

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("ahead", "values", "kind"),
    [
        (timedelta(days=3), {}, None),
        (timedelta(hours=20), {}, Kind.PREPARE),
        (11 * MINUTE, {}, Kind.PREPARE),
        (10 * MINUTE, {}, Kind.CALL_CARD),
        (MINUTE, {}, Kind.CALL_CARD),
        (-MINUTE, {}, None),
        (MINUTE, {"state": CallState.NOT_HELD}, None),
        (timedelta(hours=20), {"closed": (Kind.PREPARE,)}, None),
        (MINUTE, {"closed": (Kind.CALL_CARD,)}, Kind.PREPARE),
    ],
)
def test_e5_e7_a_card_is_late_once_its_moment_has_passed(
    ahead: timedelta, values: dict[str, Any], kind: Kind | None
) -> None:
    call = make_call(starts_at=TUESDAY + ahead, **values)

    assert card_due(call, make_member(), TUESDAY) is kind


def test_e5_who_does_not_want_to_hear_of_it_gets_no_card() -> None:
    """N3: a kind that was stopped is stopped in replies, too."""
    call = make_call(starts_at=TUESDAY + timedelta(hours=20))

    assert card_due(call, make_member(muted=(Kind.PREPARE,)), TUESDAY) is None


def test_e5_one_is_prepared_when_every_page_that_is_known_was_read() -> None:
    dana = make_contact(profile_url="https://linkedin.com/in/dana", website_url="https://dana.example")

    assert not has_read_all(dana, ())
    assert not has_read_all(dana, [Reading.PROFILE])
    assert has_read_all(dana, [Reading.PROFILE, Reading.WEBSITE])
    assert not has_read_all(make_contact(), [Reading.PROFILE])


def test_e6_questions_are_a_line_each_and_three_at_most() -> None:
    assert checked_questions([" Who\nelse? ", "", "  "]) == "Who else?"
    assert checked_questions(["a", "b", "c", "d"]) == "a\nb\nc"
    assert checked_questions([]) is None
    with pytest.raises(EtiquetteError) as refused:
        checked_questions(["x" * 301])
    assert refused.value.code is Refusal.TEXT_TOO_LONG
