"""Other people's words, made safe to show."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.messages.text import clip, escape, fitted, introducer, link, person, quoted, typed, unlinked
from tests.etiquette.messages.cast import DANA, VIA_SAM


def test_only_what_slack_asks_for_is_escaped() -> None:
    assert escape('A & B <b> "quoted" it\'s') == 'A &amp; B &lt;b&gt; "quoted" it\'s'


@pytest.mark.parametrize("evil", ["<!channel>", "<!here|x>", "<!everyone>", "@here", "@CHANNEL", "<@U0SAM>", "<#C1>"])
def test_nothing_escaped_mentions_or_broadcasts(evil: str) -> None:
    shown = escape(evil)

    assert "<" not in shown
    assert "@here" not in shown.lower()
    assert "@channel" not in shown.lower()


def test_an_address_with_an_at_sign_stays_as_it_is() -> None:
    assert escape("sam@herefordshire.example") == "sam@herefordshire.example"


def test_what_turns_the_line_around_is_taken_out() -> None:
    assert escape("\u202eanaD\u2066\x00") == "anaD"


@given(st.text(), st.integers(0, 200))
def test_a_clipped_text_fits(text: str, limit: int) -> None:
    assert len(clip(text, limit)) <= limit


def test_a_text_is_clipped_between_words() -> None:
    assert clip("pricing for small teams", 15) == "pricing for…"
    assert clip("pricing for small teams", 12) == "pricing for…"
    assert clip("pricing", 7) == "pricing"
    assert clip("pricingforsmallteams", 8) == "pricing…"


@given(st.text(alphabet="&<>ab \n", max_size=400), st.integers(10, 200))
def test_an_escaped_text_fits_and_no_escape_is_cut(text: str, limit: int) -> None:
    shown = fitted(text, limit)

    assert len(shown) <= limit
    assert not shown.rstrip("…").endswith(("&", "&a", "&am", "&amp", "&l", "&lt", "&g", "&gt"))


@given(st.text(max_size=400), st.integers(10, 200))
def test_every_line_of_a_quote_is_quoted_and_it_fits(text: str, limit: int) -> None:
    shown = quoted(text, limit)

    assert len(shown) <= limit
    assert all(line.startswith(">") for line in shown.split("\n"))


def test_a_link_is_http_or_nothing() -> None:
    assert link("https://x.example/a", "Dana") == "<https://x.example/a|Dana>"
    assert link("javascript:alert(1)", "Dana") == "Dana"
    assert link("https://x.example/a|b>c d", "A <b>") == "<https://x.example/a%7Cb%3Ec%20d|A &lt;b&gt;>"
    assert link("https://x.example/?a=1&b=2", "Dana") == "<https://x.example/?a=1&amp;b=2|Dana>"


def test_a_contact_is_linked_to_their_profile_where_it_is_known() -> None:
    assert person(DANA) == "<https://www.linkedin.com/in/dana|Dana Reyes>"
    assert person(replace(DANA, profile_url=None)) == "Dana Reyes"


def test_an_introducer_in_slack_is_mentioned_and_any_other_is_named() -> None:
    assert introducer(VIA_SAM) == "<@U0SAM>"
    assert introducer(replace(VIA_SAM, introducer_user_id=None)) == "Sam Lindqvist"
    assert introducer(replace(VIA_SAM, introducer_user_id="U0><!channel>")) == "Sam Lindqvist"
    assert introducer(replace(VIA_SAM, introducer_user_id=None, introducer_name=None)) == "your introducer"
    assert introducer(None) == "your introducer"


def test_a_name_from_right_to_left_keeps_the_sentence_around_it() -> None:
    assert person(replace(DANA, name="دانا", profile_url=None)) == "\u2068دانا\u2069"


def test_what_was_typed_is_said_back_without_slacks_own_marks() -> None:
    said = typed("Dana via <@U0SAM|sam> <https://linkedin.com/in/dana|linkedin.com> <!channel> & co", 500)

    assert said == "Dana via <@U0SAM> https://linkedin.com/in/dana &lt;!channel&gt; &amp; co"


def test_an_alert_has_the_labels_of_links_and_no_addresses() -> None:
    assert unlinked(f"Recommend {person(DANA)}, and thank <@U0SAM>.") == "Recommend Dana Reyes, and thank <@U0SAM>."
