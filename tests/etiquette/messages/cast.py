"""Ada and the people she was introduced to, as records; and how a test reads what the bot says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from etiquette.messages.vocabulary import Message
from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact, new_contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.ledger import Balance, Line, Whom
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.news import News
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import Side
from etiquette.rules.people import People
from etiquette.rules.plan_views import PlanLine
from etiquette.rules.planning import Subject
from etiquette.rules.proposals import Proposal
from etiquette.rules.reflections import ReflectionAnswer
from etiquette.rules.reliability import Record
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState
from tests.builders import SUBJECTS as RECORDS
from tests.builders import make_introduction
from tests.partners import make_together

# A Tuesday, 10:42 in London.
NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 24)

ADA = Member(
    workspace_id="T0COOP",
    id="U0ADA",
    zone="Europe/London",
    locale="en-GB",
    name="Ada Okafor",
    dm_channel="D0ADA",
    is_active=True,
    invite_limit=200,
    daily_messages=3,
    working_days="01234",
    work_start=time(9),
    work_end=time(17),
    zone_checked_at=None,
    country=None,
    paused_until=None,
    muted=(),
    profile_url=None,
    blurb=None,
    says_why=True,
    is_guest=False,
    is_admin=False,
    started_at=NOW,
    welcomed_at=NOW,
    created_at=NOW,
)
DANA = new_contact("c-dana", "T0COOP", "U0ADA", "Dana Reyes", NOW, profile_url="https://www.linkedin.com/in/dana")
CLEO = new_contact("c-cleo", "T0COOP", "U0ADA", "Cleo Marchetti", NOW)
VIA_SAM = make_introduction(
    introducer_name="Sam Lindqvist",
    introducer_user_id="U0SAM",
    how_referred="the one who knows pricing",
    moved_at=NOW,
    created_at=NOW,
)
CALL = Call(
    id="k-dana",
    workspace_id="T0COOP",
    member_id="U0ADA",
    contact_id=DANA.id,
    starts_at=NOW - timedelta(days=1),
    zone="Europe/London",
    minutes=30,
    state=CallState.HELD,
    discussed="Pricing for small teams, and how she hires",
    two_way=True,
    debriefed_at=NOW,
    learn=None,
    offer=None,
    questions=None,
    ticked=(),
    closed=(),
    revision=1,
    typed="call Dana yesterday",
    created_at=NOW,
)


def promise(owner: Owner = Owner.MINE, *, days: int = 1, what: str = "the deck") -> Deliverable:
    """A promise that is due `days` from now."""
    return Deliverable(
        id=f"d-{owner}",
        workspace_id="T0COOP",
        member_id="U0ADA",
        contact_id=DANA.id,
        call_id=CALL.id,
        owner=owner,
        what=what,
        due_on=TODAY + timedelta(days=days),
        state=DeliverableState.OPEN,
        settled_at=None,
        revision=1,
        typed="",
        created_at=NOW,
    )


def moved(*days: int) -> list[Renegotiation]:
    """How a promise was agreed anew: its days, counted from today, one after the other."""
    on = [TODAY + timedelta(days=each) for each in days]
    return [
        Renegotiation(f"r-{n}", "T0COOP", "U0ADA", DANA.id, "d-mine", before, after, NOW, NOW)
        for n, (before, after) in enumerate(pairwise(on))
    ]


def thank_you(addressee: Addressee = Addressee.CONTACT, draft: str | None = None) -> ThankYou:
    return ThankYou(
        id=f"t-{addressee}",
        workspace_id="T0COOP",
        member_id="U0ADA",
        contact_id=DANA.id,
        call_id=CALL.id,
        addressee=addressee,
        state=ThankYouState.DUE,
        draft=draft,
        due_since=NOW,
        settled_at=None,
        revision=1,
        created_at=NOW,
    )


def invitation(state: InvitationState = InvitationState.DUE, draft: str | None = None) -> Invitation:
    return Invitation(
        id="v-dana",
        workspace_id="T0COOP",
        member_id="U0ADA",
        contact_id=DANA.id,
        call_id=CALL.id,
        state=state,
        draft=draft,
        moved_at=NOW - timedelta(days=14),
        revision=1,
        created_at=NOW,
    )


OF_A_PLAN = (Side, Proposal, ReflectionAnswer, News)

SUBJECTS: dict[Kind, Subject] = {
    **RECORDS,
    Kind.SHARE: CALL,
    Kind.DELIVERABLE_MINE: promise(),
    Kind.DEBRIEF: replace(CALL, state=CallState.PLANNED),
    Kind.THANK_CONTACT: thank_you(),
    Kind.THANK_INTRODUCER: thank_you(Addressee.INTRODUCER),
    Kind.INVITE: invitation(),
    Kind.DELIVERABLE_THEIRS: promise(Owner.THEIRS, days=-1, what="her notes"),
    Kind.INVITE_ACCEPTED: invitation(InvitationState.SENT),
}


def matter(kind: Kind, subject: Subject | None = None) -> Matter:
    """A matter of that kind around Dana, whom Sam introduced."""
    about = subject or SUBJECTS[kind]
    together = make_together() if isinstance(about, OF_A_PLAN) else None
    return Matter(kind, about, DANA, VIA_SAM, CALL, CLEO, together=together)


@dataclass(frozen=True, slots=True)
class Debriefed:
    """What a service gives after a debrief."""

    call: Call
    contact: Contact
    introduction: Introduction | None
    deliverables: tuple[Deliverable, ...] = ()
    thank_yous: tuple[ThankYou, ...] = ()
    invitation: Invitation | None = None
    act_id: str | None = "act-1"


@dataclass(frozen=True, slots=True)
class Called:
    call: Call
    contact: Contact


@dataclass(frozen=True, slots=True)
class Promised:
    deliverable: Deliverable
    contact: Contact


@dataclass(frozen=True, slots=True)
class Seen:
    """What Home shows; nothing, unless it is said."""

    due: Sequence[Matter] = ()
    due_in_all: int = 0
    calls: Sequence[Called] = ()
    promises: Sequence[Promised] = ()
    plans: Sequence[PlanLine] = ()
    people: People = field(default_factory=People)
    record: Record = field(default_factory=Record)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a service gives of the ledger."""

    lines: tuple[Line, ...]
    total: Balance
    people: dict[Whom, Balance]
    contacts: dict[str, Contact]


def blocks_of(said: Message | dict[str, Any]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = said.blocks if isinstance(said, Message) else said["blocks"]
    return blocks


def elements(said: Message | dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that can be pressed or picked, in reading order."""
    found: list[dict[str, Any]] = []
    for block in blocks_of(said):
        found.extend(block["elements"] if block["type"] == "actions" else [])
        found.extend([block["accessory"]] if "accessory" in block else [])
    return found


def labels(said: Message | dict[str, Any]) -> list[str]:
    return [(each.get("text") or each["placeholder"])["text"] for each in elements(said)]


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A form's questions by the name under which they are answered."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def texts(said: Any) -> Iterator[str]:
    """Every text that is shown with Slack's marks."""
    if isinstance(said, Message):
        yield said.text
        yield from texts(said.blocks)
    elif isinstance(said, dict):
        if said.get("type") == "mrkdwn":
            yield said["text"]
        yield from texts(list(said.values()))
    elif isinstance(said, list):
        for each in said:
            yield from texts(each)


def plain(said: Message | dict[str, Any]) -> str:
    """What the blocks say, one under the other."""
    return "\n".join(texts(blocks_of(said)))
