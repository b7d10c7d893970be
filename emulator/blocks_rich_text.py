"""The rich_text block: sections, lists, quotes and preformatted text of styled parts."""

from emulator.blocks_checks import (
    Check,
    Kinds,
    boolean,
    each,
    integer,
    kind,
    one_of,
    shape,
    string,
    url,
)

_MARKS = ("bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink")
_STYLE = shape(needs={}, may=dict.fromkeys(_MARKS, boolean))
_STYLED: dict[str, Check] = {"style": _STYLE}

_PART = Kinds(
    {
        "text": kind(needs={"text": string()}, may=_STYLED),
        "link": kind(needs={"url": string()}, may={"text": string(least=0), "unsafe": boolean, **_STYLED}),
        "emoji": kind(
            needs={"name": string()},
            may={"skin_tone": integer(1, 6), "unicode": string(), **_STYLED},
        ),
        "user": kind(needs={"user_id": string()}, may=_STYLED),
        "usergroup": kind(needs={"usergroup_id": string()}, may=_STYLED),
        "channel": kind(needs={"channel_id": string()}, may=_STYLED),
        "team": kind(needs={"team_id": string()}, may=_STYLED),
        "broadcast": kind(needs={"range": one_of("here", "channel", "everyone")}, may=_STYLED),
        "color": kind(needs={"value": string()}, may=_STYLED),
        "date": kind(
            needs={"timestamp": integer(0), "format": string()},
            may={"url": url(None), "fallback": string(least=0), **_STYLED},
        ),
    }
)
_PARTS: dict[str, Check] = {"elements": each(_PART, least=0)}
_BORDER: dict[str, Check] = {"border": integer(0, 1)}

_SECTION = Kinds({"rich_text_section": kind(needs=_PARTS)})

_PIECE = Kinds(
    {
        **_SECTION.kinds,
        "rich_text_quote": kind(needs=_PARTS, may=_BORDER),
        "rich_text_preformatted": kind(needs=_PARTS, may={"language": string(), **_BORDER}),
        "rich_text_list": kind(
            needs={"style": one_of("bullet", "ordered"), "elements": each(_SECTION, least=0)},
            may={"indent": integer(0, 8), "offset": integer(0), **_BORDER},
        ),
    }
)

BLOCK_ID: dict[str, Check] = {"block_id": string(255)}

RICH_TEXT = Kinds({"rich_text": kind(needs={"elements": each(_PIECE)}, may=BLOCK_ID)})
