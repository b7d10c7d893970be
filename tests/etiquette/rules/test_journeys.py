"""Where a contact stands, from their records alone: a table of what is known, and the stage that it makes."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from etiquette.rules.calls import Call, CallState, Reading
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.journeys import Stage, Traces, journey_of
from etiquette.rules.nudges import Kind
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState
from tests.builders import TUESDAY, make_call, make_contact, make_introduction, make_invitation, make_thank_you

NOW = TUESDAY
DAY = timedelta(days=1)
HELD = make_call(state=CallState.HELD, starts_at=NOW - 3 * DAY)
AHEAD = make_call(id="k-next", starts_at=NOW + DAY)
SENT = make_thank_you(call_id=HELD.id, state=ThankYouState.SENT, settled_at=NOW - 2 * DAY)
DUE = make_thank_you(id="t-due", call_id=HELD.id)


def introduced(state: IntroductionState, **values: object) -> list[Introduction]:
    return [make_introduction(state=state, moved_at=NOW - 5 * DAY, **values)]


def invited(state: InvitationState) -> list[Invitation]:
    return [make_invitation(state=state, moved_at=NOW - DAY)]


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of somebody who was met 40 days ago, unless it is said when."""

    stage: Stage
    introductions: list[Introduction] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    thanks: list[ThankYou] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    days_ago: int = 40


CASES = {
    "to be asked for": Case(Stage.WANTED, introduced(IntroductionState.WANTED)),
    "asked for": Case(Stage.ASKED_FOR, introduced(IntroductionState.ASKED)),
    "introduced": Case(Stage.INTRODUCED, introduced(IntroductionState.MADE)),
    "an introduction let go leaves an acquaintance": Case(Stage.IN_TOUCH, introduced(IntroductionState.DROPPED)),
    "a call is ahead": Case(Stage.CALL_FIXED, introduced(IntroductionState.MADE), [AHEAD]),
    "the next of two calls counts": Case(Stage.CALL_FIXED, calls=[make_call(starts_at=NOW - DAY), AHEAD]),
    "prepared, as the card says": Case(Stage.PREPARED, calls=[make_call(starts_at=NOW + DAY, closed=(Kind.PREPARE,))]),
    "all four pages read": Case(Stage.PREPARED, calls=[make_call(starts_at=NOW + DAY, ticked=tuple(Reading))]),
    "three of four are not all": Case(
        Stage.CALL_FIXED, calls=[make_call(starts_at=NOW + DAY, ticked=tuple(Reading)[:3])]
    ),
    "questions of one's own": Case(Stage.PREPARED, calls=[make_call(starts_at=NOW + DAY, questions="How?")]),
    "over, and not debriefed": Case(Stage.CALLED, calls=[make_call(starts_at=NOW - DAY)]),
    "held, thanks due": Case(Stage.HELD, calls=[HELD], thanks=[DUE]),
    "held, thanks let go": Case(Stage.HELD, calls=[HELD], thanks=[make_thank_you(state=ThankYouState.DROPPED)]),
    "a call that did not happen changes nothing": Case(
        Stage.INTRODUCED, introduced(IntroductionState.MADE), [make_call(state=CallState.NOT_HELD)]
    ),
    "thanked": Case(Stage.THANKED, calls=[HELD], thanks=[SENT]),
    "thanks to the introducer are another matter": Case(
        Stage.HELD, calls=[HELD], thanks=[make_thank_you(addressee=Addressee.INTRODUCER, state=ThankYouState.SENT)]
    ),
    "an invitation that waits": Case(
        Stage.THANKED, calls=[HELD], thanks=[SENT], invitations=invited(InvitationState.DUE)
    ),
    "invited": Case(Stage.INVITED, calls=[HELD], thanks=[SENT], invitations=invited(InvitationState.SENT)),
    "not accepted": Case(Stage.THANKED, calls=[HELD], thanks=[SENT], invitations=invited(InvitationState.NOT_ACCEPTED)),
    "connected": Case(Stage.CONNECTED, calls=[HELD], thanks=[SENT], invitations=invited(InvitationState.ACCEPTED)),
    "connected, and heard of since": Case(
        Stage.IN_TOUCH, calls=[HELD], thanks=[SENT], invitations=invited(InvitationState.ACCEPTED), days_ago=0
    ),
    "connected, and another call held, with thanks due": Case(
        Stage.HELD, calls=[HELD], thanks=[DUE], invitations=invited(InvitationState.ACCEPTED)
    ),
    "connected, and another call fixed": Case(
        Stage.CALL_FIXED, calls=[HELD, AHEAD], invitations=invited(InvitationState.ACCEPTED)
    ),
    "known, and nothing else": Case(Stage.IN_TOUCH),
    "silent for 90 days": Case(Stage.QUIET, days_ago=90),
    "silent for 89 days": Case(Stage.IN_TOUCH, days_ago=89),
    "silent, but thanked lately": Case(Stage.THANKED, thanks=[SENT], days_ago=200),
    "silent, with a call ahead": Case(Stage.CALL_FIXED, calls=[AHEAD], days_ago=200),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_home_says_where_somebody_stands_from_their_records_alone(case: Case) -> None:
    contact = make_contact(touched_at=NOW - case.days_ago * DAY, created_at=NOW - 400 * DAY)
    traces = Traces(contact, case.introductions, case.calls, case.thanks, case.invitations)

    assert journey_of(traces, NOW).stage is case.stage


def test_home_knows_somebody_who_was_never_heard_of_since_they_were_noted() -> None:
    contact = make_contact(touched_at=None, created_at=NOW - 100 * DAY)

    journey = journey_of(Traces(contact), NOW)

    assert (journey.stage, journey.at) == (Stage.QUIET, contact.created_at)
