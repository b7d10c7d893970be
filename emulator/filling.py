"""What a person types or picks, in plain Python values, turned into the words of state.values."""

from datetime import date, datetime, time
from typing import Any

from emulator.elements import STATEFUL, Element, options_of
from emulator.wire import JSON

SELECTS = frozenset({"static_select", "radio_buttons", "overflow"})
MULTI_SELECTS = frozenset({"multi_static_select", "checkboxes"})
EXTERNAL = frozenset({"external_select", "multi_external_select"})


def chosen(element: Element, given: Any) -> JSON:
    """`given` as this element holds it; LookupError where it offers no such option.

    Options go by value or label; dates, times and moments by Python's or by Slack's spelling; None empties.
    """
    if element.type == "overflow":
        return {"selected_option": option_named(options_of(element.raw), given)}
    if element.type not in STATEFUL:
        return {}
    key, _, empty = STATEFUL[element.type]
    return {key: empty if given is None else _held(element, given)}


def _held(element: Element, given: Any) -> Any:
    if element.type in SELECTS:
        return option_named(options_of(element.raw), given)
    if element.type in MULTI_SELECTS:
        return [option_named(options_of(element.raw), one) for one in given]
    if element.type == "datetimepicker":
        return int(given.timestamp()) if isinstance(given, datetime) else int(given)
    if element.type in EXTERNAL or element.type in ("rich_text_input", "file_input"):
        return given
    if element.type.startswith("multi_"):
        return [_spelled(one) for one in given]
    return _spelled(given)


def _spelled(given: Any) -> str:
    if isinstance(given, time):
        return given.strftime("%H:%M")
    if isinstance(given, date):
        return given.isoformat()[:10]
    return str(getattr(given, "id", given))


def option_named(options: list[JSON], given: Any) -> JSON:
    """The option of that value or label, or that very option; LookupError where there is none."""
    if isinstance(given, dict):
        return given
    for option in options:
        if str(given) in (option.get("value"), option.get("text", {}).get("text")):
            return option
    raise LookupError(f"no option {given!r}; there is {[option.get('value') for option in options]}")
