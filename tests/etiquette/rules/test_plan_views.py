"""What comes next in a partnership, as its line on Home tells it (C5)."""

from datetime import date

from etiquette.rules.partnerships import PartnershipState, Together
from etiquette.rules.plan_views import PlanView, line_of
from tests.partners import make_contribution, make_partnership, make_side, their_side

RUNS = Together(make_partnership(), make_side(), their_side())


def test_c5_what_was_given_once_and_is_done_does_not_come_next() -> None:
    """Home reads open occurrences only: what was delivered before its day leaves none, and is not asked for again."""
    letter = make_contribution(id="b-letter", side_id="s-dana", rule="FREQ=WEEKLY;BYDAY=TU", next_on=date(2026, 12, 15))

    assert line_of(RUNS, [make_contribution()], {}).ahead is None
    ahead = line_of(RUNS, [make_contribution(), letter], {}).ahead
    assert ahead is not None
    assert (ahead.side.id, ahead.day) == ("s-dana", date(2026, 12, 15))


def test_c5_before_a_plan_has_begun_the_first_day_of_a_contribution_is_its_next() -> None:
    drafted = make_partnership(state=PartnershipState.DRAFTED, started_at=None)
    seen = PlanView(Together(drafted, make_side(), their_side()), [make_contribution()])

    assert [each.next_on for each in seen.given_by(seen.together.mine)] == [date(2026, 11, 27)]
