"""A draft: words that were not understood yet. They wait for their form; nothing typed is lost."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, exactly, and the command it was typed after."""

    id: str
    workspace_id: str
    member_id: str
    verb: str
    typed: str
    created_at: datetime
