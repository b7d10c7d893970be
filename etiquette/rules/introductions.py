"""An introduction: who brings a member and a contact together, how far it is, and how they put it (E2 to E4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from etiquette.rules.nudges import Kind


class IntroductionState(StrEnum):
    """`wanted`: to be asked for. `asked`: the introducer knows. `made`: they have introduced. `dropped`: let go."""

    WANTED = "wanted"
    ASKED = "asked"
    MADE = "made"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who introduces a contact. The introducer is a Slack user, a name, or nobody yet.

    `note` is the member's own wording of the request (E2). `passed_on_at`: the bot took it to the introducer, under its
    own name; `referral_asked_at`: it asked them how they would refer the member (E3). `moved_at` is when the state last
    changed; `call_fixed_at` and `call_held_at` are when a first call stood, and was held (E3, E4).
    """

    id: str
    workspace_id: str
    member_id: str
    contact_id: str
    introducer_name: str | None
    introducer_user_id: str | None
    how_referred: str | None
    state: IntroductionState
    note: str | None
    passed_on_at: datetime | None
    referral_asked_at: datetime | None
    call_fixed_at: datetime | None
    call_held_at: datetime | None
    closed: tuple[Kind, ...]
    moved_at: datetime
    revision: int
    typed: str
    created_at: datetime

    @property
    def has_introducer(self) -> bool:
        return bool(self.introducer_name or self.introducer_user_id)
