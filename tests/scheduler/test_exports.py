"""An export is handed over once, whatever crashes: never lost, never twice (N7)."""

import asyncio
import csv
import io
import json

import pytest

from etiquette.messages.exports import table
from etiquette.rules.imports import TRIES
from etiquette.services.contacts import everybody
from etiquette.services.exports import ask_for_export
from etiquette.services.forgetting import forget_contact, forget_member
from etiquette.store import exports
from scheduler.erasures import erase
from scheduler.exports import _hand_over, _uploaded, _with_channel, write_exports
from scheduler.queues import claimed
from tests.cast import Hand
from tests.scheduler.office import Office


async def asked(office: Office) -> Hand:
    ada = await office.hand()
    await ada.has_thanked()
    assert await ask_for_export(ada.doing())
    office.moves(seconds=9)
    return ada


def handed_over(office: Office) -> list[list[str]]:
    """The files of each message that has any."""
    return [[file["name"] for file in message.raw["files"]] for message in office.inbox() if message.raw.get("files")]


def announced(office: Office) -> bool:
    """Whether the first file is on its way, so that all of them are written."""
    return any(call.method == "files.getUploadURLExternal" for call in office.slack.calls)


def content(office: Office, name: str) -> bytes:
    files = [file for message in office.inbox() for file in message.raw.get("files", ())]
    (found,) = [file["id"] for file in files if file["name"] == name]
    return office.slack.backend.files.get(found).content or b""


async def test_n7_everything_comes_in_one_message_to_the_member_alone(any_office: Office) -> None:
    await asked(any_office)

    assert await write_exports(any_office.desk) == 1
    await any_office.slack.quiet()

    (names,) = handed_over(any_office)
    assert names[:3] == ["coopetiquette-2026-11-24.json", "contacts-2026-11-24.csv", "introductions-2026-11-24.csv"]
    whole = json.loads(content(any_office, names[0]))
    assert (whole["coopetiquette"], [each["name"] for each in whole["contacts"]]) == (3, ["Dana Reyes"])
    rows = list(csv.DictReader(io.StringIO(content(any_office, names[1]).decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Dana Reyes"]


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
async def test_n7_wherever_a_crash_comes_it_is_handed_over_once(office: Office, steps: int) -> None:
    """After the claim, with its conversation, with its files uploaded, with them handed over."""
    await asked(office)
    export = await claimed(office.desk, exports)
    for step in (_with_channel, _uploaded, _hand_over)[: steps - 1]:
        assert export is not None
        export = await step(office.desk, export) or export
    await office.slack.quiet()
    office.moves(minutes=6)

    assert await write_exports(office.another_desk()) == 1
    await office.slack.quiet()

    assert len(handed_over(office)) == 1


@pytest.mark.parametrize("drop", [False, True])
async def test_n7_an_answer_that_was_lost_is_looked_into(office: Office, drop: bool) -> None:
    await asked(office)
    if drop:
        office.slack.faults.drop_answer("files.completeUploadExternal")
    else:
        office.slack.faults.refuse("files.completeUploadExternal", status=503)
    assert await write_exports(office.desk) == 0
    await office.slack.quiet()

    office.moves(minutes=2)
    assert await write_exports(office.desk) == 1
    await office.slack.quiet()

    assert len(handed_over(office)) == 1


async def test_n7_what_was_handed_over_and_is_not_there_yet_is_waited_for(office: Office) -> None:
    """Slack shares files in its own time: asked too early, it refuses to do it again."""
    await asked(office)
    office.slack.backend.file_delay = 0.5
    office.slack.faults.drop_answer("files.completeUploadExternal")
    assert await write_exports(office.desk) == 0

    office.moves(minutes=2)
    assert await write_exports(office.desk) == 0
    await office.slack.quiet()
    office.moves(minutes=5)
    assert await write_exports(office.desk) == 1

    assert len(handed_over(office)) == 1


async def test_n7_what_slack_never_takes_is_said_so(office: Office) -> None:
    await asked(office)
    office.slack.faults.refuse("files.getUploadURLExternal", status=500, times=99)

    for _ in range(TRIES):
        await write_exports(office.desk)
        office.moves(minutes=31)

    assert [message.text[:24] for message in office.inbox()] == ["Slack did not take the f"]


@pytest.mark.parametrize("whole", [False, True], ids=["one contact", "all"])
async def test_n7_what_is_forgotten_while_it_is_written_is_handed_over_to_nobody(office: Office, whole: bool) -> None:
    """One contact gone, the rest is written anew; all gone, there is nothing left to hand over, nor to say."""
    ada = await asked(office)
    (dana,) = await everybody(ada.store, ada.member)
    office.slack.faults.delay("files.getUploadURLExternal", 0.5, times=2)
    writing = asyncio.create_task(write_exports(office.desk))
    while not announced(office):  # noqa: ASYNC110  # what is waited for is on the other side of a wire
        await asyncio.sleep(0.01)

    ada.now = office.time.domain
    await (forget_member(ada.doing()) if whole else forget_contact(ada.doing(), dana.id))
    await writing
    office.moves(minutes=4)
    await write_exports(office.desk)
    await erase(office.desk)
    await office.slack.quiet()

    assert len(handed_over(office)) == (0 if whole else 1)
    assert len(office.inbox()) == (0 if whole else 1)
    given = {file.id for file in office.slack.backend.files._files.values() if file.content is not None}
    assert len(given) == sum(len(names) for names in handed_over(office))  # and nothing else is left at Slack
    for names in handed_over(office):
        assert b"Dana" not in content(office, names[0])


async def test_n7_asked_for_twice_it_comes_once(office: Office) -> None:
    ada = await asked(office)

    assert not await ask_for_export(ada.doing())


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("a=b", "a=b"),
    ],
)
def test_n7_no_cell_is_taken_for_a_formula(value: str, cell: str) -> None:
    (_, row) = csv.reader(io.StringIO(table([{"name": value}]).decode("utf-8-sig")))

    assert row == [cell]
