"""Two spellings of one person: what is kept of each, and what would be said twice of them and is let go."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import MOST_TAGS, NOTE_LIMIT, Contact, folded
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Turn
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.nudges import Kind
from etiquette.rules.planning import is_open
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState

F = TypeVar("F")

_SINGLE = (
    *("slack_user_id", "profile_url", "email", "company", "role", "place"),
    *("company_url", "website_url", "social_url"),
)
_NOTES = ("common_ground", "past", "present", "future")
_ON_ITS_WAY = (InvitationState.ACCEPTED, InvitationState.SENT, InvitationState.DUE, InvitationState.WAITING)


def filled_in(kept: Contact, other: Contact) -> dict[str, Any]:
    """What changes on the contact who is kept: what was empty is filled in, notes and tags of both are there.

    The last sign of life of either is that of both (E19); known since the first of the two.
    """
    values: dict[str, Any] = {name: getattr(kept, name) or getattr(other, name) for name in _SINGLE}
    values |= {name: _both(getattr(kept, name), getattr(other, name)) for name in _NOTES}
    tags: dict[str, str] = {}
    for tag in (*kept.tags, *other.tags):
        tags.setdefault(folded(tag), tag)
    values["tags"] = tuple(tags.values())[:MOST_TAGS]
    for name in ("touched_at", "wrote_at", "let_rest_at"):
        values[name] = max(filter(None, [getattr(kept, name), getattr(other, name)]), default=None)
    values["created_at"] = min(kept.created_at, other.created_at)
    return {name: value for name, value in values.items() if value != getattr(kept, name)}


def calls_twice(calls: Sequence[Call]) -> list[Call]:
    """Calls to come that stand twice at one moment: all but the first."""
    planned = [call for call in calls if call.state is CallState.PLANNED]
    return _doubled(planned, lambda call: call.starts_at)


def promises_twice(promises: Sequence[Deliverable]) -> list[Deliverable]:
    """The same promise, noted under either spelling: all but the first."""
    still_open = [each for each in promises if each.state is DeliverableState.OPEN]
    return _doubled(still_open, lambda each: (each.owner, folded(each.what), each.due_on))


def closed_on(introductions: Sequence[Introduction]) -> dict[str, set[Kind]]:
    """Which kinds of nudges end on which introductions: a date is asked for once, and each introducer's word once."""
    ends: dict[str, set[Kind]] = {}
    seen: set[Hashable] = {_introducer(each) for each in introductions if each.how_referred}
    dated = False
    for introduction in introductions:
        closing = set()
        if is_open(introduction, Kind.SECURE_CALL):
            closing |= {Kind.SECURE_CALL} if dated else set()
            dated = True
        if is_open(introduction, Kind.HOW_REFERRED):
            closing |= {Kind.HOW_REFERRED} if _introducer(introduction) in seen else set()
            seen.add(_introducer(introduction))
        if closing:
            ends[introduction.id] = closing
    return ends


def thanks_twice(thanks: Sequence[ThankYou], introductions: Sequence[Introduction]) -> list[ThankYou]:
    """Thanks that are owed twice: those to the contact that are for no call, those to one and the same introducer."""
    due = [each for each in thanks if each.state is ThankYouState.DUE]
    free = [each for each in due if each.addressee is Addressee.CONTACT and each.call_id is None]
    introducers = {_introducer(each) for each in introductions if each.has_introducer}
    owed = [each for each in due if each.addressee is Addressee.INTRODUCER]
    is_thanked = any(each.addressee is Addressee.INTRODUCER and each.state is ThankYouState.SENT for each in thanks)
    again = owed[0 if is_thanked else 1 :] if len(introducers) <= 1 else []
    return [*free[1:], *again]


def invitations_twice(invitations: Sequence[Invitation]) -> list[Invitation]:
    """Invitations beside the one that is farthest on its way."""
    live = [each for each in invitations if each.state in _ON_ITS_WAY]
    farthest = min(live, key=lambda each: (_ON_ITS_WAY.index(each.state), _since(each.moved_at)), default=None)
    return [each for each in live if each is not farthest and each.state is not InvitationState.ACCEPTED]


def good_turns_twice(good_turns: Sequence[GoodTurn]) -> list[GoodTurn]:
    """Good turns that are suggested twice for one person, or would have them meet themselves."""
    suggested = [each for each in good_turns if each.state is GoodTurnState.OPEN and each.turn is not Turn.OFFER]
    themselves = [each for each in good_turns if each.other_id is not None and each.other_id == each.contact_id]
    rest = [each for each in suggested if each not in themselves]
    return [*themselves, *_doubled(rest, lambda each: (each.turn, each.contact_id, each.other_id))]


def first_calls(calls: Iterable[Call]) -> tuple[datetime | None, datetime | None]:
    """When the first call stood, and when the first one was held: what introductions remember of both spellings."""
    known = list(calls)
    fixed = min((call.starts_at for call in known if call.state is not CallState.NOT_HELD), default=None)
    held = min((call.starts_at for call in known if call.state is CallState.HELD), default=None)
    return fixed, held


def is_waiting_for_nothing(invitation: Invitation, thanks: Collection[ThankYou]) -> bool:
    """Whether an invitation waits for thanks that were sent under the other spelling (E12)."""
    to_contact = [each.state for each in thanks if each.addressee is Addressee.CONTACT]
    return (
        invitation.state is InvitationState.WAITING
        and ThankYouState.SENT in to_contact
        and ThankYouState.DUE not in to_contact
    )


def _both(kept: str | None, other: str | None) -> str | None:
    """Notes of both, one under the other, as far as they fit."""
    if not kept or not other or folded(kept) == folded(other):
        return kept or other
    both = f"{kept}\n{other}"
    return both if len(both) <= NOTE_LIMIT else kept


def _doubled(facts: Sequence[F], key: Callable[[F], Hashable]) -> list[F]:
    """All but the first of each."""
    seen: set[Hashable] = set()
    again: list[F] = []
    for fact in facts:
        if key(fact) in seen:
            again.append(fact)
        seen.add(key(fact))
    return again


def _introducer(introduction: Introduction) -> Hashable:
    return introduction.introducer_user_id or folded(introduction.introducer_name or "")


def _since(moment: datetime) -> float:
    return -moment.timestamp()
