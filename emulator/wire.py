"""What goes over Slack's wire: JSON, the arguments of a call in all their spellings, and refusals."""

import json
from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]


class Refused(Exception):  # noqa: N818 -- refusing is what Slack does, and no mistake here
    """A call that Slack refuses: `error` is Slack's own code, `extra` what the answer carries besides."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


def invalid(message: str) -> Refused:
    """`invalid_arguments`, with Slack's way of saying which."""
    return Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] {message}"]})


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call, whether they came by query, form or JSON (slack.md §4)."""

    values: JSON

    def has(self, name: str) -> bool:
        """Whether it was given at all, null not counted."""
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """As text; numbers are spelled out."""
        value = self.values.get(name)
        return default if value is None else value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str) -> str:
        """As text; Refused("invalid_arguments") where it is missing or empty."""
        value = self.text(name)
        if not value:
            raise invalid(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """As a truth: `1`, `true` and JSON's true; `0`, `false` and empty are not."""
        return str(self.values.get(name) or "").lower() not in ("0", "false", "")

    def number(self, name: str, default: int) -> int:
        """As a whole number; Refused("invalid_arguments") where it is none."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise invalid(f"must be a number: {name}") from None

    def names(self, name: str) -> list[str]:
        """As a list: comma-joined text, JSON text or JSON."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("["):
            value = self.json(name, "invalid_arguments")
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        return [str(part).strip() for part in parts if str(part).strip()]

    def json(self, name: str, error: str) -> Any:
        """As JSON, given as JSON or as JSON text; None where missing; Refused(error) where it is neither."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError:
            raise Refused(error) from None
