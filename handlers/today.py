"""`/coop`: what is due now, most pressing first."""

from etiquette.messages.today import due_now as listed
from etiquette.messages.vocabulary import Message
from etiquette.services.drafts import drafts_of
from etiquette.services.matters import due_now
from handlers.reception import Visit


async def due(visit: Visit) -> Message:
    """What waits for this member, and what they typed and did not finish."""
    matters = await due_now(visit.store, visit.member, visit.now)
    drafts = await drafts_of(visit.store, visit.member)
    return listed(matters, drafts, visit.member, visit.now)
