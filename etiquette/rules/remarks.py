"""A remark: what went well together, told to both; or a difference, only beside what is shared (C2, C8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

REMARK_LIMIT = 1000


class RemarkSort(StrEnum):
    """What sort of remark it is."""

    WENT_WELL = "went_well"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of one side's. `beside` is what both share, which a difference needs."""

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    partnership_id: str
    side_id: str
    sort: RemarkSort
    text: str
    beside: str
    created_at: datetime
