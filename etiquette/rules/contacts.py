"""A contact: the person whom a member is introduced to, in Slack or, usually, outside it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from etiquette.rules.errors import EtiquetteError, Refusal

NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Contact:
    """One person, as one member knows them. Nobody else sees this record (N6)."""

    id: str
    workspace_id: str
    member_id: str
    name: str
    slack_user_id: str | None
    profile_url: str | None
    created_at: datetime

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


def checked_name(name: str) -> str:
    """The name, tidied. Refused when empty or longer than 200 characters."""
    tidy = " ".join(name.split())
    if not tidy:
        raise EtiquetteError(Refusal.NO_NAME)
    if len(tidy) > NAME_LIMIT:
        raise EtiquetteError(Refusal.NAME_TOO_LONG, limit=NAME_LIMIT)
    return tidy


def folded(name: str) -> str:
    """A name as it is compared: without case, accents and extra spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def matching(contacts: Iterable[Contact], name: str) -> list[Contact]:
    """Who may be meant by `name`: those of exactly that name, else those whose name begins with it, word by word."""
    wanted = folded(name)
    everyone = list(contacts)
    exact = [c for c in everyone if folded(c.name) == wanted]
    return exact or [c for c in everyone if _is_part(wanted.split(), folded(c.name).split())]


def _is_part(wanted: list[str], words: list[str]) -> bool:
    """Whether the wanted words stand in the name in their order: "Dana", or "Reyes", of "Dana Reyes"."""
    if not wanted:
        return False
    remaining = iter(words)
    return all(word in remaining for word in wanted)
