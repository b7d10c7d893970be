"""A matter: what is open, with all that is known of it. What a nudge speaks of, and a line of `/coop` and of Home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.good_turns import GoodTurn
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import Subject
from etiquette.rules.questions import Question
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


def rank(matter: Matter) -> tuple[int, str]:
    """Most pressing first (N2): by the order of the rulebook, and within a row by how long it has waited."""
    return rank_of(matter.kind, matter.subject)


def rank_of(kind: Kind, subject: Subject) -> tuple[int, str]:
    """The same, of what is not loaded yet."""
    return PRESSING[kind], _since(subject)


def _since(subject: Subject) -> str:
    match subject:
        case Deliverable():
            return subject.due_on.isoformat()
        case Call():
            return subject.starts_at.isoformat()
        case ThankYou():
            return subject.due_since.isoformat()
        case Invitation() | Introduction():
            return subject.moved_at.isoformat()
        case GoodTurn():
            return subject.planned_for.isoformat()
        case Contact():
            return (subject.touched_at or subject.created_at).isoformat()
        case Question():
            return subject.created_at.isoformat()
