"""A member's past, told act by act."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from etiquette.rules.members import Member
from etiquette.rules.workdays import instant
from etiquette.services import Store
from etiquette.services.nudging import Doing


@dataclass(slots=True)
class Life:
    """A member's past, told act by act, on working days."""

    store: Store
    member: Member
    now: datetime
    acts: int = 0

    def doing(self, days: int, hour: int = 10) -> Doing:
        """Something the member did that many days ago, at that hour."""
        self.acts += 1
        return Doing(self.store, self.member, f"demo:{self.member.id}:{self.acts}", self.at(days, hour))

    def at(self, days: int, hour: int = 15) -> datetime:
        """An hour of the day that many days ago; below zero, to come."""
        return instant(self.day(days), time(hour), self.member.zone)

    def day(self, days: int) -> date:
        """The working day that many days ago; below zero, to come."""
        there = self.member.hours.local(self.now).date() - timedelta(days=days)
        return self.member.hours.on_or_before(there) if days > 0 else self.member.hours.on_or_after(there)

    def working_days_ago(self, count: int) -> int:
        """How many days have passed since so many working days ago."""
        today = self.member.hours.local(self.now).date()
        there = today
        for _ in range(count):
            there = self.member.hours.on_or_before(there - timedelta(days=1))
        return (today - there).days
