"""Who could introduce the member to somebody they look for, and how strong each tie is (E1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.imports import Connection, searchable
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.invitations import Invitation, InvitationState

SHOWN = 8
RECENT, REMEMBERED = timedelta(days=90), timedelta(days=365)
MOST_COUNTED = 5


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds the member to a contact who fits: calls held, the last of them, promises that the contact kept."""

    contact: Contact
    introduction: Introduction | None = None
    calls: int = 0
    last_call: datetime | None = None
    two_way: bool = False
    kept: int = 0
    connected: bool = False


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """One answer to "who do I know there?": a contact, with what binds them, or an imported connection."""

    tie: Tie | None = None
    connection: Connection | None = None


def words_of(asked: str) -> tuple[str, ...]:
    """What is looked for, word by word, as it is compared."""
    return tuple(dict.fromkeys(searchable(asked).split()))


def fits(contact: Contact, words: Sequence[str]) -> bool:
    """Whether every word stands somewhere in what is known of a contact: name, company, role, place or a tag."""
    known = searchable(contact.name, contact.company, contact.role, contact.place, *contact.tags)
    return bool(words) and all(word in known for word in words)


def tie_of(
    contact: Contact,
    calls: Iterable[Call],
    promises: Iterable[Deliverable],
    introductions: Sequence[Introduction],
    invitations: Iterable[Invitation],
) -> Tie:
    """What binds the member to a contact, of all that was logged about them."""
    held = [call for call in calls if call.state is CallState.HELD]
    kept = [each for each in promises if each.owner is Owner.THEIRS and each.state is DeliverableState.DELIVERED]
    made = [each for each in introductions if each.state is IntroductionState.MADE and each.has_introducer]
    return Tie(
        contact=contact,
        introduction=made[-1] if made else None,
        calls=len(held),
        last_call=max((call.starts_at for call in held), default=None),
        two_way=any(call.two_way for call in held),
        kept=len(kept),
        connected=any(each.state is InvitationState.ACCEPTED for each in invitations),
    )


def strength(tie: Tie, now: datetime) -> int:
    """How likely somebody is to make an introduction gladly: spoken with often and of late, true to their word."""
    since = now - tie.last_call if tie.last_call else None
    lately = 0 if since is None else (5 if since <= RECENT else 2 if since <= REMEMBERED else 0)
    return (
        4 * min(tie.calls, MOST_COUNTED)
        + 3 * tie.two_way
        + 3 * min(tie.kept, MOST_COUNTED)
        + 2 * tie.connected
        + bool(tie.introduction)
        + lately
    )


def ranked(ties: Iterable[Tie], connections: Iterable[Connection], now: datetime) -> list[Acquaintance]:
    """The strongest first: people one knows, then those whom one is only connected with, the longest first.

    Somebody who is both is named once, as the person one knows.
    """
    known = sorted(ties, key=lambda tie: (-strength(tie, now), tie.contact.name))
    profiles = {tie.contact.profile_url for tie in known} - {None}
    names = {searchable(tie.contact.name) for tie in known}
    others = [each for each in connections if each.url not in profiles and searchable(each.name) not in names]
    others.sort(key=lambda each: (each.connected_on is None, each.connected_on, each.name))
    return [*(Acquaintance(tie=tie) for tie in known), *(Acquaintance(connection=each) for each in others)]
