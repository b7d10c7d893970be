"""What is asked back: which person, which moment, and the forms that ask it."""

from dataclasses import replace
from datetime import date, datetime, time

from etiquette.messages import questions
from etiquette.messages.vocabulary import Action, read_metadata
from etiquette.rules.drafts import Draft
from etiquette.rules.nudges import Kind
from tests.etiquette.messages.cast import ADA, CALL, DANA, NOW, TODAY, VIA_SAM, elements, inputs, labels, plain

DRAFT = Draft("w-1", "T0COOP", "U0ADA", "call", "Dana some day", "Dana some day", None, NOW)


def test_two_of_one_name_are_told_apart() -> None:
    other = replace(DANA, id="c-other", name="Dana Whitfield", profile_url=None)
    candidates = [questions.Candidate(DANA, VIA_SAM, CALL), questions.Candidate(other)]

    said = questions.which_contact(DRAFT, candidates, ADA, NOW, name="Dana")

    assert said.text == "Which Dana do you mean?"
    assert "introduced by <@U0SAM> · <https://www.linkedin.com/in/dana|linkedin.com/in/dana> · call yesterday" in plain(
        said
    )
    assert [each["value"] for each in elements(said)] == ["w-1:c-dana", "w-1:c-other", "call:w-1"]


def test_which_moment_is_asked_in_the_members_wall_time() -> None:
    in_tokyo = replace(ADA, zone="Asia/Tokyo")

    said = questions.which_moment(DRAFT, [NOW, TODAY], in_tokyo, NOW)

    assert [each["value"] for each in elements(said)] == ["w-1:2026-11-24T19:42", "w-1:2026-11-24", "call:w-1"]
    assert labels(said) == ["Tuesday 24 November, 19:42", "Tuesday 24 November", "None of these"]


def test_days_of_several_years_are_each_asked_about_with_their_year() -> None:
    last, next_ = date(2026, 6, 5), date(2027, 6, 5)
    at_three = [datetime.combine(each, time(15)) for each in (last, next_)]

    assert labels(questions.which_moment(DRAFT, [last, next_], ADA, NOW))[:2] == [
        "Friday 5 June 2026",
        "Saturday 5 June 2027",
    ]
    assert labels(questions.which_moment(DRAFT, at_three, replace(ADA, locale="en-US"), NOW))[:2] == [
        "Friday, June 5, 2026, 3:00 PM",
        "Saturday, June 5, 2027, 3:00 PM",
    ]
    assert labels(questions.which_moment(DRAFT, [next_], ADA, NOW))[0] == "Saturday 5 June 2027"
    assert labels(questions.which_moment(DRAFT, [last], ADA, NOW))[0] == "Friday 5 June"


def test_a_wall_time_without_zone_is_taken_as_it_is() -> None:
    said = questions.which_moment(DRAFT, [NOW.replace(tzinfo=None)], replace(ADA, zone="Asia/Tokyo"), NOW)

    assert elements(said)[0]["value"] == "w-1:2026-11-24T10:42"


def test_a_form_that_could_not_be_opened_is_one_press_away() -> None:
    said = questions.open_form("call", "w-1")

    assert [(each["action_id"], each["value"]) for each in elements(said)] == [(Action.OPEN_FORM, "call:w-1")]
    assert elements(questions.open_form("intro", None))[0]["value"] == "intro:"


def test_remind_me_on_keeps_what_it_is_about() -> None:
    view = questions.later_form(Kind.DEBRIEF, "k-dana", ADA, NOW)

    assert read_metadata(view["private_metadata"]) == {"kind": "debrief", "id": "k-dana"}
    assert list(inputs(view)) == ["day", "clock"]
