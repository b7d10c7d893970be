"""Whoever is asked finds the plan by the name of who offers it, though they are no contact of theirs yet (C1)."""

import pytest

from etiquette.services.agreeing import offer_plan
from etiquette.services.contacts import Somebody
from etiquette.services.plans import offered_by
from tests.cast import Hand
from tests.etiquette.services.test_plans import plans


@pytest.mark.parametrize(
    ("somebody", "is_found"),
    [
        (Somebody("", slack_user_id="U0ADA"), True),
        (Somebody("U0ADA", slack_user_id="U0DAN"), False),
        (Somebody("u0ada"), True),
        (Somebody("Dana"), False),
        (Somebody(""), False),
    ],
)
async def test_c1_an_offer_is_found_by_who_makes_it(ada: Hand, sam: Hand, somebody: Somebody, is_found: bool) -> None:
    plan_id = await plans(ada)
    assert await offered_by(sam.store, sam.member, somebody) is None
    await offer_plan(ada.doing(), plan_id, sam.member)

    found = await offered_by(sam.store, sam.member, somebody)
    assert (found.partnership.id if found else None) == (plan_id if is_found else None)
