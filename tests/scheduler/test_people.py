"""What Slack knows of people is kept current: zones once a day, introducers' names once (N1, E11)."""

from dataclasses import replace

import pytest

from etiquette.rules.nudges import State
from etiquette.services.contacts import Somebody, candidates
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.services.members import keep_profile, member_of
from scheduler.answers import read_profile
from scheduler.people import name_introducers, refresh_members
from tests.cast import ADA, BO, DANA, Hand
from tests.etiquette.services.ledger import nudges_of
from tests.scheduler.office import Office


def asked(office: Office) -> list[str]:
    """Of whom Slack was asked."""
    return [str(call.arguments["user"]) for call in office.slack.calls if call.method == "users.info"]


async def test_a_member_who_moved_is_found_out_within_a_day_and_nudged_by_the_new_clock(office: Office) -> None:
    """N1, where Slack forgot to tell."""
    ada = await office.hand()
    await ada.promises()
    [before, *_] = await nudges_of(ada, State.PLANNED)
    office.slack.backend.workspace.change_person(ADA.member_id, tz="America/New_York")

    office.moves(hours=25)
    assert await refresh_members(office.desk) == 1

    member = await member_of(office.store, ADA)
    [after, *_] = await nudges_of(ada, State.PLANNED)
    assert member is not None
    assert member.zone == "America/New_York"
    assert (after.due_at - before.due_at).total_seconds() == 5 * 3600


async def test_slack_is_asked_of_a_member_once_a_day(office: Office) -> None:
    await office.hand()
    office.moves(hours=25)

    for _ in range(3):
        await refresh_members(office.desk)

    assert asked(office) == [ADA.member_id]


async def test_somebody_whom_slack_does_not_show_is_asked_about_once_a_day_too_and_keeps_nobody_waiting(
    office: Office,
) -> None:
    for who in (ADA, BO):
        await office.hand(who)
    office.moves(hours=25)
    office.slack.faults.refuse("users.info", error="user_not_found")

    for _ in range(3):
        await refresh_members(office.desk)

    assert sorted(asked(office)) == [ADA.member_id, BO.member_id]


@pytest.mark.parametrize("refusal", [{"retry_after": 60}, {"status": 500}])
async def test_a_refusal_that_passes_is_asked_again(office: Office, refusal: dict[str, int]) -> None:
    await office.hand()
    office.moves(hours=25)
    office.slack.faults.refuse("users.info", **refusal)  # type: ignore[arg-type]  # one of its words

    assert await refresh_members(office.desk) == 0
    office.moves(seconds=61)
    assert await refresh_members(office.desk) == 1


async def introduced_by(ada: Hand, user_id: str) -> None:
    await log_introduction(ada.doing(), Somebody(DANA), Introduced(introducer_user_id=user_id), "Dana via @sam")


async def name_of_introducer(ada: Hand) -> str | None:
    contact_id = (await log_introduction(ada.doing(), Somebody(DANA), Introduced("x"), "again")).contact.id
    await ada.undoes()
    [(_, introduction, _)] = await candidates(ada.store, ada.member, DANA)
    assert introduction is not None
    assert introduction.contact_id == contact_id
    return introduction.introducer_name


async def test_e11_an_introducer_in_slack_is_greeted_by_the_name_that_slack_knows(office: Office) -> None:
    ada = await office.hand()
    await introduced_by(ada, "U0SAM")

    assert [await name_introducers(office.desk) for _ in range(2)] == [1, 0]

    assert await name_of_introducer(ada) == "Sam Rivera"


async def test_an_introducer_whom_slack_does_not_show_is_asked_about_once(office: Office) -> None:
    ada = await office.hand()
    await introduced_by(ada, "U0NOBODY")

    for _ in range(3):
        await name_introducers(office.desk)

    assert asked(office) == ["U0NOBODY"]


async def test_an_introducers_name_is_looked_up_later_where_slack_is_unwell(office: Office) -> None:
    ada = await office.hand()
    await introduced_by(ada, "U0SAM")
    office.slack.faults.refuse("users.info", status=500)

    assert await name_introducers(office.desk) == 0
    assert await name_introducers(office.desk) == 1


async def test_a_name_that_was_looked_up_is_no_act_and_keeps_nothing_from_being_undone(office: Office) -> None:
    """N3."""
    ada = await office.hand()
    await introduced_by(ada, "U0SAM")
    logged = await ada.last_act()
    await name_introducers(office.desk)

    await ada.undoes(logged)


@pytest.mark.parametrize(
    ("user", "zone", "name"),
    [
        ({}, None, None),
        ({"tz": None, "profile": None}, None, None),
        ({"tz": "", "name": "ada"}, None, "ada"),
        ({"tz": "Europe/London", "profile": {"real_name": "Ada Okafor"}}, "Europe/London", "Ada Okafor"),
        ({"real_name": "Ada Okafor", "name": "ada"}, None, "Ada Okafor"),
    ],
)
def test_whatever_slack_leaves_out_of_a_person_is_left_out(
    user: dict[str, object], zone: str | None, name: str | None
) -> None:
    profile = read_profile(user)

    assert (profile.zone, profile.name, profile.is_active) == (zone, name, True)


async def test_what_slack_leaves_out_changes_nothing(office: Office) -> None:
    before = (await office.hand()).member

    await keep_profile(office.store, ADA, read_profile({}), office.time.domain)

    after = await member_of(office.store, ADA)
    assert after == replace(before, zone_checked_at=office.time.domain)
