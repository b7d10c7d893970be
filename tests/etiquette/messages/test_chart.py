"""What a workspace did, drawn so that everybody can read it, and said for who cannot see it (E17, E10)."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from etiquette.messages.canvas import CARD, INK, MUTED
from etiquette.messages.chart import (
    SERIES,
    SQUARES,
    WORDS_LIMIT,
    Week,
    chart_words,
    record_line,
    weeks_chart,
)

COUNTS = [
    (1, 0, 2),
    (2, 1, 3),
    (0, 2, 5),
    (3, 2, 4),
    (2, 3, 0),
    (4, 3, 8),
    (3, 5, 7),
    (5, 4, 9),
    (2, 6, 11),
    (4, 4, 10),
]
LIGHT, DARK = "#FFFFFF", "#1A1D21"
# How red, green and blue of linear light arrive where one kind of cone is missing (Machado and others, 2009).
PROTAN = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
DEUTAN = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
TRITAN = ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304))
EVERYBODY = ((1, 0, 0), (0, 1, 0), (0, 0, 1))

tallies = st.integers(0, 10**9)
weeks_of = st.lists(st.tuples(tallies, tallies, tallies), max_size=15)


def made(counts: Sequence[tuple[int, int, int]]) -> list[Week]:
    """Weeks in a row, from that of 7 September 2026."""
    return [Week(date(2026, 9, 7) + timedelta(weeks=number), *each) for number, each in enumerate(counts)]


TWELVE = made([*COUNTS, (6, 7, 12), (5, 8, 9)])


def linear(color: str) -> tuple[float, float, float]:
    """A colour as light, as the guidelines for accessible pages reckon it."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """From 1 to 21; text needs 4.5, what is drawn 3."""
    light = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (linear(one), linear(other)))
    return (light[1] + 0.05) / (light[0] + 0.05)


def seen(color: str, sight: Sequence[Sequence[float]]) -> list[float]:
    """A colour as somebody sees it, in steps that are about as large to the eye."""
    arriving = [sum(share * part for share, part in zip(row, linear(color), strict=True)) for row in sight]
    return [max(0.0, part) ** (1 / 2.2) for part in arriving]


def drawn(weeks: Sequence[Week]) -> Image.Image:
    return Image.open(BytesIO(weeks_chart(weeks))).convert("RGBA")


def pixels(picture: Image.Image, color: str) -> int:
    """How much of the picture has exactly this colour."""
    wanted = (*(int(color[at : at + 2], 16) for at in (1, 3, 5)), 255)
    return sum(count for count, found in picture.getcolors(picture.width * picture.height) or [] if found == wanted)


def test_e17_the_picture_is_sharp_and_light_enough_to_send() -> None:
    picture = weeks_chart(TWELVE)

    assert picture.startswith(b"\x89PNG")
    assert Image.open(BytesIO(picture)).size == (1400, 700)
    assert len(picture) < 100_000


def test_e17_the_picture_is_a_card_of_its_own_on_any_theme() -> None:
    picture = drawn(TWELVE)
    corner, inside = picture.getpixel((0, 0)), picture.getpixel((700, 30))

    assert isinstance(corner, tuple)
    assert isinstance(inside, tuple)
    assert corner[3] == 0
    assert inside == (*(int(CARD[at : at + 2], 16) for at in (1, 3, 5)), 255)
    assert contrast(CARD, DARK) > 4.5


@pytest.mark.parametrize("color", [INK, MUTED, *(each.strong for each in SERIES)])
def test_e17_whatever_is_written_can_be_read(color: str) -> None:
    """On the card; and were the card left away, on a light page no less."""
    assert contrast(color, CARD) >= 4.5
    assert contrast(color, LIGHT) >= 4.5


@pytest.mark.parametrize("color", [each.soft for each in SERIES])
def test_e17_whatever_is_drawn_can_be_seen(color: str) -> None:
    assert contrast(color, CARD) >= 3


@pytest.mark.parametrize("sight", [EVERYBODY, PROTAN, DEUTAN, TRITAN])
def test_e17_no_two_rows_look_alike_to_anybody(sight: Sequence[Sequence[float]]) -> None:
    for shades in ([each.strong for each in SERIES], [each.soft for each in SERIES]):
        for one, other in combinations([seen(shade, sight) for shade in shades], 2):
            assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 0.1


def test_e17_each_row_is_drawn_in_its_own_colour_and_what_did_not_happen_is_not_drawn() -> None:
    """The last week stands out; the two before it are softer, and as high as their numbers."""
    picture = drawn(made([(4, 0, 8), (2, 0, 4), (0, 5, 8)]))
    introductions, thanks, kept = SERIES

    assert pixels(picture, introductions.soft) > 1000
    assert pixels(picture, thanks.soft) == 0
    assert pixels(picture, thanks.strong) > pixels(picture, introductions.strong) + 3000
    assert pixels(picture, introductions.soft) == pixels(picture, kept.soft)


@pytest.mark.parametrize(
    "counts", [[], [(0, 0, 0)], [(10**9, 1, 999)] * 12, [(1, 1, 1)] * 40], ids=["none", "a quiet one", "huge", "many"]
)
def test_e17_any_weeks_can_be_drawn(counts: list[tuple[int, int, int]]) -> None:
    assert drawn(made(counts)).size == (1400, 700)


def test_e17_only_the_last_twelve_weeks_are_shown() -> None:
    many = made([(9, 9, 9), *COUNTS, (6, 7, 12), (5, 8, 9)])

    assert weeks_chart(many) == weeks_chart(many[1:])
    assert chart_words(many) == chart_words(many[1:])


def test_e17_pictures_that_are_drawn_at_once_do_not_meddle_with_one_another() -> None:
    sets = [made([(number, 1, 2), (2, number, 5)]) for number in (1, 2, 3)]

    with ThreadPoolExecutor(3) as threads:
        at_once = list(threads.map(weeks_chart, sets))

    assert at_once == [weeks_chart(weeks) for weeks in sets]
    assert len(set(at_once)) == 3


def test_e17_the_drawing_is_not_loaded_before_something_is_drawn() -> None:
    looked = "import sys, etiquette.messages.chart; print('matplotlib' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_e17_a_picture_is_drawn_without_global_state() -> None:
    weeks_chart(TWELVE)

    assert "matplotlib.figure" in sys.modules
    assert "matplotlib.pyplot" not in sys.modules


def test_e17_the_words_tell_every_figure_of_the_picture() -> None:
    assert chart_words(TWELVE) == (
        "The 12 weeks from that of 7 September 2026 to that of 23 November 2026 brought 37 introductions, "
        "45 thank-yous and 80 promises kept. "
        "The last of them brought 5 introductions, 8 thank-yous and 9 promises kept. "
        "Introductions, week by week, were 1, 2, 0, 3, 2, 4, 3, 5, 2, 4, 6 and 5. "
        "Thank-yous, week by week, were 0, 1, 2, 2, 3, 3, 5, 4, 6, 4, 7 and 8. "
        "Promises kept, week by week, were 2, 3, 5, 4, 0, 8, 7, 9, 11, 10, 12 and 9."
    )


def test_e17_a_first_week_and_none_are_told_as_what_they_are() -> None:
    assert chart_words(made([(1, 0, 2)])) == (
        "The week of 7 September 2026 brought one introduction, no thank-yous and 2 promises kept."
    )
    assert chart_words([]) == "There is no week to show yet."


@given(weeks_of)
def test_e17_the_words_are_sentences_that_fit_beside_a_picture(counts: list[tuple[int, int, int]]) -> None:
    said = chart_words(made(counts))

    assert 0 < len(said) <= WORDS_LIMIT
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("on_time", "late", "still_open", "line"),
    [
        (4, 1, 0, "▰▰▰▰▱ 4 of 5 on time"),
        (4, 1, 2, "▰▰▰▰▱ 4 of 5 on time · 2 still open"),
        (3, 0, 0, "▰▰▰ 3 of 3 on time"),
        (0, 2, 0, "▱▱ 0 of 2 on time"),
        (199, 1, 0, "▰" * 19 + "▱ 199 of 200 on time"),
        (1, 199, 0, "▰" + "▱" * 19 + " 1 of 200 on time"),
        (0, 0, 3, "Nothing has come due yet; 3 still open."),
        (0, 0, 0, "Nothing has come due yet."),
    ],
)
def test_e10_a_record_is_a_line_of_squares(on_time: int, late: int, still_open: int, line: str) -> None:
    assert record_line(on_time, late, still_open) == line


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_e10_the_squares_neither_hide_what_was_kept_nor_what_was_late(on_time: int, late: int) -> None:
    line = record_line(on_time, late)

    assert line.count("▰") + line.count("▱") == min(on_time + late, SQUARES)
    assert ("▰" in line) is (on_time > 0)
    assert ("▱" in line) is (late > 0)
