"""A nudge as it is read: what, how it stands today, why, and what can be answered."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from etiquette.messages import nudges, today
from etiquette.messages.matters import why
from etiquette.messages.vocabulary import Action
from etiquette.rules.deliverables import Owner
from etiquette.rules.drafts import Draft
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.rulebook import ROWS
from tests.etiquette.messages.cast import (
    ADA,
    NOW,
    elements,
    invitation,
    labels,
    matter,
    plain,
    promise,
    thank_you,
)


def chosen(kind: Kind, answer: Answer, later_at: datetime | None = None, act_id: str | None = "act-1") -> Matter:
    return replace(matter(kind), chosen=Chosen(answer, NOW, later_at, act_id))


@pytest.mark.parametrize("kind", Kind)
def test_e18_every_nudge_says_why_in_one_line_with_its_rules(kind: Kind) -> None:
    said = plain(nudges.alone(matter(kind), ADA, NOW))

    assert said.count("Why: ") == 1
    assert f"({', '.join(ROWS[kind].rules)})" in said
    assert "\n" not in why(kind)


# Asked for in buttons of their own: a yes to the plan as it was read; to go on, or to begin again, is no "done".
OWN_PRESSES = {Kind.PLAN_OFFERED, Kind.OPEN_DOOR, Kind.GONE_SILENT}
# Over by itself (a call's card), only told, or asked once: it cannot wait, or there is nothing to let go.
AT_ONCE = {Kind.CALL_CARD, Kind.INTRODUCER_ANSWERED, Kind.STOP_KIND, Kind.WHICH_ZONE, Kind.PLAN_NEWS}


@pytest.mark.parametrize("kind", sorted(set(Kind) - AT_ONCE - OWN_PRESSES - {Kind.INVITE_ACCEPTED}))
def test_n3_every_nudge_can_be_answered_where_it_stands(kind: Kind) -> None:
    said = nudges.alone(matter(kind), ADA, NOW)

    offered = {each["action_id"] for each in elements(said)}
    assert {Action.NUDGE_DONE, Action.NUDGE_LATER, Action.NUDGE_DROP} <= offered


def test_n3_an_invitation_on_its_way_was_accepted_or_may_rest() -> None:
    said = nudges.alone(matter(Kind.INVITE_ACCEPTED), ADA, NOW)

    assert labels(said) == ["Accepted", "Not yet; let it rest", "Later"]


def test_n3_later_offers_an_hour_tomorrow_next_week_a_date_and_never_again() -> None:
    said = nudges.alone(matter(Kind.THANK_CONTACT), ADA, NOW)

    menu = next(each for each in elements(said) if each["action_id"] == Action.NUDGE_LATER)
    about = "thank_you:t-contact:thank_contact"
    assert [option["value"] for option in menu["options"]] == [
        f"{choice}|{about}" for choice in ("hour", "tomorrow", "week", "date", "stop")
    ]


@pytest.mark.parametrize(
    ("kind", "answer", "sentence"),
    [
        (Kind.THANK_CONTACT, Answer.DONE, "✓ Marked as sent, 10:42"),
        (Kind.DELIVERABLE_MINE, Answer.DONE, "✓ Delivered, 10:42"),
        (Kind.DELIVERABLE_THEIRS, Answer.DONE, "✓ It arrived, 10:42"),
        (Kind.DEBRIEF, Answer.DONE, "✓ Debriefed, 10:42"),
        (Kind.INVITE_ACCEPTED, Answer.DONE, "✓ Accepted, 10:42"),
        (Kind.INVITE_ACCEPTED, Answer.NO, "Not yet. I will let it rest."),
        (Kind.INVITE, Answer.NOT_THIS_TIME, "Not this time. I will let it rest."),
        (Kind.DELIVERABLE_MINE, Answer.EDITED, "✓ Changed: now due Wednesday 25 November"),
    ],
)
def test_n3_after_a_press_it_says_what_was_chosen_and_offers_undo(kind: Kind, answer: Answer, sentence: str) -> None:
    said = nudges.alone(chosen(kind, answer), ADA, NOW)

    assert sentence in plain(said)
    assert labels(said) == ["Undo"]
    assert elements(said)[0]["value"] == "act-1"


def test_n3_what_was_put_off_says_until_when() -> None:
    said = nudges.alone(chosen(Kind.INVITE, Answer.LATER, NOW + timedelta(days=7)), ADA, NOW)

    assert "Put off until Tuesday 1 December, 10:42" in plain(said)


def test_n3_what_can_not_be_undone_any_more_offers_nothing_to_press() -> None:
    said = nudges.alone(chosen(Kind.THANK_CONTACT, Answer.DONE, act_id=None), ADA, NOW)

    assert labels(said) == []


def test_what_was_chosen_on_another_day_says_on_which() -> None:
    said = nudges.alone(chosen(Kind.THANK_CONTACT, Answer.DONE), ADA, NOW + timedelta(days=2))

    assert "✓ Marked as sent, Tuesday 24 November, 10:42" in plain(said)


def test_e10_a_new_date_comes_with_a_word_to_the_other_side() -> None:
    moved = replace(chosen(Kind.DELIVERABLE_MINE, Answer.EDITED), subject=promise(days=10))

    said = plain(nudges.alone(moved, ADA, NOW))

    assert "Should Dana hear of it" in said
    assert "by Friday 4 December" in said


def test_what_was_settled_elsewhere_says_so_and_offers_nothing() -> None:
    said = nudges.alone(replace(matter(Kind.THANK_CONTACT), is_open=False), ADA, NOW)

    assert nudges.SETTLED in plain(said)
    assert labels(said) == []


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (4, "Due on Saturday."),
        (1, "Due tomorrow, Wednesday 25 November."),
        (0, "Due today."),
        (-1, "It was due yesterday."),
        (-4, "It was due on Friday."),
        (-12, "It was due on Thursday 12 November."),
    ],
)
def test_e10_a_promise_says_how_it_stands_on_the_day_it_is_read(days: int, sentence: str) -> None:
    said = plain(nudges.alone(matter(Kind.DELIVERABLE_MINE, promise(days=days)), ADA, NOW))

    assert "*The deck for" in said
    assert sentence in said


def test_the_day_is_the_members_own() -> None:
    late_in_london = datetime.fromisoformat("2026-11-24T23:30:00+00:00")
    in_auckland = replace(ADA, zone="Pacific/Auckland")
    tomorrow = matter(Kind.DELIVERABLE_MINE, promise(days=1))

    assert "Due tomorrow" in plain(nudges.alone(tomorrow, ADA, late_in_london))
    assert "Due today" in plain(nudges.alone(tomorrow, in_auckland, late_in_london))


def test_e10_what_they_promised_comes_with_a_friendly_word() -> None:
    late = matter(Kind.DELIVERABLE_THEIRS, promise(Owner.THEIRS, days=-1, what="her notes"))

    said = plain(nudges.alone(late, ADA, NOW))

    assert "Promised for yesterday. Has it arrived?" in said
    assert "> Hi Dana," in said
    assert "Monday 23 November: your notes." in said


def test_e12_e13_the_invite_shows_its_note_its_length_and_their_profile() -> None:
    said = nudges.alone(matter(Kind.INVITE), ADA, NOW)

    assert "> Hi Dana, Sam introduced us" in plain(said)
    assert " of 200 characters" in plain(said)
    opens = next(each for each in elements(said) if each["action_id"] == Action.OPEN_LINK)
    assert opens["url"] == "https://www.linkedin.com/in/dana"


def test_e13_a_note_that_is_too_long_says_by_how_much() -> None:
    said = nudges.alone(matter(Kind.INVITE, invitation(draft="x" * 198 + "👋👋")), ADA, NOW)

    assert "202 of 200 characters: 2 too many for LinkedIn" in plain(said)


def test_e11_a_draft_of_the_members_own_is_shown_as_they_wrote_it() -> None:
    own = matter(Kind.THANK_CONTACT, thank_you(draft="Dear Dana, your word on pricing changed my week."))

    said = plain(nudges.alone(own, ADA, NOW))

    assert "> Dear Dana, your word on pricing changed my week." in said
    assert "could be to anybody" not in said


def test_e11_a_draft_that_names_nothing_is_pointed_out_kindly() -> None:
    generic = matter(Kind.THANK_CONTACT, thank_you(draft="Hi Dana, thanks for the chat!"))

    assert "This could be to anybody so far." in plain(nudges.alone(generic, ADA, NOW))


def test_n2_at_most_eight_are_shown_in_their_order_and_the_rest_is_counted() -> None:
    eleven = [matter(Kind.DELIVERABLE_MINE, promise(what=f"deck {n}")) for n in range(11)]

    said = nudges.delivery(eleven, ADA, NOW)

    assert [f"Deck {n} for" in plain(said) for n in range(9)] == [True] * 8 + [False]
    assert plain(said).index("Deck 0") < plain(said).index("Deck 7")
    assert "And 3 more, on my Home tab." in plain(said)
    assert len(said.blocks) <= 50


def test_an_alert_on_a_phone_names_what_is_due() -> None:
    said = nudges.delivery([matter(Kind.DELIVERABLE_MINE), matter(Kind.THANK_INTRODUCER)], ADA, NOW)

    assert said.text == (
        "The deck for Dana Reyes. Due tomorrow, Wednesday 25 November. · "
        "Thank <@U0SAM> for introducing Dana Reyes. You and Dana spoke yesterday."
    )


def test_a_long_draft_among_many_is_clipped_and_says_where_its_rest_is() -> None:
    long = matter(Kind.THANK_CONTACT, thank_you(draft="pricing " * 300))

    assert nudges.CLIPPED not in plain(nudges.alone(long, ADA, NOW))
    assert nudges.CLIPPED in plain(nudges.delivery([long] * 8, ADA, NOW))


def test_what_is_due_now_lists_what_waits_for_its_form() -> None:
    draft = Draft("w-1", "T0COOP", "U0ADA", "call", "<@U0SAM> some day", "", None, NOW)

    said = today.due_now([], [draft], ADA, NOW)

    assert "“call <@U0SAM> some day”" in plain(said)
    assert [(each["action_id"], each["value"]) for each in elements(said)] == [
        (Action.OPEN_FORM, "call:w-1"),
        (Action.DROP_DRAFT, "draft:w-1"),
    ]


def test_nothing_due_is_good_news() -> None:
    assert plain(today.due_now([], [], ADA, NOW)).startswith("Nothing is waiting for you")
