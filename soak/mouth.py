"""What may be said when (N1, N2, N5): hours, silences, the day's allowance, together, and the latest step alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from soak.calendars import (
    ONE_DAY,
    Due,
    here,
    is_at_work,
    morning,
    muted_until,
    next_moment,
    working_day,
)
from soak.facts import Matter
from soak.ignored import Attention
from soak.people import Person

PUT_OFF = -1
"""The rung of what was put off: before the first step of its ladder."""
QUESTION = "stop_kind"


@dataclass(frozen=True, slots=True)
class Said:
    """One message: when, what it speaks of, and which of that belongs to a chosen moment."""

    who: str
    at: datetime
    matters: frozenset[Matter]
    chosen: frozenset[Matter] = frozenset()

    @property
    def is_counted(self) -> bool:
        """Whether it counts towards the day's allowance."""
        return bool(self.matters - self.chosen)


@dataclass(slots=True)
class Mouth:
    """What is to be said to one person, and what was."""

    person: Person
    waiting: dict[Matter, list[Due]] = field(default_factory=dict)
    reached: dict[Matter, int] = field(default_factory=dict)
    over_at: dict[Matter, datetime] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    counted: Counter[date] = field(default_factory=Counter)
    attention: Attention = field(default_factory=Attention)
    asked: set[str] = field(default_factory=set)
    paused_until: datetime | None = None
    muted: tuple[datetime, datetime] | None = None

    def plan(self, matter: Matter, dues: list[Due], now: datetime, over_at: datetime | None = None) -> None:
        """In place of whatever was to be said of a matter; what lies in the past is not said late."""
        self.forget(matter)
        self.waiting[matter] = [due for due in dues if due.at > now]
        if over_at is not None:
            self.over_at[matter] = over_at

    def put_off(self, matter: Matter, again: Due, dues: list[Due], now: datetime) -> None:
        """It comes again then; of its ladder, what comes on later days."""
        day = here(self.person, again.at).date()
        later = [due for due in dues if due.at > now and here(self.person, due.at).date() > day]
        self.waiting[matter] = [again, *later]
        self.reached.pop(matter, None)

    def forget(self, matter: Matter) -> None:
        """Nothing is said of it any more."""
        for kept in (self.waiting, self.reached, self.over_at):
            kept.pop(matter, None)

    def speaks_until(self, until: datetime) -> None:
        """Everything that is due by then is said, each at its moment."""
        while True:
            moments = [due.at for dues in self.waiting.values() for due in dues if due.at <= until]
            if not moments:
                return
            self._speaks(min(moments))

    def _speaks(self, now: datetime) -> None:
        due = self._latest(now)
        chosen = frozenset(matter for matter, each in due.items() if each.is_chosen)
        today = here(self.person, now).date()
        quiet = self._silent_until(now)
        is_free = quiet is None and is_at_work(self.person, now) and self.counted[today] < self.person.allowance
        told = frozenset(due) if is_free else chosen
        if told:
            said = Said(self.person.id, now, told, chosen)
            self.said.append(said)
            self.counted[today] += said.is_counted
            self.reached |= {matter: due[matter].rung for matter in told}
            self._asks(now, told)
        self._moves({matter: each for matter, each in due.items() if matter not in told}, now, quiet)

    def _asks(self, now: datetime, told: frozenset[Matter]) -> None:
        """After the third of a kind that was let pass, whether to stop it: once, on the next working morning (N3)."""
        for kind in self.attention.hears(now, told):
            if kind != QUESTION and kind not in self.asked and self.attention.lets_pass(kind):
                self.asked.add(kind)
                tomorrow = working_day(self.person, here(self.person, now).date() + ONE_DAY, +1)
                self.plan((QUESTION, kind), [Due(morning(self.person, tomorrow), is_chosen=False, rung=0)], now)

    def _has_reason(self, matter: Matter) -> bool:
        """A question whose reason is gone by its time is not asked, and may come another time."""
        kind, about = matter
        if kind != QUESTION or self.attention.lets_pass(about):
            return True
        self.asked.discard(about)
        return False

    def _latest(self, now: datetime) -> dict[Matter, Due]:
        """Of each ladder the last step that is due, unless one as late was said, or what it is for has gone by."""
        latest = {}
        for matter, dues in self.waiting.items():
            ripe = [due for due in dues if due.at <= now]
            self.waiting[matter] = [due for due in dues if due.at > now]
            if not ripe or self.over_at.get(matter, now + ONE_DAY) <= now:
                continue
            last = max(ripe, key=lambda due: due.rung)
            if last.rung > self.reached.get(matter, PUT_OFF - 1) and self._has_reason(matter):
                latest[matter] = last
        return latest

    def _moves(self, left: Mapping[Matter, Due], now: datetime, quiet: datetime | None) -> None:
        """What may not be said now is said in the next working hours, or tomorrow where today's messages are used.

        After a silence it does not come at the stroke of its end, but with that morning's messages.
        """
        at = next_moment(self.person, quiet or now)
        if quiet:
            at = max(at, morning(self.person, here(self.person, at).date()))
        if at == now:
            at = morning(self.person, working_day(self.person, here(self.person, now).date() + ONE_DAY, +1))
        for matter, due in left.items():
            self.waiting[matter].append(Due(at, is_chosen=False, rung=due.rung))

    def _silent_until(self, now: datetime) -> datetime | None:
        """The end of the silence that they asked for, of the bot or of Slack, where one is on."""
        asked = [self.paused_until, muted_until(self.person, now)]
        if self.muted and self.muted[0] <= now:
            asked.append(self.muted[1])
        return max((until for until in asked if until is not None and until > now), default=None)
