"""A partnership that runs in a database: two members, Ada and Dan, each with a side and a contact for the other."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from etiquette.rules.contacts import new_contact
from etiquette.rules.contributions import occurrence_id
from etiquette.rules.deliverables import Deliverable, Owner
from etiquette.rules.members import Who
from etiquette.rules.partnerships import Together
from etiquette.services.nudging import Doing
from etiquette.services.supporting import suggest_support
from etiquette.services.together import touched
from etiquette.store import partnerships
from etiquette.store.records import add
from etiquette.store.session import Store
from tests.builders import make_deliverable
from tests.partners import make_contribution, make_partnership, make_side, their_side

ADAS, DANS, PLAN = "s-ada", "s-dan", "p-workshop"
HER_PART, HIS_PART = "b-slides", "b-venue"


async def runs(store: Store, ada: Who, dan: Who, now: datetime, **sides: Any) -> Together:
    """Ada's and Dan's workshop has started: each of them gives something, week after week. As Ada sees it.

    `theirs` changes Dan's side, `mine` Ada's, `plan` what both wrote.
    """
    place = {"workspace_id": ada.workspace_id}
    partnership = make_partnership(**place, started_at=now, **sides.get("plan", {}))
    mine = make_side(**place, member_id=ada.member_id, contact_id="c-dan", **sides.get("mine", {}))
    theirs = their_side(**{**place, "id": DANS, "member_id": dan.member_id, "name": "Dan Whitlock"})
    theirs = replace(theirs, contact_id="c-ada", **sides.get("theirs", {}))
    together = Together(partnership, mine, theirs)
    async with store.writing() as tx:
        await add(tx, new_contact("c-dan", ada.workspace_id, ada.member_id, "Dan Whitlock", now))
        await add(tx, new_contact("c-ada", dan.workspace_id, dan.member_id, "Ada Okafor", now))
        await partnerships.add(tx, partnership)
        for side, part in ((mine, HER_PART), (theirs, HIS_PART)):
            await add(tx, side)
            owned = {**place, "member_id": side.member_id, "contact_id": side.contact_id, "side_id": side.id}
            await add(tx, make_contribution(**owned, id=part, what=f"{side.name}'s part", dated_by=side.id))
        await touched(tx, together, now)
        found = await partnerships.seen_by(tx, ada, partnership.id)
        assert found is not None
        await suggest_support(tx, found, now)
    return together


async def owes(doing: Doing, part: str, day: date, **values: Any) -> Deliverable:
    """One occurrence of what somebody contributes."""
    owed = make_deliverable(
        id=occurrence_id(part, day),
        workspace_id=doing.member.workspace_id,
        member_id=doing.member.id,
        contact_id="c-dan" if part == HER_PART else "c-ada",
        owner=Owner.MINE,
        what=f"a part of {part}",
        due_on=day,
        contribution_id=part,
        created_at=doing.now,
        **values,
    )
    async with doing.store.writing() as tx:
        await add(tx, owed)
    return owed


async def seen_by(store: Store, who: Who) -> Together:
    """The partnership as it stands by now."""
    async with store.reading() as tx:
        found = await partnerships.seen_by(tx, who, PLAN)
    assert found is not None
    return found


def days(count: int, start: date) -> list[date]:
    """So many days on end."""
    return [start + timedelta(days=number) for number in range(count)]
