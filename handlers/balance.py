"""How a partnership stands; what is answered where it leans, is silent, or could do with support (C6, C10 to C12)."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from etiquette.messages.elements import NOT_DRAWN, elements
from etiquette.messages.elements_chart import elements_words
from etiquette.messages.replies import plain
from etiquette.messages.text import file_name
from etiquette.messages.vocabulary import Action, Paper, read_value
from etiquette.rules.elements import Counted
from etiquette.rules.matters import Chosen
from etiquette.rules.nudges import Answer as Choice
from etiquette.rules.nudges import Kind
from etiquette.services.balance import asked_for_balance, fine_as_it_is, go_on
from etiquette.services.elements import standing_of
from etiquette.services.supporting import not_supported, supported
from handlers.answers import Answer, Changed
from handlers.reception import Visit

log = structlog.get_logger()


async def shown(visit: Visit, pressed_value: str) -> Answer:
    """How the two stand: in words at once, and as a picture once it is drawn."""
    standing = await standing_of(visit.store, visit.member, read_value(pressed_value)[1], visit.now)
    visit.reception.afterwards(_pictured(visit, standing.together.theirs.name, standing.elements))
    return elements(standing.together, standing.elements, standing.mine, standing.theirs)


async def gone_on(visit: Visit, side_id: str) -> Answer:
    """It goes on. There is nothing to undo: the other side has its answer as well."""
    await go_on(visit.doing, side_id)
    return Changed(Kind.GONE_SILENT, side_id, Chosen(Choice.DONE, visit.now, None, None))


async def asked(visit: Visit, side_id: str) -> object:
    """The giver has asked the other side."""
    return await asked_for_balance(visit.doing, side_id)


async def fine(visit: Visit, side_id: str) -> object:
    """The giver is content."""
    return await fine_as_it_is(visit.doing, side_id)


async def did_support(visit: Visit, side_id: str) -> object:
    """An initiative of the other side's was supported."""
    return await supported(visit.doing, side_id)


async def did_not_support(visit: Visit, side_id: str) -> object:
    """Not this time."""
    return await not_supported(visit.doing, side_id)


async def _pictured(visit: Visit, name: str, counted: Sequence[Counted]) -> None:
    """The picture in the member's conversation. The words said everything: where it fails, that is all that is said."""
    try:
        picture = await visit.reception.draw_elements(counted)
        await visit.reception.send_file(
            visit.member, Paper(file_name("you-and", name, ".png"), picture, elements_words(name, counted))
        )
    except Exception as error:  # noqa: BLE001  # whatever went wrong, the person is told, for the picture was promised
        log.warning("file_not_sent", reason=getattr(error, "reason", type(error).__name__))
        await visit.reception.say(visit.member.id, plain(NOT_DRAWN))


PRESSES: dict[str, Callable[[Visit, str], Awaitable[Answer]]] = {Action.ELEMENTS: shown}
ANSWERED: dict[Kind, Callable[[Visit, str], Awaitable[Answer]]] = {Kind.GONE_SILENT: gone_on}
DONE: dict[Kind, Callable[[Visit, str], Awaitable[object]]] = {Kind.ONE_SIDED: asked, Kind.SUPPORT: did_support}
DROPPED: dict[Kind, Callable[[Visit, str], Awaitable[object]]] = {Kind.ONE_SIDED: fine, Kind.SUPPORT: did_not_support}
