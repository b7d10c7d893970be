"""What a reader of the workspace holds in hand: messages, views, calls, outcomes, as they were then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from emulator.wire import JSON

HIDDEN = frozenset({"confirm", "value", "options", "option_groups", "alt_text", "private_metadata", "state"})


@dataclass(frozen=True, slots=True)
class Message:
    """A message as conversations.history tells it; `ephemeral_to` names who alone sees it."""

    channel: str
    raw: JSON
    ephemeral_to: str | None = None

    @property
    def ts(self) -> str:
        """Slack's timestamp, which is the message's name in its channel."""
        return str(self.raw["ts"])

    @property
    def user(self) -> str:
        """Who posted it."""
        return str(self.raw.get("user", ""))

    @property
    def text(self) -> str:
        """The text argument: what shows where there are no blocks."""
        return str(self.raw.get("text", ""))

    @property
    def blocks(self) -> list[JSON]:
        """Its blocks; empty when it has none."""
        return list(self.raw.get("blocks") or [])

    @property
    def metadata(self) -> JSON | None:
        """Its metadata in full."""
        return self.raw.get("metadata")

    @property
    def thread_ts(self) -> str | None:
        """The thread it belongs to."""
        return self.raw.get("thread_ts")

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.ephemeral_to is not None

    @property
    def plain(self) -> str:
        """All text that shows, a line for each piece."""
        return "\n".join(visible(self.blocks)) if self.blocks else self.text

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons."""
        return button_labels(self.blocks)


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as Slack's complete view object."""

    raw: JSON

    @property
    def id(self) -> str:
        """The view's id."""
        return str(self.raw["id"])

    @property
    def hash(self) -> str:
        """Changes with every version of the view."""
        return str(self.raw["hash"])

    @property
    def callback_id(self) -> str:
        """The app's own name for it."""
        return str(self.raw.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """What the app hid in it."""
        return str(self.raw.get("private_metadata", ""))

    @property
    def title(self) -> str:
        """What stands at its head; empty for Home."""
        return "" if self.raw["type"] == "home" else str((self.raw.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[JSON]:
        """Its blocks."""
        return list(self.raw.get("blocks") or [])

    @property
    def values(self) -> dict[str, dict[str, JSON]]:
        """state.values: what is filled in."""
        values: dict[str, dict[str, JSON]] = self.raw.get("state", {}).get("values", {})
        return values

    @property
    def plain(self) -> str:
        """All text that shows, a line for each piece."""
        head = [] if self.raw["type"] == "home" else [self.raw.get("title")]
        return "\n".join(visible([*head, *self.blocks]))

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons; submit and close not counted."""
        return button_labels(self.blocks)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the app's; `at` is domain time, `machine` machine time, `error` None if it went well."""

    method: str
    arguments: JSON
    at: float
    machine: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of what a person did; `error` is what Slack would show them."""

    error: str | None = None
    message: Message | None = None
    errors: dict[str, str] = field(default_factory=dict)
    status: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the app took it."""
        return self.error is None and not self.errors


def visible(node: Any) -> Iterator[str]:
    """Every text that shows in blocks, in order."""
    if isinstance(node, list):
        for child in node:
            yield from visible(child)
    elif isinstance(node, dict):
        yield from _visible_in(node)


def _visible_in(node: JSON) -> Iterator[str]:
    kind = node.get("type")
    if kind in ("mrkdwn", "plain_text", "text", "markdown", "raw_text") and isinstance(node.get("text"), str):
        yield node["text"]
    elif kind == "user" and "user_id" in node:
        yield f"<@{node['user_id']}>"
    elif kind == "link" and "url" in node:
        yield str(node.get("text") or node["url"])
    else:
        yield from visible([value for key, value in node.items() if key not in HIDDEN])


def button_labels(node: Any) -> list[str]:
    """The labels of all buttons in blocks, in order."""
    if isinstance(node, list):
        return [label for child in node for label in button_labels(child)]
    if not isinstance(node, dict):
        return []
    if node.get("type") == "button":
        return [str(node.get("text", {}).get("text", ""))]
    return [label for value in node.values() for label in button_labels(value)]
