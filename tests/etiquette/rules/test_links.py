import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.links import LONGEST, links_in, profile_url, safe_url

DANA = "https://www.linkedin.com/in/dana"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.linkedin.com/in/dana",
        "https://www.linkedin.com/in/dana/",
        "http://www.linkedin.com/in/dana",
        "https://linkedin.com/in/dana",
        "linkedin.com/in/dana",
        "www.linkedin.com/in/dana/",
        "de.linkedin.com/in/dana",
        "https://uk.linkedin.com/in/dana?trk=public_profile",
        "https://m.linkedin.com/in/dana#about",
        "https://www.linkedin.com/mwlite/in/dana",
        "HTTPS://WWW.LinkedIn.com/in/DANA",
        "https://www.linkedin.com/in/dana/details/experience/",
        "https://www.linkedin.com/in/d%61na",
        "<https://www.linkedin.com/in/dana>",
        "<https://www.linkedin.com/in/dana|Dana Reyes>",
        "<http://linkedin.com/in/dana|linkedin.com/in/dana>",
        "Dana Reyes via @Sam https://linkedin.com/in/dana, she is great",
        "her profile (https://linkedin.com/in/dana).",
        "see https://example.com/cv and https://linkedin.com/in/dana",
    ],
)
def test_a_profile_in_any_spelling_has_one_address(text: str) -> None:
    assert profile_url(text) == DANA


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.linkedin.com/in/j%C3%BCrgen-m", "https://www.linkedin.com/in/jürgen-m"),
        ("https://www.linkedin.com/in/%E7%8E%8B%E5%B0%8F%E6%98%8E", "https://www.linkedin.com/in/王小明"),
        ("https://www.linkedin.com/in/王小明", "https://www.linkedin.com/in/王小明"),
        ("https://www.linkedin.com/in/%D7%93%D7%A0%D7%94", "https://www.linkedin.com/in/דנה"),
        ("https://www.linkedin.com/in/dana%3E%7C%26x", "https://www.linkedin.com/in/dana%3E%7C%26x"),
        ("https://www.linkedin.com/in/dana%2F..%2Fbo", "https://www.linkedin.com/in/dana%2F..%2Fbo"),
        ("https://www.linkedin.com/in/dana%0Ax", "https://www.linkedin.com/in/dana%0Ax"),
    ],
)
def test_letters_of_any_script_are_decoded_and_what_could_be_syntax_is_not(text: str, address: str) -> None:
    assert profile_url(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dana",
        "linkedin",
        "https://www.linkedin.com/in/",
        "https://www.linkedin.com/company/acme",
        "https://evil-linkedin.com/in/dana",
        "evillinkedin.com/in/dana",
        "https://linkedin.com.evil.example/in/dana",
        "https://evil.example/linkedin.com/in/dana",
        "https://evil.example/?to=https://www.linkedin.com/in/dana",
        "https://dana@linkedin.com/in/dana",
        "javascript:linkedin.com/in/dana",
        "ftp://linkedin.com/in/dana",
        "https://www.linkedin.com/in/" + "a" * LONGEST,
    ],
)
def test_what_is_no_profile_is_none(text: str) -> None:
    assert profile_url(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com",
        "http://example.com/a?b=c&d=%20#e",
        "https://user.example:8443/x",
        "https://müller.example/straße",
        "https://[2001:db8::1]/x",
        "HTTPS://EXAMPLE.COM/Case",
    ],
)
def test_a_web_link_is_kept_as_given(text: str) -> None:
    assert safe_url(text) == text
    assert safe_url(f" <{text}|label> ") == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://?x",
        "https://user:secret@example.com",
        "https://user@example.com",
        "https://example.com/a b",
        "https://example.com/\x00",
        "https://example.com/\n",
        "https://example.com/\u202egpj.exe",
        "https://example.com/|label>",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://[not-an-address/",
        "https://example.com/" + "a" * LONGEST,
        "mailto:dana@example.com",
    ],
)
def test_an_unsafe_link_is_none(text: str) -> None:
    if text.endswith("\n"):
        text += "x"
    assert safe_url(text) is None


def test_the_sentence_around_a_link_is_not_part_of_it() -> None:
    found = links_in("(see https://example.com/a_(b)), and https://example.com/c.")
    assert [link.url for link in found] == ["https://example.com/a_(b)", "https://example.com/c"]


def test_an_address_for_mail_is_no_link() -> None:
    assert links_in("dana@linkedin.com/in/dana") == ()


@given(st.text())
def test_any_text_has_links_where_they_stand(text: str) -> None:
    for link in links_in(text):
        assert text[link.start : link.end] == link.url
    safe_url(text)


@given(st.text(min_size=1, max_size=40))
def test_a_profile_address_is_its_own_canonical_spelling(slug: str) -> None:
    once = profile_url(f"https://linkedin.com/in/{slug}")
    if once is not None:
        assert profile_url(once) == once
        assert safe_url(once) == once


def test_forty_thousand_characters_are_no_trouble() -> None:
    for piece in ("https://", "linkedin.com/in/", "a.", "(", "<https://x|", "a@"):
        links_in((piece * 40_000)[:40_000])
        safe_url((piece * 40_000)[:40_000])
