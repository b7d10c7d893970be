"""A difference, named only beside what both share, and shown to both (C2, C8)."""

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.partnerships import PartnershipState, Together, checked_plan
from etiquette.rules.remarks import REMARK_LIMIT, Remark, RemarkSort
from etiquette.services.nudging import Doing
from etiquette.services.together import hold_together, touched
from etiquette.store.records import add
from etiquette.store.types import new_id


async def differ(doing: Doing, partnership_id: str, beside: str, text: str) -> tuple[Remark, Together]:
    """Names a difference. Refused as NOTHING_SHARED without what both share, as NO_DESCRIPTION without a difference."""
    shared, said = checked_plan(beside, REMARK_LIMIT), checked_plan(text, REMARK_LIMIT)
    if not shared:
        raise EtiquetteError(Refusal.NOTHING_SHARED)
    if not said:
        raise EtiquetteError(Refusal.NO_DESCRIPTION)
    async with doing.act(Verb.REMARK) as tx:
        together = await hold_together(tx, doing, partnership_id)
        if together.partnership.state is PartnershipState.CLOSED:
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        remark = Remark(
            id=new_id(),
            workspace_id=doing.member.workspace_id,
            member_id=doing.member.id,
            contact_id=together.mine.contact_id,
            partnership_id=partnership_id,
            side_id=together.mine.id,
            sort=RemarkSort.DIFFERENCE,
            text=said,
            beside=shared,
            created_at=doing.now,
        )
        await add(tx, remark)
        await touched(tx, together, doing.now)
        return remark, together
