"""Blocks as JSON holds them, each of them checked by Slack's own models.

A model's `to_dict` does the same, but looks through all that its class has for checks, anew for each part of each
block; here what a class consists of is looked for once.
"""

from collections.abc import Callable
from typing import Any, cast

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Option

Shape = Callable[[Any], Any]

LEAVES = frozenset({str, int, float, bool, type(None)})
# An option keeps its parts apart from what it shows of them.
_KEPT_IN_AN_OPTION = {"text": "_text", "value": "value", "description": "_block_description", "url": "url"}
_SHAPES: dict[type, Shape] = {}


def plain(part: Any) -> Any:
    """What `to_dict` gives. Raises SlackObjectFormationError for what Slack would refuse."""
    model = type(part)
    if model in LEAVES:
        return part
    if model is list or model is tuple:
        return [plain(each) for each in part]
    if model not in _SHAPES:
        _SHAPES[model] = _shape_of(part)
    return _SHAPES[model](part)


def _shape_of(part: Any) -> Shape:
    """How whatever is of the same class as this becomes plain."""
    model = type(part)
    if not isinstance(part, JsonObject):
        return _as_it_is
    if isinstance(part, Option):
        kept = _KEPT_IN_AN_OPTION
    elif model.to_dict is JsonObject.to_dict:
        kept = {name: name for name in sorted(part.attributes)}
    else:
        return cast("Shape", model.to_dict)  # a shape of its own
    members = [getattr(model, name, None) for name in dir(model)]
    checks = [member for member in members if callable(member) and hasattr(member, "validator")]

    def shape(part: Any) -> dict[str, Any]:
        for check in checks:
            check(part)
        values = [(name, getattr(part, attribute, None)) for name, attribute in kept.items()]
        return {name: plain(value) for name, value in values if value or not _is_empty(value)}

    return shape


def _as_it_is(part: Any) -> Any:
    return part


def _is_empty(value: Any) -> bool:
    return value is None or (hasattr(value, "__len__") and not len(value))
