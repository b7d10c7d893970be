"""Files that are sent to the bot: taken in at once, read by a tick (E1, N7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from etiquette.messages.imports import how_to, report
from etiquette.messages.vocabulary import Message, read_value
from etiquette.rules.imports import SentFile
from etiquette.services.connections import receive_files, undo_import
from handlers.arguments import Verb, read
from handlers.fields import storable
from handlers.reception import Visit


async def typed(_visit: Visit, _text: str) -> Message:
    """`/coop import`"""
    return how_to()


async def received(visit: Visit, channel: str, files: Sequence[Mapping[str, Any]]) -> None:
    """Files in the member's conversation with the bot: their rows are saved, and a tick reads them soon."""
    await receive_files(visit.doing, channel, [_file(each) for each in files])
    visit.reception.changed()


async def undone(visit: Visit, pressed_value: str) -> Message:
    """An import is taken back."""
    return report(await undo_import(visit.doing, read_value(pressed_value)[1]))


def says_more(text: str) -> bool:
    """Whether the words beside a file ask for something else than that it be read."""
    return read(text)[0] not in {None, Verb.IMPORT}


def _file(told: Mapping[str, Any]) -> SentFile:
    """A file object of Slack's. Any part of it may be missing."""
    size = told.get("size")
    return SentFile(
        id=str(told.get("id") or ""),
        name=storable(str(told.get("name") or told.get("title") or "")),
        url=storable(str(told.get("url_private_download") or told.get("url_private") or ""))[:4000],
        size=size if isinstance(size, int) else 0,
    )
