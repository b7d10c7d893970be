"""A member moves: their nudges keep their local time, a call keeps its instant (N1, design §5)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from etiquette.rules.members import Profile
from etiquette.rules.nudges import State
from etiquette.rules.workdays import spread
from etiquette.services.members import keep_profile, known_zone, meet, member_of, members_to_check
from tests.cast import ADA, TUESDAY, Hand, utc
from tests.etiquette.services.ledger import nudges_of

NEW_YORK = Profile("America/New_York", "en-US", "Ada Okafor", is_active=True)
MORNING = timedelta(hours=9, minutes=30 + spread(ADA.member_id))


async def moves(ada: Hand, profile: Profile = NEW_YORK) -> None:
    await keep_profile(ada.store, ADA, profile, ada.now)
    member = await member_of(ada.store, ADA)
    assert member is not None
    ada.member = member


async def test_a_planned_nudge_keeps_its_local_time_in_a_new_zone(ada: Hand) -> None:
    """N1: half past nine in London becomes half past nine in New York."""
    await ada.promises()
    before = [nudge.due_at for nudge in await nudges_of(ada, State.PLANNED)]

    await moves(ada)

    after = [nudge.due_at for nudge in await nudges_of(ada, State.PLANNED)]
    assert after == [due + timedelta(hours=5) for due in before]
    assert after[0] == datetime(2026, 11, 26, tzinfo=UTC) + MORNING + timedelta(hours=5)


async def test_a_call_keeps_its_instant_and_so_does_the_question_after_it(ada: Hand) -> None:
    """Design §5: three o'clock in London is ten in New York; what belongs to it stays with it."""
    fixed = await ada.calls(utc(25, 15))

    await moves(ada)

    card, first, second, _ = await nudges_of(ada, State.PLANNED, subject_id=fixed.call.id)
    assert (card.chosen, card.due_at) == (True, utc(25, 14, 50))
    assert (first.chosen, first.due_at) == (True, utc(25, 15, 35))
    assert second.due_at == utc(26) + MORNING + timedelta(hours=5)


async def test_moving_there_and_back_changes_nothing(ada: Hand) -> None:
    await ada.has_spoken()
    before = await nudges_of(ada)

    await moves(ada)
    await moves(ada, replace(NEW_YORK, zone="Europe/London"))

    assert await nudges_of(ada) == before


async def test_what_was_said_or_withdrawn_does_not_move(ada: Hand) -> None:
    await ada.promises()
    await ada.undoes()
    before = await nudges_of(ada)

    await moves(ada)

    assert await nudges_of(ada) == before


async def test_nobody_elses_nudges_move(ada: Hand, dan: Hand) -> None:
    await dan.promises()
    before = await nudges_of(dan)

    await moves(ada)

    assert await nudges_of(dan) == before


async def test_a_zone_that_this_machine_does_not_know_changes_nothing(ada: Hand) -> None:
    """Slack may say anything."""
    await moves(ada, replace(NEW_YORK, zone="Mars/Olympus"))

    assert ada.member.zone == "Europe/London"
    assert known_zone("Mars/Olympus") is None


async def test_who_has_no_zone_is_in_the_workspaces(ada: Hand) -> None:
    """Design §10."""
    nowhere = await meet(ada.store, replace(ADA, member_id="U0NEW"), None, TUESDAY)

    assert nowhere.zone == "UTC"


async def test_meeting_somebody_twice_keeps_them_as_they_are(ada: Hand) -> None:
    again = await meet(ada.store, ADA, NEW_YORK, TUESDAY)

    assert again == ada.member


async def test_slack_is_asked_about_everybody_once_a_day(ada: Hand) -> None:
    assert await members_to_check(ada.store, TUESDAY + timedelta(hours=23)) == []

    assert await members_to_check(ada.store, TUESDAY + timedelta(hours=25)) == [ada.member]


async def test_who_has_left_is_not_asked_about(ada: Hand) -> None:
    await moves(ada, replace(NEW_YORK, is_active=False))

    assert await members_to_check(ada.store, TUESDAY + timedelta(days=9)) == []
