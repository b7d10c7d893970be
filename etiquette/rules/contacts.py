"""A contact: the person whom a member is introduced to, in Slack or, usually, outside it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Kind

NAME_LIMIT = 200
NOTE_LIMIT = 1000
MOST_TAGS = 10
TAG_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Contact:
    """One person, as one member knows them. Nobody else sees this record (N6).

    `tags` are short words, ten at most; the four links are E5's; past, present and future are E8's. `touched_at` is the
    last sign of life (E19), which follows from the facts and is kept by every act; `wrote_at`, when the member last
    said that they wrote to them; `let_rest_at`, when they last let the check-in rest.
    """

    id: str
    workspace_id: str
    member_id: str
    name: str
    slack_user_id: str | None
    profile_url: str | None
    email: str | None
    company: str | None
    role: str | None
    place: str | None
    tags: tuple[str, ...]
    company_url: str | None
    website_url: str | None
    social_url: str | None
    common_ground: str | None
    past: str | None
    present: str | None
    future: str | None
    touched_at: datetime | None
    wrote_at: datetime | None
    let_rest_at: datetime | None
    closed: tuple[Kind, ...]
    revision: int
    created_at: datetime

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def quiet_since(self) -> datetime | None:
        """Since when nothing was heard of them (E19); None while that is let rest, until there is any contact."""
        rests = self.let_rest_at and self.touched_at and self.let_rest_at >= self.touched_at
        return None if rests else self.touched_at


def new_contact(contact_id: str, workspace_id: str, member_id: str, name: str, now: datetime, **known: Any) -> Contact:
    """A contact of whom little is known yet; `known` is what is."""
    nothing: dict[str, Any] = {each.name: None for each in fields(Contact)}
    given = {"id": contact_id, "workspace_id": workspace_id, "member_id": member_id, "name": name, "created_at": now}
    return Contact(**{**nothing, "tags": (), "closed": (), "revision": 1, "touched_at": now, **given, **known})


NOBODY = new_contact("", "", "", "", datetime.min.replace(tzinfo=UTC))
"""Whom a matter is about that is about no one."""


def checked_name(name: str) -> str:
    """The name, tidied. Refused when empty or longer than 200 characters."""
    tidy = " ".join(name.split())
    if not tidy:
        raise EtiquetteError(Refusal.NO_NAME)
    if len(tidy) > NAME_LIMIT:
        raise EtiquetteError(Refusal.NAME_TOO_LONG, limit=NAME_LIMIT)
    return tidy


def checked_tags(typed: str) -> tuple[str, ...]:
    """Tags as they are typed, between commas: each once, whatever its case. Refused when there are more than ten."""
    tags: dict[str, str] = {}
    for tag in (" ".join(part.split()).lstrip("#") for part in typed.split(",")):
        if len(tag) > TAG_LIMIT:
            raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=TAG_LIMIT)
        if tag:
            tags.setdefault(folded(tag), tag)
    if len(tags) > MOST_TAGS:
        raise EtiquetteError(Refusal.TOO_MANY_TAGS, limit=MOST_TAGS)
    return tuple(tags.values())


def checked_note(text: str, limit: int = NOTE_LIMIT) -> str | None:
    """A short note, tidied; None where it is empty. Refused when it is too long."""
    tidy = text.strip()
    if len(tidy) > limit:
        raise EtiquetteError(Refusal.TEXT_TOO_LONG, limit=limit)
    return tidy or None


def checked_email(text: str) -> str | None:
    """An e-mail address as far as it can be told from something else; None where it is empty."""
    tidy = text.strip()
    name, _, host = tidy.rpartition("@")
    if tidy and (not name or "." not in host or len(tidy) > NAME_LIMIT or len(tidy.split()) > 1):
        raise EtiquetteError(Refusal.NOT_AN_ADDRESS)
    return tidy or None


def folded(name: str) -> str:
    """A name as it is compared: without case, accents and extra spaces."""
    if name.isascii():  # most are, and a ledger compares them by the thousand
        return " ".join(name.casefold().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def matching(contacts: Iterable[Contact], name: str) -> list[Contact]:
    """Who may be meant by `name`: those of exactly that name, else those whose name begins with it, word by word."""
    wanted = folded(name)
    everyone = list(contacts)
    exact = [c for c in everyone if folded(c.name) == wanted]
    return exact or [c for c in everyone if _is_part(wanted.split(), folded(c.name).split())]


def is_named(full: str, name: str) -> bool:
    """Whether somebody of a full name may be meant by `name`: all of it, or words of it in their order."""
    return _is_part(folded(name).split(), folded(full).split())


def searched(contacts: Sequence[Contact], words: str) -> list[Contact]:
    """Those of whom every word is known: by name, company, role, place, tag or address; in the order of their names."""
    wanted = folded(words).split()
    told = {each.id: _told(each) for each in contacts}
    found = [each for each in contacts if all(word in told[each.id] for word in wanted)]
    return sorted(found, key=lambda each: (folded(each.name), each.created_at))


def _told(contact: Contact) -> str:
    known = (contact.name, contact.company, contact.role, contact.place, contact.email, *contact.tags)
    return folded(" \n ".join(filter(None, known)))


def _is_part(wanted: list[str], words: list[str]) -> bool:
    """Whether the wanted words stand in the name in their order: "Dana", or "Reyes", of "Dana Reyes"."""
    if not wanted:
        return False
    remaining = iter(words)
    return all(word in remaining for word in wanted)
