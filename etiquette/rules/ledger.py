"""The ledger: what was given and received, line by line, and to whom it leans (E14). Arithmetic, and never a grade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from etiquette.rules.contacts import Contact, folded
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.favours import Direction, Favour, FavourForm
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Sort, Turn
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.lessons import Lesson

LEANS_AT = 2
"""From how much more received than given on something is offered (E14)."""


@dataclass(frozen=True, slots=True)
class Whom:
    """The other side of a line: a contact, somebody by name or by their Slack user, or nobody in particular."""

    contact_id: str | None = None
    name: str = ""
    user_id: str | None = None

    @property
    def key(self) -> str:
        """What makes two of them the same person; empty for nobody in particular."""
        return self.contact_id or self.user_id or folded(self.name)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing given or received. `favour_id`: one that was recorded by hand; its `what` is in the member's words.

    Of all others `what` names the thing: what was promised, who was introduced, what was learned.
    """

    direction: Direction
    form: FavourForm | None
    what: str
    at: datetime
    whom: Whom
    favour_id: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """How many things were given, and how many received."""

    given: int = 0
    received: int = 0

    @property
    def lean(self) -> int:
        """How much more was received than given; below nothing where more was given."""
        return self.received - self.given

    def plus(self, other: "Balance") -> "Balance":
        return Balance(self.given + other.given, self.received + other.received)


Share = tuple[Whom, Balance]
"""What something comes to, with whom."""


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, as far as it takes to know who somebody is."""

    id: str
    name: str
    slack_user_id: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of one member's that the ledger is made of."""

    contacts: Sequence[Contact | Person]
    introductions: Sequence[Introduction] = ()
    deliverables: Sequence[Deliverable] = ()
    lessons: Sequence[Lesson] = ()
    good_turns: Sequence[GoodTurn] = ()
    favours: Sequence[Favour] = ()
    _people: dict[str, str] = field(init=False, default_factory=dict)
    _names: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for contact in reversed(self.contacts):
            self._names[contact.id] = contact.name
            self._people[folded(contact.name)] = contact.id
            if contact.slack_user_id:
                self._people[contact.slack_user_id] = contact.id

    def name(self, contact_id: str | None) -> str:
        """A contact's name; empty where there is none."""
        return self._names.get(contact_id or "", "")

    def somebody(self, name: str, user: str | None = None) -> Whom:
        """Somebody by name, or by their Slack user: the contact that they are, where the member knows them as one."""
        contact_id = self._people.get(user or "") or self._people.get(folded(name))
        return Whom(contact_id) if contact_id else Whom(None, name, user)


def lines_of(facts: Facts) -> list[Line]:
    """Every line of the ledger, the latest first. Nothing is in it but what the facts say."""
    lines = [
        *_introductions(facts),
        *_deliverables(facts),
        *_lessons(facts),
        *_good_turns(facts),
        *_favours(facts),
    ]
    return sorted(lines, key=lambda line: (line.at, line.what, line.whom.key), reverse=True)


def balance(lines: Iterable[Line]) -> Balance:
    """What these lines come to."""
    total = Balance()
    for _, share in shares_of(lines):
        total = total.plus(share)
    return total


def shares_of(lines: Iterable[Line]) -> list[Share]:
    """What each line comes to, with whom."""
    return [
        (line.whom, Balance(given=1) if line.direction is Direction.GIVEN else Balance(received=1)) for line in lines
    ]


def by_person(shares: Iterable[Share]) -> dict[Whom, Balance]:
    """What it comes to with each person, whoever leans most first; what was for nobody in particular apart."""
    totals: dict[str, Balance] = {}
    people: dict[str, Whom] = {}
    for whom, share in shares:
        if key := whom.key:
            totals[key] = totals.get(key, Balance()).plus(share)
            people.setdefault(key, whom)
    order = sorted(totals, key=lambda key: (-abs(totals[key].lean), -totals[key].lean, key))
    return {people[key]: totals[key] for key in order}


def leaning(shares: Iterable[Share]) -> list[str]:
    """The contacts who gave so much more than they received that something is offered, the most first (E14)."""
    return [whom.contact_id for whom, total in by_person(shares).items() if whom.contact_id and total.lean >= LEANS_AT]


def _introductions(facts: Facts) -> list[Line]:
    """Who introduced somebody gave an introduction."""
    return [
        Line(
            Direction.RECEIVED,
            FavourForm.INTRODUCTION,
            facts.name(each.contact_id),
            each.moved_at,
            facts.somebody(each.introducer_name or "", each.introducer_user_id),
        )
        for each in facts.introductions
        if each.state is IntroductionState.MADE and each.has_introducer
    ]


def _deliverables(facts: Facts) -> list[Line]:
    """A promise that was kept: given where it was the member's, received where it was theirs."""
    return [
        Line(
            Direction.GIVEN if each.owner is Owner.MINE else Direction.RECEIVED,
            FavourForm.DELIVERABLE,
            each.what,
            each.settled_at or each.created_at,
            Whom(each.contact_id),
        )
        for each in facts.deliverables
        if each.state is DeliverableState.DELIVERED
    ]


def _lessons(facts: Facts) -> list[Line]:
    """What was shared is given to the people here, and to nobody in particular."""
    return [
        Line(Direction.GIVEN, FavourForm.KNOWLEDGE, each.text, each.created_at, Whom())
        for each in facts.lessons
        if each.channel or each.in_digest
    ]


def _good_turns(facts: Facts) -> list[Line]:
    """A good turn that was done; an introduction is given to both whom it brings together."""
    lines = []
    for each in facts.good_turns:
        if each.state is not GoodTurnState.DONE or not each.contact_id:
            continue
        met = [(_done_for(facts, each), each.other_id)]
        if each.turn is Turn.INTRODUCE and each.other_id:
            met.append((Whom(each.other_id), each.contact_id))
        at, form = each.settled_at or each.created_at, _FORMS.get(each.turn)
        lines += [Line(Direction.GIVEN, form, facts.name(other), at, whom) for whom, other in met]
    return lines


def _done_for(facts: Facts, turn: GoodTurn) -> Whom:
    """For whom a good turn was done: of thanks to an introducer, for them and not for whom they introduced."""
    if turn.reason.sort is Sort.INTRODUCER:
        return facts.somebody(turn.reason.what)
    return Whom(turn.contact_id)


def _favours(facts: Facts) -> list[Line]:
    return [
        Line(each.direction, each.form, each.what, each.at, Whom(each.contact_id, each.whom or ""), each.id)
        for each in facts.favours
    ]


_FORMS = {Turn.INTRODUCE: FavourForm.INTRODUCTION, Turn.RECOMMEND: FavourForm.REFERRAL}
