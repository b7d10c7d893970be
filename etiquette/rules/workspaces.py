"""A Slack workspace that the bot is installed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation. `zone` serves members whose own zone Slack does not tell.

    `ladders` are its own numbers, where they are not the rulebook's: steps in words by kind (see `ladder_words`).
    """

    id: str
    name: str | None
    bot_user_id: str
    zone: str
    ladders: Mapping[str, str] = field(default_factory=dict)
