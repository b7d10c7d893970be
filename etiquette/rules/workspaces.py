"""A Slack workspace that the bot is installed in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation. `zone` serves members whose own zone Slack does not tell."""

    id: str
    name: str | None
    bot_user_id: str
    zone: str
