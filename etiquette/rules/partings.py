"""A parting: what is there when two part, to be shown before it, and settled in it (C8, C9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.partnerships import Side, Together
from etiquette.rules.remarks import Remark


@dataclass(frozen=True, slots=True)
class Parting:
    """What is there when two part: what each side gave and owes, by the side's id, and what either remarked."""

    together: Together
    contributions: Sequence[Contribution]
    occurrences: Mapping[str, Sequence[Deliverable]]
    went_well: Sequence[Remark]
    differences: Sequence[Remark]

    @property
    def open_ones(self) -> list[tuple[Side, Deliverable]]:
        """What is still to be done, the sooner first."""
        found = [
            (side, each)
            for side in self.together.sides
            for each in self.occurrences.get(side.id, ())
            if each.state is DeliverableState.OPEN
        ]
        return sorted(found, key=lambda each: (each[1].due_on, each[1].id))
