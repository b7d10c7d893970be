"""The smallest valid Block Kit objects, to be varied by the field that a test is about."""

from typing import Any

Json = dict[str, Any]


def plain(length: int = 1) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def marked(length: int = 1) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**fields: Any) -> Json:
    return {"type": "section", "text": marked(), **fields}


def header(length: int = 1) -> Json:
    return {"type": "header", "text": plain(length)}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain(), **fields}


def asks(element: Json, **fields: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **fields}


def option(name: int = 0, **fields: Any) -> Json:
    return {"text": plain(), "value": f"{name}", **fields}


def options(count: int) -> list[Json]:
    return [option(name) for name in range(count)]


def select(**fields: Any) -> Json:
    return {"type": "static_select", "options": options(1), **fields}


def typed(**fields: Any) -> Json:
    return {"type": "plain_text_input", **fields}


def image(**fields: Any) -> Json:
    return {"type": "image", "alt_text": "a view", "image_url": "https://example.org/a.png", **fields}


def confirm(**fields: Any) -> Json:
    return {"title": plain(), "text": marked(), "confirm": plain(), "deny": plain(), **fields}


def cell() -> Json:
    return {"type": "raw_text", "text": "x"}


def table(**fields: Any) -> Json:
    return {"type": "table", "rows": [[cell()]], **fields}


def video(**fields: Any) -> Json:
    address = "https://example.org/v"
    needed = {"alt_text": "a", "title": plain(), "video_url": address, "thumbnail_url": address}
    return {"type": "video", **needed, **fields}


def modal(*blocks: Json, **fields: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": list(blocks) or [section()], **fields}


def home(*blocks: Json, **fields: Any) -> Json:
    return {"type": "home", "blocks": list(blocks) or [section()], **fields}


def grouped(groups: list[Json]) -> Json:
    return {"type": "static_select", "option_groups": groups}


def trash(**fields: Any) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain(), **fields}


def thumb(**fields: Any) -> Json:
    good = {"text": plain(), "value": "1", **fields}
    return {
        "type": "feedback_buttons",
        "positive_button": good,
        "negative_button": {"text": plain(), "value": "0"},
    }


def feedback(*elements: Json) -> Json:
    return {"type": "context_actions", "elements": list(elements)}


def overflow(*choices: Json) -> Json:
    return section(accessory={"type": "overflow", "options": list(choices)})


def card(**fields: Any) -> Json:
    return {"type": "card", "title": plain(), **fields}


def container(**fields: Any) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": [section()], **fields}


def provider(**fields: Any) -> Json:
    return {"type": "auth_provider", "value": "p", "name": plain(), "is_connected": True, **fields}


def number(**fields: Any) -> Json:
    return {"type": "number_input", "is_decimal_allowed": True, **fields}


def text(**fields: Any) -> Json:
    return {"type": "text", "text": "x", **fields}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


def error(message: str, at: str) -> str:
    return f"[ERROR] {message} [json-pointer:{at}]"
