"""An introduction: who brought a member and a contact together, and how they put it (E2, E3)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who introduced a contact. The introducer is a Slack user, a name, or nobody yet."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    introducer_name: str | None
    introducer_user_id: str | None
    how_referred: str | None
    typed: str
    created_at: datetime

    @property
    def has_introducer(self) -> bool:
        return bool(self.introducer_name or self.introducer_user_id)
