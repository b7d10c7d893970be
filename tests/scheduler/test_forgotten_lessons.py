"""What was shared in channels is forgotten with whoever shared it; what a digest counted stays as it was (N7)."""

import json
from typing import Any

import pytest

from etiquette.rules.members import Who
from etiquette.rules.nudges import Cargo
from etiquette.services.forgetting import forget_contact, forget_member
from etiquette.store import deliveries
from scheduler.erasures import erase
from scheduler.redraw import redraw
from tests.cast import ADA, BO, WORKSPACE
from tests.scheduler.newsroom import FRIDAY, GENERAL, has_a_good_week, read, sets_up, shares
from tests.scheduler.office import LEASE_IS_OUT, Office

HERS, HIS = "Write the press release first.", "Ask for the bad news first."


async def is_posted(office: Office) -> None:
    """Ada's digest, with counts, their picture, and what she and Bo learned."""
    await has_a_good_week(office)
    await shares(office, HERS)
    await shares(office, HIS, id="l-bo", member_id=BO.member_id)
    await sets_up(office)
    await office.ticks()
    office.moves_to(FRIDAY)
    await office.ticks()
    assert len(read(office)) == 1


async def forgets(office: Office, who: Who) -> None:
    await forget_member((await office.hand(who)).doing())
    office.hands.pop(who)
    office.moves(seconds=9)


def told(office: Office) -> str:
    return json.dumps([message.raw for message in read(office)])


async def test_n7_a_digest_names_nobody_who_was_forgotten_and_keeps_its_counts(any_office: Office) -> None:
    """Bo first; then Ada, who set it up: what it counted, and its picture, stay."""
    await is_posted(any_office)

    await forgets(any_office, BO)
    await any_office.ticks()
    assert (HIS in told(any_office), BO.member_id in told(any_office), HERS in told(any_office)) == (False, False, True)

    await forgets(any_office, ADA)
    await any_office.ticks()

    (posted,) = read(any_office)
    assert (HERS in told(any_office), "*U0ADA*" in told(any_office)) == (False, False)
    assert "What people learned" not in posted.plain
    assert "*3 introductions* were made" in posted.plain
    assert "image" in {block["type"] for block in posted.blocks}


async def test_n7_what_others_shared_is_forgotten_after_whoever_set_the_digest_up(office: Office) -> None:
    await is_posted(office)
    await forgets(office, ADA)
    await office.ticks()
    assert HIS in told(office)

    await forgets(office, BO)
    await office.ticks()

    assert HIS not in told(office)


async def test_n7_a_later_digest_that_told_nothing_of_theirs_is_let_be(office: Office) -> None:
    await is_posted(office)
    await shares(office, "Another week.", id="l-later", member_id="U0DAN")
    office.moves(days=7)
    await office.ticks()
    assert len(read(office)) == 2
    before = len(updates(office))

    await forgets(office, BO)
    await office.ticks()

    assert len(updates(office)) - before == 1


def updates(office: Office) -> list[object]:
    return [call for call in office.slack.calls if call.method == "chat.update"]


@pytest.mark.parametrize(
    ("method", "refused"),
    [
        ("conversations.history", {"status": 503}),
        ("conversations.history", {"error": "not_in_channel"}),
        ("chat.update", {"status": 503}),
        ("chat.update", {"error": "is_archived"}),
    ],
)
async def test_n7_while_slack_will_not_it_is_tried_again(office: Office, method: str, refused: dict[str, Any]) -> None:
    await is_posted(office)
    await forgets(office, BO)
    office.slack.faults.refuse(method, **refused)
    await redraw(office.desk)
    assert HIS in told(office)

    office.moves(hours=1, seconds=LEASE_IS_OUT)
    await redraw(office.another_desk())

    assert HIS not in told(office)


async def test_n7_a_picture_that_slack_does_not_take_back_keeps_no_name_alive(office: Office) -> None:
    await is_posted(office)
    await forgets(office, BO)
    office.slack.faults.refuse("chat.update", error="invalid_blocks")
    await office.ticks()

    (posted,) = read(office)
    assert HIS not in told(office)
    assert "image" not in {block["type"] for block in posted.blocks}


async def test_n7_what_was_learned_of_a_contact_goes_with_them(office: Office) -> None:
    logged = await (await office.hand()).logs()
    await shares(office, HERS, contact_id=logged.contact.id)
    await sets_up(office)
    await office.ticks()
    office.moves_to(FRIDAY)
    await office.ticks()
    assert HERS in told(office)

    await forget_contact((await office.hand()).doing(), logged.contact.id)
    await office.ticks()

    assert HERS not in told(office)


@pytest.mark.parametrize("whole", [False, True], ids=["one contact", "all"])
async def test_n7_a_lesson_that_was_posted_by_itself_is_deleted(office: Office, whole: bool) -> None:
    ada = await office.hand()
    logged = await ada.logs()
    await shares(office, HERS, channel=GENERAL, in_digest=False, contact_id=logged.contact.id)
    async with office.store.writing() as tx:
        await deliveries.plan(tx, WORKSPACE, Cargo.LESSON, "l-ada", "once", GENERAL, office.time.domain)
    await office.ticks()
    assert HERS in told(office)

    await (forget_member(ada.doing()) if whole else forget_contact(ada.doing(), logged.contact.id))
    office.moves(seconds=9)
    await erase(office.desk)

    assert read(office) == []
