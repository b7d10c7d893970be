"""A thank-you: to the contact after a call, and to the introducer, who also hears how it went (E11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from etiquette.rules.introductions import Introduction, IntroductionState

DRAFT_LIMIT = 3000


class Addressee(StrEnum):
    """Who is thanked."""

    CONTACT = "contact"
    INTRODUCER = "introducer"


class ThankYouState(StrEnum):
    """Sent means that the member says so: the bot sends none (N8)."""

    DUE = "due"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ThankYou:
    """One thank-you that is owed. `draft` is the member's own wording, where they wrote one."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    call_id: str | None
    addressee: Addressee
    state: ThankYouState
    draft: str | None
    due_since: datetime
    settled_at: datetime | None
    revision: int
    created_at: datetime


def thanked_for(thank_you: ThankYou, introductions: Sequence[Introduction]) -> Introduction | None:
    """The introduction that the thanks are for: the last one made by then, whatever was logged or merged since.

    `introductions` are the contact's, oldest first.
    """
    made = [each for each in introductions if each.state is IntroductionState.MADE]
    by_then = [each for each in made if each.moved_at <= thank_you.created_at]
    return by_then[-1] if by_then else next(iter(made or introductions), None)
