"""What our pictures are drawn on: a card of its own, which stands in Slack's light theme as in its dark one."""

from io import BytesIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DPI = 100
CARD, EDGE, INK, MUTED, BASE = "#FAF8F4", "#DFDBD2", "#2B2A27", "#6B6760", "#CFCAC0"
_INSET, _ROUNDING = 3, 40


def blank(width: int, height: int) -> "Axes":
    """An empty card of so many pixels; its upper left corner is nought, nought."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    box(axes, (_INSET, _INSET), (width - 2 * _INSET, height - 2 * _INSET), CARD, rounding=_ROUNDING, edge=EDGE)
    return axes


def box(
    axes: "Axes",
    corner: tuple[float, float],
    size: tuple[float, float],
    color: str,
    *,
    rounding: float,
    edge: str | None = None,
) -> None:
    """A box with round corners."""
    from matplotlib.patches import FancyBboxPatch

    shape = f"round,pad=0,rounding_size={rounding}"
    width = 2 if edge else 0
    axes.add_patch(
        FancyBboxPatch(corner, *size, boxstyle=shape, facecolor=color, edgecolor=edge or color, linewidth=width)
    )


def write(
    axes: "Axes",
    x: float,
    y: float,
    text: str,
    pixels: float,
    color: str = INK,
    *,
    align: Literal["left", "center"] = "left",
    weight: str = "normal",
) -> None:
    """A line of text, which stands on `y`."""
    points = pixels * 72 / DPI
    axes.text(x, y, text, size=points, color=color, ha=align, weight=weight, family="DejaVu Sans", parse_math=False)


def png(axes: "Axes") -> bytes:
    """What was drawn, as a PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    picture = BytesIO()
    figure = axes.figure
    assert isinstance(figure, Figure)
    FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]  # as matplotlib has it
        picture, metadata={"Software": None}
    )
    return picture.getvalue()
