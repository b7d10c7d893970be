"""What `make bench` tells: medians, spreads, ratios, and whether what was to be reached was."""

import json

import pytest

from benchmarks.figures import Aim, Line, Runs, percentile
from benchmarks.table import table, told


def line(ours: float, aim: Aim, goal: float, peer: float | None = None) -> Line:
    theirs = None if peer is None else Runs((peer,))
    return Line("answered", "SQLite", "ms", Runs((ours,)), aim, goal, "" if peer is None else "the peer", theirs)


@pytest.mark.parametrize(
    ("ours", "peer", "aim", "goal", "ratio", "is_reached"),
    [
        (2.0, 20.0, Aim.TIMES_LOWER, 10, 10.0, True),
        (4.0, 20.0, Aim.TIMES_LOWER, 10, 5.0, False),
        (400.0, 100.0, Aim.TIMES_AS_MANY, 4, 4.0, True),
        (399.0, 100.0, Aim.TIMES_AS_MANY, 4, 3.99, False),
        (3.0, 2.0, Aim.AT_MOST_TIMES, 1.5, 1.5, True),
        (3.1, 2.0, Aim.AT_MOST_TIMES, 1.5, 1.55, False),
        (1.4, None, Aim.AT_MOST, 1.5, 1.4, True),
        (1.6, None, Aim.AT_MOST, 1.5, 1.6, False),
    ],
)
def test_a_ratio_says_by_how_much_ours_is_better_or_has_grown(
    ours: float, peer: float | None, aim: Aim, goal: float, ratio: float, is_reached: bool
) -> None:
    measured = line(ours, aim, goal, peer)

    assert measured.ratio == pytest.approx(ratio)
    assert measured.is_reached is is_reached


def test_a_figure_is_the_median_of_its_runs_with_their_spread() -> None:
    runs = Runs((3.0, 1.0, 200.0))

    assert (runs.median, runs.lowest, runs.highest) == (3.0, 1.0, 200.0)
    assert percentile([float(number) for number in range(100)], 99) == 99.0


def test_the_table_says_what_was_not_reached() -> None:
    shown = table([line(4.0, Aim.TIMES_LOWER, 10, 20.0), line(1.4, Aim.AT_MOST, 1.5)])

    assert [row.rsplit("  ", 1)[-1] for row in shown.splitlines()[1:]] == ["not reached", "reached"]


def test_the_same_is_told_to_machines() -> None:
    kept = json.loads(json.dumps(told([line(4.0, Aim.TIMES_LOWER, 10, 20.0)], {"cores": 2})))

    assert kept["cores"] == 2
    assert (kept["lines"][0]["ratio"], kept["lines"][0]["is_reached"]) == (5.0, False)
