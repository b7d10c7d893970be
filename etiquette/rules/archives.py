"""An archive: everything of a member's in one JSON, taken out and brought back (N7). What it holds is plain values."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who

NAME = "coopetiquette"
VERSION = 3
"""Since the second, digests are in it, and a zone; since the third, plans."""
SETTINGS = (
    *("country", "paused_until", "muted", "profile_url", "blurb", "says_why", "invite_limit", "daily_messages"),
    *("working_days", "work_start", "work_end"),
)
ZONE = "zone"
"""What a member chose themselves: all else that is known of them comes from Slack, and so does a zone, if it can."""
NOUNS = (
    *("contacts", "introductions", "calls", "partnerships", "sides", "contributions", "deliverables", "renegotiations"),
    *("thank_yous", "invitations", "favours", "good_turns", "lessons", "reflections", "reflection_answers", "remarks"),
    *("questions", "connections", "drafts", "digests"),
)
"""The tables that are taken out, each after those that it rests on."""

ONLY_OUT = ("proposals",)
"""What is taken out to be read, and not brought back: half of each is the other side's, and what came of it stands."""
SINCE_THE_THIRD = ("partnerships", "sides", "contributions", "reflections", "reflection_answers", "remarks")

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Archive:
    """Whose it is, their settings, and their records by noun, each as its table has it."""

    who: Who
    settings: Entry
    records: Mapping[str, Sequence[Entry]]

    def count(self, noun: str) -> int:
        """How many records of a noun there are."""
        return len(self.records.get(noun, ()))


def is_archive(content: bytes) -> bool:
    """Whether a file looks like JSON rather than like a list of connections."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def written(archive: Archive, now: datetime) -> bytes:
    """The archive as a file: its version first, every record with its id, and no token of anybody's."""
    told = {
        NAME: VERSION,
        "exported_at": now.isoformat(),
        "workspace": archive.who.workspace_id,
        "member": archive.who.member_id,
        "settings": archive.settings,
        **{noun: archive.records.get(noun, ()) for noun in (*NOUNS, *ONLY_OUT)},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def read(content: bytes) -> Archive:
    """An archive as it was written. Refused where anything of it is missing, damaged, or of a version to come."""
    told = _of_today(_parsed(content))
    version = told.get(NAME)
    if type(version) is int and version > VERSION:
        raise EtiquetteError(Refusal.NEWER_EXPORT)
    lists = {noun: told.get(noun) for noun in NOUNS}
    whose = told.get("workspace"), told.get("member")
    is_sound = (
        version == VERSION
        and all(isinstance(each, str) for each in whose)
        and isinstance(told.get("settings"), dict)
        and all(isinstance(each, list) and all(isinstance(entry, dict) for entry in each) for each in lists.values())
    )
    if not is_sound:
        raise EtiquetteError(Refusal.NOT_AN_EXPORT)
    records = {noun: entries for noun, entries in lists.items() if isinstance(entries, list)}
    return Archive(Who(str(whose[0]), str(whose[1])), told["settings"], records)


def _of_today(told: dict[str, Any]) -> dict[str, Any]:
    """An export of an earlier version as it would be written today."""
    version, settings = told.get(NAME), told.get("settings")
    if type(version) is not int or not 0 < version < VERSION or not isinstance(settings, dict):
        return told
    today: dict[str, Any] = {**{noun: [] for noun in SINCE_THE_THIRD}, **told, NAME: VERSION}
    if version == 1:
        today |= {"settings": {ZONE: None, **settings}, "digests": told.get("digests", [])}
    promises = told.get("deliverables")
    if isinstance(promises, list):
        today["deliverables"] = [
            {"contribution_id": None, **each} if isinstance(each, dict) else each for each in promises
        ]
    return today


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise EtiquetteError(Refusal.NOT_AN_EXPORT) from None
    if not isinstance(told, dict):
        raise EtiquetteError(Refusal.NOT_AN_EXPORT)
    return told
