"""What the tests of channels' messages share: a week worth telling, a digest of Ada's, and a look into a channel."""

from datetime import time

from emulator import Message
from etiquette.rules.digests import Digest
from etiquette.services.digests import Weekly, set_digest
from etiquette.store.records import add
from scheduler.digests import plan_digests
from tests.builders import make_lesson
from tests.cast import ADA, BO, DAN, utc
from tests.scheduler.office import Office

GENERAL = "C0GENERAL"
FRIDAY = utc(27, 15)
"""When Ada's digest is due: three in London."""


async def has_a_good_week(office: Office) -> None:
    """Three members were introduced to Dana, spoke with her, and thanked her."""
    for who in (ADA, BO, DAN):
        await (await office.hand(who)).has_thanked()


async def sets_up(office: Office, channel: str = GENERAL) -> Digest:
    """Ada wants a digest every Friday at three."""
    return await set_digest((await office.hand()).doing(), channel, Weekly(4, time(15)))


async def is_due(office: Office, *, by_sharing: bool = False) -> Digest:
    """The first digest has been planned, and is due now: of a good week, or of one lesson, which needs no picture."""
    await (shares if by_sharing else has_a_good_week)(office)
    digest = await sets_up(office)
    await office.ticks()
    office.moves_to(FRIDAY)
    await plan_digests(office.desk)
    return digest


async def shares(office: Office, text: str = "Write the press release first.", **values: object) -> None:
    """Ada shares what she learned."""
    await office.hand()
    async with office.store.writing() as tx:
        await add(tx, make_lesson(**{"text": text, "created_at": office.time.domain, **values}))


def read(office: Office, channel: str = GENERAL) -> list[Message]:
    """What the bot wrote in a channel."""
    written = office.slack.backend.workspace.channels[channel].messages.values()
    return [message for message in written if message.user == office.slack.backend.bot]
