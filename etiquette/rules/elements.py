"""The eight elements of a collaboration, counted from what really happened in its last ninety days (L1 to L8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.partnerships import Partnership, Side
from etiquette.rules.proposals import Aspect, Proposal, ProposalState
from etiquette.rules.reflections import Reflection, ReflectionState

WINDOW = timedelta(days=90)
BOTH = 2
ENDED = frozenset({ProposalState.ACCEPTED, ProposalState.DECLINED, ProposalState.LAPSED})


class Element(StrEnum):
    """The elements by their rules' ids."""

    AWARENESS = "L1"
    MOTIVATION = "L2"
    SELF_SYNCHRONISATION = "L3"
    PARTICIPATION = "L4"
    MEDIATION = "L5"
    RECIPROCITY = "L6"
    REFLECTION = "L7"
    ENGAGEMENT = "L8"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted: `count` of `of`. Where nothing of the kind has happened yet, `of` is nought."""

    element: Element
    count: int
    of: int

    @property
    def has_happened(self) -> bool:
        return self.of > 0

    @property
    def is_full(self) -> bool:
        """Whether all of it is so already: there is nothing that would raise it."""
        return self.has_happened and self.count >= self.of


@dataclass(frozen=True, slots=True)
class Happenings:
    """What happened in a partnership.

    `occurrences`: of each of both sides, by its id. `first_said`: when an occurrence was first spoken of, by its id;
    what never was is missing.
    """

    partnership: Partnership
    sides: Sequence[Side]
    contributions: Sequence[Contribution]
    occurrences: Mapping[str, Sequence[Deliverable]]
    proposals: Sequence[Proposal]
    reflections: Sequence[Reflection]
    first_said: Mapping[str, datetime]


def elements_of(seen: Happenings, now: datetime) -> list[Counted]:
    """All eight, in their order."""
    since = now - WINDOW
    ended = [each for each in seen.proposals if each.state in ENDED and _ended_at(each) >= since]
    done = {side: [each for each in given if _is_done_since(each, since)] for side, given in seen.occurrences.items()}
    return [
        _awareness(seen),
        _motivation(ended),
        _self_synchronisation([each for each in seen.contributions if _dated_at(each) >= since], _moved(seen, ended)),
        _participation(list(done.values())),
        _mediation([each for each in seen.proposals if each.counters_id is not None and each.proposed_at >= since]),
        _reciprocity(seen, since, now),
        _reflection([each for each in seen.reflections if since.date() <= each.due_on <= now.date()]),
        _engagement([each for given in done.values() for each in given], seen.first_said),
    ]


def _awareness(seen: Happenings) -> Counted:
    """Whoever confirmed the purpose as it reads now. Before anybody did, nothing has happened."""
    changed_at = seen.partnership.purpose_changed_at
    confirmed = [side for side in seen.sides if side.purpose_confirmed_at and side.purpose_confirmed_at >= changed_at]
    return Counted(Element.AWARENESS, len(confirmed), BOTH if confirmed else 0)


def _motivation(ended: Sequence[Proposal]) -> Counted:
    agreed = [each for each in ended if each.state is ProposalState.ACCEPTED]
    return Counted(Element.MOTIVATION, len(agreed), len(ended))


def _self_synchronisation(dated: Sequence[Contribution], moved: Sequence[Proposal]) -> Counted:
    """Set or accepted by the one who does the work. Where one occurrence was `moved`, both have said yes to its day."""
    own = [each for each in dated if each.dated_by == each.side_id or each.accepted_at is not None]
    return Counted(Element.SELF_SYNCHRONISATION, len(own) + len(moved), len(dated) + len(moved))


def _moved(seen: Happenings, ended: Sequence[Proposal]) -> list[Proposal]:
    """The agreed dates of single occurrences; that of a contribution stands on the contribution itself."""
    whole = {each.id for each in seen.contributions}
    agreed = [each for each in ended if each.state is ProposalState.ACCEPTED and each.aspect is Aspect.DATE]
    return [each for each in agreed if each.target_id not in whole]


def _participation(done: Sequence[Sequence[Deliverable]]) -> Counted:
    given = [each for each in done if each]
    return Counted(Element.PARTICIPATION, len(given), BOTH if given else 0)


def _mediation(counters: Sequence[Proposal]) -> Counted:
    accepted = [each for each in counters if each.state is ProposalState.ACCEPTED]
    return Counted(Element.MEDIATION, len(accepted), len(counters))


def _reciprocity(seen: Happenings, since: datetime, now: datetime) -> Counted:
    """Each contribution is judged by the day that was agreed for it: what is not due yet is not missing (C6)."""
    given = [
        sum(each.state is DeliverableState.DELIVERED and since.date() <= each.due_on <= now.date() for each in of_side)
        for of_side in seen.occurrences.values()
    ]
    return Counted(Element.RECIPROCITY, min(given, default=0), max(given, default=0))


def _reflection(due: Sequence[Reflection]) -> Counted:
    opened = [each for each in due if each.state is ReflectionState.OPENED]
    return Counted(Element.REFLECTION, len(opened), len(due))


def _engagement(done: Sequence[Deliverable], first_said: Mapping[str, datetime]) -> Counted:
    unasked = [each for each in done if _was_done_unasked(each, first_said.get(each.id))]
    return Counted(Element.ENGAGEMENT, len(unasked), len(done))


def _was_done_unasked(one: Deliverable, said_at: datetime | None) -> bool:
    return said_at is None or (one.settled_at is not None and one.settled_at < said_at)


def _ended_at(proposal: Proposal) -> datetime:
    return proposal.answered_at or proposal.lapses_at


def _dated_at(contribution: Contribution) -> datetime:
    """When its dates were set, or accepted since."""
    return max(contribution.created_at, contribution.accepted_at or contribution.created_at)


def _is_done_since(one: Deliverable, since: datetime) -> bool:
    return one.state is DeliverableState.DELIVERED and one.settled_at is not None and one.settled_at >= since
