"""`/coop pause until Monday`: silence, which ends by itself (N1)."""

import re
from datetime import date, time, timedelta
from typing import Any

from etiquette.messages import settings as said
from etiquette.messages.vocabulary import metadata
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.settings import pause_end
from etiquette.services.drafts import finish_draft
from etiquette.services.settings import pause
from handlers.answers import Answer, Opens
from handlers.date_words import WEEKDAYS
from handlers.dates import Leaning, understand
from handlers.fields import Fields
from handlers.questions import keep_if_typed
from handlers.reception import Visit
from handlers.typed import typed as as_typed

VERB = "pause"
OVER = frozenset({"off", "over", "end", "ends", "stop", "resume", "none", "no"})
WEEK = 7

_WITHOUT_DAY = re.compile(r"^(?:for |during )?(?=(?:the )?next \d|\w+(?:-\w+)? (?:minute|hour|day|week|month|year)s?$)")
_NEXT = re.compile(r"^(?:until |till |to )?(?:the )?next (?P<unit>week|month)$")


async def typed(visit: Visit, text: str, draft: Draft | None = None) -> Answer:
    """`/coop pause until Monday`, `/coop pause for two weeks`; bare, or where no day was understood, the form."""
    words = as_typed(text)
    if words.line.casefold() in OVER:
        return await resumed(visit, "")
    until = _until(visit, words.line)
    if until is None:
        draft_id = await keep_if_typed(visit, VERB, words.text, text, draft)
        return Opens(said.pause_form(words.text, meta=metadata(draft=draft_id)), VERB, draft_id)
    return await _paused(visit, *until)


async def unfinished(_visit: Visit, text: str, draft: Draft | None) -> Opens:
    """The form for words that were typed before, or an empty one."""
    draft_id = draft.id if draft else None
    return Opens(said.pause_form(as_typed(text).text, meta=metadata(draft=draft_id)), VERB, draft_id)


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent."""
    fields = Fields.of(view)
    day = fields.day("day")
    if day is None:
        raise EtiquetteError(Refusal.NO_DATE)
    answer = await _paused(visit, day, None)
    if draft_id := fields.kept("draft"):
        await finish_draft(visit.store, visit.member, draft_id)
    return answer


async def resumed(visit: Visit, _words: str) -> Answer:
    """The end of a pause, before its time."""
    return said.resumed(await pause(visit.store, visit.member, None, visit.now))


async def _paused(visit: Visit, day: date, clock: time | None) -> Answer:
    until = pause_end(visit.member, day, clock, visit.now)
    return said.paused(await pause(visit.store, visit.member, until, visit.now), visit.now)


def _until(visit: Visit, line: str) -> tuple[date, time | None] | None:
    """The day on which a pause ends, and a time where one was said. None where nobody can tell, or words are left."""
    member, today = visit.member, visit.member.hours.local(visit.now).date()
    words = " ".join(line.casefold().split())
    following = _NEXT.match(words)
    if following:
        return _beginning_of_next(following["unit"], today), None
    understood = understand(_WITHOUT_DAY.sub("in ", words), visit.now, member.zone, member.locale, Leaning.DUE)
    moment = understood.moment
    if moment is None or understood.rest.strip(" .!"):
        return None
    if moment.day == today and moment.time is None and moment.words.casefold() in WEEKDAYS:
        return today + timedelta(days=WEEK), None
    return moment.day, moment.time


def _beginning_of_next(unit: str, today: date) -> date:
    if unit == "week":
        return today + timedelta(days=WEEK - today.weekday())
    return (today.replace(day=1) + timedelta(days=31)).replace(day=1)
