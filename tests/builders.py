"""Records as tests need them: each builder gives a plain one, and takes what the test is about by keyword."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner, Promise
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Kind, Nudge, State
from etiquette.rules.planning import Subject, kind_of
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState

WORKSPACE, ELSEWHERE = "T0COOP", "T0ELSEWHERE"
ADA, BO, DAN = Who(WORKSPACE, "U0ADA"), Who(WORKSPACE, "U0BO"), Who(WORKSPACE, "U0DAN")
DAN_ELSEWHERE = Who(ELSEWHERE, "U0DAN")
ZONES = {
    ADA: "Europe/London",
    BO: "Europe/Stockholm",
    DAN: "America/Los_Angeles",
    DAN_ELSEWHERE: "America/Los_Angeles",
}

# A Tuesday, 14:00 in London.
TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def make_member(who: Who = ADA, **values: Any) -> Member:
    """Ada, in London, at work from nine to five."""
    member = Member(
        workspace_id=who.workspace_id,
        id=who.member_id,
        zone=ZONES.get(who, "UTC"),
        locale="en-GB",
        name="Ada Okafor",
        dm_channel=None,
        is_active=True,
        invite_limit=200,
        daily_messages=3,
        working_days="01234",
        work_start=time(9),
        work_end=time(17),
        zone_checked_at=TUESDAY,
        created_at=TUESDAY,
    )
    return replace(member, **values)


def make_contact(**values: Any) -> Contact:
    contact = Contact("c-dana", WORKSPACE, ADA.member_id, "Dana Reyes", None, None, TUESDAY)
    return replace(contact, **values)


def make_introduction(**values: Any) -> Introduction:
    introduction = Introduction(
        "i-dana", WORKSPACE, ADA.member_id, "c-dana", "Sam Rivera", None, None, "Dana via Sam", TUESDAY
    )
    return replace(introduction, **values)


def make_call(**values: Any) -> Call:
    """Half an hour with Dana, not debriefed."""
    call = Call(
        id="k-dana",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        contact_id="c-dana",
        starts_at=TUESDAY,
        zone="Europe/London",
        minutes=30,
        state=CallState.PLANNED,
        discussed=None,
        two_way=None,
        debriefed_at=None,
        revision=1,
        typed="Dana at two",
        created_at=TUESDAY,
    )
    return replace(call, **values)


def make_deliverable(**values: Any) -> Deliverable:
    """The deck, which Ada owes Dana by the Friday."""
    deliverable = Deliverable(
        id="d-deck",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        contact_id="c-dana",
        call_id=None,
        owner=Owner.MINE,
        what="the deck",
        due_on=date(2026, 11, 27),
        state=DeliverableState.OPEN,
        settled_at=None,
        revision=1,
        typed="Dana: the deck by Friday",
        created_at=TUESDAY,
    )
    return replace(deliverable, **values)


def make_promise(**values: Any) -> Promise:
    """The deck, by the Friday."""
    return replace(Promise(Owner.MINE, "the deck", date(2026, 11, 27)), **values)


def make_thank_you(**values: Any) -> ThankYou:
    """Thanks that are owed to Dana since the Tuesday afternoon."""
    thank_you = ThankYou(
        id="t-dana",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        contact_id="c-dana",
        call_id=None,
        addressee=Addressee.CONTACT,
        state=ThankYouState.DUE,
        draft=None,
        due_since=TUESDAY,
        settled_at=None,
        revision=1,
        created_at=TUESDAY,
    )
    return replace(thank_you, **values)


def make_invitation(**values: Any) -> Invitation:
    """An invitation of Dana's that is due since the Tuesday afternoon, for she was thanked then."""
    invitation = Invitation(
        id="v-dana",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        contact_id="c-dana",
        call_id=None,
        state=InvitationState.DUE,
        draft=None,
        moved_at=TUESDAY,
        revision=1,
        created_at=TUESDAY,
    )
    return replace(invitation, **values)


def make_nudge(subject: Subject | None = None, **values: Any) -> Nudge:
    """A nudge that is due on the Tuesday, of the deck unless of something else."""
    about = subject or make_deliverable()
    nudge = Nudge(
        id="n-1",
        workspace_id=WORKSPACE,
        recipient=ADA.member_id,
        kind=kind_of(about),
        subject_id=about.id,
        occasion=f"{about.revision}/on",
        state=State.PLANNED,
        due_at=TUESDAY,
        chosen=False,
        attempts=0,
        delivery_id=None,
        answer=None,
        answered_at=None,
        later_at=None,
        act_id=None,
    )
    return replace(nudge, **values)


SUBJECTS: dict[Kind, Subject] = {
    Kind.DEBRIEF: make_call(),
    Kind.THANK_CONTACT: make_thank_you(),
    Kind.THANK_INTRODUCER: make_thank_you(id="t-sam", addressee=Addressee.INTRODUCER),
    Kind.INVITE: make_invitation(),
    Kind.INVITE_ACCEPTED: make_invitation(state=InvitationState.SENT),
    Kind.DELIVERABLE_MINE: make_deliverable(),
    Kind.DELIVERABLE_THEIRS: make_deliverable(id="d-notes", owner=Owner.THEIRS, what="her notes"),
}
"""One open record on each row of the rulebook."""
