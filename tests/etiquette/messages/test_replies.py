"""What is said back when something was logged, promised, invited, deleted or asked for."""

from dataclasses import replace
from datetime import timedelta

from etiquette.messages import calls, contacts, deliverables, introductions, invitations
from etiquette.messages import help as help_page
from etiquette.messages.vocabulary import Action
from etiquette.rules.deliverables import Owner
from etiquette.rules.nudges import Kind
from handlers.arguments import Verb
from tests.etiquette.messages.cast import (
    ADA,
    DANA,
    NOW,
    TODAY,
    VIA_SAM,
    elements,
    inputs,
    labels,
    matter,
    plain,
    promise,
)


def test_an_introduction_is_said_back_with_edit_and_delete() -> None:
    said = introductions.noted(VIA_SAM, DANA)

    assert "Noted: *<https://www.linkedin.com/in/dana|Dana Reyes>*, introduced by <@U0SAM>." in plain(said)
    assert "the one who knows pricing" in plain(said)
    assert [(each["action_id"], each["value"]) for each in elements(said)] == [
        (Action.FIRST_MESSAGE, "introduction:i-dana"),
        (Action.EDIT, "introduction:i-dana"),
        (Action.DELETE, "introduction:i-dana"),
    ]
    assert "confirm" in elements(said)[2]


def test_an_introduction_without_introducer_asks_for_one() -> None:
    said = introductions.noted(replace(VIA_SAM, introducer_name=None, introducer_user_id=None), DANA)

    assert "Who introduced you?" in plain(said)


def test_e10_a_promise_says_back_its_date_and_its_first_reminder() -> None:
    said = plain(deliverables.agreed(promise(days=3), DANA, ADA, NOW))

    assert "by *Friday 27 November*." in said
    assert "My first reminder comes on Thursday 26 November, 09:" in said


def test_e10_a_promise_of_theirs_says_when_it_will_be_asked_about() -> None:
    said = plain(deliverables.agreed(promise(Owner.THEIRS, days=3, what="her notes"), DANA, ADA, NOW))

    assert "a friendly word to Dana ready for you on Monday 30 November, 09:" in said


def test_a_later_day_than_this_year_is_said_with_its_year() -> None:
    far = promise(days=60)

    assert "by *Saturday 23 January 2027*." in plain(deliverables.agreed(far, DANA, ADA, NOW))
    assert far.due_on - TODAY == timedelta(days=60)


def test_a_form_is_filled_in_as_far_as_it_was_understood_and_shows_what_was_typed() -> None:
    view = deliverables.form(deliverables.DeliverableFields("Dana", "the deck"), wrote="Dana: the deck by <!here>")

    assert inputs(view)["contact"]["element"]["initial_value"] == "Dana"
    assert inputs(view)["what"]["element"]["initial_value"] == "the deck"
    assert "initial_date" not in inputs(view)["due"]["element"]
    assert "You wrote: Dana: the deck by &lt;!here&gt;" in plain(view)


def test_a_form_without_words_shows_none() -> None:
    assert "You wrote" not in plain(calls.form())


def test_e12_an_invitation_before_the_thanks_offers_the_thanks() -> None:
    said = invitations.thanks_first(DANA)

    assert "a thank-you is the kinder first step" in plain(said)
    assert [(each["action_id"], each["value"]) for each in elements(said)] == [(Action.THANKS_DRAFT, "contact:c-dana")]


def test_e13_the_invitations_form_takes_no_more_than_linkedin_does() -> None:
    field = inputs(invitations.draft_form(matter(Kind.INVITE), ADA, NOW))["draft"]

    assert field["element"]["max_length"] == 200
    assert " of 200 characters" in field["hint"]["text"]


def test_what_is_deleted_can_be_undone() -> None:
    said = contacts.deleted("call", "Dana Reyes", "act-1")

    assert plain(said) == "The call with Dana Reyes is deleted, and I will not speak of it any more."
    assert labels(said) == ["Undo"]


def test_help_says_first_what_was_not_understood_as_it_was_typed() -> None:
    said = plain(help_page.help_message("<!here> foo & bar"))

    assert said.startswith("I am not sure what to do with “&lt;!here&gt; foo &amp; bar”. Here is what I can do:\n")
    assert "`/coop intro" in said
    assert len(plain(help_page.help_message("foo " * 900))) < len(said) + 100
    assert "not sure" not in plain(help_page.help_message(" "))


def test_help_names_the_commands_that_work_and_no_other_on_one_screen() -> None:
    said = plain(help_page.help_message())

    assert [verb for verb in Verb if f"`/coop {verb}" not in said] == []
    assert len(said.splitlines()) < 30
