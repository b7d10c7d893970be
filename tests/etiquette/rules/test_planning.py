"""What a fact calls for, day by day: every row of "When" that is built, with weekends and late hours in the way.

Times are London's, where it is 09:30 plus Ada's own minutes of the half hour in the morning.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from etiquette.rules.calls import CallState
from etiquette.rules.deliverables import DeliverableState, Owner
from etiquette.rules.invitations import InvitationState
from etiquette.rules.nudges import Kind
from etiquette.rules.planning import (
    Subject,
    an_hour_on,
    chosen_morning,
    is_open,
    kind_of,
    next_morning,
    nudges_for,
    snoozed,
    still_due,
)
from etiquette.rules.thanks import Addressee, ThankYouState
from etiquette.rules.workdays import spread
from tests.builders import (
    SUBJECTS,
    make_call,
    make_deliverable,
    make_invitation,
    make_member,
    make_nudge,
    make_thank_you,
)
from tests.cast import ADA, TUESDAY, utc

LONG_AGO = utc(1, month=6)
BEFORE_THE_CALL = TUESDAY - timedelta(minutes=5)
MORNING = f"09:{30 + spread(ADA.member_id)}"


def planned(subject: Subject, now: datetime = LONG_AGO, kind: Kind | None = None) -> list[str]:
    """The nudges of a record, of the kind that it is about or another, as "step day time".

    With "am" for Ada's morning and "!" for a chosen moment.
    """
    return [
        f"{plan.occasion.partition('/')[2]} {plan.moment.day:%a %d %b} "
        f"{plan.moment.clock:%H:%M}{'!' if plan.moment.chosen else ''}".replace(MORNING, "am")
        for plan in nudges_for(subject, make_member(), now, {kind or kind_of(subject)})
    ]


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        pytest.param(
            date(2026, 11, 24),
            [
                "before Mon 23 Nov am",
                "on Tue 24 Nov am",
                "after-1 Wed 25 Nov am",
                "after-3 Fri 27 Nov am",
                "after-7 Tue 01 Dec am",
            ],
            id="a Tuesday",
        ),
        pytest.param(
            date(2026, 11, 23),
            [
                "before Fri 20 Nov am",
                "on Mon 23 Nov am",
                "after-1 Tue 24 Nov am",
                "after-3 Thu 26 Nov am",
                "after-7 Mon 30 Nov am",
            ],
            id="a Monday: the day before it is Friday",
        ),
        pytest.param(
            date(2026, 11, 27),
            ["before Thu 26 Nov am", "on Fri 27 Nov am", "after-3 Mon 30 Nov am", "after-7 Fri 04 Dec am"],
            id="a Friday: one day after and three days after are both Monday, and the last of them is kept",
        ),
        pytest.param(
            date(2026, 11, 28),
            ["on Fri 27 Nov am", "after-1 Mon 30 Nov am", "after-3 Tue 01 Dec am", "after-7 Mon 07 Dec am"],
            id="a Saturday: the day before and the day are both Friday",
        ),
        pytest.param(
            date(2026, 11, 29),
            ["on Fri 27 Nov am", "after-1 Mon 30 Nov am", "after-3 Wed 02 Dec am", "after-7 Mon 07 Dec am"],
            id="a Sunday",
        ),
        pytest.param(
            date(2028, 2, 29),
            [
                "before Mon 28 Feb am",
                "on Tue 29 Feb am",
                "after-1 Wed 01 Mar am",
                "after-3 Fri 03 Mar am",
                "after-7 Tue 07 Mar am",
            ],
            id="a leap day",
        ),
        pytest.param(
            date(2026, 12, 31),
            [
                "before Wed 30 Dec am",
                "on Thu 31 Dec am",
                "after-1 Fri 01 Jan am",
                "after-3 Mon 04 Jan am",
                "after-7 Thu 07 Jan am",
            ],
            id="the last day of a year",
        ),
    ],
)
def test_a_promise_of_ones_own_is_recalled_before_on_and_after_its_day(due_on: date, expected: list[str]) -> None:
    """E10, N5."""
    assert planned(make_deliverable(due_on=due_on)) == expected


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        pytest.param(date(2026, 11, 24), ["after-1 Wed 25 Nov am", "last Mon 30 Nov am"], id="a Tuesday"),
        pytest.param(date(2026, 11, 27), ["after-1 Mon 30 Nov am", "last Mon 07 Dec am"], id="a Friday"),
        pytest.param(date(2026, 11, 28), ["after-1 Mon 30 Nov am", "last Mon 07 Dec am"], id="a Saturday"),
        pytest.param(date(2026, 11, 26), ["after-1 Fri 27 Nov am", "last Wed 02 Dec am"], id="a Thursday"),
    ],
)
def test_what_the_contact_owes_is_asked_about_only_once_it_is_late(due_on: date, expected: list[str]) -> None:
    """E10: a chaser one day after, and five days later."""
    assert planned(make_deliverable(owner=Owner.THEIRS, due_on=due_on)) == expected


@pytest.mark.parametrize(
    ("starts_at", "expected"),
    [
        pytest.param(
            utc(24, 14), ["first Tue 24 Nov 14:35!", "next-day Wed 25 Nov am", "last Fri 27 Nov am"], id="a Tuesday"
        ),
        pytest.param(
            utc(25, 22), ["first Wed 25 Nov 22:35!", "next-day Thu 26 Nov am", "last Mon 30 Nov am"], id="at night"
        ),
        pytest.param(
            utc(27, 16, 45), ["first Fri 27 Nov 17:20!", "next-day Mon 30 Nov am", "last Wed 02 Dec am"], id="a Friday"
        ),
        pytest.param(
            utc(28, 10), ["first Sat 28 Nov 10:35!", "next-day Mon 30 Nov am", "last Wed 02 Dec am"], id="a Saturday"
        ),
        pytest.param(
            utc(25, 23, 27),
            ["first Thu 26 Nov 00:02!", "last Mon 30 Nov am"],
            id="over at 23:57: five minutes later is the next day, which keeps its chosen moment",
        ),
    ],
)
def test_a_call_is_asked_about_five_minutes_after_its_end_and_twice_more(
    starts_at: datetime, expected: list[str]
) -> None:
    """E9, N1: the first time is the call's own moment, whatever the hour; the others keep to working mornings."""
    assert planned(make_call(starts_at=starts_at)) == expected


@pytest.mark.parametrize(
    ("debriefed_at", "expected"),
    [
        pytest.param(
            utc(24, 14), ["first Tue 24 Nov 16:00", "next-day Wed 25 Nov am", "last Fri 27 Nov am"], id="a Tuesday"
        ),
        pytest.param(
            utc(24, 14, 59),
            ["first Tue 24 Nov 16:59", "next-day Wed 25 Nov am", "last Fri 27 Nov am"],
            id="just in time",
        ),
        pytest.param(utc(24, 15), ["next-day Wed 25 Nov am", "last Fri 27 Nov am"], id="17:00 is excluded"),
        pytest.param(utc(24, 23), ["next-day Wed 25 Nov am", "last Fri 27 Nov am"], id="late at night"),
        pytest.param(
            utc(24, 5),
            ["first Tue 24 Nov am", "next-day Wed 25 Nov am", "last Fri 27 Nov am"],
            id="before the day began",
        ),
        pytest.param(
            utc(27, 16, 30), ["next-day Mon 30 Nov am", "last Wed 02 Dec am"], id="Friday late: thanked for on Monday"
        ),
        pytest.param(
            utc(27, 14),
            ["first Fri 27 Nov 16:00", "next-day Mon 30 Nov am", "last Wed 02 Dec am"],
            id="Friday in good time",
        ),
        pytest.param(utc(28, 11), ["next-day Mon 30 Nov am", "last Wed 02 Dec am"], id="a Saturday"),
    ],
)
def test_the_contact_is_thanked_within_a_day_of_the_members_hours(debriefed_at: datetime, expected: list[str]) -> None:
    """E11: two hours after, or the next working hour."""
    assert planned(make_thank_you(due_since=debriefed_at)) == expected


@pytest.mark.parametrize(
    ("debriefed_at", "expected"),
    [
        pytest.param(utc(24, 14), ["next-day Wed 25 Nov am", "last Mon 30 Nov am"], id="a Tuesday"),
        pytest.param(utc(23, 9), ["next-day Tue 24 Nov am", "last Fri 27 Nov am"], id="a Monday"),
        pytest.param(utc(27, 16), ["next-day Mon 30 Nov am", "last Thu 03 Dec am"], id="a Friday"),
    ],
)
def test_the_introducer_is_thanked_the_next_day_and_three_days_later(
    debriefed_at: datetime, expected: list[str]
) -> None:
    """E11."""
    assert planned(make_thank_you(addressee=Addressee.INTRODUCER, due_since=debriefed_at)) == expected


@pytest.mark.parametrize(
    ("thanked_at", "expected"),
    [
        pytest.param(
            utc(24, 14), ["next-day Wed 25 Nov am", "after-3 Fri 27 Nov am", "after-7 Tue 01 Dec am"], id="a Tuesday"
        ),
        pytest.param(
            utc(27, 14), ["after-3 Mon 30 Nov am", "after-7 Fri 04 Dec am"], id="a Friday: two steps meet on Monday"
        ),
    ],
)
def test_an_invitation_is_recalled_the_day_after_the_thanks_and_ever_more_rarely(
    thanked_at: datetime, expected: list[str]
) -> None:
    """E12, E13, N5."""
    assert planned(make_invitation(moved_at=thanked_at)) == expected


def test_a_sent_invitation_is_asked_about_once_after_two_weeks() -> None:
    """E13."""
    sent = make_invitation(state=InvitationState.SENT, moved_at=utc(21, 11))  # a Saturday

    assert planned(sent) == ["after-14 Mon 07 Dec am"]


@pytest.mark.parametrize(
    "settled",
    [
        make_call(state=CallState.HELD),
        make_call(state=CallState.NOT_HELD),
        make_thank_you(state=ThankYouState.SENT),
        make_thank_you(state=ThankYouState.DROPPED),
        make_invitation(state=InvitationState.WAITING),
        make_invitation(state=InvitationState.DROPPED),
        make_invitation(state=InvitationState.ACCEPTED),
        make_invitation(state=InvitationState.NOT_ACCEPTED),
        make_deliverable(state=DeliverableState.DELIVERED),
        make_deliverable(state=DeliverableState.DROPPED),
    ],
    ids=lambda each: f"{type(each).__name__} {each.state}",
)
def test_what_is_settled_or_waits_for_something_else_calls_for_nothing(settled: Subject) -> None:
    """E12: an invitation waits for the thanks; N5: nothing nags when it is done."""
    assert planned(settled) == []
    assert not any(is_open(settled, kind) for kind in Kind)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(utc(26, 9), ["before Thu 26 Nov am", "on Fri 27 Nov am"], id="half an hour early"),
        pytest.param(utc(26, 11), ["on Fri 27 Nov am"], id="the eve's morning has passed"),
        pytest.param(utc(27, 18), [], id="so has the day's"),
    ],
)
def test_what_lies_in_the_past_is_not_said_late(now: datetime, expected: list[str]) -> None:
    """N5: whoever logs a promise on its eve hears of it on the day."""
    afterwards = ["after-3 Mon 30 Nov am", "after-7 Fri 04 Dec am"]

    assert planned(make_deliverable(), now) == [*expected, *afterwards]


def test_a_moment_keeps_its_local_time_and_its_instant_side_by_side() -> None:
    """Design §5: local date, time and zone, with the instant in UTC beside them."""
    in_new_york = make_member(zone="America/New_York")

    [first, *_] = nudges_for(make_thank_you(due_since=utc(24, 15)), in_new_york, LONG_AGO)

    assert (first.moment.day, f"{first.moment.clock:%H:%M}") == (date(2026, 11, 24), "12:00")
    assert (first.moment.zone, first.moment.at) == ("America/New_York", utc(24, 17))


def test_days_off_are_the_members_own() -> None:
    """N1: who works Sunday to Thursday is thanked for on Sunday."""
    sunday_to_thursday = make_member(working_days="60123")

    days = [plan.moment.day for plan in nudges_for(make_thank_you(due_since=utc(26, 16)), sunday_to_thursday, LONG_AGO)]

    assert days == [date(2026, 11, 29), date(2026, 12, 1)]


def test_later_an_hour_is_to_the_minute_even_at_night() -> None:
    """N1, N3: a moment that the member chose comes at that moment."""
    moment = an_hour_on(make_member(), utc(24, 22, 17))

    assert (moment.at, moment.chosen) == (utc(24, 23, 17), True)


@pytest.mark.parametrize(
    ("now", "days", "expected"),
    [
        pytest.param(utc(24, 22), 1, date(2026, 11, 25), id="tomorrow"),
        pytest.param(utc(27, 12), 1, date(2026, 11, 30), id="tomorrow is a Saturday"),
        pytest.param(utc(24, 12), 7, date(2026, 12, 1), id="next week"),
        pytest.param(utc(28, 12), 7, date(2026, 12, 7), id="next week from a Saturday"),
    ],
)
def test_later_tomorrow_and_next_week_are_working_mornings(now: datetime, days: int, expected: date) -> None:
    """N3."""
    moment = next_morning(make_member(), now, days)

    assert (moment.day, f"{moment.clock:%H:%M}", moment.chosen) == (expected, MORNING, False)


def test_a_date_that_the_member_picked_may_be_a_day_off() -> None:
    """N1: they chose it."""
    moment = chosen_morning(make_member(), date(2026, 11, 28))

    assert (moment.day, moment.chosen) == (date(2026, 11, 28), True)


def test_what_was_put_off_comes_once_and_the_ladder_goes_on_from_later_days() -> None:
    """N3, N5: no step comes on the day of the one that was put off, or before it."""
    now = utc(27, 11)
    again = next_morning(make_member(), now, 1)

    plans = snoozed(make_deliverable(revision=4), Kind.DELIVERABLE_MINE, make_member(), again, now)

    assert [(plan.occasion, plan.moment.day) for plan in plans] == [
        ("4/later", date(2026, 11, 30)),
        ("4/after-7", date(2026, 12, 4)),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_a_nudge_is_still_due_while_its_record_is_open_and_unchanged(kind: Kind) -> None:
    subject = SUBJECTS[kind]

    assert still_due(make_nudge(subject, kind=kind), subject, BEFORE_THE_CALL)


def test_a_nudge_of_what_was_deleted_changed_or_settled_is_not_due_any_more() -> None:
    """Design §5: the rule is asked again of what was planned."""
    nudge = make_nudge(make_deliverable(revision=2))

    assert not still_due(nudge, None, TUESDAY)
    assert not still_due(nudge, make_deliverable(revision=3), TUESDAY)
    assert not still_due(nudge, make_deliverable(revision=2, state=DeliverableState.DELIVERED), TUESDAY)
    assert not still_due(nudge, make_deliverable(revision=2, owner=Owner.THEIRS), TUESDAY)


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        pytest.param(Kind.PREPARE, TUESDAY, id="prepared for until it begins"),
        pytest.param(Kind.CALL_CARD, TUESDAY + timedelta(minutes=30), id="looked up until it is over"),
    ],
)
def test_e6_e7_nobody_is_helped_through_a_call_that_has_gone_by(kind: Kind, until: datetime) -> None:
    call = make_call(starts_at=TUESDAY, minutes=30)

    due = [still_due(make_nudge(call, kind=kind), call, until + timedelta(minutes=by)) for by in (-1, 0, 1)]

    assert due == [True, False, False]


@pytest.mark.parametrize(
    ("starts_at", "expected"),
    [
        pytest.param(utc(26, 14), ["before Wed 25 Nov am"], id="a Thursday"),
        pytest.param(utc(30, 9, 30), ["before Fri 27 Nov am"], id="a Monday: on the Friday"),
        pytest.param(utc(29, 10), ["before Fri 27 Nov am"], id="a Sunday: on the Friday"),
    ],
)
def test_e5_a_call_is_prepared_for_on_the_working_day_before_it(starts_at: datetime, expected: list[str]) -> None:
    assert planned(make_call(starts_at=starts_at), kind=Kind.PREPARE) == expected


def test_e7_ten_minutes_before_a_call_its_card_comes_whatever_the_hour_is() -> None:
    """N1: it belongs to a moment that the member chose."""
    assert planned(make_call(starts_at=utc(28, 22)), kind=Kind.CALL_CARD) == ["before Sat 28 Nov 21:50!"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.REQUEST, ["next-day Wed 25 Nov am", "after-3 Fri 27 Nov am"]),
        (Kind.REQUEST_UNANSWERED, ["after-3 Fri 27 Nov am", "after-7 Tue 01 Dec am"]),
        (Kind.HOW_REFERRED, ["next-day Wed 25 Nov am", "last Fri 27 Nov am"]),
        (Kind.SECURE_CALL, ["next-day Wed 25 Nov am", "after-3 Fri 27 Nov am", "after-7 Tue 01 Dec am"]),
        (Kind.SHARE, ["next-day Wed 25 Nov am"]),
        (Kind.RECIPROCATE, ["next-day Wed 25 Nov am"]),
        (Kind.PAY_FORWARD, ["on Tue 24 Nov am"]),
        (Kind.CHECK_IN, ["after-90 Mon 22 Feb am", "after-180 Mon 24 May am"]),
    ],
)
def test_the_journeys_ladders_are_climbed_as_the_table_says(kind: Kind, expected: list[str]) -> None:
    """E2, E3, E4, E14, E15, E16, E19: all of them begun on Tuesday 24 November."""
    assert planned(SUBJECTS[kind], kind=kind) == expected


def test_what_the_member_does_not_want_to_hear_of_is_not_planned() -> None:
    """N3: "stop this kind"."""
    member = make_member(muted=(Kind.SECURE_CALL,))

    kinds = {plan.kind for plan in nudges_for(SUBJECTS[Kind.SECURE_CALL], member, LONG_AGO)}

    assert kinds == {Kind.HOW_REFERRED}


def test_a_workspaces_own_numbers_are_climbed_in_place_of_the_rulebooks() -> None:
    member = make_member(ladders={Kind.SECURE_CALL.value: "2 days after, then 5 days"})

    plans = nudges_for(SUBJECTS[Kind.SECURE_CALL], member, LONG_AGO, {Kind.SECURE_CALL})

    assert [plan.moment.day for plan in plans] == [date(2026, 11, 26), date(2026, 12, 1)]


def test_the_same_record_calls_for_the_same_nudges_whenever_it_is_asked() -> None:
    """N4: planning twice is harmless only if it plans the same."""
    early = nudges_for(make_deliverable(), make_member(), LONG_AGO)

    assert nudges_for(make_deliverable(), make_member(), LONG_AGO + timedelta(days=3)) == early


def test_a_call_on_the_day_that_the_clocks_change_is_counted_on_the_instant() -> None:
    """N1: minutes on the instant, days on the calendar."""
    start = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)  # 01:15 in London, for the first time that night

    [first, *_] = nudges_for(make_call(starts_at=start, minutes=45), make_member(), LONG_AGO, {Kind.DEBRIEF})

    assert first.moment.at == datetime(2026, 10, 25, 1, 5, tzinfo=UTC)
    assert f"{first.moment.clock:%H:%M}" == "01:05"
