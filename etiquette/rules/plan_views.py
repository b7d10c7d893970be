"""A partnership as its card and Home show it: what is given, what comes next, what waits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from etiquette.rules.balance import Given, Occurrences, given_by
from etiquette.rules.contributions import Contribution, ContributionState
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.partnerships import PartnershipState, Side, SideState, Together
from etiquette.rules.plans import gaps_to_say, owes_yes
from etiquette.rules.proposals import Proposal
from etiquette.rules.reflections import Reflection, ReflectionState
from etiquette.rules.remarks import Remark


@dataclass(frozen=True, slots=True)
class Giving:
    """One contribution as it stands: the next day of it that is not settled, and how often it was given."""

    contribution: Contribution
    next_on: date | None
    done: int

    @property
    def is_open(self) -> bool:
        return self.contribution.state is ContributionState.OPEN or self.next_on is not None


@dataclass(frozen=True, slots=True)
class PlanView:
    """All that the card of a partnership shows, as one side sees it; no word of a reflection is in it (L7).

    `occurrences` are those of both sides, by the ids of the sides; `proposals` are the open ones. `partner_id`: whom in
    Slack it can be offered to, if anybody. `has_reflected`: whether this side has answered the reflection that is due.
    """

    together: Together
    contributions: Sequence[Contribution] = ()
    occurrences: Occurrences = field(default_factory=dict)
    proposals: Sequence[Proposal] = ()
    went_well: Sequence[Remark] = ()
    differences: Sequence[Remark] = ()
    reflections: Sequence[Reflection] = ()
    partner_id: str | None = None
    has_reflected: bool = False

    def given_by(self, side: Side) -> list[Giving]:
        """What a side gives, what comes first first; what ended and was given stands at the end."""
        return givings_of(self.together, side, self.contributions, self.occurrences)

    def balance_of(self, side: Side) -> Given:
        """What a side has given, and what is still to come (C6)."""
        return given_by(side.id, self.contributions, self.occurrences)

    @property
    def reflection_due(self) -> Reflection | None:
        """The reflection that waits for an answer, if one does."""
        return next((each for each in self.reflections[::-1] if each.state is ReflectionState.DUE), None)

    @property
    def to_reflect(self) -> bool:
        """Whether it waits for the member: for their own answer, or for that of somebody outside, which they write."""
        return self.reflection_due is not None and (not self.has_reflected or self.together.theirs.is_outside)

    @property
    def next_step(self) -> Reflection | None:
        """The last reflection of which a next step came."""
        return next((each for each in self.reflections[::-1] if each.next_step), None)

    def about(self, proposal: Proposal) -> str:
        """What a proposal is about, in the words of it; empty where it is gone."""
        named = {each.id: each.what for each in self.contributions}
        named |= {each.id: each.what for given in self.occurrences.values() for each in given}
        return named.get(proposal.target_id, "")


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes next in a partnership: whose it is, what, and on which day."""

    side: Side
    what: str
    day: date


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A partnership in two lines: `owes_yes`, whether it waits for the member's own; `lacks`, how much is missing."""

    together: Together
    ahead: Ahead | None
    owes_yes: bool
    lacks: int


_ORDER = {PartnershipState.RUNNING: 0, PartnershipState.DRAFTED: 1, PartnershipState.PAUSED: 2}


def givings_of(
    together: Together, side: Side, contributions: Sequence[Contribution], occurrences: Occurrences
) -> list[Giving]:
    """What a side gives, what comes first first; what ended and was never given is left out."""
    own, has_begun = occurrences.get(side.id, ()), together.partnership.started_at is not None
    given = [_giving(each, own, has_begun=has_begun) for each in contributions if each.side_id == side.id]
    told = [each for each in given if each.is_open or each.done]
    return sorted(told, key=lambda each: (not each.is_open, each.next_on or date.max, each.contribution.created_at))


def line_of(together: Together, contributions: Sequence[Contribution], occurrences: Occurrences) -> PlanLine:
    """A partnership for Home. Nothing comes next where it does not run."""
    gaps = gaps_to_say(together, contributions) if together.partnership.state is PartnershipState.DRAFTED else []
    ahead = _ahead(together, contributions, occurrences) if together.is_running else None
    return PlanLine(together, ahead, owes_yes(together, together.mine, contributions), len(gaps))


def in_order(lines: Sequence[PlanLine]) -> list[PlanLine]:
    """What waits for the member first; then what runs, the next day first; then what is drafted, and what rests."""
    return sorted(lines, key=_place)


def is_shown(together: Together) -> bool:
    """Whether Home shows it: not when it is over, nor when one of the two would rather not."""
    is_in = together.mine.state in {SideState.INVITED, SideState.AGREED}
    return is_in and together.partnership.state is not PartnershipState.CLOSED


def _place(line: PlanLine) -> tuple[bool, int, date, str]:
    state = line.together.partnership.state
    day = line.ahead.day if line.ahead else date.max
    return not line.owes_yes, _ORDER.get(state, len(_ORDER)), day, line.together.partnership.id


def _ahead(together: Together, contributions: Sequence[Contribution], occurrences: Occurrences) -> Ahead | None:
    coming = [
        Ahead(side, each.contribution.what, each.next_on)
        for side in together.sides
        for each in givings_of(together, side, contributions, occurrences)
        if each.next_on is not None
    ]
    return min(coming, key=lambda each: each.day, default=None)


def _giving(contribution: Contribution, occurrences: Sequence[Deliverable], *, has_begun: bool) -> Giving:
    """Before the plan has begun, nothing of it is made yet: its first day is the next."""
    own = [each for each in occurrences if each.contribution_id == contribution.id]
    waiting = [each.due_on for each in own if each.state is DeliverableState.OPEN]
    is_open = contribution.state is ContributionState.OPEN
    coming = contribution.next_on if has_begun else contribution.due_on
    days = [*waiting, *([coming] if is_open and coming else [])]
    return Giving(contribution, min(days, default=None), sum(each.state is DeliverableState.DELIVERED for each in own))
