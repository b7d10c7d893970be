"""A member's settings: when they may be spoken to, how often, of what, and what their drafts are made of (N1 to N3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.ladder_words import read_steps, steps_in_words
from etiquette.rules.links import profile_url, safe_url
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.planning import ONCE
from etiquette.rules.rulebook import ROWS
from etiquette.rules.workdays import FARTHEST, known_country, start_of

MOST_MESSAGES = 10
BLURB_LIMIT = 1000
INVITE_LIMITS = (200, 300)
"""What LinkedIn takes in a note that goes with an invitation: 200 characters, or 300 of whoever pays it."""

NUDGED = tuple(kind for kind in Kind if kind not in {Kind.STOP_KIND, Kind.WHICH_ZONE})
"""The kinds that a member may want to hear of or not: all but the bot's own questions, which are asked once."""

LADDERS = tuple(kind for kind in ROWS if kind not in ONCE)
"""The rows whose numbers a workspace may change: what is said once, at once, has none."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a member wants. `muted`: the kinds that they do not want to hear of; `says_why`: with the reason (E18)."""

    work_start: time | None
    work_end: time | None
    working_days: frozenset[int]
    country: str | None
    daily_messages: int
    muted: frozenset[Kind]
    profile_url: str | None
    blurb: str | None
    invite_limit: int
    says_why: bool


def preferences_of(member: Member) -> Preferences:
    """What a member wants as it stands."""
    return Preferences(
        work_start=member.work_start,
        work_end=member.work_end,
        working_days=frozenset(map(int, member.working_days)),
        country=member.country,
        daily_messages=member.daily_messages,
        muted=frozenset(member.muted),
        profile_url=member.profile_url,
        blurb=member.blurb,
        invite_limit=member.invite_limit,
        says_why=member.says_why,
    )


def checked(wanted: Preferences) -> Preferences:
    """What a member wants, tidied. Refused where there would be no hour, no day, no such country, or no link."""
    start, end = wanted.work_start, wanted.work_end
    if start is None or end is None or end <= start:
        raise EtiquetteError(Refusal.IMPOSSIBLE_HOURS)
    if not wanted.working_days or not wanted.working_days <= set(range(7)):
        raise EtiquetteError(Refusal.NO_WORKING_DAY)
    country = known_country(wanted.country) if wanted.country else None
    if wanted.country and country is None:
        raise EtiquetteError(Refusal.UNKNOWN_COUNTRY)
    if not 1 <= wanted.daily_messages <= MOST_MESSAGES or wanted.invite_limit not in INVITE_LIMITS:
        raise EtiquetteError(Refusal.TOO_MANY_OR_FEW, limit=MOST_MESSAGES)
    blurb = (wanted.blurb or "").strip() or None
    if blurb and len(blurb) > BLURB_LIMIT:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=BLURB_LIMIT)
    return replace(
        wanted,
        country=country,
        blurb=blurb,
        profile_url=_link(wanted.profile_url),
        muted=wanted.muted & frozenset(NUDGED),
    )


def pause_end(member: Member, day: date, clock: time | None, now: datetime) -> datetime:
    """When a pause until a day ends: as its working hours begin, unless a time was said (N1).

    Refused where that has passed, or is farther away than any date is believed.
    """
    until = start_of(member.hours, day, clock)
    if until <= now:
        raise EtiquetteError(Refusal.DATE_IN_THE_PAST, day=day)
    if until - now > FARTHEST:
        raise EtiquetteError(Refusal.DATE_TOO_FAR, day=day)
    return until


def own_ladder(kind: Kind, words: str) -> str | None:
    """A row's steps as a workspace wants them, in the words of `steps_in_words`; None where they are the rulebook's."""
    row = ROWS[kind]
    wanted = steps_in_words(replace(row, steps=read_steps(words, row)))
    return None if wanted == steps_in_words(row) else wanted


def own_ladders(words: Mapping[Kind, str]) -> dict[str, str]:
    """The rows in which a workspace differs from the rulebook."""
    wanted = {kind: own_ladder(kind, words[kind]) for kind in LADDERS if kind in words}
    return {kind: steps for kind, steps in wanted.items() if steps}


def _link(url: str | None) -> str | None:
    if not url or not url.strip():
        return None
    kept = profile_url(url) or safe_url(url)
    if kept is None:
        raise EtiquetteError(Refusal.NOT_A_LINK)
    return kept
