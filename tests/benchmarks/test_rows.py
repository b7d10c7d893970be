"""Rows of `make bench`, with next to nothing to do: that both sides do the same work, and none of it is lost."""

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks


@pytest.mark.parametrize("row", ["command", "posting"])
def test_a_row_is_measured_over_real_sockets_and_kept(
    row: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "benchmarks.json"
    little = ["--on", "SQLite", "--repeats", "1", "--scale", "0.02"]

    ended = benchmarks.main(["--only", row, *little, "--into", str(kept)])

    assert ended == 0
    told = json.loads(kept.read_text())
    assert told["lines"]
    assert all(line["ours"]["values"][0] > 0 and line["peer"]["values"][0] > 0 for line in told["lines"])
    assert capsys.readouterr().out.startswith("measure")
