"""The eight elements as a picture: a row for each, as many cells as there were chances, filled as far as taken."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from etiquette.messages.canvas import BASE, INK, MUTED, blank, box, png, write
from etiquette.messages.text import clip
from etiquette.rules.elements import Counted, Element

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 1400, 860
TITLE = "How you stand, over ninety days"
UNDER_IT = "Counts of what really happened, and never a grade"
NOTHING = "nothing yet"
NAMES: dict[Element, str] = {
    Element.AWARENESS: "Awareness",
    Element.MOTIVATION: "Motivation",
    Element.SELF_SYNCHRONISATION: "Self-synchronisation",
    Element.PARTICIPATION: "Participation",
    Element.MEDIATION: "Mediation",
    Element.RECIPROCITY: "Reciprocity",
    Element.REFLECTION: "Reflection",
    Element.ENGAGEMENT: "Engagement",
}
FULL, EMPTY, EMPTY_EDGE = "#1B4F9C", "#E6ECF6", "#8DA3CB"

_LEFT, _BARS, _BARS_END, _COUNTS = 72, 490, 1150, 1180
_TITLE_Y, _UNDER_Y, _FIRST, _ROW, _THICK = 92, 138, 218, 78, 38
_GAP, _ROUND, _MOST_CELLS = 8, 8, 12


def elements_chart(counted: Sequence[Counted]) -> bytes:
    """The elements as a PNG, each with its count beside its bar."""
    axes = blank(WIDTH, HEIGHT)
    write(axes, _LEFT, _TITLE_Y, TITLE, 38, weight="bold")
    write(axes, _LEFT, _UNDER_Y, UNDER_IT, 26, MUTED)
    for number, each in enumerate(counted):
        _draw_row(axes, each, _FIRST + number * _ROW)
    return png(axes)


def elements_words(name: str, counted: Sequence[Counted]) -> str:
    """The same in words, for who does not see the picture, and with whom it is."""
    return f"How you and {clip(name, 80)} stand, over ninety days. " + " ".join(
        f"{NAMES[each.element]}: {count_of(each)}." for each in counted
    )


def count_of(counted: Counted) -> str:
    """“3 of 4”; where nothing of the kind has happened, that."""
    return f"{counted.count:,} of {counted.of:,}" if counted.has_happened else NOTHING


def _draw_row(axes: "Axes", counted: Counted, middle: float) -> None:
    write(axes, _LEFT, middle + 10, NAMES[counted.element], 30, INK if counted.has_happened else MUTED)
    if not counted.has_happened:
        axes.plot([_BARS, _BARS_END], [middle, middle], color=BASE, linewidth=2, linestyle=(0, (4, 4)))
        write(axes, _COUNTS, middle + 10, NOTHING, 26, MUTED)
        return
    write(axes, _COUNTS, middle + 10, count_of(counted), 30, weight="bold")
    if counted.of <= _MOST_CELLS:
        _draw_cells(axes, counted, middle)
    else:
        _draw_bar(axes, counted, middle)


def _draw_cells(axes: "Axes", counted: Counted, middle: float) -> None:
    wide = (_BARS_END - _BARS + _GAP) / counted.of - _GAP
    for number in range(counted.of):
        at = _BARS + number * (wide + _GAP), middle - _THICK / 2
        if number < counted.count:
            box(axes, at, (wide, _THICK), FULL, rounding=_ROUND, edge=FULL)
        else:
            box(axes, at, (wide, _THICK), EMPTY, rounding=_ROUND, edge=EMPTY_EDGE)


def _draw_bar(axes: "Axes", counted: Counted, middle: float) -> None:
    """Of more than can be told apart, a bar as long as its share."""
    at, whole = (_BARS, middle - _THICK / 2), _BARS_END - _BARS
    box(axes, at, (whole, _THICK), EMPTY, rounding=_ROUND, edge=EMPTY_EDGE)
    if counted.count:
        share = max(whole * counted.count / counted.of, 2 * _ROUND)
        box(axes, at, (share, _THICK), FULL, rounding=_ROUND, edge=FULL)
