"""Block Kit as Slack checks it: what it would say in `response_metadata.messages` about blocks and views.

The tables are in `blocks_layout` (blocks), `blocks_elements` (elements) and `blocks_objects` (what both are
made of); here are the two questions, and the rules that look at all the blocks of a surface together. The
limits are Slack's documentation's and, where that is silent, slack_sdk's; lengths are in code points.
"""

from typing import Any

from emulator.blocks_checks import Check, Kinds, boolean, kind, report, string, unique
from emulator.blocks_layout import BLOCKS, Surface
from emulator.blocks_objects import plain_text

MARKDOWN_MOST = 12_000
ONE_TABLE = "only_one_table_allowed"


def problems(blocks: list[dict[str, Any]], surface: Surface) -> list[str]:
    """What Slack would refuse in `blocks` on that surface; empty when it would take them. Takes any JSON.

    Slack answers `invalid_blocks` to these; to a second table (`ONE_TABLE`) it answers `invalid_attachments`.
    """
    found: list[str] = []
    at = "/blocks" if surface == "message" else "/view/blocks"
    _SURFACES[surface](blocks, at, found)
    return found


def view_problems(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse in a modal or Home view, its blocks included. Takes any JSON.

    Slack answers `invalid_arguments` to these. The size of the whole view (250 kB) is not looked at.
    """
    found: list[str] = []
    _VIEWS(view, "/view", found)
    return found


def _surface(surface: Surface) -> Check:
    each_block = BLOCKS[surface]

    def check(blocks: Any, at: str, found: list[str]) -> None:
        each_block(blocks, at, found)
        unique("block_id", blocks, at, found)
        if surface == "message":
            _one_table(blocks, at, found)
            _markdown_in_all(blocks, at, found)

    return check


def _one_table(blocks: Any, at: str, found: list[str]) -> None:
    for index in _positions(blocks, "table")[1:]:
        report(ONE_TABLE, f"{at}/{index}", found)


def _markdown_in_all(blocks: Any, at: str, found: list[str]) -> None:
    total = 0
    for index in _positions(blocks, "markdown"):
        text = blocks[index].get("text")
        total += len(text) if isinstance(text, str) else 0
        if total > MARKDOWN_MOST:
            report(f"must be less than {MARKDOWN_MOST + 1} characters", f"{at}/{index}/text", found)
            return


def _positions(blocks: Any, wanted: str) -> list[int]:
    entries = blocks if isinstance(blocks, list) else []
    return [at for at, block in enumerate(entries) if isinstance(block, dict) and block.get("type") == wanted]


def _submit_with_inputs(view: Any, at: str, found: list[str]) -> None:
    if "submit" not in view and _positions(view.get("blocks"), "input"):
        report("missing required field: submit", at, found)


_SURFACES: dict[Surface, Check] = {surface: _surface(surface) for surface in BLOCKS}

_EVERY_VIEW: dict[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}

_VIEWS = Kinds(
    {
        "modal": kind(
            needs={"title": plain_text(24), "blocks": _SURFACES["modal"]},
            may={"submit": plain_text(24), "close": plain_text(24), **_EVERY_VIEW},
            rules=(_submit_with_inputs,),
        ),
        "home": kind(
            needs={"blocks": _SURFACES["home"]},
            may={"title": plain_text(24), **_EVERY_VIEW},
        ),
    }
)
