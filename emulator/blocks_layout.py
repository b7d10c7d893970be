"""Block Kit's blocks: what each may hold, and on which surfaces it is drawn."""

from typing import Literal

from emulator.blocks_checks import (
    Check,
    Kinds,
    anything,
    boolean,
    each,
    kind,
    nullable,
    one_of,
    shape,
    some_of,
    string,
    unique_actions,
    url,
)
from emulator.blocks_elements import (
    ELEMENTS,
    IN_ACTIONS,
    IN_CARD,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from emulator.blocks_objects import IMAGE_FIELDS, IMAGE_SOURCE, RAW_CELLS, any_text, plain_text
from emulator.blocks_rich_text import BLOCK_ID, RICH_TEXT

Surface = Literal["message", "modal", "home"]

_IMAGE = ELEMENTS.only("image")
_CELL = Kinds({**RAW_CELLS, **RICH_TEXT.kinds})
_COLUMN = shape(needs={}, may={"align": one_of("left", "center", "right"), "is_wrapped": boolean})
_SOURCE = Kinds({"url": kind(needs={"url": url(), "text": string()})})

_EVERYWHERE: dict[str, Check] = {
    "section": kind(
        needs={},
        may={
            "text": any_text(3000),
            "fields": each(any_text(2000), most=10),
            "accessory": IN_SECTION,
            "expand": boolean,
            **BLOCK_ID,
        },
        rules=(some_of("text", "fields"),),
    ),
    "header": kind(needs={"text": plain_text(150)}, may=BLOCK_ID),
    "divider": kind(needs={}, may=BLOCK_ID),
    "context": kind(needs={"elements": each(IN_CONTEXT, most=10)}, may=BLOCK_ID),
    "actions": kind(
        needs={"elements": each(IN_ACTIONS, most=25)},
        may=BLOCK_ID,
        rules=(unique_actions("elements"),),
    ),
    "image": kind(
        needs={"alt_text": string(2000)},
        may={"title": plain_text(2000), **IMAGE_FIELDS, **BLOCK_ID},
        rules=(IMAGE_SOURCE,),
    ),
    "input": kind(
        needs={"label": plain_text(2000), "element": IN_INPUT},
        may={
            "hint": plain_text(2000),
            "optional": boolean,
            "dispatch_action": boolean,
            **BLOCK_ID,
        },
    ),
    "rich_text": RICH_TEXT.kinds["rich_text"],
    "video": kind(
        needs={
            "alt_text": string(),
            "title": plain_text(199),
            "video_url": url(None),
            "thumbnail_url": url(None),
        },
        may={
            "title_url": url(None),
            "description": plain_text(),
            "author_name": string(49),
            "provider_name": string(),
            "provider_icon_url": url(None),
            **BLOCK_ID,
        },
    ),
    "alert": kind(
        needs={"text": any_text()},
        may={"level": one_of("default", "info", "warning", "error", "success"), **BLOCK_ID},
    ),
}

_CARD = kind(
    needs={},
    may={
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "actions": each(IN_CARD),
        **BLOCK_ID,
    },
    rules=(some_of("hero_image", "title", "actions", "body"), unique_actions("actions")),
)

_TASK_CARD = kind(
    needs={
        "task_id": string(),
        "title": string(),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    may={"details": RICH_TEXT, "output": RICH_TEXT, "sources": each(_SOURCE), **BLOCK_ID},
)

_IN_MESSAGES: dict[str, Check] = {
    "markdown": kind(needs={"text": string()}, may=BLOCK_ID),
    "table": kind(
        needs={"rows": each(each(_CELL, most=20), most=100)},
        may={"column_settings": each(nullable(_COLUMN), most=20), **BLOCK_ID},
    ),
    "context_actions": kind(
        needs={"elements": each(IN_CONTEXT_ACTIONS, most=5)},
        may=BLOCK_ID,
        rules=(unique_actions("elements"),),
    ),
    "file": kind(needs={"external_id": string(), "source": one_of("remote")}, may=BLOCK_ID),
    "call": kind(
        needs={"call_id": string()},
        may={"api_decoration_available": boolean, "call": anything, **BLOCK_ID},
    ),
    "card": _CARD,
    "carousel": kind(needs={"elements": each(Kinds({"card": _CARD}), most=10)}, may=BLOCK_ID),
    "task_card": _TASK_CARD,
    "plan": kind(
        needs={"title": string()},
        may={"tasks": each(Kinds({"task_card": _TASK_CARD})), **BLOCK_ID},
    ),
}

# Neither of these two may hold its like: a table without cycles cannot be led into endless depth.
_CHILD = Kinds({**_EVERYWHERE, **_IN_MESSAGES})
_CONTAINER = kind(
    needs={"child_blocks": each(_CHILD, most=10)},
    may={
        "title": plain_text(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": any_text(150),
        "icon": _IMAGE,
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
        **BLOCK_ID,
    },
    rules=(some_of("title", "rich_text_title"),),
)
_AUTH_PROVIDER = kind(
    needs={"value": string(150), "name": plain_text(75), "is_connected": boolean},
    may={
        "description": plain_text(150),
        "connected_identity": plain_text(75),
        "connected_context": plain_text(75),
        "icon_url": url(3000),
        "auth_url": url(3000),
        "disconnect_url": url(3000),
        "accessory": ELEMENTS.only("overflow"),
        "fallback": each(_CHILD),
        **BLOCK_ID,
    },
)

_VIEW_BLOCKS = Kinds({**_EVERYWHERE, "auth_provider": _AUTH_PROVIDER})
_MESSAGE_BLOCKS = Kinds({**_VIEW_BLOCKS.kinds, **_IN_MESSAGES, "container": _CONTAINER})

BLOCKS: dict[Surface, Check] = {
    "message": each(_MESSAGE_BLOCKS, most=50, least=0),
    "modal": each(_VIEW_BLOCKS, most=100),
    "home": each(_VIEW_BLOCKS, most=100),
}
