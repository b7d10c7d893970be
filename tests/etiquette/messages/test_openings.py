"""The drafts that open a door: short, warm, easy to say no to, and with the member's own profile in them (E2 to E4)."""

from dataclasses import replace
from datetime import UTC, datetime

from etiquette.messages import nudges, openings
from etiquette.rules.introductions import BLURB_LIMIT, NOTE_LIMIT, Reply
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.nudges import Answer, Kind
from tests.builders import PASSED_ON, WANTED, make_introduction
from tests.etiquette.messages.cast import ADA, DANA, NOW, labels, plain

URL = "https://www.linkedin.com/in/ada"
TOLD = replace(ADA, profile_url=URL, blurb="Product lead; pricing for small teams.")
AT_ACME = replace(DANA, company="Acme")
VIA_SAM = replace(WANTED, introducer_user_id="U0SAM")


def about(kind: Kind, introduction: object = VIA_SAM, chosen: Chosen | None = None) -> Matter:
    return Matter(kind, introduction, AT_ACME, introduction, None, None, chosen)  # type: ignore[arg-type]


def test_e2_a_request_names_both_and_brings_a_blurb_with_the_members_profile() -> None:
    said = plain(nudges.alone(about(Kind.REQUEST), TOLD, NOW))

    assert "Would you introduce me to Dana Reyes at Acme?" in said
    assert f"> Ada Okafor: Product lead; pricing for small teams.\n> {URL}" in said
    assert "/coop settings" not in said


def test_e2_where_the_profile_is_missing_a_kind_hint_says_how_to_set_it() -> None:
    said = plain(nudges.alone(about(Kind.REQUEST), ADA, NOW))

    assert "`/coop settings` keeps them." in said
    assert "Ada Okafor would be glad to speak with Dana Reyes." in said


def test_e2_only_an_introducer_in_slack_can_have_it_passed_on() -> None:
    assert "Pass it on for me" in labels(nudges.alone(about(Kind.REQUEST), ADA, NOW))
    assert "Pass it on for me" not in labels(nudges.alone(about(Kind.REQUEST, WANTED), ADA, NOW))


def test_e2_what_is_forwarded_keeps_its_address_whatever_its_length() -> None:
    long = replace(TOLD, blurb="x" * 5000)

    assert openings.blurb(about(Kind.REQUEST), long).endswith(f"\n{URL}")
    assert len(openings.blurb(about(Kind.REQUEST), long)) <= BLURB_LIMIT
    assert len(openings.new_request("Sam" * 99, AT_ACME, long, "because " + "y" * 5000)) <= NOTE_LIMIT


def test_e2_an_introducer_sees_what_was_passed_on_and_keeps_what_they_forward() -> None:
    """N6: neither the contact's profile nor what else Ada noted."""
    noted = replace(
        PASSED_ON, note="Please, Sam", blurb="Ada: pricing", how_referred="secret", introducer_user_id="U0SAM"
    )
    asked = nudges.alone(about(Kind.REQUEST_PASSED_ON, noted), ADA, NOW)
    assert all(word in plain(asked) for word in ("<@U0ADA>", "Dana Reyes", "Please, Sam", "Ada: pricing"))
    assert not any(word in plain(asked) for word in ("linkedin.com/in/dana", "secret", "Acme"))

    done = Chosen(Answer.DONE, NOW, None, "act-1")
    assert "> Ada: pricing" in plain(nudges.alone(about(Kind.REQUEST_PASSED_ON, noted, done), ADA, NOW))


def test_e2_a_second_word_knows_whether_the_introducer_was_willing() -> None:
    willing = replace(PASSED_ON, reply=Reply.WILLING)

    assert "would you still be happy to" in openings.second_word(about(Kind.REQUEST_UNANSWERED, PASSED_ON), ADA, NOW)
    assert "Thank you again for offering" in openings.second_word(about(Kind.REQUEST_UNANSWERED, willing), ADA, NOW)


def test_e3_writing_first_gets_a_gentle_question_and_never_a_wall() -> None:
    untold = make_introduction(introducer_user_id="U0SAM")
    said = nudges.alone(about(Kind.SECURE_CALL, untold), ADA, NOW)
    assert "Do you know how <@U0SAM> described you?" in plain(said)
    assert {"We have a time", "Ask Sam for me", "Note what they said"} <= set(labels(said))

    told = nudges.alone(about(Kind.SECURE_CALL, replace(untold, how_referred="kindly")), ADA, NOW)
    assert "Do you know" not in plain(told)
    assert "Ask Sam for me" not in labels(told)


def test_e4_a_first_message_shows_who_is_writing_and_asks_for_a_working_day_and_a_time() -> None:
    friday = datetime(2026, 11, 27, 10, tzinfo=UTC)

    said = openings.first_message(about(Kind.SECURE_CALL, make_introduction()), TOLD, friday)

    assert said.startswith("Hi Dana,\n\nSam was kind enough to introduce us")
    assert f"So that you can see who I am: {URL}" in said
    assert "Monday 30 November would suit me, or any other day" in said
