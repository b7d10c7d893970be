"""Paying forward (E15): on each month's first Tuesday one small thing that fits, and nothing where nothing does.

Which of the things that fit is suggested is the bot's own choice; that it is one of them, and when, is judged here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from soak.calendars import ONE_DAY, here, morning, working_day
from soak.facts import Facts, Matter, Promise, Thanks
from soak.happenings import Suggested
from soak.people import Person

LONG_AGO = timedelta(days=180)
NOT_AGAIN_FOR = timedelta(days=366)
HALF_AN_HOUR = timedelta(minutes=30)
TUESDAY = 1


@dataclass(slots=True)
class Forward:
    """What was suggested to one member, and what should have been."""

    person: Person
    suggested: list[Suggested] = field(default_factory=list)
    fitted: dict[date, set[tuple[str, str]]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def hears(self, facts: Facts, at: datetime, what: Suggested) -> datetime:
        """Something is suggested; gives the moment at which it is to be said."""
        if what.day != first_tuesday(what.day.year, what.day.month):
            self.differences.append(
                f"{self.person.name}: a good turn for {what.day}, which is no month's first Tuesday"
            )
        if any(each.day == what.day for each in self.suggested):
            self.differences.append(f"{self.person.name}: two good turns for {what.day}")
        if (what.sort, what.contact) not in self._fitting(facts, what.day, at):
            self.differences.append(f"{self.person.name}, {what.day}: {what.sort} {what.contact} does not fit")
        self.suggested.append(what)
        return max(at, said_at(self.person, what.day))

    def passes(self, facts: Facts, day: date, at: datetime) -> None:
        """The half hour of a first Tuesday begins, and is over: was there something, and nothing suggested?"""
        fitting = self._fitting(facts, day, at)
        if at < said_at(self.person, day) + HALF_AN_HOUR:
            self.fitted[day] = fitting
            return
        there_was = self.fitted.pop(day, fitting) & fitting
        if there_was and not any(each.day == day for each in self.suggested):
            self.differences.append(f"{self.person.name}, {day}: no good turn, where there was {min(there_was)}")

    def _fitting(self, facts: Facts, day: date, at: datetime) -> set[tuple[str, str]]:
        lately = {(each.sort, each.contact) for each in self.suggested if day - each.day < NOT_AGAIN_FOR}
        return {*_recommended(facts), *_thanked(facts, at)} - lately


def matter_of(what: Suggested) -> Matter:
    """A month's good turn."""
    return "pay_forward", f"good turn of {what.day}"


def first_tuesday(year: int, month: int) -> date:
    """The first one of a month."""
    return next(date(year, month, day) for day in range(1, 8) if date(year, month, day).weekday() == TUESDAY)


def said_at(person: Person, day: date) -> datetime:
    """The morning of it, or of the last working day before it."""
    return morning(person, working_day(person, day, -1))


def first_tuesdays(person: Person, after: datetime, until: datetime) -> Iterator[date]:
    """Those whose mornings lie between two instants."""
    day = here(person, after).date().replace(day=1)
    while day <= until.date() + 40 * ONE_DAY:
        tuesday = first_tuesday(day.year, day.month)
        if after < said_at(person, tuesday) <= until:
            yield tuesday
        day = (day + 31 * ONE_DAY).replace(day=1)


def _recommended(facts: Facts) -> Iterator[tuple[str, str]]:
    """Whoever kept a promise."""
    for fact in facts.values():
        if isinstance(fact, Promise) and fact.state == "kept" and not fact.is_mine:
            yield "recommend", fact.contact


def _thanked(facts: Facts, at: datetime) -> Iterator[tuple[str, str]]:
    """Whoever was thanked long ago, and not since, and to whom no thanks are owed."""
    thanks = [fact for fact in facts.values() if isinstance(fact, Thanks)]
    owed = {each.contact for each in thanks if each.state == "owed"}
    latest: dict[tuple[str, str], datetime] = {}
    for each in thanks:
        if each.state == "sent" and each.settled_at is not None:
            about = (each.contact, each.to)
            latest[about] = max(latest.get(about, each.settled_at), each.settled_at)
    for (contact, _), last in latest.items():
        if contact not in owed and at - last >= LONG_AGO:
            yield "thank", contact
