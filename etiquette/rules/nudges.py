"""A nudge and the delivery that carries it: what they are, and the states of their lives (design: a nudge's life)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from hashlib import blake2b


class Kind(StrEnum):
    """What a nudge is about. The rulebook has one row for each."""

    REQUEST = "request"
    REQUEST_UNANSWERED = "request_unanswered"
    REQUEST_PASSED_ON = "request_passed_on"
    REFERRAL_ASKED = "referral_asked"
    INTRODUCER_ANSWERED = "introducer_answered"
    HOW_REFERRED = "how_referred"
    SECURE_CALL = "secure_call"
    PREPARE = "prepare"
    CALL_CARD = "call_card"
    DEBRIEF = "debrief"
    THANK_CONTACT = "thank_contact"
    THANK_INTRODUCER = "thank_introducer"
    SHARE = "share"
    INVITE = "invite"
    INVITE_ACCEPTED = "invite_accepted"
    DELIVERABLE_MINE = "deliverable_mine"
    DELIVERABLE_THEIRS = "deliverable_theirs"
    RECIPROCATE = "reciprocate"
    PAY_FORWARD = "pay_forward"
    CHECK_IN = "check_in"
    PLAN_OFFERED = "plan_offered"
    PROPOSAL = "proposal"
    REFLECTION = "reflection"
    ONE_SIDED = "one_sided"
    GONE_SILENT = "gone_silent"
    SUPPORT = "support"
    OPEN_DOOR = "open_door"
    PLAN_NEWS = "plan_news"
    STOP_KIND = "stop_kind"
    WHICH_ZONE = "which_zone"


class Noun(StrEnum):
    """What a nudge's subject is: the table that its id points into."""

    CONTACT = "contact"
    INTRODUCTION = "introduction"
    CALL = "call"
    THANK_YOU = "thank_you"
    INVITATION = "invitation"
    DELIVERABLE = "deliverable"
    GOOD_TURN = "good_turn"
    SIDE = "side"
    PROPOSAL = "proposal"
    REFLECTION_ANSWER = "reflection_answer"
    NEWS = "news"
    QUESTION = "question"


class State(StrEnum):
    """The life of a nudge, and of the delivery that carries it.

    planned -> claimed -> posted | withdrawn | abandoned; claimed -> planned when a refusal passes or a lease ran out
    and nothing had been posted.
    """

    PLANNED = "planned"
    CLAIMED = "claimed"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"


FINAL = frozenset({State.POSTED, State.WITHDRAWN, State.ABANDONED})


class Answer(StrEnum):
    """What a member chose on a nudge, where it stood (N3)."""

    DONE = "done"
    LATER = "later"
    NOT_THIS_TIME = "not_this_time"
    NO = "no"
    EDITED = "edited"
    STOPPED = "stopped"


class Later(StrEnum):
    """How long "later" may be."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    WEEK = "week"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a nudge is due: local wall time and zone, with the instant in UTC beside them.

    `chosen`: the moment belongs to one that the member chose, so working hours and the day's allowance do not
    hold it back (N1, N2), and it keeps its instant when the member's zone changes.
    """

    day: date
    clock: time
    zone: str
    at: datetime
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A nudge that a fact calls for. (kind, subject, recipient, occasion) is its natural key."""

    kind: Kind
    subject_id: str
    recipient: str
    occasion: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Nudge:
    """A nudge as stored."""

    id: str
    workspace_id: str
    recipient: str
    kind: Kind
    subject_id: str
    occasion: str
    state: State
    due_at: datetime
    chosen: bool
    attempts: int
    delivery_id: str | None
    answer: Answer | None
    answered_at: datetime | None
    later_at: datetime | None
    act_id: str | None

    @property
    def revision(self) -> int:
        """The revision of the subject that planned this nudge: the first part of its occasion."""
        return int(self.occasion.partition("/")[0])

    @property
    def step(self) -> str:
        """The name of its rung in the rulebook's row, or `later`."""
        return self.occasion.partition("/")[2]

    @property
    def digest(self) -> str:
        """A short digest of the natural key, for a message's metadata: it says nothing to whoever reads it."""
        return digest_of(self.workspace_id, self.kind, self.subject_id, self.recipient, self.occasion)


class Cargo(StrEnum):
    """What a delivery carries: a member's nudges, a channel's digest, or a lesson that a member shares there.

    `trouble`: word to whoever wanted one of the last two that something in the channel is in its way.
    """

    NUDGES = "nudges"
    DIGEST = "digest"
    LESSON = "lesson"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message that the bot posts unprompted. `created_at` and `posted_at` are domain time.

    `recipient` is the member whom nudges are for; a channel's delivery has none. What is no nudges has a `subject_id`
    and an `occasion`, which with its cargo are its natural key, and is due by itself (`due_at`).
    `lease_until`, in machine time, is until when a claim is somebody's; whoever knows it holds the claim.
    `file_id` is the picture that was uploaded for it, or is to be.
    """

    id: str
    workspace_id: str
    cargo: Cargo
    recipient: str | None = None
    subject_id: str | None = None
    occasion: str | None = None
    due_at: datetime | None = None
    state: State
    lease_until: datetime | None = None
    channel: str | None = None
    ts: str | None = None
    digests: tuple[str, ...] = ()
    attempts: int
    error: str | None = None
    file_id: str | None = None
    created_at: datetime
    posted_at: datetime | None = None

    @property
    def digest(self) -> str:
        """A short digest of the natural key of what is no nudges, for the message's metadata."""
        return _digest(f"{self.workspace_id} {self.cargo} {self.subject_id} {self.occasion}")


def digest_of(workspace_id: str, kind: str, subject_id: str, recipient: str, occasion: str) -> str:
    """A nudge's digest, of its natural key."""
    return _digest(f"{workspace_id} {kind} {subject_id} {recipient} {occasion}")


def _digest(key: str) -> str:
    return blake2b(key.encode(), digest_size=6).hexdigest()
