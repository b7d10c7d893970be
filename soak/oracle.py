"""The oracle: from what happened, what had to be said to a member and when, to the minute.

It is written from the table “When” and N1 to N5 of docs/etiquette.md, and from docs/decisions/0001; it shares no code
with what it judges.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from soak.calendars import Due, Step, climb, here, morning, read_row, working_day
from soak.facts import Anchor, Call, Matter
from soak.forward import HALF_AN_HOUR, Forward, first_tuesdays, matter_of, said_at
from soak.happenings import Happening, Muted, Paused, PutOff, Suggested, Undone
from soak.mouth import PUT_OFF, QUESTION, Mouth, Said
from soak.offers import Offers
from soak.people import Person
from soak.standing import Standing

WHEN = {
    # An introduction is wanted (E2; the table has no row for it); it was asked for.
    "request": "1 day, 3 days",
    "request_unanswered": "3 days, 7 days",
    # An introduction is logged.
    "how_referred": "1 day, then 2 days",
    "secure_call": "1 day, 3 days, 7 days",
    # A call is fixed; it ends.
    "prepare": "-1 day",
    "call_card": "-10 minutes!",
    "debrief": "5 minutes!, 1 day, then 2 days",
    # The debrief says that it was held.
    "thank_contact": "120 minutes, 1 day, then 2 days",
    "thank_introducer": "1 day, then 3 days",
    "share": "1 day",
    # It was a two-way street, and they were thanked; the invitation was sent.
    "invite": "1 day, 3 days, 7 days",
    "invite_accepted": "14 days",
    # The agreed date of a promise.
    "deliverable_mine": "-1 day, 0 days, 1 day, 3 days, 7 days",
    "deliverable_theirs": "1 day, then 5 days",
    # The last sign of life.
    "check_in": "90 days, 180 days",
    # The ledger leans by two or more; in soak/offers.py: not twice in 30 days.
    "reciprocate": "1 day",
    # Every month has a first Tuesday; in soak/forward.py: only where something fits.
    "pay_forward": "0 days",
}
"""The table “When”, row by row: what is counted from the anchor, and what (“then”) from the step before. An exclamation
mark: the moment belongs to one that the member chose.

| not judged yet | because |
| --- | --- |
| request_passed_on, referral_asked, introducer_answered | these introducers are not in Slack (E2, E3) |
| which_zone | Slack tells everybody's zone (N1) |

And `stop_kind`: after three messages of one kind in a row that were let pass (N3) it is asked on the next working
morning; see soak/mouth.py.
"""

ROWS: dict[str, list[Step]] = {kind: read_row(words) for kind, words in WHEN.items()}
JUDGED = frozenset({*WHEN, QUESTION})
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What had to be said to somebody, oldest first; and what of the bot's own choices does not fit."""

    messages: list[Said]
    misfits: list[str]


def expected(person: Person, history: Iterable[Happening], begins: datetime, until: datetime) -> Told:
    """The messages that had to reach a person between two instants."""
    year = _Year(Mouth(person), Offers(person), Forward(person))
    days = list(first_tuesdays(person, begins, until))
    months = sorted((said_at(person, day) + half, day) for day in days for half in (timedelta(), HALF_AN_HOUR))
    for each in history:
        year.passes(months, each.at)
        year.mouth.speaks_until(each.at - A_MOMENT if isinstance(each.what, Suggested) else each.at)
        year.happens(each)
    year.passes(months, until)
    year.mouth.speaks_until(until)
    return Told(year.mouth.said, year.forward.differences)


@dataclass(slots=True)
class _Year:
    """One member's year, happening by happening."""

    mouth: Mouth
    offers: Offers
    forward: Forward
    standing: Standing = field(default_factory=Standing)
    anchors: dict[Matter, Anchor] = field(default_factory=dict)
    put_off: dict[int, tuple[Matter, datetime]] = field(default_factory=dict)

    def passes(self, months: list[tuple[datetime, date]], until: datetime) -> None:
        """First Tuesdays go by."""
        while months and months[0][0] < until:
            at, day = months.pop(0)
            self.forward.passes(self.standing.facts, day, at)

    def happens(self, each: Happening) -> None:
        """Facts change, and with them what is called for; or something is put off, or somebody wants quiet."""
        self.standing.happens(each.number, each.at, each.what)
        if isinstance(each.what, Undone):
            self.mouth.attention.takes_back(each.what.number)
        self._is_called_for(each)
        match each.what:
            case PutOff():
                self._is_put_off(each.what, each)
            case Undone(number) if number in self.put_off:
                matter, _ = self.put_off.pop(number)
                self._plan(matter, self.anchors.get(matter), each.at)
            case Paused(until=silent_until):
                self.mouth.paused_until = silent_until
            case Muted(until=silent_until):
                self.mouth.muted = (each.at, silent_until)
            case Suggested():
                at = self.forward.hears(self.standing.facts, each.at, each.what)
                self.mouth.plan(matter_of(each.what), [Due(at, is_chosen=False, rung=0)], each.at - A_MOMENT)
        self._pays_attention()

    def _is_called_for(self, each: Happening) -> None:
        """Whatever counts from another moment than before is planned anew; all else goes on as it was."""
        before, self.anchors = self.anchors, self.standing.anchors()
        for matter in sorted(before.keys() | self.anchors.keys()):
            was, counts_from = before.get(matter), self.anchors.get(matter)
            if was != counts_from:
                self._plan(matter, counts_from, each.at)
                self._is_answered(each, matter, was, counts_from)
        said = {matter: message.at for message in self.mouth.said for matter in message.matters}
        for matter, counts_from in self.offers.follow(self.standing.facts, each.at, said):
            self._plan(matter, counts_from, each.at)

    def _pays_attention(self) -> None:
        """What is called for by now, so that nobody is asked about what needs no answer any more."""
        offered = {offer.matter for offer in self.offers.made if offer.is_open}
        suggested = {matter_of(what) for what in self.forward.suggested}
        self.mouth.attention.called_for = frozenset(self.anchors.keys() | offered | suggested)

    def _is_answered(self, each: Happening, matter: Matter, was: Anchor | None, counts_from: Anchor | None) -> None:
        """What is planned anew by an act is answered by it; a silence that only began earlier is not."""
        is_sign = matter[0] != "check_in" or was is None or counts_from is None or counts_from > was
        if is_sign and not isinstance(each.what, Undone):
            self.mouth.attention.answered(each.number, each.at, matter)

    def _is_put_off(self, put_off: PutOff, each: Happening) -> None:
        matter = (put_off.kind, put_off.about)
        again = _again(self.mouth.person, put_off, each.at)
        self.put_off[each.number] = (matter, again.at)
        dues = climb(self.mouth.person, ROWS[put_off.kind], self.anchors[matter])
        self.mouth.put_off(matter, again, dues, each.at)
        self.mouth.attention.answered(each.number, each.at, matter)

    def _plan(self, matter: Matter, counts_from: Anchor | None, now: datetime) -> None:
        if counts_from is None:
            self.mouth.forget(matter)
            return
        kind, about = matter
        dues = climb(self.mouth.person, ROWS[kind], counts_from)
        self.mouth.plan(matter, dues, now, _over_at(self.standing, kind, about))


def _over_at(standing: Standing, kind: str, about: str) -> datetime | None:
    """When what it is for has gone by: nobody prepares for a call that has begun."""
    call = standing.facts.get(about)
    if not isinstance(call, Call):
        return None
    return {"prepare": call.starts, "call_card": call.ends}.get(kind)


def _again(person: Person, put_off: PutOff, now: datetime) -> Due:
    """“An hour” and “a date” are chosen; “tomorrow” and “next week” are working mornings."""
    if put_off.how == "hour":
        return Due(now + timedelta(hours=1), is_chosen=True, rung=PUT_OFF)
    if put_off.day is not None:
        return Due(morning(person, put_off.day), is_chosen=True, rung=PUT_OFF)
    day: date = here(person, now).date() + timedelta(days=1 if put_off.how == "tomorrow" else 7)
    return Due(morning(person, working_day(person, day, +1)), is_chosen=False, rung=PUT_OFF)
