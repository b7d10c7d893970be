"""“Stop this kind”, where a nudge stands (N3)."""

from etiquette.rules.matters import Chosen
from etiquette.rules.nudges import Answer as Choice
from etiquette.rules.nudges import Kind
from etiquette.services.answers import act_of
from etiquette.services.settings import stop_kind
from handlers.answers import Changed
from handlers.reception import Visit


async def stopped(visit: Visit, kind: Kind, subject_id: str) -> Changed:
    """A kind of nudge, never again, until the member has it back by Undo or in the settings."""
    await stop_kind(visit.doing, kind, subject_id)
    return Changed(kind, subject_id, Chosen(Choice.STOPPED, visit.now, None, await act_of(visit.doing)))
