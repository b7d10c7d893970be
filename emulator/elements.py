"""The interactive elements of blocks: finding them, what they hold, what an action says of them."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from emulator.wire import JSON

# type -> (key in state.values, key of what it starts with, what it holds when empty); slack.md §2
STATEFUL: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "file_input": ("files", "initial_files", []),
}
INTERACTIVE = frozenset(STATEFUL) | {
    "button",
    "overflow",
    "feedback_buttons",
    "icon_button",
    "workflow_button",
}
SAID_OF_ITSELF = ("type", "block_id", "action_id", "text", "value", "style", "placeholder")

Values = dict[str, dict[str, JSON]]


@dataclass(frozen=True, slots=True)
class Element:
    """An element where it stands."""

    block: JSON
    raw: JSON

    @property
    def type(self) -> str:
        """Its type, as in Block Kit."""
        return str(self.raw["type"])

    @property
    def block_id(self) -> str:
        """The block that holds it."""
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        """Its own name within the block."""
        return str(self.raw.get("action_id", ""))

    @property
    def in_input(self) -> bool:
        """Whether it stands in an input block."""
        return self.block.get("type") == "input"

    def initial(self) -> JSON:
        """What it holds before anybody touches it, as in state.values."""
        key, starts, empty = STATEFUL[self.type]
        value = self.raw.get(starts, empty)
        return {
            "type": self.type,
            key: str(value) if self.type == "number_input" and value is not None else value,
        }

    def held(self, state: JSON) -> Any:
        """What `state` says that it holds."""
        return state.get(STATEFUL[self.type][0])


def elements(blocks: list[JSON]) -> Iterator[Element]:
    """Every interactive element, in order."""
    for block in blocks:
        for raw in _interactive(block):
            yield Element(block, raw)


def _interactive(node: JSON) -> Iterator[JSON]:
    for key in ("elements", "accessory", "element", "actions"):
        held = node.get(key)
        for child in held if isinstance(held, list) else [held]:
            if isinstance(child, dict) and child.get("type") in INTERACTIVE:
                yield child


def find(blocks: list[JSON], action_id: str, block_id: str | None = None, value: str | None = None) -> Element:
    """The element of that name; LookupError where there is none.

    `block_id` and `value` tell several apart: the button's own value, or one of the options that it offers.
    """
    named = [e for e in elements(blocks) if e.action_id == action_id and block_id in (None, e.block_id)]
    fitting = [e for e in named if value is None or value in offered(e)] or [e for e in named if value_free(e)]
    if not fitting:
        there = ", ".join(f"{e.action_id}={e.raw.get('value', '')}" for e in elements(blocks)) or "nothing"
        raise LookupError(f"no {action_id} (block {block_id}, value {value}) to press; there is {there}")
    return fitting[0]


def offered(element: Element) -> list[str]:
    """The values that can be told by looking: a button's, or its options'."""
    own = [element.raw["value"]] if "value" in element.raw else []
    return [str(value) for value in [*own, *(option.get("value") for option in options_of(element.raw))]]


def value_free(element: Element) -> bool:
    """Whether any value may be typed or picked."""
    return element.type in STATEFUL and not options_of(element.raw)


def options_of(raw: JSON) -> list[JSON]:
    """The options that an element lists, groups opened."""
    grouped = [option for group in raw.get("option_groups") or [] for option in group.get("options", [])]
    return [*(raw.get("options") or []), *grouped]


def with_ids(blocks: list[JSON]) -> list[JSON]:
    """The blocks with the ids that Slack gives where the app gave none."""
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
    for element in elements(blocks):
        element.raw.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return blocks


def initial_values(blocks: list[JSON]) -> Values:
    """state.values before anybody touched anything."""
    values: Values = {}
    for element in elements(blocks):
        if element.type in STATEFUL:
            values.setdefault(element.block_id, {})[element.action_id] = element.initial()
    return values


def carried_values(before: Values, blocks: list[JSON]) -> Values:
    """state.values after an update: what was filled in stays where block, action and type are the same."""
    values = initial_values(blocks)
    for block_id, held in values.items():
        for action_id, fresh in held.items():
            old = before.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == fresh["type"]:
                held[action_id] = old
    return values


def action(element: Element, chosen: JSON, ts: str) -> JSON:
    """One entry of `actions[]`: what the element says of itself, and what was chosen."""
    said = {key: element.raw[key] for key in SAID_OF_ITSELF if key in element.raw}
    key = "selected_option" if element.type == "overflow" else STATEFUL.get(element.type, ("", "", None))[0]
    picked = {key: chosen.get(key)} if key else {}
    return {**said, "block_id": element.block_id, **picked, "action_ts": ts}
