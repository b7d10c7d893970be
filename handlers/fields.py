"""What was filled into a form, read from Slack's raw state: its own models refuse some of what Slack sends."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from etiquette.messages.vocabulary import VALUE, read_metadata

T = TypeVar("T")

UNTYPED = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")

SENT_BY_APPS = ("type", "callback_id", "title", "submit", "close", "private_metadata")
INITIAL = {
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_option": "initial_option",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_options": "initial_options",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a submitted form, by their names. What is empty, or no value at all, is None."""

    values: Mapping[str, Any]
    meta: Mapping[str, Any]

    @classmethod
    def of(cls, view: dict[str, Any]) -> "Fields":
        return cls((view.get("state") or {}).get("values") or {}, read_metadata(view.get("private_metadata") or ""))

    def text(self, name: str) -> str:
        """A text as it was typed, without the space around it."""
        return storable(str(self._element(name).get("value") or "")).strip()

    def user(self, name: str) -> str | None:
        return self._element(name).get("selected_user") or None

    def conversation(self, name: str) -> str | None:
        chosen = self._element(name).get("selected_conversation")
        return str(chosen) if chosen else None

    def choice(self, name: str) -> str | None:
        return (self._element(name).get("selected_option") or {}).get("value")

    def ticked(self, name: str) -> set[str]:
        """The values of whatever is ticked."""
        options = self._element(name).get("selected_options") or []
        return {str(option.get("value")) for option in options if isinstance(option, dict)}

    def day(self, name: str) -> date | None:
        return _read(date.fromisoformat, self._element(name).get("selected_date"))

    def clock(self, name: str) -> time | None:
        return _read(time.fromisoformat, self._element(name).get("selected_time"))

    def number(self, name: str) -> int | None:
        return _read(int, self._element(name).get("value") or self.choice(name))

    def kept(self, name: str) -> str | None:
        """What the form carried along for us."""
        value = self.meta.get(name)
        return str(value) if value else None

    def _element(self, name: str) -> Mapping[str, Any]:
        return (self.values.get(name) or {}).get(VALUE) or {}


def storable(text: str) -> str:
    """A text without what no database takes: null bytes, halves of characters, and other signs that nobody types."""
    return UNTYPED.sub("", text)


def refilled(view: dict[str, Any]) -> dict[str, Any]:
    """The view as it can be shown again: only what an app may send, with everything in it that was filled in."""
    values = (view.get("state") or {}).get("values") or {}
    blocks = [_refilled(block, (values.get(block.get("block_id")) or {}).get(VALUE)) for block in view["blocks"]]
    return {**{key: view[key] for key in SENT_BY_APPS if view.get(key)}, "blocks": blocks}


def _refilled(block: dict[str, Any], filled: Mapping[str, Any] | None) -> dict[str, Any]:
    if block.get("type") != "input" or not filled:
        return block
    initial = {INITIAL[name]: value for name, value in filled.items() if name in INITIAL and value}
    bare = {name: value for name, value in block["element"].items() if name not in INITIAL.values()}
    return {**block, "element": {**bare, **initial}}


def _read(parse: Callable[[str], T], text: str | None) -> T | None:
    try:
        return parse(text) if text else None
    except (TypeError, ValueError):
        return None
