"""E10 in words: how a date was agreed anew, the member's own record, and a second word that asks for less."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from etiquette.messages.deliverables import DeliverableFields as Fields
from etiquette.messages.deliverables import agreed, form, history
from etiquette.messages.matters import asking, draft
from etiquette.messages.nudges import alone, delivery
from etiquette.rules.deliverables import Owner
from etiquette.rules.matters import Chosen
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.reliability import Record
from tests.etiquette.messages.cast import ADA, DANA, NOW, matter, moved, plain, promise

LINK = "https://coop.slack.com/archives/C0GENERAL/p1795528801000100"


@pytest.mark.parametrize(
    ("days", "locale", "said"),
    [
        ((), "en-GB", ""),
        ((0, 7), "en-GB", "Agreed anew once: 24 November → 1 December."),
        ((0, 7), "en-US", "Agreed anew once: November 24 → December 1."),
        ((0, 7, 50), "en-GB", "Agreed anew twice: 24 November → 1 December → 13 January 2027."),
        (
            (0, 7, 8, 9, 10),
            "en-GB",
            "Agreed anew 4 times: … → 1 December → 2 December → 3 December → 4 December.",
        ),
    ],
)
def test_e10_a_date_agreed_anew_tells_its_story_in_a_line(days: tuple[int, ...], locale: str, said: str) -> None:
    assert history(moved(*days), replace(ADA, locale=locale), NOW) == said


def test_e10_the_story_is_told_in_the_form_in_the_reply_and_in_the_nudge() -> None:
    story = moved(0, 7)
    told = history(story, ADA, NOW)

    assert told in plain(form(Fields(history=told), editing=True))
    assert told in plain(agreed(promise(), DANA, ADA, NOW, story))
    assert told in plain(alone(replace(matter(Kind.DELIVERABLE_MINE), agreed_anew=story), ADA, NOW))


def test_e10_delivered_is_answered_with_the_members_own_record() -> None:
    chosen = Chosen(Answer.DONE, NOW, None, "act-1")
    done = replace(matter(Kind.DELIVERABLE_MINE), chosen=chosen, record=Record(4, 1))

    assert "▰▰▰▰▱ 4 of 5 on time · only you see this" in plain(alone(done, ADA, NOW))
    dropped = replace(done, chosen=replace(chosen, answer=Answer.NOT_THIS_TIME))
    assert "on time" not in plain(alone(dropped, ADA, NOW))


@pytest.mark.parametrize("kind", [Kind.DELIVERABLE_MINE, Kind.DELIVERABLE_THEIRS])
def test_e10_a_promise_made_of_a_message_leads_back_to_it_but_not_in_an_alert(kind: Kind) -> None:
    owner = Owner.MINE if kind is Kind.DELIVERABLE_MINE else Owner.THEIRS
    made = matter(kind, replace(promise(owner, days=-1), link=LINK))

    said = delivery([made], ADA, NOW)

    assert f"It is from <{LINK}|this message>." in plain(said)
    assert LINK not in said.text


def test_e10_the_second_word_about_what_they_owe_is_kinder_and_shorter() -> None:
    """N5: it gets rarer, not louder; and it says that it is the last."""
    notes = matter(Kind.DELIVERABLE_THEIRS, replace(promise(Owner.THEIRS), what="her notes", due_on=date(2026, 11, 16)))
    first, last = datetime(2026, 11, 17, 10, tzinfo=NOW.tzinfo), datetime(2026, 11, 23, 10, tzinfo=NOW.tzinfo)

    before, after = draft(notes, ADA, first), draft(notes, ADA, last)

    assert before is not None
    assert after is not None
    assert len(after) < len(before) * 2 / 3
    assert "Just a small wave about your notes. No hurry on my side" in after
    assert "I will leave it at that" in asking(notes, ADA, last)
    assert draft(notes, ADA, last - timedelta(days=1)) == before.replace("yesterday", "on Monday")
