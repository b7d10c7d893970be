"""All that is known of one person, and one page of many: what is drawn as a contact's page and as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.thanks import ThankYou


@dataclass(frozen=True, slots=True)
class Portrait:
    """One contact with everything that hangs on them, oldest first. `favours`: how many lines of the ledger."""

    contact: Contact
    introductions: tuple[Introduction, ...] = ()
    calls: tuple[Call, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    thank_yous: tuple[ThankYou, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    favours: int = 0

    def next_call(self, now: datetime) -> Call | None:
        """The call that comes next, if one stands."""
        ahead = [call for call in self.calls if call.state is CallState.PLANNED and not call.is_over(now)]
        return min(ahead, key=lambda call: call.starts_at, default=None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in a list, with what tells them from the others."""

    contact: Contact
    introduction: Introduction | None = None
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the people whom a search found, the first page being 0. `found` is how many there are in all."""

    entries: Sequence[Entry]
    number: int
    pages: int
    found: int
    search: str
