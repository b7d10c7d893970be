"""What the tables of Block Kit are made of: small checks, each of one JSON value.

A check is called with the value, the JSON pointer to it and the list that it appends its findings to, in the
words of Slack's `response_metadata.messages`. It accepts any JSON and never raises. The words are those that
Slack was seen to answer, except where nobody quoted any: too few entries, number bounds, bad dates and hours,
and the rules between fields.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Check = Callable[[Any, str, list[str]], None]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def report(message: str, at: str, found: list[str]) -> None:
    """Appends one finding about the value at the JSON pointer `at`."""
    found.append(f"[ERROR] {message} [json-pointer:{at}]")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: its known fields with their checks, which of them it needs, and the rules between them."""

    fields: Mapping[str, Check]
    needs: tuple[str, ...]
    rules: tuple[Check, ...]

    def __call__(self, value: Any, at: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            report("must provide an object", at, found)
            return
        for name, part in value.items():
            check = self.fields.get(name)
            if check is None:
                report(f"invalid additional property: {name}", at, found)
            else:
                check(part, f"{at}/{name}", found)
        for name in self.needs:
            if name not in value:
                report(f"missing required field: {name}", at, found)
        for rule in self.rules:
            rule(value, at, found)


@dataclass(frozen=True, slots=True)
class Kinds:
    """An object that says by its `type` which of several shapes it has."""

    kinds: Mapping[str, Check]

    def __call__(self, value: Any, at: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            report("must provide an object", at, found)
            return
        name = value.get("type")
        check = self.kinds.get(name) if isinstance(name, str) else self._without_type
        if check is None:
            report(f"unsupported type: {name}", f"{at}/type", found)
        else:
            check(value, at, found)

    def only(self, *names: str) -> "Kinds":
        """The same table cut down to `names`."""
        return Kinds({name: self.kinds[name] for name in names})

    def _without_type(self, value: Any, at: str, found: list[str]) -> None:
        if "type" in value:
            report("must provide a string", f"{at}/type", found)
        else:
            report("missing required field: type", at, found)


Fields = Mapping[str, Check]


def shape(needs: Fields, may: Fields | None = None, rules: tuple[Check, ...] = ()) -> Shape:
    """An object without a `type`, such as an option: the fields it needs, those it may have, its rules."""
    return Shape({**needs, **(may or {})}, tuple(needs), rules)


def kind(needs: Fields, may: Fields | None = None, rules: tuple[Check, ...] = ()) -> Shape:
    """One row of a `Kinds` table: like `shape`, its `type` was read already."""
    return Shape({"type": anything, **needs, **(may or {})}, tuple(needs), rules)


def anything(_value: Any, _at: str, _found: list[str]) -> None:
    """Accepts every value."""


def boolean(value: Any, at: str, found: list[str]) -> None:
    """Either true or false."""
    if not isinstance(value, bool):
        report("must provide a boolean", at, found)


def string(most: int | None = None, *, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, at: str, found: list[str]) -> None:
        if not isinstance(value, str):
            report("must provide a string", at, found)
        elif len(value) < least:
            report(f"must be more than {least - 1} characters", at, found)
        elif most is not None and len(value) > most:
            report(f"must be less than {most + 1} characters", at, found)

    return check


def integer(least: int, most: int | None = None) -> Check:
    """A whole number from `least` to `most`."""

    def check(value: Any, at: str, found: list[str]) -> None:
        if not is_integer(value):
            report("must provide an integer", at, found)
        elif value < least:
            report(f"must be greater than {least - 1}", at, found)
        elif most is not None and value > most:
            report(f"must be less than {most + 1}", at, found)

    return check


def is_integer(value: Any) -> bool:
    """Whether JSON would call it a whole number: true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def number(value: Any, at: str, found: list[str]) -> None:
    """A number, whole or not."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        report("must provide a number", at, found)


def one_of(*names: str) -> Check:
    """One of the strings `names`."""
    allowed = frozenset(names)

    def check(value: Any, at: str, found: list[str]) -> None:
        if not isinstance(value, str):
            report("must provide a string", at, found)
        elif value not in allowed:
            report("must be a valid enum value", at, found)

    return check


def each(inner: Check, *, most: int | None = None, least: int = 1) -> Check:
    """An array of `least` to `most` entries, each as `inner` has it."""

    def check(value: Any, at: str, found: list[str]) -> None:
        if not isinstance(value, list):
            report("must provide an array", at, found)
            return
        if len(value) < least:
            report(f"no less than {least} items allowed", at, found)
        if most is not None and len(value) > most:
            report(f"no more than {most} items allowed", at, found)
        for index, entry in enumerate(value):
            inner(entry, f"{at}/{index}", found)

    return check


def nullable(inner: Check) -> Check:
    """Either null, or as `inner` has it."""

    def check(value: Any, at: str, found: list[str]) -> None:
        if value is not None:
            inner(value, at, found)

    return check


def written_as(looks_right: Callable[[str], bool], message: str, most: int | None = None) -> Check:
    """A string of up to `most` characters that `looks_right`; otherwise Slack says `message`."""
    length = string(most)

    def check(value: Any, at: str, found: list[str]) -> None:
        before = len(found)
        length(value, at, found)
        if len(found) == before and not looks_right(value):
            report(message, at, found)

    return check


def url(most: int | None = 3000) -> Check:
    """An address with its scheme, up to `most` characters."""
    return written_as(lambda text: _ADDRESS.fullmatch(text) is not None, "invalid url", most)


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar, as YYYY-MM-DD."""
    if _DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_decimal(text: str) -> bool:
    """Whether it is a number as Slack writes them in strings: digits, at most one point, no exponent."""
    return _DECIMAL.fullmatch(text) is not None


day = written_as(is_day, "must be a date in the format YYYY-MM-DD")
hour = written_as(lambda text: _HOUR.fullmatch(text) is not None, "must be a time in the format HH:mm")
decimal = written_as(is_decimal, "must be a number in a string")


def some_of(*names: str) -> Check:
    """A rule between fields: one of them at least."""

    def check(value: Any, at: str, found: list[str]) -> None:
        if not any(name in value for name in names):
            report(f"must define either {_quoted(names)}", at, found)

    return check


def just_one_of(*names: str) -> Check:
    """A rule between fields: one of them, and no second."""
    some = some_of(*names)

    def check(value: Any, at: str, found: list[str]) -> None:
        some(value, at, found)
        if sum(name in value for name in names) > 1:
            report(f"must define only one of {_quoted(names)}", at, found)

    return check


def _quoted(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def unique(field: str, entries: Any, at: str, found: list[str]) -> None:
    """Among the objects in the array `entries` no string `field` may appear twice."""
    seen: set[str] = set()
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = entry.get(field) if isinstance(entry, dict) else None
        if not isinstance(name, str):
            continue
        if name in seen:
            report(f'`{field}` "{name}" already exists', f"{at}/{index}/{field}", found)
        seen.add(name)


def unique_actions(field: str) -> Check:
    """A rule: the elements in the array `field` have different `action_id`s."""

    def check(value: Any, at: str, found: list[str]) -> None:
        unique("action_id", value.get(field), f"{at}/{field}", found)

    return check
