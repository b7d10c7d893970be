"""The rule asked again: what is said now, what is withdrawn, what waits for a better moment (N1, N2, N5)."""

from datetime import datetime

import pytest

from etiquette.rules.claims import Verdicts, day_began, judge
from etiquette.rules.deliverables import DeliverableState
from etiquette.rules.nudges import Nudge, State
from etiquette.rules.planning import Subject
from etiquette.rules.workdays import spread
from tests.builders import make_call, make_deliverable, make_member, make_nudge
from tests.cast import ADA, TUESDAY, utc

DECK = make_deliverable()
SLIDES = make_deliverable(id="d-slides", what="the slides")
CALL = make_call()
MORNING = 30 + spread(ADA.member_id)


def verdicts(*due: Nudge, now: datetime = TUESDAY, said_today: int = 0, subjects: tuple[Subject, ...] = ()) -> Verdicts:
    known = {subject.id: subject for subject in subjects or (DECK, SLIDES, CALL)}
    return judge(due, known, make_member(), said_today, now)


def moved(found: Verdicts) -> list[tuple[str, datetime]]:
    return [(nudge.id, moment.at) for nudge, moment in found.move]


def test_what_is_due_together_comes_together_in_working_hours() -> None:
    """N2."""
    deck, slides = make_nudge(DECK, id="n-deck"), make_nudge(SLIDES, id="n-slides")

    found = verdicts(deck, slides)

    assert found == Verdicts(say=((deck, slides),), withdraw=(), move=())


@pytest.mark.parametrize(
    ("now", "better"),
    [
        pytest.param(utc(24, 8), utc(24, 9, MORNING), id="too early: the same morning"),
        pytest.param(utc(24, 17), utc(25, 9, MORNING), id="five o'clock: tomorrow"),
        pytest.param(utc(27, 20), utc(30, 9, MORNING), id="Friday evening: Monday"),
        pytest.param(utc(29, 12), utc(30, 9, MORNING), id="Sunday: Monday"),
    ],
)
def test_outside_the_members_hours_it_waits(now: datetime, better: datetime) -> None:
    """N1."""
    found = verdicts(make_nudge(DECK), now=now)

    assert (found.say, moved(found)) == ((), [("n-1", better)])


@pytest.mark.parametrize(
    ("until", "better"),
    [
        pytest.param(utc(24, 15), utc(24, 15), id="for an hour: when it ends"),
        pytest.param(utc(24, 18), utc(25, 9, MORNING), id="into the evening: tomorrow"),
        pytest.param(utc(28, 8), utc(30, 9, MORNING), id="into the weekend: Monday"),
    ],
)
def test_n1_in_a_silence_that_was_asked_for_it_waits_until_that_is_over(until: datetime, better: datetime) -> None:
    found = judge([make_nudge(DECK)], {DECK.id: DECK}, make_member(), 0, TUESDAY, silent_until=until)

    assert (found.say, moved(found)) == ((), [("n-1", better)])


def test_n1_a_silence_that_is_over_holds_nothing_back() -> None:
    found = judge([make_nudge(DECK)], {DECK.id: DECK}, make_member(), 0, TUESDAY, silent_until=TUESDAY)

    assert found.move == ()


def test_a_chosen_moment_is_not_moved_and_takes_nothing_else_with_it() -> None:
    """N1: at eight in the evening only the debrief comes."""
    debrief, deck = make_nudge(CALL, id="n-debrief", chosen=True), make_nudge(DECK, id="n-deck")

    found = verdicts(debrief, deck, now=utc(24, 20))

    assert found.say == ((debrief,),)
    assert moved(found) == [("n-deck", utc(25, 9, MORNING))]


@pytest.mark.parametrize(("said_today", "is_said"), [(0, True), (2, True), (3, False), (4, False)])
def test_the_day_takes_three_messages_and_the_rest_comes_tomorrow(said_today: int, is_said: bool) -> None:
    """N2."""
    found = verdicts(make_nudge(DECK), said_today=said_today)

    assert bool(found.say) is is_said
    assert moved(found) == ([] if is_said else [("n-1", utc(25, 9, MORNING))])


def test_a_chosen_moment_is_no_matter_of_the_days_allowance() -> None:
    """N2."""
    debrief = make_nudge(CALL, chosen=True)

    assert verdicts(debrief, said_today=3).say == ((debrief,),)


def test_what_failed_before_comes_alone_and_within_the_allowance() -> None:
    """N2: messages that go alone so as to block nothing are messages too."""
    tried = [make_nudge(make_deliverable(id=f"d-{at}"), id=f"n-{at}", attempts=1) for at in range(4)]
    fresh = make_nudge(DECK, id="n-fresh")
    subjects = (DECK, *(make_deliverable(id=f"d-{at}") for at in range(4)))

    found = verdicts(*tried, fresh, said_today=1, subjects=subjects)

    assert found.say == ((fresh,), (tried[0],))
    assert [nudge for nudge, _ in found.move] == tried[1:]


def test_a_later_step_withdraws_an_earlier_one_that_was_not_said() -> None:
    """N5: Monday never brings two."""
    earlier = make_nudge(DECK, id="n-before", occasion="1/before", due_at=utc(20, 9))
    later = make_nudge(DECK, id="n-on", occasion="1/on", due_at=utc(23, 9))

    found = verdicts(later, earlier)

    assert (found.say, found.withdraw) == (((later,),), (earlier,))


@pytest.mark.parametrize(("tried", "is_said"), [("before", False), ("on", False), ("after-3", True)])
def test_a_ladder_never_goes_back(tried: str, is_said: bool) -> None:
    """N5: what was tried in vain on Thursday is not said after Friday's was."""
    friday = make_nudge(DECK, id="n-on", occasion="1/on", state=State.POSTED)
    late = make_nudge(DECK, id="n-late", occasion=f"1/{tried}", attempts=1)

    found = judge([late], {DECK.id: DECK}, make_member(), 0, TUESDAY, [friday])

    assert (found.say, found.withdraw) == ((((late,),), ()) if is_said else ((), (late,)))


def test_what_was_said_before_a_change_keeps_no_step_of_the_new_ladder_from_being_said() -> None:
    """E10: a date agreed anew begins the ladder anew."""
    agreed_anew = make_deliverable(revision=2)
    said = make_nudge(DECK, id="n-after", occasion="1/after-3", state=State.POSTED)
    due = make_nudge(agreed_anew, id="n-before", occasion="2/before")

    found = judge([due], {DECK.id: agreed_anew}, make_member(), 0, TUESDAY, [said])

    assert found.say == ((due,),)


def test_what_no_longer_applies_is_withdrawn_whatever_the_hour() -> None:
    """Design §5: delivered, changed, or deleted meanwhile."""
    delivered = make_deliverable(id="d-done", state=DeliverableState.DELIVERED)
    changed = make_deliverable(id="d-changed", revision=2)
    due = [
        make_nudge(make_deliverable(id="d-done"), id="n-done"),
        make_nudge(make_deliverable(id="d-changed"), id="n-changed"),
        make_nudge(make_deliverable(id="d-gone"), id="n-gone"),
    ]

    found = verdicts(*due, now=utc(24, 22), subjects=(delivered, changed))

    assert found == Verdicts(say=(), withdraw=tuple(due), move=())


def test_every_due_nudge_gets_exactly_one_verdict() -> None:
    """N4: none is forgotten, none is both said and put off."""
    due = [
        make_nudge(DECK, id="n-1", due_at=utc(20, 9), occasion="1/before"),
        make_nudge(DECK, id="n-2"),
        make_nudge(CALL, id="n-3", chosen=True),
        make_nudge(SLIDES, id="n-4", attempts=2),
        make_nudge(make_deliverable(id="d-gone"), id="n-5"),
    ]

    for said_today in range(5):
        found = verdicts(*due, said_today=said_today)
        judged = [each.id for message in found.say for each in message]
        judged += [each.id for each in found.withdraw] + [each.id for each, _ in found.move]
        assert sorted(judged) == ["n-1", "n-2", "n-3", "n-4", "n-5"]


def test_the_day_begins_at_the_members_own_midnight() -> None:
    """N2: the allowance is counted from there."""
    in_los_angeles = make_member(zone="America/Los_Angeles")

    assert day_began(in_los_angeles, utc(25, 5)) == utc(24, 8)
    assert day_began(make_member(), utc(25, 5)) == utc(25)
