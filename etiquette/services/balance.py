"""What the side that gave far more answers, and what a silence is answered with (C10, C12)."""

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.partnerships import Side, Together
from etiquette.services.nudging import Doing, answered, hold
from etiquette.services.together import hold_own_side, touched
from etiquette.store.records import change


async def asked_for_balance(doing: Doing, side_id: str) -> Side:
    """The giver has asked the other side: that is one of the three ways on (C10)."""
    return await _settled(doing, side_id, Answer.DONE)


async def fine_as_it_is(doing: Doing, side_id: str) -> Side:
    """The giver is content: nothing is said of it for a good while."""
    return await _settled(doing, side_id, Answer.NOT_THIS_TIME)


async def go_on(doing: Doing, side_id: str) -> Together:
    """It goes on as planned: both sides have their answer, and the silence counts from now (C12)."""
    async with doing.act(Verb.GO_ON) as tx:
        together = await hold_own_side(tx, doing, side_id)
        if not together.is_running or together.mine.silent_since is None:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        await touched(tx, together, doing.now)
        return together


async def _settled(doing: Doing, side_id: str, chosen: Answer) -> Side:
    async with doing.act(Verb.BALANCE) as tx:
        together = await hold_own_side(tx, doing, side_id)
        if together.mine.leans_since is None:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        await touched(tx, together, doing.now)
        side = await hold(tx, Side, doing.member, side_id)
        settled = await change(tx, side, leans_since=None, revision=side.revision + 1)
        await answered(tx, settled, doing.member, chosen, doing.now, {Kind.ONE_SIDED})
        return settled
