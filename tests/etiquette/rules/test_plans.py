"""The plan of a partnership: two who write at once lose no word; what is missing is said; who owes a yes (C1 to C5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.contributions import ContributionState
from etiquette.rules.errors import EtiquetteError
from etiquette.rules.partnerships import PLAN_LIMIT, PartnershipState, SideState, Together, checked_plan
from etiquette.rules.plans import (
    FIELDS,
    RHYTHMS,
    Lack,
    can_start,
    digests,
    fingerprint,
    first_reflection,
    gaps_of,
    merged,
    owes_yes,
    written,
)
from tests.partners import TUESDAY, make_contribution, make_partnership, make_side, make_together, their_side

PLANS = st.fixed_dictionaries({name: st.sampled_from(["", "one", "two", "three"]) for name in FIELDS})
LATER = TUESDAY + timedelta(hours=1)


def drafted(**sides: object) -> Together:
    plan = make_partnership(state=PartnershipState.DRAFTED, started_at=None)
    return Together(plan, make_side(), replace(their_side(), **sides))  # type: ignore[arg-type]  # a test's own keywords


@given(shown=PLANS, mine=PLANS, theirs=PLANS)
def test_c1_of_two_edits_at_once_nothing_is_overwritten_and_nothing_is_lost(
    shown: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    both = merged(digests(shown), mine, theirs)

    for name in FIELDS:
        if name in both.conflicts:
            assert len({shown[name], mine[name], theirs[name]}) == 3  # both changed it, each in another way
            assert both.values[name] == theirs[name]
        elif mine[name] != shown[name]:
            assert both.values[name] == mine[name]
        else:
            assert both.values[name] == theirs[name]


@given(shown=PLANS, mine=PLANS, theirs=PLANS)
def test_what_two_wrote_comes_out_the_same_whoever_saves_first(
    shown: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    one, other = merged(digests(shown), mine, theirs), merged(digests(shown), theirs, mine)

    assert one.conflicts == other.conflicts
    agreed_on = set(FIELDS) - set(one.conflicts)
    assert {name: one.values[name] for name in agreed_on} == {name: other.values[name] for name in agreed_on}


@given(shown=PLANS, mine=PLANS, theirs=PLANS)
def test_saved_again_after_both_were_read_what_stands_in_the_fields_counts(
    shown: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    before = digests(shown)
    first = merged(before, mine, theirs)

    read = {**before, **digests({name: theirs[name] for name in first.conflicts})}
    again = merged(read, mine, theirs)

    assert again.conflicts == ()
    assert all(again.values[name] == mine[name] for name in first.conflicts)
    untouched = [name for name in FIELDS if mine[name] == shown[name]]
    assert all(again.values[name] == theirs[name] for name in untouched)


def test_what_was_typed_of_a_field_that_is_not_ones_own_any_more_is_given_back() -> None:
    shown = {"belief": "", "their_win": "fame"}

    both = merged(digests(shown), {"belief": "", "their_win": "fame and fortune"}, {"belief": ""})

    assert (both.values, both.too_late) == ({"belief": ""}, "fame and fortune")
    assert merged(digests(shown), shown, {"belief": ""}).too_late == ""


@pytest.mark.parametrize(
    ("theirs", "is_theirs"),
    [({}, True), ({"state": SideState.INVITED}, False), ({"is_outside": True}, False)],
    ids=["agreed", "invited", "outside Slack"],
)
def test_c3_a_win_is_worded_by_whoever_has_said_yes(theirs: dict[str, object], is_theirs: bool) -> None:
    assert ("their_win" not in written(drafted(**theirs))) is is_theirs


def test_c1_a_plan_in_which_nothing_is_missing_can_start() -> None:
    assert gaps_of(drafted(), [make_contribution()]) == []
    assert can_start(drafted(), [make_contribution()])
    assert not can_start(make_together(), [make_contribution()])


def test_c1_c3_c5_it_is_said_what_is_missing() -> None:
    empty = drafted(win="", state=SideState.INVITED)
    ended = make_contribution(state=ContributionState.ENDED)

    assert [gap.lack for gap in gaps_of(empty, [ended])] == [Lack.WIN, Lack.CONTRIBUTION, Lack.YES]
    bare = replace(empty, partnership=replace(empty.partnership, purpose="", rules=""))
    assert [gap.lack for gap in gaps_of(bare, [make_contribution()])][:2] == [Lack.PURPOSE, Lack.RULES]


def test_c5_a_date_that_whoever_does_the_work_has_not_accepted_is_none() -> None:
    theirs = make_contribution(side_id="s-dana", accepted_at=None)
    together = drafted()

    [gap] = gaps_of(together, [theirs])

    assert (gap.lack, gap.side, gap.what) == (Lack.DATE, together.theirs, "the slides")
    assert owes_yes(together, together.theirs, [theirs])
    assert not owes_yes(together, together.mine, [theirs])


@pytest.mark.parametrize(
    ("changed", "lack"),
    [("rules_changed_at", Lack.RULES_YES), ("purpose_changed_at", Lack.PURPOSE_YES)],
)
def test_c1_l1_a_yes_to_what_was_changed_since_is_none(changed: str, lack: Lack) -> None:
    together = drafted(rules_agreed_at=LATER, purpose_confirmed_at=LATER)
    moved = replace(together, partnership=replace(together.partnership, **{changed: LATER}))  # type: ignore[arg-type]

    assert [(gap.lack, gap.side) for gap in gaps_of(moved, [make_contribution()])] == [(lack, moved.mine)]
    assert owes_yes(moved, moved.mine, [])
    assert not owes_yes(moved, moved.theirs, [])
    closed = replace(moved, partnership=replace(moved.partnership, state=PartnershipState.CLOSED))
    assert not owes_yes(closed, closed.mine, [])


def test_a_yes_is_to_all_that_was_read() -> None:
    together, slides = drafted(), make_contribution()
    seen = fingerprint(together, [slides])

    assert seen == fingerprint(Together(together.partnership, together.theirs, together.mine), [slides])
    assert seen != fingerprint(together, [])
    assert seen != fingerprint(together, [replace(slides, due_on=date(2026, 12, 1))])
    assert seen != fingerprint(drafted(win="less"), [slides])


@pytest.mark.parametrize(
    ("rhythm", "today", "first"),
    [
        ("FREQ=MONTHLY", date(2026, 11, 24), date(2026, 12, 24)),
        ("FREQ=MONTHLY", date(2026, 12, 31), date(2027, 1, 28)),
        ("FREQ=MONTHLY;INTERVAL=2", date(2026, 11, 24), date(2027, 1, 24)),
        ("FREQ=MONTHLY;INTERVAL=3", date(2026, 11, 30), date(2027, 2, 28)),
        ("FREQ=WEEKLY;INTERVAL=2", date(2026, 11, 24), date(2026, 12, 8)),
        (None, date(2026, 11, 24), None),
        ("FREQ=SECONDLY", date(2026, 11, 24), None),
    ],
)
def test_l7_the_first_reflection_is_one_round_later(rhythm: str | None, today: date, first: date | None) -> None:
    assert first_reflection(rhythm, today) == first


@given(rhythm=st.sampled_from(RHYTHMS), today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_l7_a_round_is_never_shorter_than_two_weeks_nor_longer_than_a_quarter(rhythm: str, today: date) -> None:
    first = first_reflection(rhythm, today)

    assert first is not None
    assert 14 <= (first - today).days <= 92


@given(st.text())
def test_a_field_is_kept_as_a_form_shows_it_again(text: str) -> None:
    kept = checked_plan(text[:PLAN_LIMIT])

    assert checked_plan(kept) == kept
    assert "\r" not in kept


def test_a_field_that_is_too_long_is_refused() -> None:
    with pytest.raises(EtiquetteError):
        checked_plan("x" * (PLAN_LIMIT + 1))
