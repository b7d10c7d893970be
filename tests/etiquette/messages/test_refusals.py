"""What is said when something cannot be done: a kind sentence, at the field that it is about."""

from dataclasses import replace

import pytest

from etiquette.messages import (
    calls,
    cards,
    contacts,
    debriefs,
    deliverables,
    digest_replies,
    introductions,
    ledger,
    lessons,
    questions,
    requests,
    thanks,
)
from etiquette.messages import settings as settings_page
from etiquette.messages.refusals import field_error, sentence, went_wrong
from etiquette.messages.vocabulary import Form
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind
from handlers.forms import WITHOUT_A_FIELD
from tests.etiquette.messages.cast import ADA, CALL, DANA, NOW, VIA_SAM, inputs, matter
from tests.etiquette.messages.plan_forms import forms_of_plans


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
