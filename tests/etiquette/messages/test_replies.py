"""What is said back when something was logged, chosen, refused or asked."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from etiquette.messages import (
    calls,
    cards,
    contacts,
    debriefs,
    deliverables,
    digest_replies,
    introductions,
    invitations,
    ledger,
    lessons,
    questions,
    requests,
    thanks,
)
from etiquette.messages import help as help_page
from etiquette.messages import settings as settings_page
from etiquette.messages.refusals import field_error, sentence, went_wrong
from etiquette.messages.vocabulary import Action, Form, metadata, read_kind, read_metadata, read_value, value
from etiquette.rules.calls import CallState
from etiquette.rules.deliverables import Owner
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.invitations import InvitationState
from etiquette.rules.nudges import Kind
from etiquette.rules.thanks import Addressee
from handlers.arguments import Verb
from handlers.forms import WITHOUT_A_FIELD
from tests.etiquette.messages.cast import (
    ADA,
    CALL,
    DANA,
    NOW,
    TODAY,
    VIA_SAM,
    Debriefed,
    elements,
    inputs,
    invitation,
    labels,
    matter,
    plain,
    promise,
    thank_you,
)
from tests.etiquette.messages.plan_forms import forms_of_plans

DRAFT = Draft("w-1", "T0COOP", "U0ADA", "call", "Dana some day", "Dana some day", None, NOW)


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


def test_e9_a_call_to_come_is_said_back_with_its_full_date() -> None:
    coming = replace(CALL, starts_at=datetime.fromisoformat("2026-11-27T15:00:00+00:00"), state=CallState.PLANNED)

    said = calls.fixed(coming, DANA, ADA, NOW)

    assert "*Friday 27 November, 15:00*, for 30 minutes." in plain(said)
    assert "Right after it, I will ask you how it went." in plain(said)
    assert said.text == "Your call with Dana Reyes: Friday 27 November, 15:00."


@pytest.mark.parametrize(
    ("minutes", "length"), [(45, "45 minutes"), (60, "an hour"), (90, "an hour and 30 minutes"), (120, "2 hours")]
)
def test_a_call_says_how_long_it_is(minutes: int, length: str) -> None:
    assert f"for {length}." in plain(calls.fixed(replace(CALL, minutes=minutes), DANA, ADA, NOW))


def test_e9_a_call_that_has_been_offers_the_debrief_first() -> None:
    said = calls.past(CALL, DANA, ADA, NOW)

    assert labels(said) == ["Debrief", "Edit", "Delete"]
    assert elements(said)[0]["value"] == "call:k-dana"


def test_e9_a_call_that_did_not_happen_has_two_kind_ways_on() -> None:
    said = calls.not_held(CALL, DANA, ADA, NOW, "act-1")

    assert "*Find another time*" in plain(said)
    assert "*Let it go, and leave the door open*" in plain(said)
    assert [each["action_id"] for each in elements(said)] == [Action.RESCHEDULE, Action.UNDO]


def test_e9_the_debrief_says_what_was_noted_and_what_comes_next_with_dates() -> None:
    outcome = Debriefed(
        CALL,
        DANA,
        VIA_SAM,
        (promise(days=3), promise(Owner.THEIRS, days=6, what="her notes")),
        (thank_you(), thank_you(Addressee.INTRODUCER)),
        invitation(InvitationState.WAITING),
    )

    said = plain(debriefs.debriefed(outcome, ADA, NOW))

    assert "• You: the deck, by Friday 27 November" in said
    assert "• Dana: her notes, by Monday 30 November" in said
    assert "• Thank Dana: Tuesday 24 November, 12:42" in said
    assert "• Thank <@U0SAM>, and tell them how it went: Wednesday 25 November, 09:" in said
    assert "• Invite Dana to connect, the day after you have thanked them" in said


def test_e12_without_a_two_way_street_no_invitation_is_announced() -> None:
    said = plain(debriefs.debriefed(Debriefed(CALL, DANA, VIA_SAM, thank_yous=(thank_you(),)), ADA, NOW))

    assert "Invite" not in said


def test_e9_the_debrief_form_has_a_row_for_each_promise_and_room_for_one_more() -> None:
    known = debriefs.DebriefFields(rows=(debriefs.RowFields("the deck", Owner.THEIRS, TODAY),))

    view = debriefs.debrief_form(CALL, DANA, ADA, 2, known, meta=metadata(id=CALL.id, rows=2))

    asked = inputs(view)
    assert list(asked) == [
        "happened",
        "discussed",
        "two_way",
        "what-0",
        "owner-0",
        "due-0",
        "what-1",
        "owner-1",
        "due-1",
    ]
    assert asked["what-0"]["element"]["initial_value"] == "the deck"
    assert asked["owner-0"]["element"]["initial_option"]["value"] == "theirs"
    assert asked["due-0"]["element"]["initial_date"] == "2026-11-24"
    assert [each["action_id"] for each in elements(view)] == [Action.ADD_ROW]
    assert all(each["element"]["action_id"] == "value" for each in asked.values())


def test_a_debrief_with_all_its_rows_offers_no_more() -> None:
    assert elements(debriefs.debrief_form(CALL, DANA, ADA, debriefs.MOST_ROWS)) == []


def test_e10_a_promise_says_back_its_date_and_its_first_reminder() -> None:
    said = plain(deliverables.agreed(promise(days=3), DANA, ADA, NOW))

    assert "by *Friday 27 November*." in said
    assert "My first reminder comes on Thursday 26 November, 09:" in said


def test_e10_a_promise_of_theirs_says_when_it_will_be_asked_about() -> None:
    said = plain(deliverables.agreed(promise(Owner.THEIRS, days=3, what="her notes"), DANA, ADA, NOW))

    assert "a friendly word to Dana ready for you on Monday 30 November, 09:" in said


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


@pytest.mark.parametrize("code", Refusal)
def test_every_refusal_is_a_kind_sentence_in_words_and_in_a_form(code: Refusal) -> None:
    error = EtiquetteError(code, limit=200, name="{Dana}")

    assert sentence(error)[0].isupper()
    assert "{" not in sentence(error)
    for form in Form:
        field, said = field_error(error, form, row=2)
        assert field
        assert "`" not in said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("Date,Amount", "it begins with “Date,Amount”."),
        ("<!channel> `x`", "it begins with “&lt;!channel&gt; x”."),
        ("", "it is empty."),
        (None, "it holds no text."),
    ],
)
def test_e1_a_file_that_is_no_list_of_connections_is_told_by_how_it_begins(found: str | None, said: str) -> None:
    assert said in sentence(EtiquetteError(Refusal.NOT_CONNECTIONS, found=found))


def test_a_large_limit_is_said_as_one_reads_it() -> None:
    assert "60,000 connections" in sentence(EtiquetteError(Refusal.TOO_MANY_CONNECTIONS, limit=60_000))


@pytest.mark.parametrize(
    ("code", "form", "row", "field"),
    [
        (Refusal.NO_NAME, Form.INTRODUCTION, None, "contact"),
        (Refusal.NOT_A_LINK, Form.INTRODUCTION, None, "profile_url"),
        (Refusal.TEXT_TOO_LONG, Form.INTRODUCTION, None, "how_referred"),
        (Refusal.DATE_TOO_FAR, Form.CALL, None, "day"),
        (Refusal.DATE_IN_THE_PAST, Form.DELIVERABLE, None, "due"),
        (Refusal.NO_DESCRIPTION, Form.DELIVERABLE, None, "what"),
        (Refusal.NO_DATE, Form.DEBRIEF, 2, "due-2"),
        (Refusal.TEXT_TOO_LONG, Form.DEBRIEF, None, "discussed"),
        (Refusal.TEXT_TOO_LONG, Form.DEBRIEF, 1, "what-1"),
        (Refusal.ALREADY_SETTLED, Form.DEBRIEF, None, "happened"),
        (Refusal.TEXT_TOO_LONG, Form.DRAFT, None, "draft"),
        (Refusal.DATE_IN_THE_PAST, Form.LATER, None, "day"),
        (Refusal.NO_DESCRIPTION, Form.FAVOUR, None, "what"),
        (Refusal.UNKNOWN_CONTACT, Form.LESSON, None, "contact"),
        (Refusal.TEXT_TOO_LONG, Form.LESSON, None, "text"),
        (Refusal.CHANNEL_HAS_DIGEST, Form.DIGEST, None, "channel"),
        (Refusal.NO_TIME, Form.DIGEST, None, "clock"),
    ],
)
def test_a_refusal_stands_under_the_field_that_it_is_about(
    code: Refusal, form: Form, row: int | None, field: str
) -> None:
    assert field_error(EtiquetteError(code), form, row)[0] == field


@pytest.mark.parametrize("form", sorted(set(Form) - WITHOUT_A_FIELD))
def test_a_refusal_always_names_a_field_that_the_form_has(form: Form) -> None:
    views = {
        Form.INTRODUCTION: introductions.form(),
        Form.CALL: calls.form(),
        Form.DEBRIEF: debriefs.debrief_form(CALL, DANA, ADA, 3),
        Form.DELIVERABLE: deliverables.form(),
        Form.DRAFT: thanks.draft_form(matter(Kind.THANK_CONTACT), ADA, NOW),
        Form.LATER: questions.later_form("call", CALL.id, ADA, NOW),
        Form.PREPARE: cards.form(CALL, DANA, VIA_SAM, ADA, NOW),
        Form.CONTACT: contacts.edit_form(DANA),
        Form.MERGE: contacts.merge_form(DANA),
        Form.SETTINGS: settings_page.settings_form(replace(ADA, zone_is_slacks=False)),
        Form.NUMBERS: settings_page.numbers_form({}),
        Form.PAUSE: settings_page.pause_form(),
        Form.ZONE: settings_page.zone_form(ADA),
        Form.FAVOUR: ledger.form(),
        Form.LESSON: lessons.form(),
        Form.DIGEST: digest_replies.form(digest_replies.DigestFields()),
        Form.REQUEST: requests.request_form(matter(Kind.REQUEST), ADA),
        Form.REFERRAL: requests.own_referral_form(matter(Kind.HOW_REFERRED)),
        **forms_of_plans(),
    }

    for code in Refusal:
        for row in (None, 2):
            assert field_error(EtiquetteError(code), form, row)[0] in inputs(views[form])


def test_what_went_wrong_has_a_reference() -> None:
    assert went_wrong("a1b2c3").endswith("a1b2c3")


def test_a_buttons_value_reads_back() -> None:
    assert read_value(value("call", "k-1")) == ("call", "k-1")
    assert read_value(value("call", "k-1", Kind.DEBRIEF)) == ("call", "k-1")
    assert read_kind(value("call", "k-1", Kind.DEBRIEF)) == Kind.DEBRIEF
    assert (read_value("nonsense"), read_kind("nonsense")) == (("nonsense", ""), "")


def test_a_forms_metadata_reads_back_and_nonsense_reads_as_nothing() -> None:
    assert read_metadata(metadata(id="k-1", rows=3, draft=None)) == {"id": "k-1", "rows": 3}
    assert [read_metadata(text) for text in (None, "", "{", "[1]", "null")] == [{}] * 5


def test_a_later_day_than_this_year_is_said_with_its_year() -> None:
    far = promise(days=60)

    assert "by *Saturday 23 January 2027*." in plain(deliverables.agreed(far, DANA, ADA, NOW))
    assert far.due_on - TODAY == timedelta(days=60)
