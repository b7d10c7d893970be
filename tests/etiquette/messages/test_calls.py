"""How a call is said back, its debrief, and what comes of it (E9, E12)."""

from dataclasses import replace
from datetime import datetime

import pytest

from etiquette.messages import calls, debriefs
from etiquette.messages.vocabulary import Action, metadata
from etiquette.rules.calls import CallState
from etiquette.rules.deliverables import Owner
from etiquette.rules.invitations import InvitationState
from etiquette.rules.thanks import Addressee
from tests.etiquette.messages.cast import (
    ADA,
    CALL,
    DANA,
    NOW,
    TODAY,
    VIA_SAM,
    Debriefed,
    elements,
    inputs,
    invitation,
    labels,
    plain,
    promise,
    thank_you,
)


def test_e9_a_call_to_come_is_said_back_with_its_full_date() -> None:
    coming = replace(CALL, starts_at=datetime.fromisoformat("2026-11-27T15:00:00+00:00"), state=CallState.PLANNED)

    said = calls.fixed(coming, DANA, ADA, NOW)

    assert "*Friday 27 November, 15:00*, for 30 minutes." in plain(said)
    assert "Right after it, I will ask you how it went." in plain(said)
    assert said.text == "Your call with Dana Reyes: Friday 27 November, 15:00."


@pytest.mark.parametrize(
    ("minutes", "length"), [(45, "45 minutes"), (60, "an hour"), (90, "an hour and 30 minutes"), (120, "2 hours")]
)
def test_a_call_says_how_long_it_is(minutes: int, length: str) -> None:
    assert f"for {length}." in plain(calls.fixed(replace(CALL, minutes=minutes), DANA, ADA, NOW))


def test_e9_a_call_that_has_been_offers_the_debrief_first() -> None:
    said = calls.past(CALL, DANA, ADA, NOW)

    assert labels(said) == ["Debrief", "Edit", "Delete"]
    assert elements(said)[0]["value"] == "call:k-dana"


def test_e9_a_call_that_did_not_happen_has_two_kind_ways_on() -> None:
    said = calls.not_held(CALL, DANA, ADA, NOW, "act-1")

    assert "*Find another time*" in plain(said)
    assert "*Let it go, and leave the door open*" in plain(said)
    assert [each["action_id"] for each in elements(said)] == [Action.RESCHEDULE, Action.UNDO]


def test_e9_the_debrief_says_what_was_noted_and_what_comes_next_with_dates() -> None:
    outcome = Debriefed(
        CALL,
        DANA,
        VIA_SAM,
        (promise(days=3), promise(Owner.THEIRS, days=6, what="her notes")),
        (thank_you(), thank_you(Addressee.INTRODUCER)),
        invitation(InvitationState.WAITING),
    )

    said = plain(debriefs.debriefed(outcome, ADA, NOW))

    assert "• You: the deck, by Friday 27 November" in said
    assert "• Dana: her notes, by Monday 30 November" in said
    assert "• Thank Dana: Tuesday 24 November, 12:42" in said
    assert "• Thank <@U0SAM>, and tell them how it went: Wednesday 25 November, 09:" in said
    assert "• Invite Dana to connect, the day after you have thanked them" in said


def test_e12_without_a_two_way_street_no_invitation_is_announced() -> None:
    said = plain(debriefs.debriefed(Debriefed(CALL, DANA, VIA_SAM, thank_yous=(thank_you(),)), ADA, NOW))

    assert "Invite" not in said


def test_e9_the_debrief_form_has_a_row_for_each_promise_and_room_for_one_more() -> None:
    known = debriefs.DebriefFields(rows=(debriefs.RowFields("the deck", Owner.THEIRS, TODAY),))

    view = debriefs.debrief_form(CALL, DANA, ADA, 2, known, meta=metadata(id=CALL.id, rows=2))

    asked = inputs(view)
    assert list(asked) == [
        "happened",
        "discussed",
        "two_way",
        "what-0",
        "owner-0",
        "due-0",
        "what-1",
        "owner-1",
        "due-1",
    ]
    assert asked["what-0"]["element"]["initial_value"] == "the deck"
    assert asked["owner-0"]["element"]["initial_option"]["value"] == "theirs"
    assert asked["due-0"]["element"]["initial_date"] == "2026-11-24"
    assert [each["action_id"] for each in elements(view)] == [Action.ADD_ROW]
    assert all(each["element"]["action_id"] == "value" for each in asked.values())


def test_a_debrief_with_all_its_rows_offers_no_more() -> None:
    assert elements(debriefs.debrief_form(CALL, DANA, ADA, debriefs.MOST_ROWS)) == []
