"""An introduction: who brings a member and a contact together, how far it is, and how they put it (E2 to E4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from etiquette.rules.nudges import Kind

NOTE_LIMIT = 1500
BLURB_LIMIT = 600


class IntroductionState(StrEnum):
    """`wanted`: to be asked for. `asked`: the introducer knows. `made`: they have introduced. `dropped`: let go."""

    WANTED = "wanted"
    ASKED = "asked"
    MADE = "made"
    DROPPED = "dropped"


class Reply(StrEnum):
    """What an introducer said to a request that was passed on to them."""

    WILLING = "willing"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who introduces a contact. The introducer is a Slack user, a name, or nobody yet.

    `note` is the member's own wording of the request, and `blurb` what the introducer may forward (E2). `passed_on_at`:
    the bot took them to the introducer, under its own name; `referral_asked_at`: it asked them how they would refer the
    member (E3). `reply` is what the introducer said to the request, and `replied_at` is when they last answered
    anything. `moved_at` is when the state last changed; `call_fixed_at` and `call_held_at` are when a first call stood,
    and was held (E3, E4).
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
    blurb: str | None
    passed_on_at: datetime | None
    referral_asked_at: datetime | None
    reply: Reply | None
    replied_at: datetime | None
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
