"""Which good turn fits: found among the member's own contacts, always the same from the same facts (E14, E15)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact, folded
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Reason, Sort, Turn
from etiquette.rules.introductions import Introduction
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState

NOT_AGAIN_FOR = timedelta(days=366)
LONG_AGO = timedelta(days=180)
MONTHLY = (Turn.INTRODUCE, Turn.RECOMMEND, Turn.THANK)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What could be done, for whom, and why it fits."""

    turn: Turn
    contact_id: str
    reason: Reason
    other_id: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a member's people, and what was suggested before."""

    contacts: Sequence[Contact]
    introductions: Sequence[Introduction] = ()
    deliverables: Sequence[Deliverable] = ()
    thank_yous: Sequence[ThankYou] = ()
    good_turns: Sequence[GoodTurn] = ()


def pay_forward(known: Known, day: date, now: datetime) -> Suggestion | None:
    """The good turn of a month (E15), the sort first that was suggested longest ago. None where nothing fits."""
    past = [each for each in known.good_turns if each.turn is not Turn.OFFER]
    latest = {each.turn: each.planned_for for each in sorted(past, key=lambda each: each.planned_for)}
    lately = {
        _same(each.turn, each.contact_id, each.other_id) for each in past if day - each.planned_for < NOT_AGAIN_FOR
    }
    for turn in sorted(MONTHLY, key=lambda turn: latest.get(turn, date.min)):
        for suggestion in _CANDIDATES[turn](known, now):
            if _same(turn, suggestion.contact_id, suggestion.other_id) not in lately:
                return suggestion
    return None


def offer(contact: Contact, contacts: Sequence[Contact], calls: Sequence[Call]) -> Suggestion:
    """Something to offer to a contact who gave much (E14): what was noted for them, whom they could meet, a word."""
    noted = [call.offer for call in calls if call.contact_id == contact.id and call.offer]
    if noted:
        return Suggestion(Turn.OFFER, contact.id, Reason(Sort.NOTED, noted[-1]))
    for other in _by_life(contacts):
        shared = sorted(_tags(contact) & _tags(other))
        if shared and not _is_same_person(contact, other):
            return Suggestion(Turn.OFFER, contact.id, Reason(Sort.TAG, shared[0]), other.id)
    if contact.common_ground:
        return Suggestion(Turn.OFFER, contact.id, Reason(Sort.COMMON, contact.common_ground))
    return Suggestion(Turn.OFFER, contact.id, Reason(Sort.WORD))


def _introduce(known: Known, _now: datetime) -> Iterator[Suggestion]:
    """Two who share a tag, a place or a company, and do not know one another: the rarer what they share, the sooner."""
    acquainted = set(_acquainted(known))
    for sort, share in _SHARED.items():
        groups: dict[str, list[Contact]] = defaultdict(list)
        for contact in _by_life(known.contacts):
            for what in share(contact):
                groups[what].append(contact)
        for what, group in sorted(groups.items(), key=lambda each: (len(each[1]), each[0])):
            for one, other in combinations(group, 2):
                if frozenset({one.id, other.id}) not in acquainted and not _is_same_person(one, other):
                    yield Suggestion(Turn.INTRODUCE, one.id, Reason(sort, what), other.id)


def _recommend(known: Known, _now: datetime) -> Iterator[Suggestion]:
    """Whoever kept what they promised, the most promises first."""
    kept = Counter(
        each.contact_id
        for each in known.deliverables
        if each.owner is Owner.THEIRS and each.state is DeliverableState.DELIVERED
    )
    for contact_id, times in sorted(kept.items(), key=lambda each: (-each[1], each[0])):
        yield Suggestion(Turn.RECOMMEND, contact_id, Reason(Sort.KEPT, str(times)))


def _thank(known: Known, now: datetime) -> Iterator[Suggestion]:
    """Whoever was thanked long ago, and not since: the longest ago first."""
    latest: dict[tuple[str, Addressee], datetime] = {}
    waiting = {each.contact_id for each in known.thank_yous if each.state is ThankYouState.DUE}
    for each in known.thank_yous:
        if each.state is ThankYouState.SENT and each.settled_at:
            about = (each.contact_id, each.addressee)
            latest[about] = max(latest.get(about, each.settled_at), each.settled_at)
    introducers = {each.contact_id: each.introducer_name or "" for each in known.introductions}
    for (contact_id, addressee), at in sorted(latest.items(), key=lambda each: (each[1], each[0])):
        if now - at < LONG_AGO or contact_id in waiting:
            continue
        to_contact = addressee is Addressee.CONTACT
        reason = Reason(Sort.CONTACT) if to_contact else Reason(Sort.INTRODUCER, introducers.get(contact_id, ""))
        yield Suggestion(Turn.THANK, contact_id, reason)


def _acquainted(known: Known) -> Iterator[frozenset[str]]:
    """Pairs of contacts who know one another: one brought the other, or the member brought them together."""
    people = {folded(each.name): each.id for each in known.contacts}
    people |= {each.slack_user_id: each.id for each in known.contacts if each.slack_user_id}
    for each in known.introductions:
        by = people.get(each.introducer_user_id or "") or people.get(folded(each.introducer_name or ""))
        if by:
            yield frozenset({by, each.contact_id})
    for turn in known.good_turns:
        if turn.state is GoodTurnState.DONE and turn.contact_id and turn.other_id:
            yield frozenset({turn.contact_id, turn.other_id})


def _is_same_person(one: Contact, other: Contact) -> bool:
    """Whether two records may be of one person."""
    return (
        one.id == other.id
        or folded(one.name) == folded(other.name)
        or (one.profile_url is not None and one.profile_url == other.profile_url)
        or (one.slack_user_id is not None and one.slack_user_id == other.slack_user_id)
    )


def _same(turn: Turn, contact_id: str | None, other_id: str | None) -> tuple[Turn, frozenset[str | None]]:
    """What makes two suggestions the same one."""
    return turn, frozenset({contact_id, other_id})


def _by_life(contacts: Iterable[Contact]) -> list[Contact]:
    """Contacts, those first of whom something was heard last."""
    alive = sorted(contacts, key=lambda each: each.id)
    return sorted(alive, key=lambda each: each.touched_at or each.created_at, reverse=True)


def _tags(contact: Contact) -> set[str]:
    return {tag for each in contact.tags if (tag := folded(each))}


def _place(contact: Contact) -> set[str]:
    return {folded(contact.place)} if contact.place else set()


def _company(contact: Contact) -> set[str]:
    return {folded(contact.company)} if contact.company else set()


_SHARED: dict[Sort, Callable[[Contact], set[str]]] = {Sort.TAG: _tags, Sort.PLACE: _place, Sort.COMPANY: _company}
_CANDIDATES = {Turn.INTRODUCE: _introduce, Turn.RECOMMEND: _recommend, Turn.THANK: _thank}
