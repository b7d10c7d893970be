"""A journey: where a contact stands between being asked for and staying in touch, from their records alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from etiquette.rules.calls import Call, CallState, Reading
from etiquette.rules.contacts import Contact
from etiquette.rules.introductions import Introduction, IntroductionState
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.nudges import Kind
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import Addressee, ThankYou, ThankYouState

QUIET_AFTER = timedelta(days=ROWS[Kind.CHECK_IN].steps[0].days or 0)


class Stage(StrEnum):
    """The stages of a journey, in the order in which one goes through them."""

    WANTED = "wanted"
    ASKED_FOR = "asked_for"
    INTRODUCED = "introduced"
    CALL_FIXED = "call_fixed"
    PREPARED = "prepared"
    CALLED = "called"
    HELD = "held"
    THANKED = "thanked"
    INVITED = "invited"
    CONNECTED = "connected"
    IN_TOUCH = "in_touch"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Journey:
    """Where a contact stands. `at` is the moment that says so: of the call, the thanks, the last sign of life."""

    stage: Stage
    at: datetime
    introduction: Introduction | None = None


@dataclass(frozen=True, slots=True)
class Traces:
    """What is known of one contact, oldest first."""

    contact: Contact
    introductions: Sequence[Introduction] = ()
    calls: Sequence[Call] = ()
    thank_yous: Sequence[ThankYou] = ()
    invitations: Sequence[Invitation] = ()

    @property
    def last_sign(self) -> datetime:
        """The last sign of life: what is noted as one, or a call, or thanks, or an invitation that was answered."""
        touched = self.contact.touched_at or self.contact.created_at
        held = [call.starts_at for call in self.calls if call.state is CallState.HELD]
        sent = [each.settled_at for each in _sent(self.thank_yous) if each.settled_at]
        accepted = [each.moved_at for each in self.invitations if each.state is InvitationState.ACCEPTED]
        return max(touched, *held, *sent, *accepted) if held or sent or accepted else touched


def journey_of(traces: Traces, now: datetime) -> Journey:
    """Where a contact stands: by the call that is ahead, else by what came of the last one, else by how it began."""
    introduction = traces.introductions[-1] if traces.introductions else None
    journey = _ahead(traces, now) or _silence(traces, now) or _after_a_call(traces) or _before_a_call(traces)
    return Journey(journey.stage, journey.at, introduction)


def _ahead(traces: Traces, now: datetime) -> Journey | None:
    """The next call; or one that is over, and of which nothing was told yet."""
    planned = sorted(
        (each for each in traces.calls if each.state is CallState.PLANNED), key=lambda each: each.starts_at
    )
    call = next((each for each in planned if not each.is_over(now)), planned[-1] if planned else None)
    if call is None:
        return None
    if call.is_over(now):
        return Journey(Stage.CALLED, call.starts_at)
    return Journey(Stage.PREPARED if _is_prepared(call) else Stage.CALL_FIXED, call.starts_at)


def _silence(traces: Traces, now: datetime) -> Journey | None:
    last = traces.last_sign
    return Journey(Stage.QUIET, last) if now - last >= QUIET_AFTER else None


def _after_a_call(traces: Traces) -> Journey | None:
    held = max(
        (each for each in traces.calls if each.state is CallState.HELD), key=lambda each: each.starts_at, default=None
    )
    waiting = [each for each in traces.thank_yous if _is_to_contact(each) and each.state is ThankYouState.DUE]
    sent = _latest(each.settled_at for each in _sent(traces.thank_yous))
    if held is not None and any(each.call_id == held.id for each in waiting):
        return Journey(Stage.HELD, held.starts_at)
    if invited := _invited(traces):
        return invited
    if sent is not None:
        return Journey(Stage.THANKED, sent)
    return Journey(Stage.HELD, held.starts_at) if held is not None else None


def _invited(traces: Traces) -> Journey | None:
    answered = {each.state: each.moved_at for each in traces.invitations}
    if accepted := answered.get(InvitationState.ACCEPTED):
        since = traces.last_sign
        return Journey(Stage.IN_TOUCH, since) if since > accepted else Journey(Stage.CONNECTED, accepted)
    invited = answered.get(InvitationState.SENT)
    return Journey(Stage.INVITED, invited) if invited else None


def _before_a_call(traces: Traces) -> Journey:
    began = traces.introductions[-1] if traces.introductions else None
    stage = _BEGINNINGS.get(began.state) if began else None
    if began is None or stage is None:
        return Journey(Stage.IN_TOUCH, traces.last_sign)
    return Journey(stage, began.moved_at)


def _is_prepared(call: Call) -> bool:
    """Said so on its card, or all four pages were read, or something of one's own was noted for it."""
    return Kind.PREPARE in call.closed or set(call.ticked) == set(Reading) or bool(call.learn or call.questions)


def _is_to_contact(thank_you: ThankYou) -> bool:
    return thank_you.addressee is Addressee.CONTACT


def _sent(thank_yous: Iterable[ThankYou]) -> list[ThankYou]:
    return [each for each in thank_yous if _is_to_contact(each) and each.state is ThankYouState.SENT]


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((each for each in moments if each is not None), default=None)


_BEGINNINGS = {
    IntroductionState.WANTED: Stage.WANTED,
    IntroductionState.ASKED: Stage.ASKED_FOR,
    IntroductionState.MADE: Stage.INTRODUCED,
}
