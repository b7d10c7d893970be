"""`/coop export`: everything of a member's, in their own conversation with the bot (N7)."""

from etiquette.messages.exports import on_its_way, on_its_way_already
from etiquette.messages.vocabulary import Message
from etiquette.services.exports import ask_for_export
from handlers.reception import Visit


async def typed(visit: Visit, _text: str) -> Message:
    """It is saved that everything was asked for; a tick hands it over soon."""
    is_new = await ask_for_export(visit.doing)
    visit.reception.changed()
    return on_its_way() if is_new else on_its_way_already()
