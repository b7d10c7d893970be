"""Blocks as JSON holds them, each of them checked by Slack's own models.

A model's `to_dict` does the same, but looks through all that its class has for checks, anew for each part of each
block; here they are looked for once.
"""

from functools import cache
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Option

LEAVES = (str, int, float, type(None))
_NAMES: dict[type[JsonObject], tuple[str, ...]] = {}


def plain(part: Any) -> Any:
    """What `to_dict` gives. Raises SlackObjectFormationError for what Slack would refuse."""
    if isinstance(part, LEAVES):
        return part
    if isinstance(part, list | tuple):
        return [plain(each) for each in part]
    if not isinstance(part, JsonObject):
        return part
    if isinstance(part, Option):
        found = _parts_of(part)
    elif type(part).to_dict is JsonObject.to_dict:
        found = {name: part.get_object_attribute(name) for name in _names_of(part)}
    else:
        return part.to_dict()  # a shape of its own
    for check in _checks(type(part)):
        getattr(part, check)()
    return {name: plain(value) for name, value in found.items() if not _is_empty(value)}


def _parts_of(option: Option) -> dict[str, Any]:
    """An option keeps its parts apart from what it shows of them; a message has many."""
    text, description = option._text, option._block_description  # noqa: SLF001  # there is no other way to them
    return {"text": text, "value": option.value, "description": description, "url": option.url}


def _names_of(part: JsonObject) -> tuple[str, ...]:
    """What a model is made of, in order: every one of a class has the same, and each would make a set of it anew."""
    model = type(part)
    if model not in _NAMES:
        _NAMES[model] = tuple(sorted(part.attributes))
    return _NAMES[model]


@cache
def _checks(model: type[JsonObject]) -> tuple[str, ...]:
    return tuple(name for name in dir(model) if hasattr(getattr(model, name, None), "validator"))


def _is_empty(value: Any) -> bool:
    return value is None or (hasattr(value, "__len__") and not len(value))
