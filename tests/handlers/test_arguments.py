"""How commands are read. It is Wednesday 25 November 2026, 14:30 in London."""

import re
from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.contacts import folded
from handlers.arguments import (
    CallWords,
    DeliverableWords,
    IntroductionWords,
    Verb,
    plain,
    read,
    read_call,
    read_deliverable,
    read_introduction,
    read_name,
)
from handlers.dates import Understanding
from handlers.introduction_words import asks, read_request

NOW = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
DANA = "https://www.linkedin.com/in/dana"


def introduction(text: str, *known: str) -> IntroductionWords:
    return read_introduction(text, known)


def call(text: str, *known: str) -> CallWords:
    return read_call(text, known, NOW, "Europe/London", "en-GB")


def deliverable(text: str, *known: str) -> DeliverableWords:
    return read_deliverable(text, known, NOW, "Europe/London", "en-GB")


def when(understanding: Understanding) -> str:
    """What was understood, as short as it can be compared; alternatives with a bar between."""
    moments = understanding.choices or ((understanding.moment,) if understanding.moment else ())
    return " | ".join(f"{moment.day:%d %b %Y}" + (f" {moment.time:%H:%M}" if moment.time else "") for moment in moments)


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("intro Dana via @Sam", Verb.INTRO, "Dana via @Sam"),
        ("Introduction Dana", Verb.INTRO, "Dana"),
        ("intro: Dana", Verb.INTRO, "Dana"),
        ("  call\u00a0Dana  Tuesday ", Verb.CALL, "Dana  Tuesday"),
        ("call", Verb.CALL, ""),
        ("deliverable Dana: the deck", Verb.DELIVERABLE, "Dana: the deck"),
        ("thanks Dana", Verb.THANKS, "Dana"),
        ("thank Dana", Verb.THANKS, "Dana"),
        ("Thank you Dana", Verb.THANKS, "Dana"),
        ("thank Youssef", Verb.THANKS, "Youssef"),
        ("invite Dana", Verb.INVITE, "Dana"),
        ("help", Verb.HELP, ""),
        ("intro Dana &amp; Co", Verb.INTRO, "Dana &amp; Co"),
        ("", None, ""),
        ("introduce yourself", None, "introduce yourself"),
        ("what is due?", None, "what is due?"),
        ("callous words", None, "callous words"),
    ],
)
def test_the_first_word_says_what_is_asked(text: str, verb: Verb | None, rest: str) -> None:
    assert read(text) == (verb, rest)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Dana &amp; Co &lt;3", "Dana & Co <3"),
        ("&amp;amp; &amp;lt;b&amp;gt;", "&amp; &lt;b&gt;"),
        ("<@U1SAM|sam> and <@U1SAM>", "@sam and @U1SAM"),
        ("<@W1SAM|Sam &amp; Co>", "@Sam & Co"),
        ("<#C1|general> <#C1> <#C1|>", "#general #C1 #C1"),
        ("<!channel> <!here> <!everyone>", "@channel @here @everyone"),
        ("<!channel|channel> <!subteam^S1|@sales> <!subteam^S1>", "channel @sales @subteam"),
        ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ("&lt;!channel&gt; &lt;@U1SAM&gt;", "<!channel> <@U1SAM>"),
        ("<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"),
        ("<http://notes.md|notes.md>", "notes.md"),
        ("<https://example.com|the deck>", "the deck https://example.com"),
        ("<mailto:dana@example.com|dana@example.com>", "dana@example.com"),
        ("1 < 2 > 1", "1 < 2 > 1"),
        ("Da\x00na\x07 Re\ud800yes", "Dana Reyes"),
        ("Dana\u00a0Reyes\tsays\u202fso", "Dana Reyes says so"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("the “deck” of O’Brien", "the “deck” of O’Brien"),
        ("דנה רייס 🎉👩‍👩‍👧 مرحبا", "דנה רייס 🎉👩‍👩‍👧 مرحبا"),
    ],
)
def test_what_slack_sends_is_read_as_it_was_typed(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert introduction(text).typed == shown


INTRODUCTIONS = [
    ("Dana Reyes via <@U0SAM|sam> https://linkedin.com/in/dana", "Dana Reyes", "sam", ""),
    ("Dana Reyes https://linkedin.com/in/dana via <@U0SAM|sam>", "Dana Reyes", "sam", ""),
    ("https://linkedin.com/in/dana Dana Reyes via @sam", "Dana Reyes", "sam", ""),
    ("via <@U0SAM|sam>: Dana Reyes", "Dana Reyes", "sam", ""),
    ("<@U0SAM|sam> introduced me to Dana Reyes", "Dana Reyes", "sam", ""),
    ("<@U0SAM|sam> just introduced me to Dana Reyes, head of sales", "Dana Reyes", "sam", "head of sales"),
    ("<@U0SAM|sam> → Dana Reyes", "Dana Reyes", "sam", ""),
    ("Sam -&gt; Dana", "Dana", "Sam", ""),
    ("Dana Reyes <@U0SAM|sam>", "Dana Reyes", "sam", ""),
    ("<@U0SAM|sam> Dana Reyes", "Dana Reyes", "sam", ""),
    ("Dana Reyes, introduced by Sam Okoro, she works at Acme", "Dana Reyes", "Sam Okoro", "she works at Acme"),
    ("Dana Reyes was introduced to me by Sam Okoro", "Dana Reyes", "Sam Okoro", ""),
    ("Dana Reyes (via Sam)", "Dana Reyes", "Sam", ""),
    ("Dana Reyes through Sam Okoro at the fair", "Dana Reyes", "Sam Okoro", "at the fair"),
    ("Dana Reyes thanks to Sam", "Dana Reyes", "Sam", ""),
    ("Dana Reyes from Acme via Sam", "Dana Reyes", "Sam", "from Acme"),
    ("via Sam: Dana Reyes", "Dana Reyes", "Sam", ""),
    ("from Sam: Dana Reyes", "Dana Reyes", "Sam", ""),
    ("from Sam to Dana Reyes", "Dana Reyes", "Sam", ""),
    ("from Sam", None, "Sam", ""),
    ("Dana from Sam", "Dana", "Sam", ""),
    ("Sam connected me with Dana", "Dana", "Sam", ""),
    ("Sam put me in touch with Dana Reyes", "Dana Reyes", "Sam", ""),
    ("dana reyes via sam okoro", "dana reyes", "sam okoro", ""),
    ("dana reyes via sam okoro she works at acme", "dana reyes", "sam okoro", "she works at acme"),
    ("DANA REYES VIA SAM", "DANA REYES", "SAM", ""),
    ("Dana Reyes", "Dana Reyes", None, ""),
    ("Dana Reyes: we met at the fair", "Dana Reyes", None, "we met at the fair"),
    ("met Dana Reyes via Sam", "Dana Reyes", "Sam", "met"),
    ("O’Brien via Jean-Luc van der Berg", "O'Brien", "Jean-Luc van der Berg", ""),
    ("María José via Łukasz Żak", "María José", "Łukasz Żak", ""),
    ("王小明 via 李雷", "王小明", "李雷", ""),
    ("דנה רייס via סם", "דנה רייס", "סם", ""),
    ("May via April", "May", "April", ""),
    ("Will Smith via June", "Will Smith", "June", ""),
    ("Dana Reyes 🎉 via Sam", "Dana Reyes", "Sam", "🎉"),
    ("<!channel> Dana via Sam", "Dana", "Sam", "@channel"),
    ("<https://linkedin.com/in/dana|Dana Reyes> via Sam", "Dana Reyes", "Sam", ""),
    ("", None, None, ""),
    ("via", None, None, "via"),
]


@pytest.mark.parametrize(("text", "contact", "introducer", "note"), INTRODUCTIONS)
def test_an_introduction_is_read_in_any_order(
    text: str, contact: str | None, introducer: str | None, note: str
) -> None:
    words = introduction(text)
    assert (words.contact_name, words.introducer_name, words.how_referred) == (contact, introducer, note)
    assert words.profile_url == (DANA if "linkedin" in text else None)
    assert words.introducer_user_id == ("U0SAM" if "U0SAM" in text else None)
    assert words.rest == ""


def test_a_mention_alone_is_the_contact_and_a_second_one_the_introducer() -> None:
    alone, both = introduction("<@U1DANA|dana>"), introduction("<@U1DANA> via <@U0SAM>")
    assert (alone.contact_name, alone.contact_user_id) == ("dana", "U1DANA")
    assert (both.contact_user_id, both.introducer_user_id) == ("U1DANA", "U0SAM")
    assert (both.contact_name, both.introducer_name) == (None, None)


def test_whom_the_member_knows_is_found_in_an_introduction() -> None:
    words = introduction("so glad about Dana Reyes, via Sam", "Dana Reyes")
    assert (words.contact_name, words.introducer_name) == ("Dana Reyes", "Sam")
    assert words.how_referred == "so glad about"


def test_a_link_that_is_no_profile_is_kept_as_given() -> None:
    words = introduction("Dana via Sam https://acme.example/Dana?x=1 https://b.example")
    assert words.profile_url == "https://acme.example/Dana?x=1"
    assert words.how_referred == "https://b.example"
    assert introduction("Dana javascript:alert(1)").profile_url is None


def test_an_endless_name_is_cut_and_nothing_of_it_is_lost() -> None:
    words = introduction("D" + "a" * 40_000)
    assert words.contact_name == "D" + "a" * 199
    assert words.rest == "a" * (40_001 - 200)


CALLS = [
    ("Dana Reyes Tuesday 3pm", "Dana Reyes", "01 Dec 2026 15:00", 30, ""),
    ("Tuesday 3pm Dana Reyes", "Dana Reyes", "01 Dec 2026 15:00", 30, ""),
    ("dana reyes tuesday 3pm", "dana reyes", "01 Dec 2026 15:00", 30, ""),
    ("with Dana Reyes on Tuesday at 3", "Dana Reyes", "01 Dec 2026 15:00", 30, ""),
    ("on Tuesday at 3 with Dana Reyes", "Dana Reyes", "01 Dec 2026 15:00", 30, ""),
    ("on Tuesday at 3 Dana Reyes", "Dana Reyes", "01 Dec 2026 15:00", 30, ""),
    ("tomorrow at 10 with Dana for 45 minutes", "Dana", "26 Nov 2026 10:00", 45, ""),
    ("for an hour with Dana tomorrow at 10", "Dana", "26 Nov 2026 10:00", 60, ""),
    ("Dana 45 min tomorrow 10-11am", "Dana", "26 Nov 2026 10:00", 45, ""),
    ("Dana, tomorrow 10-11am", "Dana", "26 Nov 2026 10:00", 60, ""),
    ("Dana Reyes about pricing Tuesday 3pm", "Dana Reyes", "01 Dec 2026 15:00", 30, "about pricing"),
    ("had a call with Dana yesterday 3pm", "Dana", "24 Nov 2026 15:00", 30, "had a call"),
    ("called Dana an hour ago", "Dana", "25 Nov 2026 13:30", 30, "called"),
    ("Dana this morning at 9", "Dana", "25 Nov 2026 09:00", 30, ""),
    ("Dana 15:00", "Dana", "25 Nov 2026 15:00", 30, ""),
    ("Dana at 2", "Dana", "25 Nov 2026 14:00 | 26 Nov 2026 14:00", 30, ""),
    ("Dana Wednesday at 2", "Dana", "25 Nov 2026 14:00 | 02 Dec 2026 14:00", 30, ""),
    ("with May on 12 May 15:00", "May", "12 May 2026 15:00 | 12 May 2027 15:00", 30, ""),
    ("May 12 December 15:00", "May", "12 Dec 2026 15:00", 30, ""),
    ("April tomorrow", "April", "26 Nov 2026", 30, ""),
    ("Sun Li tuesday 3pm", "Sun Li", "01 Dec 2026 15:00", 30, ""),
    ("Jan Friday noon", "Jan", "27 Nov 2026 12:00", 30, ""),
    ("O’Brien fri noon", "O'Brien", "27 Nov 2026 12:00", 30, ""),
    ("María José 15:00", "María José", "25 Nov 2026 15:00", 30, ""),
    ("Jean-Luc van der Berg tomorrow 4pm", "Jean-Luc van der Berg", "26 Nov 2026 16:00", 30, ""),
    ("王小明 tomorrow 3pm", "王小明", "26 Nov 2026 15:00", 30, ""),
    ("דנה רייס tomorrow 3pm", "דנה רייס", "26 Nov 2026 15:00", 30, ""),
    ("<@U1DANA|dana> tomorrow 3pm", "dana", "26 Nov 2026 15:00", 30, ""),
    ("tomorrow 3pm @Dana Reyes", "Dana Reyes", "26 Nov 2026 15:00", 30, ""),
    ("Dana 31 February 15:00", "Dana", "", 30, "31 February 15:00"),
    ("Dana tomorrow 25:00", "Dana", "", 30, "tomorrow 25:00"),
    ("Dana Tue 3pm https://zoom.us/j/1", "Dana", "01 Dec 2026 15:00", 30, "https://zoom.us/j/1"),
    ("tomorrow 3pm", None, "26 Nov 2026 15:00", 30, ""),
    ("<!here> tomorrow", None, "26 Nov 2026", 30, "@here"),
    ("", None, "", 30, ""),
]


@pytest.mark.parametrize(("text", "contact", "moment", "minutes", "rest"), CALLS)
def test_a_call_is_read_in_any_order(text: str, contact: str | None, moment: str, minutes: int, rest: str) -> None:
    words = call(text)
    assert (words.contact_name, when(words.understanding)) == (contact, moment)
    assert (words.duration_minutes, words.rest) == (minutes, rest)


@pytest.mark.parametrize(
    ("text", "known", "contact", "moment"),
    [
        ("12 May 2027 3pm Bo", ["Bo", "May Lin"], "Bo", "12 May 2027 15:00"),
        ("Bo 12 May 2027", ["Bo", "May Lin"], "Bo", "12 May 2027"),
        ("12 May 2027 with May", ["May Lin"], "May Lin", "12 May 2027"),
        ("May 12 December", ["May Lin"], "May Lin", "12 Dec 2026"),
        ("maria jose 15:00", ["María José"], "María José", "25 Nov 2026 15:00"),
        ("DANA REYES 15:00", ["Dana Reyes"], "Dana Reyes", "25 Nov 2026 15:00"),
        ("dana tomorrow", ["Dana Reyes"], "Dana Reyes", "26 Nov 2026"),
        ("Dana Reyes-Smith tomorrow", ["Dana Reyes"], "Dana Reyes-Smith", "26 Nov 2026"),
        ("Dana Smith tomorrow", ["Dana Reyes"], "Dana Smith", "26 Nov 2026"),
        ("Dana R. tomorrow", ["Dana Reyes"], "Dana Reyes", "26 Nov 2026"),
        ("Reyes tomorrow", ["Dana Reyes"], "Dana Reyes", "26 Nov 2026"),
        ("tomorrow I call o'brien", ["Pat O’Brien", "O’Brien"], "O’Brien", "26 Nov 2026"),
        ("Friday Tomorrow Ltd", ["Friday Tomorrow Ltd"], "Friday Tomorrow Ltd", ""),
        ("王小明 tomorrow", ["王小明"], "王小明", "26 Nov 2026"),
    ],
)
def test_a_known_name_is_found_before_the_date(text: str, known: list[str], contact: str, moment: str) -> None:
    words = call(text, *known)
    assert (words.contact_name, when(words.understanding)) == (contact, moment)


def test_a_name_that_fits_two_contacts_names_both() -> None:
    known = ["Dana Reyes", "Dana Li", "Bo"]
    assert call("Dana tomorrow", *known).matches == ("Dana Reyes", "Dana Li")
    assert call("Dana tomorrow", *known).contact_name == "Dana"
    assert call("Dana Li tomorrow", *known).matches == ("Dana Li",)
    assert call("Cleo tomorrow", *known).matches == ()
    assert introduction("dana via Sam", *known).matches == ("Dana Reyes", "Dana Li")
    assert deliverable("Dana: the deck", *known).matches == ("Dana Reyes", "Dana Li")
    assert read_name("Dana", known).matches == ("Dana Reyes", "Dana Li")


def test_two_contacts_of_one_name_are_both_there() -> None:
    assert call("Dana Reyes tomorrow", "Dana Reyes", "dana reyes").matches == ("Dana Reyes", "dana reyes")


MINE, THEIRS = "mine", "theirs"
FRIDAY = "27 Nov 2026"
DELIVERABLES = [
    ("Dana: the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("dana reyes: the deck by friday", "dana reyes", MINE, "the deck", FRIDAY),
    ("Dana - the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("Dana, the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("Dana the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("to Dana: the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("for Dana: the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("by Friday: the deck to Dana", "Dana", MINE, "the deck", FRIDAY),
    ("the deck to Dana, by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("the deck by Friday for Dana", "Dana", MINE, "the deck", FRIDAY),
    ("send Dana the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("send dana the deck by friday", "dana", MINE, "the deck", FRIDAY),
    ("I owe Dana the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("I'll send Dana Reyes my slides on Friday", "Dana Reyes", MINE, "my slides", FRIDAY),
    ("I promised Dana the deck by Friday", "Dana", MINE, "the deck", FRIDAY),
    ("from Dana: her notes by Friday", "Dana", THEIRS, "her notes", FRIDAY),
    ("from dana: notes by friday", "dana", THEIRS, "notes", FRIDAY),
    ("her notes from Dana by Friday", "Dana", THEIRS, "her notes", FRIDAY),
    ("Dana owes me her notes by Friday", "Dana", THEIRS, "her notes", FRIDAY),
    ("dana owes me her notes by friday", "dana", THEIRS, "her notes", FRIDAY),
    ("Dana will send me her notes by Friday", "Dana", THEIRS, "her notes", FRIDAY),
    ("Dana promised to send her notes by Friday", "Dana", THEIRS, "her notes", FRIDAY),
    ("Dana will introduce me to Bo by Friday", "Dana", THEIRS, "introduce me to Bo", FRIDAY),
    ("Dana to review the deck by Friday", "Dana", THEIRS, "review the deck", FRIDAY),
    ("<@U1DANA|dana>: the deck by Friday", "dana", MINE, "the deck", FRIDAY),
    ("from <@U1DANA|dana>: her notes by Friday", "dana", THEIRS, "her notes", FRIDAY),
    ("send <@U1DANA|dana> the deck by Friday", "dana", MINE, "the deck", FRIDAY),
    ("the deck to <@U1DANA|dana> by Friday", "dana", MINE, "the deck", FRIDAY),
    ("Dana: introduce her to <@U1BO|bo> by Friday", "Dana", MINE, "introduce her to @bo", FRIDAY),
    ("Dana: the Q3 deck v1.5, 2 pages by Friday", "Dana", MINE, "the Q3 deck v1.5, 2 pages", FRIDAY),
    ("Dana: chapter 12 by Friday", "Dana", MINE, "chapter 12", FRIDAY),
    ("Dana: https://x.example/2026-12-05 by Fri", "Dana", MINE, "https://x.example/2026-12-05", FRIDAY),
    ("Dana: “the deck” &amp; notes by Friday", "Dana", MINE, '"the deck" & notes', FRIDAY),
    ("Dana: a 45 minute talk by Friday", "Dana", MINE, "a 45 minute talk", FRIDAY),
    ("May: 12 slides by May 12", "May", MINE, "12 slides", "12 May 2027"),
    ("Dana: notes by 12 May", "Dana", MINE, "notes", "12 May 2027"),
    ("Dana: notes by 31 February", "Dana", MINE, "notes by 31 February", ""),
    ("Dana: the deck", "Dana", MINE, "the deck", ""),
    ("the deck by Friday", None, MINE, "the deck", FRIDAY),
    ("Review the deck by Friday", None, MINE, "Review the deck", FRIDAY),
    ("15:00 the deck", None, MINE, "the deck", "25 Nov 2026 15:00"),
    ("דנה: המצגת by Friday", "דנה", MINE, "המצגת", FRIDAY),
    ("", None, MINE, "", ""),
    (":", None, MINE, "", ""),
]


@pytest.mark.parametrize(("text", "contact", "owner", "what", "moment"), DELIVERABLES)
def test_a_deliverable_is_read_in_any_order(text: str, contact: str | None, owner: str, what: str, moment: str) -> None:
    words = deliverable(text)
    assert (words.contact_name, words.owner, words.what) == (contact, owner, what)
    assert (when(words.understanding), words.rest) == (moment, "")


@pytest.mark.parametrize(
    ("text", "contact", "owner", "what"),
    [
        ("dana the deck by friday", "Dana Reyes", MINE, "the deck"),
        ("dana deck by friday", "Dana Reyes", MINE, "deck"),
        ("send dana deck by friday", "Dana Reyes", MINE, "deck"),
        ("Dana's notes by Friday", "Dana Reyes", THEIRS, "Dana's notes"),
        ("review Dana's notes by Friday", "Dana Reyes", MINE, "review Dana's notes"),
        ("introduce Dana Reyes by Friday", "Dana Reyes", MINE, "introduce Dana Reyes"),
        ("Dana Smith: the deck by Friday", "Dana Smith", MINE, "the deck"),
        ("Dana owes me the deck by Friday", "Dana Reyes", THEIRS, "the deck"),
        ("deck for Monday to Dana Reyes by Friday", "Dana Reyes", MINE, "deck for Monday"),
        ("the deck for dana by Friday", "Dana Reyes", MINE, "the deck"),
    ],
)
def test_whom_the_member_knows_is_found_in_a_deliverable(text: str, contact: str, owner: str, what: str) -> None:
    words = deliverable(text, "Dana Reyes")
    assert (words.contact_name, words.owner, words.what) == (contact, owner, what)
    assert when(words.understanding) == FRIDAY


@pytest.mark.parametrize(
    ("text", "known", "name", "user_id", "rest"),
    [
        ("Dana", [], "Dana", None, ""),
        ("dana reyes", [], "dana reyes", None, ""),
        ("to Dana Reyes for the intro", [], "Dana Reyes", None, "for the intro"),
        ("<@U1DANA|dana>", [], "dana", "U1DANA", ""),
        ("<@U1DANA> for the intro", [], None, "U1DANA", "for the intro"),
        ("dana", ["Dana Reyes"], "Dana Reyes", None, ""),
        ("for the intro, dana", ["Dana Reyes"], "Dana Reyes", None, "for the intro"),
        ("Dana Smith", ["Dana Reyes"], "Dana Smith", None, ""),
        ("", [], None, None, ""),
        ("🎉", [], None, None, "🎉"),
    ],
)
def test_a_name_is_read(text: str, known: list[str], name: str | None, user_id: str | None, rest: str) -> None:
    words = read_name(text, known)
    assert (words.name, words.user_id, words.rest) == (name, user_id, rest)


PIECES = (
    "Dana Reyes dana sam via from by with to for : , - → introduced me tomorrow Friday 3pm at 12 May the deck her"
    " notes owes send <@U1DANA|dana> <@U0SAM> <!channel> <#C1|x> <https://linkedin.com/in/dana|Dana> &amp; &lt;"
    " O’Brien 🎉 דנה \x00 \x01 \x02 ( ) @ I will 45 minutes an hour van der 王小明 i's"
)
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES.split(" ")), max_size=16).map(" ".join))
names = st.lists(
    st.one_of(st.text(max_size=20), st.sampled_from(["Dana Reyes", "Dana Li", "May", "O'Brien", ""])), max_size=4
)
# Words that only say who is who, who owes whom, or when: they may be left out of the fields, never out of `typed`.
GLUE_WORDS = (
    "via from by with to for at on introduced me owes send i will an about around the in of and or due was is a who"
    " she he they us through u0sam"
)
GLUE = frozenset(GLUE_WORDS.split())


def _words(*texts: object) -> set[str]:
    return {word for text in texts if text for word in re.findall(r"\w+", folded(str(text)))}


def _said(understanding: Understanding) -> list[str]:
    return [moment.words for moment in (*understanding.choices, understanding.moment) if moment]


@given(texts, names)
def test_no_word_of_an_introduction_is_lost(text: str, known: list[str]) -> None:
    words = introduction(text, *known)
    fields = (words.contact_name, words.introducer_name, words.how_referred, words.rest, words.profile_url)
    _assert_kept(words.typed, text, [*fields, *words.matches, words.contact_user_id, words.introducer_user_id])


@given(texts, names)
def test_no_word_of_a_call_is_lost(text: str, known: list[str]) -> None:
    words = call(text, *known)
    length = "for lasting an a one half hour hours and minutes 45 1 h min" if words.understanding.duration else ""
    fields = (words.contact_name, words.contact_user_id, words.rest, length, *words.matches)
    _assert_kept(words.typed, text, [*fields, *_said(words.understanding)])


@given(texts, names)
def test_no_word_of_a_deliverable_is_lost(text: str, known: list[str]) -> None:
    words = deliverable(text, *known)
    fields = (words.contact_name, words.contact_user_id, words.what, words.rest, *words.matches)
    _assert_kept(words.typed, text, [*fields, *_said(words.understanding)])


@given(texts, names)
def test_no_word_beside_a_name_is_lost(text: str, known: list[str]) -> None:
    words = read_name(text, known)
    _assert_kept(words.typed, text, [words.name, words.user_id, words.rest, *words.matches])


def _assert_kept(typed: str, text: str, fields: list[object]) -> None:
    assert typed == plain(text)
    straight = typed.replace("’", "'")
    lost = _words(straight) - _words(*fields) - GLUE
    assert not {word for word in lost if word not in folded(" ".join(map(str, fields)))}


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs"], exclude_characters="<&")))
def test_text_without_entities_is_kept_exactly(text: str) -> None:
    assert plain(text) == text.strip()


@given(texts)
def test_nothing_typed_can_broadcast(text: str) -> None:
    shown = plain(text.replace("&lt;", "").replace("&gt;", ""))
    assert "<!channel>" not in shown


@pytest.mark.parametrize(
    "piece",
    ["a", "Dana ", "with ", "to Dana ", "<@U1> ", "via ", ": ", "<", "&amp;", "introduced me ", "12 May ", "\x01", "("],
)
def test_forty_thousand_characters_of_anything_are_quick(piece: str) -> None:
    text = (piece * 40_000)[:40_000]
    started = perf_counter()
    introduction(text, "Dana Reyes")
    call(text, "Dana Reyes")
    deliverable(text, "Dana Reyes")
    read_name(text, ["Dana Reyes"])
    assert perf_counter() - started < 1.5


@pytest.mark.parametrize(
    "text",
    [
        "ask <@U0SAM|sam> for Dana Reyes at Acme",
        "ask <@U0SAM|sam> for an introduction to Dana Reyes at Acme",
        "ask for Dana Reyes at Acme via <@U0SAM|sam>",
        "Ask <@U0SAM|sam> to introduce me to Dana Reyes from Acme",
        "ask <@U0SAM|sam> if he could introduce me to Dana at Acme",
        "please ask <@U0SAM|sam>: Dana Reyes at Acme",
    ],
)
def test_e2_a_request_names_whom_to_ask_and_whom_to_meet_in_any_order(text: str) -> None:
    words = read_request(text, ["Dana Reyes"])

    assert asks(text)
    assert (words.introducer_user_id, words.contact_name, words.company) == ("U0SAM", "Dana Reyes", "Acme")
    assert (words.how_referred, words.rest) == ("", "")


@pytest.mark.parametrize(
    ("text", "company", "put"),
    [
        ("Dana Reyes via <@U0SAM|sam> https://linkedin.com/in/dana at Acme", "Acme", ""),
        ("Dana Reyes at Acme via <@U0SAM|sam>", "Acme", ""),
        ("Dana Reyes at Acme, via <@U0SAM|sam>, she runs onboarding", "Acme", "she runs onboarding"),
        ("Dana Reyes via <@U0SAM|sam> at the top of her field", None, "at the top of her field"),
    ],
)
def test_e1_where_somebody_works_is_not_how_they_were_told_of_me(text: str, company: str | None, put: str) -> None:
    words = read_introduction(text, [])

    assert (words.contact_name, words.introducer_user_id) == ("Dana Reyes", "U0SAM")
    assert (words.company, words.how_referred) == (company, put)


def test_e2_what_else_was_said_of_a_request_is_kept() -> None:
    words = read_request("ask Sam for Dana Reyes at Acme Inc, she knows pricing", [])

    assert (words.introducer_name, words.company, words.how_referred) == ("Sam", "Acme Inc", "she knows pricing")
