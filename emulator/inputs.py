"""What Slack's own client refuses to submit: empty required inputs, and what is malformed."""

import re
from typing import Any

from emulator.elements import Element, elements
from emulator.records import View
from emulator.wire import JSON

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://[^\s]+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def unfilled(view: View) -> dict[str, str]:
    """What is wrong, by block_id; empty when the view can be submitted."""
    wrong = {}
    for element in elements(view.blocks):
        if element.in_input:
            held = element.held(view.values.get(element.block_id, {}).get(element.action_id, {}))
            sentence = _wrong(element, held)
            if sentence:
                wrong[element.block_id] = sentence
    return wrong


def _wrong(element: Element, held: Any) -> str | None:
    if held in (None, "", []):
        return None if element.block.get("optional") else REQUIRED
    match element.type:
        case "plain_text_input":
            return _length(element.raw, str(held))
        case "number_input":
            return _number(element.raw, str(held))
        case "email_text_input":
            return None if _EMAIL.fullmatch(str(held)) else "Enter a valid email address."
        case "url_text_input":
            return None if _URL.fullmatch(str(held)) else "Enter a valid URL."
        case _:
            return None


def _length(raw: JSON, text: str) -> str | None:
    if len(text) < raw.get("min_length", 0):
        return f"Enter at least {raw['min_length']} characters."
    most = raw.get("max_length", 3000)
    return f"Enter no more than {most} characters." if len(text) > most else None


def _number(raw: JSON, text: str) -> str | None:
    found = _NUMBER.fullmatch(text)
    if not found or (found[1] and not raw.get("is_decimal_allowed")):
        return "Enter a number." if raw.get("is_decimal_allowed") else "Enter a whole number."
    if "min_value" in raw and float(text) < float(raw["min_value"]):
        return f"Enter a number no less than {raw['min_value']}."
    if "max_value" in raw and float(text) > float(raw["max_value"]):
        return f"Enter a number no greater than {raw['max_value']}."
    return None
