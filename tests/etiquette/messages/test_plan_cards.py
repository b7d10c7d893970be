"""The card of a partnership: all of it on one screen, what is needed most first (C1 to C12)."""

from dataclasses import replace
from datetime import date

from etiquette.messages.plan_cards import IN_A_ROW, plan_card, plan_line
from etiquette.messages.vocabulary import Message
from etiquette.rules.deliverables import DeliverableState
from etiquette.rules.partnerships import PartnershipState, SideState, Together
from etiquette.rules.plan_views import PlanView, line_of
from etiquette.rules.remarks import RemarkSort
from tests.builders import make_deliverable
from tests.etiquette.messages.cast import ADA, NOW, blocks_of, labels, plain
from tests.partners import (
    make_contribution,
    make_partnership,
    make_proposal,
    make_remark,
    make_side,
    make_together,
    their_side,
)

SLIDES = make_contribution(rule="FREQ=WEEKLY;BYDAY=FR")
GIVEN = make_deliverable(id="d-1", contribution_id="b-slides", state=DeliverableState.DELIVERED)
DIFFERENCE = make_remark(id="m-2", sort=RemarkSort.DIFFERENCE, text="How to price a day.", beside="Fair pay.")
RUNNING = PlanView(
    make_together(), [SLIDES], {"s-ada": [GIVEN]}, [make_proposal()], [make_remark()], [DIFFERENCE], partner_id=None
)


def rows(said: Message) -> list[int]:
    return [len(block["elements"]) for block in blocks_of(said) if block["type"] == "actions"]


def test_c5_c6_c7_c8_a_card_tells_who_gives_what_what_is_proposed_and_how_it_stands() -> None:
    shown = plain(plan_card(RUNNING, ADA, NOW))

    for told in (
        "the slides · every Friday",
        "given once",
        "Dana Reyes: “the slides” by Monday 30 November",
        "Forty people came.",
        "How to price a day.",
        "Beside it, what you share: Fair pay.",
        "Given so far: you 1",
        "You look back together next on Thursday 24 December",
    ):
        assert told in shown


def test_a_card_has_no_more_than_five_presses_in_a_row() -> None:
    assert max(rows(plan_card(RUNNING, ADA, NOW))) <= IN_A_ROW
    shown = labels(plan_card(RUNNING, ADA, NOW))
    assert [each for each in shown if each != "Delete"][:4] == [
        *("Answer", "Add a contribution", "Change what is given", "Edit")
    ]


def test_c1_c3_a_drafted_card_says_what_is_missing_and_whoever_is_asked_answers_first() -> None:
    plan = make_partnership(state=PartnershipState.DRAFTED, started_at=None, rules="")
    invited = make_side(state=SideState.INVITED, rules_agreed_at=None)
    shown = plan_card(PlanView(Together(plan, invited, their_side()), [SLIDES]), ADA, NOW)

    assert "There are no rules of engagement yet" in plain(shown)
    assert labels(shown) == [
        *("Agree", "Not this time"),
        *("Add a contribution", "Change what is given", "Edit", "Read it all"),
    ]


def test_what_was_done_stands_above_a_short_card_but_what_a_yes_is_said_to_is_all_there() -> None:
    done = plain(plan_card(RUNNING, ADA, NOW, "Noted."))
    assert done.startswith("Noted.")
    assert "A workshop on pricing" in done
    assert "We say early what we cannot keep." not in done

    invited = Together(make_partnership(), make_side(state=SideState.INVITED), their_side())
    asked = plain(plan_card(PlanView(invited, [SLIDES]), ADA, NOW, "It has changed."))
    assert "We say early what we cannot keep." in asked


def test_a_plan_that_is_over_is_there_to_be_read() -> None:
    over = PlanView(make_together(state=PartnershipState.CLOSED))

    assert labels(plan_card(over, ADA, NOW)) == ["Begin again", "Read it all"]


def test_a_card_of_the_longest_words_is_one_that_slack_takes() -> None:
    long = "&" * 1800
    plan = make_partnership(belief=long, purpose=long, rules=long)
    sides = make_side(win=long, initiatives=long), their_side(win=long, initiatives=long, name="<" * 200)
    many = [replace(SLIDES, id=f"b-{at}", what=long) for at in range(40)]
    view = PlanView(Together(plan, *sides), many, {}, [make_proposal(proposed="2026-11-30")] * 30, [make_remark()] * 30)
    view = replace(view, differences=[replace(DIFFERENCE, text=long[:1000], beside=long[:1000])] * 30)
    blocks = blocks_of(plan_card(view, ADA, NOW))

    assert len(blocks) <= 50
    assert all(len(block["text"]["text"]) <= 3000 for block in blocks if block["type"] == "section")


def test_home_says_in_two_lines_what_comes_next() -> None:
    line = line_of(make_together(), [make_contribution(next_on=date(2026, 11, 27))], {})

    shown = plan_line(line, ADA, NOW).to_dict()["text"]["text"]
    assert shown.startswith("*Dana Reyes* · running\nNext: the slides (you), Friday 27 November")
