"""“Later”, of any matter; and “stop this kind”, which stands in the same menu (N3)."""

from etiquette.messages.parts import STOP_THIS_KIND
from etiquette.messages.questions import later_form
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.matters import Chosen
from etiquette.rules.nudges import Answer as Choice
from etiquette.rules.nudges import Kind, Later, Moment
from etiquette.rules.planning import TO_INTRODUCER
from etiquette.services.answers import act_of, later, later_moment
from handlers import introducers, stopping
from handlers.answers import Answer, Changed, Opens
from handlers.reception import Visit
from handlers.settling import matter_in


async def put_off(visit: Visit, pressed_value: str) -> Answer:
    """“Later”, from the menu: at once, or by a form where a date is picked."""
    choice, _, about = pressed_value.partition("|")
    kind, subject_id = matter_in(about)
    if choice == STOP_THIS_KIND:
        return await stopping.stopped(visit, kind, subject_id)
    if choice == Later.DATE:
        return Opens(later_form(kind, subject_id, visit.member, visit.now))
    if choice not in set(Later):
        raise EtiquetteError(Refusal.NOT_FOUND)
    return await put_off_until(visit, kind, subject_id, later_moment(visit.member, Later(choice), visit.now))


async def stopped(visit: Visit, pressed_value: str) -> Answer:
    """“Stop this kind”, of what cannot be put off."""
    return await stopping.stopped(visit, *matter_in(pressed_value))


async def put_off_until(visit: Visit, kind: Kind, subject_id: str, moment: Moment) -> Changed:
    """A matter put off until a moment."""
    if kind in TO_INTRODUCER:
        return await introducers.put_off(visit, kind, subject_id, moment)
    await later(visit.doing, kind, subject_id, moment)
    return Changed(kind, subject_id, Chosen(Choice.LATER, visit.now, moment.at, await act_of(visit.doing)))
