"""What Slack tells of somebody, read: who they are, and until when they are not to be disturbed."""

from datetime import UTC, datetime
from typing import Any

from etiquette.rules.members import Profile

SLACKBOT = "USLACKBOT"


def read_profile(user: dict[str, Any]) -> Profile:
    """A user object of Slack's as a profile. Nothing in it is taken for granted."""
    names = user.get("profile") or {}
    return Profile(
        zone=user.get("tz") or None,
        locale=user.get("locale") or None,
        name=user.get("real_name") or names.get("real_name") or user.get("name") or None,
        is_active=not user.get("deleted", False),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_colleague=not (user.get("is_bot") or user.get("is_stranger") or user.get("id") == SLACKBOT),
    )


def silent_until(dnd: dict[str, Any], now: datetime) -> datetime | None:
    """The end of the muted hours that are running; None where none are."""
    starts, ends = dnd.get("next_dnd_start_ts") or 0, dnd.get("next_dnd_end_ts") or 0
    is_muted = bool(dnd.get("dnd_enabled")) and starts <= now.timestamp() < ends
    return datetime.fromtimestamp(ends, UTC) if is_muted else None
