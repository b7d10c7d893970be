"""How a partnership stands, in words and as a picture: a line each, and nothing said as nought (L1 to L8, C6)."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image

from etiquette.messages.canvas import CARD, INK, MUTED
from etiquette.messages.elements import elements
from etiquette.messages.elements_chart import EMPTY, EMPTY_EDGE, FULL, NAMES, elements_chart, elements_words
from etiquette.rules.balance import Given
from etiquette.rules.elements import Counted, Element
from tests.etiquette.messages.test_chart import contrast, pixels
from tests.partners import make_together

SOME = [Counted(element, at % 3, 2 + at) if at != 4 else Counted(element, 0, 0) for at, element in enumerate(Element)]
NONE = [Counted(element, 0, 0) for element in Element]
ALL = [Counted(element, 2, 2) for element in Element]


def said(counted: Sequence[Counted]) -> list[str]:
    """The lines of the eight elements, without marks."""
    told = elements(make_together(), counted, Given(3, 2), Given(0, 1))
    return [str(block["text"]["text"]).replace("*", "") for block in told.blocks if block["type"] == "section"]


@pytest.mark.parametrize("element", Element)
def test_each_element_has_its_count_and_what_would_raise_it(element: Element) -> None:
    """L1, L2, L3, L4, L5, L6, L7, L8."""
    line = next(each for each in said([Counted(element, 1, 3)]) if each.startswith(NAMES[element]))

    assert ": 1 of 3 " in line
    assert "What would raise it: " in line


@pytest.mark.parametrize("element", Element)
def test_where_nothing_happened_it_says_so_rather_than_nought(element: Element) -> None:
    """L1, L2, L3, L4, L5, L6, L7, L8."""
    line = next(each for each in said(NONE) if each.startswith(NAMES[element]))

    assert "nothing yet" in line
    assert "0" not in line
    assert "What would raise it: " in line


def test_what_is_full_needs_no_raising() -> None:
    """L1 to L8."""
    assert not [line for line in said(ALL) if "would raise" in line]


def test_c6_what_is_to_come_is_said_as_promised() -> None:
    assert "Given so far: you 3, with 2 still to come; Dana Reyes nothing yet, with 1 still to come." in said(SOME)[0]


def test_the_picture_is_a_card_on_any_theme_with_a_bar_for_each() -> None:
    """L1 to L8."""
    picture = Image.open(BytesIO(elements_chart(SOME))).convert("RGBA")
    corner = picture.getpixel((0, 0))

    assert picture.size == (1400, 860)
    assert isinstance(corner, tuple)
    assert corner[3] == 0
    assert pixels(picture, FULL) > 10_000
    assert pixels(picture, EMPTY) > 10_000
    empty = Image.open(BytesIO(elements_chart(NONE))).convert("RGBA")
    assert pixels(empty, FULL) == pixels(empty, EMPTY) == 0
    assert pixels(Image.open(BytesIO(elements_chart([Counted(Element.ENGAGEMENT, 1, 500)]))).convert("RGBA"), FULL) > 99


@pytest.mark.parametrize("color", [INK, MUTED])
def test_whatever_is_written_in_it_can_be_read(color: str) -> None:
    assert contrast(color, CARD) >= 4.5


def test_full_and_empty_are_told_apart_and_from_the_card() -> None:
    assert contrast(FULL, CARD) >= 3
    assert contrast(FULL, EMPTY) >= 3
    assert contrast(EMPTY_EDGE, CARD) >= 2


def test_the_same_is_said_for_who_does_not_see_it() -> None:
    """L1 to L8."""
    words = elements_words("Dana Reyes", SOME)

    assert words.startswith("How you and Dana Reyes stand, over ninety days. Awareness: 0 of 2.")
    assert "Mediation: nothing yet." in words
    assert all(name in words for name in NAMES.values())
