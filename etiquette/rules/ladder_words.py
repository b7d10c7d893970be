"""A workspace's own numbers: a row of the rulebook with other steps, as its settings hold them and people write them.

People write “1 day before, on the day, 1, 3, 7 days after”; a step that counts from the one before it is “then 2 days”.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind, Noun
from etiquette.rules.rulebook import ROWS, Row, Step

MOST_STEPS = 6
FARTHEST_DAYS = 366
FARTHEST_MINUTES = 7 * 24 * 60
OF_A_DAY = frozenset({Noun.DELIVERABLE, Noun.GOOD_TURN, Noun.REFLECTION_ANSWER})
"""What is agreed for a day has no instant from which minutes and hours could be counted."""

_STEP = re.compile(
    r"(?P<later>then )?(?:on the day|at once|(?P<count>\d{1,5}) ?(?P<unit>minutes?|hours?|days?)?)"
    r"(?: (?P<way>before|after|later))?"
)
_MINUTES = {"minute": 1, "hour": 60}


def row_for(kind: Kind, ladders: Mapping[str, Any]) -> Row:
    """The row as it holds in a workspace: its own steps where it has some, else the rulebook's."""
    row = ROWS[kind]
    words = ladders.get(kind)
    return replace(row, steps=read_steps(str(words), row)) if words else row


def steps_in_words(row: Row) -> str:
    """A row's steps as people write them; `read_steps` reads them back."""
    return ", ".join(_in_words(step) for step in row.steps)


def read_steps(words: str, row: Row) -> tuple[Step, ...]:
    """Steps as people write them. Refused as NOT_A_LADDER: unreadable, too many, too far, or out of order.

    A unit left out is that of the step after it. Minutes and hours keep the row's claim on a chosen moment.
    """
    parts = [" ".join(part.split()) for part in words.casefold().split(",") if part.strip()]
    if not 0 < len(parts) <= MOST_STEPS:
        raise EtiquetteError(Refusal.NOT_A_LADDER)
    chosen = any(step.chosen for step in row.steps)
    steps: list[Step] = []
    unit, way = "", ""
    for part in reversed(parts):
        found = _STEP.fullmatch(part)
        if found is None:
            raise EtiquetteError(Refusal.NOT_A_LADDER)
        unit = (found["unit"] or unit).rstrip("s")
        way = found["way"] or ("" if found["unit"] else way)
        steps.insert(0, _step(found, unit, way, is_chosen=chosen))
    _check(steps, row)
    return tuple(steps)


def _step(found: re.Match[str], unit: str, way: str, *, is_chosen: bool) -> Step:
    later, name = bool(found["later"]) or found["way"] == "later", " ".join(found[0].split())
    if found["count"] is None:
        at_once = "at once" in name
        return Step(name, minutes=0, chosen=is_chosen) if at_once else Step(name, days=0)
    count = int(found["count"]) * (-1 if way == "before" else 1)
    if unit in _MINUTES:
        return Step(f"{count}-{unit}", minutes=count * _MINUTES[unit], chosen=is_chosen)
    if unit != "day":
        raise EtiquetteError(Refusal.NOT_A_LADDER)
    return Step(f"{'then-' if later else ''}{count}-day", days=count, later=later)


def _check(steps: list[Step], row: Row) -> None:
    too_far = any(abs(step.days or 0) > FARTHEST_DAYS or abs(step.minutes or 0) > FARTHEST_MINUTES for step in steps)
    needs_an_instant = row.subject in OF_A_DAY and any(step.minutes is not None for step in steps)
    days = [step.days for step in steps if step.days is not None and not step.later]
    if too_far or needs_an_instant or days != sorted(days) or len({step.name for step in steps}) < len(steps):
        raise EtiquetteError(Refusal.NOT_A_LADDER)


def _in_words(step: Step) -> str:
    if step.minutes is not None:
        if step.minutes == 0:
            return "at once"
        count, unit = (step.minutes // 60, "hour") if step.minutes % 60 == 0 else (step.minutes, "minute")
        return _counted(count, unit)
    if step.days == 0:
        return "on the day"
    said = _counted(step.days or 0, "day")
    return f"then {said.removesuffix(' after')}" if step.later else said


def _counted(count: int, unit: str) -> str:
    return f"{abs(count)} {unit}{'' if abs(count) == 1 else 's'} {'before' if count < 0 else 'after'}"
