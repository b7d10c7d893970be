"""Presses on a good turn, and on a word to somebody of whom nothing was heard for long (E14, E15, E19)."""

from etiquette.rules.good_turns import GoodTurnState
from etiquette.services.checking_in import let_them_rest, wrote_to
from etiquette.services.good_turns import settle_good_turn
from handlers.reception import Visit


async def done(visit: Visit, good_turn_id: str) -> object:
    """A good turn was done."""
    return await settle_good_turn(visit.doing, good_turn_id, GoodTurnState.DONE)


async def declined(visit: Visit, good_turn_id: str) -> object:
    """A good turn is let go."""
    return await settle_good_turn(visit.doing, good_turn_id, GoodTurnState.DECLINED)


async def wrote(visit: Visit, contact_id: str) -> object:
    """The member wrote to somebody."""
    return await wrote_to(visit.doing, contact_id)


async def rested(visit: Visit, contact_id: str) -> object:
    """Somebody is let rest until there is any contact."""
    return await let_them_rest(visit.doing, contact_id)
