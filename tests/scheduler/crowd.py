"""A workspace in which many are to be told something at the same moment."""

from datetime import date

from emulator import SeedPerson
from etiquette.rules.members import Profile, Who
from etiquette.services.members import meet
from tests.cast import TUESDAY, WORKSPACE, Hand, utc
from tests.scheduler.office import Office

RUSH = utc(26, 11)
"""Thursday, when everybody's decks are due to be recalled."""


async def crowd(office: Office, count: int, workspace_id: str = WORKSPACE) -> list[Who]:
    """So many people of a workspace, each of whom has promised a deck by Friday. They are at work in London."""
    people = [Who(workspace_id, f"U{workspace_id[2:5]}{number:03}") for number in range(count)]
    for who in people:
        office.slack.backend.workspace.keep_person(SeedPerson(who.member_id, who.member_id.lower()))
        profile = Profile("Europe/London", "en-GB", who.member_id, is_active=True)
        hand = office.hands[who] = Hand(office.store, await meet(office.store, who, profile, TUESDAY))
        await hand.promises(due_on=date(2026, 11, 27))
    return people


def told(office: Office, people: list[Who]) -> list[int]:
    """How many messages each of them got."""
    return [len(office.inbox(who)) for who in people]


def posts(office: Office) -> list[float]:
    """The moments, in machine time, at which something was posted, or was to be."""
    return [call.machine for call in office.slack.calls if call.method == "chat.postMessage"]
