"""A channel's digest in a person's words, in any order; what is not understood is left for the form (E17)."""

from datetime import time

import pytest

from handlers.digest_words import DigestWords, read_digest
from tests.builders import TUESDAY

CHANNEL = "<#C0GENERAL|general>"
MONDAY, TUESDAY_TOO, FRIDAY = 0, 1, 4


def understood(text: str, locale: str = "en-GB") -> DigestWords:
    return read_digest(text, TUESDAY, "Europe/London", locale)


@pytest.mark.parametrize(
    ("text", "weekday", "clock"),
    [
        (f"{CHANNEL} Friday 3pm", FRIDAY, time(15)),
        (f"Friday at 15:00 in {CHANNEL}", FRIDAY, time(15)),
        (f"every Friday 3pm, {CHANNEL}", FRIDAY, time(15)),
        (f"to {CHANNEL} on Mondays at 9:30", MONDAY, time(9, 30)),
        (f"{CHANNEL} Tuesday 1pm", TUESDAY_TOO, time(13)),
        (f"a weekly digest in {CHANNEL} Friday at noon", FRIDAY, time(12)),
        ("<#C0GENERAL> fri 3pm", FRIDAY, time(15)),
    ],
)
def test_e17_a_channel_a_day_and_a_time_in_any_order(text: str, weekday: int, clock: time) -> None:
    """A time that has passed today is understood, too: it is next week's."""
    words = understood(text)

    assert (words.channel, words.weekday, words.clock) == ("C0GENERAL", weekday, clock)
    assert words.is_whole


def test_e17_days_are_understood_as_adas_slack_writes_them() -> None:
    assert understood(f"{CHANNEL} Freitag 15:00", "de-DE").weekday == FRIDAY


@pytest.mark.parametrize(
    ("text", "rest", "channel_name"),
    [
        ("#genral Friday 3pm", "", "#genral"),
        (f"{CHANNEL} Fryday 3pm", "Fryday", None),
        (f"{CHANNEL}", "", None),
        (f"{CHANNEL} 3pm", "", None),
        (f"{CHANNEL} Friday", "", None),
        (f"{CHANNEL} Friday 25:00", "Friday 25 00", None),
        ("Friday 3pm", "", None),
        (f"{CHANNEL} Friday 3pm with cake", "with cake", None),
    ],
    ids=["misspelt channel", "misspelt day", "nothing else", "no day", "no time", "no such hour", "no channel", "more"],
)
def test_e17_what_is_missing_or_was_not_understood_is_left_for_the_form(
    text: str, rest: str, channel_name: str | None
) -> None:
    words = understood(text)

    assert not words.is_whole
    assert (words.rest, words.channel_name) == (rest, channel_name)


@pytest.mark.parametrize(
    "text", ["<!channel> Friday", "\x00#\u202e", "<#C0" + "x" * 40_000, "#" * 40_000, "&lt;#C1&gt;"]
)
def test_e17_strange_words_are_read_as_calmly_as_any(text: str) -> None:
    assert not understood(text).is_whole
