"""A partnership, gathered to be shown: its card, and a line for each on Home. One reading transaction, few queries."""

from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.partnerships import SideState
from etiquette.rules.plan_views import PlanLine, PlanView, in_order, is_shown, line_of
from etiquette.rules.reflections import AnswerState, ReflectionAnswer, ReflectionState
from etiquette.rules.remarks import RemarkSort
from etiquette.store import occurrences, partnerships, proposals
from etiquette.store.plans import contributions_of_each
from etiquette.store.records import all_of, find
from etiquette.store.session import Store, Transaction


async def plan_view(store: Store, member: Member, partnership_id: str) -> PlanView:
    """All that a card shows. Refused as NOT_FOUND where the member has no side in it (N6).

    Of reflections it knows when they were due and what next step came of them, and no word that anybody answered.
    """
    async with store.reading() as tx:
        together = await partnerships.seen_by(tx, member.who, partnership_id)
        if together is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        given = await occurrences.contributions_of(tx, partnership_id)
        contact = await find(tx, Contact, member.who, together.mine.contact_id)
        reflected = await occurrences.reflections_of(tx, partnership_id)
        own = await all_of(tx, ReflectionAnswer, member.who, side_id=together.mine.id)
        answered = {each.reflection_id for each in own if each.state is AnswerState.ANSWERED}
        is_unasked = together.theirs.is_outside and together.theirs.state is SideState.UNASKED
        return PlanView(
            together=together,
            contributions=given,
            occurrences=await occurrences.occurrences_of(tx, given),
            proposals=await proposals.open_of(tx, partnership_id),
            went_well=await occurrences.remarks_of(tx, partnership_id, RemarkSort.WENT_WELL),
            differences=await occurrences.remarks_of(tx, partnership_id, RemarkSort.DIFFERENCE),
            reflections=reflected,
            partner_id=contact.slack_user_id if contact and is_unasked else None,
            has_reflected=any(each.id in answered for each in reflected if each.state is ReflectionState.DUE),
        )


async def waiting_for(store: Store, member: Member) -> set[str]:
    """The partnerships that wait for a yes of the member's own."""
    async with store.reading() as tx:
        return {line.together.partnership.id for line in await plan_lines(tx, member) if line.owes_yes}


async def plan_lines(tx: Transaction, member: Member) -> list[PlanLine]:
    """A member's partnerships that are not over, what waits for them first; four queries, however many there are."""
    seen = [each for each in await partnerships.all_seen_by(tx, member.who) if is_shown(each)]
    given = await contributions_of_each(tx, [each.partnership.id for each in seen])
    waiting = await occurrences.waiting_of(tx, [each for all_ in given.values() for each in all_])
    return in_order([line_of(each, given.get(each.partnership.id, []), waiting) for each in seen])
