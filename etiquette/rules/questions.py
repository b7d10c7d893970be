"""A question that the bot asks once: whether to stop a kind of nudge (N3), and in which zone somebody is (N1)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from etiquette.rules.members import Who
from etiquette.rules.nudges import Kind

IN_A_ROW = 3


class Asked(StrEnum):
    """What is asked."""

    STOP_KIND = "stop_kind"
    WHICH_ZONE = "which_zone"


class QuestionState(StrEnum):
    """A question is open until it is answered; one that is not answered rests, and is not asked again."""

    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `about` is the kind that it is about, empty for a zone; about one thing it is asked once.

    `created_at` is when it is asked.
    """

    id: str
    workspace_id: str
    member_id: str
    asked: Asked
    about: str
    state: QuestionState
    revision: int
    created_at: datetime


# What is said once, and asks for nothing that could be let pass; and the questions themselves.
NEVER_IGNORED = frozenset({Kind.INTRODUCER_ANSWERED, Kind.PLAN_NEWS, Kind.STOP_KIND, Kind.WHICH_ZONE})


def zone_question_id(who: Who) -> str:
    """The id of the question where somebody is: its natural key, for it may be asked again after a restore."""
    return blake2b(f"{who.workspace_id} {who.member_id} {Asked.WHICH_ZONE}".encode(), digest_size=16).hexdigest()
