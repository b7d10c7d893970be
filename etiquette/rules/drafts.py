"""A draft: words that were not understood yet. They wait for their form; nothing typed is lost."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed: as it is shown, and `raw`, as Slack sent it, to be read again once a question is answered.

    `contact_id` is whom the member said they mean, where that was asked.
    """

    id: str
    workspace_id: str
    member_id: str
    verb: str
    typed: str
    raw: str
    contact_id: str | None
    created_at: datetime
