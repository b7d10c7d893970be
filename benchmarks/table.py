"""The table in the terminal, and the same as JSON."""

from collections.abc import Sequence
from typing import Any

from benchmarks.figures import Aim, Line, Runs

HEAD = ("measure", "database", "ours", "peer", "ratio", "to reach", "")


def table(lines: Sequence[Line]) -> str:
    """Every line, in columns as wide as what is in them."""
    rows = [HEAD, *(_row(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def told(lines: Sequence[Line], circumstances: dict[str, Any]) -> dict[str, Any]:
    """The whole measurement, for machines."""
    return {**circumstances, "lines": [line.told() for line in lines]}


def _row(line: Line) -> tuple[str, ...]:
    peer = f"{_figure(line.peer, line.unit)} ({line.peer_is})" if line.peer else line.peer_is
    ratio = "" if line.aim is Aim.AT_MOST else f"{line.ratio:.2f}"
    unit = f" {line.unit}" if line.aim is Aim.AT_MOST else ""
    reached = "reached" if line.is_reached else "not reached"
    goal = f"{line.goal:g}{unit} {line.aim}"
    return (line.measure, line.database, _figure(line.ours, line.unit), peer, ratio, goal, reached)


def _figure(runs: Runs, unit: str) -> str:
    median, lowest, highest = (_short(value) for value in (runs.median, runs.lowest, runs.highest))
    spread = f" ({lowest} to {highest})" if len(runs.values) > 1 else ""
    return f"{median} {unit}{spread}"


def _short(value: float) -> str:
    """Three figures that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  # from there on, no decimals count
