"""What an introducer answers, where they were asked: yes, not this time, how they would put it, later (E2, E3)."""

from collections.abc import Awaitable, Callable

from etiquette.messages.replies import plain
from etiquette.messages.requests import PUT_OFF, THANKED, UNDERSTOOD, asked_referral_form
from etiquette.messages.vocabulary import metadata
from etiquette.rules.members import Who
from etiquette.rules.nudges import Kind, Moment
from etiquette.services.introducers import answer_later, answer_referral, answer_request, asked_of, decline_referral
from etiquette.services.members import member_of
from handlers.answers import Answer, Changed, Opens
from handlers.reception import Visit


async def name_of(visit: Visit, name: str | None, user_id: str | None) -> str | None:
    """How an introducer is greeted: somebody in Slack by their own name, where it is known; never by their handle."""
    if not user_id:
        return name
    known = await member_of(visit.store, Who(visit.member.workspace_id, user_id))
    return known.name if known else None


async def willing(visit: Visit, introduction_id: str) -> Answer:
    """They will introduce the two."""
    await answer_request(visit.doing, introduction_id, is_willing=True)
    return Changed(said=plain(THANKED))


async def not_this_time(visit: Visit, introduction_id: str) -> Answer:
    """They will not, and whoever asked is told kindly."""
    await answer_request(visit.doing, introduction_id, is_willing=False)
    return Changed(said=plain(UNDERSTOOD))


async def referral_form(visit: Visit, introduction_id: str) -> Opens:
    """One field: how they would refer whoever asked."""
    asked = await asked_of(visit.store, visit.member, introduction_id, Kind.REFERRAL_ASKED)
    meta = metadata(id=introduction_id, kind=Kind.REFERRAL_ASKED)
    asker = await member_of(visit.store, Who(visit.member.workspace_id, asked.introduction.member_id))
    return Opens(asked_referral_form(asked.contact.name, asker.name if asker else None, meta=meta))


async def referred(visit: Visit, introduction_id: str, how: str) -> Answer:
    """How they would put it, on its way to whoever asked."""
    await answer_referral(visit.doing, introduction_id, how)
    return plain(THANKED)


async def declined(visit: Visit, introduction_id: str) -> Answer:
    """They would rather not say."""
    await decline_referral(visit.doing, introduction_id)
    return Changed(said=plain(UNDERSTOOD))


async def put_off(visit: Visit, kind: Kind, introduction_id: str, moment: Moment) -> Changed:
    """Not now: they are asked again then."""
    await answer_later(visit.doing, kind, introduction_id, moment)
    return Changed(said=plain(PUT_OFF))


DECLINED: dict[Kind, Callable[[Visit, str], Awaitable[Answer]]] = {
    Kind.REQUEST_PASSED_ON: not_this_time,
    Kind.REFERRAL_ASKED: declined,
}
