"""docs/etiquette.md is held to the code, both ways: its rules to rulebook and tests, its numbers to the rulebook."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from etiquette.messages.matters import why
from etiquette.rules.nudges import Kind
from etiquette.rules.rulebook import ROWS, RULEBOOK, Step

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "etiquette.md").read_text()
IDS = [*(f"E{n}" for n in range(1, 20)), *(f"C{n}" for n in range(1, 13))]
IDS += [*(f"L{n}" for n in range(1, 9)), *(f"N{n}" for n in range(1, 9))]
STATES = ("Built", "In part", "Not yet")
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the tables of rules."""

    id: str
    says: str
    met: str
    kinds: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def state(self) -> str:
        return next((state for state in STATES if self.met.startswith(f"**{state}.**")), "")


def rows_of(text: str, columns: int) -> Iterator[list[str]]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("|") and len(cells) == columns and not cells[0].startswith("---"):
            yield cells


def words_of(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`(\w+)`", cell))


def rules_told() -> list[Rule]:
    found = [cells for cells in rows_of(PAGE.partition("## When")[0], 5) if re.fullmatch(r"[ECLN]\d+", cells[0])]
    return [Rule(cells[0], cells[1], cells[2], words_of(cells[3]), words_of(cells[4])) for cells in found]


RULES = rules_told()


@dataclass(frozen=True, slots=True)
class Cited:
    """The rules that a test cites: by its own name and docstring, and by its module's docstring."""

    by_itself: set[str]
    by_its_module: set[str]


@cache
def all_tests() -> dict[str, Cited]:
    """Every test by its name."""
    there: dict[str, Cited] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        module = ast.parse(file.read_text())
        shared = cited_in(ast.get_docstring(module) or "")
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                named = {rule.upper() for rule in re.findall(r"_([ecln]\d+)(?=_)", node.name)}
                there[node.name] = Cited(named | cited_in(ast.get_docstring(node) or ""), shared)
    return there


def cited_in(text: str) -> set[str]:
    """Rules in prose; "E9 to E13" are five."""
    cited: set[str] = set()
    for family, first, last in re.findall(r"\b([ECLN])(\d+)(?: to [ECLN](\d+))?\b", text):
        cited |= {f"{family}{number}" for number in range(int(first), int(last or first) + 1)}
    return cited


def in_words(step: Step) -> str:
    """A step as the table says it."""
    if step.minutes is not None:
        hours, minutes = divmod(abs(step.minutes), 60)
        count = f"{hours} hours" if hours and not minutes else f"{minutes} minutes"
        return "at once" if step.minutes == 0 else f"{count} {'before' if step.minutes < 0 else 'after'}"
    if step.days == 0:
        return "on the day"
    days = abs(step.days or 0)
    way = "before" if (step.days or 0) < 0 else "later" if step.later else "after"
    return f"{days} day{'' if days == 1 else 's'} {way}"


def test_every_rule_is_told_once_and_in_order() -> None:
    assert [rule.id for rule in RULES] == IDS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_how_far_it_is_built(rule: Rule) -> None:
    assert rule.state
    assert rule.says.endswith(".")
    assert (rule.state == "In part") == ("Not yet:" in rule.met)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_names_the_rulebooks_rows_that_cite_it(rule: Rule) -> None:
    citing = {row.kind.value for row in RULEBOOK if rule.id in row.rules}

    assert set(rule.kinds) == citing
    assert not (citing and rule.state == "Not yet")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_is_built_has_a_test_that_cites_it_and_what_is_not_has_none(rule: Rule) -> None:
    there = all_tests()

    assert [name for name in rule.tests if name not in there] == []
    if rule.state == "Not yet":
        assert rule.tests == ()
    else:
        assert any(rule.id in there[name].by_itself | there[name].by_its_module for name in rule.tests)


def test_no_test_proves_a_rule_that_is_said_not_to_be_built() -> None:
    proven = set().union(*(cited.by_itself for cited in all_tests().values()))

    assert {rule.id for rule in RULES if rule.state == "Not yet"} & proven == set()


def test_every_rule_that_the_rulebook_cites_is_one() -> None:
    assert {rule for row in RULEBOOK for rule in row.rules} <= set(IDS)


@pytest.mark.parametrize("kind", Kind)
def test_the_small_print_of_a_nudge_cites_rules_that_are_built(kind: Kind) -> None:
    built = {rule.id for rule in RULES if rule.state != "Not yet"}

    assert cited_in(why(kind)) == set(ROWS[kind].rules)
    assert cited_in(why(kind)) <= built


def test_the_numbers_are_those_of_the_rulebook() -> None:
    told = list(rows_of(PAGE.partition("## When")[2], 5))[1:]

    assert told == [
        [
            f"`{row.kind}`",
            row.after,
            in_words(row.steps[0]),
            ", ".join(map(in_words, row.steps[1:])) or NOTHING,
            row.until,
        ]
        for row in RULEBOOK
    ]
