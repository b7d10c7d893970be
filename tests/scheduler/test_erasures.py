"""What was forgotten here is deleted at Slack, too: the bot's own messages and files, and nobody else's (N7)."""

import json

import pytest
from sqlalchemy import text

from etiquette.messages.vocabulary import Paper
from etiquette.rules.nudges import Kind
from etiquette.rules.planning import said_once
from etiquette.services.contacts import Somebody
from etiquette.services.exports import ask_for_export
from etiquette.services.forgetting import forget_contact, forget_member
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.store import nudges
from scheduler.erasures import erase
from scheduler.exports import write_exports
from scheduler.files import send, shares
from scheduler.redraw import redraw
from scheduler.sweep import _prepared, claim, sweep
from tests.cast import BO, DANA, WORKSPACE, utc
from tests.scheduler.office import Office


def told(office: Office) -> str:
    return json.dumps([message.raw for message in office.inbox()])


async def decks(office: Office, *names: str) -> dict[str, str]:
    """Promises of Ada's that were recalled by now; gives whom they are to."""
    ada = await office.hand()
    agreed = {name: (await ada.promises(name)).contact.id for name in names}
    office.moves_to(utc(26, 11))
    assert await sweep(office.desk) == 1
    return agreed


async def left(office: Office) -> int:
    """How much is still to be deleted."""
    async with office.store.reading() as tx:
        return int((await tx.connection.execute(text("SELECT count(*) FROM erasures"))).scalar_one())


async def test_n7_what_was_said_of_a_contact_is_deleted_at_slack(any_office: Office) -> None:
    contacts = await decks(any_office, DANA)
    assert "Dana" in told(any_office)

    await forget_contact((await any_office.hand()).doing(), contacts[DANA])
    any_office.moves(seconds=9)
    await erase(any_office.desk)

    assert any_office.inbox() == []
    assert await left(any_office) == 0


async def test_n7_a_message_that_speaks_of_others_too_is_drawn_without_the_contact(office: Office) -> None:
    contacts = await decks(office, DANA, "Kim Park")
    assert len(office.inbox()) == 1

    await forget_contact((await office.hand()).doing(), contacts[DANA])
    office.moves(seconds=9)
    await erase(office.desk)
    await redraw(office.desk)

    assert "Dana" not in told(office)
    assert "Kim Park" in told(office)


async def test_n7_a_reply_that_names_the_contact_is_found_by_its_buttons(office: Office) -> None:
    """What was answered in the conversation has no row of its own."""
    ada = await office.hand()
    logged = await ada.logs()
    button = {"type": "button", "action_id": "edit", "value": f"introduction:{logged.introduction.id}"}
    blocks = [{"type": "actions", "elements": [{**button, "text": {"type": "plain_text", "text": "Edit"}}]}]
    client = office.desk.slack.client
    await client.chat_postMessage(channel=office.person().dm, text="Noted: Dana Reyes.", blocks=blocks)
    await client.chat_postMessage(channel=office.person().dm, text="Something else.")
    await office.person().say(text=f"my own words of {logged.introduction.id}")

    await forget_contact(ada.doing(), logged.contact.id)
    office.moves(seconds=9)
    await erase(office.desk)

    assert [message.text for message in office.inbox()] == ["Something else."]
    assert len(office.person().conversation) == 2


async def test_n7_what_the_introducer_was_told_is_deleted_too(office: Office) -> None:
    """Words that were passed on to Bo on Ada's behalf."""
    ada, bo = await office.hand(), await office.hand(BO)
    by = Introduced(introducer_user_id=BO.member_id)
    logged = await log_introduction(ada.doing(), Somebody(DANA), by, "Dana via Bo")
    async with office.store.writing() as tx:
        plan = said_once(bo.member, logged.introduction, Kind.REFERRAL_ASKED, office.time.domain)
        await nudges.plan(tx, WORKSPACE, [plan], office.time.domain)
    await office.run("UPDATE introductions SET referral_asked_at = created_at")
    office.moves_to(utc(25, 11))
    await sweep(office.desk)
    assert len(office.inbox(BO)) == 1

    await forget_contact(ada.doing(), logged.contact.id)
    office.moves(seconds=9)
    await erase(office.desk)

    assert office.inbox(BO) == []


@pytest.mark.parametrize("whole", [False, True], ids=["one contact", "all"])
async def test_n7_a_call_as_a_file_goes_too(office: Office, whole: bool) -> None:
    """Its name and its content are the contact's, and it carries no id."""
    ada = await office.hand()
    contact = (await ada.promises()).contact
    desk, paper = office.desk, Paper("call-with-dana-reyes.ics", b"SUMMARY:Dana Reyes")
    await send(desk.slack, ada.member, paper)
    await office.slack.quiet()
    [said] = office.inbox()
    file_id = said.raw["files"][0]["id"]

    await (forget_member(ada.doing()) if whole else forget_contact(ada.doing(), contact.id))
    office.moves(seconds=9)
    await erase(desk)

    assert office.inbox() == []
    assert await shares(desk.slack, WORKSPACE, file_id) is None


async def test_n7_what_was_on_its_way_when_it_was_forgotten_is_deleted_when_it_came(office: Office) -> None:
    ada = await office.hand()
    contact = (await ada.promises()).contact
    office.moves_to(utc(26, 11))
    claimed = await claim(office.desk, WORKSPACE)
    assert claimed
    ready = await _prepared(office.desk, claimed[0])
    assert ready is not None

    await forget_contact((await office.hand()).doing(), contact.id)
    await office.desk.slack.post(*ready)
    office.moves(minutes=4)
    await erase(office.desk)

    assert office.inbox() == []


async def test_n7_an_export_that_tells_of_the_contact_goes_too(office: Office) -> None:
    ada = await office.hand()
    contact = (await ada.promises()).contact
    await ask_for_export(ada.doing())
    office.moves(seconds=9)
    await write_exports(office.desk)
    await office.slack.quiet()
    assert len(office.inbox()) == 1

    await forget_contact((await office.hand()).doing(), contact.id)
    office.moves(seconds=9)
    await erase(office.desk)

    assert office.inbox() == []
    assert office.slack.backend.files._files == {}


async def test_n7_forget_me_takes_every_message_and_every_file_of_the_bots(office: Office) -> None:
    await decks(office, DANA)
    ada = await office.hand()
    await ask_for_export(ada.doing())
    office.moves(seconds=9)
    await write_exports(office.desk)
    await office.slack.quiet()
    mine = await office.person().say(text="my own words")

    await forget_member((await office.hand()).doing())
    office.moves(seconds=9)
    await erase(office.desk)

    assert office.inbox() == []
    assert [message.ts for message in office.person().conversation] == [mine.ts]
    assert office.slack.backend.files._files == {}


async def test_n7_while_slack_is_away_an_erasure_waits(office: Office) -> None:
    contacts = await decks(office, DANA)
    await forget_contact((await office.hand()).doing(), contacts[DANA])
    office.moves(seconds=9)
    office.slack.faults.refuse("chat.delete", status=503, times=2)

    await erase(office.desk)
    assert await left(office) > 0
    for _ in range(4):
        office.moves(minutes=5)
        await erase(office.another_desk())

    assert (office.inbox(), await left(office)) == ([], 0)
