"""The bot's own questions, each once: whether to stop a kind (N3), where somebody is (N1); and who is begun with."""

import asyncio
from dataclasses import replace

import pytest

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member, Profile, Who
from etiquette.rules.nudges import Kind, State
from etiquette.rules.questions import Asked, Question, QuestionState
from etiquette.services.deliverables import deliver
from etiquette.services.members import arrive, choose_zone, keep_profile, meet, member_of
from etiquette.services.questions import ask_about_ignored, say_yes, still_to_ask
from etiquette.store import deliveries
from etiquette.store.deliveries import Claim
from etiquette.store.records import all_of
from etiquette.store.session import Store
from tests.cast import ADA, TUESDAY, WORKSPACE, Hand, asked
from tests.etiquette.services.ledger import nudges_of

NOWHERE = Profile(None, "en-GB", "Noor", is_active=True)
NOOR = Who(WORKSPACE, "U0NOOR")


async def questions_of(store: Store, member: Member) -> list[Question]:
    async with store.reading() as tx:
        return await all_of(tx, Question, member.who)


async def says(ada: Hand, count: int) -> list[str]:
    """So many nudges of a promise are posted, one promise each, and nobody answers them. The promises' ids."""
    ids = [(await ada.promises(what=f"part {at}")).deliverable.id for at in range(count)]
    for each in ids:
        ada.waits(minutes=1)
        first = (await nudges_of(ada, State.PLANNED, subject_id=each))[0]
        async with ada.store.writing() as tx:
            [delivery] = await deliveries.claim(tx, [Claim(ADA, (first,), "D0ADA")], ada.now, ada.now)
            await deliveries.mark_posted(tx, delivery, "1.1", ada.now)
    return ids


async def looks(ada: Hand) -> list[Kind]:
    return await ask_about_ignored(ada.store, ada.member, {Kind.DELIVERABLE_MINE}, ada.now)


async def test_n3_three_in_a_row_that_were_let_pass_are_asked_about_once_ever(ada: Hand) -> None:
    await says(ada, 2)
    assert await looks(ada) == []

    await says(ada, 1)
    for _ in range(2):
        assert await looks(ada) == [Kind.DELIVERABLE_MINE]

    [question] = await questions_of(ada.store, ada.member)
    [nudge] = await nudges_of(ada, subject_id=question.id)
    assert (question.asked, question.about) == (Asked.STOP_KIND, Kind.DELIVERABLE_MINE)
    assert nudge.due_at.date() > ada.now.date()

    await say_yes(ada.doing(), question.id)
    ada.member = await member_of(ada.store, ADA) or ada.member
    assert ada.member.muted == (Kind.DELIVERABLE_MINE,)
    assert Kind.DELIVERABLE_MINE not in {each.kind for each in await nudges_of(ada, State.PLANNED)}
    await looks(ada)
    assert len(await questions_of(ada.store, ada.member)) == 1


async def test_n3_one_that_was_answered_breaks_the_row(ada: Hand) -> None:
    [*_, last] = await says(ada, 3)
    await deliver(ada.doing(), last)

    assert await looks(ada) == []


async def test_n3_a_question_whose_reason_is_gone_by_its_morning_is_not_asked(ada: Hand) -> None:
    [*_, last] = await says(ada, 3)
    await looks(ada)
    await deliver(ada.doing(), last)

    due = [nudge for nudge in await nudges_of(ada, State.PLANNED) if nudge.kind is Kind.STOP_KIND]
    async with ada.store.writing() as tx:
        assert await still_to_ask(tx, ada.member, due) == []
    assert await questions_of(ada.store, ada.member) == []

    await says(ada, 3)
    await looks(ada)
    assert len(await questions_of(ada.store, ada.member)) == 1


async def test_n3_a_question_that_was_answered_is_settled(ada: Hand) -> None:
    question = await asked(ada, Kind.INVITE)
    await say_yes(ada.doing(), question)

    with pytest.raises(EtiquetteError) as refused:
        await say_yes(ada.doing(), question)
    assert refused.value.code is Refusal.ALREADY_SETTLED


async def test_n1_who_has_no_zone_gets_the_workspaces_and_is_asked_once(store: Store) -> None:
    noor = await meet(store, NOOR, NOWHERE, TUESDAY)
    assert (noor.zone, await questions_of(store, noor)) == ("UTC", [])

    for _ in range(2):
        noor, _ = await arrive(store, noor, TUESDAY, uses=True, greets=True)
        await keep_profile(store, NOOR, NOWHERE, TUESDAY)
    [question] = await questions_of(store, noor)
    assert question.asked is Asked.WHICH_ZONE

    hand = Hand(store, noor)
    assert (await choose_zone(hand.doing(), question.id, "Asia/Tokyo")).zone == "Asia/Tokyo"
    with pytest.raises(EtiquetteError):
        await choose_zone(hand.doing(), question.id, "Mars/Olympus")

    await keep_profile(store, NOOR, NOWHERE, TUESDAY)
    kept = await member_of(store, NOOR)
    assert kept is not None
    assert (kept.zone, [each.state for each in await questions_of(store, noor)]) == (
        "Asia/Tokyo",
        [QuestionState.ANSWERED],
    )
    await keep_profile(store, NOOR, replace(NOWHERE, zone="Europe/Paris"), TUESDAY)
    assert (await member_of(store, NOOR) or kept).zone == "Europe/Paris"


async def test_n1_the_workspaces_zone_is_the_first_admins(store: Store) -> None:
    admin = replace(NOWHERE, zone="Europe/Lisbon", is_admin=True)
    await meet(store, Who(WORKSPACE, "U0BOSS"), admin, TUESDAY)
    await meet(store, Who(WORKSPACE, "U0BOSS2"), replace(admin, zone="Asia/Tokyo"), TUESDAY)

    assert (await meet(store, NOOR, NOWHERE, TUESDAY)).zone == "Europe/Lisbon"


@pytest.mark.parametrize(
    ("is_guest", "uses", "greets", "welcomed", "started"),
    [
        (False, True, True, True, True),
        (False, False, True, True, False),
        (False, True, False, False, True),
        (True, False, True, False, False),
        (True, True, True, True, True),
    ],
)
async def test_n2_a_welcome_is_said_once_however_many_arrive_together(
    store: Store, is_guest: bool, uses: bool, greets: bool, welcomed: bool, started: bool
) -> None:
    noor = await meet(store, NOOR, replace(NOWHERE, is_guest=is_guest), TUESDAY)

    arrivals = await asyncio.gather(*(arrive(store, noor, TUESDAY, uses=uses, greets=greets) for _ in range(3)))

    assert sum(is_welcome for _, is_welcome in arrivals) == welcomed
    now = await member_of(store, NOOR)
    assert now is not None
    assert (now.started_at is not None) is started
    assert now.is_left_alone is (is_guest and not started)
