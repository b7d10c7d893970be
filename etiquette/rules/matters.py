"""A matter: what is open, with all that is known of it. What a nudge speaks of, and a line of `/coop` and of Home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.good_turns import GoodTurn
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.news import News
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Side, Together
from etiquette.rules.planning import Subject
from etiquette.rules.proposals import Proposal, Thread
from etiquette.rules.questions import Question
from etiquette.rules.reflections import ReflectionAnswer
from etiquette.rules.reliability import Record
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.rulebook import PRESSING
from etiquette.rules.thanks import ThankYou


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the member chose on a matter. `act_id` is what undo takes back; None when it cannot be undone any more."""

    answer: Answer
    at: datetime
    later_at: datetime | None
    act_id: str | None


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to speak of. `call` is the call that it came of; `introduction` is how the contact came to be known.

    `contact` is NOBODY where it is about no one; `other` is whom the contact could meet (E15). `agreed_anew` is how a
    promise's date was moved; `record`, of a promise that the member delivered, is how many they kept on time (E10).
    `together` is the partnership that it belongs to, where it is about one, and `contributions` what both give to it;
    `thread`, of a proposal, all that was proposed about the same thing; `proposal`, of news, the one that was answered.
    """

    kind: Kind
    subject: Subject
    contact: Contact
    introduction: Introduction | None
    call: Call | None
    other: Contact | None = None
    chosen: Chosen | None = None
    is_open: bool = True
    agreed_anew: Sequence[Renegotiation] = ()
    record: Record | None = None
    together: Together | None = None
    contributions: Sequence[Contribution] = ()
    thread: Thread | None = None
    proposal: Proposal | None = None


def rank(matter: Matter) -> tuple[int, str]:
    """Most pressing first (N2): by the order of the rulebook, and within a row by how long it has waited."""
    return rank_of(matter.kind, matter.subject)


def rank_of(kind: Kind, subject: Subject) -> tuple[int, str]:
    """The same, of what is not loaded yet."""
    return PRESSING[kind], _since(subject)


def _since(subject: Subject) -> str:
    return str(_SINCE[type(subject)](subject).isoformat())


_SINCE: dict[type[Any], Callable[[Any], date]] = {
    Deliverable: lambda due: due.due_on,
    Call: lambda call: call.starts_at,
    ThankYou: lambda due: due.due_since,
    Invitation: lambda known: known.moved_at,
    Introduction: lambda known: known.moved_at,
    GoodTurn: lambda due: due.planned_for,
    Contact: lambda contact: contact.touched_at or contact.created_at,
    Side: lambda side: side.offered_at or side.created_at,
    Proposal: lambda due: due.proposed_at,
    ReflectionAnswer: lambda due: due.due_on,
    News: lambda news: news.at,
    Question: lambda due: due.created_at,
}
