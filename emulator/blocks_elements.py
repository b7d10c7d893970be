"""Block Kit's elements: what a person presses, picks from or types into, and where each may stand."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from emulator.blocks_checks import (
    Check,
    Kinds,
    boolean,
    day,
    decimal,
    each,
    hour,
    integer,
    is_decimal,
    is_integer,
    just_one_of,
    kind,
    one_of,
    report,
    shape,
    string,
    url,
)
from emulator.blocks_objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    IMAGE_FIELDS,
    IMAGE_SOURCE,
    MARKED_OPTION,
    MENU_OPTION,
    OPTION,
    OPTION_GROUP,
    initial_option_exists,
    plain_text,
    text_kinds,
)
from emulator.blocks_rich_text import RICH_TEXT


def length_fits(element: Any, at: str, found: list[str]) -> None:
    """A rule: `min_length` is not above `max_length`, and what is typed at first lies between them."""
    least, most = element.get("min_length"), element.get("max_length")
    if is_integer(least) and is_integer(most) and least > most:
        report("must be less than or equal to `max_length`", f"{at}/min_length", found)
    typed = element.get("initial_value")
    if not isinstance(typed, str) or not typed:
        return
    if is_integer(least) and len(typed) < least:
        report("must be at least `min_length` characters", f"{at}/initial_value", found)
    if is_integer(most) and len(typed) > most:
        report("must be at most `max_length` characters", f"{at}/initial_value", found)


def number_fits(element: Any, at: str, found: list[str]) -> None:
    """A rule: `min_value` <= `initial_value` <= `max_value`, and whole unless decimals are allowed."""
    fields = ("min_value", "initial_value", "max_value")
    given = [(name, element[name]) for name in fields if _is_number(element.get(name))]
    for (lower, low), (upper, high) in pairwise(given):
        if Decimal(low) > Decimal(high):
            report(f"must be greater than or equal to `{lower}`", f"{at}/{upper}", found)
    for name, value in given:
        if "." in value and element.get("is_decimal_allowed") is False:
            report("must be a whole number", f"{at}/{name}", found)


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and is_decimal(value)


_ACTION: dict[str, Check] = {"action_id": string(255)}
_CONFIRMED: dict[str, Check] = {**_ACTION, "confirm": CONFIRM}
_FIELD: dict[str, Check] = {**_ACTION, "focus_on_load": boolean}
_PICKER: dict[str, Check] = {**_FIELD, "confirm": CONFIRM}
_MENU: dict[str, Check] = {**_PICKER, "placeholder": plain_text(150)}
_MANY: dict[str, Check] = {**_MENU, "max_selected_items": integer(1)}
_TYPED: dict[str, Check] = {**_FIELD, "placeholder": plain_text(150), "dispatch_action_config": DISPATCH}

_LABEL: dict[str, Check] = {"accessibility_label": string(75)}
_VISIBLE: dict[str, Check] = {"visible_to_user_ids": each(string())}
_STYLE: dict[str, Check] = {"style": one_of("primary", "danger")}
_STATIC: dict[str, Check] = {
    "options": each(OPTION, most=100),
    "option_groups": each(OPTION_GROUP, most=100),
}
_CONVERSATIONS: dict[str, Check] = {"filter": FILTER, "default_to_current_conversation": boolean}
_IDS = each(string())

_FEEDBACK = shape(needs={"text": plain_text(75), "value": string(2000)}, may=_LABEL)
_WORKFLOW = shape(
    needs={
        "trigger": shape(
            needs={"url": url()},
            may={
                "customizable_input_parameters": each(shape(needs={"name": string(), "value": string(least=0)})),
            },
        )
    }
)
_MARKED_OPTIONS = each(MARKED_OPTION, most=10)

ELEMENTS = Kinds(
    {
        "button": kind(
            needs={"text": plain_text(75)},
            may={
                "url": url(3000),
                "value": string(2000, least=0),
                "agent_prompt": string(4000),
                "agent_prompt_display": string(),
                **_STYLE,
                **_LABEL,
                **_VISIBLE,
                **_CONFIRMED,
            },
        ),
        "icon_button": kind(
            needs={"icon": string(), "text": plain_text(75)},
            may={
                "value": string(2000),
                "visible_to_user_ids": each(string(), most=10),
                **_LABEL,
                **_CONFIRMED,
            },
        ),
        "feedback_buttons": kind(needs={"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, may=_ACTION),
        "workflow_button": kind(
            needs={"text": plain_text(75), "workflow": _WORKFLOW}, may={**_STYLE, **_LABEL, **_ACTION}
        ),
        "overflow": kind(needs={"options": each(MENU_OPTION, most=5)}, may=_CONFIRMED),
        "image": kind(needs={"alt_text": string(2000)}, may=IMAGE_FIELDS, rules=(IMAGE_SOURCE,)),
        "checkboxes": kind(
            needs={"options": _MARKED_OPTIONS},
            may={"initial_options": _MARKED_OPTIONS, **_PICKER},
            rules=(initial_option_exists,),
        ),
        "radio_buttons": kind(
            needs={"options": _MARKED_OPTIONS},
            may={"initial_option": MARKED_OPTION, **_PICKER},
            rules=(initial_option_exists,),
        ),
        "datepicker": kind(needs={}, may={"initial_date": day, "placeholder": plain_text(150), **_PICKER}),
        "timepicker": kind(
            needs={},
            may={
                "initial_time": hour,
                "timezone": string(),
                "placeholder": plain_text(150),
                **_PICKER,
            },
        ),
        "datetimepicker": kind(needs={}, may={"initial_date_time": integer(1_000_000_000, 9_999_999_999), **_PICKER}),
        "static_select": kind(
            needs={},
            may={"initial_option": OPTION, **_STATIC, **_MENU},
            rules=(just_one_of("options", "option_groups"), initial_option_exists),
        ),
        "multi_static_select": kind(
            needs={},
            may={"initial_options": each(OPTION, most=100), **_STATIC, **_MANY},
            rules=(just_one_of("options", "option_groups"), initial_option_exists),
        ),
        "external_select": kind(needs={}, may={"initial_option": OPTION, "min_query_length": integer(0), **_MENU}),
        "multi_external_select": kind(
            needs={}, may={"initial_options": each(OPTION), "min_query_length": integer(0), **_MANY}
        ),
        "users_select": kind(needs={}, may={"initial_user": string(), **_MENU}),
        "multi_users_select": kind(needs={}, may={"initial_users": _IDS, **_MANY}),
        "channels_select": kind(needs={}, may={"initial_channel": string(), "response_url_enabled": boolean, **_MENU}),
        "multi_channels_select": kind(needs={}, may={"initial_channels": _IDS, **_MANY}),
        "conversations_select": kind(
            needs={},
            may={
                "initial_conversation": string(),
                "response_url_enabled": boolean,
                **_CONVERSATIONS,
                **_MENU,
            },
        ),
        "multi_conversations_select": kind(needs={}, may={"initial_conversations": _IDS, **_CONVERSATIONS, **_MANY}),
        "plain_text_input": kind(
            needs={},
            may={
                "initial_value": string(3000, least=0),
                "multiline": boolean,
                "min_length": integer(0, 3000),
                "max_length": integer(1, 3000),
                **_TYPED,
            },
            rules=(length_fits,),
        ),
        "email_text_input": kind(needs={}, may={"initial_value": string(least=0), **_TYPED}),
        "url_text_input": kind(needs={}, may={"initial_value": string(least=0), **_TYPED}),
        "number_input": kind(
            needs={"is_decimal_allowed": boolean},
            may={"initial_value": decimal, "min_value": decimal, "max_value": decimal, **_TYPED},
            rules=(number_fits,),
        ),
        "rich_text_input": kind(
            needs={},
            may={
                "initial_value": RICH_TEXT,
                "min_lines": integer(1),
                "max_lines": integer(1),
                **_TYPED,
            },
        ),
        "file_input": kind(needs={}, may={"filetypes": each(string()), "max_files": integer(1, 10), **_ACTION}),
    }
)

_CHOICES = (
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "static_select",
    "external_select",
    "users_select",
    "channels_select",
    "conversations_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_channels_select",
    "multi_conversations_select",
)
_PRESSES = ("button", "workflow_button", "overflow")
_INPUTS = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)

IN_SECTION = ELEMENTS.only("image", *_PRESSES, *_CHOICES)
IN_ACTIONS = ELEMENTS.only(*_PRESSES, *_CHOICES, "datetimepicker", "rich_text_input")
IN_INPUT = ELEMENTS.only(*_CHOICES, *_INPUTS, "datetimepicker")
IN_CONTEXT = Kinds({**text_kinds(), **ELEMENTS.only("image").kinds})
IN_CONTEXT_ACTIONS = ELEMENTS.only("feedback_buttons", "icon_button")
IN_CARD = ELEMENTS.only("button")
