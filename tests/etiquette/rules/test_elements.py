"""The eight elements of a collaboration, each counted from what really happened in its last ninety days (L1 to L8)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.deliverables import DeliverableState
from etiquette.rules.elements import Counted, Element, Happenings, elements_of
from etiquette.rules.proposals import Aspect, ProposalState
from etiquette.rules.reflections import Reflection, ReflectionState
from tests.builders import make_deliverable
from tests.partners import make_contribution, make_partnership, make_proposal, make_side, their_side

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=91)
YESTERDAY = NOW - timedelta(days=1)
MINE, THEIRS = "s-ada", "s-dana"
NOTHING = Happenings(
    partnership=make_partnership(purpose_changed_at=YESTERDAY),
    sides=(make_side(purpose_confirmed_at=None), their_side(purpose_confirmed_at=None)),
    contributions=(),
    occurrences={MINE: [], THEIRS: []},
    proposals=(),
    reflections=(),
    first_said={},
)


def counted(element: Element, **happened: Any) -> tuple[int, int]:
    """What is counted of an element where only this happened."""
    found = next(each for each in elements_of(replace(NOTHING, **happened), NOW) if each.element is element)
    return found.count, found.of


def given_on(day: date, number: int = 0, settled_at: datetime = YESTERDAY) -> Any:
    return make_deliverable(id=f"d-{day}-{number}", due_on=day, state=DeliverableState.DELIVERED, settled_at=settled_at)


def reflection(state: ReflectionState, due_on: date) -> Reflection:
    return Reflection("f", "T0COOP", "p-workshop", due_on, state, None, None, None, None, NOW)


def test_where_nothing_happened_nothing_is_counted() -> None:
    """L1 to L8."""
    assert [(each.count, each.of, each.has_happened) for each in elements_of(NOTHING, NOW)] == [(0, 0, False)] * 8
    assert [each.element for each in elements_of(NOTHING, NOW)] == list(Element)


def test_l1_awareness_is_who_confirmed_the_purpose_since_it_was_changed() -> None:
    ada, dana = make_side(purpose_confirmed_at=NOW), their_side(purpose_confirmed_at=LONG_AGO)

    assert counted(Element.AWARENESS, sides=(ada, dana)) == (1, 2)
    assert counted(Element.AWARENESS, sides=(ada, replace(dana, purpose_confirmed_at=YESTERDAY))) == (2, 2)


def test_l2_motivation_is_the_proposals_that_ended_in_agreement_of_those_that_ended() -> None:
    """One that was countered goes on in its counter-proposal; one that is open has not ended."""
    proposals = [make_proposal(state=state, answered_at=YESTERDAY) for state in ProposalState]
    old = make_proposal(state=ProposalState.ACCEPTED, proposed_at=LONG_AGO, answered_at=LONG_AGO)
    late = make_proposal(state=ProposalState.ACCEPTED, proposed_at=LONG_AGO, answered_at=YESTERDAY)

    assert counted(Element.MOTIVATION, proposals=[*proposals, old, late]) == (2, 4)


def test_l3_self_synchronisation_is_dates_set_or_accepted_by_whoever_does_the_work() -> None:
    own = make_contribution(dated_by=MINE, accepted_at=None, created_at=YESTERDAY)
    accepted = replace(own, dated_by=THEIRS, accepted_at=NOW)
    told = replace(own, dated_by=THEIRS)
    old = replace(told, created_at=LONG_AGO)

    assert counted(Element.SELF_SYNCHRONISATION, contributions=[own, accepted, told, old]) == (2, 3)


def test_l3_the_day_of_one_occurrence_that_both_agreed_on_is_a_date_as_well() -> None:
    told = make_contribution(dated_by=THEIRS, accepted_at=None, created_at=YESTERDAY)
    agreed = {"state": ProposalState.ACCEPTED, "answered_at": YESTERDAY}
    moved = make_proposal(target_id="d-slides", aspect=Aspect.DATE, **agreed)
    others = [
        replace(moved, target_id=told.id),  # its date stands on the contribution
        replace(moved, aspect=Aspect.SCOPE),
        replace(moved, state=ProposalState.DECLINED),
        replace(moved, answered_at=LONG_AGO, proposed_at=LONG_AGO),
    ]

    assert counted(Element.SELF_SYNCHRONISATION, contributions=[told], proposals=[moved, *others]) == (1, 2)


def test_l4_participation_is_sides_that_gave_something() -> None:
    one = {MINE: [given_on(NOW.date())], THEIRS: [given_on(NOW.date(), settled_at=LONG_AGO)]}

    assert counted(Element.PARTICIPATION, occurrences=one) == (1, 2)
    assert counted(Element.PARTICIPATION, occurrences={**one, THEIRS: [given_on(NOW.date())]}) == (2, 2)


def test_l5_mediation_is_counter_proposals_that_were_accepted_of_those_made() -> None:
    counter = make_proposal(counters_id="r-first", proposed_at=YESTERDAY)
    proposals = [counter, replace(counter, state=ProposalState.ACCEPTED), make_proposal(state=ProposalState.ACCEPTED)]

    assert counted(Element.MEDIATION, proposals=[*proposals, replace(counter, proposed_at=LONG_AGO)]) == (1, 2)


def test_l6_reciprocity_judges_each_contribution_by_its_agreed_date() -> None:
    """What is not due yet is no one's lead, and what was let go or is late was not given."""
    today, tomorrow = NOW.date(), NOW.date() + timedelta(days=1)
    mine = [given_on(today, 1), given_on(today, 2), given_on(tomorrow, 3), given_on(LONG_AGO.date(), 4)]
    theirs = [given_on(today), make_deliverable(due_on=YESTERDAY.date())]

    assert counted(Element.RECIPROCITY, occurrences={MINE: mine, THEIRS: theirs}) == (1, 2)
    assert counted(Element.RECIPROCITY, occurrences={MINE: mine, THEIRS: []}) == (0, 2)


def test_l7_reflection_is_those_that_both_answered_of_those_that_were_due() -> None:
    yesterday = YESTERDAY.date()
    reflections = [
        *(reflection(state, yesterday) for state in ReflectionState),
        reflection(ReflectionState.DUE, NOW.date() + timedelta(days=1)),
        reflection(ReflectionState.OPENED, LONG_AGO.date()),
    ]

    assert counted(Element.REFLECTION, reflections=reflections) == (1, 3)


def test_l8_engagement_is_what_was_done_before_a_word_was_said_of_it() -> None:
    unasked, before, after = (given_on(NOW.date(), number) for number in range(3))
    said = {before.id: NOW, after.id: YESTERDAY - timedelta(hours=1)}
    mine, theirs = [unasked, after, make_deliverable()], [before]

    assert counted(Element.ENGAGEMENT, occurrences={MINE: mine, THEIRS: theirs}, first_said=said) == (2, 3)


@given(
    st.lists(st.tuples(st.sampled_from([MINE, THEIRS]), st.sampled_from(DeliverableState), st.integers(-100, 20))),
    st.lists(st.sampled_from(ProposalState)),
)
def test_nothing_is_ever_counted_beyond_what_there_was(
    events: list[tuple[str, DeliverableState, int]], ends: list[ProposalState]
) -> None:
    """L1 to L8."""
    occurrences: dict[str, list[Any]] = {MINE: [], THEIRS: []}
    for number, (side, state, day) in enumerate(events):
        due = NOW.date() + timedelta(days=day)
        occurrences[side].append(replace(given_on(due, number), state=state))
    proposals = [make_proposal(state=state, counters_id="r" if at % 2 else None) for at, state in enumerate(ends)]

    for each in elements_of(replace(NOTHING, occurrences=occurrences, proposals=proposals), NOW):
        assert 0 <= each.count <= each.of
        assert each.is_full == (each.has_happened and each.count == each.of)
        assert isinstance(each, Counted)
