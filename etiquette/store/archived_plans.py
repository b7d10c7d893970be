"""Plans in an archive (N7): one's own side with what both wrote, taken out; brought back without enrolling anybody.

What the other side answered, alone or not, is never in it: of them, only what stands on the plan for both to read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import select

from etiquette.rules.contacts import Contact
from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, SideState, Together
from etiquette.rules.proposals import Proposal
from etiquette.rules.reflections import AnswerState, Reflection, ReflectionAnswer, ReflectionState
from etiquette.rules.remarks import Remark
from etiquette.store import partnerships
from etiquette.store.occurrences import proposals_of, reflections_of
from etiquette.store.records import all_of, find
from etiquette.store.session import Transaction
from etiquette.store.tables import contributions, reflections
from etiquette.store.tables import partnerships as plans

Planned = Partnership | Reflection | Side | Contribution | Remark | ReflectionAnswer
OF_PLANS = ("partnerships", "sides", "contributions", "reflections", "reflection_answers", "remarks")
SHARED = frozenset({"partnerships", "reflections"})
"""What belongs to both, and so to no member."""
QUIET: dict[str, Any] = dict.fromkeys(("offered_at", "silent_since", "leans_since", "support_from", "door_on"))


async def taken_out(tx: Transaction, who: Who) -> dict[str, list[Any]]:
    """A member's own side of each plan that they said yes to, with what both wrote, by noun."""
    seen = [each for each in await partnerships.all_seen_by(tx, who) if await _is_in(tx, who, each.mine)]
    ids = {each.partnership.id for each in seen}
    own: dict[str, list[Any]] = {
        "contributions": await all_of(tx, Contribution, who),
        "remarks": await all_of(tx, Remark, who),
        "reflection_answers": await all_of(tx, ReflectionAnswer, who),
    }
    own = {noun: [each for each in of_noun if each.partnership_id in ids] for noun, of_noun in own.items()}
    answered = {each.reflection_id for each in own["reflection_answers"]}
    of_each = [await reflections_of(tx, each) for each in sorted(ids)]
    return {
        "partnerships": [each.partnership for each in seen],
        "sides": [side for each in seen for side in (each.mine, _as_read(each.theirs, each.mine))],
        "reflections": [each for of_one in of_each for each in of_one if each.id in answered],
        "proposals": [each for together in seen for each in await _proposed(tx, together)],
        **own,
    }


async def settled(
    tx: Transaction, who: Who, records: Mapping[str, tuple[Any, ...]], now: datetime
) -> dict[str, tuple[Any, ...]]:
    """The records as they can be brought back. Refused as NOT_AN_EXPORT where a plan is not whole.

    A plan in which the member still has a side stays as it is here. One with somebody in Slack comes back closed, to be
    read, under ids of its own, for the other side may have kept theirs. One with somebody outside comes back whole.
    """
    groups = _groups(records)
    kept: dict[str, list[Any]] = {noun: [] for noun in OF_PLANS}
    new_ids: dict[str, str] = {}
    for partnership_id, group in groups.items():
        if await partnerships.seen_by(tx, who, partnership_id) is not None:
            continue
        if _is_with_another(group) or await _is_taken(tx, group):
            ids = {each.id: _new_id(each.id, who) for of_noun in group.values() for each in of_noun}
            if await partnerships.seen_by(tx, who, ids[partnership_id]) is not None:
                continue
            group = {noun: [_closed(each, ids, now) for each in of_noun] for noun, of_noun in group.items()}  # noqa: PLW2901
            new_ids |= ids
        for noun, of_noun in group.items():
            kept[noun] += of_noun
    given = {each.id for each in kept["contributions"]}
    promises = [await _rested(tx, who, each, new_ids, given) for each in records["deliverables"]]
    return {**records, **{noun: tuple(each) for noun, each in kept.items()}, "deliverables": tuple(promises)}


async def _is_in(tx: Transaction, who: Who, side: Side) -> bool:
    """Who was only asked has nothing of their own in it yet, not even a contact."""
    return await find(tx, Contact, who, side.contact_id) is not None


def _as_read(theirs: Side, mine: Side) -> Side:
    """The other side, as it stands on the plan for both to read; of somebody in Slack, no more than that."""
    if theirs.is_outside:
        return theirs
    said: dict[str, Any] = {"rules_agreed_at": None, "purpose_confirmed_at": None, "agreed_how": None, "shares": False}
    keeper: dict[str, Any] = {"member_id": mine.member_id, "contact_id": mine.contact_id, "is_outside": True}
    return replace(theirs, **keeper, **said, **QUIET, state=SideState.LEFT, closed=(), revision=1)


async def _proposed(tx: Transaction, together: Together) -> list[Proposal]:
    """What either proposed, to be read: by way of the member's own contact, for the other's is theirs (N6)."""
    proposed = await proposals_of(tx, together.partnership.id)
    return [replace(each, contact_id=together.mine.contact_id) for each in proposed]


def _groups(records: Mapping[str, tuple[Any, ...]]) -> dict[str, dict[str, list[Any]]]:
    groups: dict[str, dict[str, list[Any]]] = {
        each.id: {noun: [] for noun in OF_PLANS} for each in records["partnerships"]
    }
    for noun in OF_PLANS:
        for each in records[noun]:
            of_it = groups.get(each.id if noun == "partnerships" else each.partnership_id)
            if of_it is None:
                raise EtiquetteError(Refusal.NOT_AN_EXPORT)
            of_it[noun].append(each)
    for group in groups.values():
        _check_whole(group)
    return groups


def _check_whole(group: Mapping[str, list[Any]]) -> None:
    """Two sides, one of them the member's own; one answer of each to a reflection; nothing rests on nothing."""
    known_sides, known = {each.id for each in group["sides"]}, {each.id for each in group["reflections"]}
    answers = group["reflection_answers"]
    resting = [*group["contributions"], *group["remarks"], *answers]
    is_whole = (
        sorted(each.is_outside for each in group["sides"]) == [False, True]
        and all(each.side_id in known_sides for each in resting)
        and all(each.reflection_id in known for each in answers)
        and len({(each.reflection_id, each.side_id) for each in answers}) == len(answers)
    )
    if not is_whole:
        raise EtiquetteError(Refusal.NOT_AN_EXPORT)


def _is_with_another(group: Mapping[str, list[Any]]) -> bool:
    return any(each.state is SideState.LEFT for each in group["sides"])


async def _is_taken(tx: Transaction, group: Mapping[str, list[Any]]) -> bool:
    """Whether others have kept something under one of these ids."""
    of_both = ((plans, group["partnerships"]), (reflections, group["reflections"]))
    for table, of_noun in of_both:
        query = select(table.c.id).where(table.c.id.in_([each.id for each in of_noun])).limit(1)
        if (await tx.connection.execute(query)).first() is not None:
            return True
    return False


def _new_id(record_id: str, who: Who) -> str:
    """The same one each time, so that it is brought back once."""
    return blake2b(f"{record_id} {who.workspace_id} {who.member_id}".encode(), digest_size=16).hexdigest()


def _closed(each: Planned, ids: Mapping[str, str], now: datetime) -> Planned:
    """A record of a plan that is over, under its new id."""
    values: dict[str, Any] = {"id": ids[each.id]}
    if not isinstance(each, Partnership):
        values["partnership_id"] = ids[each.partnership_id]
    if isinstance(each, Contribution | ReflectionAnswer | Remark):
        values["side_id"] = ids[each.side_id]
    match each:
        case Partnership():
            values |= {"state": PartnershipState.CLOSED, "closed_at": each.closed_at or now}
            values |= {"reflect_on": None, "next_at": None, "shared_at": None}
        case Reflection():
            is_due = each.state is ReflectionState.DUE
            values["state"] = ReflectionState.SKIPPED if is_due else each.state
            values["next_step_by"] = ids.get(each.next_step_by or "")
        case Side():
            values |= {**QUIET, "state": SideState.LEFT if each.is_outside else each.state}
        case Contribution():
            values |= {"state": ContributionState.ENDED, "next_on": None, "dated_by": ids.get(each.dated_by, "")}
        case ReflectionAnswer():
            values["state"] = AnswerState.SKIPPED if each.state is AnswerState.DUE else each.state
            values["reflection_id"] = ids[each.reflection_id]
    return replace(each, **values)


async def _rested(
    tx: Transaction, who: Who, promise: Deliverable, new_ids: Mapping[str, str], given: Iterable[str]
) -> Deliverable:
    """A promise that was an occurrence is one of what is brought back, or is here; else it stands alone."""
    rests_on = promise.contribution_id
    if rests_on is None:
        return promise
    rests_on = new_ids.get(rests_on, rests_on)
    own = (contributions.c.workspace_id == who.workspace_id, contributions.c.member_id == who.member_id)
    here = select(contributions.c.id).where(contributions.c.id == rests_on, *own)
    is_known = rests_on in given or (await tx.connection.execute(here)).first() is not None
    return replace(promise, contribution_id=rests_on if is_known else None)
