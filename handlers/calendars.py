"""The calendar file of a call, put into the member's own conversation (E4)."""

import structlog

from etiquette.messages.calendar import calendar_file
from etiquette.messages.replies import plain
from etiquette.messages.requests import FILE_FAILED, FILE_ON_ITS_WAY
from etiquette.messages.text import file_name
from etiquette.messages.vocabulary import Paper, read_value
from etiquette.rules.calls import Call
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind, Noun
from etiquette.services.matters import matter_of
from handlers.answers import Answer, Aside
from handlers.reception import Visit

log = structlog.get_logger()


async def sent(visit: Visit, pressed_value: str) -> Answer:
    """The call as a file: it is on its way once the press is answered."""
    matter = await matter_of(visit.store, visit.member, Noun.CALL, read_value(pressed_value)[1], Kind.DEBRIEF)
    if not isinstance(matter.subject, Call):
        raise EtiquetteError(Refusal.NOT_FOUND)
    content = calendar_file(matter.subject, matter.contact, visit.member, visit.now, introduction=matter.introduction)
    visit.reception.afterwards(_brought(visit, Paper(file_name("call-with", matter.contact.name, ".ics"), content)))
    return Aside(plain(FILE_ON_ITS_WAY))


async def _brought(visit: Visit, paper: Paper) -> None:
    """The file in the member's conversation; where that fails, they are told, for they wait for it."""
    try:
        await visit.reception.send_file(visit.member, paper)
    except Exception as error:  # noqa: BLE001  # whatever went wrong, the person is told, and asks again where they like
        log.warning("file_not_sent", reason=getattr(error, "reason", type(error).__name__))
        await visit.reception.say(visit.member.id, plain(FILE_FAILED))
