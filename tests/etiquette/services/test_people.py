"""A person with everything that can hang on them: deleted, merged, and back again (issue 3, People; N3)."""

from datetime import date
from typing import Any

import pytest

from etiquette.rules.acts import Verb
from etiquette.rules.favours import Direction, Favour, FavourForm
from etiquette.rules.good_turns import GoodTurn, GoodTurnState, Turn
from etiquette.rules.lessons import Lesson
from etiquette.rules.renegotiations import Renegotiation
from etiquette.services.contacts import everybody
from etiquette.services.deletion import delete_call, delete_contact, delete_introduction
from etiquette.services.merging import merge_contacts
from etiquette.services.nudging import plan
from etiquette.store.records import add
from tests.builders import make_promise
from tests.cast import DANA, Hand
from tests.etiquette.services.ledger import facts_of, ledger

CLEO = "Cleo Marchetti"


async def knows_well(ada: Hand) -> tuple[str, str]:
    """Dana, with a fact of every noun; and Cleo, whom she could meet. Gives the ids of both."""
    held = await ada.has_thanked(make_promise())
    cleo = (await ada.logs(CLEO)).contact.id
    own: dict[str, Any] = {"workspace_id": ada.member.workspace_id, "member_id": ada.member.id, "created_at": ada.now}
    dana = held.contact.id
    on, deck = date(2026, 11, 27), held.deliverables[0].id
    turn: dict[str, Any] = {
        "because": "pricing",
        "planned_for": on,
        "state": GoodTurnState.OPEN,
        "settled_at": None,
        "revision": 1,
    }
    async with ada.doing().act(Verb.RECORD_FAVOUR) as tx:
        given: dict[str, Any] = {
            "direction": Direction.GIVEN,
            "form": FavourForm.KNOWLEDGE,
            "what": "a word",
            "typed": "",
        }
        await add(tx, Favour(id="f", contact_id=dana, whom=None, at=ada.now, **given, **own))
        await add(tx, Renegotiation("r", own["workspace_id"], own["member_id"], dana, deck, on, on, ada.now, ada.now))
        for good_turn in (
            GoodTurn(id="g-1", turn=Turn.INTRODUCE, contact_id=cleo, other_id=dana, **turn, **own),
            GoodTurn(id="g-2", turn=Turn.RECOMMEND, contact_id=dana, other_id=None, **turn, **own),
        ):
            await add(tx, good_turn)
            await plan(tx, good_turn, ada.member, ada.now)
        learned: dict[str, Any] = {"text": "Say less.", "channel": "C0GENERAL", "in_digest": True}
        await add(tx, Lesson(id="l", contact_id=dana, call_id=held.call.id, **learned, **own))
    return dana, cleo


async def test_people_deleted_take_with_them_whatever_hangs_on_them_but_what_was_shared(ada: Hand) -> None:
    dana, _ = await knows_well(ada)
    before = await ledger(ada)

    await delete_contact(ada.doing(), dana)

    left = await facts_of(ada)
    assert sorted(type(each).__name__ for each in left) == ["Contact", "Introduction", "Lesson"]
    [lesson] = [each for each in left if isinstance(each, Lesson)]
    assert (lesson.contact_id, lesson.call_id, lesson.text) == (None, None, "Say less.")
    assert {subject for _, subject, *_ in (await ledger(ada)).planned} <= {each.id for each in left}

    await ada.undoes()
    assert await ledger(ada) == before


async def test_people_merged_take_whatever_hangs_on_them_along(ada: Hand) -> None:
    """A good turn that would have them meet themselves goes."""
    dana, cleo = await knows_well(ada)
    before = await ledger(ada)

    await merge_contacts(ada.doing(), cleo, dana)

    assert {each.contact_id for each in await facts_of(ada) if hasattr(each, "contact_id")} == {cleo}
    assert "g-1" not in {each.id for each in await facts_of(ada)}
    assert "g-2" in {each.id for each in await facts_of(ada)}

    await ada.undoes()
    assert await ledger(ada) == before


async def test_people_are_still_known_when_one_call_or_introduction_of_theirs_is_deleted(ada: Hand) -> None:
    """What was learned in a call stays when the call goes."""
    await knows_well(ada)
    facts = await facts_of(ada)
    before = await ledger(ada)
    [call] = [each for each in facts if type(each).__name__ == "Call"]
    introduction = next(each for each in facts if type(each).__name__ == "Introduction")

    await delete_call(ada.doing(), call.id)
    await delete_introduction(ada.doing(), introduction.id)
    assert {each.name for each in await everybody(ada.store, ada.member)} == {DANA, CLEO}
    await ada.undoes()
    assert call.id not in {each.id for each in await facts_of(ada)}
    assert await ledger(ada) != before


@pytest.mark.parametrize("by", [None, "Sam Rivera"])
async def test_people_of_whom_nothing_is_left_go_with_their_introduction(ada: Hand, by: str | None) -> None:
    """E19: and nobody is nudged to write to somebody who is gone."""
    logged = await ada.logs(by=by)

    await delete_introduction(ada.doing(), logged.introduction.id)

    assert await facts_of(ada) == []
    assert (await ledger(ada)).planned == ()
