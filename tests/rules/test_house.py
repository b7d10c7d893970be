"""The house style, where a machine can tell: names, and the length of files and functions."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("benchmarks", "bot", "demo", "emulator", "etiquette", "handlers", "scheduler", "soak", "tools")
SLACKS_OWN = ("emulator",)  # where Slack's words for its own things are spoken
BANNED = {"helper", "item", "manager", "notification", "task", "util"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 50
EXCUSED = {"etiquette/store/tables.py"}  # every table, constraint and index, on one page


def modules(*packages: str) -> list[Path]:
    """Every module but the migrations, which are written once, by Alembic, and never changed."""
    found = [file for package in packages for file in sorted((ROOT / package).rglob("*.py"))]
    return [file.relative_to(ROOT) for file in found if "versions" not in file.parts]


def names_given(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def words_of(name: str) -> set[str]:
    return {word.lower().removesuffix("s") for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


@pytest.mark.parametrize("file", modules(*sorted(set(PACKAGES) - set(SLACKS_OWN))), ids=str)
def test_names_speak_of_the_domain(file: Path) -> None:
    given = [*names_given(ast.parse((ROOT / file).read_text())), (1, file.stem)]

    assert [(line, name) for line, name in given if words_of(name) & BANNED] == []


@pytest.mark.parametrize("file", modules(*PACKAGES), ids=str)
def test_files_and_functions_are_short(file: Path) -> None:
    source = (ROOT / file).read_text()
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert len(source.splitlines()) <= LONGEST_FILE or str(file) in EXCUSED
    assert [one.name for one in functions if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION] == []


def test_one_module_brings_files_to_slack() -> None:
    ours = modules(*sorted(set(PACKAGES) - set(SLACKS_OWN)))
    asks = re.compile(r"files[._](getUploadURLExternal|completeUploadExternal|upload)")

    assert [str(file) for file in ours if asks.search((ROOT / file).read_text())] == ["scheduler/files.py"]
