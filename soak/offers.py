"""The lean of the ledger (E14): to whoever gave two things more than they got something is offered, once in 30 days."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from soak.calendars import ONE_DAY, here, working_day
from soak.facts import Facts, Matter, Promise
from soak.people import Person

LEANS_AT = 2
REST = timedelta(days=30)


@dataclass(slots=True)
class Offer:
    """Something to offer to a contact: counted from a day, and open until the balance is even again."""

    contact: str
    made_at: datetime
    counts_from: date
    is_open: bool = True

    @property
    def matter(self) -> Matter:
        return "reciprocate", f"offer to {self.contact}"


@dataclass(slots=True)
class Offers:
    """All that one member was, or is, to offer."""

    person: Person
    made: list[Offer] = field(default_factory=list)

    def follow(self, facts: Facts, now: datetime, said: dict[Matter, datetime]) -> Iterator[tuple[Matter, date | None]]:
        """What changes as the facts do: a matter, and what its ladder counts from; None where nothing is said any more.

        `said`: when something was said of each matter last. What was never said is as if it had not been.
        """
        received = _balance(facts)
        for offer in [each for each in self.made if each.is_open and received[each.contact] < LEANS_AT]:
            offer.is_open = False
            if said.get(offer.matter, offer.made_at) <= offer.made_at:
                self.made.remove(offer)
            yield offer.matter, None
        offered = {each.contact for each in self.made if each.is_open}
        for contact in sorted(each for each in received if received[each] >= LEANS_AT and each not in offered):
            self.made.append(Offer(contact, now, self._from(here(self.person, now).date())))
            yield self.made[-1].matter, self.made[-1].counts_from

    def _from(self, today: date) -> date:
        days = [working_day(self.person, each.counts_from + ONE_DAY, +1) for each in self.made]
        return max(today, max(days) + REST - ONE_DAY) if days else today


def _balance(facts: Facts) -> Counter[str]:
    """By how many kept promises a contact is ahead of the member."""
    received: Counter[str] = Counter()
    for fact in facts.values():
        if isinstance(fact, Promise) and fact.state == "kept":
            received[fact.contact] += -1 if fact.is_mine else 1
    return received
