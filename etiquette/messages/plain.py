"""Blocks as JSON holds them, each of them checked by Slack's own models.

A model's `to_dict` does the same, but looks through all that its class has for checks, anew for each part of each
block; here they are looked for once.
"""

from functools import cache
from typing import Any

from slack_sdk.models.basic_objects import JsonObject


def plain(part: Any) -> Any:
    """What `to_dict` gives. Raises SlackObjectFormationError for what Slack would refuse."""
    if isinstance(part, list | tuple):
        return [plain(each) for each in part]
    if not isinstance(part, JsonObject):
        return part
    if type(part).to_dict is not JsonObject.to_dict:
        return part.to_dict()  # a shape of its own
    for check in _checks(type(part)):
        getattr(part, check)()
    found = {name: part.get_object_attribute(name) for name in sorted(part.attributes)}
    return {name: plain(value) for name, value in found.items() if not _is_empty(value)}


@cache
def _checks(model: type[JsonObject]) -> tuple[str, ...]:
    return tuple(name for name in dir(model) if hasattr(getattr(model, name, None), "validator"))


def _is_empty(value: Any) -> bool:
    return value is None or (hasattr(value, "__len__") and not len(value))
