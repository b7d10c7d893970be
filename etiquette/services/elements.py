"""How a partnership stands: its eight elements over ninety days (L1 to L8), and its balance over all of it (C6)."""

from dataclasses import dataclass
from datetime import datetime

from etiquette.rules.balance import Given, given_by
from etiquette.rules.elements import Counted, Happenings, elements_of
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.partnerships import Together
from etiquette.store import occurrences, partnerships
from etiquette.store.session import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands, as one member sees it. Only what happened is counted; no word of a reflection is read for it."""

    together: Together
    elements: tuple[Counted, ...]
    mine: Given
    theirs: Given


async def standing_of(store: Store, member: Member, partnership_id: str, now: datetime) -> Standing:
    """How a partnership stands. Refused as NOT_FOUND where the member has no side in it (N6)."""
    async with store.reading() as tx:
        together = await partnerships.seen_by(tx, member.who, partnership_id)
        if together is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        contributions = await occurrences.contributions_of(tx, partnership_id)
        given = await occurrences.occurrences_of(tx, contributions)
        of_each = {side.id: given.get(side.id, []) for side in together.sides}
        seen = Happenings(
            partnership=together.partnership,
            sides=together.sides,
            contributions=contributions,
            occurrences=of_each,
            proposals=await occurrences.proposals_of(tx, partnership_id),
            reflections=await occurrences.reflections_of(tx, partnership_id),
            first_said=await occurrences.first_said(tx, [each.id for all_ in of_each.values() for each in all_]),
        )
    mine, theirs = (given_by(side.id, contributions, of_each) for side in together.sides)
    return Standing(together, tuple(elements_of(seen, now)), mine, theirs)
