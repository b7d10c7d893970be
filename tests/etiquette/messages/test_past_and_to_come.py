"""A weekday alone could be the last one or the next: whoever reads it is told which."""

from datetime import timedelta

import pytest

from etiquette.messages.contacts import listed, merge_form
from etiquette.messages.deliverables import when_due
from etiquette.messages.replies import plain, reading, result
from etiquette.rules.portraits import Entry, Page
from tests.builders import make_call, make_deliverable
from tests.etiquette.messages.cast import ADA, DANA, NOW, TODAY


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "was due yesterday"), (-4, "was due on Friday"), (0, "due today"), (3, "by Friday")]
)
def test_e10_a_promise_says_whether_its_day_has_passed(days: int, said: str) -> None:
    assert when_due(make_deliverable(due_on=TODAY + timedelta(days=days)), ADA, NOW) == said


@pytest.mark.parametrize(("days", "said"), [(-4, "call was on Friday"), (3, "call on Friday")])
def test_a_list_of_people_says_whether_their_call_has_passed(days: int, said: str) -> None:
    call = make_call(starts_at=NOW + timedelta(days=days))
    page = Page([Entry(DANA, None, call)], number=0, pages=1, found=1, search="")

    assert f"\\n{said}" in str(listed(page, ADA, NOW).blocks)


def test_merging_says_which_name_stays() -> None:
    assert "the name stays Dana Reyes" in str(merge_form(DANA))


def test_only_what_was_noted_is_called_so() -> None:
    """A person who is opened, or a question, is no note."""
    said = plain("Forget Dana Reyes, for good?")

    assert result(said)["title"]["text"] == "Noted"
    assert (reading(said)["title"]["text"], reading(said)["close"]["text"]) == ("Coopetiquette", "Close")
