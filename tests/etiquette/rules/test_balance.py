"""The balance of a partnership: from the events alone, in whatever order they came (C6, C10)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.balance import FAR_MORE, WINDOW, Given, given_by, lead_of, leans_since, weighed_next
from etiquette.rules.contributions import ContributionState
from etiquette.rules.deliverables import Deliverable, DeliverableState
from tests.builders import make_deliverable
from tests.partners import make_contribution

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
MINE, THEIRS = "s-ada", "s-dana"
DONE = DeliverableState.DELIVERED

states = st.sampled_from(DeliverableState)
ages = st.timedeltas(timedelta(0), timedelta(days=120))
happened = st.lists(st.tuples(st.sampled_from([MINE, THEIRS]), states, ages), max_size=30)


def occurrence(state: DeliverableState, age: timedelta) -> Deliverable:
    return make_deliverable(state=state, settled_at=None if state is DeliverableState.OPEN else NOW - age)


def sides(events: list[tuple[str, DeliverableState, timedelta]]) -> dict[str, list[Deliverable]]:
    found: dict[str, list[Deliverable]] = {MINE: [], THEIRS: []}
    for side, state, age in events:
        found[side].append(occurrence(state, age))
    return found


@given(st.data(), happened)
def test_c6_the_balance_adds_up_from_the_events_alone_in_any_order(
    data: st.DataObject, events: list[tuple[str, DeliverableState, timedelta]]
) -> None:
    shuffled = data.draw(st.permutations(events))
    given_of = {side: given_by(side, [], sides(events)) for side in (MINE, THEIRS)}

    assert given_of == {side: given_by(side, [], sides(shuffled)) for side in (MINE, THEIRS)}
    assert sum(each.done for each in given_of.values()) == [state for _, state, _ in events].count(DONE)
    assert sum(each.promised for each in given_of.values()) == len(
        [state for _, state, _ in events if state is DeliverableState.OPEN]
    )
    assert lead_of(MINE, sides(events), NOW) == lead_of(MINE, sides(shuffled), NOW)


@given(happened)
def test_c10_what_one_side_leads_by_the_other_is_behind_by(
    events: list[tuple[str, DeliverableState, timedelta]],
) -> None:
    occurrences = sides(events)
    since = [leans_since(side, occurrences, None, NOW) for side in (MINE, THEIRS)]

    assert lead_of(MINE, occurrences, NOW) == -lead_of(THEIRS, occurrences, NOW)
    assert len([each for each in since if each]) <= 1
    assert (since[0] is not None) == (lead_of(MINE, occurrences, NOW) >= FAR_MORE)


@given(happened)
def test_c10_between_two_moments_at_which_time_weighs_nothing_changes(
    events: list[tuple[str, DeliverableState, timedelta]],
) -> None:
    occurrences = sides(events)
    again = weighed_next(occurrences, NOW)
    lead = lead_of(MINE, occurrences, NOW)

    if again is None:
        assert lead == 0
    else:
        assert NOW < again <= NOW + WINDOW
        assert lead_of(MINE, occurrences, again - timedelta(microseconds=1)) == lead
        assert weighed_next(occurrences, again) != again


def test_c6_what_is_still_to_come_is_promised_and_not_missing() -> None:
    """Of what recurs, the next one is promised; what was let go is neither given nor promised."""
    recurs = make_contribution(rule="FREQ=WEEKLY", next_on=NOW.date())
    over = make_contribution(id="b-over", state=ContributionState.ENDED, next_on=NOW.date())
    theirs = make_contribution(id="b-theirs", side_id=THEIRS, next_on=NOW.date())
    now = timedelta(0)
    occurrences = {MINE: [occurrence(state, now) for state in (DONE, DeliverableState.OPEN, DeliverableState.DROPPED)]}

    assert given_by(MINE, [recurs, over, theirs], occurrences) == Given(done=1, promised=2)
    assert given_by(THEIRS, [recurs, over, theirs], occurrences) == Given(done=0, promised=1)


def test_c10_three_more_is_far_more_for_sixty_days_and_since_the_moment_that_it_was() -> None:
    three = {MINE: [occurrence(DONE, timedelta(days=day)) for day in (0, 1, 2)], THEIRS: []}

    assert leans_since(MINE, three, None, NOW) == NOW
    assert leans_since(MINE, three, NOW - timedelta(days=3), NOW) == NOW - timedelta(days=3)
    assert leans_since(MINE, {**three, THEIRS: [occurrence(DONE, timedelta(days=9))]}, NOW, NOW) is None
    assert leans_since(MINE, three, NOW, NOW + timedelta(days=58)) is None
