"""The build: what is pinned, what the wheel holds, and what is said where something is missing."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def pinned(file: Path) -> dict[str, set[str]]:
    """The versions of each package; several where they differ by platform."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", file.read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]


def run(command: list[str | Path], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_every_requirement_is_pinned_with_hashes_and_comes_from_no_address(file: Path) -> None:
    text = file.read_text()
    entries = re.split(r"\n(?=[a-z])", text)

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert [entry.split()[0] for entry in entries if "==" not in entry.splitlines()[0]] == []
    assert "://" not in text
    assert "--index-url" not in text


def test_what_the_project_asks_for_is_pinned() -> None:
    run_time, develop = (pinned(ROOT / "requirements" / name) for name in ("run.txt", "develop.txt"))
    asked = PROJECT["project"]

    assert {name_of(line) for line in asked["dependencies"]} <= run_time.keys()
    assert {name_of(line) for line in asked["optional-dependencies"]["develop"]} <= develop.keys()
    assert {name: develop.get(name) for name in run_time} == run_time


@pytest.fixture(scope="session")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], ROOT)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_holds_everything_that_lies_in_its_packages(unpacked_wheel: Path) -> None:
    kept = [file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file()]
    wanted = {str(file.relative_to(ROOT)) for file in kept if "__pycache__" not in file.parts}

    assert wanted - {str(file.relative_to(unpacked_wheel)) for file in unpacked_wheel.rglob("*")} == set()
    assert any(name.startswith("etiquette/store/migrations/versions/") for name in wanted)
    assert "emulator/page/index.html" in wanted


def test_the_program_migrates_from_the_wheel(unpacked_wheel: Path, tmp_path: Path) -> None:
    done = run([sys.executable, "-m", "bot", "migrate"], tmp_path, PYTHONPATH=str(unpacked_wheel))

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "coopetiquette.db").exists()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            'case "$1" in -V) echo Python 3.9.1;; *) exit 1;; esac',
            "python is Python 3.9.1, and 3.11 is the least",
        ),
        ('case "$2" in *version_info*) exit 0;; *) exit 1;; esac', "python comes without venv: install it"),
    ],
)
def test_a_python_that_does_not_do_is_told_in_one_sentence(tmp_path: Path, script: str, said: str) -> None:
    interpreter = tmp_path / "python"
    interpreter.write_text(f"#!/bin/sh\n{script}\n")
    interpreter.chmod(0o755)

    done = run([ROOT / "tools" / "venv", "python", "made"], tmp_path, PATH=f"{tmp_path}:/usr/bin:/bin")

    assert done.returncode == 1
    assert done.stderr.startswith(f"coopetiquette: {said}")
    assert done.stderr.count("\n") == 1


def test_no_python_at_all_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = run(["/bin/sh", ROOT / "tools" / "venv", "python9", "made"], tmp_path, PATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith("coopetiquette: there is no python9 here: install Python 3.11 or newer")


def test_ci_runs_what_a_developer_runs_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    does = [line for line in lines if line and not line.startswith("#")]

    assert does == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make check"]
    assert "check: format lint types layers test " in (ROOT / "Makefile").read_text()
