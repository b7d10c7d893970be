"""E10: a promise in somebody's message, guessed from its words: whose it is, to whom, what, and until when."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etiquette.rules.deliverables import Owner
from handlers.promise_words import Knows, Said, read_promise
from tests.builders import TUESDAY

KNOWS = Knows(["Bo Lindqvist", "Dana Reyes"], {"U0BO": "Bo Lindqvist"}, "U0ADA", "Europe/London", "en-GB")
MINE, THEIRS = Owner.MINE, Owner.THEIRS
BO, DANA = "Bo Lindqvist", "Dana Reyes"
FRIDAY, TOMORROW = date(2026, 11, 27), date(2026, 11, 25)


def said(text: str, by: str = "U0ADA", at: datetime = TUESDAY) -> Said:
    return Said(text, by, at, by == "U0ADA")


OWN = [
    ("I will send you the deck by Friday", MINE, None, "the deck", FRIDAY),
    ("Hi Bo, I will send you the deck by Friday", MINE, BO, "the deck", FRIDAY),
    ("Hi <@U0BO>, great talk! I’ll get you the figures by Friday, promise.", MINE, BO, "the figures", FRIDAY),
    ("I will send Bo Lindqvist the deck &amp; figures by Friday", MINE, BO, "the deck & figures", FRIDAY),
    ("Sure, I'll share the interview guide with you tomorrow", MINE, None, "the interview guide", TOMORROW),
    ("I'll review your proposal by Friday", MINE, None, "review your proposal", FRIDAY),
    ("We'll get back to you with the contract by Friday", MINE, None, "the contract", FRIDAY),
    ("I promised you the slides", MINE, None, "the slides", None),
    ("Bo, can you send me your notes by Friday?", THEIRS, BO, "their notes", FRIDAY),
    ("Bo will send me her notes by Friday", THEIRS, BO, "her notes", FRIDAY),
    ("the deck for Bo by Friday", MINE, BO, "the deck", FRIDAY),
    ("Dana: the deck by Friday", MINE, DANA, "the deck", FRIDAY),
]
BY_BO = [
    ("I'll get you the notes tomorrow", THEIRS, BO, "the notes", TOMORROW),
    ("Thanks for today! I’ll get <@U0ADA> the notes tomorrow. See you", THEIRS, BO, "the notes", TOMORROW),
    ("I owe you the checklist, will send it on Friday", THEIRS, BO, "the checklist", FRIDAY),
    ("I'll send you my notes by Friday", THEIRS, BO, "their notes", FRIDAY),
    ("I'll introduce you to Dana Reyes tomorrow", THEIRS, BO, "introduce you to Dana Reyes", TOMORROW),
    ("I can have the report ready for you by Friday.", THEIRS, BO, "the report ready", FRIDAY),
    ("&gt; can you send it?\nYes, I'll send the contract over to you tomorrow!", THEIRS, BO, "the contract", TOMORROW),
    ("Could you send me your deck by Friday?", MINE, BO, "my deck", FRIDAY),
    ("You'll have the numbers by Friday, thanks", MINE, BO, "the numbers", FRIDAY),
    ("the deck by Friday", THEIRS, BO, "the deck", FRIDAY),
    ("I can do lunch. I'll send the menu by Friday", THEIRS, BO, "the menu", FRIDAY),
    ("", THEIRS, BO, "", None),
]


@pytest.mark.parametrize(
    ("by", "text", "owner", "contact", "what", "due_on"),
    [("U0ADA", *case) for case in OWN] + [("U0BO", *case) for case in BY_BO],
)
def test_e10_a_message_tells_whose_promise_it_holds_and_what_is_promised(
    by: str, text: str, owner: Owner, contact: str | None, what: str, due_on: date | None
) -> None:
    words = read_promise(said(text, by), KNOWS)

    assert (words.owner, words.contact_name, words.what, words.due_on) == (owner, contact, what, due_on)


def test_e10_whom_the_member_does_not_know_is_left_to_them() -> None:
    words = read_promise(said("I'll get you the notes tomorrow", "U0SAM"), KNOWS)

    assert (words.owner, words.contact_name) == (THEIRS, None)


def test_e10_tomorrow_counts_from_the_day_on_which_it_was_written() -> None:
    words = read_promise(said("I'll get you the notes tomorrow", "U0BO", TUESDAY - timedelta(days=6)), KNOWS)

    assert words.due_on == date(2026, 11, 19)


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=300),
        st.sampled_from(["I'll ", "can you ", ".", " ", "<@U0ADA>", "you"]).map(lambda part: part * 3000),
    ),
    by=st.sampled_from(["U0ADA", "U0BO", ""]),
)
def test_e10_whatever_a_message_says_it_is_read(text: str, by: str) -> None:
    words = read_promise(said(text, by), KNOWS)

    assert words.owner in set(Owner)
