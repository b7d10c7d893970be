"""`python -m benchmarks`: measures, prints the table, and keeps it in build/benchmarks.json.

Ends with 1 where a run lost or doubled something. A ratio that is not reached is told as it is, and ends with 0.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.databases import BOTH, databases, durable_write
from benchmarks.figures import Line, LostError
from benchmarks.place import Place
from benchmarks.processes import slack
from benchmarks.rows import commands, draining, planning, posting, sizes, stalling
from benchmarks.table import table, told

Row = Callable[[Place], Iterator[Line]]

ROWS: dict[str, Row] = {
    "command": commands.one_caller,
    "commands": commands.many_callers,
    "posting": posting.posting,
    "stalling": stalling.stalling,
    "planning": planning.planning,
}
LONG: dict[str, Row] = {"sizes": sizes.sizes, "draining": draining.draining}
KEPT = Path("build") / "benchmarks.json"


def main(words: list[str] | None = None) -> int:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also the rows that take longer")
    parser.add_argument("--only", nargs="*", default=[], choices=sorted({**ROWS, **LONG}), help="these rows alone")
    parser.add_argument("--on", nargs="*", default=BOTH, choices=BOTH, help="these databases alone")
    parser.add_argument("--repeats", type=int, default=2, help="how often each is measured")
    parser.add_argument("--scale", type=float, default=1.0, help="the share of the full size")
    parser.add_argument("--into", type=Path, default=KEPT, help="the file that keeps it as JSON")
    given = parser.parse_args(words)
    rows = {**ROWS, **LONG} if given.full or given.only else ROWS
    chosen = {name: row for name, row in rows.items() if not given.only or name in given.only}
    began = perf_counter()
    lines: list[Line] = []
    try:
        with ExitStack() as stack:
            place = Place(
                stack.enter_context(databases()),
                stack.enter_context(slack()),
                given.repeats,
                given.scale,
                tuple(given.on),
            )
            for name, row in chosen.items():
                print(f"measuring: {name}", file=sys.stderr, flush=True)
                lines += row(place)
    except LostError as lost:
        print(f"no measurement: {lost}", file=sys.stderr)
        return 1
    _tell(lines, perf_counter() - began, given.repeats, given.into)
    return 0


def _tell(lines: list[Line], took: float, repeats: int, into: Path) -> None:
    circumstances: dict[str, Any] = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "durable_write_ms": round(durable_write(), 3),
        "repeats": repeats,
        "seconds": round(took),
    }
    print(table(lines))
    print(
        "\nMedians of {repeats} runs (lowest to highest). {cores} cores, Python {python}, {system}; one durable write "
        "takes {durable_write_ms} ms here; measured in {seconds} s.".format(**circumstances)
    )
    into.parent.mkdir(exist_ok=True)
    into.write_text(json.dumps(told(lines, circumstances), indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
