"""What the browser's tests say where there is no browser."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
A_TEST = """
import pytest

@pytest.mark.browser
def test_the_page_opens():
    raise AssertionError
"""


def test_without_a_chromium_they_are_named_as_not_run(tmp_path: Path) -> None:
    (tmp_path / "test_page.py").write_text(A_TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.browser",
        "--rootdir",
        tmp_path,
        tmp_path,
    ]

    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PATH": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    said = done.stdout.splitlines()
    assert any("NOT RUN: 1 tests in the browser" in line for line in said)
    assert "NOT RUN test_page.py::test_the_page_opens" in said
    assert "1 skipped" in said[-1]
