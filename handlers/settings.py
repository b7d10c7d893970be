"""`/coop settings`: the form, a workspace's numbers, and the zone of whoever Slack tells none of (N1 to N3, E18)."""

from typing import Any

from etiquette.messages.kinds import GROUPS
from etiquette.messages.refusals import sentence
from etiquette.messages.settings import (
    NO_COUNTRY,
    numbers_form,
    numbers_saved,
    settings_form,
    settings_saved,
    zone_form,
    zone_kept,
)
from etiquette.messages.vocabulary import metadata
from etiquette.rules.drafts import Draft
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind
from etiquette.rules.settings import LADDERS, Preferences, own_ladder
from etiquette.services.members import choose_zone, known_zone
from etiquette.services.questions import question_of
from etiquette.services.settings import keep_numbers, keep_settings, keep_zone
from handlers.answers import Answer, Opens, Refused
from handlers.fields import Fields
from handlers.reception import Visit

VERB = "settings"


async def typed(visit: Visit, _text: str) -> Answer:
    """The form, as everything stands."""
    return Opens(settings_form(visit.member), VERB)


async def unfinished(visit: Visit, _text: str, _draft: Draft | None) -> Opens:
    """The form, by a button: in a direct message."""
    return Opens(settings_form(visit.member), VERB)


async def opened(visit: Visit, _pressed_value: str) -> Answer:
    """The form, by the button on Home."""
    return Opens(settings_form(visit.member))


async def submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The form, sent."""
    fields = Fields.of(view)
    zone = visit.member.zone if visit.member.zone_is_slacks else _zone(fields)
    member = await keep_settings(visit.store, visit.member, _wanted(fields, visit), visit.now)
    if zone != member.zone:
        member = await keep_zone(visit.store, member, zone, visit.now)
    return settings_saved(member)


async def zone_asked(visit: Visit, question_id: str) -> Answer:
    """“Choose my time zone”: the form that answers the question."""
    await question_of(visit.store, visit.member, question_id)
    return Opens(zone_form(visit.member, meta=metadata(id=question_id)))


async def zone_chosen(visit: Visit, view: dict[str, Any]) -> Answer:
    """Where the member is."""
    fields = Fields.of(view)
    member = await choose_zone(visit.doing, fields.kept("id") or "", _zone(fields))
    return zone_kept(member, visit.now)


async def numbers_opened(visit: Visit, _pressed_value: str) -> Answer:
    """The workspace's numbers, above the settings. For admins alone, whoever pressed."""
    if not visit.member.is_admin:
        raise EtiquetteError(Refusal.ADMINS_ONLY)
    return Opens(numbers_form(visit.member.ladders), above=True)


async def numbers_submitted(visit: Visit, view: dict[str, Any]) -> Answer:
    """The workspace's numbers, sent: what cannot be read is said at each of its fields."""
    fields, errors = Fields.of(view), {}
    words = {kind: fields.text(kind) for kind in LADDERS}
    for kind, steps in words.items():
        try:
            own_ladder(kind, steps)
        except EtiquetteError as error:
            errors[kind.value] = sentence(error)
    if errors:
        return Refused(errors)
    return numbers_saved(await keep_numbers(visit.store, visit.member, words))


async def numbers_reset(visit: Visit, _pressed_value: str) -> Answer:
    """Back to the defaults."""
    return numbers_saved(await keep_numbers(visit.store, visit.member, {}))


def _wanted(fields: Fields, visit: Visit) -> Preferences:
    country = fields.choice("country")
    return Preferences(
        work_start=fields.clock("start"),
        work_end=fields.clock("end"),
        working_days=frozenset(int(day) for day in fields.choices("days") if day.isdecimal()),
        country=None if country == NO_COUNTRY else country,
        daily_messages=fields.number("messages") or 0,
        muted=_muted(fields, visit),
        profile_url=fields.text("profile_url"),
        blurb=fields.text("blurb"),
        invite_limit=int(limit) if (limit := fields.choice("invite_limit") or "").isdecimal() else 0,
        says_why=bool(fields.choices("why")),
    )


def _muted(fields: Fields, visit: Visit) -> frozenset[Kind]:
    """What is not ticked; of a group that the form did not have, what was muted before."""
    muted: set[Kind] = set()
    for at, kinds in enumerate(GROUPS.values()):
        name = f"kinds-{at}"
        heard = set(fields.choices(name)) if fields.has(name) else set(kinds) - set(visit.member.muted)
        muted |= {kind for kind in kinds if kind not in heard}
    return frozenset(muted)


def _zone(fields: Fields) -> str:
    zone = known_zone(fields.choice("zone"))
    if zone is None:
        raise EtiquetteError(Refusal.UNKNOWN_ZONE)
    return zone
