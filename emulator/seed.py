"""Who and what the workspace holds when it is started for the first time."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emulator.wire import JSON


@dataclass(frozen=True, slots=True)
class SeedPerson:
    """A person.

    `dnd` is the local time from and until which Slack mutes them, as ("22:00", "08:00"); `paused` the moments,
    epoch seconds, from and until which they are muted besides. A stranger belongs to another workspace.
    """

    id: str
    name: str
    real_name: str = ""
    tz: str | None = "Europe/London"
    locale: str = "en-GB"
    title: str = ""
    email: str | None = None
    color: str = "4a154b"
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False
    presence: str = "active"
    dnd: tuple[str, str] | None = None
    paused: tuple[float, float] | None = None

    @classmethod
    def from_json(cls, given: JSON) -> "SeedPerson":
        """From JSON with the same names."""
        spans = {key: tuple(given[key]) for key in ("dnd", "paused") if given.get(key)}
        return cls(**{**given, **spans})


@dataclass(frozen=True, slots=True)
class SeedChannel:
    """A channel and who is in it; an archived one takes no messages, one shared outside is a Slack Connect channel."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    is_private: bool = False
    bot_is_member: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    topic: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Seed:
    """A workspace's beginning."""

    team_id: str = "T0COOP"
    team_name: str = "Coop"
    people: list[SeedPerson] = field(default_factory=list)
    channels: list[SeedChannel] = field(default_factory=list)

    @classmethod
    def from_json(cls, source: Path | str | JSON) -> "Seed":
        """From a JSON file's path, or JSON already read, with the same names."""
        given: Any = source if isinstance(source, dict) else json.loads(Path(source).read_text("utf-8"))
        return cls(
            team_id=given.get("team_id", "T0COOP"),
            team_name=given.get("team_name", "Coop"),
            people=[SeedPerson.from_json(one) for one in given.get("people", [])],
            channels=[SeedChannel(**one) for one in given.get("channels", [])],
        )
