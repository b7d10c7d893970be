"""Block Kit's composition objects: texts, options, confirmation dialogs, filters, file references."""

from typing import Any

from emulator.blocks_checks import (
    Check,
    Kinds,
    boolean,
    each,
    just_one_of,
    kind,
    number,
    one_of,
    report,
    shape,
    some_of,
    string,
    url,
)

TEXT_MOST = 3000

FILE_REFERENCE = shape(needs={}, may={"id": string(), "url": url()}, rules=(just_one_of("id", "url"),))

IMAGE_FIELDS: dict[str, Check] = {"image_url": url(3000), "slack_file": FILE_REFERENCE}
IMAGE_SOURCE = just_one_of("image_url", "slack_file")

FILTER = shape(
    needs={},
    may={
        "include": each(one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    rules=(some_of("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

DISPATCH = shape(needs={"trigger_actions_on": each(one_of("on_enter_pressed", "on_character_entered"), most=2)})

RAW_CELLS: dict[str, Check] = {
    "raw_text": kind(needs={"text": string()}),
    "raw_number": kind(needs={"value": number, "text": string()}),
}


def text_kinds(most: int = TEXT_MOST) -> dict[str, Check]:
    """Both kinds of text object, of 1 to `most` characters."""
    return {
        "plain_text": kind(needs={"text": string(most)}, may={"emoji": boolean}),
        "mrkdwn": kind(needs={"text": string(most)}, may={"verbatim": boolean}),
    }


def any_text(most: int = TEXT_MOST) -> Kinds:
    """A text object, plain or with Slack's marks."""
    return Kinds(text_kinds(most))


def plain_text(most: int = TEXT_MOST) -> Kinds:
    """A text object that must be `plain_text`."""
    return any_text(most).only("plain_text")


CONFIRM = shape(
    needs={
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    may={"style": one_of("primary", "danger")},
)

OPTION = shape(
    needs={"text": plain_text(75), "value": string(150)},
    may={"description": plain_text(75)},
)
MARKED_OPTION = shape(
    needs={"text": any_text(75), "value": string(150)},
    may={"description": any_text(75)},
)
MENU_OPTION = shape(
    needs={"text": plain_text(75), "value": string(150)},
    may={"description": plain_text(75), "url": url(3000)},
)
OPTION_GROUP = shape(needs={"label": plain_text(75), "options": each(OPTION, most=100)})


def initial_option_exists(element: Any, at: str, found: list[str]) -> None:
    """A rule: what is chosen at first is among the options, with the same value and the same words."""
    offered = {_looks(option) for option in _options(element)}
    if "initial_option" in element and _looks(element["initial_option"]) not in offered:
        _not_offered(f"{at}/initial_option", found)
    for index, option in enumerate(_entries(element, "initial_options")):
        if _looks(option) not in offered:
            _not_offered(f"{at}/initial_options/{index}", found)


def _not_offered(at: str, found: list[str]) -> None:
    report("must exactly match one of the options", at, found)


def _options(element: dict[str, Any]) -> list[Any]:
    grouped = [_entries(group, "options") for group in _entries(element, "option_groups")]
    return _entries(element, "options") + [option for options in grouped for option in options]


def _entries(holder: Any, field: str) -> list[Any]:
    entries = holder.get(field) if isinstance(holder, dict) else None
    return entries if isinstance(entries, list) else []


def _looks(option: Any) -> tuple[str | None, ...]:
    """An option's value and words: flat, since deep JSON cannot be compared safely."""
    return (_string(option, "value"), _words(option, "text"), _words(option, "description"))


def _words(option: Any, field: str) -> str | None:
    return _string(option.get(field), "text") if isinstance(option, dict) else None


def _string(holder: Any, field: str) -> str | None:
    value = holder.get(field) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else None
