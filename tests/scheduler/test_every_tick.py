"""Two workers do everything that time does, at the same moment, on one database: each thing is done once (N4)."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import text

from etiquette.rules.imports import SentFile
from etiquette.services.connections import count_connections, receive_files
from etiquette.services.contacts import Somebody
from etiquette.services.deliverables import deliver
from etiquette.services.exports import ask_for_export
from etiquette.services.forgetting import forget_contact
from etiquette.services.introductions import Introduced, log_introduction
from etiquette.store import members
from scheduler.desk import Desk
from scheduler.people import refresh_members
from scheduler.timetable import IN_ORDER
from tests.cast import ADA, BO, DAN
from tests.running import runs
from tests.scheduler.newsroom import FRIDAY, read, sets_up, shares
from tests.scheduler.office import Office, office_in

LIST = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nEdo,Reyes,,,Acme,Lead,12 Mar 2019\n"


@pytest.mark.postgres
async def test_n4_whatever_time_does_two_workers_do_it_once(emptied_postgres_url: str) -> None:
    async with office_in(emptied_postgres_url) as office:
        await much_is_going_on(office)
        office.moves_to(FRIDAY)
        ada = await office.hand()
        workers = office.desk, office.another_desk()

        await asyncio.gather(*(works(desk) for desk in workers))
        await office.slack.quiet()

        assert set(office.said().values()) == {1}
        assert set(Counter(deliveries_in(office)).values()) == {1}
        assert len(read(office)) == 1
        assert len([said for said in office.inbox() if said.raw.get("files") and said.user != ADA.member_id]) == 1
        assert [said.text for said in office.inbox() if "I have read" in said.text] == [
            "I have read “Connections.csv”: *1* new."
        ]
        assert await count_connections(office.store, ada.member) == 1
        assert await left(office) == {"erasures": 0, "imports": 0, "exports": 0, "planned": 0, "claimed": 0, "stale": 0}


async def works(desk: Desk) -> None:
    """A worker's life for a while, faster than any timetable."""
    for _ in range(3):
        for tick in (refresh_members, *IN_ORDER):
            await tick(desk)


async def much_is_going_on(office: Office) -> None:
    """Something for every tick: told and settled, sent, asked for, forgotten, shared, planned together."""
    ada, bo = await office.hand(), await office.hand(BO)
    await office.hand(DAN)
    settled = (await ada.promises("Peer")).deliverable
    await bo.has_thanked()
    async with office.store.writing() as tx:
        await members.change(tx, ADA, started_at=office.time.domain)
    office.moves_to(FRIDAY.replace(day=26))
    await office.ticks()
    await deliver((await office.hand()).doing(), settled.id)

    ada = await office.hand()
    gone = await log_introduction(ada.doing(), Somebody("Gone"), Introduced(None, "U0SAM"), "Gone via Sam")
    await forget_contact(ada.doing(), gone.contact.id)
    raw = (await office.person().send_file("Connections.csv", LIST.encode())).raw["files"][0]
    file = SentFile(raw["id"], raw["name"], raw["url_private_download"], raw["size"])
    await receive_files(ada.doing(), office.person().dm, [file])
    assert await ask_for_export(ada.doing())
    await log_introduction(ada.doing(), Somebody("Cleo"), Introduced(None, "U0SAM"), "Cleo via Sam")
    await shares(office)
    await sets_up(office)
    await runs(office.store, ADA, DAN, office.time.domain)


def deliveries_in(office: Office) -> list[str]:
    """What each message of the bot's carries by its metadata: nothing may be there twice."""
    payloads = [said.metadata["event_payload"] for who in (ADA, BO, DAN) for said in office.inbox(who) if said.metadata]
    return [str(payload.get("delivery") or payload.get("import")) for payload in payloads]


async def left(office: Office) -> dict[str, int]:
    """What is still to be done at this moment."""
    queries = {
        "erasures": "SELECT count(*) FROM erasures",
        "imports": "SELECT count(*) FROM imports WHERE NOT told",
        "exports": "SELECT count(*) FROM exports WHERE state = 'waiting'",
        "planned": "SELECT count(*) FROM deliveries WHERE state = 'planned'",
        "claimed": "SELECT count(*) FROM deliveries WHERE state = 'claimed'",
        "stale": "SELECT count(*) FROM deliveries WHERE wanted > drawn",
    }
    async with office.store.reading() as tx:
        return {name: (await tx.connection.execute(text(query))).scalar_one() for name, query in queries.items()}
