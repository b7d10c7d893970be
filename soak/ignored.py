"""What is let pass (N3): three messages in a row that spoke of one kind, to which nobody said anything."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from soak.facts import Matter

IN_A_ROW = 3


@dataclass(slots=True)
class Attention:
    """What a member was told of each kind, and what they answered; by which act, for an act can be taken back."""

    told: defaultdict[str, list[tuple[datetime, frozenset[Matter]]]] = field(default_factory=lambda: defaultdict(list))
    answers: list[tuple[int, datetime, Matter]] = field(default_factory=list)
    called_for: frozenset[Matter] = frozenset()

    def hears(self, at: datetime, matters: Iterable[Matter]) -> list[str]:
        """A message arrives; gives the kinds that it speaks of."""
        by_kind: defaultdict[str, set[Matter]] = defaultdict(set)
        for matter in matters:
            by_kind[matter[0]].add(matter)
        for kind, spoken in by_kind.items():
            self.told[kind].append((at, frozenset(spoken)))
        return sorted(by_kind)

    def answered(self, number: int, at: datetime, matter: Matter) -> None:
        """Something is said to all that was told of a matter."""
        self.answers.append((number, at, matter))

    def takes_back(self, number: int) -> None:
        """An act is undone, and with it what it said."""
        self.answers = [each for each in self.answers if each[0] != number]

    def lets_pass(self, kind: str) -> bool:
        """Whether the last three messages of a kind were let pass, and all that they spoke of is still called for."""
        last = self.told[kind][-IN_A_ROW:]
        return len(last) == IN_A_ROW and all(
            matter in self.called_for and not any(answer[2] == matter and answer[1] > at for answer in self.answers)
            for at, matters in last
            for matter in matters
        )
