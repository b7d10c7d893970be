"""What a workspace did week by week, as a picture and in words (E17); and one member's record, as a line (E10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from etiquette.messages.canvas import BASE, INK, MUTED, blank, png, write
from etiquette.messages.dates import MONTHS
from etiquette.messages.text import clip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_WEEKS = 12
WORDS_LIMIT = 2000
TITLE = "Good manners, week by week"
SQUARES = 20
WIDTH, HEIGHT = 1400, 700
"""Pixels: twice what Slack shows at the most, so that it is sharp on any screen."""

_LEFT, _BARS, _RIGHT = 72, 418, 1342
_TITLE_Y, _FIRST_BASE, _ROW, _TALLEST = 84, 268, 158, 90
_BAR, _ROUND = 46, 9
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Week:
    """What a workspace did in one week: introductions, thank-yous sent, and deliverables kept."""

    monday: date
    introductions: int
    thanks: int
    kept: int


@dataclass(frozen=True, slots=True)
class Series:
    """One row of the picture: what it counts, one and many, and its colours: for the last week, and those before it."""

    one: str
    many: str
    strong: str
    soft: str
    of: Callable[[Week], int]


# Blue, vermilion and green that people with any colour vision tell apart; each row says its name besides.
SERIES = (
    Series("introduction", "introductions", "#1B4F9C", "#5074BA", lambda week: week.introductions),
    Series("thank-you", "thank-yous", "#B4480A", "#CE7B3F", lambda week: week.thanks),
    Series("promise kept", "promises kept", "#1D7D57", "#4A9F7F", lambda week: week.kept),
)


def weeks_chart(weeks: Sequence[Week]) -> bytes:
    """The last twelve weeks as a PNG: a row for each of the three, a bar for each week, its number on top."""
    shown = weeks[-MOST_WEEKS:]
    axes = blank(WIDTH, HEIGHT)
    write(axes, _LEFT, _TITLE_Y, TITLE, 38, weight="bold")
    for number, series in enumerate(SERIES):
        _draw_row(axes, series, shown, _FIRST_BASE + number * _ROW)
    _draw_days(axes, shown)
    return png(axes)


def chart_words(weeks: Sequence[Week]) -> str:
    """The same in words, for who does not see the picture: the sums, the last week, and every figure."""
    shown = weeks[-MOST_WEEKS:]
    if not shown:
        return "There is no week to show yet."
    if len(shown) == 1:
        return f"The week of {_day(shown[0])} brought {_counts(shown)}."
    told = [
        f"The {len(shown)} weeks from that of {_day(shown[0])} to that of {_day(shown[-1])} brought {_counts(shown)}.",
        f"The last of them brought {_counts(shown[-1:])}.",
        *(_week_by_week(series, shown) for series in SERIES),
    ]
    return clip(" ".join(told), WORDS_LIMIT)


def record_line(kept_on_time: int, late: int, open_: int = 0) -> str:
    """A member's own record in a line (E10): “▰▰▰▰▱ 4 of 5 on time”, in at most twenty squares, and what is open."""
    settled = kept_on_time + late
    if not settled:
        return f"Nothing has come due yet; {open_:,} still open." if open_ else "Nothing has come due yet."
    squares = min(settled, SQUARES)
    full = kept_on_time * squares // settled or min(kept_on_time, 1)
    line = f"{'▰' * full}{'▱' * (squares - full)} {kept_on_time:,} of {settled:,} on time"
    return f"{line} · {open_:,} still open" if open_ else line


def _week_by_week(series: Series, weeks: Sequence[Week]) -> str:
    return f"{_title(series)}, week by week, were {_listed([f'{series.of(week):,}' for week in weeks])}."


def _day(week: Week) -> str:
    return f"{week.monday.day} {MONTHS[week.monday.month - 1]} {week.monday.year}"


def _counts(weeks: Sequence[Week]) -> str:
    return _listed([_counted(sum(map(series.of, weeks)), series) for series in SERIES])


def _counted(count: int, series: Series) -> str:
    return f"{f'{count:,}' if count else 'no'} {series.many}" if count != 1 else f"one {series.one}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _title(series: Series) -> str:
    return series.many.capitalize()


def _draw_row(axes: "Axes", series: Series, weeks: Sequence[Week], base: float) -> None:
    counts = [series.of(week) for week in weeks]
    write(axes, _LEFT, base - 34, _title(series), 32, series.strong, weight="bold")
    write(axes, _LEFT, base, f"{sum(counts):,} in all", 26, MUTED)
    axes.plot([_BARS, _RIGHT], [base, base], color=BASE, linewidth=2, solid_capstyle="round")
    for back, count in enumerate(reversed(counts)):
        if count > 0:
            top = base - max(_TALLEST * count / max(counts), _ROUND)
            _draw_bar(axes, _middle(back), base, top, series.soft if back else series.strong)
            write(axes, _middle(back), top - 10, _short(count), 26, align="center", weight=_weight(back))


def _draw_bar(axes: "Axes", middle: float, base: float, top: float, color: str) -> None:
    """A bar that stands on its line, with a rounded top."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    left, right = middle - _BAR / 2, middle + _BAR / 2
    corners = [(left, base), (left, top + _ROUND), (left, top), (left + _ROUND, top)]
    corners += [(right - _ROUND, top), (right, top), (right, top + _ROUND), (right, base)]
    line, curve = Path.LINETO, Path.CURVE3
    outline = Path(corners, [Path.MOVETO, line, curve, curve, line, curve, curve, line])
    axes.add_patch(PathPatch(outline, facecolor=color, linewidth=0))


def _draw_days(axes: "Axes", weeks: Sequence[Week]) -> None:
    """The Mondays under the last row, and under each first one of a month, which month it is."""
    base = _FIRST_BASE + (len(SERIES) - 1) * _ROW
    months = [week.monday.month for week in weeks]
    for number, week in enumerate(weeks):
        back = len(weeks) - 1 - number
        color = MUTED if back else INK
        write(axes, _middle(back), base + 40, str(week.monday.day), 24, color, align="center", weight=_weight(back))
        if number == 0 or months[number] != months[number - 1]:
            write(axes, _middle(back), base + 72, MONTHS[months[number] - 1][:3], 24, MUTED, align="center")


def _middle(back: int) -> float:
    """Where the bar of a week stands, counted back from the last one, which is always the rightmost."""
    return _RIGHT - (_RIGHT - _BARS) / MOST_WEEKS * (back + 0.5)


def _weight(back: int) -> str:
    return "normal" if back else "bold"


def _short(count: int) -> str:
    """A number that fits over its bar."""
    return f"{count}" if count < THOUSAND else f"{count / THOUSAND:.1f}k"
