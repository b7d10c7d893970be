"""Records as tests need them: each builder gives a plain one, and takes what the test is about by keyword."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact, new_contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner, Promise
from etiquette.rules.digests import Digest, Standing
from etiquette.rules.favours import Direction, Favour, FavourForm
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Turn
from etiquette.rules.introductions import Introduction, IntroductionState, Reply
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.lessons import Lesson
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Kind, Nudge, State
from etiquette.rules.partnerships import SideState
from etiquette.rules.planning import Subject, kind_of
from etiquette.rules.questions import Asked, Question, QuestionState
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState
from tests.partners import make_answer, make_news, make_proposal, make_side

WORKSPACE, ELSEWHERE = "T0COOP", "T0ELSEWHERE"
ADA, BO, DAN = Who(WORKSPACE, "U0ADA"), Who(WORKSPACE, "U0BO"), Who(WORKSPACE, "U0DAN")
SAM = Who(WORKSPACE, "U0SAM")
DAN_ELSEWHERE = Who(ELSEWHERE, "U0DAN")
ZONES = {
    ADA: "Europe/London",
    BO: "Europe/Stockholm",
    SAM: "America/New_York",
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
        country=None,
        paused_until=None,
        muted=(),
        profile_url=None,
        blurb=None,
        says_why=True,
        is_guest=False,
        is_admin=False,
        started_at=TUESDAY,
        welcomed_at=TUESDAY,
        created_at=TUESDAY,
    )
    return replace(member, **values)


def make_contact(**values: Any) -> Contact:
    return replace(new_contact("c-dana", WORKSPACE, ADA.member_id, "Dana Reyes", TUESDAY), **values)


def make_introduction(**values: Any) -> Introduction:
    """Sam has introduced Dana on the Tuesday, and nothing has come of it yet."""
    introduction = Introduction(
        id="i-dana",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        contact_id="c-dana",
        introducer_name="Sam Rivera",
        introducer_user_id=None,
        how_referred=None,
        state=IntroductionState.MADE,
        note=None,
        blurb=None,
        passed_on_at=None,
        referral_asked_at=None,
        reply=None,
        replied_at=None,
        call_fixed_at=None,
        call_held_at=None,
        closed=(),
        moved_at=TUESDAY,
        revision=1,
        typed="Dana via Sam",
        created_at=TUESDAY,
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
        learn=None,
        offer=None,
        questions=None,
        ticked=(),
        closed=(),
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


def make_good_turn(**values: Any) -> GoodTurn:
    """Ada could introduce Dana to somebody, on the Tuesday."""
    good_turn = GoodTurn(
        id="g-dana",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        turn=Turn.INTRODUCE,
        contact_id="c-dana",
        other_id=None,
        because="pricing",
        planned_for=date(2026, 11, 24),
        state=GoodTurnState.OPEN,
        settled_at=None,
        revision=1,
        created_at=TUESDAY,
    )
    return replace(good_turn, **values)


def make_favour(**values: Any) -> Favour:
    """An hour of Dana's, which Ada received."""
    favour = Favour(
        id="f-hour",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        contact_id="c-dana",
        whom=None,
        direction=Direction.RECEIVED,
        form=FavourForm.KNOWLEDGE,
        what="an hour on pricing",
        at=TUESDAY,
        typed="",
        created_at=TUESDAY,
    )
    return replace(favour, **values)


def make_lesson(**values: Any) -> Lesson:
    """What Ada learned on the Tuesday, and lets the digests tell; it is posted nowhere."""
    lesson = Lesson(
        id="l-ada",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        contact_id=None,
        call_id=None,
        text="Write the press release first.",
        channel=None,
        in_digest=True,
        created_at=TUESDAY,
    )
    return replace(lesson, **values)


def make_question(**values: Any) -> Question:
    """Whether Ada wants to go on hearing of promises."""
    question = Question(
        id="q-ada",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        asked=Asked.STOP_KIND,
        about=Kind.DELIVERABLE_MINE.value,
        state=QuestionState.OPEN,
        revision=1,
        created_at=TUESDAY,
    )
    return replace(question, **values)


def make_digest(**values: Any) -> Digest:
    """Ada's digest for #general, every Friday at three in London; the next one is that Friday's."""
    digest = Digest(
        id="g-general",
        workspace_id=WORKSPACE,
        member_id=ADA.member_id,
        channel="C0GENERAL",
        weekday=4,
        clock=time(15),
        zone="Europe/London",
        next_day=date(2026, 11, 27),
        next_at=datetime(2026, 11, 27, 15, tzinfo=UTC),
        since=TUESDAY,
        standing=Standing.WELCOME,
        revision=1,
        created_at=TUESDAY,
    )
    return replace(digest, **values)


WANTED = make_introduction(id="i-wanted", state=IntroductionState.WANTED)
ASKED = make_introduction(
    id="i-asked",
    state=IntroductionState.ASKED,
    passed_on_at=TUESDAY,
    referral_asked_at=TUESDAY,
    reply=Reply.WILLING,
    replied_at=TUESDAY,
)
PASSED_ON = replace(ASKED, id="i-passed-on", reply=None, replied_at=None)

SUBJECTS: dict[Kind, Subject] = {
    Kind.REQUEST: WANTED,
    Kind.REQUEST_UNANSWERED: ASKED,
    Kind.REQUEST_PASSED_ON: PASSED_ON,
    Kind.REFERRAL_ASKED: ASKED,
    Kind.INTRODUCER_ANSWERED: ASKED,
    Kind.HOW_REFERRED: make_introduction(),
    Kind.SECURE_CALL: make_introduction(),
    Kind.PREPARE: make_call(),
    Kind.CALL_CARD: make_call(),
    Kind.SHARE: make_call(id="k-held", state=CallState.HELD, two_way=True, debriefed_at=TUESDAY),
    Kind.RECIPROCATE: make_good_turn(id="g-offer", turn=Turn.OFFER),
    Kind.PAY_FORWARD: make_good_turn(),
    Kind.CHECK_IN: make_contact(touched_at=TUESDAY),
    Kind.STOP_KIND: make_question(),
    Kind.WHICH_ZONE: make_question(id="q-zone", asked=Asked.WHICH_ZONE, about=""),
    Kind.DEBRIEF: make_call(),
    Kind.THANK_CONTACT: make_thank_you(),
    Kind.THANK_INTRODUCER: make_thank_you(id="t-sam", addressee=Addressee.INTRODUCER),
    Kind.INVITE: make_invitation(),
    Kind.INVITE_ACCEPTED: make_invitation(state=InvitationState.SENT),
    Kind.PLAN_OFFERED: make_side(id="s-invited", state=SideState.INVITED, offered_at=TUESDAY),
    Kind.PROPOSAL: make_proposal(),
    Kind.PLAN_NEWS: make_news(),
    Kind.REFLECTION: make_answer(),
    Kind.ONE_SIDED: make_side(leans_since=TUESDAY),
    Kind.GONE_SILENT: make_side(),
    Kind.SUPPORT: make_side(support_from=TUESDAY),
    Kind.OPEN_DOOR: make_side(silent_since=None, door_on=date(2026, 11, 24)),
    Kind.DELIVERABLE_MINE: make_deliverable(),
    Kind.DELIVERABLE_THEIRS: make_deliverable(id="d-notes", owner=Owner.THEIRS, what="her notes"),
}
"""One open record on each row of the rulebook."""
