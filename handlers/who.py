"""`/coop who Acme`: whom the member knows there, and who could introduce them (E1)."""

import re

from etiquette.messages.introductions import IntroductionFields, form
from etiquette.messages.vocabulary import Message, read_value
from etiquette.messages.who import added as now_among
from etiquette.messages.who import ask_whom, found, nobody
from etiquette.rules.introductions import IntroductionState
from etiquette.services.connections import add_to_people
from etiquette.services.introductions import introduction_of
from etiquette.services.who import contact_asked, who_is_at
from handlers.answers import Opens
from handlers.arguments import plain
from handlers.reception import Visit

LONGEST = 200
# The rest of "who do I know at Acme?", "who could introduce me at Acme".
_AS_A_QUESTION = re.compile(
    r"^(?:(?:else )?(?:do|did) (?:i|we) know|(?:could|can|would|will) introduce (?:me|us)|knows (?:someone|somebody))\b"
    r"(?: (?:at|in|from|to))?\s*",
    re.IGNORECASE,
)


async def typed(visit: Visit, text: str) -> Message:
    """The closest first, and why."""
    asked_for = _AS_A_QUESTION.sub("", plain(text)[:LONGEST]).strip(" ?")
    if not asked_for:
        return ask_whom()
    known = await who_is_at(visit.store, visit.member, asked_for, visit.now)
    if not known.acquaintances:
        return nobody(asked_for, has_connections=known.has_connections)
    return found(
        asked_for, known.acquaintances, known.count, visit.member, visit.now, has_connections=known.has_connections
    )


async def asked(visit: Visit, pressed_value: str) -> Opens:
    """“Ask to introduce me”: the introduction's form, with who is asked filled in."""
    noun, record_id = read_value(pressed_value)
    if noun == "introduction":
        known = (await introduction_of(visit.store, visit.member, record_id)).introduction
        name, user_id = known.introducer_name, known.introducer_user_id
    else:
        contact = await contact_asked(visit.store, visit.member, record_id)
        name, user_id = contact.name, contact.slack_user_id
    wanted = IntroductionFields(introducer=name, introducer_user=user_id, stands=IntroductionState.WANTED)
    return Opens(form(wanted))


async def added(visit: Visit, pressed_value: str) -> Message:
    """A connection becomes one of the member's people."""
    contact, act_id = await add_to_people(visit.doing, read_value(pressed_value)[1])
    return now_among(contact, act_id)
