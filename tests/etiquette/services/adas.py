"""What Ada has, one of each, by its ids: for others to come with."""

from dataclasses import dataclass
from datetime import time

from etiquette.rules.favours import Direction, FavourForm
from etiquette.rules.nudges import Kind
from etiquette.rules.thanks import Addressee
from etiquette.services.contacts import Somebody
from etiquette.services.digests import Weekly, set_digest
from etiquette.services.drafts import keep_draft
from etiquette.services.ledger import Good, record_favour
from etiquette.store.records import add
from tests.builders import make_good_turn, make_lesson, make_promise
from tests.cast import DANA, Hand, asked, thanks_to
from tests.etiquette.services.everything import a_list_of

SOMEBODY = Somebody(DANA)
GOOD = Good(Direction.GIVEN, FavourForm.KNOWLEDGE, "an hour on pricing")


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of what Ada has."""

    act: str
    introduction: str
    contact: str
    call: str
    deliverable: str
    thank_you: str
    invitation: str
    draft: str
    question: str
    favour: str
    good_turn: str
    imported: str
    connection: str
    digest: str
    lesson: str


async def everything_of(ada: Hand) -> Ids:
    introduced = await ada.logs()
    fixed = await ada.calls()
    held = await ada.debriefs(fixed.call.id, make_promise())
    act = await ada.last_act()
    assert held.invitation is not None
    favour = await record_favour(ada.doing(), Somebody(DANA), GOOD, "")
    turn = make_good_turn(contact_id=held.contact.id)
    async with ada.store.writing() as tx:
        await add(tx, turn)
    draft = await keep_draft(ada.doing(), "call", "call Dana sometime", "call Dana sometime")
    listed = await a_list_of(ada)
    digest = await set_digest(ada.doing(), "C0GENERAL", Weekly(4, time(15)))
    lesson = make_lesson(contact_id=held.contact.id)
    async with ada.store.writing() as tx:
        await add(tx, lesson)
    return Ids(
        act,
        introduced.introduction.id,
        held.contact.id,
        fixed.call.id,
        held.deliverables[0].id,
        thanks_to(Addressee.CONTACT, held).id,
        held.invitation.id,
        draft.id,
        await asked(ada, Kind.DELIVERABLE_MINE),
        favour.favour.id,
        turn.id,
        listed.import_id,
        listed.connection_id,
        digest.id,
        lesson.id,
    )
