"""A member's people, a page at a time: who is found by some words, and where each of them stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etiquette.rules.contacts import Contact, folded
from etiquette.rules.journeys import Journey

PAGE = 10
SEARCH_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Look:
    """Where a member looks on Home: at which page of their people, the first being 0, and whom they search for."""

    page: int = 0
    wanted: str = ""


AT_FIRST = Look()


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody, and where they stand."""

    contact: Contact
    journey: Journey


@dataclass(frozen=True, slots=True)
class People:
    """One page of a member's people. `found`: how many fit what is searched for; `known`: how many there are."""

    shown: Sequence[Standing] = ()
    look: Look = AT_FIRST
    found: int = 0
    known: int = 0

    @property
    def pages(self) -> int:
        return pages_of(self.found)


def pages_of(count: int) -> int:
    """How many pages so many people take; nobody takes one."""
    return max(-(-count // PAGE), 1)


def fitting(contacts: Iterable[Contact], wanted: str) -> list[Contact]:
    """Whom some words find, whoever was heard of last coming first.

    Every word begins one of theirs: of the name, the company, the role, the place or the tags.
    """
    words = folded(wanted).split()
    found = [each for each in contacts if not words or _fits(each, words)]
    return sorted(found, key=lambda each: each.touched_at or each.created_at, reverse=True)


def page_of(found: Sequence[Contact], look: Look) -> tuple[Look, Sequence[Contact]]:
    """The page that is looked at, and who is on it. A page that is not there any more is the last one."""
    page = min(max(look.page, 0), pages_of(len(found)) - 1)
    return Look(page, look.wanted), found[page * PAGE : (page + 1) * PAGE]


def _fits(contact: Contact, words: list[str]) -> bool:
    told = [contact.name, contact.company, contact.role, contact.place, *contact.tags]
    said = f" {folded(' '.join(each for each in told if each))}"
    return all(f" {word}" in said for word in words)
