"""Home: everything in its place, within Slack's hundred blocks; and where people stand, in words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from etiquette.messages import journeys
from etiquette.messages.home import BLOCKS, home
from etiquette.messages.vocabulary import Action
from etiquette.rules.calls import CallState
from etiquette.rules.introductions import Introduction
from etiquette.rules.journeys import Journey, Stage
from etiquette.rules.matters import Matter
from etiquette.rules.nudges import Kind
from etiquette.rules.partnerships import PartnershipState
from etiquette.rules.people import Look, People, Standing
from etiquette.rules.plan_views import PlanLine
from etiquette.rules.reliability import Record
from tests.etiquette.messages.cast import (
    ADA,
    CALL,
    DANA,
    NOW,
    VIA_SAM,
    Called,
    Promised,
    Seen,
    blocks_of,
    elements,
    labels,
    matter,
    plain,
    promise,
)
from tests.partners import make_together

AHEAD = replace(CALL, state=CallState.PLANNED, starts_at=NOW + timedelta(days=1))
HELD = Standing(DANA, Journey(Stage.HELD, NOW - timedelta(days=1)))


def many(due: list[Matter]) -> Seen:
    """More of everything than there is room for."""
    people = People([HELD] * 10, Look(3, ""), 1000, 1000)
    promises = [Promised(promise(), DANA)] * 20
    plans = [PlanLine(make_together(), None, owes_yes=True, lacks=0)] * 30
    return Seen(due, 3000, [Called(AHEAD, DANA)] * 20, promises, plans, people, Record(4, 1))


@pytest.mark.parametrize("kind", Kind)
def test_home_of_somebody_with_a_thousand_matters_is_within_a_hundred_blocks(kind: Kind) -> None:
    view = home(many([matter(kind)] * 20), ADA, NOW)

    assert len(blocks_of(view)) <= BLOCKS
    assert "And 2,9" in plain(view)
    assert "And 24 more." in plain(view)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PartnershipState.RUNNING, "running"),
        (PartnershipState.DRAFTED, "being written"),
        (PartnershipState.PAUSED, "paused"),
    ],
)
def test_c9_home_of_somebody_with_a_hundred_partnerships_is_within_bounds_and_says_where_each_stands(
    state: PartnershipState, said: str
) -> None:
    wordy = make_together(state=state, purpose="A workshop & more. " * 150)
    view = home(Seen(plans=[PlanLine(wordy, None, owes_yes=False, lacks=0)] * 100), ADA, NOW)

    lines = [text for block in blocks_of(view) if "Dana Reyes" in (text := block.get("text", {}).get("text", ""))]
    assert len(blocks_of(view)) <= BLOCKS
    assert "And 94 more." in plain(view)
    assert len(lines) == 6
    assert all(said in line and len(line) <= 3000 for line in lines)


def test_home_shows_the_record_to_its_member_where_there_is_one() -> None:
    """E10: a small picture of text, which is nobody else's."""
    shown = plain(home(Seen(record=Record(4, 1)), ADA, NOW))

    assert "▰▰▰▰▱ 4 of 5 on time · only you see this" in shown
    assert "on time" not in plain(home(Seen(record=Record(open=3)), ADA, NOW))


def test_home_says_until_when_it_is_silent() -> None:
    paused = replace(ADA, paused_until=NOW + timedelta(days=6))

    assert "I am quiet until Monday 30 November, 10:42" in plain(home(Seen(), paused, NOW))
    assert "Paused" not in plain(home(Seen(), replace(ADA, paused_until=NOW), NOW))


def test_home_has_neither_search_nor_pages_for_a_few_people() -> None:
    few = home(Seen(people=People([HELD], Look(), 1, 1)), ADA, NOW)

    assert labels(few) == ["Open", "Plan something together", "Settings"]
    assert [block["type"] for block in blocks_of(few) if block["type"] == "input"] == []


@pytest.mark.parametrize(
    ("page", "shown", "ways"),
    [
        (0, "1 to 10 of 34", ["Next ›"]),
        (2, "21 to 30 of 34", ["‹ Previous", "Next ›"]),
        (3, "31 to 34", ["‹ Previous"]),
    ],
)
def test_home_leads_to_the_pages_before_and_after(page: int, shown: str, ways: list[str]) -> None:
    on_it = [HELD] * (4 if page == 3 else 10)
    view = home(Seen(people=People(on_it, Look(page), 34, 34)), ADA, NOW)

    assert shown in plain(view)
    assert [each for each in labels(view) if each not in ("Open", "Plan something together", "Settings")] == ways


def test_home_says_so_where_nobody_fits_and_offers_everybody_again() -> None:
    view = home(Seen(people=People((), Look(0, "<!here>"), 0, 34)), ADA, NOW)

    assert "Nobody you know fits that." in plain(view)
    assert "Show everybody" in labels(view)


def test_home_names_whom_each_button_opens() -> None:
    view = home(Seen(people=People([HELD], Look(), 1, 1)), ADA, NOW)

    [opens] = [each for each in elements(view) if each["action_id"] == Action.OPEN_CONTACT]
    assert opens["value"] == "contact:c-dana"


@pytest.mark.parametrize(
    ("stage", "via", "said"),
    [
        (Stage.WANTED, VIA_SAM, "ask <@U0SAM> to introduce you"),
        (Stage.ASKED_FOR, VIA_SAM, "<@U0SAM> was asked yesterday"),
        (Stage.INTRODUCED, VIA_SAM, "by <@U0SAM>, yesterday; no call fixed yet"),
        (Stage.INTRODUCED, None, "noted yesterday; no call fixed yet"),
        (Stage.CALL_FIXED, VIA_SAM, "your call is yesterday at 10:42"),
        (Stage.HELD, None, "you spoke yesterday"),
        (Stage.QUIET, None, "not in touch since yesterday"),
    ],
)
def test_home_says_where_somebody_stands_in_a_line(stage: Stage, via: Introduction | None, said: str) -> None:
    assert journeys.line(Journey(stage, NOW - timedelta(days=1), via), ADA, NOW) == said
