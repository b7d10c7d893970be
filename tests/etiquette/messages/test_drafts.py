"""Drafts name what was logged, fit where they go, and are the member's to send."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.messages import drafts, matters
from etiquette.rules.calls import Call
from etiquette.rules.deliverables import Owner
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import linkedin_length
from etiquette.rules.matters import Matter
from etiquette.rules.nudges import Kind
from tests.etiquette.messages.cast import ADA, CALL, DANA, NOW, VIA_SAM, matter, promise

THANKS = matter(Kind.THANK_CONTACT)
INVITE = matter(Kind.INVITE)


def discussing(words: str | None, kind: Kind = Kind.THANK_CONTACT) -> Matter:
    return replace(matter(kind), call=replace(CALL, discussed=words))


def test_e11_thanks_name_what_was_discussed_when_and_who_sends_them() -> None:
    said = drafts.thanks(THANKS, ADA, NOW)

    assert said.startswith("Hi Dana,\n\nThank you for your time yesterday.")
    assert "Pricing for small teams, and how she hires." in said
    assert said.endswith("\nAda")


@pytest.mark.parametrize("lead", ["We talked about ", "Discussed: ", "talked about ", "we discussed "])
def test_e11_words_that_only_lead_up_to_the_topic_are_left_out(lead: str) -> None:
    assert "What stays with me: pricing." in drafts.thanks(discussing(f"{lead}pricing"), ADA, NOW)


def test_e11_a_topic_of_several_lines_reads_as_one_sentence() -> None:
    said = drafts.thanks(discussing("We talked about pricing.\n- her move to Lisbon.\n- hiring"), ADA, NOW)

    assert "What stays with me: pricing; her move to Lisbon; hiring." in said


def test_e11_the_introducer_hears_how_it_went() -> None:
    said = drafts.thanks_introducer(matter(Kind.THANK_INTRODUCER), ADA, NOW)

    assert said.startswith("Hi Sam,\n\nThank you for introducing me to Dana Reyes. We spoke yesterday")
    assert "Pricing for small teams" in said
    assert "There is more to come" in said


def test_e11_an_introducer_whose_name_is_not_known_is_greeted_all_the_same() -> None:
    nameless = replace(matter(Kind.THANK_INTRODUCER), introduction=replace(VIA_SAM, introducer_name=None))

    assert drafts.thanks_introducer(nameless, ADA, NOW).startswith("Hello,")


@pytest.mark.parametrize("kind", [Kind.THANK_CONTACT, Kind.THANK_INTRODUCER])
def test_e11_a_draft_with_nothing_discussed_is_generic_and_one_with_it_is_not(kind: Kind) -> None:
    named, nameless = discussing("pricing", kind), discussing(None, kind)

    assert not drafts.is_generic(matters.draft(named, ADA, NOW) or "", named)
    assert drafts.is_generic(matters.draft(nameless, replace(ADA, name="Charlotte Okafor"), NOW) or "", nameless)


@pytest.mark.parametrize(
    ("text", "discussed", "generic"),
    [
        ("Thanks for the chat!", "pricing", True),
        ("Your word on PRICING helped.", "Pricing for teams", False),
        ("Thank you, Dana.", None, True),
        ("Your story of the lighthouse made my day.", None, False),
        ("Danke für die Zeit", "Gehälter", True),
        ("Danke für den Rat zu Gehältern", "Gehalter", False),
        ("価格の話をありがとう", "価格", False),
        ("ありがとう", "価格", True),
        ("With warm thanks", "How she works with teams", True),
        ("Lighthouse!", None, False),
    ],
)
def test_e11_a_draft_is_generic_when_it_names_nothing_that_was_discussed(
    text: str, discussed: str | None, generic: bool
) -> None:
    assert drafts.is_generic(text, discussing(discussed)) is generic


def test_e13_an_invitation_says_how_we_met_when_and_what_about() -> None:
    assert drafts.invitation(INVITE, ADA) == (
        "Hi Dana, Sam introduced us, and we talked in November 2026. "
        "What stayed with me: Pricing for small teams, and how she hires. I would be glad to stay in touch."
    )


@given(
    limit=st.sampled_from([1, 20, 60, 200, 300]),
    first=st.text(min_size=1, max_size=200),
    discussed=st.one_of(st.none(), st.text(max_size=500), st.just("🎉" * 300)),
)
def test_e13_an_invitation_never_exceeds_what_linkedin_takes(limit: int, first: str, discussed: str | None) -> None:
    invite = replace(discussing(discussed, Kind.INVITE), contact=replace(DANA, name=first))

    assert linkedin_length(drafts.invitation(invite, replace(ADA, invite_limit=limit))) <= limit


@pytest.mark.parametrize(("call", "introduction"), [(None, VIA_SAM), (CALL, None), (None, None)])
def test_a_draft_is_made_of_whatever_is_known(call: Call | None, introduction: Introduction | None) -> None:
    little = [replace(matter(kind), call=call, introduction=introduction) for kind in Kind]

    for each in little:
        said = matters.draft(each, ADA, NOW)
        assert said is None or ("None" not in said and "  " not in said)


def test_e10_a_friendly_word_names_what_and_for_when_and_leaves_room() -> None:
    late = matter(Kind.DELIVERABLE_THEIRS, promise(Owner.THEIRS, days=-4, what="her notes"))

    said = drafts.chaser(late, ADA, NOW)

    assert "for Friday 20 November: your notes." in said
    assert "If it needs more time" in said


def test_e9_a_call_that_did_not_happen_can_be_moved_or_let_go_with_courtesy() -> None:
    missed = replace(CALL, starts_at=NOW - timedelta(days=1))

    assert "yesterday" in drafts.reschedule(missed, DANA, ADA, NOW)
    assert "quite all right" in drafts.let_go(missed, DANA, ADA, NOW)
    for said in (drafts.reschedule(missed, DANA, ADA, NOW), drafts.let_go(missed, DANA, ADA, NOW)):
        assert said.startswith("Hi Dana,")
        assert said.endswith("\nAda")


def test_n8_no_draft_holds_slacks_marks() -> None:
    for kind in Kind:
        assert "<@" not in (matters.draft(matter(kind), ADA, NOW) or "")
