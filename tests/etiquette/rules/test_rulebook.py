"""The rulebook says what the table "When" says: the numbers are written down here a second time, by hand."""

import pytest

from etiquette.rules.nudges import Kind, Noun
from etiquette.rules.rulebook import PRESSING, ROWS, RULEBOOK, Row

# kind: (rules, what it is about, moments, until). A moment is minutes, a day from the anchor, or "+" a day from the
# step before.
TABLE = {
    Kind.REQUEST: ("E2", Noun.INTRODUCTION, ["1 day", "3 days"], "made, dropped"),
    Kind.REQUEST_UNANSWERED: ("E2", Noun.INTRODUCTION, ["3 days", "7 days"], "answered, dropped"),
    Kind.REQUEST_PASSED_ON: ("E2", Noun.INTRODUCTION, ["0 minutes"], "answered"),
    Kind.REFERRAL_ASKED: ("E3", Noun.INTRODUCTION, ["0 minutes"], "answered"),
    Kind.INTRODUCER_ANSWERED: ("E2 E3", Noun.INTRODUCTION, ["0 minutes"], "said"),
    Kind.HOW_REFERRED: ("E3", Noun.INTRODUCTION, ["1 day", "+2 days"], "answered, call held"),
    Kind.SECURE_CALL: ("E4", Noun.INTRODUCTION, ["1 day", "3 days", "7 days"], "a call stands, dropped"),
    Kind.PREPARE: ("E5 E6", Noun.CALL, ["-1 day"], "all ticked, cancelled"),
    Kind.CALL_CARD: ("E7 E8", Noun.CALL, ["-10 minutes, chosen"], "cancelled"),
    Kind.SHARE: ("E16", Noun.CALL, ["1 day"], "answered"),
    Kind.RECIPROCATE: ("E14", Noun.GOOD_TURN, ["1 day"], "balance, declined"),
    Kind.PAY_FORWARD: ("E15", Noun.GOOD_TURN, ["0 days"], "done, declined"),
    Kind.CHECK_IN: ("E19", Noun.CONTACT, ["90 days", "180 days"], "any contact"),
    Kind.PLAN_OFFERED: ("C1 C3", Noun.SIDE, ["0 minutes", "3 days", "7 days"], "answered"),
    Kind.PROPOSAL: ("C7", Noun.PROPOSAL, ["0 minutes", "2 days", "+5 days"], "answered, lapsed"),
    Kind.PLAN_NEWS: ("C2 C7 C9", Noun.NEWS, ["0 minutes"], "said"),
    Kind.REFLECTION: ("L7", Noun.REFLECTION_ANSWER, ["0 days", "3 days", "7 days"], "answered, skipped"),
    Kind.ONE_SIDED: ("C6 C10", Noun.SIDE, ["1 day"], "answered"),
    Kind.GONE_SILENT: ("C12", Noun.SIDE, ["45 days", "+30 days"], "any act"),
    Kind.SUPPORT: ("C11", Noun.SIDE, ["30 days"], "answered"),
    Kind.OPEN_DOOR: ("C9", Noun.SIDE, ["0 days"], "answered"),
    Kind.STOP_KIND: ("N3", Noun.QUESTION, ["0 minutes"], "answered"),
    Kind.WHICH_ZONE: ("N1", Noun.QUESTION, ["0 minutes"], "answered"),
    Kind.DEBRIEF: ("E9", Noun.CALL, ["5 minutes, chosen", "1 day", "+2 days"], "debriefed, did not happen"),
    Kind.THANK_CONTACT: ("E11", Noun.THANK_YOU, ["120 minutes", "1 day", "+2 days"], "sent, dropped"),
    Kind.THANK_INTRODUCER: ("E11", Noun.THANK_YOU, ["1 day", "+3 days"], "sent, dropped"),
    Kind.INVITE: ("E12 E13", Noun.INVITATION, ["1 day", "3 days", "7 days"], "sent, dropped"),
    Kind.INVITE_ACCEPTED: ("E13", Noun.INVITATION, ["14 days"], "answered"),
    Kind.DELIVERABLE_MINE: (
        "E10",
        Noun.DELIVERABLE,
        ["-1 day", "0 days", "1 day", "3 days", "7 days"],
        "delivered, renegotiated, dropped",
    ),
    Kind.DELIVERABLE_THEIRS: ("E10", Noun.DELIVERABLE, ["1 day", "+5 days"], "arrived, dropped"),
}


def written(kind: Kind) -> list[str]:
    """The steps of a row, in the words of the table above."""
    return [
        f"{step.minutes} minutes" + (", chosen" if step.chosen else "")
        if step.minutes is not None
        else f"{'+' if step.later else ''}{step.days} day" + ("" if abs(step.days or 0) == 1 else "s")
        for step in ROWS[kind].steps
    ]


@pytest.mark.parametrize("kind", Kind)
def test_the_rulebook_says_what_the_table_says(kind: Kind) -> None:
    row = ROWS[kind]

    assert (" ".join(row.rules), row.subject, written(kind), row.until) == TABLE[kind]


def test_every_kind_of_nudge_has_one_row_and_its_place_among_the_pressing_ones() -> None:
    assert len(RULEBOOK) == len(ROWS) == len(PRESSING) == len(Kind)


def test_what_cannot_wait_comes_first_and_what_can_wait_longest_comes_last() -> None:
    """N2: one message, the most pressing first."""
    order = sorted(Kind, key=PRESSING.__getitem__)

    assert order == [
        Kind.CALL_CARD,
        Kind.DELIVERABLE_MINE,
        Kind.DEBRIEF,
        Kind.PREPARE,
        Kind.THANK_CONTACT,
        Kind.THANK_INTRODUCER,
        Kind.REFERRAL_ASKED,
        Kind.REQUEST_PASSED_ON,
        Kind.INTRODUCER_ANSWERED,
        Kind.PLAN_OFFERED,
        Kind.PROPOSAL,
        Kind.PLAN_NEWS,
        Kind.REFLECTION,
        Kind.INVITE,
        Kind.HOW_REFERRED,
        Kind.SECURE_CALL,
        Kind.DELIVERABLE_THEIRS,
        Kind.REQUEST,
        Kind.REQUEST_UNANSWERED,
        Kind.SHARE,
        Kind.INVITE_ACCEPTED,
        Kind.ONE_SIDED,
        Kind.GONE_SILENT,
        Kind.OPEN_DOOR,
        Kind.SUPPORT,
        Kind.RECIPROCATE,
        Kind.PAY_FORWARD,
        Kind.CHECK_IN,
        Kind.WHICH_ZONE,
        Kind.STOP_KIND,
    ]


@pytest.mark.parametrize("row", RULEBOOK, ids=lambda row: row.kind)
def test_every_step_counts_either_minutes_or_days_and_has_a_name_of_its_own(row: Row) -> None:
    steps = row.steps

    assert all((step.minutes is None) != (step.days is None) for step in steps)
    assert len({step.name for step in steps}) == len(steps)


@pytest.mark.parametrize("kind", Kind)
def test_only_what_belongs_to_a_calls_own_time_belongs_to_a_chosen_moment(kind: Kind) -> None:
    """N1: what the member chose comes at its moment; everything else keeps to their hours."""
    chosen = [step.name for step in ROWS[kind].steps if step.chosen]

    assert chosen == {Kind.DEBRIEF: ["first"], Kind.CALL_CARD: ["before"]}.get(kind, [])
